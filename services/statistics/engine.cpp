// SPDX-License-Identifier: EUPL-1.2
#include "statistics/engine.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include "statistics/absences.h"
#include "statistics/stretches.h"
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

std::int64_t Tally::total() const { return std::accumulate(by_gender.begin(), by_gender.end(), std::int64_t{0}); }

std::int64_t Tally::total_unstated() const {
  return std::accumulate(unstated.begin(), unstated.end(), std::int64_t{0});
}

Tally& Tally::operator+=(const Tally& other) {
  for (int g = 0; g < gender_count; ++g) {
    by_gender[g] += other.by_gender[g];
    unstated[g] += other.unstated[g];
  }
  elsewhere += other.elsewhere;
  dormant += other.dormant;
  from_headcounts += other.from_headcounts;
  zero_rows += other.zero_rows;
  vacant += other.vacant;
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
        slots_(spans, measure, cell_slots),
        elsewhere_(spans, measure, 1),
        dormant_(spans, measure, 1),
        headcounts_(spans, measure, 1),
        zero_rows_(spans, measure, 1),
        statuses_(spans, measure, rules::training_status_count),
        vacant_(spans, measure, 1) {}

  void operator()(const Counted& piece) {
    const std::size_t group = group_of(piece.cell);
    if (piece.elsewhere) {
      if (measure_ == Measure::stock) elsewhere_.add(group, piece.count, piece.from, piece.to);
      return;
    }
    if (piece.kind == RecordKind::post) {
      slots_.add(static_cast<std::size_t>(piece.cell), piece.seats, piece.from, piece.to);
      if (!is_unstated(piece.cell)) vacant_.add(group, piece.count, piece.from, piece.to);
      return;
    }
    if (piece.count == 0) {
      if (!is_unstated(piece.cell)) zero_rows_.add(group, 1, piece.from, piece.to);
      return;
    }
    const std::int32_t cell = piece.apart ? unstated_of(piece.cell) : piece.cell;
    slots_.add(static_cast<std::size_t>(cell), piece.count, piece.from, piece.to);
    if (is_unstated(piece.cell)) return;
    if (piece.dormant) dormant_.add(group, piece.count, piece.from, piece.to);
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
    for (std::size_t i = 0; i < cell_slots; ++i) {
      auto of_slot = [i](Tally& tally) -> auto& {
        return i < gender_count ? tally.by_gender[i] : tally.unstated[i - gender_count];
      };
      put(stocks_, group * cell_slots + i, of_slot);
      put(slots_, group * cell_slots + i, of_slot);
    }
    put(elsewhere_, group, [](Tally& tally) -> auto& { return tally.elsewhere; });
    put(dormant_, group, [](Tally& tally) -> auto& { return tally.dormant; });
    for (std::size_t i = 0; i < rules::training_status_count; ++i) {
      put(statuses_, group * rules::training_status_count + i,
          [i](Tally& tally) -> auto& { return tally.statuses[i]; });
    }
    put(headcounts_, group, [](Tally& tally) -> auto& { return tally.from_headcounts; });
    put(zero_rows_, group, [](Tally& tally) -> auto& { return tally.zero_rows; });
    put(vacant_, group, [](Tally& tally) -> auto& { return tally.vacant; });
    return tallies;
  }

 private:
  Measure measure_;
  Stocks stocks_;
  Sums slots_;
  Sums elsewhere_;
  Sums dormant_;
  Sums headcounts_;
  Sums zero_rows_;
  Sums statuses_;
  Sums vacant_;
};

Tally sum_of(const std::vector<Tally>& tallies) {
  Tally total;
  for (const Tally& tally : tallies) total += tally;
  return total;
}

