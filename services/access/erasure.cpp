// SPDX-License-Identifier: EUPL-1.2
#include "access/erasure.h"

#include "access/reviews.h"
#include "platform/rows/rows.h"
#include "platform/text/code_key.h"

namespace muster::access {
namespace {

// What was asked for that concerns the person: that it was, and how it ended, stays; what waits can be approved no more.
void forget_requests(rpc::Context& context, const rpc::Erased& erased) {
  for (const auto& [id] : db::select<long long>(context.sql, {"SELECT id FROM approval WHERE person = ? OR account IN "
                                                              "(SELECT id FROM account WHERE person = ?) ORDER BY id",
                                                              {erased.person(), erased.person()}})) {
    db::execute(
        context.sql,
        {"UPDATE approval SET sentence = '', request = '{}', label = '', grounds = '', reason = '', prepared = '',"
         " digest = '', person = NULL, state = CASE state WHEN 'APPROVAL_STATE_PENDING' THEN"
         " 'APPROVAL_STATE_FAILED' WHEN 'APPROVAL_STATE_TO_REVIEW' THEN 'APPROVAL_STATE_WITHDRAWN' ELSE state END, "
         "update_time = ?, row_version = row_version + 1 WHERE id = ?",
         {context.now_micros(), id}});
    dismiss_review_notices(context, id);
    context.sql.record(
        {db::Change::Kind::updated, "approval", id, {"sentence", "request", "label", "grounds", "reason", "person"}});
  }
  for (const auto& [id] : db::select<long long>(context.sql, {"SELECT id FROM notice WHERE person = ? OR recipient IN "
                                                              "(SELECT id FROM account WHERE person = ?) ORDER BY id",
                                                              {erased.person(), erased.person()}})) {
    rows::remove(context.sql, "notice", id);
  }
}

// The audit names accounts by their row alone, which stays; so do its grants, which are of no use to it any more.
void close_accounts(rpc::Context& context, const rpc::Erased& erased) {
  for (const auto& [id] :
       db::select<long long>(context.sql, {"SELECT id FROM account WHERE person = ? ORDER BY id", {erased.person()}})) {
    const std::string name = "erased-" + std::to_string(id);
    db::execute(context.sql,
                {"UPDATE account SET account_name = ?, account_name_key = ?, display_name = '', person = NULL,"
                 " disabled = 1, password_hash = '', update_time = ?, row_version = row_version + 1 WHERE id = ?",
                 {name, text::code_key(name), context.now_micros(), id}});
    context.sql.record(
        {db::Change::Kind::updated, "account", id, {"account_name", "display_name", "person", "disabled"}});
    for (const auto& [session] :
         db::select<long long>(context.sql, {"SELECT id FROM session WHERE account = ? ORDER BY id", {id}})) {
      rows::remove(context.sql, "session", session);
    }
  }
}

}  // namespace

rpc::ErasureRule erasure_rule() {
  return {.strip = [](rpc::Context& context, const rpc::Erased& erased) {
    forget_requests(context, erased);
    close_accounts(context, erased);
  }};
}

}  // namespace muster::access
