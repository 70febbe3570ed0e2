// SPDX-License-Identifier: EUPL-1.2
// When something was recorded: as the ledger took it in, and never before what it took in earlier.
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <future>
#include <thread>

#include "support/caught_log.h"
#include "support/roster.h"

namespace muster {
namespace {

class ClockTest : public support::RosterTest {
 protected:
  static long long micros_now() {
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
  }
  long long number(const std::string& select) {
    long long result = 0;
    sql([&](db::Session& session) { result = std::get<0>(*db::select_one<long long>(session, select)); });
    return result;
  }
  // SQLite has one writer, PostgreSQL several that wait for each other's rows.
  bool waits_for_its_turn() {
    if (database().backend() == db::Backend::sqlite) return database().queued_writes() > 0;
    bool waits = false;
    database().read_now([&](db::Session& session) {
      waits = std::get<0>(
                  *db::select_one<long long>(session,
                                             "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() "
                                             "AND wait_event_type = 'Lock'")) > 0;
    });
    return waits;
  }
  long long last_fact() {
    return number("SELECT recorded_time FROM membership_fact WHERE id = (SELECT MAX(id) FROM membership_fact)");
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, ClockTest, support::backends(), support::backend_name);

TEST_P(ClockTest, AWriteIsRecordedWhenItsTurnCame) {
  std::promise<void> release;
  std::promise<void> holding;
  // Holds the ledger, as a slow write before ours would.
  database().write(
      std::chrono::steady_clock::now() + std::chrono::seconds(60),
      [&](db::Session& session) {
        db::execute(session, "UPDATE ledger_head SET sequence = sequence");
        holding.set_value();
        release.get_future().wait();
      },
      [](std::exception_ptr) {});
  holding.get_future().wait();
  std::thread waiting([&] { make_person("P-1", army_); });
  while (!waits_for_its_turn()) std::this_thread::yield();
  const long long before_its_turn = micros_now();
  release.set_value();
  waiting.join();
  EXPECT_GE(last_fact(), before_its_turn) << "a figure as known in between would have changed";
  EXPECT_LE(last_fact(), micros_now());
}

TEST_P(ClockTest, AClockThatWentBackRecordsNothingEarlier) {
  const long long ahead = micros_now() + 3'600'000'000;
  sql([&](db::Session& session) { db::execute(session, {"UPDATE ledger_head SET recorded_time = ?", {ahead}}); });
  make_person("P-1", army_);
  EXPECT_EQ(last_fact(), ahead);
  EXPECT_EQ(number("SELECT recorded_time FROM ledger_head"), ahead);
  EXPECT_EQ(number("SELECT create_time FROM audit_entry WHERE id = (SELECT MAX(id) FROM audit_entry)"), ahead);
}

TEST_P(ClockTest, AClockThatWentBackIsToldOnceAndAgainAfterItHasCaughtUp) {
  const auto set_ledger = [&](long long micros) {
    sql([&](db::Session& session) { db::execute(session, {"UPDATE ledger_head SET recorded_time = ?", {micros}}); });
  };
  make_person("P-1", army_);  // whatever another test has told of, the clock has caught up
  const auto told = [&](const std::function<void()>& work) {
    const support::CaughtLog log;
    work();
    return log.text();
  };
  set_ledger(micros_now() + 3'600'000'000);
  EXPECT_NE(told([&] { make_person("P-2", army_); }).find(R"({"event":"clock_behind_ledger","seconds":3)"),
            std::string::npos);
  const long long ahead = last_fact();
  EXPECT_EQ(told([&] { make_person("P-3", army_); }), "");
  EXPECT_EQ(last_fact(), ahead) << "nothing is recorded before what was";
  set_ledger(micros_now() + 1'000'000);
  EXPECT_EQ(told([&] { make_person("P-4", army_); }), "") << "as clocks of two servers differ";
  set_ledger(micros_now() + 3'600'000'000);
  EXPECT_NE(told([&] { make_person("P-5", army_); }), "");
}

TEST_P(ClockTest, TheHeadKeepsTheTimeOfTheLastWrite) {
  make_person("P-1", army_);
  const long long first = last_fact();
  EXPECT_EQ(number("SELECT recorded_time FROM ledger_head"), first);
  make_person("P-2", army_);
  EXPECT_GE(last_fact(), first);
  EXPECT_EQ(number("SELECT recorded_time FROM ledger_head"), last_fact());
}

}  // namespace
}  // namespace muster
