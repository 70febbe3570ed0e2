// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "roster/units.h"
#include "support/roster.h"

namespace muster::support {
namespace {

namespace v1 = muster::roster::v1;
using platform::v1::ROLE_ANALYST;
using platform::v1::ROLE_HR_CENTRAL;
using status::Code;

class UnitsTest : public RosterTest {
 protected:
  static v1::CreateUnitRequest unit_request(const std::string& code, const std::string& parent) {
    v1::CreateUnitRequest request;
    request.mutable_unit()->set_code(code);
    request.mutable_unit()->set_display_name(code);
    request.mutable_unit()->set_parent(parent);
    request.mutable_unit()->set_kind(v1::UNIT_KIND_UNIT);
    return request;
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, UnitsTest, backends(), backend_name);

TEST_P(UnitsTest, TheClosureHoldsEveryUnitWithAllAboveIt) {
  const auto company = make_unit("COMPANY", battalion_);
  EXPECT_EQ(rows("SELECT unit.code FROM unit_closure JOIN unit ON unit.id = unit_closure.ancestor "
                 "WHERE descendant = " +
                     std::to_string(number_of(company)) + " ORDER BY unit.code",
                 1),
            (std::vector<std::string>{"ARMY", "BATTALION", "COMPANY", "MINISTRY"}));
  EXPECT_EQ(rows("SELECT unit.code FROM unit_closure JOIN unit ON unit.id = unit_closure.descendant "
                 "WHERE ancestor = " +
                     std::to_string(number_of(army_)) + " ORDER BY unit.code",
                 1),
            (std::vector<std::string>{"ARMY", "BATTALION", "COMPANY"}));
}

TEST_P(UnitsTest, CreatesWithinTheCallersUnitsOnly) {
  const auto who = caller_of(ROLE_HR_CENTRAL, army_);
  EXPECT_EQ(call<v1::Unit>(roster("CreateUnit"), unit_request("A", battalion_), who).parent(), battalion_);
  const auto outside = refused(roster("CreateUnit"), unit_request("B", navy_), who);
  const auto absent = refused(roster("CreateUnit"), unit_request("B", "units/999999"), who);
  EXPECT_EQ(outside.code(), Code::not_found);
  EXPECT_EQ(absent.code(), Code::not_found);
  EXPECT_TRUE(names_field(refused(roster("CreateUnit"), unit_request("B", ""), who), "unit.parent"));
  EXPECT_EQ(call<v1::Unit>(roster("CreateUnit"), unit_request("B", ""), caller(ROLE_HR_CENTRAL)).parent(), "");
}

TEST_P(UnitsTest, RenamesWithinTheCallersUnitsOnly) {
  const auto who = caller_of(ROLE_HR_CENTRAL, army_);
  const auto rename = [](const std::string& unit) {
    v1::UpdateUnitRequest request;
    request.mutable_unit()->set_name(unit);
    request.mutable_unit()->set_display_name("Renamed");
    request.mutable_update_mask()->add_paths("display_name");
    return request;
  };
  const auto renamed = call<v1::Unit>(roster("UpdateUnit"), rename(battalion_), who);
  EXPECT_EQ(renamed.display_name(), "Renamed");
  EXPECT_EQ(renamed.parent(), army_);
  const auto outside = refused(roster("UpdateUnit"), rename(navy_), who);
  const auto absent = refused(roster("UpdateUnit"), rename("units/999999"), who);
  EXPECT_EQ(outside.code(), Code::not_found);
  EXPECT_EQ(absent.code(), Code::not_found);
  auto move = rename(battalion_);
  move.mutable_unit()->set_parent(ministry_);
  move.mutable_update_mask()->add_paths("parent");
  EXPECT_TRUE(names_field(refused(roster("UpdateUnit"), move, who), "unit.parent"));
}

TEST_P(UnitsTest, TheTreeIsSixteenLevelsDeepAtMost) {
  std::string lowest = ministry_;
  for (int level = 2; level <= roster::unit_levels_max; ++level) {
    lowest = make_unit("LEVEL" + std::to_string(level), lowest);
  }
  const auto error = refused(roster("CreateUnit"), unit_request("DEEPER", lowest), system());
  EXPECT_TRUE(names_field(error, "unit.parent")) << everything_of(error);
}

TEST_P(UnitsTest, DuplicateCodeAndMissingFieldsAreNamed) {
  EXPECT_EQ(refused(roster("CreateUnit"), unit_request("ARMY", ministry_), system()).code(), Code::already_exists);
  v1::CreateUnitRequest empty;
  empty.mutable_unit();
  const auto error = refused(roster("CreateUnit"), empty, system());
  for (const char* field : {"unit.code", "unit.display_name", "unit.kind"}) EXPECT_TRUE(names_field(error, field));
}

TEST_P(UnitsTest, EverySignedInAccountSeesTheTree) {
  const auto analyst = caller(ROLE_ANALYST, number_of(navy_));
  v1::GetUnitRequest get;
  get.set_name(army_);
  EXPECT_EQ(call<v1::Unit>(roster("GetUnit"), get, analyst).code(), "ARMY");
  EXPECT_EQ(call<v1::ListUnitsResponse>(roster("ListUnits"), v1::ListUnitsRequest(), analyst).units_size(), 4);
  v1::ListUnitsRequest below;
  below.set_filter("parent = \"" + army_ + "\"");
  const auto response = call<v1::ListUnitsResponse>(roster("ListUnits"), below, analyst);
  ASSERT_EQ(response.units_size(), 1);
  EXPECT_EQ(response.units(0).name(), battalion_);
  get.set_name("units/999999");
  EXPECT_EQ(refused(roster("GetUnit"), get, analyst).code(), Code::not_found);
  EXPECT_EQ(refused(roster("GetUnit"), get, rpc::Caller()).code(), Code::unauthenticated);
}

}  // namespace
}  // namespace muster::support
