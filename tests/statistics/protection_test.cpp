// SPDX-License-Identifier: EUPL-1.2
// Who gets what of figures, and what an attacker with a linear program makes of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "integer_program.h"
#include "muster/training/v1/training.pb.h"
#include "statistics_database.h"

namespace muster::statistics::testing {
namespace {

using platform::v1::Role;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* month_end = "2026-03-31";

// People of whom no two are alike in all dimensions, one in seven without the training.
class ProtectionTest : public StatisticsTest {
 protected:
  static constexpr int people = 180;

  void SetUp() override {
    StatisticsTest::SetUp();
    if (HasFatalFailure()) return;
    world_.parents = {{1, 0}, {2, 1}, {3, 1}, {4, 1}, {5, 1}};
    for (int i = 0; i < people; ++i) add_person(i);
    insert(world_);
    training::v1::CreateRequirementRequest request;
    training::v1::Requirement& requirement = *request.mutable_requirement();
    requirement.set_code("WPS");
    requirement.set_display_name("All deployed have WPS");
    requirement.set_population(training::v1::POPULATION_DEPLOYED);
    requirement.add_topics(platform::v1::TOPIC_WPS);
    requirement.set_time(training::v1::REQUIREMENT_TIME_CONTINUOUS);
    requirement.set_soon_days(30);
    requirement.set_valid_from("2020-01-01");
    call<training::v1::Requirement>("muster.training.v1.TrainingService/CreateRequirement", request);
    // The same secret in every run, so that a run proves what the one before did.
    sql([](db::Session& session) {
      db::execute(session,
                  "INSERT INTO figure_release (month, sequence, secret, create_time)"
                  " SELECT '2026-03', sequence, 'a secret of this test', 0 FROM ledger_head");
    });
  }

  void add_person(int i) {
    int code = i * 7 % 720;  // 720 have no divisor in common with 7: each has a place of its own
    const auto digit = [&code](int base) {
      const int value = code % base;
      code /= base;
      return value;
    };
    Row row;
    row.sequence = row.id = ++world_.last_sequence;
    row.record = row.parent = row.subject = i + 1;
    row.departure = true;
    row.day_from = *rules::parse_date("2026-01-10");
    const std::string mission = std::to_string(1 + digit(3));
    const char* types[] = {"PERSONNEL_TYPE_TROOPS", "PERSONNEL_TYPE_STAFF_OFFICER"};
    const char* categories[] = {"CATEGORY_MILITARY", "CATEGORY_POLICE", "CATEGORY_CIVILIAN"};
    const char* bands[] = {"RANK_BAND_SENIOR", "RANK_BAND_MIDDLE", "RANK_BAND_JUNIOR", "RANK_BAND_OTHER_RANKS"};
    const std::string type = types[digit(2)], category = categories[digit(3)], band = bands[digit(4)];
    const std::string tier = std::to_string(digit(2)), unit = std::to_string(1 + digit(5));
    row.texts = {mission,
                 "NOR",
                 type,
                 "ORGANISATION_UN",
                 category,
                 band,
                 tier,
                 unit,
                 i % 3 == 0 ? "GENDER_WOMAN" : "GENDER_MAN"};
    row.texts.resize(dimension_count);
    world_.rows.push_back(row);
    persons_.push_back(row.texts);
    trained_.push_back(i % 7 == 3 ? 0 : 1);
    if (trained_.back() == 1) world_.rows.push_back(completion(i + 1));
  }

  Row completion(long long subject) {
    Row row;
    row.kind = Kind::completion;
    row.sequence = row.id = ++world_.last_sequence;
    row.record = row.id;
    row.subject = subject;
    row.day_from = *rules::parse_date("2026-01-01");
    row.topics = "[\"TOPIC_WPS\"]";
    return row;
  }

