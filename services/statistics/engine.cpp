// SPDX-License-Identifier: EUPL-1.2
#include "statistics/engine.h"

#include <algorithm>
#include <tuple>

#include "platform/status/error.h"

namespace muster::statistics {
namespace {

// Which span a day belongs to, by one look into a table.
class SpanIndex {
 public:
  explicit SpanIndex(const std::vector<Span>& spans) : first_(spans.front().from), last_(spans.back().to) {
    std::size_t span = 0;
    for (Day day = first_; day <= last_; ++day) {
      while (span < spans.size() && spans[span].to <= day) ++span;
      spans_.push_back(static_cast<std::int32_t>(span));
    }
  }
  // The first span that ends after `day`; the number of spans if none does.
  std::size_t at(Day day) const {
    return static_cast<std::size_t>(spans_.data()[std::clamp(day, first_, last_) - first_]);
  }

 private:
  Day first_;
  Day last_;
  std::vector<std::int32_t> spans_;
};

// Adds up by cell and span. A stock is kept as what comes and what goes at each span, so that a
// long presence costs no more than a short one.
class Sums {
 public:
  Sums(const std::vector<Span>& spans, Measure measure)
      : spans_(spans), index_(spans), measure_(measure), width_(spans.size() + 1) {}

  void add(std::size_t cell, std::int64_t count, Day from, Day to) {
    const std::size_t first = index_.at(from);
    if (measure_ == Measure::stock) {
      const std::size_t end = index_.at(to);
      if (first >= end) return;
      std::int64_t* row = row_of(cell);
      row[first] += count;
      row[end] -= count;
    } else if (measure_ == Measure::starts) {
      if (first < spans_.size() && spans_[first].from <= from) row_of(cell)[first] += count;
    } else {
      for (std::size_t s = first; s < spans_.size() && spans_[s].from < to; ++s) {
        row_of(cell)[s] += count * (std::min(to, spans_[s].to) - std::max(from, spans_[s].from));
      }
    }
  }

  // The sums of a cell by span; empty: it counted nothing.
  std::vector<std::int64_t> of(std::size_t cell) const {
    if ((cell + 1) * width_ > sums_.size()) return {};
    std::vector<std::int64_t> result(sums_.begin() + static_cast<std::ptrdiff_t>(cell * width_),
                                     sums_.begin() + static_cast<std::ptrdiff_t>(cell * width_ + spans_.size()));
    if (measure_ == Measure::stock) {
      for (std::size_t s = 1; s < result.size(); ++s) result[s] += result[s - 1];
    }
    return result;
  }

 private:
  std::int64_t* row_of(std::size_t cell) {
    if ((cell + 1) * width_ > sums_.size()) sums_.resize((cell + 1) * width_ * 2);
    return sums_.data() + cell * width_;
  }

