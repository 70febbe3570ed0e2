// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/db/database.h"
#include "platform/db/migrate.h"
#include "platform/status/error.h"
#include "support/database.h"
#include "support/database_work.h"

namespace muster::db {
namespace {

class DatabaseWorkTest : public support::DatabaseTest {
 protected:
  void SetUp() override { run(schema); }
  std::string stored() { return codes(test_database().reader()); }
};

INSTANTIATE_TEST_SUITE_P(Backends, DatabaseWorkTest, support::backends(), support::backend_name);

// Only SQLite groups writes: these run there. PostgreSQL's own are in db_postgresql_test.cpp.
class GroupCommitTest : public OneBackendTest<Backend::sqlite> {
 protected:
  // Runs the jobs in one group: they wait while the writer is held, by work that then fails and so is
  // not of their group.
  std::vector<std::future<void>> in_one_group(
      const std::vector<std::pair<std::function<void(Session&)>, Clock::duration>>& jobs) {
    Gate gate;
    auto first = write(database(), [&](Session&) {
      gate.wait();
      throw Error(Code::aborted, status::Reason{}, "held long enough");
    });
    gate.await_entry();
    std::vector<std::future<void>> results;
    for (const auto& [work, time] : jobs) results.push_back(write(database(), work, time));
    gate.open();
    EXPECT_EQ(code_of(first), Code::aborted);
    for (auto& result : results) result.wait();
    return results;
  }
};

TEST_P(DatabaseWorkTest, WriteIsVisibleToReadersWhenDoneIsCalled) {
  std::promise<std::string> seen;
  database().write(Clock::now() + 60s, add("a"), [&](std::exception_ptr) {
    // Another thread: PostgreSQL's and SQLite's writers must not wait for themselves.
    seen.set_value(std::async([&] { return stored(); }).get());
  });
  EXPECT_EQ(seen.get_future().get(), "a");
}

TEST_P(DatabaseWorkTest, ErrorsReachTheCallerAndUndoTheirOwnWorkOnly) {
  auto one = write(database(), add("a"));
  auto two = write(database(), [](Session& session) {
    add("b")(session);
    throw status::failed_precondition(platform::v1::REASON_WRONG_STATE, "no");
  });
  auto three = write(database(), add("c"));
  EXPECT_EQ(code_of(one), Code{0});
  EXPECT_EQ(code_of(two), Code::failed_precondition);
  EXPECT_EQ(code_of(three), Code{0});
  EXPECT_EQ(stored(), "ac");
}

TEST_P(DatabaseWorkTest, ChangesAreOfOneRequestOnly) {
  database().write_now([](Session& session) { session.record({Change::Kind::created, "place", 1, {}}); });
  for (int i = 0; i < 8; ++i) {  // on PostgreSQL there are several writers
    database().write_now([](Session& session) { EXPECT_TRUE(session.changes().empty()); });
  }
}

TEST_P(DatabaseWorkTest, EndlessWorkIsInterruptedAtItsDeadline) {
  const auto start = Clock::now();
  auto reading = read(database(), [](Session& session) { select<long long>(session, endless); }, 300ms);
  auto writing = write(database(), [](Session& session) { select<long long>(session, endless); }, 300ms);
  EXPECT_EQ(code_of(reading), Code::deadline_exceeded);
  EXPECT_EQ(code_of(writing), Code::deadline_exceeded);
  EXPECT_LT(Clock::now() - start, 10s);
  database().write_now(add("a"));
  EXPECT_EQ(stored(), "a");
}

TEST_P(DatabaseWorkTest, DeadlineHoldsForManyShortStatements) {
  auto reading = read(
      database(),
      [](Session& session) {
        while (true) select<long long>(session, "SELECT 1");
      },
      300ms);
  EXPECT_EQ(code_of(reading), Code::deadline_exceeded);
}

TEST_P(DatabaseWorkTest, AReadSeesOneMoment) {
  database().write_now(add("a"));
  auto reading = read(database(), [&](Session& session) {
    EXPECT_EQ(codes(session), "a");
    database().write_now(add("b"));
    EXPECT_EQ(codes(session), "a");
  });
  reading.get();
  EXPECT_EQ(stored(), "ab");
}

TEST_P(DatabaseWorkTest, ReadJobsCannotWrite) {
  auto reading = read(database(), add("a"));
  EXPECT_NE(code_of(reading), Code{0});
  EXPECT_EQ(stored(), "");
}

TEST_P(DatabaseWorkTest, StatisticsHaveAPoolOfTheirOwn) {
  Gate gate;
  auto slow = read(database(), [&](Session&) { gate.wait(); }, 60s, Pool::statistics);
  gate.await_entry();
  auto fast = read(database(), [](Session& session) { codes(session); });
  EXPECT_EQ(code_of(fast), Code{0});
  gate.open();
  slow.get();
}

TEST_P(DatabaseWorkTest, AWriteCannotWaitForAnother) {
  auto outer = write(database(), [&](Session&) { database().write_now(add("a")); });
  EXPECT_EQ(code_of(outer), Code::internal);
}

TEST_P(DatabaseWorkTest, ClosingFinishesWhatWasTakenIn) {
  std::vector<std::future<void>> writes;
  for (int i = 0; i < 50; ++i) writes.push_back(write(database(), add(std::to_string(i))));
  test_database().close();
  for (auto& one : writes) EXPECT_EQ(code_of(one), Code{0});
  test_database().open();
  EXPECT_EQ(std::get<0>(*select_one<long long>(test_database().reader(), "SELECT COUNT(*) FROM place")), 50);
}

TEST_P(DatabaseWorkTest, StoppingRefusesWhatWaitsAndInterruptsWhatRuns) {
  Gate gate;
  std::promise<void> entered;
  std::vector<std::future<void>> running;
  for (int i = 0; i < 2; ++i) {
    running.push_back(read(database(), [&](Session& session) { select<long long>(session, endless); }));
  }
  auto statistic = read(
      database(),
      [&](Session& session) {
        entered.set_value();
        select<long long>(session, endless);
      },
      60s, Pool::statistics);
  auto writing = write(database(), [&](Session& session) {
    add("a")(session);
    gate.wait();
    while (true) select<long long>(session, "SELECT 1");
  });
  entered.get_future().wait();
  gate.await_entry();
  auto waiting = read(database(), [](Session&) { ADD_FAILURE() << "it ran"; }, 60s, Pool::statistics);
  gate.open();
  const auto start = Clock::now();
  database().stop();
  EXPECT_LT(Clock::now() - start, 5s);
  EXPECT_EQ(code_of(waiting), Code::unavailable);
  EXPECT_EQ(code_of(statistic), Code::deadline_exceeded);
  for (auto& one : running) EXPECT_NE(code_of(one), Code{0});
  EXPECT_EQ(code_of(writing), Code::deadline_exceeded);
  // Nothing more is taken in, and nothing is left of what was not committed.
  auto later = write(database(), add("b"));
  EXPECT_EQ(code_of(later), Code::unavailable);
  EXPECT_THROW(database().read_now([](Session&) {}), Error);
  if (backend() == Backend::sqlite) {
    EXPECT_FALSE(std::filesystem::exists(test_database().folder() / "muster.db-wal"));
  }
  test_database().reopen();
  EXPECT_EQ(stored(), "");
}

TEST_P(DatabaseWorkTest, StoppingWaitsForReadsOnTheirCallersThreads) {
  Gate gate;
  std::atomic<bool> ended = false;
  auto reading = std::async(std::launch::async, [&] {
    database().read_now([&](Session& session) {
      gate.wait();
      codes(session);
      ended = true;
    });
  });
  gate.await_entry();
  auto stopping = std::async(std::launch::async, [&] {
    database().stop();
    return ended.load();
  });
  const auto refuses = [&] {
    try {
      database().read_now([](Session&) {});
      return false;
    } catch (const Error& error) {
      return error.code() == Code::unavailable;
    }
  };
  while (!refuses()) std::this_thread::yield();
  gate.open();
  reading.get();
  EXPECT_TRUE(stopping.get());
}

TEST_P(DatabaseWorkTest, ManyThreadsWriteAndReadAtOnce) {
  std::atomic<int> failed = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 25; ++i) {
        auto one = write(database(), add(std::to_string(t) + "/" + std::to_string(i)));
        if (code_of(one) != Code{0}) ++failed;
        // Own writes are read back at once.
        database().read_now([&](Session& session) {
          const auto found = select_one<long long>(
              session, {"SELECT COUNT(*) FROM place WHERE code = ?", {std::to_string(t) + "/" + std::to_string(i)}});
          if (std::get<0>(*found) != 1) ++failed;
        });
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failed, 0);
}

class SmallQueueTest : public ::testing::TestWithParam<Backend> {
 protected:
  Database& database() { return test_database_.database(); }
  support::TestDatabase test_database_{GetParam(),
                                       {.workers = 1, .queue_limit = 2, .queue_wait = std::chrono::milliseconds(100)}};
};

INSTANTIATE_TEST_SUITE_P(Backends, SmallQueueTest, support::backends(), support::backend_name);

TEST_P(SmallQueueTest, FullQueueRefusesAtOnceAndLongWaitsEndInTime) {
  Gate gate;
  auto held = read(database(), [&](Session&) { gate.wait(); });
  gate.await_entry();
  bool ran = false;
  auto first = read(database(), [&](Session&) { ran = true; });
  auto second = read(database(), [&](Session&) { ran = true; });
  EXPECT_EQ(database().queued(Pool::reads), 2);
  try {
    read(database(), [&](Session&) { ran = true; }).get();
    ADD_FAILURE() << "the queue has no limit";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::unavailable);
    EXPECT_GE(error.retry_after(), 1s);
  }
  // The only worker is still held: the two are refused all the same.
  EXPECT_EQ(code_of(first), Code::unavailable);
  EXPECT_EQ(code_of(second), Code::unavailable);
  EXPECT_EQ(database().queued(Pool::reads), 0);
  gate.open();
  held.get();
  EXPECT_FALSE(ran);
}