  v1::QueryIndicatorRequest coverage(const std::vector<v1::Dimension>& by = {}, const char* indicator = "T1") {
    auto request = on(indicator, month_end);
    request.set_requirement("WPS");
    for (const auto dimension : by) request.add_group_by(dimension);
    return request;
  }

  status::Error refused_to(const rpc::Caller& who, const v1::QueryIndicatorRequest& request) {
    return refused(query_path, request, who);
  }

  // The text of the facts for what a cell shows.
  static std::string text_of(int dimension, const std::string& shown) {
    const bool named = dimension == dimension::mission || dimension == dimension::unit;
    return named ? shown.substr(shown.find('-') + 1) : shown;
  }
  std::vector<std::size_t> members(const v1::QueryIndicatorResponse& answer, const v1::Cell& cell) const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < persons_.size(); ++i) {
      bool all = true;
      for (int d = 0; d < answer.group_by_size(); ++d) {
        const int dimension = static_cast<int>(answer.group_by(d)) - 1;
        all = all && persons_[i][static_cast<std::size_t>(dimension)] == text_of(dimension, cell.group(d));
      }
      if (all) found.push_back(i);
    }
    return found;
  }

  // What the answer says of who is trained; `off`: how far a number may be from the true one.
  void learn(IntegerProgram& program, const v1::QueryIndicatorResponse& answer, int off) const {
    for (const v1::Cell& cell : answer.cells()) {
      const auto group = members(answer, cell);
      const int size = static_cast<int>(group.size());
      const auto trained = [&](int number) { program.add(group, number - off, number + off); };
      const auto untrained = [&](int number) { program.add(group, size - number - off, size - number + off); };
      if (answer.indicator() == "T1") {
        if (off == 0) trained(cell.numerator());  // of rounded counts the difference of two that are known
        untrained(cell.statuses().at("NEVER"));
      } else {
        untrained(cell.total());
        untrained(cell.statuses().at("NEVER"));
      }
    }
  }

  World world_;
  std::vector<Texts> persons_;
  std::vector<int> trained_;
};
INSTANTIATE_TEST_SUITE_P(Backends, ProtectionTest, support::backends(), support::backend_name);

const std::vector<v1::Dimension> all_dimensions = {
    v1::DIMENSION_MISSION,  v1::DIMENSION_COUNTRY,   v1::DIMENSION_PERSONNEL_TYPE, v1::DIMENSION_ORGANISATION,
    v1::DIMENSION_CATEGORY, v1::DIMENSION_RANK_BAND, v1::DIMENSION_TIER,           v1::DIMENSION_UNIT};

// Each of the allowed combinations, with and without the gender.
std::vector<std::vector<v1::Dimension>> allowed_combinations() {
  std::vector<std::vector<v1::Dimension>> all;
  const auto add = [&](std::vector<v1::Dimension> dimensions) {
    all.push_back(dimensions);
    dimensions.push_back(v1::DIMENSION_GENDER);
    all.push_back(dimensions);
  };
  add({});
  for (std::size_t a = 0; a < all_dimensions.size(); ++a) {
    add({all_dimensions[a]});
    for (std::size_t b = a + 1; b < all_dimensions.size(); ++b) add({all_dimensions[a], all_dimensions[b]});
  }
  return all;
}

TEST_P(ProtectionTest, AnAnalystWithALinearProgramPinsNobody) {
  const auto analyst = caller(Role::ROLE_ANALYST);
  IntegerProgram protected_counts(persons_.size(), 1);
  int cells = 0;
  for (const auto& dimensions : allowed_combinations()) {
    for (const char* indicator : {"T1", "T2"}) {
      const auto answer = ask(coverage(dimensions, indicator), analyst);
      ASSERT_EQ(answer.protection(), v1::PROTECTION_ROUNDED);
      learn(protected_counts, answer, 2);
      cells += answer.cells_size();
    }
  }
  EXPECT_GT(cells, 100) << "there is something to attack with";
  EXPECT_EQ(pinned(protected_counts, trained_), 0U);

  // The same program with what exact counts tell of everybody.
  IntegerProgram exact_counts(persons_.size(), 1);
  auto request = coverage({v1::DIMENSION_MISSION, v1::DIMENSION_PERSONNEL_TYPE, v1::DIMENSION_CATEGORY,
                           v1::DIMENSION_RANK_BAND, v1::DIMENSION_TIER, v1::DIMENSION_UNIT});
  learn(exact_counts, ask(request), 0);
  EXPECT_EQ(pinned(exact_counts, trained_), persons_.size());
}

