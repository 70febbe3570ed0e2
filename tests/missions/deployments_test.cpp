// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <map>
#include <thread>

#include "support/deployments.h"

namespace muster {
namespace {

using namespace muster::missions::v1;
using namespace muster::platform::v1;
using status::Code;

class DeploymentsTest : public support::DeploymentTest {
 protected:
  void SetUp() override {
    support::DeploymentTest::SetUp();
    person_ = add_person("P-1");
  }
  status::Error refused_create(const CreateDeploymentRequest& request) {
    return refused(missions_service + "CreateDeployment", request, system());
  }
  std::string person_;
};
INSTANTIATE_TEST_SUITE_P(Backends, DeploymentsTest, support::backends(), support::backend_name);

TEST_P(DeploymentsTest, PlansFromTheRoster) {
  const auto deployment = planned(person_);
  EXPECT_EQ(deployment.state(), DEPLOYMENT_STATE_PLANNED);
  EXPECT_EQ(deployment.mission(), mission);
  EXPECT_EQ(deployment.unit(), army_);
  EXPECT_EQ(deployment.country(), "NOR");
  EXPECT_EQ(deployment.category(), CATEGORY_MILITARY);
  EXPECT_FALSE(deployment.has_actual_from());
  ASSERT_EQ(deployment.segments_size(), 1);
  EXPECT_EQ(deployment.segments(0).post(), post.name());
  EXPECT_EQ(deployment.segments(0).title(), post.display_name());
  EXPECT_FALSE(deployment.segments(0).has_valid_from());
  EXPECT_TRUE(facts(deployment.name()).empty());
}

TEST_P(DeploymentsTest, CreateNamesWhatIsMissingOrContradicts) {
  auto request = plan(person_);
  request.mutable_deployment()->clear_planned_from();
  request.mutable_deployment()->clear_planned_to();
  const auto dates = refused_create(request);
  EXPECT_TRUE(support::names_field(dates, "deployment.planned_from"));
  EXPECT_TRUE(support::names_field(dates, "deployment.planned_to"));
  request = plan(person_);
  request.clear_post();
  EXPECT_TRUE(support::names_field(refused_create(request), "post"));
  request = plan(person_);
  request.mutable_deployment()->clear_person();
  EXPECT_TRUE(support::names_field(refused_create(request), "deployment.person"));
  request = plan(person_);
  request.mutable_deployment()->set_mission(add_mission("MONUSCO"));
  EXPECT_TRUE(support::names_field(refused_create(request), "deployment.mission"));
  request = plan(person_);
  request.mutable_deployment()->set_unit(army_);
  request.mutable_deployment()->set_planned_from("2019-12-31");
  EXPECT_TRUE(support::names_field(refused_create(request), "post"));
  request = plan(person_);
  sql([&](db::Session& session) {
    db::execute(session, {"UPDATE post SET valid_to = ? WHERE id = ?", {day(354), support::number_of(post.name())}});
  });
  EXPECT_TRUE(support::names_field(refused_create(request), "post")) << "the post ends before the tour";
  sql([&](db::Session& session) { db::execute(session, "UPDATE post SET valid_to = NULL"); });
  request.mutable_deployment()->set_person("persons/999");
  EXPECT_EQ(refused_create(request).code(), Code::not_found);
  sql([](db::Session& session) { db::execute(session, "DELETE FROM setting WHERE key = 'home_country'"); });
  EXPECT_TRUE(support::names_field(refused_create(plan(person_)), "deployment.country"));
}

TEST_P(DeploymentsTest, OverlapsNeedAReason) {
  const auto first = planned(person_);
  auto again = plan(person_);
  again.mutable_deployment()->set_planned_from(day(355));
  again.mutable_deployment()->set_planned_to(day(400));
  const auto error = refused_create(again);
  EXPECT_EQ(error.code(), Code::failed_precondition);
  EXPECT_EQ(error.reason(), "OVERLAP");
  EXPECT_NE(error.message().find(first.name()), std::string::npos) << error.message();
  again.mutable_deployment()->set_planned_from(day(356));
  const auto apart = call<Deployment>(missions_service + "CreateDeployment", again);
  again.mutable_deployment()->set_planned_from(day(355));
  again.set_overlap_reason("handover of a week in theatre");
  EXPECT_EQ(call<Deployment>(missions_service + "CreateDeployment", again).state(), DEPLOYMENT_STATE_PLANNED);
  // Nobody is in two places without a reason; that of another deployment is none of this one's.
  DepartRequest departs;
  departs.set_name(first.name());
  departs.set_actual_from(day(-2));
  departs.set_reason("needed at once");
  EXPECT_EQ(refused(missions_service + "Depart", departs, system()).reason(), "OVERLAP");
  departs.set_overlap_reason("the handover of a week");
  call<Deployment>(missions_service + "Depart", departs);
  DepartRequest second;
  second.set_name(apart.name());
  second.set_actual_from(day(-1));
  second.set_reason("a year before its plan");
  StartPreparingRequest prepare;
  prepare.set_name(apart.name());
  call<Deployment>(missions_service + "StartPreparing", prepare);
  ClearDeploymentRequest clear;
  clear.set_name(apart.name());
  call<Deployment>(missions_service + "ClearDeployment", clear);
  EXPECT_EQ(refused(missions_service + "Depart", second, system()).reason(), "OVERLAP");
}

// An accepted nomination commits a person as a deployment does.
TEST_P(DeploymentsTest, AnAcceptedNominationCommits) {
  const auto accepted =
      bring_to(nominations::v1::NOMINATION_STATE_ACCEPTED, nominate(person_, add_call("C-1", {post.name()})).name());
  const auto error = refused_create(plan(person_));
  EXPECT_EQ(error.reason(), "OVERLAP");
  EXPECT_NE(error.message().find(accepted.name()), std::string::npos) << error.message();
}

TEST_P(DeploymentsTest, FollowsAnAcceptedNominationOnce) {
  const auto name = nominate(person_, add_call("C-1", {leader_post.name()})).name();
  CreateDeploymentRequest request;
  request.mutable_deployment()->set_nomination(name);
  request.mutable_deployment()->set_planned_from(day(30));
  request.mutable_deployment()->set_planned_to(day(390));
  EXPECT_EQ(refused_create(request).reason(), "WRONG_STATE");
  bring_to(nominations::v1::NOMINATION_STATE_ACCEPTED, name);
  request.mutable_deployment()->set_person(add_person("P-2"));
  EXPECT_TRUE(support::names_field(refused_create(request), "deployment.person"));
  request.mutable_deployment()->clear_person();
  // The post is that of the nomination: another one is a change of role, after the departure.
  request.set_post(post.name());
  EXPECT_TRUE(support::names_field(refused_create(request), "post"));
  request.set_post(leader_post.name());
  std::vector<int> made(2, 0);
  std::vector<Code> codes(2, Code::unknown);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 2; ++i) {
      threads.emplace_back([&, i] {
        try {
          dispatcher().call<Deployment>(missions_service + "CreateDeployment", request, system());
          made[i] = 1;
        } catch (const status::Error& error) {
          codes[i] = error.code();
        }
      });
    }
  }
  EXPECT_EQ(made[0] + made[1], 1);
  EXPECT_EQ(codes[made[0]], Code::failed_precondition);
  EXPECT_EQ(rows("SELECT person, nomination FROM deployment", 2),
            std::vector<std::string>{person_.substr(8) + "|" + name.substr(12)});
}

