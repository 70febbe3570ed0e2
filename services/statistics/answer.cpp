// SPDX-License-Identifier: EUPL-1.2
#include "statistics/answer.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <set>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/status/error.h"
#include "statistics/anomalies.h"
#include "statistics/bodies.h"
#include "statistics/cohorts.h"
#include "statistics/wilson.h"

namespace muster::statistics {
namespace {

constexpr std::array<std::string_view, rules::training_status_count> status_names = {"VALID", "SOON",   "EXPIRED",
                                                                                     "NEVER", "WAIVED", "UNKNOWN"};

std::int32_t narrow(std::int64_t count) {
  if (count <= std::numeric_limits<std::int32_t>::max()) return static_cast<std::int32_t>(count);
  throw status::Error(status::Code::out_of_range, platform::v1::REASON_RESULT_TOO_LARGE,
                      "a number is above 2,147,483,647: ask for a shorter period, or split it with every_month");
}

std::int64_t of_status(const Tally& tally, rules::TrainingStatus status) {
  return tally.statuses[static_cast<std::size_t>(status)];
}

std::int64_t with_known_gender(const Tally& tally) {
  return tally.by_gender[0] + tally.by_gender[1] + tally.by_gender[2];
}

std::optional<double> share_of_women(const Tally& tally) {
  const std::int64_t known = with_known_gender(tally);
  if (known == 0) return std::nullopt;
  return static_cast<double>(tally.by_gender[0]) / static_cast<double>(known);
}

// Whether the question asks for women, and for others.
struct Asks {
  bool women, others;
};

Asks asks_for(const Selection& selection) {
  const auto allows = [&](const char* gender) { return selection.allows(dimension::gender, gender); };
  return {allows("GENDER_WOMAN"), allows("GENDER_MAN") || allows("GENDER_OTHER")};
}

// What the share of women could be. At the lowest nobody of unknown gender is a woman, and of those of whom it is open
// whether they belong here the women do not and all others do; at the highest the other way round. Who belongs here only
// as a woman can make the share no lower, and only as another one no higher.
std::optional<Interval> bounds_of(const Tally& tally, Asks asks) {
  if (tally.total() + tally.total_unstated() == 0) return std::nullopt;
  constexpr int woman = 0, unknown = 3;
  const std::int64_t perhaps_women = tally.unstated[woman] + (asks.women ? tally.unstated[unknown] : 0);
  const std::int64_t perhaps_others =
      tally.total_unstated() - tally.unstated[woman] - (asks.others ? 0 : tally.unstated[unknown]);
  const auto women = static_cast<double>(tally.by_gender[woman]);
  const auto most_others = static_cast<double>(tally.total() + perhaps_others);
  const auto most_women = static_cast<double>(tally.total() + perhaps_women);
  return Interval{
      most_others == 0 ? 1 : women / most_others,
      most_women == 0 ? 0 : (women + static_cast<double>(tally.by_gender[unknown] + perhaps_women)) / most_women};
}

void put_women(const Tally& tally, const std::optional<Interval>& bounds, v1::Cell& cell) {
  cell.set_numerator(narrow(tally.by_gender[0]));
  cell.set_denominator(narrow(with_known_gender(tally)));
  if (auto share = share_of_women(tally)) cell.set_share(*share);
  if (!bounds) return;
  cell.set_bound_low(bounds->low);
  cell.set_bound_high(bounds->high);
}

void put_coverage(const Tally& tally, v1::Cell& cell) {
  const std::int64_t trained =
      of_status(tally, rules::TrainingStatus::valid) + of_status(tally, rules::TrainingStatus::soon);
  cell.set_numerator(narrow(trained));
  cell.set_denominator(narrow(tally.total()));
  const auto total = static_cast<double>(tally.total());
  const auto unstated = static_cast<double>(tally.total_unstated());
  const auto covered = static_cast<double>(trained);
  if (total > 0) cell.set_share(covered / total);
  if (total + unstated == 0) return;
  const auto unknown = static_cast<double>(of_status(tally, rules::TrainingStatus::unknown));
  cell.set_bound_low(covered / (total + unstated));
  cell.set_bound_high((covered + unknown + unstated) / (total + unstated));
}

// Seats have no gender, and all of them are known.
void put_seats(const Tally& tally, v1::Cell& cell) {
  cell.set_total(narrow(tally.total()));
  cell.set_unstated(narrow(tally.total_unstated()));
  cell.set_numerator(narrow(tally.vacant));
  cell.set_denominator(narrow(tally.total()));
  if (tally.total() > 0) cell.set_share(static_cast<double>(tally.vacant) / static_cast<double>(tally.total()));
}

void put_index(const Tally& leaders, const Tally& deployed, Asks asks, v1::Cell& cell) {
  const auto above = share_of_women(leaders);
  const auto below = share_of_women(deployed);
  if (above && below && *below > 0) cell.set_share(*above / *below);
  if (leaders.total() == 0 || deployed.total() == 0) return;
  const Interval leading = *bounds_of(leaders, asks), all = *bounds_of(deployed, asks);
  if (all.high > 0) cell.set_bound_low(leading.low / all.high);
  if (all.low > 0) cell.set_bound_high(leading.high / all.low);
}

bool has_base(const Indicator& indicator) {
  return indicator.share == Share::index || indicator.population == Population::untrained;
}

void put_base(const Tally& tally, v1::Base& base) {
  base.set_women(narrow(tally.by_gender[0]));
  base.set_men(narrow(tally.by_gender[1]));
  base.set_other(narrow(tally.by_gender[2]));
  base.set_unknown(narrow(tally.by_gender[3]));
  base.set_total(narrow(tally.total()));
}

void put_cohort(const Cohort& cohort, v1::Cell& cell) {
  cell.set_cohort_submitted(narrow(cohort.submitted));
  cell.set_cohort_selected(narrow(cohort.selected));
  cell.set_cohort_open(narrow(cohort.open));
  if (cohort.submitted == 0) return;
  const auto trials = static_cast<double>(cohort.submitted), successes = static_cast<double>(cohort.selected);
  cell.set_cohort_rate(successes / trials);
  const Interval interval = wilson(successes, trials, 0.95);
  cell.set_interval_low(interval.low);
  cell.set_interval_high(interval.high);
}

// Puts the numbers of one group or of all. `base`: whom they are taken of, if the indicator says so. `of_roster`: people
// of the roster are counted, deployed or not.
void fill(const Indicator& indicator, Asks asks, bool of_roster, const Tally& tally, const Tally& base,
          v1::Cell& cell) {
  if (indicator.share == Share::vacancy) return put_seats(tally, cell);
  const auto women = bounds_of(tally, asks);
  cell.set_women(narrow(tally.by_gender[0]));
  cell.set_men(narrow(tally.by_gender[1]));
  cell.set_other(narrow(tally.by_gender[2]));
  cell.set_unknown(narrow(tally.by_gender[3]));
  cell.set_total(narrow(tally.total()));
  cell.set_from_headcounts(narrow(tally.from_headcounts));
  cell.set_unstated(narrow(tally.total_unstated()));
  cell.set_counted_elsewhere(narrow(tally.elsewhere));
  if (of_roster) cell.set_dormant(narrow(tally.dormant));
  const std::int64_t unknown =
      indicator.share == Share::coverage ? of_status(tally, rules::TrainingStatus::unknown) : tally.by_gender[3];
  if (const std::int64_t all = tally.total() + tally.total_unstated(); all > 0) {
    cell.set_completeness(static_cast<double>(tally.total() - unknown) / static_cast<double>(all));
  }
  switch (indicator.share) {
    case Share::women: put_women(tally, women, cell); break;
    case Share::coverage: put_coverage(tally, cell); break;
    case Share::index: put_index(tally, base, asks, cell); break;
    case Share::vacancy: break;
  }
  if (women) {
    cell.set_women_low(women->low);
    cell.set_women_high(women->high);
  }
  if (has_base(indicator)) put_base(base, *cell.mutable_base());
  if (!indicator.takes(Parameter::requirement)) return;
  for (std::size_t s = 0; s < status_names.size(); ++s) {
    (*cell.mutable_statuses())[std::string(status_names[s])] = narrow(tally.statuses[s]);
  }
}

// Says that there is no number, so that there is neither a share nor bounds of one.
void take_number(v1::NoNumber why, v1::Cell& cell) {
  if (why == v1::NO_NUMBER_UNSPECIFIED) return;
  cell.set_no_report(true);
  cell.set_no_number(why);
  cell.clear_share();
  cell.clear_bound_low();
  cell.clear_bound_high();
  cell.clear_women_low();
  cell.clear_women_high();
  cell.clear_completeness();
  cell.clear_dormant();
}

// Who the base of an index or of the untrained are.
Question base_of(const Indicator& indicator, const Question& question) {
  Question base = indicator.share == Share::index ? of_any_tier(question) : question;
  if (indicator.share == Share::index) {
    std::erase(base.group_by, dimension::tier);
  } else {
    base.population = Population::must_train;
    base.requirement.of_deployed = true;
  }
  return base;
}

// Makes the cells of one answer.
class Writer {
 public:
  Writer(const Facts& facts, const Asked& asked) : facts_(facts), asked_(asked), counts_(count(facts, asked.question)) {
    if (!asked.question.individuals_only) reporting_ = reporting_of(facts, asked.question);
    if (asked.arguments.stage == "SELECTED") cohorts_ = count_cohorts(facts, asked.question);
    if (!has_base(*asked.indicator)) return;
    of_base_ = base_of(*asked.indicator, asked.question);
    base_ = count(facts, of_base_);
    for (std::size_t g = 0; g < base_.groups.size(); ++g) base_group_[base_.groups[g]] = g;
  }

