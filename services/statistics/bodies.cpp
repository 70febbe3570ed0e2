// SPDX-License-Identifier: EUPL-1.2
#include "statistics/bodies.h"

#include <algorithm>
#include <unordered_map>

#include "statistics/stand_ins.h"
#include "statistics/stretches.h"
#include "statistics/visit.h"

namespace muster::statistics {
namespace {

// A body without a report in the month of a span, as long as no individual of it is found.
struct Silence {
  Body body;
  std::size_t span;
  Span month;
};

// Whether a report of the body, or of one above it, stands in on the day.
bool is_covered(const StandIns& stand_ins, const UnitTree& units, const Body& body, Day day) {
  return std::any_of(stand_ins.uses().begin(), stand_ins.uses().end(), [&](const StandIns::Use& use) {
    return use.month.from <= day && day < use.month.to && use.body.country == body.country &&
           (use.body.unit == body.unit || lies_below(units, body.unit, use.body.unit));
  });
}

// By profile of a deployment the silences that such a deployment would end.
using ByProfile = std::unordered_map<std::uint32_t, std::vector<const Silence*>>;

ByProfile by_profile(const Facts& facts, const Question& question, const std::vector<Silence>& silences) {
  ByProfile result;
  const Profiles& profiles = facts.deployment_profiles;
  for (const Silence& silence : silences) {
    const auto country = facts.dimensions[dimension::country].find(silence.body.country);
    std::set<std::uint16_t> units;
    for (std::int64_t unit : units_of(question.units, silence.body.unit)) {
      if (auto code = facts.dimensions[dimension::unit].find(std::to_string(unit))) units.insert(*code);
    }
    for (std::uint32_t id = 0; country && id < profiles.size(); ++id) {
      const auto& codes = profiles[id].codes;
      if (codes[dimension::country] == *country && units.contains(codes[dimension::unit])) {
        result[id].push_back(&silence);
      }
    }
  }
  return result;
}

// Those of the silences in whose month somebody of the body was deployed.
std::set<const Silence*> ended(const Facts& facts, const Question& question, const std::vector<Silence>& silences) {
  std::set<const Silence*> found;
  const ByProfile waiting = by_profile(facts, question, silences);
  if (waiting.empty()) return found;
  auto take = [&](const DeploymentFact& fact) {
    const auto of_profile = waiting.find(fact.profile);
    if (of_profile == waiting.end()) return;
    for (const Silence* silence : of_profile->second) {
      if (fact.day_from < silence->month.to && silence->month.from < fact.day_to) found.insert(silence);
    }
  };
  const Span window{silences.front().month.from, silences.back().month.to};
  facts.deployments.visit(
      question.known, [window](Day from, Day to) { return (from < window.to) & (to > window.from); },
      [&](const DeploymentColumns::Block& block) {
        for (const std::uint16_t row : block.rows) take(block.fact(row));
      },
      take);
  return found;
}

// Of a question whose units stand in one tree.
std::vector<Reporting> reporting_in_tree(const Facts& facts, const Question& question) {
  std::vector<Reporting> result(question.spans.size());
  const std::vector<Body> bodies = bodies_asked_for(facts, question);
  if (bodies.empty()) return result;
  const StandIns stand_ins(facts, question, window_of(question));
  std::vector<Silence> silences;
  for (std::size_t s = 0; s < question.spans.size(); ++s) {
    const Span& span = question.spans[s];
    for (Day month = rules::month_start(span.from); month < span.to; month = rules::add_months(month, 1)) {
      const Day day = std::max(span.from, month);
      for (const StandIns::Use& use : stand_ins.uses()) {
        if (use.month.from <= day && day < use.month.to) result[s].reported.insert(use.body.unit);
      }
      for (const Body& body : bodies) {
        const auto first = facts.headcounts.first_month("", body, question.known);
        if (!first || month <= *first || is_covered(stand_ins, question.units, body, day)) continue;
        silences.push_back({body, s, {month, rules::add_months(month, 1)}});
      }
    }
  }
  const auto with_individuals = ended(facts, question, silences);
  for (const Silence& silence : silences) {
    if (!with_individuals.contains(&silence)) result[silence.span].missing.insert(silence.body.unit);
  }
  return result;
}

}  // namespace

std::vector<Reporting> reporting_of(const Facts& facts, const Question& question) {
  std::vector<Reporting> result(question.spans.size());
  for (const Stretch& stretch : stretches_of(facts, question)) {
    auto of_days = reporting_in_tree(facts, stretch.question);
    for (std::size_t s = 0; s < of_days.size(); ++s) {
      result[stretch.spans[s]].reported.merge(of_days[s].reported);
      result[stretch.spans[s]].missing.merge(of_days[s].missing);
    }
  }
  return result;
}

}  // namespace muster::statistics
