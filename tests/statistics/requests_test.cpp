// SPDX-License-Identifier: EUPL-1.2
// Every wrong question is refused with the field, the fault and the way out.
#include <google/protobuf/util/time_util.h>
#include <gtest/gtest.h>

#include "platform/text/code_key.h"
#include "rules/time_zone.h"
#include "statistics_database.h"

namespace muster::statistics::testing {
namespace {

class RequestsTest : public StatisticsTest {
 protected:
  void SetUp() override {
    StatisticsTest::SetUp();
    World world;
    world.parents = {{1, 0}};
    insert(world);
    add_requirement("WPS");
  }

  void add_requirement(const std::string& code) {
    sql([&](db::Session& session) {
      db::execute(session, {"INSERT INTO requirement (code, code_key, display_name, display_name_nb, population, "
                            "categories, topics, courses,"
                            " time, soon_days, valid_from, create_time, update_time, row_version) VALUES (?, ?, '', '',"
                            " 'POPULATION_ROSTER', '[]', '[\"TOPIC_WPS\"]', '[]', 'REQUIREMENT_TIME_CONTINUOUS', 30,"
                            " '2020-02-01', 0, 0, 1)",
                            {code, text::code_key(code)}});
      db::execute(
          session,
          {"INSERT INTO requirement_fact (sequence, recorded_time, record, code, code_key, population, categories, "
           "topics,"
           " courses, time, soon_days, valid_from) SELECT 0, 0, id, code, code_key, population, categories, topics,"
           " courses, time, soon_days, valid_from FROM requirement WHERE code = ?",
           {code}});
    });
  }

