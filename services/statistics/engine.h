// SPDX-License-Identifier: EUPL-1.2
// Answers questions from facts: numbers, and the records behind one number.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rules/training_status.h"
#include "statistics/ledger.h"
#include "statistics/question.h"
#include "statistics/visit.h"

namespace muster::statistics {

// What one group counts in one span.
struct Tally {
  std::array<std::int64_t, gender_count> by_gender{};
  std::int64_t from_headcounts = 0;
  std::int64_t zero_rows = 0;  // of reports that name the group and nobody in it
  // Of whom nobody knows whether they are asked for; in no other number.
  std::array<std::int64_t, gender_count> unstated{};
  std::int64_t elsewhere = 0;  // on a tour in the group and counted in another
  std::int64_t dormant = 0;    // of those counted the dormant members of the roster
  std::array<std::int64_t, rules::training_status_count> statuses{};
  std::int64_t vacant = 0;  // of those counted, where seats are

  std::int64_t total() const;
  std::int64_t total_unstated() const;
  Tally& operator+=(const Tally& other);
};

struct Counts {
  // The texts of each group, by question.group_by.
  std::vector<std::vector<std::string>> groups;
  // By span, then by group.
  std::vector<std::vector<Tally>> spans;
  // By span why there is no number; UNSPECIFIED: there is one.
  std::vector<v1::NoNumber> no_number;
  bool no_report(std::size_t span) const { return no_number[span] != v1::NO_NUMBER_UNSPECIFIED; }
  // By span the dimensions that nobody states who could be asked for, so that there is no number.
  std::vector<std::vector<int>> not_stated;
  // By span the names of the sources whose people are left out, and of person-days the months in which they are:
  // "UN 2026-02".
  std::vector<std::vector<std::string>> absent_sources;
  std::vector<std::vector<std::string>> absent_months;
};

// The most cells that an answer may have: spans times groups.
inline constexpr std::size_t cells_max = 500'000;

// Counts everything in one pass over the facts, however many the spans and groups; in one for each
// set of absent sources, if there are any.
// Errors: OUT_OF_RANGE when the answer would have more than cells_max cells.
Counts count(const Facts& facts, const Question& question);

// The records that a question with one span counts in `group` (one text for each of
// question.group_by), of one gender or of all: their counts add up to the number in the cell.
// In the order of kind and record; a record appears once for each profile it counts with, a report once a month. Those
// of units that question.listed leaves out are not among them: `not_listed` gets what they count.
std::vector<Counted> collect(const Facts& facts, const Question& question, const std::vector<std::string>& group,
                             std::optional<Gender> gender, std::int64_t* not_listed = nullptr);

// Everything that a question with one span counts, one by one, with the group and the gender in its cell; those shown
// beside the number (`apart`) too, and of whom it is open whether they belong here not.
std::vector<Counted> members_of(const Facts& facts, const Question& question, Groups& groups);

// The profile of a record that collect() gave.
const Profile& profile_of(const Facts& facts, const Counted& record);

}  // namespace muster::statistics
