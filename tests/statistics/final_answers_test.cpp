// SPDX-License-Identifier: EUPL-1.2
// An answer for known_at is final: it waits for the writes that began before it, in whatever process.
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/time_util.h>
#include <gtest/gtest.h>

#include <future>

#include "muster/access/v1/access.pb.h"
#include "muster/facts/v1/facts.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "muster/statistics/v1/statistics.pb.h"
#include "platform/rpc/audit.h"
#include "platform/rpc/fact_rows.h"
#include "rules/civil_date.h"
#include "support/database_work.h"
#include "support/process.h"
#include "support/service.h"

namespace muster::statistics {
namespace {

using namespace std::chrono_literals;
using google::protobuf::util::TimeUtil;
using status::Code;

const std::string service = "muster.statistics.v1.StatisticsService/";
// Within it an answer that waits for nothing has come, on a slow machine too; one that waits has not.
constexpr auto a_moment = 500ms;

// A write that has appended a deployment, and so locked the ledger, and waits.
class HeldWrite {
 public:
  explicit HeldWrite(rpc::Dispatcher& dispatcher) {
    written_ = std::async(std::launch::async, [this, &dispatcher] {
      rpc::Caller system;
      system.system = true;
      dispatcher.write_as(system, "muster.missions.v1.MissionsService/Depart", [this](rpc::Context& context) {
        static std::atomic<long long> record = 0;
        facts::v1::DeploymentFact fact;
        fact.set_record(++record);
        fact.set_deployment(fact.record());
        fact.set_subject(fact.record());
        rpc::set_days(fact, "2020-01-01", std::nullopt);
        rpc::append<facts::v1::DeploymentFact>(context, fact);
        gate_.wait();
      });
    });
    gate_.await_entry();
  }
  void commit() {
    gate_.open();
    written_.get();
  }

 private:
  db::Gate gate_;
  std::future<void> written_;
};

class FinalAnswersTest : public support::ServiceTest {
 protected:
  // Everybody deployed on a day.
  static v1::QueryIndicatorRequest question(std::optional<long long> known_at = std::nullopt) {
    v1::QueryIndicatorRequest request;
    request.set_indicator("S1");
    request.set_as_of("2020-06-30");
    if (known_at) *request.mutable_known_at() = TimeUtil::MicrosecondsToTimestamp(*known_at);
    return request;
  }
  int count(const v1::QueryIndicatorRequest& request, rpc::Dispatcher& asked) {
    return asked.call<v1::QueryIndicatorResponse>(service + "QueryIndicator", request, system()).totals(0).total();
  }
  int count(std::optional<long long> known_at = std::nullopt) { return count(question(known_at), dispatcher()); }
  std::future<int> asked(long long known_at) {
    return std::async(std::launch::async, [this, known_at] { return count(known_at); });
  }
  long long records(long long known_at) {
    v1::ListCellRecordsRequest request;
    *request.mutable_query() = question(known_at);
    return call<v1::ListCellRecordsResponse>(service + "ListCellRecords", request).total_count();
  }

  std::tuple<long long, std::string, long long> head() {
    std::tuple<long long, std::string, long long> head;
    database().read_now([&](db::Session& session) {
      head = *db::select_one<long long, std::string, long long>(
          session, "SELECT sequence, hash, recorded_time FROM ledger_head WHERE id = 1");
    });
    return head;
  }
  void write_once(rpc::Dispatcher& by) { HeldWrite(by).commit(); }

