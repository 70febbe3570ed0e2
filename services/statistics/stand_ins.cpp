// SPDX-License-Identifier: EUPL-1.2
#include "statistics/stand_ins.h"

#include <algorithm>
#include <string>

namespace muster::statistics {

bool lies_below(const UnitTree& units, std::int64_t unit, std::int64_t upper) {
  auto below = units.find(upper);
  return unit != upper && below != units.end() &&
         std::find(below->second.begin(), below->second.end(), unit) != below->second.end();
}

std::vector<std::int64_t> units_of(const UnitTree& units, std::int64_t unit) {
  auto below = units.find(unit);
  return below == units.end() ? std::vector<std::int64_t>{unit} : below->second;
}

std::vector<Body> bodies_asked_for(const Facts& facts, const Question& question) {
  std::vector<Body> asked;
  for (const Body& body : facts.headcounts.bodies("")) {
    const auto units = units_of(question.units, body.unit);
    const bool wholly = std::all_of(units.begin(), units.end(), [&](std::int64_t unit) {
      return question.selection.allows(dimension::unit, std::to_string(unit));
    });
    if (wholly && question.selection.allows(dimension::country, body.country)) asked.push_back(body);
  }
  return asked;
}

StandIns::StandIns(const Facts& facts, const Question& question, Span window) {
  const std::vector<Body> bodies = bodies_asked_for(facts, question);
  if (bodies.empty()) return;
  for (Day month = rules::month_start(window.from); month < window.to; month = rules::add_months(month, 1)) {
    std::vector<std::pair<Body, const Report*>> candidates;
    for (const Body& body : bodies) {
      if (const Report* report = facts.headcounts.find("", body, month, question.known)) {
        candidates.emplace_back(body, report);
      }
    }
    for (const auto& [body, report] : candidates) {
      const bool below_another = std::any_of(candidates.begin(), candidates.end(), [&, own = body](const auto& other) {
        return other.first.country == own.country && lies_below(question.units, own.unit, other.first.unit);
      });
      if (!below_another) use(facts, question, *report, body, {month, rules::add_months(month, 1)});
    }
  }
  if (months_.empty()) return;
  const Profiles& profiles = facts.deployment_profiles;
  of_profile_.resize(profiles.size(), nullptr);
  for (std::uint32_t id = 0; id < profiles.size(); ++id) {
    const auto& codes = profiles[id].codes;
    const auto months = months_.find({codes[dimension::unit], codes[dimension::country]});
    if (months != months_.end()) of_profile_[id] = &months->second;
  }
}

void StandIns::use(const Facts& facts, const Question& question, const Report& report, const Body& body, Span month) {
  uses_.push_back({&report, month, body});
  const auto country = facts.dimensions[dimension::country].find(body.country);
  if (!country) return;
  for (std::int64_t unit : units_of(question.units, body.unit)) {
    const auto code = facts.dimensions[dimension::unit].find(std::to_string(unit));
    if (code) months_[{*code, *country}].push_back(month);
  }
}

}  // namespace muster::statistics
