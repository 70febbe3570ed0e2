// SPDX-License-Identifier: EUPL-1.2
// When somebody dies or leaves, a mission is over, a post closed, a call cancelled: what hangs on it in whatever state is
// settled in the same step, or told as open; a dry answer says the same beforehand and writes nothing; and no open end is
// left but what was told.
#pragma once

#include <gtest/gtest.h>

#include <set>

#include "muster/access/v1/access.pb.h"
#include "muster/statistics/v1/statistics.pb.h"
#include "platform/rpc/consequences.h"
#include "support/deployments.h"

namespace muster::ends {

using namespace muster::missions::v1;
using namespace muster::platform::v1;
using nominations::v1::CallActionRequest;
using nominations::v1::Nomination;
using nominations::v1::NominationState;
using roster::v1::PersonStatus;
using roster::v1::UpdatePersonRequest;
using Lines = std::multiset<std::string>;

inline const std::vector<NominationState> open_states = {
    nominations::v1::NOMINATION_STATE_DRAFT,     nominations::v1::NOMINATION_STATE_IN_REVIEW,
    nominations::v1::NOMINATION_STATE_RETURNED,  nominations::v1::NOMINATION_STATE_ENDORSED,
    nominations::v1::NOMINATION_STATE_SUBMITTED, nominations::v1::NOMINATION_STATE_SHORTLISTED,
    nominations::v1::NOMINATION_STATE_SELECTED,  nominations::v1::NOMINATION_STATE_RESERVE,
    nominations::v1::NOMINATION_STATE_ACCEPTED};
inline const std::vector<NominationState> ended_states = {
    nominations::v1::NOMINATION_STATE_NOT_ENDORSED, nominations::v1::NOMINATION_STATE_NOT_SELECTED,
    nominations::v1::NOMINATION_STATE_DECLINED,     nominations::v1::NOMINATION_STATE_WITHDRAWN,
    nominations::v1::NOMINATION_STATE_LAPSED,       nominations::v1::NOMINATION_STATE_VOID};

class EndsTest : public support::DeploymentTest {
 protected:
  // A tour in a post of its own; `days` are those of its plan, and from DEPLOYED on also the actual ones.
  struct Days {
    int first, last;
  };
  std::string tour(const std::string& person, DeploymentState state, Days days) {
    post_ = add_post(mission, "T-" + std::to_string(++made_), 0).name();
    return tour_in(post_, person, state, days);
  }
  std::string tour_in(const std::string& post_name, const std::string& person, DeploymentState state, Days days) {
    CreateDeploymentRequest request = plan(person);
    request.set_post(post_name);
    request.set_overlap_reason("as the test says");
    request.mutable_deployment()->set_planned_from(day(days.first));
    request.mutable_deployment()->set_planned_to(day(days.last));
    const std::string name = call<Deployment>(missions_service + "CreateDeployment", request).name();
    const std::map<DeploymentState, std::vector<std::string>> paths = {
        {DEPLOYMENT_STATE_PLANNED, {}},
        {DEPLOYMENT_STATE_PREPARING, {"StartPreparing"}},
        {DEPLOYMENT_STATE_READY, {"StartPreparing", "ClearDeployment"}},
        {DEPLOYMENT_STATE_DEPLOYED, {"Depart"}},
        {DEPLOYMENT_STATE_RETURNED, {"Depart", "EndDeployment"}},
        {DEPLOYMENT_STATE_CLOSED, {"Depart", "EndDeployment", "CloseDeployment"}},
        {DEPLOYMENT_STATE_CANCELLED, {"CancelDeployment"}},
        {DEPLOYMENT_STATE_VOID, {"VoidDeployment"}}};
    for (const std::string& verb : paths.at(state)) step(verb, name, days);
    return name;
  }
  void step(const std::string& verb, const std::string& name, Days days) {
    const std::unique_ptr<google::protobuf::Message> request(
        registry().find(missions_service + verb)->request_prototype->New());
    const std::map<std::string, std::string> values = {{"name", name},
                                                       {"reason", "as the test says"},
                                                       {"overlap_reason", "as the test says"},
                                                       {"actual_from", day(days.first)},
                                                       {"actual_to", day(days.last)}};
    for (const auto& [field_name, value] : values) {
      const auto* field = request->GetDescriptor()->FindFieldByName(field_name);
      if (field) request->GetReflection()->SetString(request.get(), field, value);
    }
    if (const auto* field = request->GetDescriptor()->FindFieldByName("end_reason")) {
      request->GetReflection()->SetEnumValue(request.get(), field, END_REASON_TOUR_COMPLETE);
    }
    dispatcher().call_message(missions_service + verb, *request, system());
  }
  // A nomination to a post of its own in a call of its own.
  std::string nominated(const std::string& person, NominationState state) {
    const std::string code = "N-" + std::to_string(++made_);
    post_ = add_post(mission, code, 0).name();
    call_ = add_call(code, {post_}).name();
    return bring_to(state, nominate(person, add_call_of(call_)).name()).name();
  }
  nominations::v1::Call add_call_of(const std::string& name) {
    nominations::v1::GetCallRequest request;
    request.set_name(name);
    return call<nominations::v1::Call>(nominations_service + "GetCall", request);
  }

