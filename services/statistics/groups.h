// SPDX-License-Identifier: EUPL-1.2
// The groups of an answer, and the cell that each profile counts in.
#pragma once

#include <algorithm>
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
// Of somebody whose mission changes: which cell depends on the day.
inline constexpr std::int32_t cell_of_the_day = -2;
inline std::size_t group_of(std::int32_t cell) { return static_cast<std::size_t>(cell / cell_slots); }
inline int gender_in(std::int32_t cell) { return cell % gender_count; }
inline bool is_unstated(std::int32_t cell) { return cell % cell_slots >= gender_count; }
inline std::int32_t unstated_of(std::int32_t cell) { return is_unstated(cell) ? cell : cell + gender_count; }

// The dimensions of which a question that asks for values cannot tell whether somebody has one of them who states none.
inline constexpr std::array unknowable = {dimension::mission,   dimension::gender,         dimension::tier,
                                          dimension::rank_band, dimension::personnel_type, dimension::mission_kind};

// In place of the text of one of question.others(dimension), the one that stands for them all in a group; others stand
// for themselves.
std::string group_text(const Question& question, const Dimensions& dimensions, int dimension, const std::string& text);

// The text of what is not stated: "", and of gender a value of its own.
std::string not_stated_text(int dimension);

// Those of `unknowable` that the question asks for values of, the tier of leading positions among them.
std::vector<int> unknowable_asked_for(const Question& question);

// For each profile its cell, or no_cell; of missions that change, by the day.
class Cells {
 public:
  struct OnDays {
    Day from;
    Day to;
    std::int32_t cell;
  };

  explicit Cells(std::size_t profiles) : always_(profiles, no_cell) {}
  void set(std::uint32_t profile, std::int32_t cell) { always_[profile] = cell; }
  // Day after day without a gap.
  void set(std::uint32_t profile, std::vector<OnDays> days);

  std::size_t size() const { return always_.size(); }
  // By profile; cell_of_the_day where that is what it depends on.
  const std::vector<std::int32_t>& always() const { return always_; }
  std::int32_t on(std::uint32_t profile, Day day) const {
    const std::int32_t cell = always_[profile];
    return cell == cell_of_the_day ? find(profile, day) : cell;
  }
  // The one of all days in [from, to), or cell_of_the_day.
  std::int32_t within(std::uint32_t profile, Day from, Day to) const;
  // Whether on any day it has one.
  bool ever_counts(std::uint32_t profile) const;

  // Calls visit(from, to, cell) for the parts of [from, to) that have a cell.
  template <class Visit>
  void each(std::uint32_t profile, Day from, Day to, Visit visit) const {
    const std::int32_t cell = always_[profile];
    if (cell == no_cell) return;
    if (cell != cell_of_the_day) return visit(from, to, cell);
    for (const OnDays& part : by_day_.at(profile)) {
      const Day first = std::max(from, part.from), end = std::min(to, part.to);
      if (first < end && part.cell != no_cell) visit(first, end, part.cell);
    }
  }

 private:
  std::int32_t find(std::uint32_t profile, Day day) const;

  std::vector<std::int32_t> always_;
  std::unordered_map<std::uint32_t, std::vector<OnDays>> by_day_;
};

// The cells of the profiles that neither the selection nor `qualifies` leaves out. Somebody whose value in one of
// `unknowable` is not stated and asked for is in the cell's slots for those.
Cells cells_of(const Profiles& profiles, const Dimensions& dimensions, const Question& question, Groups& groups,
               const std::function<bool(const Profile&)>& qualifies);

}  // namespace muster::statistics