TEST_P(ProtectionTest, AnAnalystIsToldRoundedCountsOfAReleaseOnly) {
  const auto analyst = caller(Role::ROLE_ANALYST);
  const auto answer = ask(coverage({v1::DIMENSION_CATEGORY}), analyst);
  ASSERT_EQ(answer.cells_size(), 3);
  for (const v1::Cell& cell : answer.cells()) {
    for (const int count : {cell.women(), cell.men(), cell.total(), cell.numerator(), cell.denominator(),
                            cell.statuses().at("VALID"), cell.statuses().at("NEVER")}) {
      EXPECT_EQ(count % 3, 0) << cell.ShortDebugString();
    }
    EXPECT_NEAR(cell.share() * 100, std::round(cell.share() * 100), 1e-9);
    EXPECT_FALSE(cell.has_completeness() || cell.has_bound_low() || cell.has_women_low() || cell.has_dormant());
    EXPECT_EQ(cell.unstated() + cell.counted_elsewhere(), 0);
  }
  EXPECT_THAT(answer.sentence(), HasSubstr("Protected: counts are rounded at random"));
  EXPECT_THAT(answer.sentence_nb(), HasSubstr("Vernet: antallene er tilfeldig avrundet"));
  // The same people, whatever the way to them.
  for (const v1::Cell& cell : answer.cells()) {
    auto filtered = coverage();
    where(filtered, v1::DIMENSION_CATEGORY, {cell.group(0)});
    const auto same = ask(filtered, analyst);
    EXPECT_EQ(same.totals(0).total(), cell.total());
    EXPECT_EQ(same.totals(0).numerator(), cell.numerator());
    EXPECT_EQ(same.totals(0).statuses().at("NEVER"), cell.statuses().at("NEVER"));
  }
  // Fewer than 30 are no group, whether any of them lacks the training or not.
  const auto small = ask(coverage({v1::DIMENSION_UNIT, v1::DIMENSION_RANK_BAND}), analyst);
  EXPECT_EQ(small.cells_size(), 0);
  auto few = coverage();
  where(few, v1::DIMENSION_UNIT, {"UNIT-2"});
  where(few, v1::DIMENSION_RANK_BAND, {"SENIOR"});
  EXPECT_EQ(ask(few, analyst).totals(0).no_number(), v1::NO_NUMBER_TOO_FEW);
  EXPECT_EQ(ask(few, analyst).totals(0).total(), 0);
  // What is recorded after the release changes it no more, and whoever reads persons sees it.
  const auto before = ask(coverage(), analyst);
  world_.last_sequence += 1000;
  sql([&](db::Session& session) {
    for (int i = 0; i < people; ++i) {
      if (trained_[static_cast<std::size_t>(i)] == 0) insert_row(session, completion(i + 1));
    }
    db::execute(session, {"UPDATE ledger_head SET sequence = ?", {world_.last_sequence}});
  });
  EXPECT_EQ(ask(coverage()).totals(0).numerator(), people);
  EXPECT_EQ(ask(coverage(), analyst).totals(0).numerator(), before.totals(0).numerator());
}