TEST_P(DeploymentsTest, DaysAreNotInTheFutureAndInOrder) {
  const auto name = planned(person_).name();
  DepartRequest early;
  early.set_name(name);
  early.set_actual_from(future_day());
  early.set_reason("r");
  EXPECT_TRUE(support::names_field(refused(missions_service + "Depart", early, system()), "actual_from"));
  depart(name, day(-5));
  ChangeRoleRequest change;
  change.set_name(name);
  change.set_post(leader_post.name());
  for (const std::string& wrong : {future_day(), day(-5), day(-6)}) {
    change.set_valid_from(wrong);
    EXPECT_TRUE(support::names_field(refused(missions_service + "ChangeRole", change, system()), "valid_from"))
        << wrong;
  }
  change.set_valid_from(day(-3));
  change_role(name, leader_post.name(), day(-3));
  EndDeploymentRequest end;
  end.set_name(name);
  end.set_end_reason(END_REASON_ROTATION);
  for (const std::string& wrong : {future_day(), day(-4)}) {
    end.set_actual_to(wrong);
    EXPECT_TRUE(support::names_field(refused(missions_service + "EndDeployment", end, system()), "actual_to")) << wrong;
  }
  end.set_actual_to(day(-3));
  end.set_end_reason(END_REASON_ENDED_EARLY);
  EXPECT_TRUE(support::names_field(refused(missions_service + "EndDeployment", end, system()), "end_reason"));
  ExtendDeploymentRequest extend;
  extend.set_name(name);
  extend.set_reason("asked for by the mission");
  extend.set_planned_to(day(355));
  EXPECT_TRUE(support::names_field(refused(missions_service + "ExtendDeployment", extend, system()), "planned_to"));
  extend.set_planned_to(day(356));
  EXPECT_EQ(call<Deployment>(missions_service + "ExtendDeployment", extend).planned_to(), day(356));
}

