// SPDX-License-Identifier: EUPL-1.2
#include "statistics/coverage.h"

#include <algorithm>

namespace muster::statistics {
namespace {

bool is_reported(const std::vector<CoverageFact>& facts, std::uint32_t known) {
  std::map<std::int64_t, bool> said;  // by import
  for (const CoverageFact& fact : facts) {
    if (fact.sequence <= known) said[fact.import] = !fact.withdrawn;
  }
  return std::any_of(said.begin(), said.end(), [](const auto& of_import) { return of_import.second; });
}

}  // namespace

void Coverage::apply(const CoverageFact& fact) { facts_[fact.source][fact.month].push_back(fact); }

std::map<std::string, std::vector<Day>> Coverage::reported(std::uint32_t known) const {
  std::map<std::string, std::vector<Day>> result;
  for (const auto& [source, months] : facts_) {
    for (const auto& [month, facts] : months) {
      if (is_reported(facts, known)) result[source].push_back(month);
    }
  }
  return result;
}

}  // namespace muster::statistics
