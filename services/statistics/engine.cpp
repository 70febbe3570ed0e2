// SPDX-License-Identifier: EUPL-1.2
#include "statistics/engine.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "statistics/absences.h"
#include "statistics/sums.h"

namespace muster::statistics {
namespace {

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
  zero_rows += other.zero_rows;
  for (int s = 0; s < rules::training_status_count; ++s) statuses[s] += other.statuses[s];
  return *this;
}

namespace {

// Takes in what visit() goes through.
class Counter {
 public:
  Counter(const std::vector<Span>& spans, Measure measure)
      : measure_(measure),
        stocks_(spans),
        genders_(spans, measure, gender_count),
        headcounts_(spans, measure, 1),
        zero_rows_(spans, measure, 1),
        statuses_(spans, measure, rules::training_status_count) {}

  void operator()(const Counted& piece) {
    if (piece.count == 0) {
      zero_rows_.add(static_cast<std::size_t>(piece.cell / gender_count), 1, piece.from, piece.to);
      return;
    }
    if (!piece.apart) genders_.add(static_cast<std::size_t>(piece.cell), piece.count, piece.from, piece.to);
    const auto group = static_cast<std::size_t>(piece.cell / gender_count);
    if (piece.kind == RecordKind::headcounts) headcounts_.add(group, piece.count, piece.from, piece.to);
    if (piece.status >= 0) {
      const std::size_t slot = group * rules::training_status_count + static_cast<std::size_t>(piece.status);
      statuses_.add(slot, piece.count, piece.from, piece.to);
    }
  }

  bool take_block(const DeploymentColumns::Block& block, const std::vector<std::int32_t>& cells) {
    if (measure_ != Measure::stock) return false;
    stocks_.add(block, cells);
    return true;
  }

  // What the group counted in each span.
  std::vector<Tally> tallies(std::size_t group, std::size_t spans) const {
    std::vector<Tally> tallies(spans);
    auto put = [&](const auto& sums, std::size_t slot, auto place) {
      const std::vector<std::int64_t> values = sums.of(slot);
      for (std::size_t s = 0; s < values.size(); ++s) place(tallies[s]) += values[s];
    };
    for (std::size_t i = 0; i < gender_count; ++i) {
      auto of_gender = [i](Tally& tally) -> auto& { return tally.by_gender[i]; };
      put(stocks_, group * gender_count + i, of_gender);
      put(genders_, group * gender_count + i, of_gender);
    }
    for (std::size_t i = 0; i < rules::training_status_count; ++i) {
      put(statuses_, group * rules::training_status_count + i,
          [i](Tally& tally) -> auto& { return tally.statuses[i]; });
    }
    put(headcounts_, group, [](Tally& tally) -> auto& { return tally.from_headcounts; });
    put(zero_rows_, group, [](Tally& tally) -> auto& { return tally.zero_rows; });
    return tallies;
  }

 private:
  Measure measure_;
  Stocks stocks_;
  Sums genders_;
  Sums headcounts_;
  Sums zero_rows_;
  Sums statuses_;
};

// Whether any report says something about a span, and whose does not.
void describe_reports(const Facts& facts, const Question& question, std::size_t span,
                      const std::vector<std::uint16_t>& absent, Counts& counts) {
  Tally total;
  for (const Tally& tally : counts.spans[span]) total += tally;
  const bool no_table =
      question.population == Population::reported && report_for(facts, question, question.spans[span].from) == nullptr;
  counts.no_report.push_back(no_table || (!absent.empty() && total.total() == 0));
  auto& names = counts.absent_sources.emplace_back();
  for (std::uint16_t source : absent) names.push_back(facts.deployment_profiles.sources().text(source));
}

}  // namespace

Counts count(const Facts& facts, const Question& question) {
  const auto absent = absent_sources(facts, question);
  std::map<std::vector<std::uint16_t>, std::vector<std::size_t>> passes;
  for (std::size_t s = 0; s < absent.size(); ++s) passes[absent[s]].push_back(s);

  Groups groups(question.group_by);
  Counts counts;
  counts.spans.resize(question.spans.size());
  for (const auto& [sources, spans] : passes) {
    Question part = question;
    part.absent_sources = sources;
    part.spans.clear();
    for (std::size_t s : spans) part.spans.push_back(question.spans[s]);
    Counter counter(part.spans, question.measure);
    visit(facts, part, groups, counter);
    check_size(question.spans.size(), groups.size());
    for (std::size_t g = 0; g < groups.size(); ++g) {
      const auto tallies = counter.tallies(g, spans.size());
      for (std::size_t i = 0; i < spans.size(); ++i) counts.spans[spans[i]].push_back(tallies[i]);
    }
  }
  for (std::size_t g = 0; g < groups.size(); ++g) counts.groups.push_back(groups.texts(g, facts.dimensions));
  for (std::size_t s = 0; s < question.spans.size(); ++s) {
    counts.spans[s].resize(groups.size());
    describe_reports(facts, question, s, absent[s], counts);
  }
  return counts;
}

std::vector<Counted> collect(const Facts& facts, const Question& question, const std::vector<std::string>& group,
                             std::optional<Gender> gender) {
  Groups groups(question.group_by);
  std::vector<Counted> records;
  std::vector<bool> wanted;  // by group
  auto take = [&](const Counted& piece) {
    if (piece.apart) return;
    while (wanted.size() < groups.size()) wanted.push_back(groups.texts(wanted.size(), facts.dimensions) == group);
    if (!wanted[static_cast<std::size_t>(piece.cell / gender_count)]) return;
    if (gender && piece.cell % gender_count != static_cast<int>(*gender)) return;
    const std::int64_t count = count_within(piece, question.spans.front(), question.measure);
    if (count == 0) return;
    records.push_back(piece);
    records.back().count = static_cast<std::int32_t>(count);
  };
  Question asked = question;
  asked.absent_sources = absent_sources(facts, question).front();
  visit(facts, asked, groups, take);
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
