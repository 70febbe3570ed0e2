// SPDX-License-Identifier: EUPL-1.2
// Counts rounded at random to base 3, always alike for the same people: whatever way leads to a set of people, in
// whatever month, its number is rounded by what belongs to the set alone, so that nothing averages out.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

namespace muster::statistics {

// Some people, or nominations: how many, and the sum of the random numbers that are theirs.
struct Members {
  std::int64_t count = 0;
  std::uint64_t keys = 0;

  void add(std::uint64_t key) {
    ++count;
    keys += key;
  }
  // `part` of them left out.
  Members& operator-=(const Members& part) {
    count -= part.count;
    keys -= part.keys;
    return *this;
  }
  Members& operator+=(const Members& other) {
    count += other.count;
    keys += other.keys;
    return *this;
  }
};

// One of the two multiples of 3 beside the count, the nearer one in two of three cases; the count itself where it is
// one.
std::int64_t rounded(const std::string& secret, const Members& members);

// Nothing is told of fewer people, as rounded, than this.
inline constexpr std::int64_t base_min = 30;

// The random 64 bits of whoever is counted: they follow from the secret and the pseudonym (or the nomination's number),
// so that no table of them is needed; without the secret they are as good as random. Kept. Thread-safe.
class MemberKeys {
 public:
  enum class Of { person, nomination };
  std::uint64_t of(const std::string& secret, Of kind, long long id);

 private:
  std::mutex mutex_;
  std::string secret_;
  std::unordered_map<long long, std::uint64_t> persons_, nominations_;
};

}  // namespace muster::statistics
