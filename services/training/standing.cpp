// SPDX-License-Identifier: EUPL-1.2
#include "training/standing.h"

#include <algorithm>
#include <tuple>

#include "platform/db/query.h"

namespace muster::training {
namespace {

using rules::Day;

// Of the record the row that holds, unless it is void.
std::string holding(const std::string& table, const std::string& record) {
  return " JOIN " + table + " fact ON fact.id = (SELECT MAX(id) FROM " + table + " WHERE record = " + record +
         ") AND (fact.day_to IS NULL OR fact.day_to > fact.day_from) ";
}

std::vector<Place> on_roster(rpc::Context& context, long long person, Day day) {
  std::vector<Place> places;
  for (auto& [category] : db::select<std::string>(
           context.sql, {"SELECT fact.category FROM affiliation" + holding("membership_fact", "affiliation.id") +
                             "WHERE affiliation.person = ? AND fact.day_from <= ? "
                             "AND (fact.day_to IS NULL OR fact.day_to > ?) ORDER BY fact.day_from, fact.record",
                         {person, static_cast<long long>(day), static_cast<long long>(day)}})) {
    places.push_back({std::move(category), std::nullopt});
  }
  return places;
}

struct Segment {
  long long deployment, record, tier;
  Day from, to;
  bool departs;
  std::string category;
};

std::vector<Segment> segments_of(rpc::Context& context, long long person) {
  std::vector<Segment> segments;
  for (auto& [deployment, record, tier, from, to, departs, category] :
       db::select<long long, long long, long long, long long, std::optional<long long>, long long, std::string>(
           context.sql, {"SELECT fact.deployment, fact.record, fact.tier, fact.day_from, fact.day_to, fact.departure, "
                         "fact.category FROM deployment "
                         "JOIN deployment_segment segment ON segment.deployment = deployment.id" +
                             holding("deployment_fact", "segment.id") + "WHERE deployment.person = ?",
                         {person}})) {
    segments.push_back({deployment, record, tier, static_cast<Day>(from),
                        to ? static_cast<Day>(*to) : rules::open_validity, departs == 1, std::move(category)});
  }
  return segments;
}

std::vector<Place> deployed(rpc::Context& context, long long person, Day day) {
  auto segments = segments_of(context, person);
  std::sort(segments.begin(), segments.end(), [](const Segment& a, const Segment& b) {
    return std::tuple(-a.tier, a.from, a.record) < std::tuple(-b.tier, b.from, b.record);
  });
  std::vector<Place> places;
  for (const Segment& segment : segments) {
    if (segment.from > day || segment.to <= day) continue;
    Day departure = segment.from;
    for (const Segment& other : segments) {
      const bool begins_it = other.departs && !segment.departs && other.deployment == segment.deployment;
      if (begins_it) departure = std::min(departure, other.from);
    }
    places.push_back({segment.category, departure});
  }
  return places;
}

std::optional<Day> last_nomination(rpc::Context& context, long long person, Day day) {
  std::optional<Day> last;
  for (const auto& [nomination, first] : db::select<long long, long long>(
           context.sql, {"SELECT nomination.id, MIN(fact.day_from) FROM nomination "
                         "JOIN nomination_event event ON event.nomination = nomination.id" +
                             holding("nomination_fact", "event.id") +
                             "WHERE nomination.person = ? AND fact.state = 'NOMINATION_STATE_IN_REVIEW' "
                             "GROUP BY nomination.id",
                         {person}})) {
    if (first <= day) last = std::max(last, std::optional(static_cast<Day>(first)));
  }
  return last;
}

}  // namespace

Standing standing_of(rpc::Context& context, long long person, Day day) {
  return {on_roster(context, person, day), deployed(context, person, day), last_nomination(context, person, day)};
}

}  // namespace muster::training
