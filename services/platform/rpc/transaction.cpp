// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/transaction.h"

#include "platform/rpc/audit.h"
#include "platform/rpc/field_access.h"
#include "platform/rpc/field_path.h"
#include "platform/rpc/retry.h"

namespace muster::rpc {

using google::protobuf::Message;

namespace {

std::unique_ptr<Message> handle(Call& call, const Message& request) {
  try {
    return call.method.handle(call, request);
  } catch (const status::Error& error) {
    throw with_paths(error, request);
  }
}

}  // namespace

std::unique_ptr<Message> run_read(Call& call, const Message& request) {
  auto answer = handle(call, request);
  hide_fields(call, *answer);
  return answer;
}

std::unique_ptr<Message> run_write(Call& call, const Message& request) {
  const std::string key = retry_key(request);
  if (!key.empty() && call.request_digest.empty()) call.request_digest = retry_digest(request);
  call.sql.clear_changes();
  if (!key.empty()) {
    // The head's lock first: a retry that races its original waits here and then finds it.
    call.sequence();
    if (auto earlier = earlier_answer(call, key, call.request_digest, *call.method.answer_prototype)) {
      call.audit_lines.push_back("answered again");
      write_audit(call);
      return earlier;
    }
  }
  auto answer = handle(call, request);
  write_audit(call);
  hide_fields(call, *answer);
  if (!key.empty()) keep_answer(call, key, call.request_digest, *answer);
  return answer;
}

void run_work(Call& call, const std::function<void(Call&)>& work) {
  call.sql.clear_changes();
  work(call);
  write_audit(call);
}

}  // namespace muster::rpc