// What a committed write has still to read was let in with the write.
TEST_P(SmallQueueTest, WhatAWriteReadsBackIsNeverRefusedForWantOfRoom) {
  Gate gate;
  auto held = read(database(), [&](Session&) { gate.wait(); });
  gate.await_entry();
  auto first = read(database(), [](Session&) {});
  auto second = read(database(), [](Session&) {});
  std::promise<void> ran, failed;
  database().read_back(
      Clock::now() + 60s, [&](Session&) { ran.set_value(); },
      [&](std::exception_ptr error) { ran.set_exception(error); });
  EXPECT_EQ(code_of(first), Code::unavailable);
  EXPECT_EQ(code_of(second), Code::unavailable);
  gate.open();
  EXPECT_NO_THROW(ran.get_future().get());
  held.get();
  database().stop();
  auto late = failed.get_future();
  database().read_back(
      Clock::now() + 60s, [](Session&) { ADD_FAILURE() << "it ran"; },
      [&](std::exception_ptr error) { failed.set_exception(error); });
  EXPECT_EQ(code_of(late), Code::unavailable);
}

// Who gave less time than the queue allows is told that it has run out, not that the server is busy.
TEST_P(SmallQueueTest, TimeThatRunsOutInAQueueIsTheRequestsOwn) {
  Gate reading, writing;
  auto held_read = read(database(), [&](Session&) { reading.wait(); });
  reading.await_entry();
  auto read_waiting = read(database(), [](Session&) { ADD_FAILURE() << "it ran"; }, 30ms);
  EXPECT_EQ(code_of(read_waiting), Code::deadline_exceeded);
  reading.open();
  held_read.get();
  auto late = write(database(), [](Session&) { ADD_FAILURE() << "it ran"; }, -1ms);
  EXPECT_EQ(code_of(late), Code::deadline_exceeded);
}

