// SPDX-License-Identifier: EUPL-1.2
// Short reads on the thread that asks, which io threads do on the embedded database.
#include <gtest/gtest.h>

#include "platform/db/database.h"
#include "platform/status/error.h"
#include "support/database.h"
#include "support/database_work.h"

namespace muster::db {
namespace {

class ReadHereTest : public OneBackendTest<Backend::sqlite> {
 protected:
  std::string stored(Clock::duration time = 60s) {
    std::string all;
    database().read_here(Clock::now() + time, [&](Session& session) { all = codes(session); });
    return all;
  }
};

TEST_F(ReadHereTest, WhatWasCommittedIsSeenAtOnce) {
  std::string expected;
  for (char code = 'a'; code <= 'z'; ++code) {
    EXPECT_EQ(stored(), expected);
    database().write_now(add(std::string(1, code)));
    expected += code;
    EXPECT_EQ(stored(), expected);
  }
}

TEST_F(ReadHereTest, EachReadHasItsOwnDeadlineAndAFailureHarmsNoOther) {
  database().write_now(add("a"));
  EXPECT_EQ(stored(), "a");
  const auto fails = [&](Clock::duration time, const std::function<void(Session&)>& job) {
    try {
      database().read_here(Clock::now() + time, job);
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
  database().read_here(Clock::now() + 60s, [](Session& session) {
    const auto end = Clock::now() + 60ms;
    while (Clock::now() < end) EXPECT_EQ(codes(session), "a");
  });
}

}  // namespace
}  // namespace muster::db
