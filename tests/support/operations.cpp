// SPDX-License-Identifier: EUPL-1.2
#include "support/operations.h"

#include <map>

namespace muster::support {

using namespace muster::nominations::v1;

const std::string OperationsTest::missions_service = "muster.missions.v1.MissionsService/";
const std::string OperationsTest::nominations_service = "muster.nominations.v1.NominationsService/";

void OperationsTest::SetUp() {
  RosterTest::SetUp();
  if (HasFatalFailure()) return;
  sql([](db::Session& session) {
    db::execute(session, "DELETE FROM setting WHERE key = 'home_country'");
    db::execute(session, "INSERT INTO setting (key, value) VALUES ('home_country', 'NOR')");
  });
  mission = add_mission("UNMISS");
  post = add_post(mission, "0412", 0);
  leader_post = add_post(mission, "0001", 3);
}

std::string OperationsTest::add_person(const std::string& number) { return make_person(number, army_).name(); }

std::string OperationsTest::add_person(const std::string& number, platform::v1::Gender gender,
                                       const std::string& unit) {
  auto request = person_request(number, unit);
  request.mutable_person()->set_gender(gender);
  return call<roster::v1::Person>(RosterTest::roster("CreatePerson"), request).name();
}

rpc::Caller OperationsTest::account_of(const std::string& person, platform::v1::Role role) {
  rpc::Caller who = caller(role);
  who.person = number_of(person);
  sql([&](db::Session& session) {
    db::execute(session, {"UPDATE account SET person = ? WHERE id = ?", {*who.person, who.account}});
  });
  return who;
}

std::string OperationsTest::add_mission(const std::string& acronym) {
  missions::v1::CreateMissionRequest request;
  auto& created = *request.mutable_mission();
  created.set_acronym(acronym);
  created.set_display_name("Mission " + acronym);
  created.set_organisation(platform::v1::ORGANISATION_UN);
  created.set_kind(missions::v1::MISSION_KIND_INTERNATIONAL);
  return call<missions::v1::Mission>(missions_service + "CreateMission", request).name();
}

missions::v1::Post OperationsTest::add_post(const std::string& mission_name, const std::string& code, int tier) {
  missions::v1::CreatePostRequest request;
  auto& created = *request.mutable_post();
  created.set_mission(mission_name);
  created.set_code(code);
  created.set_display_name("Post " + code);
  created.set_category(platform::v1::CATEGORY_MILITARY);
  created.set_personnel_type(tier ? platform::v1::PERSONNEL_TYPE_STAFF_OFFICER : platform::v1::PERSONNEL_TYPE_TROOPS);
  created.set_function(missions::v1::POST_FUNCTION_STAFF_OFFICER);
  created.set_rank_band(tier ? platform::v1::RANK_BAND_SENIOR : platform::v1::RANK_BAND_MIDDLE);
  created.set_leadership_tier(tier);
  created.set_tour_months(12);
  created.set_seats(100);  // who holds them is seats_test's matter
  created.set_valid_from("2020-01-01");
  return call<missions::v1::Post>(missions_service + "CreatePost", request);
}

Call OperationsTest::add_call(const std::string& reference, const std::vector<std::string>& posts,
                              const std::function<void(Call&)>& change) {
  CreateCallRequest request;
  Call& created = *request.mutable_call();
  created.set_reference(reference);
  created.set_display_name("Call " + reference);
  created.set_organisation(platform::v1::ORGANISATION_UN);
  created.set_kind(CALL_KIND_NOTE_VERBALE);
  for (const std::string& name : posts) created.add_posts(name);
  created.set_deadline_date(day(10));
  created.set_time_zone("Europe/Oslo");
  if (change) change(created);
  CallActionRequest open;
  open.set_name(call<Call>(nominations_service + "CreateCall", request).name());
  return call<Call>(nominations_service + "OpenCall", open);
}

Nomination OperationsTest::nominate(const std::string& person, const Call& subject, const rpc::Caller& who) {
  CreateNominationRequest request;
  Nomination& created = *request.mutable_nomination();
  created.set_call(subject.name());
  created.set_post(subject.posts(0));
  created.set_person(person);
  created.set_supervisor_agreement(SUPERVISOR_AGREEMENT_YES);
  created.set_planned_from(day(30));
  created.set_planned_to(day(390));
  return call<Nomination>(nominations_service + "CreateNomination", request, who);
}

NominationActionRequest OperationsTest::full_request(const std::string& verb, const std::string& name) {
  NominationActionRequest request;
  request.set_name(name);
  request.set_reason(REASON_OTHER);
  request.set_reason_text("as the test says");
  request.set_reference("26/1234");
  if (verb == "ReserveNomination") request.set_reserve_until(day(60));
  return request;
}

Nomination OperationsTest::act(const std::string& verb, const std::string& name, const rpc::Caller& who) {
  return call<Nomination>(nominations_service + verb, full_request(verb, name), who);
}

Nomination OperationsTest::bring_to(NominationState state, const std::string& name) {
  const std::vector<std::string> review = {"SubmitNominationForReview"};
  const std::vector<std::string> endorse = {"SubmitNominationForReview", "EndorseNomination"};
  const std::vector<std::string> submit = {"SubmitNominationForReview", "EndorseNomination", "SubmitNomination"};
  const std::vector<std::string> select = {"SubmitNominationForReview", "EndorseNomination", "SubmitNomination",
                                           "SelectNomination"};
  auto then = [](std::vector<std::string> steps, const char* last) {
    steps.push_back(last);
    return steps;
  };
  const std::map<NominationState, std::vector<std::string>> paths = {
      {NOMINATION_STATE_DRAFT, {}},
      {NOMINATION_STATE_IN_REVIEW, review},
      {NOMINATION_STATE_RETURNED, then(review, "ReturnNomination")},
      {NOMINATION_STATE_ENDORSED, endorse},
      {NOMINATION_STATE_NOT_ENDORSED, then(review, "DeclineToEndorseNomination")},
      {NOMINATION_STATE_SUBMITTED, submit},
      {NOMINATION_STATE_SHORTLISTED, then(submit, "ShortlistNomination")},
      {NOMINATION_STATE_SELECTED, select},
      {NOMINATION_STATE_RESERVE, then(submit, "ReserveNomination")},
      {NOMINATION_STATE_NOT_SELECTED, then(submit, "DoNotSelectNomination")},
      {NOMINATION_STATE_ACCEPTED, then(select, "AcceptNomination")},
      {NOMINATION_STATE_DECLINED, then(select, "DeclineNomination")},
      {NOMINATION_STATE_CONVERTED, then(select, "AcceptNomination")},
      {NOMINATION_STATE_WITHDRAWN, {"WithdrawNomination"}},
      {NOMINATION_STATE_WITHDRAWN_BY_STATE, then(endorse, "WithdrawNominationByState")},
      {NOMINATION_STATE_LAPSED, then(then(submit, "ReserveNomination"), "LapseNomination")},
      {NOMINATION_STATE_CLOSED_POST_CANCELLED, {"CloseNominationOfCancelledPost"}},
      {NOMINATION_STATE_CLOSED_PERSON_LEFT, {"CloseNominationOfPerson"}},
      {NOMINATION_STATE_VOID, {"VoidNomination"}},
  };
  GetNominationRequest get;
  get.set_name(name);
  const std::string person = call<Nomination>(nominations_service + "GetNomination", get).person();
  if (state == NOMINATION_STATE_CLOSED_PERSON_LEFT) mark(person, roster::v1::PERSON_STATUS_INACTIVE);
  for (const std::string& verb : paths.at(state)) act(verb, name);
  if (state == NOMINATION_STATE_CLOSED_PERSON_LEFT) mark(person, roster::v1::PERSON_STATUS_ACTIVE);
  auto nomination = call<Nomination>(nominations_service + "GetNomination", get);
  if (state != NOMINATION_STATE_CONVERTED) return nomination;
  deploy(nomination);
  return call<Nomination>(nominations_service + "GetNomination", get);
}

void OperationsTest::mark(const std::string& person, roster::v1::PersonStatus status) {
  sql([&](db::Session& session) {
    db::execute(session, {"UPDATE person SET status = ? WHERE id = ?",
                          {roster::v1::PersonStatus_Name(status), number_of(person)}});
  });
}

void OperationsTest::pass_deadline(const Call& subject) {
  sql([&](db::Session& session) {
    db::execute(session, {"UPDATE call SET deadline = 1, deadline_date = ? WHERE reference = ?",
                          {day(-1), subject.reference()}});
  });
}

missions::v1::Deployment OperationsTest::deploy(const Nomination& nomination) {
  missions::v1::CreateDeploymentRequest request;
  request.mutable_deployment()->set_nomination(nomination.name());
  request.mutable_deployment()->set_planned_from(nomination.planned_from());
  request.mutable_deployment()->set_planned_to(nomination.planned_to());
  return call<missions::v1::Deployment>(missions_service + "CreateDeployment", request);
}

}  // namespace muster::support