  // Somebody who asks over HTTP.
  std::string token() {
    const rpc::Caller analyst = caller(platform::v1::ROLE_ANALYST);
    sql([&](db::Session& session) {
      db::execute(session, {"INSERT INTO role_grant (account, role, valid_from, create_time, update_time, row_version)"
                            " VALUES (?, 'ROLE_ANALYST', '2020-01-01', 0, 0, 1)",
                            {analyst.account}});
    });
    access::v1::CreateTokenRequest request;
    request.set_display_name("test");
    return call<access::v1::CreateTokenResponse>("muster.access.v1.AccessService/CreateToken", request, analyst)
        .token();
  }
  // Begins a request on this thread, as an io thread does.
  std::future<connect::Response> begin(const v1::QueryIndicatorRequest& question, const std::string& token,
                                       std::chrono::milliseconds timeout = 60s) {
    connect::Request request;
    request.verb = "POST";
    request.path = "/" + service + "QueryIndicator";
    request.headers.add("authorization", "Bearer " + token);
    request.headers.add("content-type", "application/json");
    request.headers.add("connect-protocol-version", "1");
    request.headers.add("connect-timeout-ms", std::to_string(timeout.count()));
    EXPECT_TRUE(google::protobuf::util::MessageToJsonString(question, &request.body).ok());
    request.received = std::chrono::steady_clock::now();
    auto answer = std::make_shared<std::promise<connect::Response>>();
    dispatcher().dispatch(std::move(request),
                          [answer](connect::Response response) { answer->set_value(std::move(response)); });
    return answer->get_future();
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, FinalAnswersTest, support::backends(), support::backend_name);

TEST_P(FinalAnswersTest, AnAnswerWaitsForWritesThatBeganBefore) {
  support::Process other(test_database().url());
  for (rpc::Dispatcher* writer : {&dispatcher(), &other.dispatcher}) {
    const int before = count();
    HeldWrite held(*writer);
    const long long now = rules::now_micros();
    auto number = asked(now);
    auto list = std::async(std::launch::async, [&] { return records(now); });
    EXPECT_EQ(number.wait_for(a_moment), std::future_status::timeout) << "answered, and the write may still commit";
    EXPECT_EQ(list.wait_for(0s), std::future_status::timeout);
    EXPECT_EQ(count(), before) << "who asks for what is known waits for nothing";
    held.commit();
    EXPECT_EQ(number.get(), before + 1);
    EXPECT_EQ(list.get(), before + 1);
    write_once(*writer);
    EXPECT_EQ(count(now), before + 1) << "and so it stays";
    EXPECT_EQ(count(), before + 2);
  }
}

TEST_P(FinalAnswersTest, NoThreadIsHeldUpMeanwhile) {
  const std::string token = this->token();
  const int before = count();
  HeldWrite held(dispatcher());
  // More than there are threads of any kind.
  std::vector<std::future<connect::Response>> waiting;
  for (int i = 0; i < 8; ++i) waiting.push_back(begin(question(rules::now_micros()), token));
  EXPECT_EQ(begin(question(), token).get().status, 200);
  for (auto& one : waiting) EXPECT_EQ(one.wait_for(0s), std::future_status::timeout);
  held.commit();
  for (auto& one : waiting) {
    const connect::Response answer = one.get();
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_NE(answer.body.find("\"total\":" + std::to_string(before + 1)), std::string::npos) << answer.body;
  }
}

TEST_P(FinalAnswersTest, AWriteThatTakesTooLongIsWaitedForNoLonger) {
  rpc::Registry registry;
  rpc::Dispatcher impatient(registry, database(), 50ms);
  imports::Runner runner(import_kinds());
  register_targets(registry, {"all"}, &runner);
  const std::string token = this->token();
  HeldWrite held(dispatcher());
  try {
    count(question(rules::now_micros()), impatient);
    ADD_FAILURE() << "answered, and the write may still commit";
  } catch (const status::Error& error) {
    EXPECT_EQ(error.code(), Code::unavailable);
    EXPECT_EQ(error.reason(), "TOO_BUSY");
    EXPECT_NE(error.message().find("begun before known_at"), std::string::npos) << error.message();
    EXPECT_GT(error.retry_after(), 0s);
  }
  EXPECT_EQ(begin(question(rules::now_micros()), token, 50ms).get().status, 504) << "the request's own time is shorter";
  held.commit();
}

TEST_P(FinalAnswersTest, WhatIsSettledWaitsForNothingAndWritesNothing) {
  write_once(dispatcher());
  const long long then = rules::now_micros();
  const int before = count(then);
  const auto settled = head();
  HeldWrite held(dispatcher());
  EXPECT_EQ(count(then), before);
  EXPECT_EQ(records(then), before);
  EXPECT_EQ(head(), settled);
  held.commit();
  EXPECT_EQ(count(then), before);
}

TEST_P(FinalAnswersTest, SettlingMovesTheHeadsTimeAlone) {
  write_once(dispatcher());
  const auto [sequence, hash, time] = head();
  const long long now = rules::now_micros();
  count(now);
  EXPECT_EQ(std::get<0>(head()), sequence);
  EXPECT_EQ(std::get<1>(head()), hash);
  EXPECT_GT(std::get<2>(head()), now) << "or a write of the same microsecond, or after a clock went back, would come";
  database().read_now([](db::Session& session) { EXPECT_EQ(rpc::verify_audit(session).problem, ""); });
  write_once(dispatcher());
  EXPECT_EQ(std::get<0>(head()), sequence + 1);
  EXPECT_GT(std::get<2>(head()), now);
  database().read_now([](db::Session& session) { EXPECT_EQ(rpc::verify_audit(session).problem, ""); });
}

TEST_P(FinalAnswersTest, NothingIsKnownOfTheFuture) {
  write_once(dispatcher());
  const auto before = head();
  for (const long long ahead : {60'000'000LL, 90'000'000'000'000'000LL}) {
    const auto error = refused(service + "QueryIndicator", question(rules::now_micros() + ahead), system());
    EXPECT_EQ(error.code(), Code::invalid_argument);
    EXPECT_EQ(error.reason(), "KNOWN_AT_IN_FUTURE");
    EXPECT_TRUE(support::names_field(error, "known_at"));
    google::protobuf::Timestamp latest;
    ASSERT_TRUE(TimeUtil::FromString(error.metadata().at("latest"), &latest));
    EXPECT_LE(TimeUtil::TimestampToMicroseconds(latest), rules::now_micros());
  }
  auto beyond = question();
  beyond.mutable_known_at()->set_seconds(std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(refused(service + "QueryIndicator", beyond, system()).reason(), "KNOWN_AT_IN_FUTURE");
  EXPECT_EQ(head(), before) << "or whoever asks would set everybody's clock";
}

// A sequence is final once it was reached, also one of a write that appended no fact.
TEST_P(FinalAnswersTest, ASequenceThatWasReachedIsFinal) {
  write_once(dispatcher());
  access::v1::CreateTokenRequest request;
  request.set_display_name("no fact");
  call<access::v1::CreateTokenResponse>("muster.access.v1.AccessService/CreateToken", request,
                                        caller(platform::v1::ROLE_ANALYST));
  const long long reached = std::get<0>(head());
  auto then = question();
  then.set_known_sequence(reached);
  const auto before = call<v1::QueryIndicatorResponse>(service + "QueryIndicator", then);
  EXPECT_LT(call<v1::QueryIndicatorResponse>(service + "QueryIndicator", question()).sequence(), reached);
  EXPECT_EQ(before.sequence(), reached);
  write_once(dispatcher());
  EXPECT_EQ(call<v1::QueryIndicatorResponse>(service + "QueryIndicator", then).SerializeAsString(),
            before.SerializeAsString());
  then.set_known_sequence(reached + 2);
  EXPECT_EQ(refused(service + "QueryIndicator", then, system()).reason(), "IN_FUTURE");
}

// Writes of this process fail, so none is waited for.
TEST(FinalAnswersOfSqliteTest, ADatabaseThatCannotBeWrittenIsRead) {
  support::TestDatabase file(db::Backend::sqlite, {}, support::Schema::current);
  support::Process process(file.url());
  HeldWrite(process.dispatcher).commit();
  process.database.write_now([](db::Session& session) { db::run_script(session, "PRAGMA query_only = ON"); });
  rpc::Caller system;
  system.system = true;
  v1::QueryIndicatorRequest question;
  question.set_indicator("S1");
  question.set_as_of("2020-06-30");
  *question.mutable_known_at() = TimeUtil::MicrosecondsToTimestamp(rules::now_micros());
  const auto answer = process.dispatcher.call<v1::QueryIndicatorResponse>(service + "QueryIndicator", question, system);
  EXPECT_EQ(answer.totals(0).total(), 1);
}

}  // namespace
}  // namespace muster::statistics
