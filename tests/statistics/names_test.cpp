// SPDX-License-Identifier: EUPL-1.2
// Names of missions and units are read once for all questions between two writes, and are never old.
#include <gtest/gtest.h>

#include "muster/missions/v1/missions.pb.h"
#include "muster/roster/v1/roster.pb.h"
#include "statistics_database.h"
#include "targets.h"

namespace muster::statistics::testing {
namespace {

class NamesTest : public StatisticsTest {
 protected:
  void SetUp() override {
    StatisticsTest::SetUp();
    register_targets(elsewhere_registry_, {"roster", "missions"}, nullptr);
    World world;
    world.parents = {{1, 0}, {2, 1}, {3, 0}};
    Row row{.id = 1, .sequence = 1, .record = 1, .parent = 1, .subject = 1, .texts = Texts(dimension_count)};
    row.day_from = *rules::parse_date("2026-01-01");
    row.texts[dimension::mission] = "1";
    row.texts[dimension::tier] = "0";
    row.texts[dimension::unit] = "2";
    row.texts[dimension::gender] = "GENDER_WOMAN";
    world.rows.push_back(row);
    world.last_sequence = row.sequence;
    insert(world);
  }

  // The groups of those who were deployed on a day; another day is another question.
  std::vector<std::string> groups(v1::Dimension dimension, const std::string& day) {
    auto request = on("S1", day);
    request.add_group_by(dimension);
    const auto response = ask(request);
    std::vector<std::string> groups;
    for (const v1::Cell& cell : response.cells()) groups.push_back(cell.group(0));
    return groups;
  }
  int below(const std::string& unit, const std::string& day) {
    auto request = on("S1", day);
    where(request, v1::DIMENSION_UNIT, {unit});
    return ask(request).totals(0).total();
  }

  // As another process on the same database would.
  template <class Res>
  Res elsewhere(const std::string& path, const google::protobuf::Message& request) {
    return elsewhere_.call<Res>(path, request, system());
  }
  void rename_unit(const std::string& name, const std::string& code) {
    roster::v1::UpdateUnitRequest request;
    request.mutable_unit()->set_name(name);
    request.mutable_unit()->set_code(code);
    request.mutable_update_mask()->add_paths("code");
    elsewhere<roster::v1::Unit>("muster.roster.v1.RosterService/UpdateUnit", request);
  }

  rpc::Registry elsewhere_registry_;
  rpc::Dispatcher elsewhere_{elsewhere_registry_, database()};
};
INSTANTIATE_TEST_SUITE_P(Backends, NamesTest, support::backends(), support::backend_name);

using Groups = std::vector<std::string>;

TEST_P(NamesTest, AreNewAtTheNextQuestionAfterAnotherProcessChangedThem) {
  EXPECT_EQ(groups(v1::DIMENSION_UNIT, "2026-02-01"), Groups{"UNIT-2"});
  rename_unit("units/2", "RENAMED");
  EXPECT_EQ(groups(v1::DIMENSION_UNIT, "2026-02-01"), Groups{"RENAMED"});
  EXPECT_EQ(groups(v1::DIMENSION_UNIT, "2026-02-02"), Groups{"RENAMED"});
  EXPECT_EQ(below("UNIT-2", "2026-02-01"), 1) << "a saved question names it as it was called";
  EXPECT_EQ(below("RENAMED", "2026-02-01"), 1);

  EXPECT_EQ(groups(v1::DIMENSION_MISSION, "2026-02-01"), Groups{"MISSION-1"});
  missions::v1::UpdateMissionRequest update;
  update.mutable_mission()->set_name("missions/1");
  update.mutable_mission()->set_acronym("UNNAMED");
  update.mutable_update_mask()->add_paths("acronym");
  elsewhere<missions::v1::Mission>("muster.missions.v1.MissionsService/UpdateMission", update);
  EXPECT_EQ(groups(v1::DIMENSION_MISSION, "2026-02-01"), Groups{"UNNAMED"});
}

TEST_P(NamesTest, KnowAUnitThatAnotherProcessCreated) {
  if (backend() == db::Backend::postgresql) {
    // The world's units took their ids themselves.
    sql([](db::Session& session) { db::execute(session, "ALTER TABLE unit ALTER COLUMN id RESTART WITH 100"); });
  }
  EXPECT_EQ(below("UNIT-1", "2026-02-01"), 1);
  auto request = on("S1", "2026-02-01");
  where(request, v1::DIMENSION_UNIT, {"CREATED"});
  EXPECT_TRUE(support::names_field(refused(query_path, request, system()), "where[0].values[0]"));
  roster::v1::CreateUnitRequest create;
  create.mutable_unit()->set_code("CREATED");
  create.mutable_unit()->set_display_name("Created");
  create.mutable_unit()->set_kind(roster::v1::UNIT_KIND_UNIT);
  create.mutable_unit()->set_parent("units/3");
  elsewhere<roster::v1::Unit>("muster.roster.v1.RosterService/CreateUnit", create);
  EXPECT_EQ(below("CREATED", "2026-02-01"), 0);
  EXPECT_EQ(below("UNIT-1", "2026-02-01"), 1);
}

TEST_P(NamesTest, AreFoundInWhateverSpelling) {
  for (const char* spelling : {"unit-2", " Unit-2", "\uFF35nit-2"}) {
    EXPECT_EQ(below(spelling, "2026-02-01"), 1) << spelling;
  }
  rename_unit("units/2", "Renamed");
  EXPECT_EQ(below("unit-2", "2026-02-01"), 1) << "also as it was called";
  EXPECT_EQ(below("RENAMED", "2026-02-01"), 1);
  auto request = on("S1", "2026-02-01");
  where(request, v1::DIMENSION_MISSION, {"mission-1"});
  EXPECT_EQ(ask(request).totals(0).total(), 1);
}

// An answer as known then has the names of then, and no other record is ever given a name that was one's.
TEST_P(NamesTest, AreThoseThatWereKnown) {
  auto then = on("S1", "2026-02-01");
  then.add_group_by(v1::DIMENSION_UNIT);
  then.set_known_sequence(1);
  const std::string before = ask(then).cells(0).SerializeAsString();
  rename_unit("units/2", "RENAMED");
  EXPECT_EQ(ask(then).cells(0).SerializeAsString(), before);
  EXPECT_EQ(ask(then).cells(0).group(0), "UNIT-2");
  where(then, v1::DIMENSION_UNIT, {"RENAMED"});
  EXPECT_TRUE(support::names_field(refused(query_path, then, system()), "where[0].values[0]"))
      << "it was not called so then";

  roster::v1::UpdateUnitRequest taking;
  taking.mutable_unit()->set_name("units/3");
  taking.mutable_unit()->set_code("UNIT-2");
  taking.mutable_update_mask()->add_paths("code");
  const auto fault = refused("muster.roster.v1.RosterService/UpdateUnit", taking, system());
  EXPECT_TRUE(support::names_field(fault, "unit.code"));
  EXPECT_EQ(fault.reason(), "CODE_USED_BEFORE");
  EXPECT_EQ(fault.metadata().at("name"), "units/2");
  // Back to its own earlier one.
  rename_unit("units/2", "UNIT-2");
  EXPECT_EQ(groups(v1::DIMENSION_UNIT, "2026-02-03"), Groups{"UNIT-2"});
}

}  // namespace
}  // namespace muster::statistics::testing