TEST_P(ProtectionTest, AnAnalystIsRefusedWhatWouldTellMore) {
  const auto analyst = caller(Role::ROLE_ANALYST);
  const auto three = coverage({v1::DIMENSION_CATEGORY, v1::DIMENSION_TIER, v1::DIMENSION_UNIT});
  EXPECT_EQ(refused_to(analyst, three).reason(), "TOO_FINE");
  EXPECT_EQ(refused_to(analyst, three).metadata().at("limit"), "2");
  auto filtered = coverage({v1::DIMENSION_CATEGORY, v1::DIMENSION_TIER});
  where(filtered, v1::DIMENSION_UNIT, {"UNIT-2"});
  EXPECT_EQ(refused_to(analyst, filtered).reason(), "TOO_FINE") << "filters count too";
  auto several = coverage();
  where(several, v1::DIMENSION_UNIT, {"UNIT-2", "UNIT-3"});
  EXPECT_EQ(refused_to(analyst, several).reason(), "TOO_FINE") << "of many sums the parts could be worked out";
  auto day = coverage();
  day.set_as_of("2026-03-30");
  EXPECT_EQ(refused_to(analyst, day).reason(), "RELEASED_BY_MONTH");
  auto known = coverage();
  known.set_known_sequence(ask(coverage(), analyst).sequence());
  EXPECT_EQ(refused_to(analyst, known).reason(), "RELEASED_BY_MONTH");
  auto nominations = within("N1", "2026-01-02", month_end);
  nominations.set_stage("SELECTED");
  EXPECT_TRUE(support::names_field(refused_to(analyst, nominations), "from"));
  nominations.set_from("2026-01-01");
  EXPECT_EQ(ask(nominations, analyst).protection(), v1::PROTECTION_ROUNDED);
  // Participation is exact, by two dimensions.
  auto deployed = on("S1", "2026-03-30");
  for (const auto d : {v1::DIMENSION_UNIT, v1::DIMENSION_TIER, v1::DIMENSION_GENDER}) deployed.add_group_by(d);
  const auto exact = ask(deployed, analyst);
  EXPECT_EQ(exact.protection(), v1::PROTECTION_UNSPECIFIED);
  EXPECT_EQ(exact.totals(0).total(), people);
  deployed.add_group_by(v1::DIMENSION_CATEGORY);
  EXPECT_EQ(refused_to(analyst, deployed).reason(), "TOO_FINE");
  EXPECT_EQ(ask(deployed, caller(Role::ROLE_ENDORSER)).totals(0).total(), people);
  EXPECT_EQ(ask(three, caller(Role::ROLE_ENDORSER)).cells_size(), ask(three).cells_size());
}

TEST_P(ProtectionTest, AMonthIsReleasedWhenItIsFirstAskedFor) {
  const auto analyst = caller(Role::ROLE_ANALYST);
  auto series = within("T1", "2026-02-01", "2026-05-31");
  series.set_requirement("WPS");
  series.set_every_month(true);
  const auto answer = ask(series, analyst);
  EXPECT_EQ(answer.totals_size(), 4);
  EXPECT_EQ(answer.totals(0).total(), answer.totals(3).total()) << "the same people alike in every month";
  sql([](db::Session& session) {
    const auto rows = db::select<std::string, std::string>(session, "SELECT month, secret FROM figure_release");
    EXPECT_EQ(rows.size(), 4U);
    for (const auto& [month, secret] : rows) EXPECT_EQ(secret, "a secret of this test") << month;
    EXPECT_TRUE(db::select_one<long long>(session, "SELECT id FROM audit_entry WHERE lines LIKE '%2026-05%'"));
  });
  EXPECT_EQ(ask(series, analyst).sequence(), answer.sequence());
}

