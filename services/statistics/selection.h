// SPDX-License-Identifier: EUPL-1.2
// Which facts a question asks for, and the groups of its answer.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "statistics/profile.h"

namespace muster::statistics {

// For each dimension the texts that qualify, as the fact tables hold them; unset: all do.
class Selection {
 public:
  // Only these, of those that qualified before.
  void restrict(int dimension, const std::set<std::string>& texts);
  // All of the dimension again.
  void release(int dimension) { allowed_[dimension].reset(); }
  bool allows(int dimension, const std::string& text) const;
  bool restricts(int dimension) const { return allowed_[dimension].has_value(); }
  // For each code of a dimension whether it qualifies.
  std::vector<std::uint8_t> allowed_codes(int dimension, const Codes& codes) const;

 private:
  std::array<std::optional<std::set<std::string>>, dimension_count> allowed_;
};

inline constexpr int group_dimensions_max = 6;

// The groups of an answer, numbered as they are first met.
class Groups {
 public:
  using Key = std::array<std::uint16_t, group_dimensions_max>;

  explicit Groups(std::vector<int> dimensions) : dimensions_(std::move(dimensions)) {}
  std::int32_t index_of(const Profile& profile);
  std::size_t size() const { return keys_.size(); }
  // The texts of a group, one per dimension.
  std::vector<std::string> texts(std::size_t group, const Dimensions& dimensions) const;

 private:
  struct Hash {
    std::size_t operator()(const Key& key) const;
  };
  std::vector<int> dimensions_;
  std::vector<Key> keys_;
  std::unordered_map<Key, std::int32_t, Hash> indexes_;
};

// A cell is a group's women, men, other or unknown: group * gender_count + gender.
inline constexpr std::int32_t no_cell = -1;

// For each profile its cell, or no_cell when the selection or `qualifies` leaves it out.
std::vector<std::int32_t> cells_of(const Profiles& profiles, const Dimensions& dimensions, const Selection& selection,
                                   Groups& groups, const std::function<bool(const Profile&)>& qualifies);

}  // namespace muster::statistics
