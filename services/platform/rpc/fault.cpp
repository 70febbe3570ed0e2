// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/fault.h"

#include <spdlog/spdlog.h>

#include <typeinfo>

#include "platform/proto/json_text.h"

namespace muster::rpc {
namespace {

// Of faults of the server, the client learns where to look for more.
bool is_fault(status::Code code) {
  return code == status::Code::internal || code == status::Code::unknown || code == status::Code::data_loss;
}

}  // namespace

status::Error to_error(std::exception_ptr failure, const std::string& request_id) {
  status::Error fault(status::Code::internal, "");
  std::string text;
  try {
    std::rethrow_exception(failure);
  } catch (const status::Error& error) {
    if (!is_fault(error.code())) return error;
    fault = error;
    proto::append_json_string(text, error.message());
  } catch (const std::exception& error) {
    proto::append_json_string(text, typeid(error).name());  // its text may hold anything
  }
  spdlog::error(R"({{"event":"fault","request_id":"{}","code":"{}","message":{}}})", request_id,
                status::code_name(fault.code()), text);
  return std::move(fault)
      .with_message("the server failed at this request; the log says more" +
                    (request_id.empty() ? "" : " under the request id " + request_id))
      .with_violations({});
}

}  // namespace muster::rpc
