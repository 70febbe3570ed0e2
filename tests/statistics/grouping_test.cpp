// SPDX-License-Identifier: EUPL-1.2
// A unit or mission that stands as "other" cannot be found by its name, nor its number be worked out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "integer_program.h"
#include "muster/missions/v1/missions.pb.h"
#include "muster/roster/v1/roster.pb.h"
#include "statistics/joining.h"
#include "statistics_database.h"

namespace muster::statistics::testing {
namespace {

using platform::v1::Role;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class GroupingTest : public StatisticsTest {
 protected:
  struct Person {
    std::string unit, mission, category;
  };

  // Below unit 1: unit 2 with nine people, 3 with four (one of them in 6, below it), 4 with three, 5 with twelve.
  void SetUp() override {
    StatisticsTest::SetUp();
    if (HasFatalFailure()) return;
    world_.parents = {{1, 0}, {2, 1}, {3, 1}, {4, 1}, {5, 1}, {6, 3}};
    for (const auto& [unit, count] :
         std::vector<std::pair<int, int>>{{1, 1}, {2, 9}, {3, 3}, {6, 1}, {4, 3}, {5, 12}}) {
      for (int i = 0; i < count; ++i) add_person(std::to_string(unit));
    }
    insert(world_);
  }

  void add_person(const std::string& unit) {
    const auto i = static_cast<long long>(people_.size());
    // Five in mission 3, four in mission 2.
    const std::string mission = i % 6 == 5 ? "3" : i % 7 == 6 ? "2" : "1";
    people_.push_back({unit, mission, i % 2 == 0 ? "CATEGORY_POLICE" : "CATEGORY_CIVILIAN"});
    Row row;
    row.sequence = row.id = ++world_.last_sequence;
    row.record = row.parent = row.subject = i + 1;
    row.departure = true;
    row.day_from = *rules::parse_date("2026-01-10");
    row.texts = {mission,
                 "NOR",
                 "PERSONNEL_TYPE_TROOPS",
                 "ORGANISATION_UN",
                 people_.back().category,
                 "",
                 "0",
                 unit,
                 i % 3 == 0 ? "GENDER_WOMAN" : "GENDER_MAN"};
    row.texts.resize(dimension_count);
    world_.rows.push_back(row);
    row.kind = Kind::membership;
    row.sequence = row.id = ++world_.last_sequence;
    row.day_from = *rules::parse_date("2025-01-01");
    world_.rows.push_back(row);
  }

  void group_unit(const std::string& unit, const std::string& from = "2026-03-01",
                  platform::v1::Disclosure disclosure = platform::v1::DISCLOSURE_GROUPED) {
    roster::v1::ChangeUnitDisclosureRequest request;
    request.set_unit(unit);
    request.set_disclosure(disclosure);
    request.set_valid_from(from);
    request.set_reason("Its people would be known");
    call<roster::v1::Unit>("muster.roster.v1.RosterService/ChangeUnitDisclosure", request);
  }
  void group_mission(const std::string& mission) {
    missions::v1::ChangeMissionDisclosureRequest request;
    request.set_mission(mission);
    request.set_disclosure(platform::v1::DISCLOSURE_GROUPED);
    request.set_valid_from("2026-03-01");
    request.set_reason("It is not told");
    call<missions::v1::Mission>("muster.missions.v1.MissionsService/ChangeMissionDisclosure", request);
  }

  static v1::QueryIndicatorRequest by(const std::vector<v1::Dimension>& dimensions, const std::string& date) {
    auto request = on("S1", date);
    for (const auto dimension : dimensions) request.add_group_by(dimension);
    return request;
  }
  static std::map<std::string, int> totals_of(const v1::QueryIndicatorResponse& answer) {
    std::map<std::string, int> totals;
    for (const v1::Cell& cell : answer.cells()) totals[cell.group(0)] = cell.total();
    return totals;
  }

  // The unknowns of an attacker: how many of each unit, mission and category there are.
  static constexpr int units = 6, missions = 3, categories = 2;
  static std::size_t unknown(int unit, int mission, int category) {
    return static_cast<std::size_t>(((unit - 1) * missions + mission - 1) * categories + category);
  }

  World world_;
  std::vector<Person> people_;
};
INSTANTIATE_TEST_SUITE_P(Backends, GroupingTest, support::backends(), support::backend_name);

TEST_P(GroupingTest, AGroupedUnitStandsWithTheSmallestBesideIt) {
  group_unit("units/3");
  for (const auto role : {Role::ROLE_LEADERSHIP, Role::ROLE_ANALYST}) {
    const auto stranger = caller(role);
    const auto march = ask(by({v1::DIMENSION_UNIT}, "2026-03-15"), stranger);
    EXPECT_EQ(totals_of(march),
              (std::map<std::string, int>{{"UNIT-1", 1}, {"UNIT-2", 9}, {"UNIT-5", 12}, {"other", 7}}));
    EXPECT_EQ(march.totals(0).total(), 29) << "the numbers of the units above stay";
    EXPECT_EQ(totals_of(ask(by({v1::DIMENSION_UNIT}, "2026-02-28"), stranger)).at("UNIT-3"), 3) << "named until then";
    auto other = on("S1", "2026-03-15");
    where(other, v1::DIMENSION_UNIT, {"other"});
    EXPECT_EQ(ask(other, stranger).totals(0).total(), 7);
    EXPECT_THAT(ask(other, stranger).sentence(), HasSubstr("\"other\""));
    EXPECT_THAT(ask(other, stranger).sentence_nb(), HasSubstr("«andre»"));
    // As where there is none, in every word.
    auto grouped = on("S1", "2026-03-15"), none = on("S1", "2026-03-15");
    where(grouped, v1::DIMENSION_UNIT, {"UNIT-6"});
    where(none, v1::DIMENSION_UNIT, {"UNIT-7"});
    const auto error = refused(query_path, grouped, stranger), same = refused(query_path, none, stranger);
    EXPECT_EQ(error.reason(), same.reason());
    EXPECT_EQ(support::violations_of(error), support::violations_of(same));
    auto joined = on("S1", "2026-03-15");
    where(joined, v1::DIMENSION_UNIT, {"UNIT-4"});
    EXPECT_EQ(refused(query_path, joined, stranger).reason(), "IN_OTHER");
  }
  // Its own readers see it, and those of all units.
  EXPECT_EQ(totals_of(ask(by({v1::DIMENSION_UNIT}, "2026-03-15"), caller(Role::ROLE_HR_CENTRAL))).at("UNIT-3"), 3);
  EXPECT_EQ(totals_of(ask(by({v1::DIMENSION_UNIT}, "2026-03-15"), caller(Role::ROLE_HR_UNIT, 3))),
            (std::map<std::string, int>{{"UNIT-3", 3}, {"UNIT-6", 1}}));
  // What joined once stays, whatever is corrected since, until the unit is named again.
  constexpr long long later = 200'000'000;  // recorded after all months asked for here had begun
  sql([&](db::Session& session) {
    for (int i = 0; i < 20; ++i) {
      Row row = world_.rows.front();
      row.sequence = later + i;
      row.record = row.parent = row.subject = 900 + i;
      row.texts[dimension::unit] = "4";
      insert_row(session, row);
    }
    db::execute(session, {"UPDATE ledger_head SET sequence = ?", {later + 100}});
  });
  EXPECT_EQ(totals_of(ask(by({v1::DIMENSION_UNIT}, "2026-03-15"), caller(Role::ROLE_ANALYST))).at("other"), 27);
  group_unit("units/3", "2026-05-01", platform::v1::DISCLOSURE_NAMED);
  const auto stranger = caller(Role::ROLE_ANALYST);
  EXPECT_EQ(totals_of(ask(by({v1::DIMENSION_UNIT}, "2026-03-15"), stranger)).at("other"), 27);
  EXPECT_EQ(totals_of(ask(by({v1::DIMENSION_UNIT}, "2026-05-15"), stranger)).at("UNIT-3"), 3);
}

TEST_P(GroupingTest, AGroupedMissionStandsWithTheSmallestBesideIt) {
  group_mission("missions/2");
  const auto stranger = caller(Role::ROLE_LEADERSHIP);
  const auto totals = totals_of(ask(by({v1::DIMENSION_MISSION}, "2026-03-15"), stranger));
  EXPECT_EQ(totals.count("MISSION-2") + totals.count("MISSION-3"), 0U);
  EXPECT_EQ(totals.at("other"), 8);
  auto months = within("S1", "2026-01-01", "2026-04-30");
  months.set_every_month(true);
  months.add_group_by(v1::DIMENSION_MISSION);
  const auto by_month = ask(months, stranger);
  for (const v1::Cell& cell : by_month.cells()) EXPECT_NE(cell.group(0), "MISSION-2");
  EXPECT_EQ(totals_of(ask(by({v1::DIMENSION_MISSION}, "2026-03-15"), caller(Role::ROLE_ENDORSER))).at("MISSION-2"), 4);
  // Who reads the persons of one unit is none of the mission's readers.
  const auto of_unit = ask(by({v1::DIMENSION_MISSION}, "2026-03-15"), caller(Role::ROLE_HR_UNIT, 5));
  EXPECT_EQ(totals_of(of_unit).count("MISSION-2"), 0U);
  v1::ListCellRecordsRequest list;
  *list.mutable_query() = on("S1", "2026-03-15");
  const auto records = call<v1::ListCellRecordsResponse>(records_path, list, caller(Role::ROLE_HR_UNIT, 5));
  for (const auto& record : records.records()) {
    EXPECT_THAT(record.mission(), ::testing::AnyOf("MISSION-1", "other"));
  }
}

// Everything that a stranger may ask, day by day, and what an integer program makes of it.
TEST_P(GroupingTest, ItsNumberCannotBeWorkedOut) {
  group_unit("units/3");
  const auto stranger = caller(Role::ROLE_ANALYST);
  const std::vector<v1::Dimension> dimensions = {v1::DIMENSION_UNIT, v1::DIMENSION_MISSION, v1::DIMENSION_CATEGORY};
  const std::map<std::string, std::vector<int>> named = {
      {"UNIT-1", {1, 2, 3, 4, 5, 6}}, {"UNIT-2", {2}}, {"UNIT-5", {5}}, {"other", {3, 4, 6}}};
  IntegerProgram program(units * missions * categories, 40);
  int answers = 0;
  // `unit`: the units that may be in it, of a filter; "" for all.
  const auto learn = [&](const v1::QueryIndicatorResponse& answer, const std::vector<int>& filtered) {
    ++answers;
    EXPECT_THAT(answer.ShortDebugString(), Not(HasSubstr("UNIT-3")));
    EXPECT_THAT(answer.ShortDebugString(), Not(HasSubstr("UNIT-4")));
    EXPECT_THAT(answer.ShortDebugString(), Not(HasSubstr("UNIT-6")));
    for (const v1::Cell& cell : answer.cells()) {
      std::vector<std::size_t> sum;
      for (int unit = 1; unit <= units; ++unit) {
        for (int mission = 1; mission <= missions; ++mission) {
          for (int category = 0; category < categories; ++category) {
            bool counts = filtered.empty() || std::find(filtered.begin(), filtered.end(), unit) != filtered.end();
            for (int d = 0; d < answer.group_by_size(); ++d) {
              const std::string& shown = cell.group(d);
              if (answer.group_by(d) == v1::DIMENSION_UNIT) {
                counts = counts && (shown == "other" ? unit == 3 || unit == 4 || unit == 6
                                                     : shown == "UNIT-" + std::to_string(unit));
              } else if (answer.group_by(d) == v1::DIMENSION_MISSION) {
                counts = counts && shown == "MISSION-" + std::to_string(mission);
              } else {
                counts = counts && shown == (category == 0 ? "CATEGORY_POLICE" : "CATEGORY_CIVILIAN");
              }
            }
            if (counts) sum.push_back(unknown(unit, mission, category));
          }
        }
      }
      program.add(sum, cell.total(), cell.total());
    }
  };
  for (std::size_t a = 0; a < dimensions.size(); ++a) {
    for (std::size_t b = a; b < dimensions.size(); ++b) {
      const std::vector<v1::Dimension> pair =
          a == b ? std::vector{dimensions[a]} : std::vector{dimensions[a], dimensions[b]};
      learn(ask(by(pair, "2026-03-15"), stranger), {});
    }
  }
  for (const auto& [code, within_it] : named) {
    for (const auto dimension : dimensions) {
      auto request = by({dimension}, "2026-03-15");
      where(request, v1::DIMENSION_UNIT, {code});
      learn(ask(request, stranger), within_it);
    }
  }
  EXPECT_EQ(answers, 18);
  const auto bounds = [&](const std::vector<int>& of) {
    std::vector<int> weights(units * missions * categories);
    for (const int unit : of) {
      for (int mission = 1; mission <= missions; ++mission) {
        for (int category = 0; category < categories; ++category) weights[unknown(unit, mission, category)] = 1;
      }
    }
    const auto sum = [&](const IntegerProgram::Solution& solution) {
      int total = 0;
      for (std::size_t i = 0; i < solution.values.size(); ++i) total += weights[i] != 0 ? solution.values[i] : 0;
      return total;
    };
    const int high = sum(program.maximise(weights, 10));
    std::vector<int> down = weights;
    for (int& weight : down) weight = -weight;
    return std::pair(sum(program.maximise(down, 10)), high);
  };
  EXPECT_EQ(bounds({2}), std::pair(9, 9)) << "what is named is known";
  EXPECT_EQ(bounds({3, 6}), std::pair(0, 7)) << "and of this no more than that it is in seven";
}

// An exercise that is the only one: its kind would tell it.
TEST_P(GroupingTest, AMissionOfAKindOfItsOwnIsNotToldByTheKind) {
  sql([](db::Session& session) {
    db::execute(session, "UPDATE mission SET kind = 'MISSION_KIND_EXERCISE' WHERE id = 2");
    db::execute(session, "UPDATE mission_fact SET kind = 'MISSION_KIND_EXERCISE' WHERE record = 2");
    db::execute(session, "UPDATE mission_period SET kind = 'MISSION_KIND_EXERCISE' WHERE mission = 2");
  });
  const auto by_kind = by({v1::DIMENSION_MISSION_KIND}, "2026-03-15");
  auto exercises = on("S1", "2026-03-15"), others = on("S1", "2026-03-15");
  where(exercises, v1::DIMENSION_MISSION_KIND, {"EXERCISE"});
  where(others, v1::DIMENSION_MISSION, {"other"});
  const auto stranger = caller(Role::ROLE_LEADERSHIP);
  ASSERT_EQ(totals_of(ask(by_kind, stranger)).at("MISSION_KIND_EXERCISE"), 4) << "before it is grouped";
  group_mission("missions/2");
  EXPECT_EQ(totals_of(ask(by_kind, stranger)).count("MISSION_KIND_EXERCISE"), 0U);
  EXPECT_EQ(ask(by_kind, stranger).totals(0).total(), 25) << "nor by the total";
  EXPECT_EQ(refused(query_path, exercises, stranger).reason(), "TELLS_OTHER");
  EXPECT_EQ(ask(others, stranger).totals(0).total(), 0);
  EXPECT_EQ(ask(on("S1", "2026-03-15"), stranger).totals(0).total(), 25) << "who is deployed is told as ever";
  EXPECT_EQ(totals_of(ask(by_kind, caller(Role::ROLE_HR_CENTRAL))).at("MISSION_KIND_EXERCISE"), 4);
}

// Nobody but the grouped unit has people of the category.
TEST_P(GroupingTest, AUnitWithACategoryOfItsOwnIsNotToldByTheCategory) {
  sql([](db::Session& session) {
    for (const char* table : {"deployment_fact", "membership_fact"}) {
      const std::string name(table);
      db::execute(session, "UPDATE " + name + " SET category = 'CATEGORY_CIVILIAN'");
      db::execute(session, "UPDATE " + name + " SET category = 'CATEGORY_JUSTICE' WHERE unit IN (3, 6)");
    }
  });
  const auto by_category = by({v1::DIMENSION_CATEGORY}, "2026-03-15");
  const auto stranger = caller(Role::ROLE_LEADERSHIP);
  ASSERT_EQ(totals_of(ask(by_category, stranger)).at("CATEGORY_JUSTICE"), 4) << "before it is grouped";
  group_unit("units/3");
  for (const auto& who : {stranger, caller(Role::ROLE_ANALYST)}) {
    EXPECT_EQ(refused(query_path, by_category, who).reason(), "TELLS_OTHER");
    auto filtered = on("S1", "2026-03-15");
    where(filtered, v1::DIMENSION_CATEGORY, {"justice"});
    EXPECT_EQ(refused(query_path, filtered, who).reason(), "TELLS_OTHER");
    EXPECT_EQ(totals_of(ask(by({v1::DIMENSION_UNIT}, "2026-03-15"), who)).at("other"), 7);
    EXPECT_EQ(totals_of(ask(by({v1::DIMENSION_CATEGORY}, "2026-02-15"), who)).at("CATEGORY_JUSTICE"), 4);
  }
  EXPECT_EQ(totals_of(ask(by_category, caller(Role::ROLE_HR_CENTRAL))).at("CATEGORY_JUSTICE"), 4);
}

TEST_P(GroupingTest, ListsOfStrangersAreWithoutIt) {
  group_unit("units/3");
  group_mission("missions/2");
  const std::string roster = "muster.roster.v1.RosterService/",
                    missions_service = "muster.missions.v1.MissionsService/";
  const auto codes = [&](const rpc::Caller& who) {
    std::vector<std::string> found;
    const auto list = call<roster::v1::ListUnitsResponse>(roster + "ListUnits", roster::v1::ListUnitsRequest(), who);
    for (const auto& unit : list.units()) found.push_back(unit.code());
    return found;
  };
  const auto acronyms = [&](const rpc::Caller& who) {
    std::vector<std::string> found;
    const auto list = call<missions::v1::ListMissionsResponse>(missions_service + "ListMissions",
                                                               missions::v1::ListMissionsRequest(), who);
    for (const auto& mission : list.missions()) found.push_back(mission.acronym());
    return found;
  };
  roster::v1::GetUnitRequest unit;
  unit.set_name("units/6");
  missions::v1::GetMissionRequest mission;
  mission.set_name("missions/2");
  for (const auto& stranger : {caller(Role::ROLE_ANALYST), caller(Role::ROLE_LEADERSHIP), caller(Role::ROLE_PERSON),
                               caller(Role::ROLE_HR_UNIT, 5)}) {
    EXPECT_THAT(codes(stranger), ElementsAre("UNIT-1", "UNIT-2", "UNIT-4", "UNIT-5"));
    EXPECT_THAT(acronyms(stranger), ElementsAre("MISSION-1", "MISSION-3"));
    EXPECT_EQ(refused(roster + "GetUnit", unit, stranger).code(), status::Code::not_found);
    EXPECT_EQ(refused(missions_service + "GetMission", mission, stranger).code(), status::Code::not_found);
  }
  EXPECT_EQ(codes(caller(Role::ROLE_HR_UNIT, 3)).size(), 6U);
  EXPECT_EQ(codes(caller(Role::ROLE_ADMINISTRATOR)).size(), 6U) << "who keeps the tree";
  EXPECT_EQ(acronyms(caller(Role::ROLE_ENDORSER)).size(), 3U);
  // Only HR of all units says so, and no unit is called what stands for them.
  roster::v1::ChangeUnitDisclosureRequest change;
  change.set_unit("units/2");
  change.set_disclosure(platform::v1::DISCLOSURE_GROUPED);
  change.set_valid_from("2026-03-01");
  change.set_reason("why");
  EXPECT_EQ(refused(roster + "ChangeUnitDisclosure", change, caller(Role::ROLE_HR_CENTRAL, 2)).reason(),
            "SCOPE_TOO_NARROW");
  EXPECT_EQ(refused(roster + "ChangeUnitDisclosure", change, caller(Role::ROLE_ADMINISTRATOR)).code(),
            status::Code::permission_denied);
  roster::v1::CreateUnitRequest create;
  create.mutable_unit()->set_code("Other");
  create.mutable_unit()->set_display_name("Other");
  create.mutable_unit()->set_kind(roster::v1::UNIT_KIND_UNIT);
  EXPECT_EQ(refused(roster + "CreateUnit", create, caller(Role::ROLE_HR_CENTRAL)).reason(), "VALUE_REFUSED");
}

TEST(JoiningTest, AtLeastTwoUnitsAndFivePeopleBelowEachUnitThatIsNamed) {
  const UnitTree tree = {{1, {1, 2, 3, 4, 5}}, {2, {2, 3, 4}}, {3, {3}}, {4, {4}}, {5, {5}}};
  const auto join = [&](const Ids& grouped, const People& people) {
    Ids joined;
    join_units(tree, {people}, {}, grouped, joined);
    return joined;
  };
  EXPECT_EQ(join({3}, {{3, 2}, {4, 3}, {5, 9}}), Ids{4});
  // Four with the only one beside it: then the unit above, with what is beside that.
  EXPECT_EQ(join({3}, {{3, 2}, {4, 2}, {5, 9}}), (Ids{2, 4, 5}));
  EXPECT_EQ(join({2}, {{3, 6}, {4, 6}, {5, 9}}), Ids{5}) << "with all below it one unit";
  EXPECT_EQ(join({3, 4}, {{3, 2}, {4, 3}, {5, 9}}), Ids{});
}

TEST(JoiningTest, AMissionOfAnOrganisationOfItsOwnIsToldByNone) {
  const std::map<std::int64_t, MissionClass> classes = {{1, {1, 1}}, {2, {2, 1}}, {3, {1, 1}}, {4, {1, 2}}};
  Ids joined;
  ToldByClass told;
  join_missions(classes, {{1, 4}, {2, 6}, {3, 9}, {4, 1}}, {}, {2}, joined, told);
  EXPECT_EQ(joined, Ids{1});
  EXPECT_EQ(told.of_any_organisation, (Ids{1, 2}));
  EXPECT_TRUE(told.kinds.empty());
}

TEST(JoiningTest, AMissionOfAKindOfItsOwnIsToldByNone) {
  const std::map<std::int64_t, MissionClass> classes = {{1, {1, 1}}, {2, {2, 1}}, {3, {1, 1}}, {4, {1, 2}}};
  Ids joined;
  ToldByClass told;
  join_missions(classes, {{1, 4}, {2, 6}, {3, 9}, {4, 7}}, {}, {4}, joined, told);
  EXPECT_EQ(joined, Ids{});
  EXPECT_EQ(told.kinds, std::set<std::uint16_t>{2});
}

TEST(JoiningTest, WhatMostOfAGroupedOneAreIsNotOfItAlone) {
  const UnitTree tree = {{1, {1, 2, 3, 4, 5}}, {2, {2}}, {3, {3}}, {4, {4}}, {5, {5}}};
  const People people = {{2, 6}, {3, 7}, {4, 8}, {5, 9}};
  const std::pair police(dimension::category, "CATEGORY_POLICE"), civilian(dimension::category, "CATEGORY_CIVILIAN");
  const auto join = [&](const PeopleByValue& alike, Ids& joined) {
    return join_units(tree, {people}, alike, {2}, joined);
  };
  Ids joined;
  EXPECT_EQ(join({{police, {{2, 6}, {4, 1}}}, {civilian, {{3, 7}, {4, 7}, {5, 9}}}}, joined), std::set<int>{});
  EXPECT_EQ(joined, (Ids{3, 4})) << "the smallest beside, and one with police";
  joined.clear();
  EXPECT_EQ(join({{police, {{2, 6}}}, {civilian, {{3, 7}, {4, 8}, {5, 9}}}}, joined), std::set{dimension::category});
  joined.clear();
  EXPECT_EQ(join({{police, {{2, 2}}}, {civilian, {{2, 4}, {3, 7}, {4, 8}, {5, 9}}}}, joined), std::set<int>{})
      << "a few of them are not what it is known by";
  const std::map<std::int64_t, MissionClass> classes = {{2, {1, 1}}, {3, {1, 1}}, {4, {1, 1}}, {5, {1, 1}}};
  ToldByClass told;
  joined.clear();
  EXPECT_EQ(join_missions(classes, people, {{police, {{2, 6}, {5, 2}}}}, {2}, joined, told), std::set<int>{});
  EXPECT_EQ(joined, (Ids{3, 5}));
  joined.clear();
  EXPECT_EQ(join_missions(classes, people, {{police, {{2, 6}}}}, {2}, joined, told), std::set{dimension::category});
}

}  // namespace
}  // namespace muster::statistics::testing