  const std::vector<Span>& spans_;
  SpanIndex index_;
  Measure measure_;
  std::size_t width_;
  std::vector<std::int64_t> sums_;
};

void check_size(std::size_t spans, std::size_t groups) {
  if (spans * groups <= cells_max) return;
  throw status::Error(status::Code::out_of_range,
                      "the answer would have more than 500,000 cells: ask for a shorter period, for fewer dimensions "
                      "in group_by, or filter with where");
}

// Days of [from, to) within the span, or 1: what a piece counts there.
std::int64_t count_within(const Counted& piece, const Span& span, Measure measure) {
  const Day from = std::max(piece.from, span.from);
  const Day to = std::min(piece.to, span.to);
  if (measure == Measure::starts) return piece.from >= span.from && piece.from < span.to ? piece.count : 0;
  if (from >= to) return 0;
  return measure == Measure::days ? std::int64_t{piece.count} * (to - from) : piece.count;
}

}  // namespace

std::int64_t Tally::total() const {
  std::int64_t sum = 0;
  for (std::int64_t count : by_gender) sum += count;
  return sum;
}

Tally& Tally::operator+=(const Tally& other) {
  for (int g = 0; g < gender_count; ++g) by_gender[g] += other.by_gender[g];
  from_headcounts += other.from_headcounts;
  for (int s = 0; s < rules::training_status_count; ++s) statuses[s] += other.statuses[s];
  return *this;
}

Counts count(const Facts& facts, const Question& question) {
  Groups groups(question.group_by);
  Sums genders(question.spans, question.measure);
  Sums headcounts(question.spans, question.measure);
  Sums statuses(question.spans, question.measure);
  bool checked = false;
  visit(facts, question, groups, [&](const Counted& piece) {
    if (!checked) check_size(question.spans.size(), groups.size());
    checked = true;
    genders.add(static_cast<std::size_t>(piece.cell), piece.count, piece.from, piece.to);
    const auto group = static_cast<std::size_t>(piece.cell / gender_count);
    if (piece.kind == RecordKind::headcounts) headcounts.add(group, piece.count, piece.from, piece.to);
    if (piece.status >= 0) {
      const std::size_t slot = group * rules::training_status_count + static_cast<std::size_t>(piece.status);
      statuses.add(slot, piece.count, piece.from, piece.to);
    }
  });
  check_size(question.spans.size(), groups.size());

  Counts counts;
  counts.spans.assign(question.spans.size(), std::vector<Tally>(groups.size()));
  for (std::size_t g = 0; g < groups.size(); ++g) {
    counts.groups.push_back(groups.texts(g, facts.dimensions));
    auto put = [&](const Sums& sums, std::size_t slot, auto place) {
      const auto values = sums.of(slot);
      for (std::size_t s = 0; s < values.size(); ++s) place(counts.spans[s][g]) = values[s];
    };
    for (std::size_t i = 0; i < gender_count; ++i) {
      put(genders, g * gender_count + i, [i](Tally& tally) -> auto& { return tally.by_gender[i]; });
    }
    for (std::size_t i = 0; i < rules::training_status_count; ++i) {
      put(statuses, g * rules::training_status_count + i, [i](Tally& tally) -> auto& { return tally.statuses[i]; });
    }
    put(headcounts, g, [](Tally& tally) -> auto& { return tally.from_headcounts; });
  }
  for (const Span& span : question.spans) {
    counts.no_report.push_back(question.population == Population::reported &&
                               report_for(facts, question, span.from) == nullptr);
  }
  return counts;
}

std::vector<Counted> collect(const Facts& facts, const Question& question, const std::vector<std::string>& group,
                             std::optional<Gender> gender) {
  Groups groups(question.group_by);
  std::vector<Counted> records;
  std::vector<bool> wanted;  // by group
  visit(facts, question, groups, [&](const Counted& piece) {
    while (wanted.size() < groups.size()) wanted.push_back(groups.texts(wanted.size(), facts.dimensions) == group);
    if (!wanted[static_cast<std::size_t>(piece.cell / gender_count)]) return;
    if (gender && piece.cell % gender_count != static_cast<int>(*gender)) return;
    const std::int64_t count = count_within(piece, question.spans.front(), question.measure);
    if (count == 0) return;
    records.push_back(piece);
    records.back().count = static_cast<std::int32_t>(count);
  });
  auto key = [](const Counted& record) { return std::tuple(record.kind, record.record, record.profile); };
  std::sort(records.begin(), records.end(), [&](const Counted& a, const Counted& b) { return key(a) < key(b); });
  std::vector<Counted> merged;
  for (const Counted& record : records) {
    // A segment that was not the primary one all the time comes in several pieces.
    if (!merged.empty() && key(merged.back()) == key(record)) {
      merged.back().count += record.count;
    } else {
      merged.push_back(record);
    }
  }
  return merged;
}

const Profile& profile_of(const Facts& facts, const Counted& record) {
  switch (record.kind) {
    case RecordKind::nomination: return facts.nomination_profiles[record.profile];
    case RecordKind::affiliation: return facts.membership_profiles[record.profile];
    case RecordKind::headcounts: return facts.headcount_profiles[record.profile];
    case RecordKind::deployment: break;
  }
  return facts.deployment_profiles[record.profile];
}

}  // namespace muster::statistics