// The dimensions that the question asks for values of and that nobody states, of those whom the rest of it lets
// through, by span.
std::vector<std::vector<int>> find_not_stated(const Facts& facts, const Question& question) {
  const std::vector<int> asked = unknowable_asked_for(question);
  Question all = question;
  all.group_by = asked;
  all.tier_min = 0;
  for (const int d : asked) all.selection.release(d);
  const Counts counts = count(facts, all);
  std::vector<std::vector<int>> result(question.spans.size());
  for (std::size_t s = 0; s < question.spans.size(); ++s) {
    std::set<int> never(asked.begin(), asked.end());
    bool together = false;
    for (std::size_t g = 0; g < counts.groups.size(); ++g) {
      // Those told apart are in the slots of whom it is open whether they belong here.
      if (counts.spans[s][g].total() + counts.spans[s][g].total_unstated() == 0) continue;
      bool states_all = true;
      for (std::size_t i = 0; i < asked.size(); ++i) {
        if (counts.groups[g][i] == not_stated_text(asked[i])) {
          states_all = false;
        } else {
          never.erase(asked[i]);
        }
      }
      together |= states_all;
    }
    if (!together) result[s].assign(never.begin(), never.end());
    // Each is stated by somebody, and all of them by nobody.
    if (!together && never.empty()) result[s] = asked;
  }
  return result;
}

void describe_absences(const Facts& facts, const Question& question, const std::vector<Part>& parts, Counts& counts) {
  counts.absent_sources.resize(question.spans.size());
  counts.absent_months.resize(question.spans.size());
  for (const Part& part : parts) {
    for (const std::uint16_t source : part.absent) {
      const std::string& name = facts.deployment_profiles.sources().text(source);
      auto& names = counts.absent_sources[part.span];
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
      if (question.measure != Measure::days) continue;
      for (Day month = rules::month_start(part.days.from); month < part.days.to; month = rules::add_months(month, 1)) {
        counts.absent_months[part.span].push_back(name + " " + rules::format_date(month).substr(0, 7));
      }
    }
  }
  for (auto& names : counts.absent_sources) std::sort(names.begin(), names.end());
  for (auto& months : counts.absent_months) {
    std::sort(months.begin(), months.end());
    months.erase(std::unique(months.begin(), months.end()), months.end());  // a unit may move within one
  }
}

// Whether the training of nobody is known of those who must be trained, be they counted or told apart.
bool only_unknown_training(const Question& question, const Tally& total) {
  if (question.population != Population::must_train) return false;
  const std::int64_t unknown = total.statuses[static_cast<std::size_t>(rules::TrainingStatus::unknown)];
  return unknown > 0 && unknown == total.total();
}

// For which spans there is no number, and why.
void describe_gaps(const Facts& facts, const Question& question, Counts& counts) {
  counts.not_stated.resize(question.spans.size());
  std::optional<std::vector<std::vector<int>>> not_stated;
  const bool asks_for_values = !unknowable_asked_for(question).empty();
  const bool of_training =
      question.population == Population::must_train || question.population == Population::untrained;
  for (std::size_t s = 0; s < question.spans.size(); ++s) {
    const Day day = question.spans[s].from;
    const Span& in_force = question.requirement.in_force;
    const Tally total = sum_of(counts.spans[s]);
    v1::NoNumber why = v1::NO_NUMBER_UNSPECIFIED;
    if (of_training && (day < in_force.from || day >= in_force.to)) {
      why = v1::NO_NUMBER_NOT_IN_FORCE;
    } else if (question.population == Population::reported && report_for(facts, question, day) == nullptr) {
      why = v1::NO_NUMBER_NO_TABLE;
    } else if (only_unknown_training(question, total)) {
      why = v1::NO_NUMBER_TRAINING_UNKNOWN;
    } else if (asks_for_values && total.total() == 0 && total.zero_rows == 0 && total.total_unstated() > 0) {
      if (!not_stated) not_stated = find_not_stated(facts, question);
      counts.not_stated[s] = (*not_stated)[s];
      if (!counts.not_stated[s].empty()) why = v1::NO_NUMBER_NOT_STATED;
    } else if (total.total() + total.total_unstated() == 0 && !counts.absent_sources[s].empty()) {
      why = v1::NO_NUMBER_NO_REPORT;
    }
    counts.no_number.push_back(why);
  }
}

}  // namespace

