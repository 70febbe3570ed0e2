// SPDX-License-Identifier: EUPL-1.2
// Who may create and change what is everybody's, or a unit's, written down by hand and apart from the services: every
// method that writes missions, posts, calls, courses and requirements, by a grant for the whole state, for the owner,
// above, below and beside it. That the table leaves out no method is checked against the descriptors.
#include <map>
#include <set>

#include "muster/training/v1/training.pb.h"
#include "support/deployments.h"
#include "support/oracle.h"

namespace muster::access {
namespace {

using status::Code;
using namespace muster::support;
using platform::v1::ROLE_HR_CENTRAL;
using platform::v1::ROLE_TRAINING_COORDINATOR;

// Method, request. $mission and its like stand for the record; # for what has to be new; "$owner" for the owner's field.
constexpr const char* acts = R"(
MissionsService/CreateMission {"mission":{"acronym":"M-#","display_name":"A","organisation":"ORGANISATION_UN","kind":"MISSION_KIND_INTERNATIONAL"$owner}}
MissionsService/UpdateMission {"mission":{"name":"$mission","display_name":"N-#"},"update_mask":"displayName"}
MissionsService/ChangeMission {"mission":{"name":"$mission","organisation":"ORGANISATION_EU"},"update_mask":"organisation","valid_from":"2024-01-01"}
MissionsService/CorrectMission {"mission":{"name":"$mission","organisation":"ORGANISATION_NATO"},"update_mask":"organisation","reason":"wrong"}
MissionsService/CreatePost {"post":{"mission":"$mission","code":"P-#","display_name":"A","category":"CATEGORY_MILITARY","personnel_type":"PERSONNEL_TYPE_TROOPS","function":"POST_FUNCTION_STAFF_OFFICER","rank_band":"RANK_BAND_MIDDLE","tour_months":12,"valid_from":"2020-01-01"}}
MissionsService/UpdatePost {"post":{"name":"$post","display_name":"N-#"},"update_mask":"displayName"}
MissionsService/ChangePost {"post":{"name":"$post","leadership_tier":2},"update_mask":"leadershipTier","valid_from":"2024-01-01"}
MissionsService/CorrectPost {"post":{"name":"$post","leadership_tier":1},"update_mask":"leadershipTier","reason":"wrong"}
NominationsService/CreateCall {"call":{"reference":"C-#","display_name":"A","organisation":"ORGANISATION_UN","kind":"CALL_KIND_NOTE_VERBALE","posts":["$post"],"deadline_date":"2099-01-01","time_zone":"Europe/Oslo"$owner}}
NominationsService/UpdateCall {"call":{"name":"$call","display_name":"N-#"},"update_mask":"displayName"}
NominationsService/CloseCall {"name":"$call"}
NominationsService/OpenCall {"name":"$call","reason":"again"}
NominationsService/CancelCall {"name":"$call","reason":"off"}
TrainingService/CreateCourse {"course":{"code":"K-#","display_name":"A","topics":["TOPIC_WPS"]$owner}}
TrainingService/UpdateCourse {"course":{"name":"$course","display_name":"N-#"},"update_mask":"displayName"}
TrainingService/CreateCourseVersion {"course_version":{"course":"$course","version":"V-#","valid_from":"2020-01-01"}}
TrainingService/UpdateCourseVersion {"course_version":{"name":"$version","hours":7},"update_mask":"hours"}
MissionsService/EndMission {"name":"$mission","last_day":"2034-12-31","reason":"over"}
)";

// They concern everybody, and have no owner.
constexpr const char* everybodys = R"(
TrainingService/CreateRequirement {"requirement":{"code":"R-#","display_name":"A","population":"POPULATION_ROSTER","topics":["TOPIC_WPS"],"time":"REQUIREMENT_TIME_CONTINUOUS","valid_from":"2020-01-01"}}
TrainingService/UpdateRequirement {"requirement":{"name":"$requirement","valid_to":"2034-12-31"},"update_mask":"validTo"}
MissionsService/ChangeMissionDisclosure {"mission":"$mission","disclosure":"DISCLOSURE_GROUPED","valid_from":"2024-01-01","reason":"asked"}
)";