  void write_span(std::size_t span, v1::QueryIndicatorResponse& response) const {
    const std::string date = asked_.date_of(span);
    Tally total;
    Tally base_total;
    std::vector<v1::Cell> cells;
    for (std::size_t g = 0; g < counts_.groups.size(); ++g) {
      const Tally& tally = counts_.spans[span][g];
      total += tally;
      // A report's zero is told, and who may belong here; of whom nothing is said, nothing.
      const bool nobody = tally.total() == 0 && tally.zero_rows == 0 && tally.total_unstated() == 0 &&
                          tally.elsewhere == 0 && of_status(tally, rules::TrainingStatus::unknown) == 0;
      if (asked_.question.group_by.empty() || nobody) continue;
      cells.push_back(cell_of(date, counts_.groups[g], tally, base_of_group(span, counts_.groups[g])));
    }
    if (has_base(*asked_.indicator)) {
      for (const Tally& tally : base_.spans[span]) base_total += tally;
    }
    const v1::NoNumber none = why_none(span, base_total);
    // Where there is no number the groups have none.
    if (none != v1::NO_NUMBER_UNSPECIFIED) cells.clear();
    const Cohort cohort = add_cohorts(span, date, cells);
    if (asked_.question.group_by.empty()) {
      cells.push_back(cell_of(date, {}, total, base_total));
      take_number(none, cells.back());
      if (!cohorts_.empty()) put_cohort(cohort, cells.back());
    }
    std::sort(cells.begin(), cells.end(), [](const v1::Cell& a, const v1::Cell& b) {
      return std::lexicographical_compare(a.group().begin(), a.group().end(), b.group().begin(), b.group().end());
    });
    for (v1::Cell& cell : cells) *response.add_cells() = std::move(cell);
    v1::Cell& whole = *response.add_totals();
    whole.set_date(date);
    fill(*asked_.indicator, asks_, of_roster_, total, base_total, whole);
    take_number(none, whole);
    if (!cohorts_.empty()) put_cohort(cohort, whole);
    tell_reports(span, whole);
  }