Counts count(const Facts& facts, const Question& question) {
  Groups groups(question.group_by);
  Counts counts;
  counts.spans.resize(question.spans.size());
  std::vector<Part> parts;  // of the whole question
  for (const Stretch& stretch : stretches_of(facts, question)) {
    const std::size_t first = parts.size();
    for (Part& part : parts_of(facts, stretch.question)) {
      parts.push_back(std::move(part));
      parts.back().span = stretch.spans[parts.back().span];
    }
    std::map<std::vector<std::uint16_t>, std::vector<const Part*>> passes;
    for (std::size_t i = first; i < parts.size(); ++i) passes[parts[i].absent].push_back(&parts[i]);
    for (const auto& [sources, of_pass] : passes) {
      Question part = stretch.question;
      part.absent_sources = sources;
      part.spans.clear();
      for (const Part* one : of_pass) part.spans.push_back(one->days);
      Counter counter(part.spans, question.measure);
      visit(facts, part, groups, counter);
      check_size(question.spans.size(), groups.size());
      for (auto& tallies : counts.spans) tallies.resize(groups.size());
      for (std::size_t g = 0; g < groups.size(); ++g) {
        const auto tallies = counter.tallies(g, of_pass.size());
        for (std::size_t i = 0; i < of_pass.size(); ++i) counts.spans[of_pass[i]->span][g] += tallies[i];
      }
    }
  }
  for (std::size_t g = 0; g < groups.size(); ++g) counts.groups.push_back(groups.texts(g, facts.dimensions));
  describe_absences(facts, question, parts, counts);
  describe_gaps(facts, question, counts);
  return counts;
}

std::vector<Counted> collect(const Facts& facts, const Question& question, const std::vector<std::string>& group,
                             std::optional<Gender> gender, std::int64_t* not_listed) {
  Groups groups(question.group_by);
  std::vector<Counted> records;
  std::vector<bool> wanted;  // by group
  Question asked;
  auto is_listed = [&](const Counted& piece) {
    const std::uint16_t unit = profile_of(facts, piece).codes[dimension::unit];
    return !asked.listed || asked.listed_units.contains(facts.dimensions[dimension::unit].text(unit));
  };
  auto take = [&](const Counted& piece) {
    if (piece.apart || piece.elsewhere || is_unstated(piece.cell)) return;
    while (wanted.size() < groups.size()) wanted.push_back(groups.texts(wanted.size(), facts.dimensions) == group);
    if (!wanted[group_of(piece.cell)]) return;
    if (gender && gender_in(piece.cell) != static_cast<int>(*gender)) return;
    const std::int64_t count = count_within(piece, asked.spans.front(), question.measure);
    if (count == 0) return;
    if (!is_listed(piece)) {
      if (not_listed != nullptr) *not_listed += count;
      return;
    }
    records.push_back(piece);
    records.back().count = static_cast<std::int32_t>(count);
  };
  for (const Stretch& stretch : stretches_of(facts, question)) {
    asked = stretch.question;
    for (const Part& part : parts_of(facts, stretch.question)) {
      asked.absent_sources = part.absent;
      asked.spans = {part.days};
      visit(facts, asked, groups, take);
    }
  }
  // A report has no record: those of several months differ in their days.
  auto key = [](const Counted& record) { return std::tuple(record.kind, record.record, record.profile, record.start); };
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

std::vector<Counted> members_of(const Facts& facts, const Question& question, Groups& groups) {
  std::vector<Counted> members;
  for (const Stretch& stretch : stretches_of(facts, question)) {
    Question asked = stretch.question;
    for (const Part& part : parts_of(facts, stretch.question)) {
      asked.absent_sources = part.absent;
      asked.spans = {part.days};
      auto take = [&](const Counted& piece) {
        if (piece.elsewhere || is_unstated(piece.cell)) return;
        if (count_within(piece, part.days, question.measure) > 0) members.push_back(piece);
      };
      visit(facts, asked, groups, take);
    }
  }
  return members;
}

const Profile& profile_of(const Facts& facts, const Counted& record) {
  switch (record.kind) {
    case RecordKind::nomination: return facts.nomination_profiles[record.profile];
    case RecordKind::affiliation: return facts.membership_profiles[record.profile];
    case RecordKind::headcounts: return facts.headcount_profiles[record.profile];
    case RecordKind::post: return facts.post_profiles[record.profile];
    case RecordKind::deployment: break;
  }
  return facts.deployment_profiles[record.profile];
}

}  // namespace muster::statistics
