// SPDX-License-Identifier: EUPL-1.2
// Whom the server remembers.
#include <gtest/gtest.h>

#include <future>

#include "platform/rpc/authenticate.h"
#include "platform/status/error.h"
#include "platform/text/digest.h"
#include "support/service.h"

namespace muster::rpc {
namespace {

using platform::v1::ROLE_ANALYST;

class CallersTest : public support::ServiceTest {
 protected:
  // Takes a token of an account of its own out of use, as RevokeToken does.
  void revoke(Callers& callers) {
    database().write_now([](db::Session& session) { db::execute(session, "UPDATE session SET end_time = 1"); });
    callers.forget();
  }
  const std::optional<Secret> secret = Secret{"of this test", false};
  const TimePoint now = std::chrono::system_clock::now();

  void SetUp() override {
    ServiceTest::SetUp();
    const long long account = caller(ROLE_ANALYST).account;
    database().write_now([&](db::Session& session) {
      db::execute(session, {"INSERT INTO session (digest, account, kind, display_name, create_time, expire_time)"
                            " VALUES (?, ?, 'TOKEN', 'test', 1, 9000000000000000)",
                            {text::hexadecimal(text::sha256(secret->text)), account}});
    });
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, CallersTest, support::backends(), support::backend_name);

TEST_P(CallersTest, WhoIsRevokedIsForgotten) {
  Callers callers(true);
  const auto find = [&] {
    long long account = 0;
    database().read_now(
        [&](db::Session& session) { account = callers.find(session, secret, now, callers.generation()).account; });
    return account;
  };
  EXPECT_GT(find(), 0);
  EXPECT_GT(find(), 0);
  revoke(callers);
  EXPECT_THROW(find(), status::Error);
}

// One that reads a snapshot from before goes through, as if it had come before, and brings nobody back.
TEST_P(CallersTest, ASnapshotFromBeforeBringsNobodyBack) {
  Callers callers(true);
  const unsigned generation = callers.generation();
  database().read_now([&](db::Session& session) {
    db::select_one<long long>(session, "SELECT COUNT(*) FROM account");
    std::async(std::launch::async, [&] { revoke(callers); }).get();
    EXPECT_GT(callers.find(session, secret, now, generation).account, 0);
  });
  database().read_now([&](db::Session& session) {
    EXPECT_THROW(callers.find(session, secret, now, callers.generation()), status::Error);
  });
}

}  // namespace
}  // namespace muster::rpc