  // The request must be refused for this field, with these words.
  void refuse(const v1::QueryIndicatorRequest& request, const std::string& field, const std::string& words) {
    SCOPED_TRACE(request.ShortDebugString());
    const status::Error error = refused(query_path, request, system());
    EXPECT_EQ(error.code(), status::Code::invalid_argument);
    EXPECT_TRUE(support::names_field(error, field)) << support::violations_of(error);
    EXPECT_NE(support::violations_of(error).find(words), std::string::npos) << support::violations_of(error);
  }
};

TEST_P(RequestsTest, RefusesWhatIsNoIndicator) {
  refuse(on("S9", "2026-01-01"), "indicator", "S1, S2, S3, L1, L2, N1, T1, T2, H1, V1");
}

TEST_P(RequestsTest, RefusesTheWrongKindOfTime) {
  refuse(on("S2", "2026-01-01"), "as_of", "give from and to");
  refuse(within("S1", "2026-01-01", "2026-02-01"), "from", "every_month");
  auto both = within("S1", "2026-01-01", "2026-02-01");
  both.set_as_of("2026-01-01");
  both.set_every_month(true);
  refuse(both, "as_of", "exclude each other");
  auto no_end = within("S3", "2026-01-01", "2026-02-01");
  no_end.clear_to();
  refuse(no_end, "to", "is needed");
  auto no_month_end = within("S1", "2026-01-01", "2026-01-30");
  no_month_end.set_every_month(true);
  refuse(no_month_end, "to", "no month end");
  auto long_series = within("S1", "1950-01-01", "2026-01-30");
  long_series.set_every_month(true);
  refuse(long_series, "to", "600 months");
  refuse(within("S3", "2026-02-01", "2026-01-01"), "to", "");
  refuse(on("S1", "2026-02-30"), "as_of", "");
  auto future = on("S1", "2026-01-01");
  *future.mutable_known_at() = google::protobuf::util::TimeUtil::SecondsToTimestamp(32'503'680'000);
  refuse(future, "known_at", "future");
  EXPECT_EQ(refused(query_path, future, system()).reason(), "KNOWN_AT_IN_FUTURE");
  // 1600: beyond what a clock of nanoseconds can say.
  future.mutable_known_at()->set_seconds(-11'676'096'000);
  refuse(future, "known_at", "before 1970");
  auto sequence = on("S1", "2026-01-01");
  sequence.set_known_sequence(1'000'000);
  refuse(sequence, "known_sequence", "is later than");
  sequence.set_known_sequence(-1);
  refuse(sequence, "known_sequence", "");
  sequence.set_known_sequence(0);
  sequence.mutable_known_at()->set_seconds(0);
  refuse(sequence, "known_sequence", "exclude each other");
}

// A figure counts what has happened: no day to come, of whichever indicator.
TEST_P(RequestsTest, RefusesDaysToCome) {
  const auto today = rules::local_day(std::chrono::system_clock::now(), support::roster_zone());
  const std::string later = rules::format_date(today + 2), yesterday = rules::format_date(today - 1);
  const auto list = call<v1::ListIndicatorsResponse>("muster.statistics.v1.StatisticsService/ListIndicators",
                                                     v1::ListIndicatorsRequest());
  for (const v1::Indicator& indicator : list.indicators()) {
    SCOPED_TRACE(indicator.code());
    auto series = within(indicator.code(), "2025-01-01", later);
    series.set_every_month(true);
    refuse(series, "to", "later than today");
    series.set_from(later);
    refuse(series, "from", "later than today");
    refuse(series, "to", "later than today");
    series.set_from("2025-01-01");
    series.set_to(yesterday);
    EXPECT_GT(ask(series).totals_size(), 0);
    if (indicator.period()) {
      refuse(within(indicator.code(), "2035-01-01", "2035-12-31"), "from", "later than today");
      EXPECT_EQ(ask(within(indicator.code(), yesterday, yesterday)).totals_size(), 1);
    } else {
      refuse(on(indicator.code(), "2035-01-01"), "as_of", "later than today");
      EXPECT_EQ(ask(on(indicator.code(), yesterday)).totals_size(), 1);
      v1::QueryIndicatorRequest now;
      now.set_indicator(indicator.code());
      EXPECT_EQ(ask(now).totals_size(), 1);
    }
  }
  const auto error = refused(query_path, on("S1", "2035-01-01"), system());
  EXPECT_EQ(error.reason(), "IN_FUTURE");
  ASSERT_EQ(error.violations().size(), 1u);
  EXPECT_LE(error.violations()[0].metadata.at("latest"), later);
  v1::ListCellRecordsRequest records;
  *records.mutable_query() = on("S1", "2035-01-01");
  EXPECT_TRUE(support::names_field(refused(records_path, records, system()), "query.as_of"));
}

TEST_P(RequestsTest, RefusesFieldsOfOtherIndicators) {
  auto request = on("S1", "2026-01-01");
  request.set_tier(2);
  request.set_stage("SUBMITTED");
  request.set_requirement("WPS");
  request.set_source("UN");
  for (const std::string field : {"tier", "stage", "requirement", "source"}) refuse(request, field, "leave it out");
  auto stage = within("N1", "2026-01-01", "2026-10-31");
  stage.set_stage("DREAMT");
  refuse(stage, "stage", "NOMINATED, ENDORSED, SUBMITTED, SELECTED");
  auto unknown = on("T2", "2026-01-01");
  unknown.set_requirement("NO-SUCH");
  refuse(unknown, "requirement", "does not exist: give one of WPS");
}

TEST_P(RequestsTest, TakesTheOnlyRequirementUnnamedAndListsSeveral) {
  EXPECT_EQ(ask(on("T1", "2026-01-01")).totals_size(), 1);
  add_requirement("SEAH");
  refuse(on("T1", "2026-01-02"), "requirement", "is needed: give one of SEAH, WPS");
}

TEST_P(RequestsTest, RefusesWrongGroupsAndFilters) {
  auto twice = on("S1", "2026-01-01");
  twice.add_group_by(v1::DIMENSION_UNIT);
  twice.add_group_by(v1::DIMENSION_UNIT);
  refuse(twice, "group_by[1]", "twice");
  auto tier = on("H1", "2026-01-01");
  tier.add_group_by(v1::DIMENSION_TIER);
  refuse(tier, "group_by[0]", "is no dimension of H1; give one of MISSION, COUNTRY");
  auto month = on("S1", "2026-01-01");
  where(month, v1::DIMENSION_MONTH, {"2026-01"});
  refuse(month, "where[0].dimension", "from and to");
  auto empty = on("S1", "2026-01-01");
  where(empty, v1::DIMENSION_UNIT, {});
  refuse(empty, "where[0].values", "at least one value");
  struct Case {
    v1::Dimension dimension;
    std::string value;
    std::string words;
  };
  for (const Case& wrong :
       {Case{v1::DIMENSION_MISSION, "UNKNOWN", "acronym"}, Case{v1::DIMENSION_UNIT, "UNKNOWN", "ListUnits"},
        Case{v1::DIMENSION_COUNTRY, "nor", "alpha-3"}, Case{v1::DIMENSION_TIER, "5", "0, 1, 2, 3 or 4"},
        Case{v1::DIMENSION_CATEGORY, "SOLDIER", "CATEGORY_MILITARY, CATEGORY_POLICE"},
        Case{v1::DIMENSION_GENDER, "X", "GENDER_WOMAN, GENDER_MAN"},
        Case{v1::DIMENSION_RANK_BAND, "CATEGORY_POLICE", "RANK_BAND_STRATEGIC"}}) {
    auto request = on("S1", "2026-01-01");
    where(request, wrong.dimension, {"", wrong.value});
    refuse(request, "where[0].values[1]", wrong.words);
  }
}

// Whoever is on the roster has no mission there: a group of its own, as everywhere.
TEST_P(RequestsTest, ARequirementOfTheRosterHasNothingOfAPost) {
  sql([](db::Session& session) {
    db::execute(session,
                "INSERT INTO membership_fact (sequence, recorded_time, record, subject, day_from, day_to,"
                " category, rank_band, unit, country) VALUES (1, 0, 1, 1, 18262, NULL,"
                " 'CATEGORY_MILITARY', 'RANK_BAND_SENIOR', 1, 'NOR')");
  });
  auto request = on("T1", "2026-01-01");
  request.set_requirement("WPS");
  for (const auto dimension : {v1::DIMENSION_MISSION, v1::DIMENSION_ORGANISATION, v1::DIMENSION_PERSONNEL_TYPE,
                               v1::DIMENSION_TIER, v1::DIMENSION_RANK_BAND}) {
    request.add_group_by(dimension);
  }
  const auto response = ask(request);
  ASSERT_EQ(response.cells_size(), 1);
  EXPECT_EQ(std::vector<std::string>(response.cells(0).group().begin(), response.cells(0).group().end()),
            (std::vector<std::string>{"", "", "", "", "RANK_BAND_SENIOR"}));
  EXPECT_EQ(response.cells(0).total(), 1);
  auto filtered = on("T1", "2026-01-01");
  filtered.set_requirement("WPS");
  where(filtered, v1::DIMENSION_MISSION, {""});
  EXPECT_EQ(ask(filtered).totals(0).total(), 1);
}

TEST_P(RequestsTest, TellsAllFaultsAtOnce) {
  auto request = on("S2", "2026-01-01");
  request.set_tier(1);
  where(request, v1::DIMENSION_UNIT, {"UNKNOWN"});
  const auto error = refused(query_path, request, system());
  for (const std::string field : {"as_of", "from", "to", "tier", "where[0].values[0]"}) {
    EXPECT_TRUE(support::names_field(error, field)) << field << "\n" << support::violations_of(error);
  }
}

TEST_P(RequestsTest, ListsEveryIndicatorInFull) {
  const auto list = call<v1::ListIndicatorsResponse>("muster.statistics.v1.StatisticsService/ListIndicators",
                                                     v1::ListIndicatorsRequest());
  ASSERT_EQ(list.indicators_size(), 10);
  for (const v1::Indicator& indicator : list.indicators()) {
    SCOPED_TRACE(indicator.code());
    for (const std::string& text :
         {indicator.display_name(), indicator.display_name_nb(), indicator.unit_of_count(), indicator.numerator(),
          indicator.denominator(), indicator.date_rule(), indicator.unknown_rule(), indicator.definition(),
          indicator.definition_nb(), indicator.numerator_nb(), indicator.denominator_nb(), indicator.date_rule_nb(),
          indicator.unknown_rule_nb()}) {
      EXPECT_FALSE(text.empty());
    }
    // Each can be asked for by what it says of itself.
    auto request =
        indicator.period() ? within(indicator.code(), "2026-01-01", "2026-01-31") : on(indicator.code(), "2026-01-31");
    if (indicator.code().starts_with("T")) request.set_requirement("WPS");
    const auto response = ask(request);
    ASSERT_EQ(response.totals_size(), 1);
    EXPECT_FALSE(response.sentence().empty());
    EXPECT_FALSE(response.sentence_nb().empty());
  }
}

// What an indicator lists it takes, and anything else is refused with those that take it.
TEST_P(RequestsTest, TakesTheParametersThatItLists) {
  const auto list = call<v1::ListIndicatorsResponse>("muster.statistics.v1.StatisticsService/ListIndicators",
                                                     v1::ListIndicatorsRequest());
  struct Parameter {
    std::string name;
    std::function<void(v1::QueryIndicatorRequest&)> give;
    std::string belongs;
  };
  const std::vector<Parameter> parameters = {
      {"tier", [](auto& request) { request.set_tier(2); }, "belongs to L1 and L2; leave it out, or filter by"},
      {"stage", [](auto& request) { request.set_stage("ENDORSED"); }, "belongs to N1; leave it out"},
      {"requirement", [](auto& request) { request.set_requirement("WPS"); }, "belongs to T1 and T2; leave it out"},
      {"source", [](auto& request) { request.set_source("UN"); }, "belongs to H1; leave it out"}};
  for (const v1::Indicator& indicator : list.indicators()) {
    for (const Parameter& parameter : parameters) {
      SCOPED_TRACE(indicator.code() + " " + parameter.name);
      auto request = indicator.period() ? within(indicator.code(), "2026-01-01", "2026-01-31")
                                        : on(indicator.code(), "2026-01-31");
      parameter.give(request);
      const auto& taken = indicator.parameters();
      if (std::find(taken.begin(), taken.end(), parameter.name) == taken.end()) {
        refuse(request, parameter.name, parameter.belongs);
      } else {
        EXPECT_EQ(ask(request).totals_size(), 1);
      }
    }
  }
}

TEST_P(RequestsTest, RefusesWhoeverMayNotSeeFigures) {
  const auto error = refused(query_path, on("S1", "2026-01-01"), caller(platform::v1::ROLE_ADMINISTRATOR));
  EXPECT_EQ(error.code(), status::Code::permission_denied);
  EXPECT_EQ(refused(records_path, v1::ListCellRecordsRequest(), caller(platform::v1::ROLE_ANALYST)).code(),
            status::Code::permission_denied)
      << "an analyst reads aggregates only";
}

INSTANTIATE_TEST_SUITE_P(Backends, RequestsTest, support::backends(), support::backend_name);

}  // namespace
}  // namespace muster::statistics::testing