class OwnersTest : public support::DeploymentTest {
 protected:
  using Names = std::map<std::string, std::string>;

  // One of each that `owner` has; "": of the whole state.
  Names made_for(const std::string& owner) {
    const std::string field = owner.empty() ? "" : R"(,"owner":")" + owner + "\"";
    Names names{{"$owner", field}};
    const auto make = [&](const char* word, const char* method) {
      for (const auto& line : lines_of(acts, 1)) {
        if (line[0] != method) continue;
        names[word] = name_in(*ask(method, line[1], names, system()));
      }
    };
    make("$mission", "MissionsService/CreateMission");
    make("$post", "MissionsService/CreatePost");
    make("$call", "NominationsService/CreateCall");
    ask("NominationsService/OpenCall", R"({"name":"$call"})", names, system());
    make("$course", "TrainingService/CreateCourse");
    make("$version", "TrainingService/CreateCourseVersion");
    names["$requirement"] =
        name_in(*ask("TrainingService/CreateRequirement", lines_of(everybodys, 1).front()[1], names, system()));
    return names;
  }

  static std::string name_in(const google::protobuf::Message& answer) {
    return answer.GetReflection()->GetString(answer, answer.GetDescriptor()->FindFieldByName("name"));
  }

  std::string text_of(std::string json, const Names& names) {
    return filled(replaced(std::move(json), "#", std::to_string(++made_)), names);
  }

  std::unique_ptr<google::protobuf::Message> ask(const std::string& method, const std::string& json, const Names& names,
                                                 const rpc::Caller& who) {
    const rpc::Method& asked = method_named(registry(), method);
    return dispatcher().call_message(asked.path, *request_of(asked, text_of(json, names)), who);
  }

  status::Error denied(const std::string& method, const std::string& json, const Names& names, const rpc::Caller& who) {
    const rpc::Method& asked = method_named(registry(), method);
    return refused(asked.path, *request_of(asked, text_of(json, names)), who);
  }

  // Who may call every method of the tables, for the unit; "": for all.
  rpc::Caller desk_of(const std::string& unit) {
    rpc::Caller who = unit.empty() ? caller(ROLE_HR_CENTRAL) : caller_of(ROLE_HR_CENTRAL, unit);
    who.grants.push_back({ROLE_TRAINING_COORDINATOR, who.grants.front().unit});
    return who;
  }

  void expect_too_narrow(const std::string& method, const std::string& json, const Names& names, const rpc::Caller& who,
                         const std::string& owner) {
    SCOPED_TRACE(method);
    const auto error = denied(method, json, names, who);
    EXPECT_EQ(error.code(), Code::permission_denied);
    EXPECT_EQ(error.reason(), "SCOPE_TOO_NARROW") << error.message();
    const std::string needed = owner.empty() ? "for all units, since this concerns the whole state"
                                             : "for all units or for " + owner + ", whose this is";
    EXPECT_NE(error.message().find(needed), std::string::npos) << error.message();
    EXPECT_NE(error.message().find("HR_CENTRAL"), std::string::npos) << error.message();
    EXPECT_EQ(error.metadata().contains("owner"), !owner.empty());
  }

  std::vector<std::string> everything() {
    std::vector<std::string> all;
    for (const char* table : {"mission", "post", "call", "course", "course_version", "requirement"}) {
      const auto found = rows("SELECT '" + std::string(table) + "', CAST(id AS TEXT), CAST(row_version AS TEXT) FROM " +
                                  table + " ORDER BY id",
                              3);
      all.insert(all.end(), found.begin(), found.end());
    }
    return all;
  }

  int made_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Backends, OwnersTest, support::backends(), support::backend_name);

