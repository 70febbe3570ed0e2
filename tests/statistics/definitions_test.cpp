// SPDX-License-Identifier: EUPL-1.2
// What the definitions say in single cases and in identities, without a database.
#include <gtest/gtest.h>

#include <numeric>

#include "definitions.h"
#include "oracle.h"
#include "statistics/columns.h"
#include "statistics/engine.h"
#include "statistics/reports.h"
#include "support/rounds.h"
#include "world.h"

namespace muster::statistics::testing {
namespace {

TEST_F(DefinitionsTest, FirstAndLastDayCount) {
  segment(1, "2026-03-01", "2026-03-10");
  EXPECT_EQ(total(on("2026-02-28")), 0);
  EXPECT_EQ(total(on("2026-03-01")), 1);
  EXPECT_EQ(total(on("2026-03-10")), 1);
  EXPECT_EQ(total(on("2026-03-11")), 0);
  EXPECT_EQ(total(within(Population::deployed, Measure::days, "2026-01-01", "2026-12-31")), 10);
  EXPECT_EQ(total(within(Population::deployed, Measure::days, "2026-03-10", "2026-12-31")), 1);
}

TEST_F(DefinitionsTest, AnOpenEndCounts) {
  segment(1, "2020-01-01", "");
  EXPECT_EQ(total(on("2199-12-31")), 1);
  EXPECT_EQ(total(within(Population::deployed, Measure::days, "2023-01-01", "2023-12-31")), 365);
}

TEST_F(DefinitionsTest, DeparturesCountOnTheirFirstDayOnly) {
  segment(1, "2026-03-01", "2026-03-10");
  EXPECT_EQ(total(within(Population::departures, Measure::starts, "2026-03-01", "2026-03-01")), 1);
  EXPECT_EQ(total(within(Population::departures, Measure::starts, "2026-02-01", "2026-02-28")), 0);
  EXPECT_EQ(total(within(Population::departures, Measure::starts, "2026-03-02", "2026-12-31")), 0);
}

TEST_F(DefinitionsTest, AVoidedSegmentNeverWas) {
  Row entered = segment(1, "2026-03-01", "2026-03-10");
  Row voided = entered;
  voided.id = 2;
  voided.sequence = ++world_.last_sequence;
  voided.day_to = voided.day_from;
  world_.rows.push_back(voided);
  EXPECT_EQ(total(on("2026-03-05")), 0);
  EXPECT_EQ(total(within(Population::departures, Measure::starts, "2026-01-01", "2026-12-31")), 0);
  Question before = on("2026-03-05");
  before.known = static_cast<std::uint32_t>(entered.sequence);
  EXPECT_EQ(total(before), 1) << "what was known then stays answerable";
}

TEST_F(DefinitionsTest, OnePrimarySegmentPerPersonAfterTheFilter) {
  segment(1, "2026-01-01", "2026-12-31", "1", "0");
  segment(1, "2026-02-01", "2026-12-31", "2", "3");
  segment(1, "2026-02-01", "2026-12-31", "3", "3");
  Question question = on("2026-03-01");
  question.group_by = {dimension::mission};
  const auto groups = answer_of(ask(question), 0);
  EXPECT_EQ(total(question), 1) << "the groups must add up to one person";
  EXPECT_EQ(groups.at({"2"}).genders[0], 1) << "highest tier, then start, then lowest id";
  EXPECT_EQ(groups.at({"1"}).elsewhere, 1);
  EXPECT_EQ(groups.at({"3"}).elsewhere, 1);
  Question filtered = question;
  filtered.selection.restrict(dimension::mission, {"1"});
  EXPECT_EQ(total(filtered), 1) << "within mission 1 the person is there";
  Question leaders = on("2026-03-01");
  leaders.tier_min = 3;
  EXPECT_EQ(total(leaders), 1);
  leaders.tier_min = 4;
  EXPECT_EQ(total(leaders), 0);
}

TEST_F(DefinitionsTest, UnknownGenderIsAValueOfItsOwn) {
  segment(1, "2026-01-01", "", "1", "0", "GENDER_NOT_STATED");
  segment(2, "2026-01-01", "", "1", "0", "");
  segment(3, "2026-01-01", "", "1", "0", "GENDER_OTHER");
  Question question = on("2026-03-01");
  const auto counts = ask(question);
  EXPECT_EQ(counts.spans[0][0].by_gender, (std::array<std::int64_t, 4>{0, 0, 1, 2}));
  question.group_by = {dimension::gender};
  EXPECT_EQ(ask(question).groups.size(), 2u) << "blank and not stated are the same answer";
}

// Two of three have names: of the third nobody can know, whatever facts its pseudonym had.
TEST_F(DefinitionsTest, WhoHasNoNameIsNeitherTrainedNorUntrained) {
  segment(1, "2026-01-01", "");
  segment(2, "2026-01-01", "");
  segment(3, "2026-01-01", "").anonymous = true;
  hold(1, "2025-06-01", "2027-06-01");
  Question must = on("2026-03-01");
  must.population = Population::must_train;
  must.requirement = wps_of_deployed();
  const Tally coverage = ask(must).spans[0][0];
  EXPECT_EQ(coverage.total(), 3) << "all three must";
  EXPECT_EQ(coverage.statuses, (std::array<std::int64_t, 6>{1, 0, 0, 1, 0, 1}));
  Question without = must;
  without.population = Population::untrained;
  const Tally untrained = ask(without).spans[0][0];
  EXPECT_EQ(untrained.total(), 1) << "the one with a name and without training";
  EXPECT_EQ(untrained.statuses, (std::array<std::int64_t, 6>{0, 0, 0, 1, 0, 1})) << "and one apart";
  Facts facts;
  world_.fill(facts);
  EXPECT_EQ(collect(facts, without, {}, std::nullopt).size(), 1u);
  EXPECT_EQ(collect(facts, must, {}, std::nullopt).size(), 3u);
}

TEST_F(DefinitionsTest, OnDepartureTheFirstDayOfTheTourDecides) {
  segment(1, "2026-02-01", "2026-02-28");
  Row& later = segment(1, "2026-03-01", "", "1", "2");  // a change of role is no departure
  later.parent = world_.rows.front().parent;
  later.departure = false;
  hold(1, "2025-06-01", "2026-02-10");
  Question question = on("2026-03-15");
  question.population = Population::untrained;
  question.requirement = wps_of_deployed();
  EXPECT_EQ(total(question), 1) << "continuous: it lapsed on 11 February";
  question.requirement.time = rules::RequirementTime::throughout_tour;
  EXPECT_EQ(total(question), 1) << "lapsed during the tour";
  question.requirement.time = rules::RequirementTime::on_departure;
  EXPECT_EQ(total(question), 0) << "it was there on 1 February";
  segment(2, "2026-02-01", "");
  hold(2, "2026-02-02", "2030-01-01");
  EXPECT_EQ(total(question), 1) << "a day late stays late for the tour";
}

// stock(D2) = stock(D1) + departures in (D1, D2] - ends in [D1, D2), for one segment a person.
TEST_F(DefinitionsTest, StocksFollowFromFlows) {
  std::mt19937 random(7);
  const int start = day("2025-01-01");
  std::vector<std::pair<int, int>> tours;
  for (long long subject = 1; subject <= 400; ++subject) {
    const int first = start + static_cast<int>(random() % 600);
    const int last = first + static_cast<int>(random() % 240);
    const bool open = random() % 5 == 0;
    segment(subject, rules::format_date(first), open ? "" : rules::format_date(last));
    tours.push_back({first, open ? std::numeric_limits<int>::max() : last});
  }
  Facts facts;
  world_.fill(facts);
  auto sum = [&](const Question& question) {
    const Counts counts = count(facts, question);
    long long all = 0;
    for (const Tally& tally : counts.spans[0]) all += tally.total();
    return all;
  };
  for (int i = 0; i < 40; ++i) {
    const int d1 = start + static_cast<int>(random() % 500);
    const int d2 = d1 + 1 + static_cast<int>(random() % 200);
    const long long ends = std::count_if(tours.begin(), tours.end(),
                                         [&](const auto& tour) { return tour.second >= d1 && tour.second < d2; });
    const long long left = sum(on(rules::format_date(d2)));
    const long long departures =
        sum(within(Population::departures, Measure::starts, rules::format_date(d1 + 1), rules::format_date(d2)));
    EXPECT_EQ(left, sum(on(rules::format_date(d1))) + departures - ends);
  }
}

TEST_F(DefinitionsTest, PersonDaysAreTheSumOfTheDailyStocks) {
  for (unsigned seed = 1; seed <= support::rounds(5); ++seed) {
    WorldMaker maker(seed);
    world_ = maker.make();
    world_.coverage.clear();  // a stock leaves out a source without a report of its month, days do not
    Facts facts;
    world_.fill(facts);
    Question days;
    days.measure = Measure::days;
    days.group_by = {dimension::gender, dimension::mission};
    days.spans = {{WorldMaker::first_day + 40, WorldMaker::first_day + 140}};
    Question stocks = days;
    stocks.measure = Measure::stock;
    stocks.spans.clear();
    for (Day d = days.spans[0].from; d < days.spans[0].to; ++d) stocks.spans.push_back({d, d + 1});
    const Counts each = count(facts, stocks);
    std::map<std::vector<std::string>, long long> sums;
    for (const auto& span : each.spans) {
      for (std::size_t g = 0; g < span.size(); ++g) sums[each.groups[g]] += span[g].total();
    }
    const Counts whole = count(facts, days);
    for (std::size_t g = 0; g < whole.groups.size(); ++g) {
      EXPECT_EQ(whole.spans[0][g].total(), sums[whole.groups[g]]);
    }
  }
}

// A correction later must not change what is answered for a time before it.
TEST_F(DefinitionsTest, WhatWasKnownStaysAsItWas) {
  WorldMaker maker(11);
  const World whole = maker.make();
  Question question;
  question.group_by = {dimension::mission, dimension::gender};
  for (int i = 0; i < 6; ++i)
    question.spans.push_back({WorldMaker::first_day + 60 * i, WorldMaker::first_day + 60 * i + 1});
  for (long long known = 1; known <= whole.last_sequence; known += 9) {
    World then = whole;
    std::erase_if(then.rows, [&](const Row& row) { return row.sequence > known; });
    std::erase_if(then.coverage, [&](const CoverageRow& row) { return row.sequence > known; });
    Facts facts_then;
    Facts facts_now;
    then.fill(facts_then);
    whole.fill(facts_now);
    Question as_known = question;
    as_known.known = static_cast<std::uint32_t>(known);
    for (std::size_t span = 0; span < question.spans.size(); ++span) {
      EXPECT_EQ(answer_of(count(facts_now, as_known), span), answer_of(count(facts_then, question), span));
    }
  }
}

TEST_F(DefinitionsTest, AMonthWithoutATableHasNoNumber) {
  HeadcountRow row;
  row.source = "UN";
  row.month = "2024-06";
  row.sequence = 1;
  row.texts = texts_of("", "0", "GENDER_WOMAN");
  row.count = 5;
  world_.headcounts.push_back(row);
  Question question = on("2024-06-30");
  question.population = Population::reported;
  question.source = "UN";
  EXPECT_FALSE(ask(question).no_report(0));
  EXPECT_EQ(total(question), 5);
  Question by_mission = question;
  by_mission.selection.restrict(dimension::mission, {"1"});
  EXPECT_TRUE(ask(by_mission).no_report(0)) << "a table without missions has no number for one, which is not 0";
  Question by_country = question;
  by_country.selection.restrict(dimension::country, {"SWE"});
  EXPECT_FALSE(ask(by_country).no_report(0)) << "the table has countries, and none of this one: 0";
  EXPECT_EQ(total(by_country), 0);
  Question other_month = on("2024-07-31");
  other_month.population = Population::reported;
  other_month.source = "UN";
  EXPECT_TRUE(ask(other_month).no_report(0));
}

TEST(MomentsTest, ATimeGivesTheLastSequenceRecordedByThen) {
  Moments moments;
  moments.add(3, 1000);
  moments.add(3, 1000);
  moments.add(5, 2000);
  moments.add(6, 1900);  // the clock went back
  moments.add(9, 3000);
  EXPECT_EQ(moments.sequence_at(999), 0u);
  EXPECT_EQ(moments.sequence_at(1000), 3u);
  EXPECT_EQ(moments.sequence_at(1950), 3u) << "6 came after 5, so it was not known before it";
  EXPECT_EQ(moments.sequence_at(2000), 6u);
  EXPECT_EQ(moments.sequence_at(1'000'000), 9u);
}

// 10 million facts of 2.5 million people must fit into 400 MB; what a smaller number of them
// takes grows in proportion.
TEST(ColumnsTest, TenMillionFactsFitInto400Megabytes) {
  constexpr std::uint32_t facts = 1'000'000;
  DeploymentColumns columns;
  Subjects subjects;
  std::mt19937_64 random(3);
  std::vector<std::int64_t> people(facts / 4);
  for (auto& person : people) person = static_cast<std::int64_t>(random() >> 2);
  for (std::uint32_t i = 0; i < facts; ++i) {
    DeploymentFact fact;
    fact.record = i + 1;
    fact.deployment = i + 1;
    fact.subject = subjects.index_of(people[i % people.size()]);
    fact.sequence = i / 100 + 1;
    fact.day_from = static_cast<Day>(i / 100);
    fact.day_to = fact.day_from + 20;
    columns.apply(fact);
  }
  ASSERT_EQ(columns.size(), facts);
  ASSERT_EQ(subjects.size(), people.size());
  const std::size_t bytes = columns.bytes() + subjects.bytes();
  EXPECT_GT(bytes, facts * 28u) << "the columns cannot take less than what they hold";
  EXPECT_LT(bytes * 10, 400'000'000u);
}

}  // namespace
}  // namespace muster::statistics::testing
