// SPDX-License-Identifier: EUPL-1.2
#include "statistics/presence.h"

#include <algorithm>
#include <span>
#include <tuple>

namespace muster::statistics {
namespace {

bool comes_first(const Presence& a, const Presence& b) {
  return std::tuple(-a.tier, a.start, a.record) < std::tuple(-b.tier, b.start, b.record);
}

// Between two neighbouring bounds the same segments run, so one choice holds for all days.
void add_pieces(std::span<const Presence> of_person, std::vector<Presence>& pieces) {
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
    const bool goes_on =
        pieces.size() > first_piece && pieces.back().record == primary->record && pieces.back().to == bounds[i];
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

std::vector<Presence> primary_pieces(std::vector<Presence> presences) {
  std::sort(presences.begin(), presences.end(), [](const Presence& a, const Presence& b) {
    return std::tuple(a.subject, a.from, a.record) < std::tuple(b.subject, b.from, b.record);
  });
  std::vector<Presence> pieces;
  pieces.reserve(presences.size());
  for (std::size_t i = 0; i < presences.size();) {
    std::size_t end = i + 1;
    while (end < presences.size() && presences[end].subject == presences[i].subject) ++end;
    if (end == i + 1) {
      pieces.push_back(presences[i]);
    } else {
      add_pieces(std::span(presences).subspan(i, end - i), pieces);
    }
    i = end;
  }
  return pieces;
}

}  // namespace muster::statistics
