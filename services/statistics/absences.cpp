// SPDX-License-Identifier: EUPL-1.2
#include "statistics/absences.h"

#include <algorithm>

namespace muster::statistics {
namespace {

// Those of the sources in whose name somebody was deployed, as known then, whom the filter lets through.
std::vector<std::uint8_t> sources_asked_for(const Facts& facts, const Question& question) {
  Groups whole({});
  const Profiles& profiles = facts.deployment_profiles;
  const auto cells =
      cells_of(profiles, facts.dimensions, question.selection, whole, [](const Profile&) { return true; });
  std::vector<std::uint8_t> asked(profiles.sources().size(), 0);
  const auto note = [&](std::uint32_t profile) {
    if (cells[profile] != no_cell) asked[profiles[profile].source] = 1;
  };
  facts.deployments.visit(
      question.known, [](Day from, Day to) { return from < to; },
      [&](const DeploymentColumns::Block& block) {
        for (const std::uint16_t row : block.rows) note(block.profile[row]);
      },
      [&](const DeploymentFact& fact) { note(fact.profile); });
  return asked;
}

}  // namespace

std::vector<std::vector<std::uint16_t>> absent_sources(const Facts& facts, const Question& question) {
  std::vector<std::vector<std::uint16_t>> absent(question.spans.size());
  if (question.population != Population::deployed || question.measure != Measure::stock) return absent;
  bool any = false;
  for (const auto& [source, months] : facts.coverage.reported(question.known)) {
    const auto code = facts.deployment_profiles.sources().find(source);
    if (!code) continue;
    for (std::size_t s = 0; s < question.spans.size(); ++s) {
      const Day month = rules::month_start(question.spans[s].from);
      const bool between = months.front() < month && month < months.back();
      if (!between || std::binary_search(months.begin(), months.end(), month)) continue;
      absent[s].push_back(*code);
      any = true;
    }
  }
  if (!any) return absent;
  const auto asked = sources_asked_for(facts, question);
  for (auto& sources : absent) {
    std::erase_if(sources, [&](std::uint16_t source) { return asked[source] == 0; });
  }
  return absent;
}

}  // namespace muster::statistics
