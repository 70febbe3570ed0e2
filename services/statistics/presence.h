// SPDX-License-Identifier: EUPL-1.2
// One person counts once on a day: filter first, then of the segments that remain the primary
// one, which is that of the highest tier, then the earliest start, then the lowest id; one of which nobody knows whether
// it is asked for only where there is no other. So the groups of an answer add up to its total.
#pragma once

#include <cstdint>
#include <vector>

#include "statistics/columns.h"
#include "statistics/groups.h"

namespace muster::statistics {

// Somebody is there, through one segment or affiliation, from `from` until before `to`: the days
// that a question asks about, which may be fewer than the segment's own. Of a mission that changes there is one before
// and one after, each with its cell.
struct Presence {
  std::uint32_t subject = 0;
  std::uint32_t record = 0;
  std::uint32_t parent = 0;  // the segment's deployment
  std::uint32_t profile = 0;
  std::int32_t cell = 0;
  std::uint8_t tier = 0;
  Day start = 0;  // of the segment itself
  Day end = 0;
  Day from = 0;
  Day to = 0;
};

// Of presences that may overlap.
struct Pieces {
  // Those pieces in which each is its person's primary one: no two pieces of a person overlap, and together they cover
  // the same days.
  std::vector<Presence> primary;
  // Pieces of others in a group in which their person is not counted then, each group once at any moment.
  std::vector<Presence> elsewhere;
};

// `presences` in any order.
Pieces primary_pieces(std::vector<Presence> presences);

}  // namespace muster::statistics
