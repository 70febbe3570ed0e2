// SPDX-License-Identifier: EUPL-1.2
#include "statistics/absences.h"

#include <algorithm>

namespace muster::statistics {
namespace {

// Those of the sources in whose name somebody was deployed whom the filter lets through.
std::vector<std::uint8_t> sources_asked_for(const Facts& facts, const Question& question) {
  Groups whole({});
  const Profiles& profiles = facts.deployment_profiles;
  const auto cells =
      cells_of(profiles, facts.dimensions, question.selection, whole, [](const Profile&) { return true; });
  std::vector<std::uint8_t> asked(profiles.sources().size(), 0);
  for (std::uint32_t id = 0; id < cells.size(); ++id) {
    if (cells[id] != no_cell) asked[profiles[id].source] = 1;
  }
  return asked;
}

}  // namespace

std::vector<std::vector<std::uint16_t>> absent_sources(const Facts& facts, const Question& question) {
  std::vector<std::vector<std::uint16_t>> absent(question.spans.size());
  if (question.population != Population::deployed || question.measure != Measure::stock) return absent;
  const auto reported = facts.coverage.reported(question.known);
  if (reported.empty()) return absent;
  const auto asked = sources_asked_for(facts, question);
  for (const auto& [source, months] : reported) {
    const auto code = facts.deployment_profiles.sources().find(source);
    if (!code || asked[*code] == 0) continue;
    for (std::size_t s = 0; s < question.spans.size(); ++s) {
      const Day month = rules::month_start(question.spans[s].from);
      const bool between = months.front() < month && month < months.back();
      if (between && !std::binary_search(months.begin(), months.end(), month)) absent[s].push_back(*code);
    }
  }
  return absent;
}

}  // namespace muster::statistics