 private:
  // Of the untrained there is no number either where the training of nobody is known who must have it.
  v1::NoNumber why_none(std::size_t span, const Tally& base) const {
    const std::int64_t unknown = of_status(base, rules::TrainingStatus::unknown);
    const bool untrained = asked_.question.population == Population::untrained;
    if (untrained && unknown > 0 && unknown == base.total()) return v1::NO_NUMBER_TRAINING_UNKNOWN;
    return counts_.no_number[span];
  }

  void tell_reports(std::size_t span, v1::Cell& whole) const {
    // Those of the base too: the number would be another one with them.
    std::set<std::string> absent(counts_.absent_sources[span].begin(), counts_.absent_sources[span].end());
    if (has_base(*asked_.indicator)) {
      absent.insert(base_.absent_sources[span].begin(), base_.absent_sources[span].end());
    }
    for (const std::string& source : absent) whole.add_absent_sources(source);
    for (const std::string& month : counts_.absent_months[span]) whole.add_absent_months(month);
    for (const int dimension : counts_.not_stated[span]) whole.add_not_stated(dimension_value(dimension));
    if (asked_.last_report) {
      whole.set_last_reported(rules::format_date(asked_.last_report->day));
      for (const auto source : asked_.last_report->sources) {
        whole.add_last_reported_by(facts_.deployment_profiles.sources().text(source));
      }
    }
    // Whom it is taken of holds whoever is counted.
    const Question& widest = has_base(*asked_.indicator) ? of_base_ : asked_.question;
    // They name missions.
    if (asked_.others.missions.empty()) {
      for (auto& anomaly : anomalies_of(facts_, widest, *asked_.names, widest.spans[span])) {
        *whole.add_anomalies() = std::move(anomaly);
      }
    }
    if (reporting_.empty()) return;
    for (const auto& code : codes_of(reporting_[span].reported)) whole.add_headcount_units(code);
    for (const auto& code : codes_of(reporting_[span].missing)) whole.add_missing_reports(code);
  }