TEST_F(GroupCommitTest, WritesAreDurableAndChecked) {
  database().write_now([](Session& session) {
    EXPECT_EQ(std::get<0>(*select_one<std::string>(session, "PRAGMA journal_mode")), "wal");
    EXPECT_EQ(std::get<0>(*select_one<long long>(session, "PRAGMA synchronous")), 2);  // FULL
    EXPECT_EQ(std::get<0>(*select_one<long long>(session, "PRAGMA foreign_keys")), 1);
  });
}

TEST_F(GroupCommitTest, AGroupIsOneTransaction) {
  std::string within, outside;
  const auto look = [&](Session& session) {
    within = codes(session);
    outside = std::async(std::launch::async, [&] { return stored(); }).get();
  };
  for (auto& result : in_one_group({{add("a"), 60s}, {look, 60s}})) EXPECT_EQ(code_of(result), Code{0});
  EXPECT_EQ(within, "a");
  EXPECT_EQ(outside, "");
}

TEST_F(GroupCommitTest, OneFailureInAGroupLeavesTheOthers) {
  auto results = in_one_group({{add("a"), 60s}, {add("b"), 60s}, {add("a"), 60s}, {add("c"), 60s}});
  EXPECT_EQ(code_of(results[0]), Code{0});
  EXPECT_EQ(code_of(results[1]), Code{0});
  EXPECT_EQ(code_of(results[2]), Code::already_exists);
  EXPECT_EQ(code_of(results[3]), Code{0});
  EXPECT_EQ(stored(), "abc");
}

