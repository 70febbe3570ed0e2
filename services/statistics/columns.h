// SPDX-License-Identifier: EUPL-1.2
// Facts about deployments in memory, a column for each value, so that a scan reads only what it
// asks for. 28 bytes a segment, some 20 a person, 40 for each version that a later one replaced.
#pragma once

#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <span>
#include <unordered_set>
#include <utility>
#include <vector>

#include "rules/civil_date.h"

namespace muster::statistics {

using rules::Day;

// The end of what has not ended.
inline constexpr Day open_end = std::numeric_limits<Day>::max();
// The beginning of what holds ever since.
inline constexpr Day ever = std::numeric_limits<Day>::min();
// As `known`: everything recorded so far.
inline constexpr std::uint32_t known_now = std::numeric_limits<std::uint32_t>::max();

// Pseudonyms and their dense numbers.
class Subjects {
 public:
  // The number of a pseudonym, a new one at first sight.
  std::uint32_t index_of(std::int64_t subject);
  std::int64_t subject(std::uint32_t index) const { return subjects_[index]; }
  std::size_t size() const { return subjects_.size(); }
  std::size_t bytes() const;

 private:
  void grow();
  std::size_t slot_of(std::int64_t subject) const;

  std::vector<std::int64_t> subjects_;
  std::vector<std::uint32_t> slots_;  // open addressing: index + 1, 0: free
};

// One version of a segment, from day_from until before day_to. day_from >= day_to: void.
struct DeploymentFact {
  std::uint32_t record = 0;
  std::uint32_t deployment = 0;
  std::uint32_t subject = 0;  // by Subjects
  std::uint32_t profile = 0;  // by Profiles
  std::uint32_t sequence = 0;
  Day day_from = 0;
  Day day_to = open_end;
};

// Not thread-safe by itself: the ledger locks.
class DeploymentColumns {
 public:
  // Takes in facts in the order in which they were recorded: of a record the last one holds.
  void apply(const DeploymentFact& fact);

  // Gives every version of the segments of these subjects another profile: change(subject, profile).
  template <class Change>
  void change_profiles(const std::unordered_set<std::uint32_t>& subjects, Change change);

  // Some segments, as the columns hold them: rows[i] is a place in each column.
  struct Block {
    std::span<const std::uint16_t> rows;
    const Day* day_from;
    const Day* day_to;
    const std::uint32_t* profile;
    const std::uint32_t* subject;
    const std::uint32_t* deployment;
    const std::uint32_t* sequence;
    std::uint32_t first_record;

    DeploymentFact fact(std::uint32_t row) const;
  };

  // Goes through every fact that at sequence `known` held and is not void, and for whose days
  // chosen(day_from, day_to) is true; in no particular order. `chosen` is called for every fact
  // there is: keep it free of branches. alone(block) is called with segments that at no moment
  // shared a day with another one of their person; shared(fact) for every other segment, and for
  // versions that were replaced: only these need the rule that picks the primary segment.
  template <class Chosen, class Alone, class Shared>
  void visit(std::uint32_t known, Chosen chosen, Alone alone, Shared shared) const;

  std::size_t size() const { return size_; }
  std::size_t bytes() const;

 private:
  static constexpr std::uint32_t page_rows = 4096;
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
  // Before every day: a void fact is on no day at all.
  static constexpr Day never = std::numeric_limits<Day>::min();

  // Records that share record / page_rows. Ids of segments come from one counter, so pages are
  // nearly full, and no table from records to rows is needed.
  struct Page {
    Day day_from[page_rows];
    Day day_to[page_rows];
    std::uint32_t profile[page_rows];
    std::uint32_t subject[page_rows];
    std::uint32_t deployment[page_rows];
    std::uint32_t sequence[page_rows];     // 0: no such record
    std::uint32_t next[page_rows];         // another row of the same subject
    std::uint64_t shared[page_rows / 64];  // bits: of some moment's days, another segment has some too
    std::uint32_t first_record;
  };
  struct Superseded {
    DeploymentFact fact;
    std::uint32_t by;  // the sequence from which it no longer holds
  };

  std::uint32_t row_of(std::uint32_t record);
  static Block block_of(const Page& page);
  void link(std::uint32_t row, std::uint32_t subject);
  void unlink(std::uint32_t row, std::uint32_t subject);
  void note_shared_days(std::uint32_t row, const DeploymentFact& fact);

  std::vector<std::unique_ptr<Page>> pages_;
  std::vector<std::uint32_t> page_of_;    // by record / page_rows; none: no page yet
  std::vector<std::uint32_t> first_row_;  // by subject
  std::deque<Superseded> superseded_;
  std::size_t size_ = 0;
};

template <class Chosen, class Alone, class Shared>
void DeploymentColumns::visit(std::uint32_t known, Chosen chosen, Alone alone, Shared shared) const {
  std::uint16_t hits[page_rows];
  for (const auto& page : pages_) {
    // Hits are few and come in no order that a processor could foresee: collecting them without
    // a branch keeps the scan at the speed of the memory.
    std::uint32_t count = 0;
    for (std::uint32_t i = 0; i < page_rows; ++i) {
      hits[count] = static_cast<std::uint16_t>(i);
      count += static_cast<std::uint32_t>(chosen(page->day_from[i], page->day_to[i]));
    }
    if (known != known_now) {
      const std::uint32_t found = count;
      count = 0;
      for (std::uint32_t h = 0; h < found; ++h) {
        const std::uint16_t i = hits[count] = hits[h];
        count += static_cast<std::uint32_t>(page->sequence[i] <= known);
      }
    }
    Block block = block_of(*page);
    std::uint32_t alone_count = 0;
    for (std::uint32_t h = 0; h < count; ++h) {
      const std::uint16_t i = hits[alone_count] = hits[h];
      const bool is_shared = (page->shared[i / 64] >> (i % 64) & 1) != 0;
      if (is_shared) shared(block.fact(i));
      alone_count += static_cast<std::uint32_t>(!is_shared);
    }
    block.rows = {hits, alone_count};
    alone(std::as_const(block));
  }
  if (known == known_now) return;
  for (const Superseded& old : superseded_) {
    if (old.fact.sequence <= known && known < old.by && chosen(old.fact.day_from, old.fact.day_to)) shared(old.fact);
  }
}

template <class Change>
void DeploymentColumns::change_profiles(const std::unordered_set<std::uint32_t>& subjects, Change change) {
  for (const std::uint32_t subject : subjects) {
    for (std::uint32_t row = subject < first_row_.size() ? first_row_[subject] : none; row != none;) {
      Page& page = *pages_[row / page_rows];
      std::uint32_t& profile = page.profile[row % page_rows];
      profile = change(subject, profile);
      row = page.next[row % page_rows];
    }
  }
  for (Superseded& old : superseded_) {
    if (subjects.contains(old.fact.subject)) old.fact.profile = change(old.fact.subject, old.fact.profile);
  }
}

inline DeploymentColumns::Block DeploymentColumns::block_of(const Page& page) {
  return {.rows = {},
          .day_from = page.day_from,
          .day_to = page.day_to,
          .profile = page.profile,
          .subject = page.subject,
          .deployment = page.deployment,
          .sequence = page.sequence,
          .first_record = page.first_record};
}

inline DeploymentFact DeploymentColumns::Block::fact(std::uint32_t row) const {
  return {.record = first_record + row,
          .deployment = deployment[row],
          .subject = subject[row],
          .profile = profile[row],
          .sequence = sequence[row],
          .day_from = day_from[row],
          .day_to = day_to[row]};
}

}  // namespace muster::statistics