  // Each once, in order.
  template <class Units>
  std::set<std::string> codes_of(const Units& units) const {
    std::set<std::string> codes;
    for (const std::int64_t unit : units) codes.insert(asked_.shown(dimension::unit, std::to_string(unit)));
    return codes;
  }

  // Puts each group's cohort into its cell, a new one if the group has none; gives all as one.
  Cohort add_cohorts(std::size_t span, const std::string& date, std::vector<v1::Cell>& cells) const {
    Cohort all;
    if (cohorts_.empty()) return all;
    for (const auto& [group, cohort] : cohorts_[span]) {
      all += cohort;
      if (asked_.question.group_by.empty()) continue;
      v1::Cell made = cell_of(date, group, Tally(), Tally());
      auto cell = std::find_if(cells.begin(), cells.end(), [&](const v1::Cell& one) {
        return std::equal(one.group().begin(), one.group().end(), made.group().begin(), made.group().end());
      });
      put_cohort(cohort, cell == cells.end() ? cells.emplace_back(std::move(made)) : *cell);
    }
    return all;
  }

  Tally base_of_group(std::size_t span, const std::vector<std::string>& group) const {
    std::vector<std::string> key;
    for (std::size_t i = 0; i < group.size(); ++i) {
      const bool split = asked_.indicator->share != Share::index || asked_.question.group_by[i] != dimension::tier;
      if (split) key.push_back(group[i]);
    }
    auto place = base_group_.find(key);
    return place == base_group_.end() ? Tally() : base_.spans[span][place->second];
  }

  v1::Cell cell_of(const std::string& date, const std::vector<std::string>& group, const Tally& tally,
                   const Tally& base) const {
    v1::Cell cell;
    std::size_t next = 0;
    for (int dimension : asked_.group_by) {
      cell.add_group(dimension == dimension::month ? date.substr(0, 7) : asked_.shown(dimension, group[next++]));
    }
    cell.set_date(date);
    fill(*asked_.indicator, asks_, of_roster_, tally, base, cell);
    return cell;
  }

  const Facts& facts_;
  const Asked& asked_;
  const Asks asks_ = asks_for(asked_.question.selection);
  const bool of_roster_ = asked_.question.population == Population::must_train && !is_of_deployed(asked_.question);
  Counts counts_;
  Question of_base_;
  Counts base_;
  std::vector<std::map<std::vector<std::string>, Cohort>> cohorts_;  // by span; none: not asked
  std::map<std::vector<std::string>, std::size_t> base_group_;
  std::vector<Reporting> reporting_;
};

}  // namespace

std::string_view status_name(rules::TrainingStatus status) { return status_names[static_cast<std::size_t>(status)]; }

v1::QueryIndicatorResponse answer(const Facts& facts, const Asked& asked) {
  v1::QueryIndicatorResponse response;
  response.set_indicator(std::string(asked.indicator->code));
  for (int dimension : asked.group_by) response.add_group_by(dimension_value(dimension));
  for (const std::string& unit : asked.scope) response.add_scope(unit);
  const Writer writer(facts, asked);
  for (std::size_t span = 0; span < asked.question.spans.size(); ++span) writer.write_span(span, response);
  return response;
}

}  // namespace muster::statistics
