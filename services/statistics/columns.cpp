// SPDX-License-Identifier: EUPL-1.2
#include "statistics/columns.h"

#include <algorithm>

namespace muster::statistics {
namespace {

// Grows by a quarter: doubling would hold three times what is needed for a moment.
template <class T>
void reserve_for(std::vector<T>& values, std::size_t size) {
  if (size > values.capacity()) values.reserve(size + size / 4 + 1024);
}

}  // namespace

std::size_t Subjects::slot_of(std::int64_t subject) const {
  const auto hash = static_cast<std::uint64_t>(subject) * 0x9E3779B97F4A7C15ULL;
  std::size_t slot = hash >> 20 & (slots_.size() - 1);
  while (slots_[slot] != 0 && subjects_[slots_[slot] - 1] != subject) slot = (slot + 1) & (slots_.size() - 1);
  return slot;
}

void Subjects::grow() {
  slots_.assign(std::max<std::size_t>(1024, slots_.size() * 2), 0);
  for (std::size_t i = 0; i < subjects_.size(); ++i) slots_[slot_of(subjects_[i])] = static_cast<std::uint32_t>(i + 1);
}

std::uint32_t Subjects::index_of(std::int64_t subject) {
  if (subjects_.size() * 4 >= slots_.size() * 3) grow();
  const std::size_t slot = slot_of(subject);
  if (slots_[slot] == 0) {
    reserve_for(subjects_, subjects_.size() + 1);
    subjects_.push_back(subject);
    slots_[slot] = static_cast<std::uint32_t>(subjects_.size());
  }
  return slots_[slot] - 1;
}

std::size_t Subjects::bytes() const {
  return subjects_.capacity() * sizeof(std::int64_t) + slots_.capacity() * sizeof(std::uint32_t);
}

std::uint32_t DeploymentColumns::row_of(std::uint32_t record) {
  const std::uint32_t number = record / page_rows;
  if (number >= page_of_.size()) page_of_.resize(number + 1, none);
  if (page_of_[number] == none) {
    auto page = std::make_unique<Page>();
    std::fill_n(page->day_from, page_rows, never);
    std::fill_n(page->day_to, page_rows, never);
    std::fill_n(page->next, page_rows, none);
    page->first_record = number * page_rows;
    page_of_[number] = static_cast<std::uint32_t>(pages_.size());
    pages_.push_back(std::move(page));
  }
  return page_of_[number] * page_rows + record % page_rows;
}

void DeploymentColumns::link(std::uint32_t row, std::uint32_t subject) {
  if (subject >= first_row_.size()) {
    reserve_for(first_row_, subject + 1);
    first_row_.resize(subject + 1, none);
  }
  pages_[row / page_rows]->next[row % page_rows] = first_row_[subject];
  first_row_[subject] = row;
}

void DeploymentColumns::unlink(std::uint32_t row, std::uint32_t subject) {
  std::uint32_t* at = &first_row_[subject];
  while (*at != row) at = &pages_[*at / page_rows]->next[*at % page_rows];
  *at = pages_[row / page_rows]->next[row % page_rows];
}

void DeploymentColumns::note_shared_days(std::uint32_t row, const DeploymentFact& fact) {
  auto mark = [this](std::uint32_t marked) {
    pages_[marked / page_rows]->shared[marked % page_rows / 64] |= 1ULL << (marked % 64);
  };
  for (std::uint32_t other = first_row_[fact.subject]; other != none;) {
    const Page& page = *pages_[other / page_rows];
    const std::uint32_t i = other % page_rows;
    if (other != row && page.day_from[i] < fact.day_to && fact.day_from < page.day_to[i]) {
      mark(row);
      mark(other);
    }
    other = page.next[i];
  }
}

void DeploymentColumns::apply(const DeploymentFact& fact) {
  DeploymentFact now = fact;
  if (now.day_from >= now.day_to) now.day_from = now.day_to = never;
  const std::uint32_t row = row_of(now.record);
  Page& page = *pages_[row / page_rows];
  const std::uint32_t i = row % page_rows;
  if (page.sequence[i] == 0) {
    ++size_;
    link(row, now.subject);
  } else {
    superseded_.push_back({block_of(page).fact(i), now.sequence});
    if (page.subject[i] != now.subject) {
      unlink(row, page.subject[i]);
      link(row, now.subject);
    }
  }
  page.day_from[i] = now.day_from;
  page.day_to[i] = now.day_to;
  page.profile[i] = now.profile;
  page.subject[i] = now.subject;
  page.deployment[i] = now.deployment;
  page.sequence[i] = now.sequence;
  // Facts of one moment always shared their days when the later of them came, so what is noted
  // here serves every `known`.
  note_shared_days(row, now);
}

std::size_t DeploymentColumns::bytes() const {
  return pages_.size() * (sizeof(Page) + sizeof(pages_[0])) + page_of_.capacity() * sizeof(std::uint32_t) +
         first_row_.capacity() * sizeof(std::uint32_t) + superseded_.size() * sizeof(Superseded);
}

}  // namespace muster::statistics
