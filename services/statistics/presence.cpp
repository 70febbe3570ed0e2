// SPDX-License-Identifier: EUPL-1.2
#include "statistics/presence.h"

#include <algorithm>
#include <span>
#include <tuple>

namespace muster::statistics {
namespace {

bool comes_first(const Presence& a, const Presence& b) {
  return std::tuple(is_unstated(a.cell), -a.tier, a.start, a.record) <
         std::tuple(is_unstated(b.cell), -b.tier, b.start, b.record);
}

// Of those who run on the days the ones in groups other than that of the primary one.
void add_elsewhere(std::span<const Presence> of_person, const Presence& primary, Day from, Day to,
                   std::vector<Presence>& elsewhere) {
  const std::size_t first = elsewhere.size();
  for (const Presence& presence : of_person) {
    if (presence.from > from || presence.to < to || is_unstated(presence.cell)) continue;
    const std::size_t group = group_of(presence.cell);
    const bool told = std::any_of(elsewhere.begin() + static_cast<std::ptrdiff_t>(first), elsewhere.end(),
                                  [&](const Presence& other) { return group_of(other.cell) == group; });
    if (group == group_of(primary.cell) || told) continue;
    elsewhere.push_back(presence);
    elsewhere.back().from = from;
    elsewhere.back().to = to;
  }
}

// Between two neighbouring bounds the same segments run, so one choice holds for all days.
void add_pieces(std::span<const Presence> of_person, Pieces& all) {
  std::vector<Presence>& pieces = all.primary;
  std::vector<Day> bounds;
  for (const Presence& presence : of_person) {
    bounds.push_back(presence.from);
    bounds.push_back(presence.to);
  }
  std::sort(bounds.begin(), bounds.end());
  bounds.erase(std::unique(bounds.begin(), bounds.end()), bounds.end());
  const std::size_t first_piece = pieces.size();
  for (std::size_t i = 0; i + 1 < bounds.size(); ++i) {
    const Presence* primary = nullptr;
    for (const Presence& presence : of_person) {
      if (presence.from > bounds[i] || presence.to < bounds[i + 1]) continue;
      if (primary == nullptr || comes_first(presence, *primary)) primary = &presence;
    }
    if (primary == nullptr) continue;
    if (!is_unstated(primary->cell)) add_elsewhere(of_person, *primary, bounds[i], bounds[i + 1], all.elsewhere);
    const bool goes_on = pieces.size() > first_piece && pieces.back().record == primary->record &&
                         pieces.back().cell == primary->cell && pieces.back().to == bounds[i];
    if (goes_on) {
      pieces.back().to = bounds[i + 1];
    } else {
      pieces.push_back(*primary);
      pieces.back().from = bounds[i];
      pieces.back().to = bounds[i + 1];
    }
  }
}

}  // namespace

Pieces primary_pieces(std::vector<Presence> presences) {
  std::sort(presences.begin(), presences.end(), [](const Presence& a, const Presence& b) {
    return std::tuple(a.subject, a.from, a.record) < std::tuple(b.subject, b.from, b.record);
  });
  Pieces pieces;
  pieces.primary.reserve(presences.size());
  for (std::size_t i = 0; i < presences.size();) {
    std::size_t end = i + 1;
    while (end < presences.size() && presences[end].subject == presences[i].subject) ++end;
    if (end == i + 1) {
      pieces.primary.push_back(presences[i]);
    } else {
      add_pieces(std::span(presences).subspan(i, end - i), pieces);
    }
    i = end;
  }
  return pieces;
}

}  // namespace muster::statistics
