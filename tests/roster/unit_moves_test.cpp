// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "muster/access/v1/access.pb.h"
#include "muster/missions/v1/missions.pb.h"
#include "platform/db/bulk.h"
#include "roster/units.h"
#include "support/roster.h"

namespace muster::support {
namespace {

namespace v1 = muster::roster::v1;
using platform::v1::ROLE_HR_CENTRAL;
using platform::v1::ROLE_HR_UNIT;
using status::Code;

class UnitMovesTest : public RosterTest {
 protected:
  static v1::MoveUnitRequest move_of(const std::string& unit, const std::string& parent, const std::string& day) {
    v1::MoveUnitRequest request;
    request.set_name(unit);
    request.set_parent(parent);
    request.set_valid_from(day);
    request.set_reason("Reorganised");
    return request;
  }
  static v1::EndUnitRequest end_of(const std::string& unit, const std::string& last,
                                   const std::string& successor = "") {
    v1::EndUnitRequest request;
    request.set_name(unit);
    request.set_last_day(last);
    request.set_successor(successor);
    request.set_reason("Merged");
    return request;
  }
  // The last day is another; "": there is none.
  static v1::CorrectUnitEndRequest correction_of(const std::string& unit, const std::string& last) {
    v1::CorrectUnitEndRequest request;
    request.set_name(unit);
    if (!last.empty()) request.set_last_day(last);
    request.set_reason("Wrong day");
    return request;
  }
  v1::Unit correct(const v1::CorrectUnitEndRequest& request) {
    return call<v1::Unit>(roster("CorrectUnitEnd"), request);
  }
  static v1::MovePeopleRequest people_of(const std::string& from, const std::string& to, const std::string& day) {
    v1::MovePeopleRequest request;
    request.set_from_unit(from);
    request.set_to_unit(to);
    request.set_valid_from(day);
    return request;
  }
  v1::Unit move(const v1::MoveUnitRequest& request) { return call<v1::Unit>(roster("MoveUnit"), request); }
  v1::Unit end(const v1::EndUnitRequest& request) { return call<v1::Unit>(roster("EndUnit"), request); }
  v1::Unit unit(const std::string& name) {
    v1::GetUnitRequest request;
    request.set_name(name);
    return call<v1::Unit>(roster("GetUnit"), request);
  }
  std::string refusal(const std::string& method, const google::protobuf::Message& request,
                      const std::string& field = "") {
    const auto error = refused(roster(method), request, system());
    EXPECT_TRUE(field.empty() || names_field(error, field)) << everything_of(error);
    return std::string(error.reason());
  }

