// SPDX-License-Identifier: EUPL-1.2
#include "statistics/sums.h"

#include "muster/platform/v1/reasons.pb.h"
#include "platform/status/error.h"
#include "statistics/engine.h"
#include "statistics/groups.h"

namespace muster::statistics {

void check_size(std::size_t spans, std::size_t groups) {
  if (spans * groups <= cells_max) return;
  throw status::Error(status::Code::out_of_range, platform::v1::REASON_RESULT_TOO_LARGE,
                      "the answer would have more than 500,000 cells: ask for a shorter period, for fewer dimensions "
                      "in group_by, or filter with where");
}

SpanIndex::SpanIndex(const std::vector<Span>& spans) : first_(spans.front().from), last_(spans.back().to) {
  std::uint32_t span = 0;
  for (Day day = first_; day <= last_; ++day) {
    while (span < spans.size() && spans[span].to <= day) ++span;
    spans_.push_back(span);
  }
}

void Sums::add(std::size_t slot, std::int64_t count, Day from, Day to) {
  const SpanIndex::View index = index_.view();
  const std::size_t first = index.at(from);
  if (measure_ == Measure::stock) {
    const std::size_t end = index.at(to);
    if (first >= end) return;
    std::int64_t* row = row_of(slot);
    row[first] += count;
    row[end] -= count;
  } else if (measure_ == Measure::starts) {
    if (first < spans_.size() && spans_[first].from <= from) row_of(slot)[first] += count;
  } else {
    for (std::size_t s = first; s < spans_.size() && spans_[s].from < to; ++s) {
      row_of(slot)[s] += count * (std::min(to, spans_[s].to) - std::max(from, spans_[s].from));
    }
  }
}

std::vector<std::int64_t> Sums::of(std::size_t slot) const {
  if ((slot + 1) * width_ > sums_.size()) return {};
  const auto row = sums_.begin() + static_cast<std::ptrdiff_t>(slot * width_);
  std::vector<std::int64_t> result(row, row + static_cast<std::ptrdiff_t>(spans_.size()));
  if (measure_ == Measure::stock) {
    for (std::size_t s = 1; s < result.size(); ++s) result[s] += result[s - 1];
  }
  return result;
}

std::int64_t* Sums::row_of(std::size_t slot) {
  if ((slot + 1) * width_ > sums_.size()) {
    check_size(spans_.size(), slot / per_group_ + 1);
    sums_.resize((slot + 1) * width_ * 2);
  }
  return sums_.data() + slot * width_;
}

void Stocks::find_places(const std::vector<std::int32_t>& cells) {
  std::int32_t last = no_cell;
  for (const std::int32_t cell : cells) last = std::max(last, cell);
  check_size(width_ - 1, last == no_cell ? 0 : group_of(last) + 1);
  for (const std::int32_t cell : cells) {
    places_.push_back(static_cast<std::uint32_t>(static_cast<std::size_t>(cell - no_cell) * width_));
  }
  moves_.resize(static_cast<std::size_t>(last - no_cell + 1) * width_);
}

void Stocks::add(const DeploymentColumns::Block& block, const std::vector<std::int32_t>& cells) {
  if (places_.empty()) find_places(cells);
  // Copies, so that the stores below cannot change them.
  const SpanIndex::View index = index_.view();
  const DeploymentColumns::Block from = block;
  const std::uint32_t* places = places_.data();
  std::uint32_t* moves = moves_.data();
  for (const std::uint16_t row : from.rows) {
    std::uint32_t* of_cell = moves + places[from.profile[row]];
    ++of_cell[index.at(from.day_from[row])];
    --of_cell[index.at(from.day_to[row])];
  }
}

std::vector<std::int64_t> Stocks::of(std::size_t cell) const {
  const std::size_t place = (cell + 1) * width_;
  if (place + width_ > moves_.size()) return {};
  std::vector<std::int64_t> result;
  std::uint32_t stock = 0;
  for (std::size_t s = 0; s + 1 < width_; ++s) {
    stock += moves_[place + s];
    result.push_back(stock);
  }
  return result;
}

}  // namespace muster::statistics
