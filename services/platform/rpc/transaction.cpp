// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/transaction.h"

#include <stdexcept>

#include "platform/rpc/audit.h"
#include "platform/rpc/field_access.h"
#include "platform/rpc/field_path.h"
#include "platform/rpc/retry.h"

namespace muster::rpc {

using google::protobuf::Message;

namespace {

// `handler`: one of the method's.
template <class Answer>
Answer handle(const std::function<Answer(Call&, const Message&)>& handler, Call& call, const Message& request) {
  try {
    return handler(call, request);
  } catch (const status::Error& error) {
    throw with_paths(error, request);
  }
}

}  // namespace

std::string run_read(Call& call, const Message& request) {
  if (!call.method.handle_encoded) {
    auto answer = handle(call.method.handle, call, request);
    hide_fields(call, *answer);
    return answer->SerializeAsString();
  }
  std::string answer = handle(call.method.handle_encoded, call, request);
  hide_fields(call, *call.method.descriptor->output_type(), answer);
  return answer;
}

std::string run_write(Call& call, const Message& request) {
  const std::string key = retry_key(request);
  if (!key.empty() && call.request_digest.empty()) call.request_digest = retry_digest(request);
  call.sql.clear_changes();
  if (!key.empty()) {
    // The head's lock first: a retry that races its original waits here and then finds it.
    call.sequence();
    if (auto earlier = earlier_answer(call, key, call.request_digest)) {
      call.audit_lines.push_back("answered again");
      write_audit(call);
      return *std::move(earlier);
    }
  }
  auto answer = handle(call.method.handle, call, request);
  write_audit(call);
  hide_fields(call, *answer);
  std::string bytes = answer->SerializeAsString();
  if (!key.empty()) keep_answer(call, key, call.request_digest, *answer, bytes);
  return bytes;
}

std::unique_ptr<Message> run_method(Call& call, const Message& request) {
  std::unique_ptr<Message> answer(call.method.answer_prototype->New());
  if (!answer->ParseFromString(call.method.read_only ? run_read(call, request) : run_write(call, request))) {
    throw std::logic_error(call.method.path + " answers what is no message");
  }
  return answer;
}

void run_work(Call& call, const std::function<void(Call&)>& work) {
  call.sql.clear_changes();
  work(call);
  write_audit(call);
}

}  // namespace muster::rpc
