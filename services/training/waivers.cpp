// SPDX-License-Identifier: EUPL-1.2
#include "training/waivers.h"

#include "platform/db/list.h"
#include "platform/db/rows.h"
#include "platform/rpc/facts.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"

namespace muster::training {
namespace {

v1::Waiver read_waiver(rpc::Call& call, long long id) {
  db::Query query{"SELECT " + db::columns<v1::Waiver>() + " FROM waiver WHERE id = ? AND ", {id}};
  query += rpc::visible_persons(rpc::scope_of(call), "waiver.person", call.today());
  auto waiver = db::query_one<v1::Waiver>(call.sql, query);
  if (!waiver) throw status::not_found(db::name_of<v1::Waiver>(id));
  return *waiver;
}

// Nobody decides for themselves.
void require_other(const rpc::Call& call, long long person) {
  if (call.caller.person == person) {
    throw status::permission_denied("nobody approves or revokes a waiver of their own; ask somebody else to");
  }
}

}  // namespace

v1::Waiver create_waiver(rpc::Call& call, const v1::CreateWaiverRequest& request) {
  v1::Waiver waiver = request.waiver();
  const long long person = db::id_of(waiver.person(), "persons", "waiver.person");
  rpc::require_visible_person(call, person);
  require_other(call, person);
  if (call.caller.account == 0) {
    throw status::failed_precondition("a waiver keeps who approved it: sign in to an account");
  }
  const long long requirement = db::id_of<v1::Requirement>(waiver.requirement(), "waiver.requirement");
  if (!db::select_one<long long>(call.sql, {"SELECT 1 FROM requirement WHERE id = ?", {requirement}})) {
    throw status::invalid_argument("waiver.requirement",
                                   waiver.requirement() + " does not exist; see ListRequirements");
  }
  waiver.set_approver("accounts/" + std::to_string(call.caller.account));
  const long long id = db::insert(call.sql, "waiver", waiver);
  const long long subject = rpc::subject_of(call, person);
  db::execute(call.sql,
              {"INSERT INTO waiver_fact (sequence, recorded_time, record, subject, requirement, day_from, day_to) "
               "VALUES (?, ?, ?, ?, ?, ?, ?)",
               {call.sequence(), call.now_micros(), id, subject, requirement, rpc::day_from(waiver.valid_from()),
                rpc::day_to(waiver.valid_to())}});
  return *db::query_one<v1::Waiver>(call.sql,
                                    {"SELECT " + db::columns<v1::Waiver>() + " FROM waiver WHERE id = ?", {id}});
}

db::Encoded<v1::ListWaiversResponse> list_waivers(rpc::Call& call, const v1::ListWaiversRequest& request) {
  db::ListSpec spec;
  spec.table = "waiver";
  spec.default_order = "valid_from desc";
  spec.where = rpc::visible_persons(rpc::scope_of(call), "waiver.person", call.today());
  if (!request.person().empty()) {
    const long long person = db::id_of(request.person(), "persons", "person");
    rpc::require_visible_person(call, person);
    spec.where += {" AND waiver.person = ?", {person}};
  }
  return db::list<v1::Waiver, v1::ListWaiversResponse>(call.sql, request, spec);
}

v1::Waiver revoke_waiver(rpc::Call& call, const v1::RevokeWaiverRequest& request) {
  call.sequence();  // of two revocations the second finds the first
  const long long id = db::id_of<v1::Waiver>(request.name());
  v1::Waiver waiver = read_waiver(call, id);
  require_other(call, db::id_of(waiver.person(), "persons", "waiver.person"));
  if (waiver.has_revoked_date()) {
    throw status::failed_precondition(waiver.name() + " was revoked on " + waiver.revoked_date() +
                                      "; create another if it holds after all");
  }
  waiver.set_revoked_date(rules::format_date(call.today()));
  waiver.set_revoked_reason(request.reason());
  google::protobuf::FieldMask mask;
  mask.add_paths("revoked_date");
  mask.add_paths("revoked_reason");
  db::update(call.sql, "waiver", waiver, mask);
  db::execute(call.sql,
              {"INSERT INTO waiver_fact (sequence, recorded_time, record, subject, requirement, day_from, day_to) "
               "SELECT CAST(? AS BIGINT), CAST(? AS BIGINT), record, subject, requirement, day_from, day_from "
               "FROM waiver_fact WHERE record = ? ORDER BY id DESC LIMIT 1",
               {call.sequence(), call.now_micros(), id}});
  return read_waiver(call, id);
}

}  // namespace muster::training
