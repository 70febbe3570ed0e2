// SPDX-License-Identifier: EUPL-1.2
#include "missions/deployment_plans.h"

#include <algorithm>

#include "missions/commitments.h"
#include "missions/deployments.h"
#include "missions/posts.h"
#include "missions/seats.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/enums.h"
#include "platform/rows/rows.h"
#include "platform/rpc/active_person.h"
#include "platform/rpc/dormant_member.h"
#include "platform/rpc/mission_over.h"
#include "platform/rpc/registry.h"
#include "platform/rpc/scope.h"
#include "platform/rpc/steps.h"
#include "platform/rpc/unit_in_force.h"
#include "platform/status/error.h"

namespace muster::missions {
namespace {

using platform::v1::Category;

// What the plan is made from, as far as it is known.
struct Plan {
  v1::Deployment deployment;
  std::string post;
  Category nominated{};  // unspecified without a nomination
};

void require_dates(const v1::Deployment& deployment) {
  status::Violations violations;
  if (!deployment.has_planned_from())
    violations.add("deployment.planned_from", platform::v1::REASON_REQUIRED, "is required");
  if (!deployment.has_planned_to())
    violations.add("deployment.planned_to", platform::v1::REASON_REQUIRED, "is required");
  violations.throw_if_any();
}

// Takes `value` over into a field that is empty; a different one is a contradiction.
void take_over(std::string& field, const std::string& value, const std::string& path, const std::string& source) {
  if (field.empty()) field = value;
  if (field != value) {
    throw status::invalid_argument(path, platform::v1::REASON_CONTRADICTS,
                                   "is not that of " + source + ", " + value + "; leave it out",
                                   {{"source", source}, {"value", value}});
  }
}

// Fills the plan from the accepted nomination that it names.
void take_nomination(rpc::Context& context, Plan& plan) {
  const std::string& name = plan.deployment.nomination();
  const long long id = proto::id_of(name, "nominations", "deployment.nomination");
  db::Query query{
      "SELECT person, post, state, frozen_category, frozen_unit, planned_from, planned_to "
      "FROM nomination_now WHERE id = ? AND ",
      {id}};
  query += rpc::visible_persons(rpc::scope_of(context), "nomination_now.person", context.today());
  const auto row = db::select_one<long long, long long, std::string, std::string, std::optional<long long>, std::string,
                                  std::string>(context.sql, query);
  if (!row) throw status::not_found(name);
  const auto& [person, post, state, category, unit, planned_from, planned_to] = *row;
  if (state == "NOMINATION_STATE_CONVERTED") {
    throw status::failed_precondition(platform::v1::REASON_WRONG_STATE, name + " has a deployment already",
                                      {{"state", "CONVERTED"}, {"possible", "ACCEPTED"}});
  }
  if (state != "NOMINATION_STATE_ACCEPTED") {
    throw status::failed_precondition(
        platform::v1::REASON_WRONG_STATE, name + " is not accepted; a deployment follows an accepted nomination",
        {{"state", state.substr(std::string_view("NOMINATION_STATE_").size())}, {"possible", "ACCEPTED"}});
  }
  take_over(*plan.deployment.mutable_person(), "persons/" + std::to_string(person), "deployment.person", name);
  take_over(plan.post, proto::name_of<v1::Post>(post), "post", name);
  plan.nominated = proto::enum_named<Category>(category);
  if (!plan.deployment.has_planned_from()) plan.deployment.set_planned_from(planned_from);
  // It goes on sending whom it nominated, whichever unit the person has moved to since: its figures of nominations and of
  // deployments tell of one and the same. Where it has ended since, it is the one that the person belongs to on the day.
  if (unit && !rpc::ended_before(context, *unit, plan.deployment.planned_from())) {
    take_over(*plan.deployment.mutable_unit(), "units/" + std::to_string(*unit), "deployment.unit", name);
  }
  if (!plan.deployment.has_planned_to()) plan.deployment.set_planned_to(planned_to);
}

// The unit that the person belongs to on `day`; 0 without one.
long long unit_on(rpc::Context& context, long long person, const std::string& day) {
  const auto row = db::select_one<long long>(
      context.sql, {"SELECT unit FROM affiliation WHERE person = ? AND valid_from <= ? "
                    "AND (valid_to IS NULL OR valid_to >= ?) ORDER BY valid_from DESC, id DESC",
                    {person, day, day}});
  return row ? std::get<0>(*row) : 0;
}

// The category that was nominated holds until the person's changes, whenever that is recorded: the tour has what the
// person is then. One that never was the person's was meant, and stays.
void take_nominated_category(rpc::Context& context, Plan& plan, long long person, Category theirs) {
  v1::Deployment& deployment = plan.deployment;
  const Category given = deployment.category();
  if (given != Category{} && given != plan.nominated && given != theirs) {
    const std::string& nominated = platform::v1::Category_Name(plan.nominated);
    throw status::invalid_argument("deployment.category", platform::v1::REASON_CONTRADICTS,
                                   "is not that of " + deployment.nomination() + ", " + nominated + "; leave it out",
                                   {{"source", deployment.nomination()}, {"value", nominated}});
  }
  const auto was_theirs =
      db::select_one<long long>(context.sql, {"SELECT 1 FROM affiliation WHERE person = ? AND category = ?",
                                              {person, platform::v1::Category_Name(plan.nominated)}});
  deployment.set_category(was_theirs || given == theirs ? theirs : plan.nominated);
}

void take_person(rpc::Context& context, Plan& plan, long long person) {
  const auto [category] = *db::select_one<std::string>(
      context.sql,
      {"SELECT COALESCE((SELECT affiliation.category FROM affiliation WHERE affiliation.person = person.id "
       "AND valid_from <= ? ORDER BY valid_from DESC LIMIT 1), category) FROM person WHERE id = ?",
       {std::max(plan.deployment.planned_from(), rules::format_date(context.latest_day())), person}});
  // A tour that was over by the last day of somebody who died or left is entered afterwards.
  rpc::require(rpc::person_not_active_on(context, plan.deployment.person(), plan.deployment.planned_to()));
  const Category theirs = proto::enum_named<Category>(category);
  if (plan.nominated != Category{}) {
    take_nominated_category(context, plan, person, theirs);
  } else if (plan.deployment.category() == Category{}) {
    plan.deployment.set_category(theirs);
  }
  if (!plan.deployment.unit().empty()) return;
  const long long unit = unit_on(context, person, plan.deployment.planned_from());
  if (unit == 0) {
    throw status::invalid_argument("deployment.unit", platform::v1::REASON_REQUIRED,
                                   "is needed: the person belongs to no unit on " + plan.deployment.planned_from());
  }
  plan.deployment.set_unit("units/" + std::to_string(unit));
}

// A nomination of a dormant member has said why already.
bool nomination_says_why(rpc::Context& context, const v1::Deployment& deployment) {
  if (deployment.nomination().empty()) return false;
  return db::select_one<long long>(context.sql, {"SELECT 1 FROM nomination_event WHERE nomination = ? AND verb = "
                                                 "'CreateNomination' AND reason_text <> ''",
                                                 {rows::value_of(deployment, "nomination")}})
      .has_value();
}

// What is planned is decided today; what is entered afterwards was decided before its first day.
void require_awake(rpc::Context& context, const v1::Deployment& deployment, const std::string& dormant_reason) {
  if (nomination_says_why(context, deployment)) return;
  const std::string today = rules::format_date(context.today());
  rpc::require_awake(context, deployment.person(), std::min(today, deployment.planned_from()), dormant_reason);
}

void take_country(rpc::Context& context, Plan& plan) {
  if (!plan.deployment.country().empty()) return;
  const auto home = db::select_one<std::string>(context.sql, "SELECT value FROM setting WHERE key = 'home_country'");
  if (!home)
    throw status::invalid_argument("deployment.country", platform::v1::REASON_REQUIRED,
                                   "is needed: the contributing country, such as NOR; "
                                   "or set the home country with `muster country`");
  plan.deployment.set_country(std::get<0>(*home));
}

}  // namespace

std::string create_deployment(rpc::Context& context, const v1::CreateDeploymentRequest& request) {
  // The ledger's lock first: what is checked below holds until the commit.
  context.sequence();
  Plan plan{request.deployment(), request.post()};
  v1::Deployment& deployment = plan.deployment;
  if (!deployment.unit().empty()) {
    rpc::require_visible_unit(context, proto::id_of(deployment.unit(), "units", "deployment.unit"));
  }
  if (!deployment.nomination().empty()) take_nomination(context, plan);
  require_dates(deployment);
  if (deployment.person().empty()) {
    throw status::invalid_argument("deployment.person", platform::v1::REASON_REQUIRED, "is needed, or a nomination");
  }
  const long long person = proto::id_of(deployment.person(), "persons", "deployment.person");
  rpc::require_visible_person(context, person);
  rpc::require(rpc::own_case(context, deployment.person(), "deployment"));
  take_person(context, plan, person);
  rpc::require_unit_in_force(context, proto::id_of(deployment.unit(), "units", "deployment.unit"),
                             deployment.planned_from(), "deployment.unit");
  take_country(context, plan);
  if (plan.post.empty())
    throw status::invalid_argument("post", platform::v1::REASON_REQUIRED, "is needed, or a nomination");
  require_awake(context, deployment, request.dormant_reason());
  const v1::Post post = post_on(context, plan.post, "post", deployment.planned_from());
  rpc::require_mission_goes_on(context, proto::id_of<v1::Mission>(post.mission()), deployment.planned_to(),
                               "deployment.planned_to");
  post_on(context, plan.post, "post", deployment.planned_to());
  take_over(*deployment.mutable_mission(), post.mission(), "deployment.mission", plan.post);
  require_free(context, deployment, {deployment.planned_from(), deployment.planned_to()}, Against::places_and_leave,
               request.overlap_reason());
  *deployment.add_segments() = segment_in(post, deployment);
  require_seats(context, {}, deployment, request.handover_reason());
  deployment.set_state(v1::DEPLOYMENT_STATE_PLANNED);
  const long long id = rows::insert(context.sql, "deployment", deployment);
  deployment.set_name(proto::name_of<v1::Deployment>(id));
  v1::DeploymentEvent event;
  event.set_deployment(deployment.name());
  rows::insert(context.sql, "deployment_segment", segment_in(post, deployment));
  event.set_verb(context.method.descriptor->name());
  event.set_to_state(v1::DEPLOYMENT_STATE_PLANNED);
  event.set_effective_date(rules::format_date(context.today()));
  event.set_overlap_reason(request.overlap_reason());
  event.set_handover_reason(request.handover_reason());
  event.set_dormant_reason(request.dormant_reason());
  record_event(context, event);
  return event.deployment();
}

}  // namespace muster::missions
