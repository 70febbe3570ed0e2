// SPDX-License-Identifier: EUPL-1.2
// What a write answers is read after its commit: what a retry is told, what is told when nothing is left to read, and
// that the one thread that writes does no more than it must.
#include <gtest/gtest.h>

#include "platform/db/session_impl.h"
#include "support/actions.h"
#include "support/nominations.h"

namespace muster {
namespace {

using namespace muster::nominations::v1;
using namespace muster::platform::v1;
using support::verbs_of;

class AnswersTest : public support::NominationTest {
 protected:
  long long events_of(const std::string& name) { return static_cast<long long>(events(name).size()); }
};
INSTANTIATE_TEST_SUITE_P(Backends, AnswersTest, support::backends(), support::backend_name);

TEST_P(AnswersTest, AWriteAnswersTheResourceAsItStands) {
  const auto name =
      bring_to(NOMINATION_STATE_IN_REVIEW, nominate(add_person("P-1"), add_call("C-1", {post.name()})).name()).name();
  const rpc::Caller endorser = caller(ROLE_ENDORSER);
  const auto answer = take("EndorseNomination", bare(name), endorser);
  EXPECT_EQ(answer.SerializeAsString(), get(name, endorser).SerializeAsString());
  EXPECT_EQ(answer.person_display_name(), "Kari Nordmann");
  EXPECT_EQ(verbs_of(answer), (std::vector<std::string>{"RecallNomination", "WithdrawNominationByState"}));
}

TEST_P(AnswersTest, ARetryHasOneEffectAndIsToldTheSameNominationAsItStandsThen) {
  const auto name =
      bring_to(NOMINATION_STATE_IN_REVIEW, nominate(add_person("P-1"), add_call("C-1", {post.name()})).name()).name();
  const rpc::Caller endorser = caller(ROLE_ENDORSER);
  NominationActionRequest endorse;
  endorse.set_name(name);
  endorse.set_request_id("once");
  const auto first = take("EndorseNomination", endorse, endorser);
  const long long steps = events_of(name);
  EXPECT_EQ(take("EndorseNomination", endorse, endorser).SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(events_of(name), steps);
  act("SubmitNomination", name);
  const auto later = take("EndorseNomination", endorse, endorser);
  EXPECT_EQ(later.name(), name);
  EXPECT_EQ(later.SerializeAsString(), get(name, endorser).SerializeAsString());
  EXPECT_EQ(events_of(name), steps + 1);
}

// It was carried out all the same.
TEST_P(AnswersTest, WhatTheCallerDoesNotSeeAnyMoreIsToldByItsNameAlone) {
  const std::string person = add_person("P-1");
  const Call subject = add_call("C-1", {post.name()});
  CreateNominationRequest create;
  create.mutable_nomination()->set_call(subject.name());
  create.mutable_nomination()->set_post(post.name());
  create.mutable_nomination()->set_person(person);
  create.mutable_nomination()->set_planned_from(day(30));
  create.mutable_nomination()->set_planned_to(day(60));
  create.set_request_id("once");
  const rpc::Caller army = hr();
  const auto made = call<Nomination>(nominations_service + "CreateNomination", create, army);
  EXPECT_EQ(made.state(), NOMINATION_STATE_DRAFT);
  sql([&](db::Session& session) {
    db::execute(session, {"UPDATE affiliation SET unit = ? WHERE person = ?",
                          {support::number_of(navy_), support::number_of(person)}});
  });
  const auto again = call<Nomination>(nominations_service + "CreateNomination", create, army);
  Nomination name_alone;
  name_alone.set_name(made.name());
  EXPECT_EQ(again.SerializeAsString(), name_alone.SerializeAsString());
}

// What counts the writer's statements knows SQLite's; the same run on PostgreSQL.
class WriterStatementsTest : public support::NominationTest {
 protected:
  // The statements of the writer while `work` runs, BEGIN and COMMIT too.
  std::vector<std::string> statements_of(const std::function<void()>& work) {
    std::vector<std::string> statements;
    const auto trace = [&](unsigned mask, void* into) {
      sql([&](db::Session& session) {
        sqlite_api::sqlite3_trace_v2(
            session.impl().sqlite(), mask,
            [](unsigned, void* all, void* statement, void*) {
              static_cast<std::vector<std::string>*>(all)->emplace_back(
                  sqlite_api::sqlite3_sql(static_cast<sqlite_api::sqlite3_stmt*>(statement)));
              return 0;
            },
            into);
      });
    };
    trace(SQLITE_TRACE_STMT, &statements);
    // The end of the transaction in which it began.
    statements.clear();
    work();
    const std::vector<std::string> seen = statements;
    trace(0, nullptr);
    return seen;
  }
};
INSTANTIATE_TEST_SUITE_P(Sqlite, WriterStatementsTest, ::testing::Values(db::Backend::sqlite), support::backend_name);

TEST_P(WriterStatementsTest, AnEndorsementTakesTwentyAtMost) {
  // With both limits of a call, and a request_id.
  const Call subject = add_call("C-1", {post.name()}, [](Call& one) {
    one.set_max_nominees(5);
    one.set_min_women_percent(20);
  });
  const auto name = bring_to(NOMINATION_STATE_IN_REVIEW, nominate(add_person("P-1"), subject).name()).name();
  NominationActionRequest endorse;
  endorse.set_name(name);
  endorse.set_request_id("once");
  const rpc::Caller endorser = caller_of(ROLE_ENDORSER, army_);
  const auto statements = statements_of([&] { take("EndorseNomination", endorse, endorser); });
  std::string all;
  for (const std::string& statement : statements) all += statement + "\n";
  EXPECT_LE(statements.size(), 20u) << all;
  ASSERT_FALSE(statements.empty());
  EXPECT_EQ(statements.front(), "BEGIN IMMEDIATE");
  EXPECT_EQ(statements.back(), "COMMIT");
  EXPECT_EQ(get(name).state(), NOMINATION_STATE_ENDORSED);
}

}  // namespace
}  // namespace muster