// SQLite counts changed rows, and a change of the schema is none.
TEST_F(GroupCommitTest, AFailedScriptLeavesNoTableToItsGroup) {
  auto results =
      in_one_group({{add("a"), 60s},
                    {[](Session& session) { run_script(session, "CREATE TABLE half (a TEXT); NONSENSE"); }, 60s},
                    {add("b"), 60s}});
  EXPECT_EQ(code_of(results[0]), Code{0});
  EXPECT_NE(code_of(results[1]), Code{0});
  EXPECT_EQ(code_of(results[2]), Code{0});
  EXPECT_EQ(stored(), "ab");
  EXPECT_EQ(select<std::string>(test_database_.reader(), "SELECT name FROM sqlite_schema WHERE name = 'half'").size(),
            0u);
}

// SQLite rolls the whole transaction back when a write is interrupted.
TEST_F(GroupCommitTest, AnInterruptedWriteLeavesTheOthers) {
  int runs = 0;
  const auto counted = [&](Session& session) {
    ++runs;
    add("a")(session);
  };
  const auto endless_write = [](Session& session) {
    execute(session, std::string("INSERT INTO place (code) ") + endless);
  };
  auto results = in_one_group({{counted, 60s}, {endless_write, 500ms}, {add("c"), 60s}});
  EXPECT_EQ(code_of(results[0]), Code{0});
  EXPECT_EQ(code_of(results[1]), Code::deadline_exceeded);
  EXPECT_EQ(code_of(results[2]), Code{0});
  EXPECT_EQ(stored(), "ac");
  EXPECT_EQ(runs, 2);  // proves that the first one's work was lost and done again
}

TEST_F(GroupCommitTest, AFullDiskFailsTheWriteAndLaterOnesGoOn) {
  database().write_now(add("a"));
  const auto fill = [](Session& session) {
    const auto pages = select_one<long long>(session, "PRAGMA page_count");
    select<long long>(session, "PRAGMA max_page_count = " + std::to_string(std::get<0>(*pages) + 3));
    for (int i = 0; i < 1000; ++i) add(std::to_string(i) + std::string(500, 'x'))(session);
  };
  auto results = in_one_group({{add("b"), 60s}, {fill, 60s}});
  EXPECT_EQ(code_of(results[0]), Code{0});
  try {
    results[1].get();
    ADD_FAILURE() << "the disk was not full";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::unavailable);
    EXPECT_EQ(error.reason(), "DISK_FULL");
  }
  database().write_now(add("c"));
  EXPECT_EQ(stored(), "abc");
}

TEST_F(GroupCommitTest, AFailedCommitIsToldToAllAndTheDatabaseGoesOn) {
  const auto breaks_commit = [](Session& session) {
    run_script(session,
               "CREATE TABLE child (place BIGINT REFERENCES place (id) DEFERRABLE INITIALLY DEFERRED);"
               "INSERT INTO child VALUES (4711)");
  };
  auto results = in_one_group({{add("a"), 60s}, {breaks_commit, 60s}});
  EXPECT_EQ(code_of(results[0]), Code::unavailable);
  EXPECT_EQ(code_of(results[1]), Code::unavailable);
  EXPECT_EQ(stored(), "");
  database().write_now(add("b"));
  EXPECT_EQ(stored(), "b");
}

TEST_F(GroupCommitTest, ReadersDoNotPinTheLog) {
  for (int i = 0; i < 20; ++i) {
    database().write_now(add(std::to_string(i)));
    database().read_now([](Session& session) { select_one<std::string>(session, "SELECT code FROM place LIMIT 1"); });
  }
  // TRUNCATE succeeds only if nobody reads from the log any more.
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open((test_database_.folder() / "muster.db").c_str(), &other), SQLITE_OK);
  EXPECT_EQ(sqlite3_wal_checkpoint_v2(other, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(other);
}

TEST_F(GroupCommitTest, FileIsForItsOwnerAlone) {
  struct stat information{};
  ASSERT_EQ(stat((test_database_.folder() / "muster.db").c_str(), &information), 0);
  EXPECT_EQ(information.st_mode & 0777, 0600u);
}

TEST_F(GroupCommitTest, NoOtherFileIsMadeThanWasAskedFor) {
  const auto missing = test_database_.folder() / "missing.db";
  try {
    Database opened({.url = "sqlite:" + missing.string(), .create = false});
    ADD_FAILURE() << "a missing file was opened";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::not_found);
    EXPECT_NE(error.message().find(missing.string()), std::string::npos) << error.message();
  }
  EXPECT_FALSE(std::filesystem::exists(missing));
}

