// SPDX-License-Identifier: EUPL-1.2
#include "missions/plausible_tours.h"

#include <algorithm>
#include <optional>
#include <string>

#include "missions/posts.h"
#include "platform/rows/rows.h"
#include "platform/rpc/plausible.h"
#include "platform/rpc/scope.h"

namespace muster::missions {
namespace {

using rules::Day;

std::optional<Day> day_of(const std::string& date) { return rules::parse_date(date); }

// The months that a tour in its posts is meant to last: in the one with the longest. Unset: no segment has a post, as of
// people whom a file brought.
std::optional<int> months_of(rpc::Context& context, const v1::Deployment& deployment) {
  std::optional<int> months;
  for (const auto& segment : deployment.segments()) {
    if (!segment.post().empty()) months = std::max(months.value_or(0), tour_months(context, segment.post()));
  }
  return months;
}

// From `first` to `last`, of which one that is not known says nothing.
rules::Doubt doubt_of_tour(rpc::Context& context, const v1::Deployment& deployment, std::optional<Day> first,
                           std::optional<Day> last) {
  const auto months = months_of(context, deployment);
  if (!first || !last || !months) return std::nullopt;
  return rules::doubt_of_length(*first, *last, *months);
}

// Of a departure on `first` beside what is known of the person: the birth date of whom the caller may read it, and the
// last day at a unit. Nobody, as of people without a name, says nothing.
rules::Doubt doubt_of_person(rpc::Context& context, const v1::Deployment& deployment, Day first) {
  if (deployment.person().empty()) return std::nullopt;
  db::Query query("SELECT CASE WHEN ");
  query += rpc::readable_details(context, "person.id");
  query +=
      {" THEN person.birth_date END, CASE WHEN EXISTS (SELECT 1 FROM affiliation WHERE affiliation.person = "
       "person.id AND affiliation.valid_to IS NULL) THEN NULL ELSE (SELECT MAX(affiliation.valid_to) FROM "
       "affiliation WHERE affiliation.person = person.id) END FROM person WHERE person.id = ?",
       {rows::value_of(deployment, "person")}};
  const auto [birth, last] =
      *db::select_one<std::optional<std::string>, std::optional<std::string>>(context.sql, query);
  return rules::doubt_of_service(first, day_of(birth.value_or("")), day_of(last.value_or("")));
}

// The last day, planned while the tour lasts.
std::optional<Day> end_of(const v1::Deployment& deployment) {
  return day_of(deployment.has_actual_to() ? deployment.actual_to() : deployment.planned_to());
}

}  // namespace

void require_plausible_departure(rpc::Context& context, const v1::Deployment& planned,
                                 const v1::DepartRequest& request) {
  status::Violations violations;
  const Day first = *day_of(request.actual_from());
  const auto last = day_of(planned.planned_to());
  if (const auto day = day_of(planned.planned_from())) {
    rpc::add_doubt(violations, "actual_from", rules::doubt_of_departure(first, *day), "reason", request.reason());
  }
  rpc::add_doubt(violations, "actual_from", doubt_of_person(context, planned, first), "reason", request.reason());
  rules::Doubt doubt = doubt_of_tour(context, planned, first, last);
  if (!doubt && last && rules::doubt_of_far_day(*last, context.today())) {
    doubt = "begins a tour whose planned last day is more than 10 years ahead";
  }
  rpc::add_doubt(violations, "actual_from", doubt, "reason", request.reason());
  violations.throw_if_any();
}

void require_plausible_extension(rpc::Context& context, const v1::Deployment& deployment,
                                 const v1::ExtendDeploymentRequest& request) {
  status::Violations violations;
  rpc::add_doubt(violations, "planned_to",
                 doubt_of_tour(context, deployment, day_of(deployment.actual_from()), day_of(request.planned_to())),
                 "plausible_reason", request.plausible_reason());
  violations.throw_if_any();
}

void require_plausible_end(rpc::Context& context, const v1::Deployment& deployment,
                           const v1::EndDeploymentRequest& request) {
  if (deployment.has_planned_to() && request.actual_to() <= deployment.planned_to()) return;
  status::Violations violations;
  rpc::add_doubt(violations, "actual_to",
                 doubt_of_tour(context, deployment, day_of(deployment.actual_from()), day_of(request.actual_to())),
                 "plausible_reason", request.plausible_reason());
  violations.throw_if_any();
}

void require_plausible_correction(rpc::Context& context, const v1::Deployment& before, const v1::Deployment& after,
                                  const v1::CorrectDeploymentDaysRequest& request) {
  status::Violations violations;
  const auto doubt = [&](const std::string& field, const rules::Doubt& found) {
    rpc::add_doubt(violations, field, found, "plausible_reason", request.plausible_reason());
  };
  const Day first = *day_of(after.actual_from());
  const Day first_before = *day_of(before.actual_from());
  const auto planned = day_of(after.planned_from());
  if (planned && first != first_before) doubt("actual_from", rules::doubt_of_departure(first, *planned));
  if (first != first_before) doubt("actual_from", doubt_of_person(context, after, first));
  const auto last = end_of(after);
  const auto last_before = end_of(before);
  if (last && last_before && *last - first > *last_before - first_before) {
    doubt(first < first_before ? "actual_from" : "actual_to", doubt_of_tour(context, after, first, last));
  }
  violations.throw_if_any();
}

}  // namespace muster::missions