TEST_P(DeploymentsTest, RestrictedReasonsShowInTheDetailsOnly) {
  const std::map<EndReason, EndReason> shown = {{END_REASON_MEDICAL, END_REASON_ENDED_EARLY},
                                                {END_REASON_PERFORMANCE, END_REASON_ENDED_EARLY},
                                                {END_REASON_CONDUCT, END_REASON_ENDED_EARLY},
                                                {END_REASON_SECURITY, END_REASON_SECURITY}};
  int number = 10;
  for (const auto& [reason, outside] : shown) {
    const auto name = planned(add_person("P-" + std::to_string(++number))).name();
    depart(name, day(-5));
    EXPECT_EQ(end(name, day(-1), reason).end_reason(), outside);
    EXPECT_EQ(get(name).end_reason(), outside);
    ListDeploymentsRequest list;
    list.set_filter("name = " + name);
    EXPECT_EQ(call<ListDeploymentsResponse>(missions_service + "ListDeployments", list).deployments(0).end_reason(),
              outside);
    ReadDeploymentDetailsRequest details;
    details.set_name(name);
    EXPECT_EQ(call<Deployment>(missions_service + "ReadDeploymentDetails", details).end_reason(), reason);
    EXPECT_EQ(rows("SELECT lines FROM audit_entry ORDER BY id DESC LIMIT 1", 1).front(), "[\"read " + name + "\"]");
    // A later step keeps the true reason.
    CloseDeploymentRequest close;
    close.set_name(name);
    call<Deployment>(missions_service + "CloseDeployment", close);
    EXPECT_EQ(call<Deployment>(missions_service + "ReadDeploymentDetails", details).end_reason(), reason);
  }
  ListDeploymentsRequest probe;
  probe.set_filter("end_reason = END_REASON_CONDUCT");
  EXPECT_EQ(refused(missions_service + "ListDeployments", probe, system()).code(), Code::invalid_argument);
}

TEST_P(DeploymentsTest, OutsideTheScopeIsAsIfItWereNotThere) {
  const auto name = planned(person_).name();
  const rpc::Caller navy = caller_of(ROLE_HR_UNIT, navy_);
  GetDeploymentRequest get_it;
  get_it.set_name(name);
  EXPECT_EQ(refused(missions_service + "GetDeployment", get_it, navy).code(), Code::not_found);
  StartPreparingRequest prepare;
  prepare.set_name(name);
  EXPECT_EQ(refused(missions_service + "StartPreparing", prepare, navy).code(), Code::not_found);
  ListDeploymentsRequest list;
  auto seen_by = [&](const rpc::Caller& who) {
    return call<ListDeploymentsResponse>(missions_service + "ListDeployments", list, who).deployments_size();
  };
  EXPECT_EQ(seen_by(navy), 0);
  EXPECT_EQ(seen_by(caller_of(ROLE_HR_UNIT, army_)), 1);
  EXPECT_EQ(seen_by(account_of(person_, ROLE_PERSON)), 1);
  EXPECT_EQ(seen_by(account_of(add_person("P-2"), ROLE_PERSON)), 0);
  // Reported without a name: seen by who sees the sending unit.
  sql([&](db::Session& session) {
    db::execute(session,
                {"INSERT INTO deployment (unit, country, category, state, actual_from, end_reason, create_time, "
                 "update_time, row_version) VALUES (?, 'NOR', 'CATEGORY_MILITARY', 'DEPLOYMENT_STATE_DEPLOYED', "
                 "'2026-01-01', 'END_REASON_UNSPECIFIED', 0, 0, 1)",
                 {support::number_of(navy_)}});
  });
  EXPECT_EQ(seen_by(navy), 1);
  EXPECT_EQ(seen_by(caller_of(ROLE_HR_UNIT, army_)), 1);
  EXPECT_EQ(seen_by(account_of(person_, ROLE_PERSON)), 1);
}

}  // namespace
}  // namespace muster