  // "parent from reason" of each place, latest first.
  std::vector<std::string> places(const std::string& name) {
    v1::ListUnitPlacesRequest request;
    request.set_unit(name);
    std::vector<std::string> all;
    const auto response = call<v1::ListUnitPlacesResponse>(roster("ListUnitPlaces"), request);
    for (const auto& place : response.unit_places()) {
      all.push_back(place.parent() + " " + place.valid_from() + " " + place.reason());
    }
    return all;
  }
  // The units above, by code, as scopes follow them.
  std::vector<std::string> above(const std::string& name) {
    return rows("SELECT unit.code FROM unit_closure JOIN unit ON unit.id = unit_closure.ancestor WHERE descendant = " +
                    std::to_string(number_of(name)) + " ORDER BY unit.code",
                1);
  }
  // "UNIT from to" of the person's affiliations, earliest first.
  std::vector<std::string> affiliations(const std::string& person) {
    return rows(
        "SELECT unit.code, affiliation.valid_from, affiliation.valid_to FROM affiliation "
        "JOIN unit ON unit.id = affiliation.unit WHERE person = " +
            std::to_string(number_of(person)) + " ORDER BY affiliation.valid_from",
        3);
  }
  // The same of what figures count: the latest fact of each affiliation.
  std::vector<std::string> memberships(const std::string& person) {
    std::vector<std::string> all;
    sql([&](db::Session& session) {
      all.clear();
      for (const auto& [code, from, to] : db::select<std::string, long long, std::optional<long long>>(
               session, {"SELECT unit.code, fact.day_from, fact.day_to FROM membership_fact fact "
                         "JOIN unit ON unit.id = fact.unit WHERE fact.id IN (SELECT MAX(id) FROM membership_fact "
                         "GROUP BY record) AND subject = (SELECT subject FROM person_subject WHERE person = ?) "
                         "ORDER BY fact.day_from",
                         {number_of(person)}})) {
        all.push_back(code + "|" + rules::format_date(static_cast<rules::Day>(from)) + "|" +
                      (to ? rules::format_date(static_cast<rules::Day>(*to - 1)) : "-"));
      }
    });
    return all;
  }
  bool sees(const rpc::Caller& who, const std::string& person) {
    v1::GetPersonRequest request;
    request.set_name(person);
    try {
      call<v1::Person>(roster("GetPerson"), request, who);
      return true;
    } catch (const status::Error& error) {
      EXPECT_EQ(error.code(), Code::not_found);
      return false;
    }
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, UnitMovesTest, backends(), backend_name);

TEST_P(UnitMovesTest, WhoIsAboveSeesThePeopleAndWhoWasDoesNot) {
  const auto company = make_unit("COMPANY", battalion_);
  const auto somebody = make_person("P1", company).name();
  const auto army = caller_of(ROLE_HR_UNIT, army_), navy = caller_of(ROLE_HR_UNIT, navy_);
  EXPECT_TRUE(sees(army, somebody));
  EXPECT_FALSE(sees(navy, somebody));
  EXPECT_EQ(move(move_of(battalion_, navy_, "2025-03-01")).parent(), navy_);
  EXPECT_FALSE(sees(army, somebody));
  EXPECT_TRUE(sees(navy, somebody));
  EXPECT_EQ(above(company), (std::vector<std::string>{"BATTALION", "COMPANY", "MINISTRY", "NAVY"}));
  EXPECT_EQ(above(battalion_), (std::vector<std::string>{"BATTALION", "MINISTRY", "NAVY"}));
  EXPECT_EQ(places(battalion_), (std::vector<std::string>{navy_ + " 2025-03-01 Reorganised", army_ + "  "}));
}

TEST_P(UnitMovesTest, ATopUnitComesBelowAndAUnitToTheTop) {
  const auto other = make_unit("FLEET");
  EXPECT_EQ(move(move_of(other, army_, "2025-03-01")).parent(), army_);
  EXPECT_EQ(above(other), (std::vector<std::string>{"ARMY", "FLEET", "MINISTRY"}));
  EXPECT_EQ(move(move_of(other, "", "2025-04-01")).parent(), "");
  EXPECT_EQ(above(other), (std::vector<std::string>{"FLEET"}));
  // Who works for some units moves nothing to the top, nor from there.
  const auto who = caller_of(ROLE_HR_CENTRAL, army_);
  EXPECT_TRUE(names_field(refused(roster("MoveUnit"), move_of(battalion_, "", "2025-03-01"), who), "parent"));
  const auto top = caller_of(ROLE_HR_CENTRAL, other);
  const auto error = refused(roster("MoveUnit"), move_of(other, other, "2025-05-01"), top);
  EXPECT_TRUE(names_field(error, "name")) << everything_of(error);
}

TEST_P(UnitMovesTest, BothUnitsAboveMustBeTheCallers) {
  const auto who = caller_of(ROLE_HR_CENTRAL, army_);
  const auto outside = refused(roster("MoveUnit"), move_of(battalion_, navy_, "2025-03-01"), who);
  EXPECT_EQ(outside.code(), Code::not_found);
  const auto own_top = refused(roster("MoveUnit"), move_of(army_, battalion_, "2025-03-01"), who);
  EXPECT_EQ(own_top.code(), Code::not_found);
  const auto company = make_unit("COMPANY", battalion_);
  EXPECT_EQ(call<v1::Unit>(roster("MoveUnit"), move_of(company, army_, "2025-03-01"), who).parent(), army_);
}

TEST_P(UnitMovesTest, WhatCannotBeIsRefusedAndLeavesNothing) {
  const auto company = make_unit("COMPANY", battalion_);
  EXPECT_EQ(refusal("MoveUnit", move_of(army_, army_, "2025-03-01"), "parent"), "UNIT_BELOW_ITSELF");
  EXPECT_EQ(refusal("MoveUnit", move_of(army_, company, "2025-03-01"), "parent"), "UNIT_BELOW_ITSELF");
  EXPECT_EQ(refusal("MoveUnit", move_of(battalion_, army_, "2025-03-01")), "NO_CHANGE");
  EXPECT_EQ(refusal("MoveUnit", move_of(battalion_, navy_, future_day()), "valid_from"), "IN_FUTURE");
  EXPECT_EQ(refusal("MoveUnit", move_of("units/999999", navy_, "2025-03-01")), "NOT_FOUND");
  EXPECT_EQ(refusal("MoveUnit", move_of(battalion_, "units/999999", "2025-03-01")), "NOT_FOUND");
  auto stale = move_of(battalion_, navy_, "2025-03-01");
  stale.set_etag("7");
  EXPECT_EQ(refusal("MoveUnit", stale), "STALE_ETAG");
  EXPECT_EQ(places(battalion_), (std::vector<std::string>{army_ + "  "}));
  move(move_of(battalion_, navy_, "2025-03-01"));
  EXPECT_EQ(refusal("MoveUnit", move_of(battalion_, ministry_, "2025-03-01")), "CHANGED_THAT_DAY");
  EXPECT_EQ(refusal("MoveUnit", move_of(battalion_, navy_, "2025-03-01")), "NO_CHANGE");
  v1::UpdateUnitRequest update;
  update.mutable_unit()->set_name(battalion_);
  update.mutable_unit()->set_parent(army_);
  update.mutable_update_mask()->add_paths("parent");
  EXPECT_EQ(refusal("UpdateUnit", update, "unit.parent"), "CHANGE_OR_CORRECT");
}

TEST_P(UnitMovesTest, TheTreeStaysSixteenLevelsDeep) {
  std::string lowest = ministry_;
  for (int level = 2; level < roster::unit_levels_max; ++level) lowest = make_unit("L" + std::to_string(level), lowest);
  const auto top = make_unit("TOP");
  make_unit("BELOW", top);
  EXPECT_EQ(refusal("MoveUnit", move_of(top, lowest, "2025-03-01"), "parent"), "LOWEST_LEVEL");
  const auto leaf = make_unit("LEAF");
  EXPECT_EQ(move(move_of(leaf, lowest, "2025-03-01")).parent(), lowest);
}

TEST_P(UnitMovesTest, AnEarlierMoveHoldsUntilTheOneThatIsRecorded) {
  move(move_of(battalion_, navy_, "2025-06-01"));
  EXPECT_EQ(move(move_of(battalion_, ministry_, "2025-03-01")).parent(), navy_);
  EXPECT_EQ(above(battalion_), (std::vector<std::string>{"BATTALION", "MINISTRY", "NAVY"}));
  EXPECT_EQ(places(battalion_), (std::vector<std::string>{navy_ + " 2025-06-01 Reorganised",
                                                          ministry_ + " 2025-03-01 Reorganised", army_ + "  "}));
  // The army stood below the battalion never, yet the navy stands above it from June on.
  EXPECT_EQ(refusal("MoveUnit", move_of(navy_, battalion_, "2025-07-01"), "parent"), "UNIT_BELOW_ITSELF");
  EXPECT_EQ(refusal("MoveUnit", move_of(navy_, battalion_, "2025-01-01"), "parent"), "UNIT_BELOW_ITSELF");
}

TEST_P(UnitMovesTest, ACorrectionRestatesItsDaysAlone) {
  move(move_of(battalion_, navy_, "2025-03-01"));
  v1::CorrectUnitRequest request;
  request.set_name(battalion_);
  request.set_parent(ministry_);
  request.set_first_day("2025-04-01");
  request.set_last_day("2025-04-30");
  request.set_reason("Was lent");
  EXPECT_EQ(call<v1::Unit>(roster("CorrectUnit"), request).parent(), navy_);
  EXPECT_EQ(places(battalion_),
            (std::vector<std::string>{navy_ + " 2025-05-01 Reorganised", ministry_ + " 2025-04-01 Was lent",
                                      navy_ + " 2025-03-01 Reorganised", army_ + "  "}));
  request.clear_first_day();
  request.clear_last_day();
  EXPECT_EQ(call<v1::Unit>(roster("CorrectUnit"), request).parent(), ministry_);
  EXPECT_EQ(above(battalion_), (std::vector<std::string>{"BATTALION", "MINISTRY"}));
  EXPECT_EQ(places(battalion_).front(), ministry_ + " 2025-05-01 Was lent");
}

TEST_P(UnitMovesTest, ADryMoveWritesNothing) {
  auto dry = move_of(battalion_, navy_, "2025-03-01");
  dry.set_validate_only(true);
  EXPECT_EQ(move(dry).parent(), navy_);
  EXPECT_EQ(unit(battalion_).parent(), army_);
  EXPECT_EQ(above(battalion_), (std::vector<std::string>{"ARMY", "BATTALION", "MINISTRY"}));
}

TEST_P(UnitMovesTest, PeopleMoveOnADayInOneStep) {
  const auto stays = make_person("P1", battalion_).name(), goes = make_person("P2", battalion_).name();
  auto later = person_request("P3", battalion_);
  later.mutable_affiliation()->set_valid_from("2025-06-01");
  later.mutable_affiliation()->set_valid_to("2025-12-31");
  const auto comes = call<v1::Person>(roster("CreatePerson"), later).name();
  const auto elsewhere = make_person("P4", navy_).name();
  auto request = people_of(battalion_, navy_, "2025-03-01");
  for (const auto& name : {goes, comes, elsewhere, std::string("persons/999999")}) request.add_persons(name);
  EXPECT_EQ(refusal("MovePeople", request, "persons[3]"), "REFERENCE_NOT_FOUND");
  request.mutable_persons()->RemoveLast();
  const auto response = call<v1::MovePeopleResponse>(roster("MovePeople"), request);
  EXPECT_EQ(response.moved(), 2);
  ASSERT_EQ(response.not_moved_size(), 1);
  EXPECT_EQ(response.not_moved(0), elsewhere);
  EXPECT_EQ(affiliations(stays), (std::vector<std::string>{"BATTALION|2020-01-01|-"}));
  EXPECT_EQ(affiliations(goes), (std::vector<std::string>{"BATTALION|2020-01-01|2025-02-28", "NAVY|2025-03-01|-"}));
  EXPECT_EQ(affiliations(comes), (std::vector<std::string>{"NAVY|2025-06-01|2025-12-31"}));
  for (const auto& person : {stays, goes, comes, elsewhere}) EXPECT_EQ(memberships(person), affiliations(person));
  EXPECT_EQ(call<v1::MovePeopleResponse>(roster("MovePeople"), people_of(battalion_, navy_, "2025-03-01")).moved(), 1);
  EXPECT_EQ(affiliations(stays), (std::vector<std::string>{"BATTALION|2020-01-01|2025-02-28", "NAVY|2025-03-01|-"}));
}

TEST_P(UnitMovesTest, WhatAnAffiliationSaysGoesAlong) {
  auto request = person_request("P1", battalion_);
  request.mutable_affiliation()->set_branch("Army");
  request.mutable_affiliation()->set_position("Clerk");
  const auto somebody = call<v1::Person>(roster("CreatePerson"), request).name();
  call<v1::MovePeopleResponse>(roster("MovePeople"), people_of(battalion_, navy_, "2025-03-01"));
  v1::ListAffiliationsRequest list;
  list.set_person(somebody);
  const auto all = call<v1::ListAffiliationsResponse>(roster("ListAffiliations"), list).affiliations();
  ASSERT_EQ(all.size(), 2);
  v1::Affiliation expected = all[1];
  for (auto* one : {&expected}) {
    one->set_name(all[0].name());
    one->set_unit(navy_);
    one->set_valid_from("2025-03-01");
    one->clear_valid_to();
    one->set_etag(all[0].etag());
    *one->mutable_create_time() = all[0].create_time();
    *one->mutable_update_time() = all[0].update_time();
  }
  EXPECT_EQ(all[0].DebugString(), expected.DebugString());
  EXPECT_EQ(all[0].etag(), "1");
}

TEST_P(UnitMovesTest, MovesPeopleWithinTheCallersUnitsOnly) {
  make_person("P1", battalion_);
  const auto who = caller_of(ROLE_HR_UNIT, army_);
  EXPECT_EQ(refused(roster("MovePeople"), people_of(battalion_, navy_, "2025-03-01"), who).code(), Code::not_found);
  EXPECT_EQ(refused(roster("MovePeople"), people_of(navy_, battalion_, "2025-03-01"), who).code(), Code::not_found);
  EXPECT_EQ(call<v1::MovePeopleResponse>(roster("MovePeople"), people_of(battalion_, army_, "2025-03-01"), who).moved(),
            1);
  EXPECT_EQ(refusal("MovePeople", people_of(army_, army_, "2025-03-01"), "to_unit"), "NAMED_TWICE");
  EXPECT_EQ(refusal("MovePeople", people_of(army_, navy_, future_day()), "valid_from"), "IN_FUTURE");
}

TEST_P(UnitMovesTest, AUnitWithPeopleOrUnitsDoesNotEnd) {
  make_person("P1", battalion_);
  make_unit("COMPANY", battalion_);
  const auto error = refused(roster("EndUnit"), end_of(battalion_, "2025-02-28"), system());
  EXPECT_EQ(error.reason(), "UNIT_IN_USE");
  EXPECT_NE(error.message().find("1 people and 1 units"), std::string::npos) << error.message();
  EXPECT_FALSE(unit(battalion_).has_valid_to());
}

TEST_P(UnitMovesTest, ASuccessorTakesThePeopleAndTheUnits) {
  const auto company = make_unit("COMPANY", battalion_);
  const auto somebody = make_person("P1", battalion_).name(), below = make_person("P2", company).name();
  auto later = person_request("P3", battalion_);
  later.mutable_affiliation()->set_valid_from("2025-06-01");
  const auto comes = call<v1::Person>(roster("CreatePerson"), later).name();
  auto dry = end_of(battalion_, "2025-02-28", navy_);
  dry.set_validate_only(true);
  const auto beforehand = end(dry);
  EXPECT_FALSE(unit(battalion_).has_valid_to());
  EXPECT_EQ(affiliations(somebody), (std::vector<std::string>{"BATTALION|2020-01-01|-"}));
  const auto ended = end(end_of(battalion_, "2025-02-28", navy_));
  EXPECT_EQ(ended.valid_to(), "2025-02-28");
  EXPECT_EQ(ended.successor(), navy_);
  EXPECT_EQ(ended.end_reason(), "Merged");
  ASSERT_GE(ended.consequences_size(), 2);
  EXPECT_EQ(ended.consequences_size(), beforehand.consequences_size());
  EXPECT_EQ(ended.consequences(0).verb(), "MovePeople");
  EXPECT_EQ(ended.consequences(1).name(), company);
  EXPECT_EQ(affiliations(somebody), (std::vector<std::string>{"BATTALION|2020-01-01|2025-02-28", "NAVY|2025-03-01|-"}));
  EXPECT_EQ(affiliations(comes), (std::vector<std::string>{"NAVY|2025-06-01|-"}));
  EXPECT_EQ(affiliations(below), (std::vector<std::string>{"COMPANY|2020-01-01|-"}));
  EXPECT_EQ(unit(company).parent(), navy_);
  EXPECT_EQ(places(company), (std::vector<std::string>{navy_ + " 2025-03-01 Merged", battalion_ + "  "}));
  EXPECT_EQ(above(company), (std::vector<std::string>{"COMPANY", "MINISTRY", "NAVY"}));
  EXPECT_EQ(refusal("EndUnit", end_of(battalion_, "2025-03-31")), "ALREADY_ENDED");
}

TEST_P(UnitMovesTest, AnEndOnTheWrongDayIsCorrected) {
  const auto company = make_unit("COMPANY", battalion_);
  const auto somebody = make_person("P1", battalion_).name(), other = make_person("P2", navy_).name();
  auto later = person_request("P3", battalion_);
  later.mutable_affiliation()->set_valid_from("2025-06-01");
  const auto comes = call<v1::Person>(roster("CreatePerson"), later).name();
  EXPECT_EQ(refusal("CorrectUnitEnd", correction_of(battalion_, "2025-03-31")), "WRONG_STATE") << "it has not ended";
  end(end_of(battalion_, "2025-02-28", navy_));
  EXPECT_EQ(refusal("CorrectUnitEnd", correction_of(battalion_, "2025-02-28")), "NO_CHANGE");
  EXPECT_EQ(refusal("CorrectUnitEnd", correction_of(battalion_, future_day()), "last_day"), "IN_FUTURE");
  auto dry = correction_of(battalion_, "2025-03-31");
  dry.set_validate_only(true);
  const auto beforehand = correct(dry);
  EXPECT_EQ(unit(battalion_).valid_to(), "2025-02-28");
  // Later: what went to the successor comes back, and goes there on the right day.
  auto corrected = correct(correction_of(battalion_, "2025-03-31"));
  EXPECT_EQ(corrected.consequences_size(), beforehand.consequences_size());
  EXPECT_EQ(corrected.valid_to(), "2025-03-31");
  EXPECT_EQ(corrected.successor(), navy_);
  EXPECT_EQ(corrected.end_reason(), "Merged");
  EXPECT_EQ(corrected.end_correction_reason(), "Wrong day");
  const std::vector<std::string> until_march = {"BATTALION|2020-01-01|2025-02-28", "BATTALION|2025-03-01|2025-03-31",
                                                "NAVY|2025-04-01|-"};
  EXPECT_EQ(affiliations(somebody), until_march);
  EXPECT_EQ(memberships(somebody), until_march) << "figures as well";
  EXPECT_EQ(affiliations(comes), (std::vector<std::string>{"NAVY|2025-06-01|-"}));
  EXPECT_EQ(affiliations(other), (std::vector<std::string>{"NAVY|2020-01-01|-"})) << "was never of the unit";
  EXPECT_EQ(places(company).front(), navy_ + " 2025-04-01 Wrong day");
  // Earlier.
  corrected = correct(correction_of(battalion_, "2025-01-31"));
  EXPECT_EQ(corrected.valid_to(), "2025-01-31");
  EXPECT_EQ(affiliations(somebody).front(), "BATTALION|2020-01-01|2025-01-31");
  EXPECT_EQ(affiliations(somebody).at(1), "NAVY|2025-02-01|2025-02-28");
  EXPECT_EQ(unit(company).parent(), navy_);
  auto stale = correction_of(battalion_, "2025-02-28");
  stale.set_etag("1");
  EXPECT_EQ(refusal("CorrectUnitEnd", stale), "STALE_ETAG");
}

TEST_P(UnitMovesTest, AUnitThatWasEndedByMistakeGoesOn) {
  const auto company = make_unit("COMPANY", battalion_);
  const auto somebody = make_person("P1", battalion_).name();
  auto later = person_request("P3", battalion_);
  later.mutable_affiliation()->set_valid_from("2025-06-01");
  const auto comes = call<v1::Person>(roster("CreatePerson"), later).name();
  end(end_of(battalion_, "2025-02-28", navy_));
  const auto corrected = correct(correction_of(battalion_, ""));
  EXPECT_FALSE(corrected.has_valid_to());
  EXPECT_EQ(corrected.successor(), "");
  EXPECT_EQ(corrected.end_reason(), "");
  EXPECT_EQ(corrected.end_correction_reason(), "Wrong day");
  ASSERT_EQ(corrected.consequences_size(), 2) << corrected.ShortDebugString();
  EXPECT_EQ(corrected.consequences(0).verb(), "MovePeople");
  EXPECT_EQ(corrected.consequences(1).name(), company);
  EXPECT_EQ(affiliations(somebody),
            (std::vector<std::string>{"BATTALION|2020-01-01|2025-02-28", "BATTALION|2025-03-01|-"}));
  EXPECT_EQ(affiliations(comes), (std::vector<std::string>{"BATTALION|2025-06-01|-"}));
  EXPECT_EQ(unit(company).parent(), battalion_);
  make_person("P4", battalion_);
  // Not below a unit that is no more.
  end(end_of(battalion_, "2025-02-28", navy_));
  end(end_of(army_, "2025-03-31"));
  EXPECT_EQ(refusal("CorrectUnitEnd", correction_of(battalion_, ""), "last_day"), "UNIT_ENDED");
  correct(correction_of(battalion_, "2025-03-31"));
}

TEST_P(UnitMovesTest, ASuccessorLiesOutsideAndIsInForce) {
  const auto company = make_unit("COMPANY", battalion_);
  EXPECT_EQ(refusal("EndUnit", end_of(battalion_, "2025-02-28", battalion_), "successor"), "UNIT_BELOW_ITSELF");
  EXPECT_EQ(refusal("EndUnit", end_of(battalion_, "2025-02-28", company), "successor"), "UNIT_BELOW_ITSELF");
  EXPECT_EQ(refusal("EndUnit", end_of(battalion_, future_day(), navy_), "last_day"), "IN_FUTURE");
  end(end_of(navy_, "2025-01-31"));
  EXPECT_EQ(refusal("EndUnit", end_of(battalion_, "2025-02-28", navy_), "successor"), "UNIT_ENDED");
}

TEST_P(UnitMovesTest, NothingIsMadeForAUnitAfterItsEnd) {
  end(end_of(battalion_, "2025-02-28", army_));
  const auto created = [&](const std::string& number, const std::string& last) {
    auto request = person_request(number, battalion_);
    if (!last.empty()) request.mutable_affiliation()->set_valid_to(last);
    return request;
  };
  EXPECT_EQ(refusal("CreatePerson", created("P1", ""), "affiliation.unit"), "UNIT_ENDED");
  EXPECT_EQ(refusal("CreatePerson", created("P1", "2025-03-01"), "affiliation.unit"), "UNIT_ENDED");
  const auto former = call<v1::Person>(roster("CreatePerson"), created("P1", "2025-01-31"));
  v1::ListAffiliationsRequest list;
  list.set_person(former.name());
  v1::CorrectAffiliationRequest longer;
  longer.mutable_affiliation()->set_name(
      call<v1::ListAffiliationsResponse>(roster("ListAffiliations"), list).affiliations(0).name());
  longer.mutable_affiliation()->set_valid_to("2025-03-01");
  longer.mutable_update_mask()->add_paths("valid_to");
  longer.set_reason("Misread");
  EXPECT_EQ(refusal("CorrectAffiliation", longer, "affiliation.unit"), "UNIT_ENDED");
  longer.mutable_affiliation()->set_valid_to("2025-02-28");
  call<v1::Affiliation>(roster("CorrectAffiliation"), longer);
  v1::CreateUnitRequest below;
  below.mutable_unit()->set_code("NEW");
  below.mutable_unit()->set_display_name("New");
  below.mutable_unit()->set_kind(v1::UNIT_KIND_UNIT);
  below.mutable_unit()->set_parent(battalion_);
  EXPECT_EQ(refusal("CreateUnit", below, "unit.parent"), "UNIT_ENDED");
  EXPECT_EQ(refusal("MoveUnit", move_of(navy_, battalion_, "2025-01-01"), "parent"), "UNIT_ENDED");
  EXPECT_EQ(refusal("MoveUnit", move_of(battalion_, navy_, "2025-03-01"), "valid_from"), "UNIT_ENDED");
  EXPECT_EQ(refusal("MovePeople", people_of(navy_, battalion_, "2025-01-01"), "to_unit"), "UNIT_ENDED");
  missions::v1::ReportHeadcountsRequest report;
  report.set_unit(battalion_);
  report.set_country("NOR");
  report.set_month("2025-03");
  report.add_headcounts()->set_category(platform::v1::CATEGORY_MILITARY);
  report.mutable_headcounts(0)->set_gender(platform::v1::GENDER_WOMAN);
  report.mutable_headcounts(0)->set_count(1);
  const std::string reports = "muster.missions.v1.MissionsService/ReportHeadcounts";
  const auto late = refused(reports, report, system());
  EXPECT_EQ(late.reason(), "UNIT_ENDED") << everything_of(late);
  report.set_month("2025-02");
  const auto left_during = [&](const std::string& last_day) {
    sql([&](db::Session& session) {
      db::execute(session, {"UPDATE unit SET valid_to = ? WHERE id = ?", {last_day, number_of(battalion_)}});
    });
  };
  left_during("2025-02-15");
  EXPECT_EQ(refused(reports, report, system()).reason(), "UNIT_ENDED") << "its last day is the one reported";
  left_during("2025-02-28");
  EXPECT_EQ(call<missions::v1::ReportHeadcountsResponse>(reports, report).total(), 1);
  muster::access::v1::CreateGrantRequest grant;
  grant.mutable_grant()->set_account("accounts/" + std::to_string(hr().account));
  grant.mutable_grant()->set_role(ROLE_HR_UNIT);
  grant.mutable_grant()->set_unit(battalion_);
  grant.mutable_grant()->set_valid_from("2025-01-01");
  const std::string grants = "muster.access.v1.AccessService/CreateGrant";
  const auto refused_grant = refused(grants, grant, system());
  EXPECT_EQ(refused_grant.reason(), "UNIT_ENDED") << everything_of(refused_grant);
}

TEST_P(UnitMovesTest, ListsSayWhichUnitsAreInForce) {
  end(end_of(battalion_, "2025-02-28"));
  v1::ListUnitsRequest request;
  EXPECT_EQ(call<v1::ListUnitsResponse>(roster("ListUnits"), request).units_size(), 4);
  request.set_filter("valid_to = null");
  const auto in_force = call<v1::ListUnitsResponse>(roster("ListUnits"), request);
  ASSERT_EQ(in_force.units_size(), 3);
  for (const auto& one : in_force.units()) EXPECT_NE(one.name(), battalion_);
}

TEST_P(UnitMovesTest, TenThousandPeopleMoveInOneTransaction) {
  make_person("P1", battalion_);
  const long long unit = number_of(battalion_);
  long long last = 0;
  sql([&](db::Session& session) {
    std::vector<db::Row> people, subjects, affiliations, facts;
    for (long long i = 1; i <= 10'000; ++i) {
      const std::string number = std::to_string(i);
      people.push_back({"Q" + number, "q" + number, "A", "B", "", "GENDER_WOMAN", "GENDER_SOURCE_SELF",
                        "CATEGORY_MILITARY", "PERSON_STATUS_ACTIVE", 0LL, 0LL, 1LL});
    }
    const auto ids =
        db::insert_rows(session, "person",
                        {"number", "number_key", "given_name", "family_name", "preferred_name", "gender",
                         "gender_source", "category", "status", "create_time", "update_time", "row_version"},
                        std::move(people));
    for (const long long id : ids) {
      subjects.push_back({id, 5'000'000 + id});
      affiliations.push_back({id, unit, "", "", "2020-01-01", 0LL, 0LL, 1LL});
    }
    db::insert_rows_without_id(session, "person_subject", {"person", "subject"}, std::move(subjects));
    const auto records = db::insert_rows(
        session, "affiliation",
        {"person", "unit", "branch", "position", "valid_from", "create_time", "update_time", "row_version"},
        std::move(affiliations));
    for (std::size_t i = 0; i < ids.size(); ++i) {
      facts.push_back(
          {0LL, 0LL, records[i], 5'000'000 + ids[i], 18262LL, "CATEGORY_MILITARY", "RANK_BAND_UNSPECIFIED", unit, ""});
    }
    db::insert_rows(
        session, "membership_fact",
        {"sequence", "recorded_time", "record", "subject", "day_from", "category", "rank_band", "unit", "country"},
        std::move(facts));
    last = ids.back();
  });
  EXPECT_EQ(call<v1::MovePeopleResponse>(roster("MovePeople"), people_of(battalion_, navy_, "2025-03-01")).moved(),
            10'001);
  EXPECT_EQ(rows("SELECT CAST(COUNT(*) AS TEXT) FROM affiliation WHERE valid_from = '2025-03-01' AND unit = " +
                     std::to_string(number_of(navy_)),
                 1),
            (std::vector<std::string>{"10001"}));
  EXPECT_EQ(memberships("persons/" + std::to_string(last)),
            (std::vector<std::string>{"BATTALION|2020-01-01|2025-02-28", "NAVY|2025-03-01|-"}));
}

}  // namespace
}  // namespace muster::support
