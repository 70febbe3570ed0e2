// SPDX-License-Identifier: EUPL-1.2
// The groups of an answer, and the cell that each profile counts in.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "statistics/profile.h"
#include "statistics/question.h"

namespace muster::statistics {

inline constexpr int group_dimensions_max = 6;

// The groups of an answer, numbered as they are first met.
class Groups {
 public:
  using Key = std::array<std::uint16_t, group_dimensions_max>;

  explicit Groups(std::vector<int> dimensions) : dimensions_(std::move(dimensions)) {}
  // The group of what has these codes, by dimension.
  std::int32_t index_of(const std::array<std::uint16_t, dimension_count>& codes);
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

// A cell is a group's women, men, other or unknown, and then the same of those of whom nobody knows whether the
// question asks for them: group * cell_slots + slot.
inline constexpr int cell_slots = 2 * gender_count;
inline constexpr std::int32_t no_cell = -1;
inline std::size_t group_of(std::int32_t cell) { return static_cast<std::size_t>(cell / cell_slots); }
inline int gender_in(std::int32_t cell) { return cell % gender_count; }
inline bool is_unstated(std::int32_t cell) { return cell % cell_slots >= gender_count; }
inline std::int32_t unstated_of(std::int32_t cell) { return is_unstated(cell) ? cell : cell + gender_count; }

// The dimensions of which a question that asks for values cannot tell whether somebody has one of them who states none.
inline constexpr std::array unknowable = {dimension::mission,   dimension::gender,         dimension::tier,
                                          dimension::rank_band, dimension::personnel_type, dimension::mission_kind};

// The text of what is not stated: "", and of gender a value of its own.
std::string not_stated_text(int dimension);

// Those of `unknowable` that the question asks for values of, the tier of leading positions among them.
std::vector<int> unknowable_asked_for(const Question& question);

// For each profile its cell, or no_cell when the selection or `qualifies` leaves it out. Somebody whose value in one of
// `unknowable` is not stated and asked for is in the cell's slots for those.
std::vector<std::int32_t> cells_of(const Profiles& profiles, const Dimensions& dimensions, const Question& question,
                                   Groups& groups, const std::function<bool(const Profile&)>& qualifies);

}  // namespace muster::statistics
