// SPDX-License-Identifier: EUPL-1.2
// What is not stated is unknown and not nothing: it is in no number, and in the bounds of all that it could be in.
#include <gtest/gtest.h>

#include "definitions.h"
#include "statistics_database.h"

namespace muster::statistics::testing {
namespace {

class UnstatedTest : public DefinitionsTest {
 protected:
  // The sum over all groups.
  Tally tally(const Question& question) const {
    const Counts counts = ask(question);
    Tally sum;
    for (const Tally& one : counts.spans[0]) sum += one;
    return sum;
  }
  static Question of(int dimension, const std::set<std::string>& texts) {
    Question question = on("2026-03-01");
    question.selection.restrict(dimension, texts);
    return question;
  }
};

TEST_F(UnstatedTest, IsToldApartForEveryDimensionThatMayBeUnknown) {
  const std::vector<std::pair<int, std::string>> stated = {{dimension::mission, "1"},
                                                           {dimension::gender, "GENDER_WOMAN"},
                                                           {dimension::tier, "2"},
                                                           {dimension::rank_band, "RANK_BAND_SENIOR"},
                                                           {dimension::personnel_type, "PERSONNEL_TYPE_TROOPS"}};
  for (const auto& [d, text] : stated) {
    SCOPED_TRACE(dimension_name(d));
    world_ = World();
    segment(1, "2026-01-01", "").texts[d] = text;
    Row& open = segment(2, "2026-01-01", "");
    open.texts[d] = d == dimension::gender ? "GENDER_NOT_STATED" : "";
    EXPECT_EQ(tally(of(d, {text})).total(), 1);
    EXPECT_EQ(tally(of(d, {text})).total_unstated(), 1);
    EXPECT_FALSE(ask(of(d, {text})).no_report(0));
    const std::string none = d == dimension::gender ? "GENDER_NOT_STATED" : "";
    EXPECT_EQ(tally(of(d, {text, none})).total(), 2) << "who asks for what is not stated counts it";
    EXPECT_EQ(tally(of(d, {text, none})).total_unstated(), 0);
    // Whoever states another value is known not to belong here.
    world_.rows.front().texts[d] = d == dimension::mission ? "2" : d == dimension::tier ? "1" : "OTHER";
    EXPECT_EQ(tally(of(d, {text})).total(), 0);
    EXPECT_EQ(tally(of(d, {text})).total_unstated(), 1);
    EXPECT_FALSE(ask(of(d, {text})).no_report(0)) << "somebody states it: 0 is a number, with bounds";
    // Where nobody states it there is no number.
    world_.rows.erase(world_.rows.begin());
    EXPECT_TRUE(ask(of(d, {text})).no_report(0));
    EXPECT_EQ(ask(of(d, {text})).not_stated[0], std::vector<int>{d});
    EXPECT_FALSE(ask(on("2026-03-01")).no_report(0)) << "it is not asked for";
  }
}

TEST_F(UnstatedTest, ATierThatNobodyStatedIsNotNone) {
  segment(1, "2026-01-01", "", "1", "");
  Question leaders = on("2026-03-01");
  leaders.tier_min = 1;
  EXPECT_TRUE(ask(leaders).no_report(0));
  EXPECT_EQ(ask(leaders).not_stated[0], std::vector<int>{dimension::tier});
  segment(2, "2026-01-01", "", "1", "0");
  EXPECT_FALSE(ask(leaders).no_report(0));
  EXPECT_EQ(tally(leaders).total(), 0);
  EXPECT_EQ(tally(leaders).total_unstated(), 1);
  EXPECT_EQ(tally(of(dimension::tier, {"0"})).total(), 1) << "only where it was said";
  Question groups = on("2026-03-01");
  groups.group_by = {dimension::tier};
  EXPECT_EQ(ask(groups).groups.size(), 2u);
}

TEST_F(UnstatedTest, SaysNothingOfWhomTheFilterLeavesOutOtherwise) {
  segment(1, "2026-01-01", "", "");
  world_.rows.back().texts[dimension::country] = "SWE";
  segment(2, "2026-01-01", "", "1");
  Question question = of(dimension::mission, {"1"});
  question.selection.restrict(dimension::country, {"NOR"});
  EXPECT_EQ(tally(question).total(), 1);
  EXPECT_EQ(tally(question).total_unstated(), 0);
}

TEST_F(UnstatedTest, APersonWithATourThatIsAskedForCountsByIt) {
  segment(1, "2026-01-01", "", "", "4");
  segment(1, "2026-02-01", "", "1", "0");
  const Tally found = tally(of(dimension::mission, {"1"}));
  EXPECT_EQ(found.total(), 1);
  EXPECT_EQ(found.total_unstated(), 0);
}

TEST_F(UnstatedTest, ThoseOnTwoToursAreMarkedWhereTheyAreNotCounted) {
  segment(1, "2026-01-01", "", "1", "0");
  segment(1, "2026-01-01", "", "2", "1");
  segment(2, "2026-01-01", "", "1", "0", "GENDER_MAN");
  Question by_mission = on("2026-03-01");
  by_mission.group_by = {dimension::mission};
  const Counts counts = ask(by_mission);
  for (std::size_t g = 0; g < counts.groups.size(); ++g) {
    const bool of_first = counts.groups[g].front() == "1";
    EXPECT_EQ(counts.spans[0][g].total(), 1) << counts.groups[g].front();
    EXPECT_EQ(counts.spans[0][g].elsewhere, of_first ? 1 : 0);
  }
  EXPECT_EQ(tally(of(dimension::mission, {"1"})).total(), 2);
  EXPECT_EQ(tally(of(dimension::mission, {"1"})).elsewhere, 0);
}

class UnstatedQueryTest : public StatisticsTest {
 protected:
  void add(const std::string& mission, const std::string& gender) {
    Row row;
    row.sequence = row.record = row.parent = row.subject = row.id = ++world_.last_sequence;
    row.texts = texts_of(mission, "0", gender);
    row.day_from = *rules::parse_date("2026-01-01");
    world_.rows.push_back(row);
  }
  World world_;
};
INSTANTIATE_TEST_SUITE_P(Backends, UnstatedQueryTest, support::backends(), support::backend_name);

TEST_P(UnstatedQueryTest, IsInTheBoundsWhetherItBelongsThereOrNot) {
  add("1", "GENDER_WOMAN");
  add("1", "GENDER_MAN");
  add("1", "GENDER_NOT_STATED");
  add("", "GENDER_WOMAN");
  add("", "GENDER_MAN");
  add("", "GENDER_MAN");
  add("2", "GENDER_MAN");
  insert(world_);
  auto request = on("S1", "2026-03-01");
  where(request, v1::DIMENSION_MISSION, {"MISSION-1"});
  const auto response = ask(request);
  const v1::Cell& cell = response.totals(0);
  EXPECT_EQ(cell.total(), 3);
  EXPECT_EQ(cell.unstated(), 3);
  EXPECT_DOUBLE_EQ(cell.share(), 1.0 / 2);
  EXPECT_DOUBLE_EQ(cell.bound_low(), 1.0 / 5) << "the unknown one is no woman, both men belong here";
  EXPECT_DOUBLE_EQ(cell.bound_high(), 3.0 / 4) << "the unknown one is a woman, so is the one who belongs here";
  EXPECT_DOUBLE_EQ(cell.completeness(), 2.0 / 6);
  // The bounds hold whatever the answer is, by trying all.
  for (int unknown_is_woman = 0; unknown_is_woman <= 1; ++unknown_is_woman) {
    for (int women = 0; women <= 1; ++women) {
      for (int men = 0; men <= 2; ++men) {
        const double share = (1.0 + unknown_is_woman + women) / (3.0 + women + men);
        EXPECT_LE(cell.bound_low(), share + 1e-12);
        EXPECT_GE(cell.bound_high(), share - 1e-12);
      }
    }
  }
}

TEST_P(UnstatedQueryTest, ExercisesAreLeftOutUnlessTheyAreAskedFor) {
  add("1", "GENDER_WOMAN");
  add("2", "GENDER_MAN");
  add("", "GENDER_MAN");
  insert(world_);
  facts::v1::MissionFact exercise;
  exercise.set_record(2);
  exercise.set_acronym("MISSION-2");
  exercise.set_kind("MISSION_KIND_EXERCISE");
  exercise.set_sequence(world_.last_sequence + 1);
  sql([&](db::Session& session) { insert_fact(session, exercise); });
  const auto total = [&](const v1::QueryIndicatorRequest& request) { return ask(request).totals(0).total(); };
  const auto plain = on("S1", "2026-03-01");
  EXPECT_EQ(total(plain), 2) << "international ones, and whose mission is not stated";
  auto by_kind = plain;
  by_kind.add_group_by(v1::DIMENSION_MISSION_KIND);
  EXPECT_EQ(total(by_kind), 3);
  EXPECT_EQ(ask(by_kind).cells_size(), 3);
  EXPECT_EQ(ask(by_kind).cells(1).group(0), "MISSION_KIND_EXERCISE");
  auto by_mission = plain;
  by_mission.add_group_by(v1::DIMENSION_MISSION);
  EXPECT_EQ(total(by_mission), 2) << "as its total";
  auto of_exercises = plain;
  where(of_exercises, v1::DIMENSION_MISSION_KIND, {"EXERCISE"});
  EXPECT_EQ(total(of_exercises), 1);
  EXPECT_EQ(ask(of_exercises).totals(0).unstated(), 1);
  auto by_name = plain;
  where(by_name, v1::DIMENSION_MISSION, {"MISSION-2"});
  EXPECT_EQ(total(by_name), 1) << "who names it asks for it";
  auto then = plain;
  then.set_known_sequence(world_.last_sequence);
  EXPECT_EQ(total(then), 3) << "it was not known to be one";
  EXPECT_EQ(total(within("S3", "2026-01-01", "2026-01-31")), 0) << "no departures here";
}

}  // namespace
}  // namespace muster::statistics::testing
