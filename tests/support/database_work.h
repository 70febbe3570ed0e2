// SPDX-License-Identifier: EUPL-1.2
// Work for the tests of Database, and threads that are held until the test lets them go.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <string>

#include "platform/db/database.h"
#include "platform/db/migrate.h"
#include "platform/db/query.h"
#include "platform/status/error.h"
#include "support/database.h"

namespace muster::db {

using namespace std::chrono_literals;
using status::Code;
using status::Error;
using Clock = std::chrono::steady_clock;

inline const char* const endless =
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT MAX(i) FROM n";

// Holds a thread of the database until the test lets it go.
class Gate {
 public:
  void wait() {
    entered_.set_value();
    left_.get_future().wait();
  }
  void await_entry() { entered_.get_future().wait(); }
  void open() { left_.set_value(); }

 private:
  std::promise<void> entered_, left_;
};

inline Code code_of(std::future<void>& future) {
  try {
    future.get();
  } catch (const Error& error) {
    return error.code();
  }
  return Code{0};
}

inline void settle(std::promise<void>& promise, std::exception_ptr error) {
  if (error) {
    promise.set_exception(error);
  } else {
    promise.set_value();
  }
}

inline std::future<void> write(Database& database, std::function<void(Session&)> work, Clock::duration time = 60s) {
  auto promise = std::make_shared<std::promise<void>>();
  auto future = promise->get_future();
  database.write(Clock::now() + time, std::move(work),
                 [promise](std::exception_ptr error) { settle(*promise, error); });
  return future;
}

inline std::future<void> read(Database& database, std::function<void(Session&)> work, Clock::duration time = 60s,
                              Pool pool = Pool::reads) {
  auto promise = std::make_shared<std::promise<void>>();
  auto future = promise->get_future();
  database.read(
      pool, Clock::now() + time,
      [promise, work](Session& session) {
        work(session);
        promise->set_value();
      },
      [promise](std::exception_ptr error) { promise->set_exception(error); });
  return future;
}

inline std::function<void(Session&)> add(const std::string& code) {
  return [code](Session& session) { execute(session, {"INSERT INTO place (code) VALUES (?)", {code}}); };
}

inline std::string codes(Session& session) {
  std::string all;
  for (const auto& [code] : select<std::string>(session, "SELECT code FROM place ORDER BY code")) {
    all += code;
  }
  return all;
}

inline const char* const schema = "CREATE TABLE place (id ID_PRIMARY_KEY, code TEXT NOT NULL UNIQUE)";

// A database of one backend, for what only that one does, with the table that add() fills.
template <Backend backend>
class OneBackendTest : public ::testing::Test {
 protected:
  void SetUp() override {
    database().write_now([](Session& session) { run_script(session, schema); });
  }
  Database& database() { return test_database_.database(); }
  std::string stored() {
    std::string all;
    database().read_now([&](Session& session) { all = codes(session); });
    return all;
  }

  support::TestDatabase test_database_{backend};
};

}  // namespace muster::db