TEST_F(GroupCommitTest, ARestoreThatIsRefusedLeavesNothing) {
  database().write_now(add("kept"));
  const auto copy = (test_database_.folder() / "copy").string();
  const auto target = test_database_.folder() / "restored.db";
  database().backup(copy);
  const Options options{.url = "sqlite:" + target.string()};
  const auto left = [&] {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(test_database_.folder())) {
      count += entry.path().filename().string().starts_with("restored.db");
    }
    return count;
  };
  EXPECT_THROW(restore(options, copy,
                       [](Database&) { throw status::failed_precondition(platform::v1::REASON_WRONG_STATE, "no"); }),
               Error);
  EXPECT_EQ(left(), 0);
  bool seen = false;
  restore(options, copy, [&](Database& restored) {
    restored.read_now([&](Session& session) { seen = codes(session) == "kept"; });
    EXPECT_FALSE(std::filesystem::exists(target)) << "it has its name only when it is checked";
  });
  EXPECT_TRUE(seen);
  EXPECT_EQ(left(), 1);
  EXPECT_THROW(restore(options, copy, [](Database&) {}), Error);
}

TEST_F(GroupCommitTest, BackupWhileWritingIsWhole) {
  database().write_now([](Session& session) {
    add("l")(session);
    add("r")(session);
  });
  std::atomic<bool> stop = false;
  [[maybe_unused]] const auto writing = std::async(std::launch::async, [&] {
    // Always two rows in one transaction.
    for (int i = 0; !stop; ++i) {
      database().write_now([&](Session& session) {
        add("l" + std::to_string(i))(session);
        add("r" + std::to_string(i))(session);
      });
    }
  });
  struct Stop {
    std::atomic<bool>& stop;
    ~Stop() { stop = true; }
  } stop_at_end{stop};
  const auto copy = test_database_.folder() / "copy.db";
  for (int i = 0; i < 5; ++i) {
    std::filesystem::remove(copy);
    database().backup(copy);
    Database restored({.url = "sqlite:" + copy.string()});
    restored.read_now([](Session& session) {
      const auto row = select_one<long long, long long>(
          session, "SELECT COUNT(*), SUM(CASE WHEN code LIKE 'l%' THEN 1 ELSE 0 END) FROM place");
      EXPECT_EQ(std::get<0>(*row), 2 * std::get<1>(*row));
      EXPECT_GT(std::get<0>(*row), 0);
    });
  }
  try {
    database().backup(copy);
    ADD_FAILURE() << "a backup was overwritten";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::already_exists);
  }
}

// Writes `bytes` into the closed database file at `offset`.
void damage(const std::filesystem::path& file, std::streamoff offset, const std::string& bytes) {
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  stream.seekp(offset);
  stream << bytes;
}

TEST_F(GroupCommitTest, DamagedFilesAreRefusedInOneSentence) {
  for (int i = 0; i < 200; ++i) database().write_now(add(std::to_string(i)));
  test_database_.close();
  const auto file = test_database_.folder() / "muster.db";
  for (const std::streamoff offset : {0, 4096 + 1, 2 * 4096}) {
    const auto copy = test_database_.folder() / ("damaged" + std::to_string(offset));
    std::filesystem::copy_file(file, copy);
    damage(copy, offset, "damaged damaged damaged");
    try {
      Database opened({.url = "sqlite:" + copy.string()});
      ADD_FAILURE() << "opened with damage at " << offset;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), Code::data_loss);
      EXPECT_NE(error.message().find("is damaged"), std::string::npos) << error.message();
      EXPECT_EQ(error.message().find('\n'), std::string::npos);
    }
  }
}

TEST(DatabaseUrlTest, WrongUrlsAreExplained) {
  for (const char* url : {"", "muster.db", "sqlite:", "mysql://x", "sqlite::memory:"}) {
    EXPECT_THROW(Database({.url = url}), Error) << url;
  }
  for (const char* url : {"", "muster.db", "sqlite:", "mysql://x"}) EXPECT_NE(wrong_url(url), "") << url;
  for (const char* url : {"sqlite:muster.db", "postgresql://a@b/c"}) EXPECT_EQ(wrong_url(url), "") << url;
  EXPECT_THROW(Database({.url = "sqlite:/nonexistent-folder/muster.db"}), Error);
  try {
    const Database nowhere({.url = "postgresql://someone:Secret@127.0.0.1:1/muster"});
    ADD_FAILURE() << "no server listens on port 1";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::unavailable);
    EXPECT_EQ(error.message().find("Secret"), std::string::npos) << error.message();
  }
}

}  // namespace
}  // namespace muster::db
