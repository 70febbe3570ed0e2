// SPDX-License-Identifier: EUPL-1.2
// What a table of one month says, as far as it takes to tell what another one replaces.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "muster/platform/v1/reports.pb.h"

namespace muster::missions {

struct MonthTable {
  long long lines = 0;
  long long people = 0;
  std::size_t digest = 0;  // of all that the lines say, in whatever order they come
  // Country and mission's acronym, "" where there is none.
  std::set<std::pair<std::string, std::string>> named;

  // Lines that name this country and mission; `said` is the sum of their digests.
  void add(const std::string& country, const std::string& mission, std::size_t said, long long count_of_lines,
           long long count_of_people);
};

// A line's digest: the same for the same text.
std::size_t digest_of(const std::string& line);

// What `after` replaces, as a whole; nothing where there is no table or both say the same.
std::optional<platform::v1::ReplacedTable> replaced_table(const std::string& month, const MonthTable& before,
                                                          const MonthTable& after);

}  // namespace muster::missions
