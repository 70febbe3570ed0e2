// SPDX-License-Identifier: EUPL-1.2
#include "statistics/moments.h"

#include <algorithm>

namespace muster::statistics {

void Moments::add(std::uint32_t sequence, std::int64_t micros) {
  if (!sequences_.empty() && sequences_.back() == sequence) return;
  sequences_.push_back(sequence);
  times_.push_back(times_.empty() ? micros : std::max(times_.back(), micros));
}

std::uint32_t Moments::sequence_at(std::int64_t micros) const {
  const auto after = std::upper_bound(times_.begin(), times_.end(), micros) - times_.begin();
  return after == 0 ? 0 : sequences_[static_cast<std::size_t>(after - 1)];
}

std::int64_t Moments::micros_of(std::uint32_t sequence) const {
  const auto after = std::upper_bound(sequences_.begin(), sequences_.end(), sequence) - sequences_.begin();
  return after == 0 ? 0 : times_[static_cast<std::size_t>(after - 1)];
}

}  // namespace muster::statistics
