// SPDX-License-Identifier: EUPL-1.2
// How nominations come to be and are changed, and the interviews that are recorded of them.
#include <google/protobuf/util/field_mask_util.h>
#include <gtest/gtest.h>

#include "support/nominations.h"

namespace muster {
namespace {

using namespace muster::nominations::v1;
using namespace muster::platform::v1;
using status::Code;

class DraftsTest : public support::NominationTest {
 protected:
  void SetUp() override {
    NominationTest::SetUp();
    subject_ = add_call("C-1", {post.name()});
    person_ = add_person("P-1");
  }
  CreateNominationRequest request() {
    CreateNominationRequest request;
    Nomination& created = *request.mutable_nomination();
    created.set_call(subject_.name());
    created.set_post(post.name());
    created.set_person(person_);
    created.set_planned_from(day(30));
    created.set_planned_to(day(60));
    return request;
  }
  UpdateNominationRequest change(const std::string& name, const std::vector<std::string>& fields) {
    UpdateNominationRequest request;
    Nomination all;
    all.set_motivation("Has served there before");
    all.set_supervisor_agreement(SUPERVISOR_AGREEMENT_YES);
    all.set_planned_from(day(40));
    all.set_planned_to(day(50));
    all.set_person(person_);
    for (const auto& field : fields) request.mutable_update_mask()->add_paths(field);
    google::protobuf::util::FieldMaskUtil::MergeMessageTo(all, request.update_mask(),
                                                          google::protobuf::util::FieldMaskUtil::MergeOptions(),
                                                          request.mutable_nomination());
    request.mutable_nomination()->set_name(name);
    return request;
  }
  Nomination update(const UpdateNominationRequest& request, const rpc::Caller& who) {
    return call<Nomination>(nominations_service + "UpdateNomination", request, who);
  }
  status::Error refused_create(const CreateNominationRequest& request, const rpc::Caller& who) {
    return refused(nominations_service + "CreateNomination", request, who);
  }
  status::Error refused_update(const UpdateNominationRequest& request, const rpc::Caller& who) {
    return refused(nominations_service + "UpdateNomination", request, who);
  }
  // The post ends on that day.
  void end_post(const std::string& last_day) {
    sql([&](db::Session& session) {
      db::execute(session, {"UPDATE post SET valid_to = ? WHERE id = ?", {last_day, support::number_of(post.name())}});
    });
  }
  Call subject_;
  std::string person_;
};
INSTANTIATE_TEST_SUITE_P(Backends, DraftsTest, support::backends(), support::backend_name);

TEST_P(DraftsTest, APersonSaysTheyAreInterestedAndHrTakesItOn) {
  const rpc::Caller own = account_of(person_, ROLE_PERSON);
  auto agreed = request();
  agreed.mutable_nomination()->set_supervisor_agreement(SUPERVISOR_AGREEMENT_YES);
  EXPECT_EQ(refused_create(agreed, own).code(), Code::permission_denied)
      << "the supervisor's word is not theirs to give";
  auto of_another = request();
  of_another.mutable_nomination()->set_person(add_person("P-2"));
  EXPECT_EQ(refused_create(of_another, own).code(), Code::not_found);
  const auto draft = call<Nomination>(nominations_service + "CreateNomination", request(), own);
  EXPECT_EQ(draft.proposer(), "accounts/" + std::to_string(own.account));
  update(change(draft.name(), {"motivation"}), own);
  EXPECT_EQ(refused_update(change(draft.name(), {"supervisor_agreement"}), own).code(), Code::permission_denied);
  EXPECT_EQ(refused(nominations_service + "SubmitNominationForReview", bare(draft.name()), own).code(),
            Code::permission_denied);
  const rpc::Caller hr = caller_of(ROLE_HR_UNIT, army_);
  update(change(draft.name(), {"supervisor_agreement"}), hr);
  EXPECT_EQ(take("SubmitNominationForReview", bare(draft.name()), hr).state(), NOMINATION_STATE_IN_REVIEW);
  expect_refused("EndorseNomination", bare(draft.name()), account_of(person_, ROLE_ENDORSER), "");
  EXPECT_EQ(take("EndorseNomination", bare(draft.name()), caller(ROLE_ENDORSER)).state(), NOMINATION_STATE_ENDORSED);
}

TEST_P(DraftsTest, NothingIsCreatedAfterTheDeadline) {
  pass_deadline(subject_);
  const auto error = refused_create(request(), system());
  EXPECT_EQ(error.code(), Code::failed_precondition);
  EXPECT_NE(error.message().find("deadline"), std::string::npos) << error.message();
}

TEST_P(DraftsTest, ThePostExistsOnThePlannedDays) {
  end_post(day(59));
  EXPECT_TRUE(support::names_field(refused_create(request(), system()), "nomination.planned_to"));
  end_post(day(29));
  EXPECT_TRUE(support::names_field(refused_create(request(), system()), "nomination.planned_from"));
  auto early = request();
  early.mutable_nomination()->set_planned_from("2019-12-31");
  EXPECT_TRUE(support::names_field(refused_create(early, system()), "nomination.planned_from"));
  end_post(day(60));
  const auto name = call<Nomination>(nominations_service + "CreateNomination", request()).name();
  auto longer = change(name, {"planned_to"});
  longer.mutable_nomination()->set_planned_to(day(61));
  EXPECT_TRUE(support::names_field(refused_update(longer, system()), "nomination.planned_to"));
  bring_to(NOMINATION_STATE_SELECTED, name);
  auto agreed = bare(name);
  agreed.set_planned_to(day(61));
  expect_refused("AcceptNomination", agreed, system(), post.name() + " exists from 2020-01-01 to " + day(60));
  EXPECT_EQ(take("AcceptNomination", bare(name), system()).state(), NOMINATION_STATE_ACCEPTED);
}

TEST_P(DraftsTest, ADraftOrAReturnedOneIsChangedAndTheEventNamesTheFields) {
  const auto draft = call<Nomination>(nominations_service + "CreateNomination", request());
  const rpc::Caller hr = caller_of(ROLE_HR_UNIT, army_);
  auto two = change(draft.name(), {"motivation", "planned_to"});
  two.set_request_id("once");
  const auto changed = update(two, hr);
  EXPECT_EQ(changed.motivation(), "Has served there before");
  EXPECT_EQ(changed.planned_from(), day(30)) << "not in the mask";
  EXPECT_EQ(changed.planned_to(), day(50));
  EXPECT_EQ(changed.supervisor_agreement(), SUPERVISOR_AGREEMENT_UNSPECIFIED);
  update(two, hr);
  // The same again says nothing new.
  update(change(draft.name(), {"motivation"}), hr);
  ASSERT_EQ(events(draft.name()).size(), 2u);
  const auto event = events(draft.name()).back();
  EXPECT_EQ(event.verb() + " " + event.reason_text(), "UpdateNomination motivation,planned_to");
  EXPECT_EQ(event.to_state(), NOMINATION_STATE_DRAFT);
  EXPECT_EQ(event.actor(), "accounts/" + std::to_string(hr.account));
  auto stale = change(draft.name(), {"planned_from"});
  stale.mutable_nomination()->set_etag(draft.etag());
  EXPECT_EQ(refused_update(stale, hr).code(), Code::aborted);
  auto backwards = change(draft.name(), {"planned_from"});
  backwards.mutable_nomination()->set_planned_from(day(51));
  EXPECT_TRUE(support::names_field(refused_update(backwards, hr), "nomination.planned_to"));
  EXPECT_TRUE(support::names_field(refused_update(change(draft.name(), {"person"}), hr), "update_mask"));
  EXPECT_EQ(refused_update(change(draft.name(), {"motivation"}), caller_of(ROLE_HR_UNIT, navy_)).code(),
            Code::not_found);
  act("SubmitNominationForReview", draft.name());
  EXPECT_EQ(refused_update(change(draft.name(), {"planned_from"}), hr).reason(), "WRONG_STATE");
  act("ReturnNomination", draft.name());
  EXPECT_EQ(update(change(draft.name(), {"planned_from"}), hr).planned_from(), day(40));
  // A change is no step: the state began when it was entered, and is counted once.
  EXPECT_EQ(act("SubmitNominationForReview", draft.name()).state(), NOMINATION_STATE_IN_REVIEW);
  EXPECT_EQ(
      rows("SELECT CAST(COUNT(*) AS TEXT) FROM nomination_fact WHERE state = 'NOMINATION_STATE_DRAFT'", 1).front(),
      "1");
}

TEST_P(DraftsTest, AnInterviewIsKeptWithItsDayAndCountsNowhere) {
  const auto name = bring_to(NOMINATION_STATE_SHORTLISTED, nominate(person_, subject_).name()).name();
  happened_before(name, 20);
  const auto facts_before = rows("SELECT CAST(COUNT(*) AS TEXT) FROM nomination_fact", 1);
  auto interview = bare(name);
  interview.set_effective_date(day(-21));
  EXPECT_TRUE(
      support::names_field(refused(nominations_service + "RecordInterview", interview, system()), "effective_date"));
  for (const int days : {-10, -3}) {
    interview.set_effective_date(day(days));
    EXPECT_EQ(take("RecordInterview", interview, system()).state(), NOMINATION_STATE_SHORTLISTED);
    EXPECT_EQ(events(name).back().verb() + " " + events(name).back().effective_date(), "RecordInterview " + day(days));
  }
  EXPECT_EQ(rows("SELECT CAST(COUNT(*) AS TEXT) FROM nomination_fact", 1), facts_before);
  // And the outcome goes back to where it came from.
  act("DoNotSelectNomination", name);
  EXPECT_EQ(act("ReopenNomination", name).state(), NOMINATION_STATE_SHORTLISTED);
  EXPECT_EQ(act("SelectNomination", name).state(), NOMINATION_STATE_SELECTED);
}

}  // namespace
}  // namespace muster
