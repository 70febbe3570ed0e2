// SPDX-License-Identifier: EUPL-1.2
// What is done alone, with a reason, stands on the list of somebody who was named before, and stays there until they
// have looked at it.
#include <gmock/gmock.h>

#include "muster/access/v1/access.pb.h"
#include "training/training_test.h"

namespace muster::access {
namespace {

using namespace muster::access::v1;
using namespace muster::platform::v1;
using status::Code;

const std::string service = "muster.access.v1.AccessService/";
using Names = std::vector<std::string>;

class ReviewsTest : public support::TrainingTest {
 protected:
  void SetUp() override {
    TrainingTest::SetUp();
    if (HasFatalFailure()) return;
    training::v1::CreateRequirementRequest request;
    training::v1::Requirement& requirement = *request.mutable_requirement();
    requirement.set_code("SEAH-ALL");
    requirement.set_display_name("Everybody on the roster has valid training");
    requirement.set_population(training::v1::POPULATION_ROSTER);
    requirement.set_time(training::v1::REQUIREMENT_TIME_CONTINUOUS);
    requirement.set_valid_from("2020-01-01");
    requirement.add_topics(TOPIC_SEAH);
    requirement_ = call<training::v1::Requirement>(training("CreateRequirement"), request).name();
    desk_ = holder(ROLE_HR_CENTRAL);
    other_ = holder(ROLE_HR_CENTRAL);
    reviewer_ = holder(ROLE_ENDORSER);
    administrator_ = holder(ROLE_ADMINISTRATOR);
  }

  static std::string name_of(const rpc::Caller& who) { return "accounts/" + std::to_string(who.account); }
  static SetReviewerRequest reviewer(const rpc::Caller& who) {
    SetReviewerRequest request;
    request.set_act(TWO_HAND_ACT_WAIVER);
    request.set_account(name_of(who));
    return request;
  }
  SetReviewerRequest reviewer(const rpc::Caller& who, const rpc::Caller& deputy, int first_day, int last_day) {
    SetReviewerRequest request = reviewer(who);
    request.mutable_deputy()->set_account(name_of(deputy));
    request.mutable_deputy()->set_first_day(day(first_day));
    request.mutable_deputy()->set_last_day(day(last_day));
    return request;
  }
  TwoHandActRule set(const SetReviewerRequest& request) {
    return call<TwoHandActRule>(service + "SetReviewer", request, administrator_);
  }
  training::v1::CreateWaiverRequest waiver(const std::string& person) {
    training::v1::CreateWaiverRequest request;
    request.mutable_waiver()->set_person(person);
    request.mutable_waiver()->set_requirement(requirement_);
    request.mutable_waiver()->set_reason("Course is full until spring");
    request.mutable_waiver()->set_valid_from("2024-06-01");
    request.mutable_waiver()->set_valid_to("2024-06-30");
    return request;
  }
  // Grants one, and gives the approval that is to be reviewed.
  std::string waived(const rpc::Caller& who) {
    const auto made = call<training::v1::Waiver>(training("CreateWaiver"), waiver(kari_), who);
    const auto found = rows("SELECT id FROM approval WHERE result = '" + made.name() + "'", 1);
    EXPECT_EQ(found.size(), 1u);
    return found.empty() ? "" : "approvals/" + found[0];
  }
  Names listed(const rpc::Caller& who, ApprovalView view, const std::string& filter = "") {
    ListApprovalsRequest request;
    request.set_view(view);
    request.set_filter(filter);
    Names names;
    const auto answer = call<ListApprovalsResponse>(service + "ListApprovals", request, who);
    for (const auto& one : answer.approvals()) names.push_back(one.name());
    return names;
  }
  template <class Request>
  static Request named(const std::string& name) {
    Request request;
    request.set_name(name);
    return request;
  }
  Approval look(const std::string& name, const rpc::Caller& who) {
    return call<Approval>(service + "ApproveRequest", named<ApproveRequestRequest>(name), who);
  }
  status::Error not_looked(const std::string& name, const rpc::Caller& who) {
    return refused(service + "ApproveRequest", named<ApproveRequestRequest>(name), who);
  }
  Approval read(const std::string& name, const rpc::Caller& who) {
    return call<Approval>(service + "GetApproval", named<GetApprovalRequest>(name), who);
  }
  std::vector<Notice> notices(const rpc::Caller& who) {
    const auto session = call<Session>(service + "GetSession", GetSessionRequest(), who);
    return {session.notices().begin(), session.notices().end()};
  }
  void run(const std::string& statement) {
    sql([&](db::Session& session) { db::execute(session, statement); });
  }

