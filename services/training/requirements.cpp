// SPDX-License-Identifier: EUPL-1.2
#include "training/requirements.h"

#include <algorithm>
#include <vector>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/enums.h"
#include "platform/rows/list.h"
#include "platform/rows/rows.h"
#include "platform/status/error.h"
#include "rules/training_status.h"
#include "training/courses.h"

namespace muster::training {

namespace {

v1::Requirement read_requirement(rpc::Context& context, long long id) {
  return *rows::query_one<v1::Requirement>(
      context.sql, {"SELECT " + rows::columns<v1::Requirement>() + " FROM requirement WHERE id = ?", {id}});
}

}  // namespace

v1::Requirement create_requirement(rpc::Context& context, const v1::CreateRequirementRequest& request) {
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
  return read_requirement(context, rows::insert(context.sql, "requirement", requirement));
}

v1::Requirement update_requirement(rpc::Context& context, const v1::UpdateRequirementRequest& request) {
  v1::Requirement requirement = request.requirement();
  if (requirement.soon_days() == 0) requirement.set_soon_days(rules::default_soon_days);
  rows::update(context.sql, "requirement", requirement, request.update_mask());
  return read_requirement(context, proto::id_of<v1::Requirement>(requirement.name(), "requirement.name"));
}

proto::Encoded<v1::ListRequirementsResponse> list_requirements(rpc::Context& context,
                                                               const v1::ListRequirementsRequest& request) {
  rows::ListSpec spec;
  spec.table = "requirement";
  spec.default_order = "code";
  return rows::list<v1::Requirement, v1::ListRequirementsResponse>(context.sql, request, spec);
}

}  // namespace muster::training
