// SPDX-License-Identifier: EUPL-1.2
// Which months the sources of imported deployments reported. Deployments know first and last days,
// not reports: without this, a month that nobody reported would repeat the one before.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "statistics/columns.h"

namespace muster::statistics {

// An import says that `source` reported a month, or, withdrawn, no longer says so.
struct CoverageFact {
  std::string source;
  Day month = 0;  // its first day
  std::int64_t import = 0;
  std::uint32_t sequence = 0;
  bool withdrawn = false;
};

class Coverage {
 public:
  // In the order in which they were recorded: of an import and month the last one holds.
  void apply(const CoverageFact& fact);

  // By source the first days of the months that it had reported, as known at sequence `known`, in
  // order. A source that never said which months it reported is not among them.
  std::map<std::string, std::vector<Day>> reported(std::uint32_t known) const;

 private:
  std::map<std::string, std::map<Day, std::vector<CoverageFact>>> facts_;
};

}  // namespace muster::statistics