TEST_P(OwnersTest, AGrantForAUnitDoesNotActOnWhatIsTheWholeStates) {
  const Names names = made_for("");
  const auto before = everything();
  for (const std::string& unit : {army_, battalion_}) {
    const rpc::Caller desk = desk_of(unit);
    for (const auto& line : lines_of(acts, 1)) expect_too_narrow(line[0], line[1], names, desk, "");
  }
  EXPECT_EQ(everything(), before);
  const rpc::Caller state = desk_of("");
  for (const auto& line : lines_of(acts, 1)) {
    SCOPED_TRACE(line[0]);
    EXPECT_NE(name_in(*ask(line[0], line[1], names, state)), "");
  }
}

TEST_P(OwnersTest, AGrantForTheOwnerOrAboveActsOnWhatItOwns) {
  for (const std::string& unit : {army_, ministry_}) {
    const Names names = made_for(army_);
    const rpc::Caller desk = desk_of(unit);
    for (const auto& line : lines_of(acts, 1)) {
      SCOPED_TRACE(line[0]);
      EXPECT_NE(name_in(*ask(line[0], line[1], names, desk)), "");
    }
  }
  const Names names = made_for(army_);
  const auto before = everything();
  for (const std::string& unit : {navy_, battalion_}) {
    const rpc::Caller desk = desk_of(unit);
    for (const auto& line : lines_of(acts, 1)) expect_too_narrow(line[0], line[1], names, desk, "ARMY");
  }
  EXPECT_EQ(everything(), before);
}

TEST_P(OwnersTest, ARequirementConcernsEverybody) {
  const Names names = made_for(army_);
  for (const auto& line : lines_of(everybodys, 1)) {
    SCOPED_TRACE(line[0]);
    for (const std::string& unit : {army_, ministry_}) {
      const auto error = denied(line[0], line[1], names, desk_of(unit));
      EXPECT_EQ(error.reason(), "SCOPE_TOO_NARROW") << error.message();
      EXPECT_EQ(error.code(), Code::permission_denied);
    }
    EXPECT_NE(name_in(*ask(line[0], line[1], names, desk_of(""))), "");
  }
}

TEST_P(OwnersTest, CreatingSaysWhichFieldToGive) {
  for (const auto& line : lines_of(acts, 1)) {
    if (line[1].find("$owner") == std::string::npos) continue;
    const Names names = made_for("");
    const auto error = denied(line[0], line[1], names, desk_of(army_));
    EXPECT_NE(error.message().find(".owner, or ask somebody"), std::string::npos) << error.message();
  }
}

TEST_P(OwnersTest, AnotherOwnerTakesAGrantForBoth) {
  const std::map<std::string, std::string> kinds = {{"MissionsService/UpdateMission", "mission"},
                                                    {"NominationsService/UpdateCall", "call"},
                                                    {"TrainingService/UpdateCourse", "course"}};
  for (const auto& [method, kind] : kinds) {
    SCOPED_TRACE(method);
    const Names names = made_for(army_);
    const auto giving = [&](const std::string& owner) {
      return R"({")" + kind + R"(":{"name":"$)" + kind + R"(","owner":")" + owner + R"("},"update_mask":"owner"})";
    };
    expect_too_narrow(method, giving(navy_), names, desk_of(army_), "NAVY");
    expect_too_narrow(method, giving(army_), names, desk_of(navy_), "ARMY");
    expect_too_narrow(method, giving(""), names, desk_of(army_), "");
    rpc::Caller both = desk_of(army_);
    for (const auto& grant : desk_of(navy_).grants) both.grants.push_back(grant);
    ask(method, giving(navy_), names, both);
    expect_too_narrow(method, giving(army_), names, desk_of(army_), "NAVY");
    ask(method, giving(""), names, desk_of(""));
    expect_too_narrow(method, giving(army_), names, desk_of(army_), "");
  }
}

