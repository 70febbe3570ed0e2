// SPDX-License-Identifier: EUPL-1.2
// Who holds the seats of posts, day by day.
#pragma once

#include <cstdint>
#include <map>
#include <unordered_map>

#include "statistics/ledger.h"
#include "statistics/question.h"

namespace muster::statistics {

// Of a post on which day how many more hold it, or fewer.
using HolderChanges = std::map<Day, int>;

// By post, of those who were known at sequence `known` to hold one within `window`.
std::unordered_map<std::uint32_t, HolderChanges> holders_within(const Facts& facts, Span window, std::uint32_t known);

// Calls emit(first, end, holders) for the parts of [from, to), on each of which as many hold the post.
template <class Emit>
void each_holding(const HolderChanges& changes, Day from, Day to, Emit emit) {
  int holders = 0;
  Day first = from;
  for (const auto& [day, change] : changes) {
    if (day >= to) break;
    if (day > first) {
      emit(first, day, holders);
      first = day;
    }
    holders += change;
  }
  emit(first, to, holders);
}

}  // namespace muster::statistics
