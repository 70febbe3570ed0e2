// SPDX-License-Identifier: EUPL-1.2
#include "training/requirements.h"

#include "platform/db/list.h"
#include "platform/db/rows.h"
#include "platform/rpc/facts.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"
#include "rules/training_status.h"
#include "training/courses.h"

namespace muster::training {

v1::Requirement create_requirement(rpc::Call& call, const v1::CreateRequirementRequest& request) {
  v1::Requirement requirement = request.requirement();
  if (requirement.topics().empty() && requirement.courses().empty()) {
    throw status::invalid_argument("requirement.topics", "or courses is required: say what meets the requirement");
  }
  for (int i = 0; i < requirement.courses_size(); ++i) {
    require_course(call, requirement.courses(i), "requirement.courses[" + std::to_string(i) + "]");
  }
  if (requirement.soon_days() == 0) requirement.set_soon_days(rules::default_soon_days);
  const long long id = db::insert(call.sql, "requirement", requirement);
  return *db::query_one<v1::Requirement>(
      call.sql, {"SELECT " + db::columns<v1::Requirement>() + " FROM requirement WHERE id = ?", {id}});
}

v1::ListRequirementsResponse list_requirements(rpc::Call& call, const v1::ListRequirementsRequest& request) {
  db::ListSpec spec;
  spec.table = "requirement";
  spec.default_order = "code";
  return db::list<v1::Requirement, v1::ListRequirementsResponse>(call.sql, request, spec);
}

v1::Waiver create_waiver(rpc::Call& call, const v1::CreateWaiverRequest& request) {
  v1::Waiver waiver = request.waiver();
  const long long person = db::id_of(waiver.person(), "persons", "waiver.person");
  rpc::require_visible_person(call, person);
  if (call.caller.person == person) {
    throw status::permission_denied("nobody approves a waiver for oneself; ask somebody else to");
  }
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
  return *db::query_one<v1::Waiver>(
      call.sql, {"SELECT " + db::columns<v1::Waiver>() + " FROM waiver WHERE id = ?", {id}});
}

}  // namespace muster::training