TEST_P(OwnersTest, TheOwnerIsAUnitInForce) {
  const auto creating = [&](const std::string& owner) {
    return denied("MissionsService/CreateMission", lines_of(acts, 1).front()[1],
                  {{"$owner", R"(,"owner":")" + owner + "\""}}, desk_of(""));
  };
  const auto absent = creating("units/999999");
  EXPECT_EQ(absent.reason(), "REFERENCE_NOT_FOUND");
  EXPECT_TRUE(names_field(absent, "mission.owner")) << violations_of(absent);
  roster::v1::EndUnitRequest end;
  end.set_name(navy_);
  end.set_last_day(day(-1));
  end.set_reason("reform");
  call<roster::v1::Unit>(roster("EndUnit"), end);
  const auto ended = creating(navy_);
  EXPECT_EQ(ended.reason(), "UNIT_ENDED");
  EXPECT_TRUE(names_field(ended, "mission.owner")) << violations_of(ended);
}

TEST_P(OwnersTest, WhatAUnitOwnsIsToldWhenItEnds) {
  const Names names = made_for(navy_);
  roster::v1::EndUnitRequest end;
  end.set_name(navy_);
  end.set_last_day(day(-1));
  end.set_reason("reform");
  std::set<std::string> told;
  const auto ended = call<roster::v1::Unit>(roster("EndUnit"), end);
  for (const auto& one : ended.consequences()) {
    told.insert(one.verb() + " " + one.name());
  }
  EXPECT_EQ(told, (std::set<std::string>{"UpdateMission " + names.at("$mission"), "UpdateCall " + names.at("$call"),
                                         "UpdateCourse " + names.at("$course")}));
  // Whoever had it left so finds it; of a course that is not given any more there is nothing to say.
  const auto open = [&] {
    std::set<std::string> found;
    const auto all = call<roster::v1::ListOpenEndsResponse>(roster("ListOpenEnds"), roster::v1::ListOpenEndsRequest());
    for (const auto& rule : all.rules()) {
      for (const auto& one : rule.open_ends()) found.insert(rule.rule() + " " + one.name());
    }
    return found;
  };
  EXPECT_EQ(open(), (std::set<std::string>{"MISSION_OF_ENDED_UNIT " + names.at("$mission"),
                                           "CALL_OF_ENDED_UNIT " + names.at("$call"),
                                           "COURSE_OF_ENDED_UNIT " + names.at("$course")}));
  sql([&](db::Session& session) {
    db::execute(session, {"UPDATE course_version SET valid_to = ?", {day(-1)}});
    db::execute(session, "UPDATE call SET state = 'CALL_STATE_CLOSED'");
    db::execute(session, "UPDATE mission SET owner = NULL");
  });
  EXPECT_EQ(open(), std::set<std::string>{});
}

TEST_P(OwnersTest, ACallOffersItsStepsToWhoMayTakeThem) {
  const auto offered = [&](const std::string& name, const rpc::Caller& who) {
    nominations::v1::GetCallRequest request;
    request.set_name(name);
    return call<nominations::v1::Call>(nominations_service + "GetCall", request, who).actions_size();
  };
  const Names of_army = made_for(army_), of_all = made_for("");
  EXPECT_EQ(offered(of_army.at("$call"), desk_of(army_)), 2);
  EXPECT_EQ(offered(of_army.at("$call"), desk_of("")), 2);
  EXPECT_EQ(offered(of_army.at("$call"), desk_of(navy_)), 0);
  EXPECT_EQ(offered(of_all.at("$call"), desk_of(ministry_)), 0);
  EXPECT_EQ(offered(of_all.at("$call"), desk_of("")), 2);
}

TEST_P(OwnersTest, TheTablesHoldEveryMethodThatWritesWhatIsShared) {
  const std::set<std::string> shared = {"Mission", "Post", "Call", "Course", "CourseVersion", "Requirement"};
  std::set<std::string> known;
  for (const char* table : {acts, everybodys}) {
    for (const auto& line : lines_of(table, 1)) known.insert(line[0]);
  }
  for (const auto& [path, method] : registry().all()) {
    if (method.read_only) continue;
    const bool writes = shared.contains(method.answer_prototype->GetDescriptor()->name());
    EXPECT_EQ(writes, known.erase(short_name(path)) == 1) << path;
  }
  for (const std::string& name : known) ADD_FAILURE() << name << " is in a table and is no such method";
}

}  // namespace
}  // namespace muster::access