  void expect_settled(const std::string& name, const std::string& verb) {
    expected_.insert("SETTLED " + verb + " " + name);
  }
  void expect_open(const std::string& name, const std::string& verb) { expected_.insert("OPEN " + verb + " " + name); }

  // Sends the request dry and then in earnest: both tell what is expected, and the dry one writes nothing.
  template <class Answer, class Request>
  Answer carried_out(const std::string& path, Request request) {
    request.set_validate_only(true);
    const std::vector<std::string> before = database_now();
    const auto dry = call<Answer>(path, request);
    EXPECT_EQ(database_now(), before) << "a dry request wrote";
    request.set_validate_only(false);
    const auto answer = call<Answer>(path, request);
    EXPECT_EQ(texts(dry), texts(answer));
    Lines told;
    for (const auto& one : answer.consequences()) {
      const bool open = one.kind() == Consequence::KIND_OPEN;
      told.insert(std::string(open ? "OPEN " : "SETTLED ") + one.verb() + " " + one.name());
      if (open) told_open_.insert(one.name());
      EXPECT_NE(one.explanation(), "");
      EXPECT_NE(one.cause(), Consequence::CAUSE_UNSPECIFIED);
    }
    EXPECT_EQ(told, expected_);
    expect_no_other_open_end();
    return answer;
  }
  // Whatever is impossible now was told.
  void expect_no_other_open_end() {
    const auto found =
        call<roster::v1::ListOpenEndsResponse>(roster("ListOpenEnds"), roster::v1::ListOpenEndsRequest());
    for (const auto& rule : found.rules()) {
      for (const auto& end : rule.open_ends()) {
        EXPECT_TRUE(told_open_.contains(end.name())) << rule.rule() << " finds " << end.name();
      }
    }
  }

  UpdatePersonRequest become(const std::string& person, PersonStatus status, const std::string& last_day = "") {
    UpdatePersonRequest request;
    request.mutable_person()->set_name(person);
    request.mutable_person()->set_status(status);
    request.mutable_update_mask()->add_paths("status");
    if (last_day.empty()) return request;
    request.set_last_day(last_day);
    // Tours and courses may have been recorded for days after it.
    request.mutable_person()->set_plausible_reason("Known late");
    request.mutable_update_mask()->add_paths("plausible_reason");
    return request;
  }
  std::string join(const std::string& person) {
    roster::v1::CreateMembershipRequest request;
    request.mutable_membership()->set_person(person);
    request.mutable_membership()->set_valid_from(day(-100));
    return call<roster::v1::RosterMembership>(roster("CreateMembership"), request).name();
  }
  std::string affiliation_of(const std::string& person, const std::string& order = "DESC") {
    return "affiliations/" + rows("SELECT CAST(id AS TEXT) FROM affiliation WHERE person = " +
                                      std::to_string(support::number_of(person)) + " ORDER BY id " + order + " LIMIT 1",
                                  1)
                                 .at(0);
  }
  int deployed_on(int on) {
    statistics::v1::QueryIndicatorRequest request;
    request.set_indicator("S1");
    request.set_as_of(day(on));
    return call<statistics::v1::QueryIndicatorResponse>("muster.statistics.v1.StatisticsService/QueryIndicator",
                                                        request)
        .totals(0)
        .total();
  }
  std::string end_reason_of(const std::string& deployment) {
    return rows("SELECT end_reason FROM deployment WHERE id = " + std::to_string(support::number_of(deployment)), 1)
        .at(0);
  }
  std::string state_of(const std::string& nomination) {
    nominations::v1::GetNominationRequest request;
    request.set_name(nomination);
    return nominations::v1::NominationState_Name(
        call<Nomination>(nominations_service + "GetNomination", request).state());
  }

  void everything_of_a_person(const std::string& person, const std::string& account_verb);

  Lines expected_;                   // "SETTLED EndDeployment deployments/3"
  std::set<std::string> told_open_;  // by any step
  std::string post_, call_;          // of the last tour or nomination
  int made_ = 0;

 private:
  template <class Answer>
  static std::vector<std::string> texts(const Answer& answer) {
    std::vector<std::string> texts;
    for (const auto& one : answer.consequences()) texts.push_back(one.DebugString());
    return texts;
  }
  std::vector<std::string> database_now() {
    std::vector<std::string> all;
    for (const char* table :
         {"person", "affiliation", "deployment", "nomination", "call", "post", "mission", "account"}) {
      all.push_back(
          std::string(table) + " " +
          rows(std::string("SELECT CAST(COUNT(*) AS TEXT), CAST(SUM(row_version) AS TEXT) FROM ") + table, 2).at(0));
    }
    for (const char* table : {"deployment_segment", "deployment_event", "deployment_fact", "membership_fact",
                              "nomination_event", "nomination_fact", "call_event", "audit_entry"}) {
      all.push_back(std::string(table) + " " +
                    rows(std::string("SELECT CAST(COUNT(*) AS TEXT) FROM ") + table, 1).at(0));
    }
    return all;
  }
};

}  // namespace muster::ends
