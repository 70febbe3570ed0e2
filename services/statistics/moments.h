// SPDX-License-Identifier: EUPL-1.2
// When what was recorded.
#pragma once

#include <cstdint>
#include <deque>

namespace muster::statistics {

// When each sequence was recorded: 12 bytes a transaction.
class Moments {
 public:
  // In the order of sequences. A clock that went back does not make a later one known earlier.
  void add(std::uint32_t sequence, std::int64_t micros);
  // The last sequence recorded at or before a time in microseconds since 1970; 0: none.
  std::uint32_t sequence_at(std::int64_t micros) const;
  // When the last sequence up to this one was recorded; 0: there is none.
  std::int64_t micros_of(std::uint32_t sequence) const;

 private:
  std::deque<std::uint32_t> sequences_;
  std::deque<std::int64_t> times_;
};

}  // namespace muster::statistics
