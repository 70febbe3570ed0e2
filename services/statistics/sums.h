// SPDX-License-Identifier: EUPL-1.2
// Adding up what counts for some days, by span and by cell.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "statistics/columns.h"
#include "statistics/question.h"

namespace muster::statistics {

// Errors: OUT_OF_RANGE when so many spans of so many groups are more than cells_max.
void check_size(std::size_t spans, std::size_t groups);

// Which span a day belongs to, by one look into a table.
class SpanIndex {
 public:
  explicit SpanIndex(const std::vector<Span>& spans);
  SpanIndex(const SpanIndex&) = delete;
  SpanIndex& operator=(const SpanIndex&) = delete;

  struct View {
    Day first;
    Day last;
    const std::uint32_t* spans;
    // The first span that ends after `day`; the number of spans if none does.
    std::uint32_t at(Day day) const { return spans[std::min(std::max(day, first), last) - first]; }
  };
  View view() const { return {first_, last_, spans_.data()}; }

 private:
  Day first_;
  Day last_;
  std::vector<std::uint32_t> spans_;
};

// Adds up by slot and span, `per_group` slots for each group. A stock is kept as what comes and what
// goes at each span, so that a long presence costs no more than a short one.
class Sums {
 public:
  Sums(const std::vector<Span>& spans, Measure measure, std::size_t per_group)
      : spans_(spans), index_(spans), measure_(measure), width_(spans.size() + 1), per_group_(per_group) {}

  // Errors: those of check_size.
  void add(std::size_t slot, std::int64_t count, Day from, Day to);
  // The sums of a slot by span; empty: it counted nothing.
  std::vector<std::int64_t> of(std::size_t slot) const;

 private:
  std::int64_t* row_of(std::size_t slot);

  const std::vector<Span>& spans_;
  SpanIndex index_;
  Measure measure_;
  std::size_t width_;
  std::size_t per_group_;
  std::vector<std::int64_t> sums_;
};

// The same for a stock of segments that each count one person, block by block. Its 32 bits may wrap
// on the way; no stock is larger than that, as records are numbered with as many.
class Stocks {
 public:
  explicit Stocks(const std::vector<Span>& spans) : index_(spans), width_(spans.size() + 1) {}

  // `cells`, by profile, is the same at every call. Errors: those of check_size.
  void add(const DeploymentColumns::Block& block, const std::vector<std::int32_t>& cells);
  // The stock of a cell by span; empty: it counted nothing.
  std::vector<std::int64_t> of(std::size_t cell) const;

 private:
  void find_places(const std::vector<std::int32_t>& cells);

  SpanIndex index_;
  std::size_t width_;
  std::vector<std::uint32_t> places_;  // by profile: where its cell's moves begin
  std::vector<std::uint32_t> moves_;   // the first are those of profiles that are in no cell
};

}  // namespace muster::statistics
