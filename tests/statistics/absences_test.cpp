// SPDX-License-Identifier: EUPL-1.2
// Months that a source of imported deployments did not report: no number, never the one before.
#include <gtest/gtest.h>

#include "definitions.h"
#include "leaders.h"
#include "statistics/absences.h"

namespace muster::statistics::testing {
namespace {

// Deployments imported as the months of a source, which had no report of April.
class AbsentMonthTest : public DefinitionsTest {
 protected:
  void SetUp() override {
    segment(1, "2024-03-31", "2024-06-30").source = "UN";
    segment(2, "2024-03-31", "").source = "UN";
    for (const std::string month : {"2024-03", "2024-05", "2024-06"}) reported("UN", month, false);
  }
  void reported(const std::string& source, const std::string& month, bool withdrawn) {
    world_.coverage.push_back({++world_.last_sequence, 7, source, month, withdrawn});
  }
};

TEST_F(AbsentMonthTest, HasNoNumber) {
  for (const std::string date : {"2024-04-01", "2024-04-30"}) {
    const Counts counts = ask(on(date));
    EXPECT_TRUE(counts.no_report(0)) << date;
    EXPECT_EQ(counts.absent_sources[0], std::vector<std::string>{"UN"});
    EXPECT_EQ(total(on(date)), 0);
    Facts facts;
    world_.fill(facts);
    EXPECT_TRUE(collect(facts, on(date), {}, std::nullopt).empty());
  }
  for (const std::string date : {"2024-03-31", "2024-05-01", "2024-06-30"}) {
    EXPECT_FALSE(ask(on(date)).no_report(0)) << date;
    EXPECT_EQ(total(on(date)), 2) << date;
  }
  // Before the first report nothing says that one is missing.
  EXPECT_FALSE(ask(on("2024-02-29")).no_report(0));
}

// What was reported last is not today's: nobody has said who is still there.
TEST_F(AbsentMonthTest, IsEveryMonthAfterTheLastReport) {
  Facts facts;
  world_.fill(facts);
  for (const std::string date : {"2024-07-01", "2024-07-31", "2026-07-31"}) {
    EXPECT_TRUE(ask(on(date)).no_report(0)) << date;
    EXPECT_EQ(last_report(facts, on(date))->day, day("2024-06-30")) << date;
  }
  for (const std::string date : {"2024-04-30", "2024-06-15", "2024-06-30", "2024-01-01"}) {
    EXPECT_FALSE(last_report(facts, on(date))) << date;
  }
  // Beside people who were entered here the source's are left out.
  segment(3, "2024-01-01", "");
  Facts mixed;
  world_.fill(mixed);
  EXPECT_FALSE(last_report(mixed, on("2024-07-31")));
  EXPECT_EQ(total(on("2024-07-31")), 1);
  EXPECT_EQ(ask(on("2024-07-31")).absent_sources[0], std::vector<std::string>{"UN"});
  // Before the last report was known, the one before was the last.
  Question then = on("2024-07-31");
  then.known = 4;  // March and May
  EXPECT_EQ(last_report(facts, then)->day, day("2024-05-31"));
}

TEST_F(AbsentMonthTest, LeavesOutThatSourceOnly) {
  segment(3, "2024-01-01", "");
  const Counts counts = ask(on("2024-04-30"));
  EXPECT_FALSE(counts.no_report(0));
  EXPECT_EQ(counts.absent_sources[0], std::vector<std::string>{"UN"});
  EXPECT_EQ(total(on("2024-04-30")), 1);
  EXPECT_EQ(total(on("2024-05-31")), 3);
  // In a series each month by itself.
  Question series = on("2024-03-31");
  for (const std::string date : {"2024-04-30", "2024-05-31"}) series.spans.push_back({day(date), day(date) + 1});
  EXPECT_EQ(total(series, 0), 3);
  EXPECT_EQ(total(series, 1), 1);
  EXPECT_EQ(total(series, 2), 3);
  // Somewhere the source never had anybody nothing is missing.
  segment(4, "2024-01-01", "", "2");
  Question elsewhere = on("2024-04-30");
  elsewhere.selection.restrict(dimension::mission, {"2"});
  EXPECT_TRUE(ask(elsewhere).absent_sources[0].empty());
  EXPECT_EQ(total(elsewhere), 1);
}

TEST_F(AbsentMonthTest, IsKnownFromItsReportsOnAndNoLongerWhenTheyAreUndone) {
  Question before = on("2024-04-30");
  before.known = 4;  // March and May; not yet June
  EXPECT_TRUE(ask(before).no_report(0));
  before.known = 3;  // March only: whatever comes after it is not reported
  EXPECT_TRUE(ask(before).no_report(0));
  before.known = 2;  // no months at all: these are people with their dates
  EXPECT_FALSE(ask(before).no_report(0));
  EXPECT_EQ(total(before), 2);
  for (const std::string month : {"2024-03", "2024-05", "2024-06"}) reported("UN", month, true);
  EXPECT_FALSE(ask(on("2024-04-30")).no_report(0));
  EXPECT_EQ(total(on("2024-04-30")), 2);
}

// Whom a source has later, or had until an undo, says nothing of what was missing then.
TEST_F(AbsentMonthTest, IsAskedOfWhomTheSourceHadThen) {
  Question of_swedes = on("2024-04-30");
  of_swedes.selection.restrict(dimension::country, {"SWE"});
  const auto then = static_cast<std::uint32_t>(world_.last_sequence);
  EXPECT_TRUE(ask(of_swedes).absent_sources[0].empty());
  Row& swede = segment(3, "2024-05-31", "2024-06-30");
  swede.source = "UN";
  swede.texts[dimension::country] = "SWE";
  EXPECT_EQ(ask(of_swedes).absent_sources[0], std::vector<std::string>{"UN"});
  of_swedes.known = then;
  EXPECT_TRUE(ask(of_swedes).absent_sources[0].empty()) << "the first answer, for ever";
  EXPECT_FALSE(ask(of_swedes).no_report(0));
  Row undone = swede;
  undone.id = static_cast<long long>(world_.rows.size()) + 1;
  undone.sequence = ++world_.last_sequence;
  undone.day_to = undone.day_from;
  world_.rows.push_back(undone);
  of_swedes.known = known_now;
  EXPECT_TRUE(ask(of_swedes).absent_sources[0].empty()) << "an import that was undone never was";
}

TEST_F(AbsentMonthTest, HasNoDaysEither) {
  const Question april = within(Population::deployed, Measure::days, "2024-04-01", "2024-04-30");
  EXPECT_EQ(total(april), 0);
  EXPECT_TRUE(ask(april).no_report(0));
  // 2 people on 31 March, none of April, 31 days of May of both.
  const Question spring = within(Population::deployed, Measure::days, "2024-03-31", "2024-05-31");
  EXPECT_EQ(total(spring), 2 + 62);
  EXPECT_FALSE(ask(spring).no_report(0));
  EXPECT_EQ(ask(spring).absent_sources[0], std::vector<std::string>{"UN"});
  EXPECT_EQ(ask(spring).absent_months[0], std::vector<std::string>{"UN 2024-04"});
  Facts facts;
  world_.fill(facts);
  long long listed = 0;
  for (const Counted& record : collect(facts, spring, {}, std::nullopt)) listed += record.count;
  EXPECT_EQ(listed, total(spring)) << "the list is as long as its number";
}

// People with names have departures; of people without one the source knows a stock.
TEST_F(AbsentMonthTest, OfPeopleWithoutANameNoDepartureIsKnown) {
  const Question departures = within(Population::departures, Measure::starts, "2024-03-01", "2024-04-30");
  EXPECT_EQ(total(departures), 2);
  EXPECT_FALSE(ask(departures).no_report(0));
  for (Row& row : world_.rows) row.anonymous = true;
  EXPECT_EQ(total(departures), 0);
  EXPECT_TRUE(ask(departures).no_report(0));
  EXPECT_EQ(ask(departures).absent_sources[0], std::vector<std::string>{"UN"});
  segment(3, "2024-04-01", "");
  EXPECT_EQ(total(departures), 1);
  EXPECT_FALSE(ask(departures).no_report(0));
  world_.coverage.clear();
  EXPECT_EQ(total(departures), 3) << "a source of single tours says when they began";
}

class AbsenceQueryTest : public StatisticsTest {};

TEST_P(AbsenceQueryTest, AMonthThatItsSourceDidNotReportSaysSo) {
  World world = world_with_leaders();
  for (Row& row : world.rows) row.source = "UN";
  for (const std::string month : {"2026-01", "2026-03"}) {
    world.coverage.push_back({++world.last_sequence, 7, "UN", month, false});
  }
  insert(world);
  for (const std::string code : {"S1", "L1", "L2"}) {
    SCOPED_TRACE(code);
    auto series = within(code, "2026-01-01", "2026-03-31");
    series.set_every_month(true);
    series.add_group_by(v1::DIMENSION_MONTH);
    series.add_group_by(v1::DIMENSION_COUNTRY);
    const auto response = ask(series);
    EXPECT_EQ(response.cells_size(), 2);
    ASSERT_EQ(response.totals_size(), 3);
    EXPECT_FALSE(response.totals(0).no_report());
    EXPECT_TRUE(response.totals(1).no_report());
    EXPECT_EQ(response.totals(1).total(), 0);
    EXPECT_EQ(response.totals(1).base().total(), 0);
    EXPECT_FALSE(response.totals(1).has_share());
    EXPECT_EQ(response.totals(1).absent_sources(0), "UN");
    EXPECT_EQ(response.totals(2).absent_sources_size(), 0);
  }
  const auto absent = ask(on("S1", "2026-02-10"));
  EXPECT_TRUE(absent.cells(0).no_report());
  EXPECT_EQ(absent.sentence(), "On 10 February 2026, UN has no report of the month, so nobody knows who was deployed.");
  EXPECT_EQ(absent.sentence_nb(),
            "Den 10. februar 2026: UN har ingen rapport for måneden, så ingen vet hvem som var utsendt.");
  // Beside people of one's own it is them who are left.
  Row own = world.rows.front();
  own.source = "";
  own.sequence = own.record = own.parent = own.subject = ++world.last_sequence;
  sql([&](db::Session& session) { insert_row(session, own); });
  const auto mixed = ask(on("S1", "2026-02-10"));
  EXPECT_FALSE(mixed.cells(0).no_report());
  EXPECT_EQ(mixed.totals(0).total(), 1);
  EXPECT_NE(mixed.sentence().find("Left out, without a report of the month: people of UN."), std::string::npos)
      << mixed.sentence();
}

// People of a source who lead nobody are in the base of the index alone.
TEST_P(AbsenceQueryTest, AnIndexNamesWhatIsAbsentFromItsBaseToo) {
  World world = world_with_leaders();
  Row reported = world.rows.front();
  reported.source = "UN";
  reported.texts[dimension::tier] = "0";
  reported.id = reported.record = reported.parent = reported.subject = 9000;
  reported.sequence = ++world.last_sequence;
  world.rows.push_back(reported);
  for (const std::string month : {"2026-01", "2026-03"}) {
    world.coverage.push_back({++world.last_sequence, 7, "UN", month, false});
  }
  insert(world);
  auto index = on("L2", "2026-02-10");
  auto& filter = *index.add_where();
  filter.set_dimension(v1::DIMENSION_TIER);
  for (const char* tier : {"1", "2", "3", "4"}) filter.add_values(tier);
  const auto response = ask(index);
  ASSERT_EQ(response.totals(0).absent_sources_size(), 1);
  EXPECT_EQ(response.totals(0).absent_sources(0), "UN");
  EXPECT_NE(response.sentence().find("people of UN"), std::string::npos) << response.sentence();
}

INSTANTIATE_TEST_SUITE_P(Backends, AbsenceQueryTest, support::backends(), support::backend_name);

}  // namespace
}  // namespace muster::statistics::testing
