// SPDX-License-Identifier: EUPL-1.2
// Acts on what a unit owns whose effects reach people of other units: each is refused whole, with the count and without
// a name, takes the wider grant, and is taken by the owner where nobody else is reached.
#include <set>

#include "muster/imports/v1/imports.pb.h"
#include "support/deployments.h"
#include "support/imports.h"
#include "support/oracle.h"

namespace muster::access {
namespace {

using status::Code;
using namespace muster::support;
using missions::v1::CreateMissionRequest;
using missions::v1::Deployment;
using missions::v1::Mission;
using platform::v1::ROLE_HR_CENTRAL;

// Method, how many people of the navy it reaches, request. Of them one is nominated to the post in the call, one is
// deployed there.
constexpr const char* acts = R"(
NominationsService/CancelCall 1 {"name":"$call","reason":"off"}
MissionsService/EndMission 2 {"name":"$mission","last_day":"$today","reason":"over"}
MissionsService/UpdateMission 2 {"mission":{"name":"$mission","mandate_to":"$today"},"update_mask":"mandateTo"}
MissionsService/UpdatePost 2 {"post":{"name":"$post","valid_to":"$today"},"update_mask":"validTo"}
MissionsService/ChangePost 2 {"post":{"name":"$post","leadership_tier":2},"update_mask":"leadershipTier","valid_from":"$lately"}
MissionsService/CorrectPost 2 {"post":{"name":"$post","leadership_tier":2},"update_mask":"leadershipTier","reason":"wrong"}
MissionsService/ChangeMission 1 {"mission":{"name":"$mission","organisation":"ORGANISATION_EU"},"update_mask":"organisation","valid_from":"$lately"}
MissionsService/CorrectMission 1 {"mission":{"name":"$mission","organisation":"ORGANISATION_EU"},"update_mask":"organisation","reason":"wrong"}
)";

class EffectsTest : public support::DeploymentTest {
 protected:
  // A mission of the army with a post, a call for it, somebody of `unit` in the call and somebody in the post.
  std::map<std::string, std::string> owned_with(const std::string& unit) {
    const std::string number = std::to_string(++made_);
    CreateMissionRequest request;
    request.mutable_mission()->set_acronym("OWN-" + number);
    request.mutable_mission()->set_display_name("Own");
    request.mutable_mission()->set_organisation(platform::v1::ORGANISATION_UN);
    request.mutable_mission()->set_kind(missions::v1::MISSION_KIND_INTERNATIONAL);
    request.mutable_mission()->set_owner(army_);
    const std::string own = call<Mission>(missions_service + "CreateMission", request).name();
    post = add_post(own, "OWN-" + number, 0);
    const auto subject = add_call("OWN-" + number, {post.name()}, [&](auto& one) { one.set_owner(army_); });
    nominee_ = add_person("N" + number, platform::v1::GENDER_WOMAN, unit);
    nomination_ = nominate(nominee_, subject).name();
    deployment_ = planned(add_person("D" + number, platform::v1::GENDER_WOMAN, unit)).name();
    depart(deployment_, day(-10));
    return {
        {"$mission", own}, {"$post", post.name()}, {"$call", subject.name()}, {"$today", day(0)}, {"$lately", day(-5)}};
  }

  void execute(const std::string& statement) {
    sql([&](db::Session& session) { db::execute(session, statement); });
  }

  static void set_dry(google::protobuf::Message& request, bool dry) {
    request.GetReflection()->SetBool(&request, request.GetDescriptor()->FindFieldByName("validate_only"), dry);
  }

  void expect_beyond(const status::Error& error, const std::string& people) {
    EXPECT_EQ(error.code(), Code::permission_denied);
    EXPECT_EQ(error.reason(), "EFFECTS_BEYOND_SCOPE") << error.message();
    if (error.reason() != "EFFECTS_BEYOND_SCOPE") return;
    EXPECT_EQ(error.metadata().at("people"), people) << error.message();
    EXPECT_EQ(error.metadata().at("records"), "0");
    const std::string all = everything_of(error);
    for (const char* name : {"persons/", "deployments/", "nominations/"}) EXPECT_EQ(all.find(name), std::string::npos);
    EXPECT_NE(all.find("or one for all units"), std::string::npos) << all;
  }

