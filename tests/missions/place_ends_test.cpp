// SPDX-License-Identifier: EUPL-1.2
// A post is closed, a mission over, a call cancelled, a unit ended.
#include "ends.h"

namespace muster::ends {
namespace {

class PlaceEndsTest : public EndsTest {};
INSTANTIATE_TEST_SUITE_P(Backends, PlaceEndsTest, support::backends(), support::backend_name);

// What is planned or served on a post that ends on day 10.
TEST_P(PlaceEndsTest, APostIsClosedInEveryState) {
  struct Case {
    DeploymentState state;
    Days days;
    std::string told;  // "" : nothing
  };
  const std::vector<Case> cases = {{DEPLOYMENT_STATE_PLANNED, {20, 60}, "SETTLED CancelDeployment"},
                                   {DEPLOYMENT_STATE_PREPARING, {20, 60}, "SETTLED CancelDeployment"},
                                   {DEPLOYMENT_STATE_READY, {20, 60}, "SETTLED CancelDeployment"},
                                   {DEPLOYMENT_STATE_PLANNED, {0, 60}, "OPEN CancelDeployment"},
                                   {DEPLOYMENT_STATE_READY, {0, 60}, "OPEN CancelDeployment"},
                                   {DEPLOYMENT_STATE_PLANNED, {0, 10}, ""},
                                   {DEPLOYMENT_STATE_DEPLOYED, {-10, 60}, "OPEN ChangeRole"},
                                   {DEPLOYMENT_STATE_DEPLOYED, {-10, 10}, ""},
                                   {DEPLOYMENT_STATE_RETURNED, {-20, -10}, ""},
                                   {DEPLOYMENT_STATE_CLOSED, {-20, -10}, ""},
                                   {DEPLOYMENT_STATE_CANCELLED, {20, 60}, ""},
                                   {DEPLOYMENT_STATE_VOID, {20, 60}, ""}};
  for (const Case& one : cases) {
    const std::string name = tour(add_person("P-" + std::to_string(made_)), one.state, one.days);
    SCOPED_TRACE(DeploymentState_Name(one.state) + " " + one.told);
    expected_.clear();
    if (!one.told.empty()) expected_.insert(one.told + " " + name);
    UpdatePostRequest close;
    close.mutable_post()->set_name(post_);
    close.mutable_post()->set_valid_to(day(10));
    close.mutable_update_mask()->add_paths("valid_to");
    carried_out<Post>(missions_service + "UpdatePost", close);
  }
}

TEST_P(PlaceEndsTest, APostThatWasClosedTellsTheDaysServedThere) {
  const std::string name = tour(add_person("P-1"), DEPLOYMENT_STATE_RETURNED, {-20, -2});
  expect_open(name, "CorrectDeploymentDays");
  UpdatePostRequest close;
  close.mutable_post()->set_name(post_);
  close.mutable_post()->set_valid_to(day(-5));
  close.mutable_update_mask()->add_paths("valid_to");
  carried_out<Post>(missions_service + "UpdatePost", close);
  close.mutable_post()->set_valid_to(day(90));
  EXPECT_EQ(call<Post>(missions_service + "UpdatePost", close).consequences_size(), 0) << "a later end closes nothing";
}

TEST_P(PlaceEndsTest, APostThatIsClosedTakesItsNominationsAlong) {
  for (const int last : {10, 100}) {
    for (NominationState state : open_states) {
      const std::string name = nominated(add_person("P-" + std::to_string(made_)), state);
      SCOPED_TRACE(nominations::v1::NominationState_Name(state) + " " + std::to_string(last));
      expected_.clear();
      expect_open(call_, "CancelCall");
      // Planned from day 30 to day 390.
      if (last < 30) {
        expect_settled(name, "CloseNominationOfCancelledPost");
      } else {
        expect_open(name, "CloseNominationOfCancelledPost");
      }
      UpdatePostRequest close;
      close.mutable_post()->set_name(post_);
      close.mutable_post()->set_valid_to(day(last));
      close.mutable_update_mask()->add_paths("valid_to");
      carried_out<Post>(missions_service + "UpdatePost", close);
    }
  }
}

EndMissionRequest over(const std::string& name, const std::string& last_day) {
  EndMissionRequest request;
  request.set_name(name);
  request.set_last_day(last_day);
  request.set_reason("the mandate is not renewed");
  return request;
}

TEST_P(PlaceEndsTest, AMissionThatWillBeOverTakesAlongWhatBeginsLater) {
  const auto plan_of = [&](DeploymentState state, Days days) {
    const std::string name = tour(add_person("P-" + std::to_string(made_)), state, days);
    expect_settled(post_, "UpdatePost");
    return name;
  };
  expect_settled(plan_of(DEPLOYMENT_STATE_PLANNED, {20, 60}), "CancelDeployment");
  expect_settled(plan_of(DEPLOYMENT_STATE_READY, {20, 60}), "CancelDeployment");
  expect_open(plan_of(DEPLOYMENT_STATE_PLANNED, {0, 60}), "CancelDeployment");
  expect_open(plan_of(DEPLOYMENT_STATE_DEPLOYED, {-10, 60}), "EndDeployment");
  plan_of(DEPLOYMENT_STATE_DEPLOYED, {-10, 5});
  plan_of(DEPLOYMENT_STATE_CLOSED, {-20, -10});
  expect_settled(nominated(add_person("N-1"), nominations::v1::NOMINATION_STATE_ACCEPTED),
                 "CloseNominationOfCancelledPost");
  expect_settled(post_, "UpdatePost");
  expect_open(call_, "CancelCall");
  for (const Post& one : {post, leader_post}) expect_settled(one.name(), "UpdatePost");
  const auto ended = carried_out<Mission>(missions_service + "EndMission", over(mission, day(10)));
  EXPECT_EQ(ended.mandate_to(), day(10));
  EXPECT_EQ(ended.end_reason(), "the mandate is not renewed");
}

// A post that outlasts its mission, as one that begins later does.
TEST_P(PlaceEndsTest, AMissionThatIsOverTakesNoPlansForLaterDays) {
  const std::string running = tour(add_person("P-1"), DEPLOYMENT_STATE_DEPLOYED, {-20, 2});
  const auto subject = add_call("26/7", {post_});
  call<Mission>(missions_service + "EndMission", over(mission, day(5)));
  sql([&](db::Session& session) { db::execute(session, "UPDATE post SET valid_to = NULL"); });
  const auto over_for = [&](const std::string& method, const google::protobuf::Message& request, const char* field) {
    const auto error = refused(method, request, system());
    EXPECT_EQ(error.reason(), "MISSION_OVER") << support::everything_of(error);
    EXPECT_TRUE(support::names_field(error, field)) << support::violations_of(error);
    EXPECT_EQ(error.metadata().at("name"), mission);
    EXPECT_EQ(error.metadata().at("date"), day(5));
  };
  CreateDeploymentRequest create = plan(add_person("P-3"));
  create.set_post(post_);
  create.mutable_deployment()->set_planned_from(day(1));
  create.mutable_deployment()->set_planned_to(day(6));
  over_for(missions_service + "CreateDeployment", create, "deployment.planned_to");
  create.mutable_deployment()->set_planned_to(day(5));
  call<Deployment>(missions_service + "CreateDeployment", create);
  ExtendDeploymentRequest extend;
  extend.set_name(running);
  extend.set_reason("Needed");
  extend.set_planned_to(day(6));
  over_for(missions_service + "ExtendDeployment", extend, "planned_to");
  extend.set_planned_to(day(5));
  EXPECT_EQ(call<Deployment>(missions_service + "ExtendDeployment", extend).planned_to(), day(5));
  nominations::v1::CreateNominationRequest nomination;
  nomination.mutable_nomination()->set_call(subject.name());
  nomination.mutable_nomination()->set_post(post_);
  nomination.mutable_nomination()->set_person(add_person("P-4"));
  nomination.mutable_nomination()->set_planned_from(day(1));
  nomination.mutable_nomination()->set_planned_to(day(6));
  over_for(nominations_service + "CreateNomination", nomination, "nomination.planned_to");
}

// The last day has come: calls for its posts alone are cancelled, with what answers them.
TEST_P(PlaceEndsTest, AMissionThatIsOverCancelsItsCalls) {
  const std::string nomination = nominated(add_person("N-1"), nominations::v1::NOMINATION_STATE_ENDORSED);
  expect_settled(post_, "UpdatePost");
  expect_settled(call_, "CancelCall");
  expect_settled(nomination, "CloseNominationOfCancelledPost");
  const std::string other = add_post(add_mission("MINUSMA"), "M-1", 0).name();
  const std::string mine = add_post(mission, "M-2", 0).name();
  expect_settled(mine, "UpdatePost");
  expect_open(add_call("both", {mine, other}).name(), "CancelCall");
  const std::string running = tour(add_person("P-1"), DEPLOYMENT_STATE_DEPLOYED, {-20, -2});
  expect_settled(post_, "UpdatePost");
  expect_open(running, "EndDeployment");
  for (const Post& one : {post, leader_post}) expect_settled(one.name(), "UpdatePost");
  carried_out<Mission>(missions_service + "EndMission", over(mission, day(-1)));
  EXPECT_EQ(deployed_on(0), 1) << "the return has to be recorded";
}

TEST_P(PlaceEndsTest, AMandateThatIsShortenedSettlesNothing) {
  const std::string planned_one = tour(add_person("P-1"), DEPLOYMENT_STATE_PLANNED, {20, 60});
  expect_open(planned_one, "CancelDeployment");
  expect_open(post_, "UpdatePost");
  for (const Post& one : {post, leader_post}) expect_open(one.name(), "UpdatePost");
  UpdateMissionRequest shorten;
  shorten.mutable_mission()->set_name(mission);
  shorten.mutable_mission()->set_mandate_to(day(10));
  shorten.mutable_update_mask()->add_paths("mandate_to");
  carried_out<Mission>(missions_service + "UpdateMission", shorten);
  EXPECT_EQ(get(planned_one).state(), DEPLOYMENT_STATE_PLANNED);
  shorten.mutable_mission()->set_mandate_to(day(100));
  EXPECT_EQ(call<Mission>(missions_service + "UpdateMission", shorten).consequences_size(), 0);
}

// Its posts ended with it: somebody says which of them go on too.
TEST_P(PlaceEndsTest, AMissionThatGoesOnAfterAllTellsThePostsThatEnded) {
  const std::string short_one = add_post(mission, "SHORT", 0).name();
  UpdatePostRequest closed;
  closed.mutable_post()->set_name(short_one);
  closed.mutable_post()->set_valid_to(day(-30));
  closed.mutable_update_mask()->add_paths("valid_to");
  call<Post>(missions_service + "UpdatePost", closed);
  call<Mission>(missions_service + "EndMission", over(mission, day(-20)));
  for (const Post& one : {post, leader_post}) expect_open(one.name(), "UpdatePost");
  auto ended = carried_out<Mission>(missions_service + "EndMission", over(mission, day(-10)));
  EXPECT_EQ(ended.end_reason(), "the mandate is not renewed");
  closed.mutable_post()->set_name(post.name());
  closed.mutable_post()->set_valid_to(day(-10));
  call<Post>(missions_service + "UpdatePost", closed);
  expected_.clear();
  expect_open(post.name(), "UpdatePost");
  UpdateMissionRequest prolong;
  prolong.mutable_mission()->set_name(mission);
  prolong.mutable_mission()->set_mandate_to(day(100));
  prolong.mutable_update_mask()->add_paths("mandate_to");
  EXPECT_EQ(carried_out<Mission>(missions_service + "UpdateMission", prolong).end_reason(), "");
  // Once more, and without an end.
  call<Mission>(missions_service + "EndMission", over(mission, day(-10)));
  prolong.mutable_mission()->clear_mandate_to();
  ended = carried_out<Mission>(missions_service + "UpdateMission", prolong);
  EXPECT_EQ(ended.end_reason(), "");
  EXPECT_FALSE(ended.has_mandate_to());
}

TEST_P(PlaceEndsTest, AMissionThatIsOverTakesNothingForLaterDays) {
  const std::string running = tour(add_person("P-1"), DEPLOYMENT_STATE_PLANNED, {-10, 60});
  call<Mission>(missions_service + "EndMission", over(mission, day(-5)));
  const auto refusal_of = [&](const std::string& path, const google::protobuf::Message& request) {
    const auto error = refused(path, request, system());
    EXPECT_EQ(error.code(), status::Code::invalid_argument);
    EXPECT_EQ(error.metadata().at("name"), mission);
    EXPECT_EQ(error.metadata().at("date"), day(-5));
    EXPECT_NE(error.message().find("UpdateMission"), std::string::npos) << error.message();
    return error.reason();
  };
  CreatePostRequest create;
  *create.mutable_post() = post;
  create.mutable_post()->clear_name();
  create.mutable_post()->clear_etag();
  create.mutable_post()->set_code("LATE");
  create.mutable_post()->set_valid_from(day(-4));
  EXPECT_EQ(refusal_of(missions_service + "CreatePost", create), "MISSION_OVER");
  create.mutable_post()->set_valid_from(day(-50));
  EXPECT_EQ(refusal_of(missions_service + "CreatePost", create), "MISSION_OVER") << "it would not end";
  create.mutable_post()->set_valid_to(day(-5));
  const std::string late = call<Post>(missions_service + "CreatePost", create).name();
  UpdatePostRequest longer;
  longer.mutable_post()->set_name(late);
  longer.mutable_update_mask()->add_paths("valid_to");
  EXPECT_EQ(refusal_of(missions_service + "UpdatePost", longer), "MISSION_OVER");
  longer.mutable_post()->set_valid_to(day(-4));
  EXPECT_EQ(refusal_of(missions_service + "UpdatePost", longer), "MISSION_OVER");
  longer.mutable_post()->set_valid_to(day(-6));
  EXPECT_EQ(call<Post>(missions_service + "UpdatePost", longer).valid_to(), day(-6));
  longer.mutable_post()->set_valid_to(day(-5));
  EXPECT_EQ(call<Post>(missions_service + "UpdatePost", longer).valid_to(), day(-5));
  nominations::v1::CreateCallRequest asks;
  asks.mutable_call()->set_reference("C-9");
  asks.mutable_call()->set_display_name("Late");
  asks.mutable_call()->set_organisation(ORGANISATION_UN);
  asks.mutable_call()->set_kind(nominations::v1::CALL_KIND_VACANCY);
  asks.mutable_call()->add_posts(late);
  asks.mutable_call()->set_deadline_date(day(30));
  asks.mutable_call()->set_time_zone("Europe/Oslo");
  EXPECT_EQ(refusal_of(nominations_service + "CreateCall", asks), "MISSION_OVER");
  // What has happened is recorded.
  EXPECT_EQ(depart(running, day(-10)).state(), DEPLOYMENT_STATE_DEPLOYED);
  // Its remedy helps.
  UpdateMissionRequest prolong;
  prolong.mutable_mission()->set_name(mission);
  prolong.mutable_update_mask()->add_paths("mandate_to");
  call<Mission>(missions_service + "UpdateMission", prolong);
  longer.mutable_post()->clear_valid_to();
  EXPECT_FALSE(call<Post>(missions_service + "UpdatePost", longer).has_valid_to());
  call<nominations::v1::Call>(nominations_service + "CreateCall", asks);
}

TEST_P(PlaceEndsTest, AMissionIsNotOverBeforeItBegan) {
  UpdateMissionRequest begin;
  begin.mutable_mission()->set_name(mission);
  begin.mutable_mission()->set_mandate_from("2020-01-01");
  begin.mutable_update_mask()->add_paths("mandate_from");
  call<Mission>(missions_service + "UpdateMission", begin);
  EXPECT_TRUE(support::names_field(refused(missions_service + "EndMission", over(mission, "2019-12-31"), system()),
                                   "last_day"));
  EndMissionRequest stale = over(mission, day(0));
  stale.set_etag("1");
  EXPECT_EQ(refused(missions_service + "EndMission", stale, system()).code(), status::Code::aborted);
}

TEST_P(PlaceEndsTest, ACancelledCallTellsThePlansThatCameOfIt) {
  const std::string nomination = nominated(add_person("N-1"), nominations::v1::NOMINATION_STATE_ACCEPTED);
  const std::string cancelled = call_;
  nominations::v1::GetNominationRequest read;
  read.set_name(nomination);
  const std::string planned_one = deploy(call<Nomination>(nominations_service + "GetNomination", read)).name();
  expect_open(planned_one, "CancelDeployment");
  CallActionRequest cancel;
  cancel.set_name(cancelled);
  cancel.set_reason("the organisation takes it back");
  carried_out<nominations::v1::Call>(nominations_service + "CancelCall", cancel);
  EXPECT_EQ(state_of(nomination), "NOMINATION_STATE_CONVERTED");
}

TEST_P(PlaceEndsTest, ANominationWhosePlanIsCalledOffIsClosedToo) {
  const std::string person = add_person("N-1");
  const std::string nomination = nominated(person, nominations::v1::NOMINATION_STATE_CONVERTED);
  const std::string planned_one = "deployments/" + rows("SELECT CAST(MAX(id) AS TEXT) FROM deployment", 1).at(0);
  expect_settled(affiliation_of(person), "EndAffiliation");
  expect_settled(planned_one, "CancelDeployment");
  expect_settled(nomination, "CloseNominationOfPerson");
  carried_out<roster::v1::Person>(roster("UpdatePerson"), become(person, roster::v1::PERSON_STATUS_INACTIVE, day(-1)));
  EXPECT_EQ(state_of(nomination), "NOMINATION_STATE_CLOSED_PERSON_LEFT");
}

// Whoever carries a unit's end on is told what is left.
TEST_P(PlaceEndsTest, AUnitThatEndsTellsWhatItSendsAndWhoWorksForIt) {
  const std::string planned_one = tour(add_person("P-1"), DEPLOYMENT_STATE_PLANNED, {20, 60});
  const std::string running = tour(add_person("P-2"), DEPLOYMENT_STATE_DEPLOYED, {-20, 60});
  access::v1::CreateGrantRequest grant;
  grant.mutable_grant()->set_account("accounts/" + std::to_string(caller(ROLE_HR_UNIT).account));
  grant.mutable_grant()->set_role(ROLE_HR_UNIT);
  grant.mutable_grant()->set_unit(army_);
  grant.mutable_grant()->set_valid_from("2024-01-01");
  call<access::v1::Grant>("muster.access.v1.AccessService/CreateGrant", grant);
  const rpc::Caller who = system();
  const rpc::Method& method = *registry().find(roster("UpdateUnit"));
  const auto told_of = [&](int last) {
    std::vector<std::string> told;
    sql([&](db::Session& session) {
      rpc::Context context(session, method, who, std::chrono::system_clock::now());
      rpc::carry_on(context, {rpc::Consequence::CAUSE_UNIT_ENDED, support::number_of(army_), day(last)});
      told.clear();
      for (const auto& one : context.consequences) {
        told.push_back(one.verb() + (one.verb() == "RevokeGrant" ? "" : " " + one.name()));
      }
    });
    return told;
  };
  EXPECT_EQ(told_of(0), (std::vector<std::string>{"CancelDeployment " + planned_one, "RevokeGrant"}));
  EXPECT_EQ(told_of(30), (std::vector<std::string>{"CancelDeployment " + planned_one, "RevokeGrant"}))
      << "the plan lasts longer";
  EXPECT_EQ(told_of(-1),
            (std::vector<std::string>{"CancelDeployment " + planned_one, "EndDeployment " + running, "RevokeGrant"}));
}

}  // namespace
}  // namespace muster::ends
