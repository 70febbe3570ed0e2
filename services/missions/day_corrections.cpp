// SPDX-License-Identifier: EUPL-1.2
#include "missions/day_corrections.h"

#include <algorithm>

#include "missions/roles.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/rpc/begun_day.h"
#include "platform/status/error.h"
#include "rules/civil_date.h"

namespace muster::missions {
namespace {

std::string latest_day(const rpc::Context& context) { return rules::format_date(context.latest_day()); }

// Throws unless `day` is from `earliest` (where there is one) to `latest`, so that each segment keeps a day.
void require_between(const std::string& field, const std::string& day, const std::string& earliest,
                     const std::string& latest) {
  if (!earliest.empty() && day < earliest) {
    throw status::invalid_argument(field, platform::v1::REASON_TOO_EARLY,
                                   "leaves a segment without a day: the first that is possible is " + earliest +
                                       ", unless the segment's other days are corrected first",
                                   {{"earliest", earliest}});
  }
  if (day > latest) {
    throw status::invalid_argument(field, platform::v1::REASON_TOO_LATE,
                                   "leaves a segment without a day: the last that is possible is " + latest +
                                       ", unless the segment's other days are corrected first",
                                   {{"latest", latest}});
  }
}

// The stretch begins on `first_day`, and what comes before it ends the day before.
void begin_on(rpc::Context& context, v1::Deployment& deployment, const Stretch& stretch, const std::string& first_day,
              const std::string& latest) {
  rpc::require_begun(context, "actual_from", first_day);
  v1::DeploymentSegment* neighbour = stretch.first == 0 ? nullptr : deployment.mutable_segments(stretch.first - 1);
  require_between("actual_from", first_day, neighbour ? rules::days_after(neighbour->valid_from(), 1) : "", latest);
  deployment.mutable_segments(stretch.first)->set_valid_from(first_day);
  if (neighbour) neighbour->set_valid_to(rules::days_after(first_day, -1));
}

// The stretch ends on `last_day`, and what comes after it begins the day after.
void end_on(rpc::Context& context, v1::Deployment& deployment, const Stretch& stretch, const std::string& day) {
  rpc::require_begun(context, "actual_to", day);
  v1::DeploymentSegment& segment = *deployment.mutable_segments(stretch.last);
  if (!segment.has_valid_to()) {
    throw status::invalid_argument(
        "actual_to", platform::v1::REASON_NOT_APPLICABLE,
        "cannot be corrected: the deployment has not ended; EndDeployment gives its last day");
  }
  const bool is_last = stretch.last + 1 == deployment.segments_size();
  v1::DeploymentSegment* neighbour = is_last ? nullptr : deployment.mutable_segments(stretch.last + 1);
  require_between(
      "actual_to", day, segment.valid_from(),
      neighbour ? rules::days_after(last_day(*neighbour).value_or(latest_day(context)), -1) : latest_day(context));
  segment.set_valid_to(day);
  if (neighbour) neighbour->set_valid_from(rules::days_after(day, 1));
}

int place_of(const v1::Deployment& deployment, const std::string& segment) {
  for (int i = 0; i < deployment.segments_size(); ++i) {
    if (deployment.segments(i).name() == segment) return i;
  }
  throw status::invalid_argument("segment", platform::v1::REASON_REFERENCE_NOT_FOUND,
                                 segment + " is no segment of " + deployment.name() + "; give one of its segments",
                                 {{"name", segment}});
}

// Throws unless the day of a cut is given as it is.
void require_same(const std::string& field, const std::string& day, const std::string& recorded) {
  if (day == recorded) return;
  throw status::invalid_argument(
      field, platform::v1::REASON_NOT_APPLICABLE,
      "cannot be corrected: on " + recorded +
          " the role goes on, and only its post or the person is something else; leave it out, and correct that with "
          "CorrectPost or CorrectPerson");
}

}  // namespace

std::optional<std::string> last_day(const v1::DeploymentSegment& segment) {
  return segment.has_valid_to() ? std::optional(segment.valid_to()) : std::nullopt;
}

Stretch stretch_of(const v1::Deployment& deployment, const std::string& segment) {
  const auto roles = roles_of(deployment);
  if (segment.empty()) return {0, static_cast<int>(roles.size()) - 1};
  const int place = place_of(deployment, segment);
  const auto role = std::find_if(roles.begin(), roles.end(), [&](const Stretch& one) { return place <= one.last; });
  const int index = static_cast<int>(role - roles.begin());
  return {index, index};
}

v1::CorrectDeploymentDaysRequest without_cuts(const v1::Deployment& deployment,
                                              v1::CorrectDeploymentDaysRequest request) {
  if (request.segment().empty()) return request;
  const int place = place_of(deployment, request.segment());
  const Stretch role = roles_of(deployment)[static_cast<std::size_t>(stretch_of(deployment, request.segment()).first)];
  const v1::DeploymentSegment& segment = deployment.segments(place);
  if (place > role.first && request.has_actual_from()) {
    require_same("actual_from", request.actual_from(), segment.valid_from());
    request.clear_actual_from();
  }
  if (place < role.last && request.has_actual_to()) {
    require_same("actual_to", request.actual_to(), segment.valid_to());
    request.clear_actual_to();
  }
  return request;
}

void correct_days(rpc::Context& context, v1::Deployment& deployment, const Stretch& stretch,
                  const v1::CorrectDeploymentDaysRequest& request) {
  if (request.has_actual_from()) {
    const bool alone = stretch.first == stretch.last;
    const auto last = last_day(deployment.segments(stretch.first)).value_or(latest_day(context));
    begin_on(context, deployment, stretch, request.actual_from(),
             alone && request.has_actual_to() ? std::max(last, request.actual_to()) : last);
  }
  if (request.has_actual_to()) end_on(context, deployment, stretch, request.actual_to());
  deployment.set_actual_from(deployment.segments(0).valid_from());
  if (deployment.has_actual_to()) deployment.set_actual_to(deployment.segments().rbegin()->valid_to());
}

bool have_other_days(const v1::Deployment& before, const v1::Deployment& after) {
  return !std::equal(before.segments().begin(), before.segments().end(), after.segments().begin(),
                     [](const v1::DeploymentSegment& was, const v1::DeploymentSegment& is) {
                       return was.valid_from() == is.valid_from() && was.valid_to() == is.valid_to();
                     });
}

void tell_days(v1::DeploymentEvent& event, const std::string& segment, const v1::Deployment& before,
               const v1::Deployment& after, const Stretch& stretch) {
  if (!segment.empty()) event.set_segment(before.segments(stretch.first).name());
  event.set_from_before(before.segments(stretch.first).valid_from());
  event.set_from_after(after.segments(stretch.first).valid_from());
  if (const auto day = last_day(before.segments(stretch.last))) event.set_to_before(*day);
  if (const auto day = last_day(after.segments(stretch.last))) event.set_to_after(*day);
}

}  // namespace muster::missions
