// SPDX-License-Identifier: EUPL-1.2
#include "statistics/absences.h"

#include <algorithm>
#include <map>

#include "statistics/groups.h"
#include "statistics/stand_ins.h"

namespace muster::statistics {
namespace {

// The first days of the months that each source reported, by its code.
using Reported = std::map<std::uint16_t, std::vector<Day>>;

// Those of the sources that said which months they reported, as known, and that `wanted` marks by code.
Reported reported_by(const Facts& facts, const Question& question, const std::vector<std::uint8_t>& wanted) {
  Reported result;
  for (const auto& [source, months] : facts.coverage.reported(question.known)) {
    const auto code = facts.deployment_profiles.sources().find(source);
    if (code && wanted[*code] != 0) result[*code] = months;
  }
  return result;
}

// Whether any source said which months it reported: otherwise nobody need look at every deployment.
bool any_reports(const Facts& facts, const Question& question) {
  return !facts.coverage.reported(question.known).empty();
}

std::vector<std::uint16_t> absent_in(const Reported& reported, Day month) {
  std::vector<std::uint16_t> absent;
  for (const auto& [source, months] : reported) {
    if (months.front() < month && !std::binary_search(months.begin(), months.end(), month)) absent.push_back(source);
  }
  return absent;
}

// Marks by code the sources of the facts that `counts`, by profile, lets through.
template <class Counts>
std::vector<std::uint8_t> sources_of(const Facts& facts, const Question& question, Counts counts) {
  Groups whole({});
  const Profiles& profiles = facts.deployment_profiles;
  // Whether somebody leads may change from month to month: of leaders everybody's sources are asked.
  Question of_all = question;
  of_all.tier_min = 0;
  const auto cells = cells_of(profiles, facts.dimensions, of_all, whole, counts);
  std::vector<std::uint8_t> found(profiles.sources().size(), 0);
  const auto note = [&](std::uint32_t profile) {
    if (cells.ever_counts(profile)) found[profiles[profile].source] = 1;
  };
  facts.deployments.visit(
      question.known, [](Day from, Day to) { return from < to; },
      [&](const DeploymentColumns::Block& block) {
        for (const std::uint16_t row : block.rows) note(block.profile[row]);
      },
      [&](const DeploymentFact& fact) { note(fact.profile); });
  return found;
}

// Those that report stocks of people without a name.
std::vector<std::uint16_t> without_departures(const Facts& facts, const Question& question) {
  const auto nameless =
      sources_of(facts, question, [](const Profile& profile) { return profile.departure && profile.anonymous; });
  std::vector<std::uint16_t> sources;
  for (const auto& [source, months] : reported_by(facts, question, nameless)) sources.push_back(source);
  return sources;
}

}  // namespace

std::vector<std::uint8_t> sources_asked_for(const Facts& facts, const Question& question) {
  return sources_of(facts, question, [](const Profile&) { return true; });
}

std::vector<Part> parts_of(const Facts& facts, const Question& question) {
  std::vector<std::uint16_t> of_all;
  Reported reported;
  if (is_of_deployed(question) && any_reports(facts, question)) {
    if (question.population == Population::departures) {
      of_all = without_departures(facts, question);
    } else {
      reported = reported_by(facts, question, sources_asked_for(facts, question));
    }
  }
  std::vector<Part> parts;
  for (std::size_t s = 0; s < question.spans.size(); ++s) {
    const Span& span = question.spans[s];
    if (reported.empty()) {
      parts.push_back({s, span, of_all});
      continue;
    }
    for (Day from = span.from; from < span.to;) {
      const Day month = rules::month_start(from);
      const Day to = std::min(span.to, rules::add_months(month, 1));
      auto absent = absent_in(reported, month);
      const bool goes_on = !parts.empty() && parts.back().span == s && parts.back().absent == absent;
      if (goes_on) {
        parts.back().days.to = to;
      } else {
        parts.push_back({s, {from, to}, std::move(absent)});
      }
      from = to;
    }
  }
  return parts;
}

std::optional<LastReport> last_report(const Facts& facts, const Question& question) {
  if (!is_of_deployed(question) || question.measure != Measure::stock || question.spans.size() != 1) {
    return std::nullopt;
  }
  const Span& day = question.spans.front();
  if (!any_reports(facts, question)) return std::nullopt;
  if (!question.individuals_only && !StandIns(facts, question, day).uses().empty()) return std::nullopt;
  const auto asked = sources_asked_for(facts, question);
  const Reported reported = reported_by(facts, question, asked);
  std::optional<LastReport> last;
  for (std::size_t place = 0; place < asked.size(); ++place) {
    if (asked[place] == 0) continue;
    const auto code = static_cast<std::uint16_t>(place);
    const auto months = reported.find(code);
    if (months == reported.end() || rules::month_start(day.from) <= months->second.back()) return std::nullopt;
    const Day end = rules::month_end(months->second.back());
    if (!last || last->day < end) last = {end, {}};
    if (last->day == end) last->sources.push_back(code);
  }
  return last;
}

}  // namespace muster::statistics
