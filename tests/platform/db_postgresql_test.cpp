// SPDX-License-Identifier: EUPL-1.2
// What only PostgreSQL does: connections that are lost, commits that nobody confirmed, deadlocks.
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <optional>
#include <thread>

#include "platform/db/migrate.h"
#include "platform/db/postgresql_url.h"
#include "support/database.h"
#include "support/database_work.h"

namespace muster::db {
namespace {

class PostgresqlTest : public OneBackendTest<Backend::postgresql> {
 protected:
  void drop_connections() {
    support::run_on_cluster(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
        "WHERE application_name = 'muster'");
  }
};

TEST_F(PostgresqlTest, LostConnectionsAreReplaced) {
  auto first = read(database(), [](Session& session) { codes(session); });
  first.get();
  EXPECT_EQ(stored(), "");
  drop_connections();
  // Noticed at the BEGIN, so nobody is told.
  for (int i = 0; i < 8; ++i) database().write_now(add(std::to_string(i)));
  auto second = read(database(), [](Session& session) { EXPECT_EQ(codes(session), "01234567"); });
  second.get();
  // So is a read on the thread that asks.
  EXPECT_EQ(stored(), "01234567");
}

TEST_F(PostgresqlTest, ConnectionLostDuringWorkIsUnavailable) {
  auto result = write(database(), [&](Session& session) {
    add("a")(session);
    drop_connections();
    add("b")(session);
  });
  EXPECT_EQ(code_of(result), Code::unavailable);
  database().write_now(add("c"));
  EXPECT_EQ(stored(), "c");
}

TEST_F(PostgresqlTest, ConnectionLostAtCommitIsAnUnknownOutcome) {
  auto result = write(database(), [&](Session& session) {
    add("a")(session);
    drop_connections();
  });
  try {
    result.get();
    ADD_FAILURE() << "the commit cannot have succeeded";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::unavailable);
    EXPECT_EQ(error.reason(), "OUTCOME_UNKNOWN");
  }
}

// PostgreSQL answers a COMMIT that is cancelled while it waits for its standby as if it were done.
TEST_F(PostgresqlTest, CommitThatNoStandbyConfirmedIsAnUnknownOutcome) {
  support::run_on_cluster("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
  support::run_on_cluster("SELECT pg_reload_conf()");
  // Until the server has noticed, commits go through as before.
  std::optional<Error> error;
  for (int i = 0; i < 100 && !error; ++i) {
    auto result = write(database(), [i](Session& session) {
      execute(session, "SET LOCAL synchronous_commit = on");  // the tests' cluster has it off
      add(std::to_string(i))(session);
    });
    support::run_on_cluster(
        "DO $$ BEGIN FOR i IN 1..20 LOOP "
        "EXIT WHEN EXISTS (SELECT 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep'); "
        "PERFORM pg_sleep(0.005); PERFORM pg_stat_clear_snapshot(); END LOOP; END $$");
    support::run_on_cluster("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
    try {
      result.get();
    } catch (const Error& failure) {
      error = failure;
    }
  }
  ASSERT_TRUE(error.has_value()) << "every commit was confirmed";
  EXPECT_EQ(error->code(), Code::unavailable);
  EXPECT_EQ(error->reason(), "OUTCOME_UNKNOWN");
  support::run_on_cluster("ALTER SYSTEM RESET synchronous_standby_names");
  support::run_on_cluster("SELECT pg_reload_conf()");
}

TEST(PostgresqlUrl, HasLimitsUnlessTheOperatorGivesOthers) {
  const std::string url = "postgresql://muster@db/muster";
  EXPECT_EQ(with_default_parameters(url),
            url +
                "?application_name=muster&connect_timeout=5&tcp_user_timeout=10000&keepalives_idle=10"
                "&keepalives_interval=3&keepalives_count=3");
  EXPECT_EQ(with_default_parameters(url + "?connect_timeout=2&application_name=other"),
            url +
                "?connect_timeout=2&application_name=other&tcp_user_timeout=10000&keepalives_idle=10"
                "&keepalives_interval=3&keepalives_count=3");
}

TEST_F(PostgresqlTest, DeadlocksAreRunAgain) {
  database().write_now(add("a"));
  database().write_now(add("b"));
  std::atomic<int> runs = 0, locked = 0;
  std::promise<void> both;
  const auto both_locked = both.get_future().share();
  const auto lock = [](Session& session, const std::string& code) {
    execute(session, {"UPDATE place SET code = code WHERE code = ?", {code}});
  };
  const auto crossing = [&](const std::string& one, const std::string& two) {
    return [&, one, two](Session& session) {
      ++runs;
      lock(session, one);
      if (++locked == 2) both.set_value();
      both_locked.wait();
      lock(session, two);
    };
  };
  auto first = write(database(), crossing("a", "b"));
  auto second = write(database(), crossing("b", "a"));
  EXPECT_EQ(code_of(first), Code{0});
  EXPECT_EQ(code_of(second), Code{0});
  EXPECT_GT(runs, 2);  // there was a deadlock
}

TEST_F(PostgresqlTest, BackupNamesTheToolToUse) {
  try {
    database().backup("x");
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::failed_precondition);
    EXPECT_NE(error.message().find("pg_dump"), std::string::npos);
  }
}

}  // namespace
}  // namespace muster::db
