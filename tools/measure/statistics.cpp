// SPDX-License-Identifier: EUPL-1.2
#include "statistics.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "rules/civil_date.h"
#include "statistics/engine.h"

namespace muster::measure {
namespace {

using namespace statistics;

constexpr int missions = 24;
constexpr int segments_per_person = 4;
constexpr int runs = 9;

double resident_bytes() {
  std::ifstream file("/proc/self/statm");
  double all = 0, resident = 0;
  file >> all >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

// The median of several runs, in milliseconds.
template <class Work>
double median_ms(Work work) {
  std::vector<double> times;
  for (int i = 0; i < runs; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
  }
  std::nth_element(times.begin(), times.begin() + runs / 2, times.end());
  return times[runs / 2];
}

template <std::size_t size>
const char* one_of(std::mt19937& random, const std::array<const char*, size>& texts) {
  return texts[random() % size];
}

// The profiles that the facts choose from.
std::vector<std::uint32_t> choose_profiles(std::mt19937& random, Profiles& profiles) {
  static constexpr std::array types = {"PERSONNEL_TYPE_TROOPS", "PERSONNEL_TYPE_STAFF_OFFICER"};
  static constexpr std::array categories = {"CATEGORY_MILITARY", "CATEGORY_POLICE", "CATEGORY_CIVILIAN"};
  static constexpr std::array bands = {"RANK_BAND_SENIOR", "RANK_BAND_MIDDLE", "RANK_BAND_JUNIOR"};
  static constexpr std::array genders = {"GENDER_WOMAN", "GENDER_MAN", "GENDER_MAN", "GENDER_OTHER"};
  std::vector<std::uint32_t> ids;
  for (int i = 0; i < 4000; ++i) {
    const std::string mission = std::to_string(1 + random() % missions);
    const std::string tier = std::to_string(random() % 5);
    const std::string unit = std::to_string(1 + random() % 40);
    Stated stated{.departure = true};
    stated.texts[dimension::mission] = mission;
    stated.texts[dimension::country] = "NOR";
    stated.texts[dimension::personnel_type] = one_of(random, types);
    stated.texts[dimension::organisation] = "ORGANISATION_UN";
    stated.texts[dimension::category] = one_of(random, categories);
    stated.texts[dimension::rank_band] = one_of(random, bands);
    stated.texts[dimension::tier] = tier;
    stated.texts[dimension::unit] = unit;
    stated.texts[dimension::gender] = one_of(random, genders);
    ids.push_back(profiles.id_of(stated));
  }
  return ids;
}

// Tours of four to eight months with a pause between; of one person in fifty the first two may be
// at the same time. Segments come in the order of time, as a register grows.
void fill(Facts& facts, long long count, Day first_day, Day last_day) {
  std::mt19937 random(1);
  const auto profiles = choose_profiles(random, facts.deployment_profiles);
  const long long persons = count / segments_per_person;
  const int stride = (last_day - first_day) / segments_per_person;
  std::uint32_t record = 0;
  for (int turn = 0; turn < segments_per_person; ++turn) {
    for (long long person = 0; person < persons; ++person) {
      const std::uint32_t subject = facts.subjects.index_of((person + 1) * 1'000'003);
      const Day from = first_day + turn * stride + static_cast<Day>(random() % static_cast<unsigned>(stride - 250));
      const bool overlaps = turn == 1 && person % 50 == 0;
      const Day start = overlaps ? from - stride : from;
      ++record;
      facts.deployments.apply({.record = record,
                               .deployment = record,
                               .subject = subject,
                               .profile = profiles[random() % profiles.size()],
                               .sequence = record,
                               .day_from = start,
                               .day_to = start + 120 + static_cast<Day>(random() % 120)});
    }
  }
}

// What any answer must read at least, and compare with its days.
struct Columns {
  std::vector<Day> from, to;
  std::vector<std::uint32_t> profile, subject;

  long long within(Span span) const {
    std::uint32_t hits = 0;
    for (std::size_t i = 0; i < from.size(); ++i) hits += is_within(i, span);
    return hits;
  }
  // Together with whose they are: a sum stands for what is done with it.
  std::uint32_t sum_within(Span span) const {
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < from.size(); ++i) sum += is_within(i, span) * (profile[i] ^ subject[i]);
    return sum;
  }

 private:
  std::uint32_t is_within(std::size_t i, Span span) const {
    return static_cast<std::uint32_t>((from[i] < span.to) & (to[i] > span.from));
  }
};

Columns columns_of(const Facts& facts) {
  Columns columns;
  auto take = [&](const DeploymentFact& fact) {
    columns.from.push_back(fact.day_from);
    columns.to.push_back(fact.day_to);
    columns.profile.push_back(fact.profile);
    columns.subject.push_back(fact.subject);
  };
  facts.deployments.visit(
      known_now, [](Day, Day) { return true; },
      [&](const DeploymentColumns::Block& block) {
        for (const std::uint16_t row : block.rows) take(block.fact(row));
      },
      take);
  return columns;
}

Question by_mission(std::vector<Span> spans) {
  Question question;
  question.spans = std::move(spans);
  question.group_by = {dimension::mission};
  question.individuals_only = false;
  return question;
}

std::vector<Span> month_ends(int first_year, int years) {
  std::vector<Span> spans;
  for (int month = 0; month < years * 12; ++month) {
    const int next = month + 1;
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02d-01", first_year + next / 12, next % 12 + 1);
    const Day after = *rules::parse_date(text);
    spans.push_back({after - 1, after});
  }
  return spans;
}

long long total(const Counts& counts) {
  long long sum = 0;
  for (const Tally& tally : counts.spans.at(0)) sum += tally.total();
  return sum;
}

}  // namespace

StatisticsTimes measure_statistics(long long count_of_facts) {
  StatisticsTimes times;
  const Day first_day = *rules::parse_date("2014-01-01"), last_day = *rules::parse_date("2025-01-01");
  const Day date = *rules::parse_date("2020-06-15");
  const double before = resident_bytes();
  const auto begin = std::chrono::steady_clock::now();
  Facts facts;
  fill(facts, count_of_facts, first_day, last_day);
  times.fill_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  times.memory_bytes = resident_bytes() - before;

  times.at_date_ms = median_ms([&] { times.counted = total(count(facts, by_mission({{date, date + 1}}))); });
  const Question series = by_mission(month_ends(2014, 10));
  times.series_ms = median_ms([&] { (void)count(facts, series); });

  const Columns columns = columns_of(facts);
  times.days_pass_ms = median_ms([&] { times.passed = columns.within({date, date + 1}); });
  const Span window{series.spans.front().from, series.spans.back().to};
  volatile std::uint32_t kept = 0;  // so that the pass is not left out
  times.wide_pass_ms = median_ms([&] { kept = columns.sum_within(window); });
  return times;
}

}  // namespace muster::measure
