// SPDX-License-Identifier: EUPL-1.2
// Facts about deployments in memory, a column for each value, so that a scan reads only what it
// asks for. 28 bytes a segment, some 20 a person, 40 for each version that a later one replaced.
#pragma once

#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <vector>

#include "rules/civil_date.h"

namespace muster::statistics {

using rules::Day;

// The end of what has not ended.
inline constexpr Day open_end = std::numeric_limits<Day>::max();
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

  // Calls visit(fact) for every fact that at sequence `known` held and is not void, and for
  // whose days chosen(day_from, day_to) is true; in no particular order. `chosen` is called
  // for every fact there is: keep it free of branches.
  template <class Chosen, class Visit>
  void visit(std::uint32_t known, Chosen chosen, Visit visit) const;

  // True for somebody who at some moment had two segments on one day: only these need the
  // rule that picks the primary one.
  bool overlapped(std::uint32_t subject) const {
    return subject < overlapped_.size() * 64 && (overlapped_[subject / 64] >> (subject % 64) & 1) != 0;
  }

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
    std::uint32_t sequence[page_rows];  // 0: no such record
    std::uint32_t next[page_rows];      // another row of the same subject
    std::uint32_t first_record;
  };
  struct Superseded {
    DeploymentFact fact;
    std::uint32_t by;  // the sequence from which it no longer holds
  };

  std::uint32_t row_of(std::uint32_t record);
  DeploymentFact fact_at(const Page& page, std::uint32_t offset) const;
  void link(std::uint32_t row, std::uint32_t subject);
  void unlink(std::uint32_t row, std::uint32_t subject);
  void note_overlap(std::uint32_t row, const DeploymentFact& fact);

  std::vector<std::unique_ptr<Page>> pages_;
  std::vector<std::uint32_t> page_of_;     // by record / page_rows; none: no page yet
  std::vector<std::uint32_t> first_row_;   // by subject
  std::vector<std::uint64_t> overlapped_;  // bits by subject
  std::deque<Superseded> superseded_;
  std::size_t size_ = 0;
};

template <class Chosen, class Visit>
void DeploymentColumns::visit(std::uint32_t known, Chosen chosen, Visit visit) const {
  std::uint16_t hits[page_rows];
  for (const auto& page : pages_) {
    // Hits are few and come in no order that a processor could foresee: collecting them without
    // a branch keeps the scan at the speed of the memory.
    std::uint32_t count = 0;
    for (std::uint32_t i = 0; i < page_rows; ++i) {
      hits[count] = static_cast<std::uint16_t>(i);
      count += static_cast<std::uint32_t>(chosen(page->day_from[i], page->day_to[i]));
    }
    for (std::uint32_t h = 0; h < count; ++h) {
      const std::uint32_t i = hits[h];
      if (known != known_now && page->sequence[i] > known) continue;
      visit(fact_at(*page, i));
    }
  }
  if (known == known_now) return;
  for (const Superseded& old : superseded_) {
    if (old.fact.sequence <= known && known < old.by && chosen(old.fact.day_from, old.fact.day_to)) visit(old.fact);
  }
}

inline DeploymentFact DeploymentColumns::fact_at(const Page& page, std::uint32_t offset) const {
  return {.record = page.first_record + offset,
          .deployment = page.deployment[offset],
          .subject = page.subject[offset],
          .profile = page.profile[offset],
          .sequence = page.sequence[offset],
          .day_from = page.day_from[offset],
          .day_to = page.day_to[offset]};
}

}  // namespace muster::statistics
