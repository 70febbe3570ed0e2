// SPDX-License-Identifier: EUPL-1.2
#include "missions/commitments.h"

#include <optional>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/rows.h"
#include "platform/status/error.h"

namespace muster::missions {
namespace {

struct Commitment {
  std::string name, first;
  std::optional<std::string> last;
  bool absence;
};

std::string in_words(const Commitment& other) {
  return other.name + " from " + other.first + " to " + other.last.value_or("an open end");
}

status::Metadata metadata_of(const Commitment& other) {
  status::Metadata metadata{{"name", other.name}, {"from", other.first}};
  if (other.last) metadata["to"] = *other.last;
  return metadata;
}

// What takes the person's days besides the deployment and its nomination; deployments that run take every day that has
// come.
std::optional<Commitment> other_commitment(rpc::Context& context, const v1::Deployment& deployment, const Days& days,
                                           Against against) {
  const long long last_absence = against == Against::places_and_leave ? 1 : 0;
  const auto other = db::select_one<std::string, std::string, std::optional<std::string>, long long>(
      context.sql, {"SELECT name, first_day, last_day, absence FROM person_commitment "
                    "WHERE person = ? AND name <> ? AND name <> ? AND absence <= ? "
                    "AND first_day <= ? AND (last_day IS NULL OR last_day >= ? OR (running = 1 AND ? <= ?)) "
                    "ORDER BY absence, first_day",
                    {rows::value_of(deployment, "person"), deployment.name(), deployment.nomination(), last_absence,
                     days.last, days.first, days.first, rules::format_date(context.latest_day())}});
  if (!other) return std::nullopt;
  const auto& [name, first, last, absence] = *other;
  return Commitment{name, first, last, absence != 0};
}

}  // namespace

void require_free(rpc::Context& context, const v1::Deployment& deployment, const Days& days, Against against,
                  const std::string& overlap_reason) {
  // Of somebody without a name nothing else is known.
  if (deployment.person().empty() || !overlap_reason.empty()) return;
  const auto other = other_commitment(context, deployment, days, against);
  if (!other) return;
  throw status::failed_precondition(platform::v1::REASON_OVERLAP,
                                    "the person is " + std::string(other->absence ? "away by " : "committed to ") +
                                        in_words(*other) + "; change the days or give an overlap_reason",
                                    metadata_of(*other));
}

rpc::Refusal nomination_committed(rpc::Context& context, const v1::Deployment& deployment) {
  if (deployment.nomination().empty()) return {};
  const auto [first, last] = *db::select_one<std::string, std::string>(
      context.sql,
      {"SELECT planned_from, planned_to FROM nomination WHERE id = ?", {rows::value_of(deployment, "nomination")}});
  const auto other = other_commitment(context, deployment, {first, last}, Against::places);
  if (!other) return {};
  return {.reason = platform::v1::REASON_OVERLAP,
          .text = "without the deployment, " + deployment.nomination() + " is accepted again from " + first + " to " +
                  last + ", and the person is committed to " + in_words(*other) + "; withdraw or end that first",
          .metadata = metadata_of(*other)};
}

}  // namespace muster::missions
