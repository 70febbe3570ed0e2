// SPDX-License-Identifier: EUPL-1.2
// Short reads after each other in one snapshot. Only the embedded database reads on io threads.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <future>

#include "platform/db/database.h"
#include "platform/db/migrate.h"
#include "platform/status/error.h"
#include "support/database.h"
#include "support/database_work.h"

namespace muster::db {
namespace {

class TurnTest : public OneBackendTest<Backend::sqlite> {
 protected:
  std::string stored(Clock::duration time = 60s) {
    std::string all;
    database().read_in_turn(Clock::now() + time, [&](Session& session) { all = codes(session); });
    return all;
  }
};

TEST_F(TurnTest, WhatWasCommittedIsSeenAtOnce) {
  std::string expected;
  for (char code = 'a'; code <= 'z'; ++code) {
    EXPECT_EQ(stored(), expected);
    database().write_now(add(std::string(1, code)));
    expected += code;
    EXPECT_EQ(stored(), expected);
  }
}

TEST_F(TurnTest, WhatOtherThreadsCommitIsSeenWhenTheyAreTold) {
  for (char code = 'a'; code <= 'z'; ++code) {
    stored();
    std::async(std::launch::async, [&] { database().write_now(add(std::string(1, code))); }).get();
    EXPECT_EQ(stored().back(), code);
  }
}

// The command line writes into the file of a server that runs.
TEST_F(TurnTest, TheNextTurnSeesWhatAnotherProcessCommitted) {
  Database other({.url = test_database_.url()});
  for (char code = 'a'; code <= 'z'; ++code) {
    stored();
    other.write_now(add(std::string(1, code)));
    database().end_turn();
    EXPECT_EQ(stored().back(), code);
  }
}

TEST_F(TurnTest, ALongTurnDoesToo) {
  Database other({.url = test_database_.url()});
  stored();
  other.write_now(add("a"));
  const auto end = Clock::now() + 60s;
  while (stored().empty() && Clock::now() < end) {
  }
  EXPECT_EQ(stored(), "a");
}

TEST_F(TurnTest, OtherReadsOfTheThreadHaveASnapshotOfTheirOwn) {
  Database other({.url = test_database_.url()});
  stored();
  other.write_now(add("a"));
  EXPECT_EQ(codes(database().thread_reader()), "a");
  stored();
  other.write_now(add("b"));
  database().read_now([](Session& session) { EXPECT_EQ(codes(session), "ab"); });
}

TEST_F(TurnTest, ItsEndLeavesTheLogFree) {
  stored();
  database().write_now(add("a"));
  stored();
  database().end_turn();
  database().end_turn();
  // TRUNCATE succeeds only if nobody reads from the log any more.
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open((test_database_.folder() / "muster.db").c_str(), &other), SQLITE_OK);
  EXPECT_EQ(sqlite3_wal_checkpoint_v2(other, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(other);
}

TEST_F(TurnTest, EachReadHasItsOwnDeadlineAndAFailureHarmsNoOther) {
  database().write_now(add("a"));
  EXPECT_EQ(stored(), "a");
  const auto fails = [&](Clock::duration time, const std::function<void(Session&)>& job) {
    try {
      database().read_in_turn(Clock::now() + time, job);
    } catch (const Error& error) {
      return error.code();
    }
    return Code{0};
  };
  EXPECT_EQ(fails(50ms, [](Session& session) { select<long long>(session, endless); }), Code::deadline_exceeded);
  EXPECT_EQ(stored(), "a");
  EXPECT_EQ(fails(60s, [](Session&) { throw status::not_found("x"); }), Code::not_found);
  EXPECT_EQ(fails(60s, [](Session& session) { execute(session, "DELETE FROM place"); }), Code::internal);
  EXPECT_EQ(stored(), "a");
  stored(50ms);
  // A deadline of a read before is none of those after it.
  database().read_in_turn(Clock::now() + 60s, [](Session& session) {
    const auto end = Clock::now() + 60ms;
    while (Clock::now() < end) EXPECT_EQ(codes(session), "a");
  });
}

TEST_F(TurnTest, ClosingInTheMiddleOfATurnIsOrderly) {
  std::promise<void> read, closed;
  auto thread = std::async(std::launch::async, [&] {
    stored();
    read.set_value();
    closed.get_future().wait();
    database().end_turn();
    EXPECT_THROW(stored(), Error);
  });
  read.get_future().wait();
  database().stop();
  closed.set_value();
  thread.get();
  test_database_.reopen();
  EXPECT_EQ(stored(), "");
}

}  // namespace
}  // namespace muster::db
