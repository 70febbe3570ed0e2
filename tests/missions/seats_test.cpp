// SPDX-License-Identifier: EUPL-1.2
// Nobody holds a post beside others unsaid: more holders than seats are a handover, and beyond that somebody says why.
#include <gtest/gtest.h>

#include "muster/access/v1/access.pb.h"
#include "support/deployments.h"

namespace muster {
namespace {

using namespace muster::missions::v1;
using namespace muster::platform::v1;
using support::number_of;

class SeatsTest : public support::DeploymentTest {
 protected:
  void SetUp() override {
    support::DeploymentTest::SetUp();
    seats(1);
  }

  void seats(int number) {
    UpdatePostRequest request;
    request.mutable_post()->set_name(post.name());
    request.mutable_post()->set_seats(number);
    request.mutable_update_mask()->add_paths("seats");
    EXPECT_EQ(call<Post>(missions_service + "UpdatePost", request).seats(), number);
  }
  void handover_days(int days) {
    access::v1::SetRosterSettingsRequest request;
    request.set_handover_days(days);
    EXPECT_EQ(
        call<access::v1::RosterSettings>("muster.access.v1.AccessService/SetRosterSettings", request).handover_days(),
        days);
  }
  CreateDeploymentRequest of_new(int from, int to, const std::string& word = "") {
    auto request = plan(add_person("S-" + std::to_string(++people_)));
    request.mutable_deployment()->set_planned_from(day(from));
    request.mutable_deployment()->set_planned_to(day(to));
    request.set_handover_reason(word);
    return request;
  }
  std::string create(const CreateDeploymentRequest& request) {
    return call<Deployment>(missions_service + "CreateDeployment", request).name();
  }
  std::string create(int from, int to, const std::string& word = "") { return create(of_new(from, to, word)); }
  std::string away(int from, int to, const std::string& word = "") {
    const auto name = create(from, to, word);
    depart(name, day(from));
    return name;
  }
  // POST_FULL, of these days in a row; nothing has changed.
  void expect_full(const std::string& path, const google::protobuf::Message& request, int from, std::optional<int> to,
                   const std::string& holder) {
    const auto before = last_sequence();
    const auto error = refused(path, request, system());
    EXPECT_EQ(error.reason(), "POST_FULL") << error.message();
    EXPECT_EQ(error.code(), status::Code::failed_precondition);
    EXPECT_EQ(error.metadata().at("name"), post.name());
    EXPECT_EQ(error.metadata().at("from"), day(from)) << error.message();
    EXPECT_EQ(error.metadata().count("to") ? error.metadata().at("to") : "", to ? day(*to) : "") << error.message();
    EXPECT_EQ(error.metadata().at("holder"), holder);
    EXPECT_EQ(last_sequence(), before);
  }
  template <class Request>
  void expect_full(const std::string& verb, Request request, int from, int to, const std::string& holder, bool lifted) {
    expect_full(missions_service + verb, request, from, to, holder);
    if (!lifted) return;
    request.set_handover_reason("both are needed");
    call<Deployment>(missions_service + verb, request);
    EXPECT_EQ(rows("SELECT verb, handover_reason FROM deployment_event ORDER BY id DESC LIMIT 1", 2).front(),
              verb + "|both are needed");
  }
  Vacancy vacancy(int on) {
    ListVacanciesRequest request;
    request.set_day(day(on));
    request.set_post(post.name());
    const auto found = call<ListVacanciesResponse>(missions_service + "ListVacancies", request);
    EXPECT_EQ(found.vacancies_size(), 1);
    return found.vacancies_size() ? found.vacancies(0) : Vacancy();
  }
  // "held promised vacant open beyond last days"
  std::string told(int on) {
    const Vacancy found = vacancy(on);
    std::string text = std::to_string(found.held()) + " " + std::to_string(found.promised()) + " " +
                       std::to_string(found.vacant()) + " " + std::to_string(found.open()) + " " +
                       std::to_string(found.beyond());
    for (const auto& last : found.last_days()) text += " " + last;
    return text;
  }
  nominations::v1::Nomination selected(int from, int to) {
    const std::string number = std::to_string(++people_);
    auto nomination = nominate(add_person("N-" + number), add_call("26/" + number, {post.name()}));
    sql([&](db::Session& session) {
      db::execute(session, {"UPDATE nomination SET planned_from = ?, planned_to = ? WHERE id = ?",
                            {day(from), day(to), number_of(nomination.name())}});
    });
    return bring_to(nominations::v1::NOMINATION_STATE_SELECTED, nomination.name());
  }
  nominations::v1::NominationActionRequest acceptance(const std::string& name) {
    nominations::v1::NominationActionRequest request;
    request.set_name(name);
    request.set_reason_text("no reason lifts it");
    return request;
  }
  int people_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Backends, SeatsTest, support::backends(), support::backend_name);

TEST_P(SeatsTest, ASecondHolderNeedsAWordUnlessItIsAHandover) {
  const auto first = away(-100, 100);
  create(87, 400);  // fourteen days together
  expect_full("CreateDeployment", of_new(-50, 50), -50, 50, first, true);
}

TEST_P(SeatsTest, AHandoverLastsAsLongAsTheSettingSays) {
  const auto first = away(-100, 100);
  expect_full("CreateDeployment", of_new(86, 400), 86, 100, first, false);
  handover_days(15);
  create(86, 400);
  handover_days(0);
  // From one to the next there is nobody too many.
  const auto request = of_new(401, 500);
  create(request);
  expect_full("CreateDeployment", of_new(500, 600), 500, 500, "deployments/" + std::to_string(number_of(first) + 2),
              false);
}

TEST_P(SeatsTest, ThreeInARowAreNoHandoverThoughTwoAre) {
  away(-100, 100);
  const auto second = create(90, 100);  // eleven days
  expect_full("CreateDeployment", of_new(80, 89), 80, 100, "deployments/" + std::to_string(number_of(second) - 1),
              false);
}

TEST_P(SeatsTest, MoreSeatsTakeMoreAndFewerLeaveThoseWhoAreThere) {
  seats(2);
  away(-100, 100);
  away(-90, 200);
  const auto third = of_new(0, 100);
  EXPECT_EQ(refused(missions_service + "CreateDeployment", third, system()).reason(), "POST_FULL");
  EXPECT_EQ(told(0), "2 0 0 0 0 " + day(100) + " " + day(200));
  seats(1);
  EXPECT_EQ(told(0), "2 0 0 0 1 " + day(100) + " " + day(200));
  EXPECT_EQ(told(150), "1 0 0 0 0 " + day(200));
  EXPECT_EQ(told(201), "0 0 1 1 0");
  EXPECT_EQ(told(-95), "1 0 0 0 0 " + day(100));
  seats(3);
  create(third);
}

TEST_P(SeatsTest, SeatsAreOneOrMore) {
  UpdatePostRequest request;
  request.mutable_post()->set_name(post.name());
  request.mutable_update_mask()->add_paths("seats");
  for (const int number : {0, -1, 501}) {
    request.mutable_post()->set_seats(number);
    const auto error = refused(missions_service + "UpdatePost", request, system());
    EXPECT_EQ(error.violations().at(0).field, "post.seats");
    EXPECT_EQ(error.reason(), "OUT_OF_RANGE");
  }
  seats(7);
  request.mutable_post()->clear_seats();
  EXPECT_EQ(call<Post>(missions_service + "UpdatePost", request).seats(), 1);
}

TEST_P(SeatsTest, EveryStepThatAddsDaysLooks) {
  const auto first = away(-100, 100);
  const auto second = create(101, 400);
  ExtendDeploymentRequest later;
  later.set_name(first);
  later.set_planned_to(day(114));
  later.set_reason("the successor comes later");
  call<Deployment>(missions_service + "ExtendDeployment", later);  // a handover
  later.set_planned_to(day(130));
  expect_full("ExtendDeployment", later, 101, 130, second, true);

  // As it was planned, with a word, it departs; earlier is more.
  const auto third = create(-20, 30, "agreed");
  DepartRequest departs;
  departs.set_name(third);
  departs.set_reason("at once");
  departs.set_actual_from(day(-21));
  expect_full("Depart", departs, -21, 30, first, true);

  // In another post first; into this one then.
  auto elsewhere = of_new(-60, 60);
  elsewhere.set_post(leader_post.name());
  const auto fourth = create(elsewhere);
  depart(fourth, day(-60));
  ChangeRoleRequest role;
  role.set_name(fourth);
  role.set_post(post.name());
  role.set_valid_from(day(-40));
  expect_full("ChangeRole", role, -40, 60, first, true);

  CorrectDeploymentDaysRequest days;
  days.set_name(third);
  days.set_actual_from(day(-90));
  days.set_reason("a slip");
  days.set_plausible_reason("went before the plan was written");
  expect_full("CorrectDeploymentDays", days, -90, 60, first, true);
}

TEST_P(SeatsTest, WhoStaysBeyondThePlanIsToldAtTheEnd) {
  const auto first = away(-100, -60);
  EXPECT_EQ(told(0), "1 0 0 0 0 " + day(-60));  // not back, so there
  EXPECT_EQ(told(30), "0 0 1 1 0");
  const auto second = create(1, 100);
  depart(create(-59, -50, "one after the other"), day(-59));
  EndDeploymentRequest ends;
  ends.set_name(first);
  ends.set_actual_to(day(-1));
  ends.set_end_reason(END_REASON_ROTATION);
  const auto error = refused(missions_service + "EndDeployment", ends, system());
  EXPECT_EQ(error.reason(), "POST_FULL") << error.message();
  EXPECT_EQ(error.metadata().at("holder"), "deployments/" + std::to_string(number_of(second) + 1));
  ends.set_handover_reason("the flight was late");
  EXPECT_EQ(call<Deployment>(missions_service + "EndDeployment", ends).actual_to(), day(-1));
}

// Of whom the caller may not see, how many they are and no name.
TEST_P(SeatsTest, WhoHoldsThePostIsNamedToWhoMaySeeThem) {
  auto of_navy = plan(add_person("NAVY", GENDER_WOMAN, navy_));
  of_navy.mutable_deployment()->set_planned_from(day(-100));
  of_navy.mutable_deployment()->set_planned_to(day(200));
  const auto there = create(of_navy);
  const auto request = of_new(1, 150);
  const rpc::Caller army = caller_of(ROLE_HR_CENTRAL, army_);
  const auto error = refused(missions_service + "CreateDeployment", request, army);
  EXPECT_EQ(error.reason(), "POST_FULL") << error.message();
  EXPECT_FALSE(error.metadata().contains("holder"));
  EXPECT_EQ(error.metadata().at("others"), "1");
  EXPECT_EQ(error.message().find("deployments/"), std::string::npos) << error.message();
  EXPECT_EQ(refused(missions_service + "CreateDeployment", request, system()).metadata().at("holder"), there);
  // Neither is it told in what a nomination's next step would be refused for.
  const auto one = selected(30, 390);
  nominations::v1::GetNominationRequest get;
  get.set_name(one.name());
  const auto nomination =
      call<nominations::v1::Nomination>(nominations_service + "GetNomination", get, caller_of(ROLE_HR_UNIT, army_));
  EXPECT_EQ(nomination.ShortDebugString().find(there), std::string::npos) << nomination.ShortDebugString();
  EXPECT_NE(nomination.ShortDebugString().find("POST_FULL"), std::string::npos) << nomination.ShortDebugString();
}

TEST_P(SeatsTest, WhoIsCancelledOrVoidHoldsNothing) {
  const auto first = create(-100, 100);
  CancelDeploymentRequest cancel;
  cancel.set_name(first);
  cancel.set_reason("off");
  call<Deployment>(missions_service + "CancelDeployment", cancel);
  const auto second = away(-90, 100);
  VoidDeploymentRequest never;
  never.set_name(second);
  never.set_reason("a slip");
  call<Deployment>(missions_service + "VoidDeployment", never);
  away(-80, 100);
}

TEST_P(SeatsTest, TwoAcceptancesBeyondTheSeatsAreRefusedForGood) {
  const auto one = selected(30, 390), other = selected(60, 390);
  call<nominations::v1::Nomination>(nominations_service + "AcceptNomination", acceptance(one.name()));
  EXPECT_EQ(told(40), "0 1 1 0 0 " + day(390));
  expect_full(nominations_service + "AcceptNomination", acceptance(other.name()), 60, 390, one.name());
  // On other days there is a seat.
  auto agreed = acceptance(other.name());
  agreed.set_planned_from(day(377));
  agreed.set_planned_to(day(600));
  call<nominations::v1::Nomination>(nominations_service + "AcceptNomination", agreed);
}

TEST_P(SeatsTest, AnAcceptanceAndItsDeploymentAreOneHolder) {
  const auto nomination = selected(30, 390);
  call<nominations::v1::Nomination>(nominations_service + "AcceptNomination", acceptance(nomination.name()));
  expect_full("CreateDeployment", of_new(30, 390), 30, 390, nomination.name(), false);
  CreateDeploymentRequest request;
  request.mutable_deployment()->set_nomination(nomination.name());
  const auto deployment = create(request);
  EXPECT_EQ(told(40), "0 1 1 0 0 " + day(390));
  const auto late = selected(60, 390);
  expect_full(nominations_service + "AcceptNomination", acceptance(late.name()), 60, 390, deployment);
}

TEST_P(SeatsTest, VacanciesAreAskedForByMissionPostAndTier) {
  away(-10, 100);
  const auto ask = [&](const std::function<void(ListVacanciesRequest&)>& change) {
    ListVacanciesRequest request;
    change(request);
    std::string posts;
    const auto response = call<ListVacanciesResponse>(missions_service + "ListVacancies", request);
    for (const auto& found : response.vacancies()) {
      posts += found.code() + " ";
    }
    return posts;
  };
  const auto of_other = add_post(add_mission("MINUSCA"), "0777", 1);
  EXPECT_EQ(ask([](auto&) {}), "0001 0412 0777 ");
  EXPECT_EQ(ask([](auto& request) { request.set_vacant_only(true); }), "0001 0777 ");
  EXPECT_EQ(ask([&](auto& request) { request.set_mission(of_other.mission()); }), "0777 ");
  EXPECT_EQ(ask([](auto& request) { request.set_min_tier(3); }), "0001 ");
  EXPECT_EQ(ask([&](auto& request) { request.set_post(post.name()); }), "0412 ");
  EXPECT_EQ(ask([](auto& request) { request.set_day("2019-12-31"); }), "");
  ListVacanciesRequest unknown;
  unknown.set_mission("missions/999");
  EXPECT_TRUE(support::names_field(refused(missions_service + "ListVacancies", unknown, system()), "mission"));
  unknown.clear_mission();
  unknown.set_post("posts/999");
  const auto error = refused(missions_service + "ListVacancies", unknown, system());
  EXPECT_TRUE(support::names_field(error, "post"));
  EXPECT_EQ(error.reason(), "REFERENCE_NOT_FOUND");
  ListVacanciesRequest page;
  page.set_page_size(2);
  const auto first = call<ListVacanciesResponse>(missions_service + "ListVacancies", page);
  EXPECT_EQ(first.vacancies_size(), 2);
  page.set_page_token(first.next_page_token());
  const auto second = call<ListVacanciesResponse>(missions_service + "ListVacancies", page);
  EXPECT_EQ(second.vacancies(0).code(), "0777");
  ListVacanciesResponse::Totals sum;
  for (const auto* answer : {&first, &second}) {
    for (const auto& one : answer->vacancies()) {
      sum.set_posts(sum.posts() + 1);
      sum.set_seats(sum.seats() + one.seats());
      sum.set_held(sum.held() + one.held());
      sum.set_vacant(sum.vacant() + one.vacant());
      sum.set_open(sum.open() + one.open());
    }
  }
  EXPECT_EQ(sum.posts(), 3);
  EXPECT_EQ(sum.held(), 1);
  EXPECT_EQ(first.totals().ShortDebugString(), sum.ShortDebugString());
  EXPECT_EQ(second.totals().ShortDebugString(), sum.ShortDebugString());
}

}  // namespace
}  // namespace muster
