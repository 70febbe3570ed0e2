// SPDX-License-Identifier: EUPL-1.2
#include "training/requirements.h"

#include <algorithm>
#include <vector>

#include "muster/facts/v1/facts.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/enums.h"
#include "platform/rows/list.h"
#include "platform/rows/rows.h"
#include "platform/rpc/fact_rows.h"
#include "platform/rpc/scope.h"
#include "platform/rpc/used_codes.h"
#include "platform/status/error.h"
#include "rules/training_status.h"
#include "training/courses.h"

namespace muster::training {

namespace {

v1::Requirement read_requirement(rpc::Context& context, long long id) {
  return *rows::query_one<v1::Requirement>(
      context.sql, {"SELECT " + rows::columns<v1::Requirement>() + " FROM requirement WHERE id = ?", {id}});
}

// What the requirement asks of whom, from now on.
void append_requirement(rpc::Context& context, const v1::Requirement& requirement, long long id) {
  rpc::require_unused_code<v1::Requirement, facts::v1::RequirementFact>(context, "code", requirement.code(), id,
                                                                        "requirement.code");
  rpc::FactColumns columns{{"record", "requirement.id"}};
  for (const char* own : {"code", "code_key", "population", "categories", "topics", "courses", "time", "soon_days",
                          "valid_from", "valid_to"}) {
    columns.emplace_back(own, std::string("requirement.") + own);
  }
  rpc::append_from<facts::v1::RequirementFact>(context, {"requirement WHERE id = ?", {id}}, columns);
}

}  // namespace

v1::Requirement create_requirement(rpc::Context& context, const v1::CreateRequirementRequest& request) {
  rpc::require_all_units(context);
  v1::Requirement requirement = request.requirement();
  if (requirement.topics().empty() && requirement.courses().empty()) {
    throw status::invalid_argument("requirement.topics", platform::v1::REASON_REQUIRED,
                                   "or courses is required: say what meets the requirement");
  }
  const std::vector<int> of_tour = {v1::REQUIREMENT_TIME_ON_DEPARTURE, v1::REQUIREMENT_TIME_THROUGHOUT_TOUR};
  if (requirement.population() != v1::POPULATION_DEPLOYED &&
      std::find(of_tour.begin(), of_tour.end(), requirement.time()) != of_tour.end()) {
    throw status::invalid_argument("requirement.time", platform::v1::REASON_VALUE_REFUSED,
                                   "is of a tour, which people on the roster are not on; give "
                                   "POPULATION_DEPLOYED, or another time",
                                   {{"allowed", proto::value_names(*v1::RequirementTime_descriptor(), of_tour)}});
  }
  for (int i = 0; i < requirement.courses_size(); ++i) {
    require_course(context, requirement.courses(i), "requirement.courses[" + std::to_string(i) + "]");
  }
  if (requirement.soon_days() == 0) requirement.set_soon_days(rules::default_soon_days);
  const long long id = rows::insert(context.sql, "requirement", requirement);
  append_requirement(context, requirement, id);
  return read_requirement(context, id);
}

v1::Requirement update_requirement(rpc::Context& context, const v1::UpdateRequirementRequest& request) {
  rpc::require_all_units(context);
  v1::Requirement requirement = request.requirement();
  if (requirement.soon_days() == 0) requirement.set_soon_days(rules::default_soon_days);
  const long long id = proto::id_of<v1::Requirement>(requirement.name(), "requirement.name");
  rows::update(context.sql, "requirement", requirement, request.update_mask());
  append_requirement(context, read_requirement(context, id), id);
  return read_requirement(context, id);
}

proto::Encoded<v1::ListRequirementsResponse> list_requirements(rpc::Context& context,
                                                               const v1::ListRequirementsRequest& request) {
  rows::ListSpec spec;
  spec.table = "requirement";
  spec.default_order = "code";
  return rows::list<v1::Requirement, v1::ListRequirementsResponse>(context.sql, request, spec);
}

}  // namespace muster::training
