// SPDX-License-Identifier: EUPL-1.2
#include "training/waivers.h"

#include "muster/facts/v1/facts.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/list.h"
#include "platform/rows/rows.h"
#include "platform/rpc/active_person.h"
#include "platform/rpc/fact_rows.h"
#include "platform/rpc/scope.h"
#include "platform/rpc/steps.h"
#include "platform/rpc/two_hand_acts.h"
#include "platform/status/error.h"

namespace muster::training {
namespace {

v1::Waiver read_waiver(rpc::Context& context, long long id) {
  db::Query query{"SELECT " + rows::columns<v1::Waiver>() + " FROM waiver WHERE id = ? AND ", {id}};
  query += rpc::visible_persons(rpc::scope_of(context), "waiver.person", context.today());
  auto waiver = rows::query_one<v1::Waiver>(context.sql, query);
  if (!waiver) throw status::not_found(proto::name_of<v1::Waiver>(id));
  return *waiver;
}

}  // namespace

std::optional<rpc::Act> waiver_act(rpc::Context& context, const v1::CreateWaiverRequest& request) {
  const v1::Waiver& waiver = request.waiver();
  const auto& rule = rpc::two_hand_rule(platform::v1::TWO_HAND_ACT_WAIVER);
  const long long person = proto::id_of(waiver.person(), "persons", "waiver.person");
  const auto code = db::select_one<std::string>(
      context.sql, {"SELECT code FROM requirement WHERE id = ?",
                    {proto::id_of<v1::Requirement>(waiver.requirement(), "waiver.requirement")}});
  rpc::Act act{.act = rule.act,
               .mode = rule.mode,
               .sentence = waiver.person() + " was excused from the requirement " + (code ? std::get<0>(*code) : "?") +
                           " from " + waiver.valid_from() + " to " + waiver.valid_to(),
               .unit = rpc::unit_of_person(context, person),
               .person = person,
               .label = code ? std::get<0>(*code) : std::string(),
               .grounds = waiver.reason()};
  act.approvers.assign(rule.reviewer_roles.begin(), rule.reviewer_roles.end());
  return act;
}

v1::Waiver create_waiver(rpc::Context& context, const v1::CreateWaiverRequest& request) {
  v1::Waiver waiver = request.waiver();
  const long long person = proto::id_of(waiver.person(), "persons", "waiver.person");
  rpc::require_visible_person(context, person);
  rpc::require(rpc::own_case(context, waiver.person(), "waiver"));
  rpc::require(rpc::person_not_active(context, waiver.person()));
  if (context.caller.account == 0) {
    throw status::failed_precondition(platform::v1::REASON_ACCOUNT_REQUIRED,
                                      "a waiver keeps who approved it: sign in to an account");
  }
  const long long requirement = proto::id_of<v1::Requirement>(waiver.requirement(), "waiver.requirement");
  if (!db::select_one<long long>(context.sql, {"SELECT 1 FROM requirement WHERE id = ?", {requirement}})) {
    throw status::invalid_argument("waiver.requirement", platform::v1::REASON_REFERENCE_NOT_FOUND,
                                   waiver.requirement() + " does not exist; see ListRequirements",
                                   {{"name", waiver.requirement()}});
  }
  waiver.set_approver("accounts/" + std::to_string(context.caller.account));
  const long long id = rows::insert(context.sql, "waiver", waiver);
  facts::v1::WaiverFact fact;
  fact.set_record(id);
  fact.set_subject(rpc::subject_of(context, person));
  fact.set_requirement(requirement);
  rpc::set_days(fact, waiver.valid_from(), waiver.valid_to());
  rpc::append<facts::v1::WaiverFact>(context, fact);
  return *rows::query_one<v1::Waiver>(context.sql,
                                      {"SELECT " + rows::columns<v1::Waiver>() + " FROM waiver WHERE id = ?", {id}});
}

proto::Encoded<v1::ListWaiversResponse> list_waivers(rpc::Context& context, const v1::ListWaiversRequest& request) {
  rows::ListSpec spec;
  spec.table = "waiver";
  spec.default_order = "valid_from desc";
  spec.where = rpc::visible_persons(rpc::scope_of(context), "waiver.person", context.today());
  if (!request.person().empty()) {
    const long long person = proto::id_of(request.person(), "persons", "person");
    rpc::require_visible_person(context, person);
    spec.where += {" AND waiver.person = ?", {person}};
  }
  return rows::list<v1::Waiver, v1::ListWaiversResponse>(context.sql, request, spec);
}

v1::Waiver revoke_waiver(rpc::Context& context, const v1::RevokeWaiverRequest& request) {
  context.sequence();  // of two revocations the second finds the first
  const long long id = proto::id_of<v1::Waiver>(request.name());
  v1::Waiver waiver = read_waiver(context, id);
  rpc::require(rpc::own_case(context, waiver.person(), "waiver"));
  if (waiver.has_revoked_date()) {
    throw status::failed_precondition(
        platform::v1::REASON_ALREADY_ENDED,
        waiver.name() + " was revoked on " + waiver.revoked_date() + "; create another if it holds after all",
        {{"name", waiver.name()}, {"date", waiver.revoked_date()}});
  }
  waiver.set_revoked_date(rules::format_date(context.today()));
  waiver.set_revoked_reason(request.reason());
  google::protobuf::FieldMask mask;
  mask.add_paths("revoked_date");
  mask.add_paths("revoked_reason");
  rows::update(context.sql, "waiver", waiver, mask);
  rpc::void_records<facts::v1::WaiverFact>(context, {"SELECT CAST(? AS BIGINT)", {id}});
  return read_waiver(context, id);
}

}  // namespace muster::training
