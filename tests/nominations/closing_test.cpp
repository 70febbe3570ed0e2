// SPDX-License-Identifier: EUPL-1.2
// Nominations that end without a decision on each: their call is cancelled, or time passes.
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "nominations/closing.h"
#include "nominations/lapse_job.h"
#include "platform/rpc/transaction.h"
#include "support/nominations.h"

namespace muster {
namespace {

using namespace muster::nominations::v1;
using namespace muster::platform::v1;

class ClosingTest : public support::NominationTest {
 protected:
  std::string in_state(NominationState state, const Call& subject) {
    return bring_to(state, nominate(add_person("P-" + std::to_string(++people_)), subject).name()).name();
  }
  // What the job does, so many days from now.
  void lapse(int days) {
    const rpc::Caller nobody = system();
    const rpc::Method& method = *registry().find(nominations_service + "LapseNomination");
    const auto now = std::chrono::system_clock::now() + std::chrono::days(days);
    sql([&](db::Session& session) {
      rpc::Context context(session, method, nobody, now);
      rpc::run_work(context, &nominations::lapse_overdue);
    });
  }
  bool overdue(int days) {
    bool any = false;
    sql([&](db::Session& session) {
      any = nominations::any_overdue(session, std::chrono::system_clock::now() + std::chrono::days(days));
    });
    return any;
  }
  std::vector<std::string> facts(const std::string& state) {
    return rows("SELECT 'nominations/' || nomination, CAST(day_from - " + std::to_string(*rules::parse_date(day(0))) +
                    " AS TEXT) FROM nomination_fact WHERE state = 'NOMINATION_STATE_" + state + "' ORDER BY id",
                2);
  }
  std::string audit_entries() { return rows("SELECT CAST(COUNT(*) AS TEXT) FROM audit_entry", 1).front(); }
  int people_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Backends, ClosingTest, support::backends(), support::backend_name);

TEST_P(ClosingTest, ACancelledCallClosesWhatIsOpen) {
  const Call subject = add_call("C-1", {post.name()});
  const Call other = add_call("C-2", {post.name()});
  const auto elsewhere = in_state(NOMINATION_STATE_SUBMITTED, other);
  std::vector<std::string> open, ended;
  for (const auto state :
       {NOMINATION_STATE_DRAFT, NOMINATION_STATE_SUBMITTED, NOMINATION_STATE_RESERVE, NOMINATION_STATE_ACCEPTED}) {
    open.push_back(in_state(state, subject));
  }
  for (const auto state : {NOMINATION_STATE_CONVERTED, NOMINATION_STATE_WITHDRAWN, NOMINATION_STATE_VOID}) {
    ended.push_back(in_state(state, subject));
  }
  std::vector<NominationState> before;
  for (const auto& name : ended) before.push_back(get(name).state());
  const rpc::Caller central = caller(ROLE_HR_CENTRAL);
  CallActionRequest cancel;
  cancel.set_name(subject.name());
  cancel.set_reason("the mission closes");
  call<Call>(nominations_service + "CancelCall", cancel, central);
  std::vector<std::string> expected;
  for (const auto& name : open) {
    EXPECT_EQ(get(name).state(), NOMINATION_STATE_CLOSED_POST_CANCELLED) << name;
    const auto last = events(name).back();
    EXPECT_EQ(last.verb(), "CloseNominationOfCancelledPost");
    EXPECT_EQ(last.actor(), "accounts/" + std::to_string(central.account));
    EXPECT_EQ(last.reason_text(), "the mission closes");
    expected.push_back(name + "|0");
  }
  EXPECT_EQ(facts("CLOSED_POST_CANCELLED"), expected);
  for (std::size_t i = 0; i < ended.size(); ++i) EXPECT_EQ(get(ended[i]).state(), before[i]) << ended[i];
  EXPECT_EQ(get(elsewhere).state(), NOMINATION_STATE_SUBMITTED);
}

TEST_P(ClosingTest, TheDeadlineLapsesWhatWasNotSubmitted) {
  const Call subject = add_call("C-1", {post.name()}, [](Call& one) { one.set_time_zone("Pacific/Kiritimati"); });
  std::vector<std::string> late;
  for (const auto state :
       {NOMINATION_STATE_DRAFT, NOMINATION_STATE_IN_REVIEW, NOMINATION_STATE_RETURNED, NOMINATION_STATE_ENDORSED}) {
    late.push_back(in_state(state, subject));
  }
  const auto submitted = in_state(NOMINATION_STATE_SUBMITTED, subject);
  EXPECT_FALSE(overdue(8));
  lapse(8);
  EXPECT_EQ(get(late.front()).state(), NOMINATION_STATE_DRAFT);
  EXPECT_TRUE(overdue(11));
  lapse(11);
  // Midnight on that island is ten in the morning of the same day, in UTC.
  std::vector<std::string> expected;
  for (const auto& name : late) {
    EXPECT_EQ(get(name).state(), NOMINATION_STATE_LAPSED) << name;
    EXPECT_EQ(events(name).back().effective_date(), day(10));
    EXPECT_EQ(events(name).back().actor(), "");
    expected.push_back(name + "|10");
  }
  EXPECT_EQ(facts("LAPSED"), expected);
  EXPECT_EQ(get(submitted).state(), NOMINATION_STATE_SUBMITTED);
  EXPECT_FALSE(overdue(11));
  EXPECT_EQ(rows("SELECT method, CAST(account AS TEXT) FROM audit_entry ORDER BY id DESC LIMIT 1", 2).front(),
            nominations_service + "LapseNomination|-");
}

TEST_P(ClosingTest, AReserveLapsesAfterItsLastDay) {
  const auto name = in_state(NOMINATION_STATE_RESERVE, add_call("C-1", {post.name()}));
  EXPECT_EQ(get(name).reserve_until(), day(60));
  lapse(60);
  EXPECT_EQ(get(name).state(), NOMINATION_STATE_RESERVE);
  lapse(70);
  EXPECT_EQ(get(name).state(), NOMINATION_STATE_LAPSED);
  EXPECT_EQ(facts("LAPSED"), std::vector<std::string>{name + "|61"});
}

TEST_P(ClosingTest, TheJobLooksNowAndLeavesAloneWhatSomebodyReopened) {
  const Call subject = add_call("C-1", {post.name()});
  const auto draft = in_state(NOMINATION_STATE_DRAFT, subject);
  const auto reserve = in_state(NOMINATION_STATE_RESERVE, subject);
  nominations::LapseJob job(registry(), dispatcher());
  const auto entries = audit_entries();
  job.run_once();
  EXPECT_EQ(audit_entries(), entries) << "nothing to do is nothing to record";
  pass_deadline(subject);
  happened_before(draft, 20);
  happened_before(reserve, 20);
  sql([&](db::Session& session) {
    db::execute(session,
                {"UPDATE nomination SET reserve_until = ? WHERE id = ?", {day(-5), support::number_of(reserve)}});
  });
  job.run_once();
  EXPECT_EQ(get(draft).state(), NOMINATION_STATE_LAPSED);
  EXPECT_EQ(get(reserve).state(), NOMINATION_STATE_LAPSED);
  EXPECT_EQ(events(reserve).back().effective_date(), day(-4));
  act("ReopenNomination", draft, caller(ROLE_HR_CENTRAL));
  act("ReopenNomination", reserve, caller(ROLE_HR_CENTRAL));
  job.run_once();
  EXPECT_EQ(get(draft).state(), NOMINATION_STATE_DRAFT);
  EXPECT_EQ(get(reserve).state(), NOMINATION_STATE_RESERVE);
}

TEST_P(ClosingTest, TwoProcessesLapseANominationOnce) {
  const Call subject = add_call("C-1", {post.name()});
  std::vector<std::string> names;
  for (int i = 0; i < 5; ++i) names.push_back(in_state(NOMINATION_STATE_DRAFT, subject));
  pass_deadline(subject);
  {
    std::vector<std::jthread> processes;
    for (int i = 0; i < 3; ++i) {
      processes.emplace_back([&] { nominations::LapseJob(registry(), dispatcher()).run_once(); });
    }
  }
  for (const auto& name : names) {
    EXPECT_EQ(get(name).state(), NOMINATION_STATE_LAPSED);
    EXPECT_EQ(events(name).size(), 2u) << "created and lapsed";
  }
  EXPECT_EQ(facts("LAPSED").size(), names.size());
}

}  // namespace
}  // namespace muster