  std::string requirement_;
  rpc::Caller desk_, other_, reviewer_, administrator_;
};
INSTANTIATE_TEST_SUITE_P(Backends, ReviewsTest, support::backends(), support::backend_name);

TEST_P(ReviewsTest, AWaiverIsDoneAndStandsOnItsReviewersList) {
  set(reviewer(reviewer_));
  const std::string name = waived(desk_);
  const auto told = read(name, reviewer_);
  EXPECT_EQ(told.state(), APPROVAL_STATE_TO_REVIEW);
  EXPECT_EQ(told.act(), TWO_HAND_ACT_WAIVER);
  EXPECT_EQ(told.grounds(), "Course is full until spring");
  EXPECT_EQ(told.label(), "SEAH-ALL");
  EXPECT_EQ(told.person(), kari_);
  EXPECT_EQ(told.unit(), army_);
  EXPECT_EQ(told.reviewer(), name_of(reviewer_));
  EXPECT_EQ(told.expire_time().seconds() - told.create_time().seconds(), 14 * 24 * 3600);
  EXPECT_EQ(listed(reviewer_, APPROVAL_VIEW_MINE_TO_GIVE), Names{name});
  EXPECT_EQ(listed(system(), APPROVAL_VIEW_MINE_TO_GIVE), Names{name});
  EXPECT_EQ(listed(desk_, APPROVAL_VIEW_MINE_TO_GIVE), Names{});
  EXPECT_EQ(listed(desk_, APPROVAL_VIEW_ASKED_BY_ME), Names{name});
  EXPECT_EQ(listed(other_, APPROVAL_VIEW_MINE_TO_GIVE), Names{}) << "who could, and is not the one who was named";
  EXPECT_EQ(not_looked(name, desk_).reason(), "OWN_REQUEST");
  const auto not_theirs = not_looked(name, other_);
  EXPECT_EQ(not_theirs.code(), Code::permission_denied);
  EXPECT_EQ(not_theirs.reason(), "NOT_THE_REVIEWER");
  EXPECT_EQ(not_theirs.metadata().at("reviewer"), name_of(reviewer_));
  EXPECT_EQ(refused(service + "WithdrawRequest", named<WithdrawRequestRequest>(name), desk_).reason(),
            "APPROVAL_DECIDED")
      << "what was done is not undone by taking it off the list";
  ASSERT_EQ(notices(reviewer_).size(), 1u);
  EXPECT_EQ(notices(reviewer_)[0].kind(), NOTICE_KIND_REVIEW_WAITS);
  EXPECT_EQ(notices(reviewer_)[0].approval(), name);
  EXPECT_EQ(notices(reviewer_)[0].actor(), name_of(desk_));
  const auto dismiss = named<DismissNoticeRequest>(notices(reviewer_)[0].name());
  EXPECT_EQ(refused(service + "DismissNotice", dismiss, other_).code(), Code::not_found);
  const auto done = look(name, reviewer_);
  EXPECT_EQ(done.state(), APPROVAL_STATE_REVIEWED);
  EXPECT_EQ(done.decided_by(), name_of(reviewer_));
  EXPECT_THAT(done.result(), ::testing::StartsWith("waivers/"));
  EXPECT_EQ(notices(reviewer_).size(), 0u) << "it was looked at";
  EXPECT_EQ(not_looked(name, reviewer_).reason(), "APPROVAL_DECIDED");
  EXPECT_EQ(rows("SELECT COUNT(*) FROM waiver", 1)[0], "1") << "it was not done again";
}

TEST_P(ReviewsTest, WhatIsNotRightSaysWhatHasToBeDoneAndUndoesNothing) {
  set(reviewer(reviewer_));
  const std::string name = waived(desk_);
  auto refuse = named<RefuseRequestRequest>(name);
  EXPECT_TRUE(support::names_field(refused(service + "RefuseRequest", refuse, reviewer_), "reason"));
  refuse.set_reason("There is a course in May: revoke it");
  EXPECT_EQ(refused(service + "RefuseRequest", refuse, other_).reason(), "NOT_THE_REVIEWER");
  const auto told = call<Approval>(service + "RefuseRequest", refuse, reviewer_);
  EXPECT_EQ(told.state(), APPROVAL_STATE_OBJECTED);
  EXPECT_EQ(told.reason(), "There is a course in May: revoke it");
  EXPECT_EQ(rows("SELECT COUNT(*) FROM waiver WHERE revoked_date IS NULL", 1)[0], "1");
  ASSERT_EQ(notices(desk_).size(), 1u);
  EXPECT_EQ(notices(desk_)[0].kind(), NOTICE_KIND_REVIEW_OBJECTED);
  EXPECT_EQ(notices(desk_)[0].actor(), name_of(reviewer_));
  call<DismissNoticeResponse>(service + "DismissNotice", named<DismissNoticeRequest>(notices(desk_)[0].name()), desk_);
  EXPECT_EQ(notices(desk_).size(), 0u);
  EXPECT_EQ(not_looked(name, reviewer_).reason(), "APPROVAL_DECIDED");
}

TEST_P(ReviewsTest, WhatIsOverdueSaysSoAndStays) {
  set(reviewer(reviewer_));
  const std::string late = waived(desk_), fresh = waived(desk_);
  run("UPDATE approval SET expire_time = 1000000 WHERE id = " + std::to_string(support::number_of(late)));
  EXPECT_EQ(read(late, reviewer_).state(), APPROVAL_STATE_REVIEW_OVERDUE);
  EXPECT_EQ(read(late, reviewer_).reviewer(), name_of(reviewer_));
  EXPECT_EQ(listed(reviewer_, APPROVAL_VIEW_UNSPECIFIED, "state = APPROVAL_STATE_REVIEW_OVERDUE"), Names{late});
  EXPECT_EQ(listed(reviewer_, APPROVAL_VIEW_UNSPECIFIED, "state = APPROVAL_STATE_TO_REVIEW"), Names{fresh});
  EXPECT_EQ(listed(reviewer_, APPROVAL_VIEW_UNSPECIFIED, "state = APPROVAL_STATE_EXPIRED"), Names{});
  EXPECT_THAT(listed(reviewer_, APPROVAL_VIEW_MINE_TO_GIVE), ::testing::UnorderedElementsAre(late, fresh));
  EXPECT_EQ(look(late, reviewer_).state(), APPROVAL_STATE_REVIEWED) << "late is better than never";
}

TEST_P(ReviewsTest, ADeputyLooksOnTheirDays) {
  set(reviewer(reviewer_, other_, 2, 9));
  const std::string name = waived(desk_);
  EXPECT_EQ(not_looked(name, other_).reason(), "NOT_THE_REVIEWER") << "not yet";
  set(reviewer(reviewer_, other_, -9, -2));
  EXPECT_EQ(not_looked(name, other_).reason(), "NOT_THE_REVIEWER") << "not any more";
  EXPECT_EQ(listed(other_, APPROVAL_VIEW_MINE_TO_GIVE), Names{});
  EXPECT_EQ(notices(other_).size(), 0u);
  const auto rule = set(reviewer(reviewer_, other_, -1, 1));
  EXPECT_EQ(rule.deputy().account(), name_of(other_));
  EXPECT_EQ(notices(other_).size(), 1u);
  EXPECT_EQ(notices(reviewer_).size(), 1u) << "once, however often it was said who looks at it";
  EXPECT_EQ(listed(other_, APPROVAL_VIEW_MINE_TO_GIVE), Names{name});
  EXPECT_EQ(look(name, other_).state(), APPROVAL_STATE_REVIEWED);
  EXPECT_EQ(notices(reviewer_).size(), 0u);
}

TEST_P(ReviewsTest, WithNobodyLeftToLookItIsNotDone) {
  const auto needed = [&](const rpc::Caller& who) {
    const auto error = refused(training("CreateWaiver"), waiver(kari_), who);
    EXPECT_EQ(error.code(), Code::failed_precondition);
    EXPECT_THAT(error.message(), ::testing::HasSubstr("SetReviewer"));
    return error.reason();
  };
  EXPECT_EQ(needed(desk_), "REVIEWER_NEEDED") << "nobody was named yet";
  set(reviewer(reviewer_));
  EXPECT_EQ(needed(reviewer_), "REVIEWER_NEEDED") << "nobody reviews their own";
  run("UPDATE account SET disabled = 1 WHERE id = " + std::to_string(reviewer_.account));
  EXPECT_EQ(needed(desk_), "REVIEWER_NEEDED") << "who is named has gone";
  run("UPDATE account SET disabled = 0, person = " + std::to_string(support::number_of(kari_)) +
      " WHERE id = " + std::to_string(reviewer_.account));
  EXPECT_EQ(needed(desk_), "REVIEWER_NEEDED") << "it is about the one who is named";
  EXPECT_EQ(rows("SELECT COUNT(*) FROM waiver", 1)[0], "0");
  EXPECT_EQ(rows("SELECT COUNT(*) FROM waiver_fact", 1)[0], "0");
  EXPECT_EQ(rows("SELECT COUNT(*) FROM approval", 1)[0], "0");
}

// Each is the other's.
TEST_P(ReviewsTest, AnOfficeOfTwoLooksAtEachOthers) {
  set(reviewer(desk_, other_, 0, 300));
  const std::string ones = waived(desk_), others = waived(other_);
  EXPECT_EQ(listed(desk_, APPROVAL_VIEW_MINE_TO_GIVE), Names{others});
  EXPECT_EQ(listed(other_, APPROVAL_VIEW_MINE_TO_GIVE), Names{ones});
  look(ones, other_);
  look(others, desk_);
}

TEST_P(ReviewsTest, AReviewerSeesTheActsAndIsSomebodyElse) {
  const auto wrong = [&](const SetReviewerRequest& request, const std::string& field) {
    const auto error = refused(service + "SetReviewer", request, administrator_);
    EXPECT_TRUE(support::names_field(error, field)) << support::violations_of(error);
    return error.reason();
  };
  EXPECT_EQ(wrong(reviewer(administrator_), "account"), "ROLE_NOT_HELD") << "who sees no waivers";
  EXPECT_EQ(wrong(reviewer(holder(ROLE_HR_CENTRAL, support::number_of(army_))), "account"), "ROLE_NOT_HELD")
      << "who sees some";
  EXPECT_EQ(wrong(reviewer(caller(ROLE_HR_CENTRAL)), "account"), "ROLE_NOT_HELD") << "by a grant that two gave";
  auto nobody = reviewer(reviewer_);
  nobody.set_account("accounts/999999");
  EXPECT_EQ(wrong(nobody, "account"), "ROLE_NOT_HELD");
  EXPECT_EQ(wrong(reviewer(reviewer_, administrator_, 0, 1), "deputy.account"), "ROLE_NOT_HELD");
  EXPECT_EQ(wrong(reviewer(reviewer_, reviewer_, 0, 1), "deputy.account"), "NAMED_TWICE");
  EXPECT_TRUE(support::names_field(refused(service + "SetReviewer", reviewer(reviewer_, desk_, 1, 0), administrator_),
                                   "deputy.last_day"));
  EXPECT_EQ(wrong(reviewer(reviewer_, desk_, 0, 40 * 366), "deputy.last_day"), "IMPLAUSIBLE");
  auto before = reviewer(reviewer_);
  before.set_act(TWO_HAND_ACT_GRANT);
  EXPECT_EQ(wrong(before, "act"), "VALUE_REFUSED");
  EXPECT_EQ(refused(service + "SetReviewer", reviewer(reviewer_), caller_of(ROLE_ADMINISTRATOR, army_)).reason(),
            "SCOPE_TOO_NARROW");
  EXPECT_EQ(rows("SELECT act FROM reviewer", 1), Names{});
  set(reviewer(reviewer_));
  const auto table = call<ListTwoHandActsResponse>(service + "ListTwoHandActs", ListTwoHandActsRequest(), desk_);
  for (const auto& act : table.acts()) {
    EXPECT_EQ(act.reviewer(), act.act() == TWO_HAND_ACT_WAIVER ? name_of(reviewer_) : "");
    EXPECT_EQ(act.reviewer_roles_size() > 0, act.mode() == SECOND_HAND_MODE_AFTERWARDS);
  }
}

TEST_P(ReviewsTest, WhatWaitsIsOnTheNewReviewersList) {
  set(reviewer(reviewer_));
  const std::string name = waived(desk_);
  set(reviewer(other_));
  EXPECT_EQ(listed(reviewer_, APPROVAL_VIEW_MINE_TO_GIVE), Names{});
  EXPECT_EQ(notices(reviewer_).size(), 0u);
  EXPECT_EQ(listed(other_, APPROVAL_VIEW_MINE_TO_GIVE), Names{name});
  ASSERT_EQ(notices(other_).size(), 1u);
  EXPECT_EQ(notices(other_)[0].actor(), name_of(desk_)) << "who did it, not who named the reviewer";
  EXPECT_EQ(read(name, other_).reviewer(), name_of(other_));
  const auto lines = rows("SELECT lines FROM audit_entry WHERE method LIKE '%SetReviewer' ORDER BY id", 1);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_THAT(lines[1], ::testing::HasSubstr("updated reviewer/0 WAIVER"));
}

TEST_P(ReviewsTest, OfWhoIsErasedNothingIsLeftToLookAt) {
  set(reviewer(reviewer_));
  const std::string name = waived(desk_);
  roster::v1::UpdatePersonRequest leave;
  leave.mutable_person()->set_name(kari_);
  leave.mutable_person()->set_status(roster::v1::PERSON_STATUS_INACTIVE);
  leave.mutable_update_mask()->add_paths("status");
  leave.set_last_day(day(-1));
  call<roster::v1::Person>(roster("UpdatePerson"), leave);
  roster::v1::ErasePersonRequest erase;
  erase.set_name(kari_);
  erase.set_reason("Asked for it");
  call<roster::v1::Erasure>(roster("ErasePerson"), erase);
  EXPECT_EQ(rows("SELECT state FROM approval WHERE sentence = '' AND grounds = ''", 1),
            Names{"APPROVAL_STATE_WITHDRAWN"});
  EXPECT_EQ(listed(reviewer_, APPROVAL_VIEW_MINE_TO_GIVE), Names{});
  EXPECT_EQ(notices(reviewer_).size(), 0u);
}

}  // namespace
}  // namespace muster::access