TEST_P(ProtectionTest, ALeaderSeesTheWholeAndTrainingByOrganisationCategoryAndTier) {
  const auto leader = caller(Role::ROLE_LEADERSHIP);
  auto participation = on("S1", month_end);
  participation.add_group_by(v1::DIMENSION_TIER);
  participation.add_group_by(v1::DIMENSION_MISSION);
  EXPECT_EQ(ask(participation, leader).DebugString(), ask(participation).DebugString());
  const auto training =
      coverage({v1::DIMENSION_ORGANISATION, v1::DIMENSION_CATEGORY, v1::DIMENSION_TIER, v1::DIMENSION_GENDER});
  EXPECT_EQ(ask(training, leader).DebugString(), ask(training).DebugString());
  for (const auto finer : {v1::DIMENSION_UNIT, v1::DIMENSION_MISSION, v1::DIMENSION_RANK_BAND,
                           v1::DIMENSION_PERSONNEL_TYPE, v1::DIMENSION_COUNTRY, v1::DIMENSION_MISSION_KIND}) {
    const auto error = refused_to(leader, coverage({finer}));
    EXPECT_EQ(error.code(), status::Code::permission_denied);
    EXPECT_EQ(error.reason(), "TOO_FINE");
    EXPECT_EQ(error.metadata().at("allowed"), "ORGANISATION, CATEGORY, TIER and GENDER");
    EXPECT_THAT(error.message(), HasSubstr("HR, endorsers and training coordinators"));
  }
  // Of their own units too, and no more where they read persons of others.
  auto two = caller(Role::ROLE_LEADERSHIP, 2);
  two.grants.push_back({Role::ROLE_HR_UNIT, 3});
  EXPECT_EQ(refused_to(two, coverage({v1::DIMENSION_MISSION})).reason(), "TOO_FINE");
  auto own = coverage({v1::DIMENSION_MISSION});
  where(own, v1::DIMENSION_UNIT, {"UNIT-3"});
  EXPECT_GT(ask(own, two).cells_size(), 0);
  // Nobody is answered what was kept for somebody else.
  EXPECT_EQ(ask(coverage(), leader).protection(), v1::PROTECTION_UNSPECIFIED);
  EXPECT_EQ(ask(coverage(), caller(Role::ROLE_ANALYST)).protection(), v1::PROTECTION_ROUNDED);
}

TEST_P(ProtectionTest, ALeaderReadsNamesWhereItDecidesAndSaysWhy) {
  const auto leader = caller(Role::ROLE_LEADERSHIP);
  v1::ListCellRecordsRequest request;
  *request.mutable_query() = coverage({}, "T2");
  EXPECT_TRUE(support::names_field(refused(records_path, request, leader), "reason"));
  request.set_reason("The minister asks, \"why\"?");
  const auto records = call<v1::ListCellRecordsResponse>(records_path, request, leader);
  EXPECT_EQ(records.total_size(), ask(coverage({}, "T2")).totals(0).total());
  sql([&](db::Session& session) {
    const auto entry = db::select_one<long long, std::string>(
        session, {"SELECT account, lines FROM audit_entry WHERE purpose = ?", {request.reason()}});
    ASSERT_TRUE(entry);
    EXPECT_EQ(std::get<0>(*entry), leader.account);
    EXPECT_THAT(std::get<1>(*entry), HasSubstr("read names of T2"));
  });
  for (const char* indicator : {"S1", "T1"}) {
    *request.mutable_query() = coverage({}, indicator);
    if (std::string(indicator) == "S1") request.mutable_query()->clear_requirement();
    const auto error = refused(records_path, request, leader);
    EXPECT_EQ(error.reason(), "NAMES_NOT_SHOWN");
    EXPECT_THAT(error.message(), HasSubstr("HR, endorsers and training coordinators"));
  }
  *request.mutable_query() = on("L1", month_end);
  EXPECT_EQ(refused(records_path, request, leader).reason(), "NAMES_NOT_SHOWN");
  request.mutable_query()->set_tier(3);
  EXPECT_EQ(call<v1::ListCellRecordsResponse>(records_path, request, leader).total_size(), 0) << "nobody leads so high";
}

}  // namespace
}  // namespace muster::statistics::testing
