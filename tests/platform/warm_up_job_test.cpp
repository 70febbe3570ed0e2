// SPDX-License-Identifier: EUPL-1.2
// What a server does when it starts, before it says that it is ready.
#include "platform/rpc/warm_up_job.h"

#include <gtest/gtest.h>

#include <chrono>
#include <future>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/db/query.h"
#include "platform/status/error.h"
#include "support/database.h"

namespace muster::rpc {
namespace {

class WarmUpJobTest : public support::MigratedTest {
 protected:
  // Waits until it is done, or for 30 seconds.
  static bool done_in_time(const WarmUpJob& job) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!job.done() && std::chrono::steady_clock::now() < end) std::this_thread::yield();
    return job.done();
  }
};

TEST_P(WarmUpJobTest, IsDoneWhenTheLastOneIs) {
  std::promise<void> first, second;
  Registry registry;
  registry.on_start([&](db::Session&) { first.get_future().wait(); });
  registry.on_start([&](db::Session& session) {
    second.get_future().wait();
    EXPECT_TRUE(db::select_one<long long>(session, "SELECT sequence FROM ledger_head"));
  });
  WarmUpJob job(registry, database());
  EXPECT_FALSE(job.done());
  first.set_value();
  EXPECT_FALSE(job.done());
  second.set_value();
  EXPECT_TRUE(done_in_time(job));
}

TEST_P(WarmUpJobTest, IsDoneFromTheBeginningWithoutAny) {
  Registry registry;
  const WarmUpJob job(registry, database());
  EXPECT_TRUE(job.done());
}

TEST_P(WarmUpJobTest, TriesAgainWhileTheDatabaseIsAway) {
  int tries = 0;
  Registry registry;
  registry.on_start([&](db::Session&) {
    if (++tries == 1) throw status::unavailable(platform::v1::REASON_DATABASE_UNAVAILABLE, "the database is away");
  });
  WarmUpJob job(registry, database());
  EXPECT_TRUE(done_in_time(job));
  EXPECT_EQ(tries, 2);
}

TEST_P(WarmUpJobTest, LeavesAnotherFaultToTheFirstRequest) {
  int tries = 0;
  bool next = false;
  Registry registry;
  registry.on_start([&](db::Session&) {
    ++tries;
    throw std::logic_error("a fact has no sequence");
  });
  registry.on_start([&](db::Session&) { next = true; });
  WarmUpJob job(registry, database());
  EXPECT_TRUE(done_in_time(job));
  EXPECT_EQ(tries, 1);
  EXPECT_TRUE(next);
}

TEST_P(WarmUpJobTest, IsEndedWithTheDatabase) {
  std::promise<void> started;
  Registry registry;
  registry.on_start([&](db::Session& session) {
    started.set_value();
    while (true) db::select_one<long long>(session, "SELECT sequence FROM ledger_head");
  });
  WarmUpJob job(registry, database());
  started.get_future().wait();
  job.stop();
  database().stop();
  EXPECT_FALSE(job.done());
}

INSTANTIATE_TEST_SUITE_P(Backends, WarmUpJobTest, support::backends(), support::backend_name);

}  // namespace
}  // namespace muster::rpc