  std::vector<std::string> database_now() {
    std::vector<std::string> all;
    for (const char* table : {"mission", "post", "call", "nomination", "deployment", "unit", "affiliation"}) {
      const std::string name = table;
      const auto found =
          rows("SELECT '" + name + "', CAST(COUNT(*) AS TEXT), CAST(SUM(row_version) AS TEXT) FROM " + name, 3);
      all.insert(all.end(), found.begin(), found.end());
    }
    for (const char* table : {"deployment_segment", "deployment_event", "nomination_event", "call_event",
                              "deployment_fact", "nomination_fact", "mission_fact", "membership_fact", "audit_entry"}) {
      all.push_back(rows("SELECT CAST(COUNT(*) AS TEXT) FROM " + std::string(table), 1).at(0));
    }
    return all;
  }

  std::string nominee_, nomination_, deployment_;
  int made_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Backends, EffectsTest, support::backends(), support::backend_name);

TEST_P(EffectsTest, WhatReachesPeopleOfOtherUnitsTakesTheWiderGrant) {
  const auto names = owned_with(navy_);
  const rpc::Caller owner = caller_of(ROLE_HR_CENTRAL, army_);
  const rpc::Caller above = caller_of(ROLE_HR_CENTRAL, ministry_);
  const auto before = database_now();
  for (const auto& line : lines_of(acts, 2)) {
    SCOPED_TRACE(line[0]);
    const rpc::Method& asked = method_named(registry(), line[0]);
    const auto request = request_of(asked, filled(line[2], names));
    expect_beyond(refused(asked.path, *request, owner), line[1]);
    set_dry(*request, true);
    expect_beyond(refused(asked.path, *request, owner), line[1]);
    dispatcher().call_message(asked.path, *request, above);
  }
  EXPECT_EQ(database_now(), before) << "nothing was done";
}

TEST_P(EffectsTest, WhatReachesOnesOwnPeopleOnlyIsTheOwners) {
  const auto names = owned_with(battalion_);
  const rpc::Caller owner = caller_of(ROLE_HR_CENTRAL, army_);
  for (const auto& line : lines_of(acts, 2)) {
    SCOPED_TRACE(line[0]);
    const rpc::Method& asked = method_named(registry(), line[0]);
    const auto request = request_of(asked, filled(line[2], names));
    set_dry(*request, true);
    dispatcher().call_message(asked.path, *request, owner);
  }
}

TEST_P(EffectsTest, ACallOfAnotherOwnerIsReachedByTheEndOfItsMission) {
  const auto names = owned_with(battalion_);
  execute("UPDATE call SET owner = NULL WHERE id = " + std::to_string(number_of(names.at("$call"))));
  missions::v1::EndMissionRequest request;
  request.set_name(names.at("$mission"));
  request.set_last_day(day(0));
  request.set_reason("over");
  const auto error = refused(missions_service + "EndMission", request, caller_of(ROLE_HR_CENTRAL, army_));
  EXPECT_EQ(error.reason(), "EFFECTS_BEYOND_SCOPE") << error.message();
  EXPECT_EQ(error.metadata().at("people"), "0");
  EXPECT_EQ(error.metadata().at("records"), "1");
  call<Mission>(missions_service + "EndMission", request, caller(ROLE_HR_CENTRAL));
}

TEST_P(EffectsTest, WhoIsNowOfAnotherUnitIsNotMoved) {
  const std::string stays = add_person("S1", platform::v1::GENDER_WOMAN, battalion_);
  const std::string gone = add_person("G1", platform::v1::GENDER_WOMAN, battalion_);
  roster::v1::ChangeAffiliationRequest transfer;
  transfer.mutable_affiliation()->set_name(
      "affiliations/" +
      rows("SELECT CAST(id AS TEXT) FROM affiliation WHERE person = " + std::to_string(number_of(gone)), 1).at(0));
  transfer.mutable_affiliation()->set_unit(navy_);
  transfer.mutable_update_mask()->add_paths("unit");
  transfer.set_valid_from(day(-3));
  call<roster::v1::Affiliation>(roster("ChangeAffiliation"), transfer);
  roster::v1::MovePeopleRequest move;
  move.set_from_unit(battalion_);
  move.set_to_unit(army_);
  move.set_valid_from(day(-30));
  const rpc::Caller owner = caller_of(ROLE_HR_CENTRAL, army_);
  const auto before = database_now();
  expect_beyond(refused(roster("MovePeople"), move, owner), "1");
  roster::v1::EndUnitRequest end;
  end.set_name(battalion_);
  end.set_last_day(day(-31));
  end.set_successor(army_);
  end.set_reason("reform");
  expect_beyond(refused(roster("EndUnit"), end, owner), "1");
  EXPECT_EQ(database_now(), before);
  // Who is still to come is nobody else's.
  auto joiner = person_request("J1", battalion_);
  joiner.mutable_affiliation()->set_valid_from(day(20));
  call<roster::v1::Person>(roster("CreatePerson"), joiner);
  move.set_valid_from(day(-1));
  EXPECT_EQ(call<roster::v1::MovePeopleResponse>(roster("MovePeople"), move, owner).moved(), 2);
  move.set_from_unit(army_);
  move.set_to_unit(battalion_);
  move.set_valid_from(day(0));
  EXPECT_EQ(call<roster::v1::MovePeopleResponse>(roster("MovePeople"), move, owner).moved(), 2) << stays;
}

TEST_P(EffectsTest, ATourOfSomebodyWhoWentElsewhereIsReachedByTheEndOfTheUnitThatSentThem) {
  const std::string sent = add_person("G1", platform::v1::GENDER_WOMAN, battalion_);
  depart(planned(sent).name(), day(-10));
  execute("UPDATE affiliation SET unit = " + std::to_string(number_of(navy_)) +
          " WHERE person = " + std::to_string(number_of(sent)));
  roster::v1::EndUnitRequest end;
  end.set_name(battalion_);
  end.set_last_day(day(-1));
  end.set_reason("reform");
  expect_beyond(refused(roster("EndUnit"), end, caller_of(ROLE_HR_CENTRAL, army_)), "1");
  EXPECT_EQ(call<roster::v1::Unit>(roster("EndUnit"), end, caller_of(ROLE_HR_CENTRAL, ministry_)).consequences_size(),
            1);
}

TEST_P(EffectsTest, WhoLeavesIsWithinReachThoughTheyBelongNowhereThen) {
  const auto names = owned_with(battalion_);
  roster::v1::UpdatePersonRequest leave;
  leave.mutable_person()->set_name(nominee_);
  leave.mutable_person()->set_status(roster::v1::PERSON_STATUS_INACTIVE);
  leave.mutable_update_mask()->add_paths("status");
  leave.set_last_day(day(-1));
  EXPECT_GT(call<roster::v1::Person>(roster("UpdatePerson"), leave, hr()).consequences_size(), 1);
}

class UndoEffectsTest : public support::ImportTest {
 protected:
  const std::string service_ = "muster.imports.v1.ImportService/";
};
INSTANTIATE_TEST_SUITE_P(Backends, UndoEffectsTest, support::backends(), support::backend_name);

TEST_P(UndoEffectsTest, WhatWasRecordedOfSomebodyWhoWentElsewhereIsNotUndoneByTheUnitTheyLeft) {
  add_people();
  add_courses();
  const auto who = caller(platform::v1::ROLE_TRAINING_COORDINATOR, 900002);
  const auto import = run_as(who, imports::v1::IMPORT_KIND_COMPLETIONS,
                             "number,course,version,completed_date\nP1,SEAH-B,2024,2024-05-06\n");
  ASSERT_EQ(import.state(), imports::v1::IMPORT_STATE_APPLIED) << findings(import.name()) << import.refusal();
  sql([](db::Session& session) { db::execute(session, "UPDATE affiliation SET unit = 900001 WHERE person = 900001"); });
  imports::v1::UndoImportRequest request;
  request.set_name(import.name());
  const auto error = refused(service_ + "UndoImport", request, who);
  EXPECT_EQ(error.reason(), "EFFECTS_BEYOND_SCOPE") << error.message();
  EXPECT_EQ(error.metadata().at("people"), "1");
  EXPECT_EQ(undo(import.name()).state(), imports::v1::IMPORT_STATE_UNDONE);
}

// It makes missions, and takes the place of what the source reported of every country.
TEST_P(UndoEffectsTest, AReportOfASourceIsForGrantsForAllUnits) {
  add_people();
  imports::v1::CreateImportRequest request;
  request.mutable_import()->set_kind(imports::v1::IMPORT_KIND_HEADCOUNTS);
  request.mutable_import()->set_file_name("un.csv");
  request.mutable_import()->set_source("UN");
  const auto error = refused(service_ + "CreateImport", request, caller(ROLE_HR_CENTRAL, 900002));
  EXPECT_EQ(error.code(), Code::permission_denied);
  EXPECT_EQ(error.reason(), "SCOPE_TOO_NARROW") << error.message();
  call<imports::v1::Import>(service_ + "CreateImport", request, caller(ROLE_HR_CENTRAL));
}

}  // namespace
}  // namespace muster::access
