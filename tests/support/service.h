// SPDX-License-Identifier: EUPL-1.2
// Every service on a fresh, migrated database, called through the dispatcher as over HTTP but
// without a socket.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>

#include "platform/imports/runner.h"
#include "platform/rpc/dispatch.h"
#include "platform/rpc/registry.h"
#include "platform/status/error.h"
#include "support/database.h"

namespace muster::support {

// The time zone of every test's roster: $MUSTER_TEST_ZONE, and UTC without it (tests/checks/days).
const std::string& roster_zone();

class ServiceTest : public MigratedTest {
 protected:
  void SetUp() override;

  rpc::Dispatcher& dispatcher() { return *dispatcher_; }
  const rpc::Registry& registry() const { return registry_; }

  // May everything, is nobody: for what a test only needs to be there.
  rpc::Caller system() const;
  // A new account (a row, so that it can be an actor) with one grant.
  rpc::Caller caller(platform::v1::Role role, std::optional<long long> unit = std::nullopt);

  template <class Res>
  Res call(std::string_view path, const google::protobuf::Message& request, const rpc::Caller& who) {
    return dispatcher_->call<Res>(path, request, who);
  }
  template <class Res>
  Res call(std::string_view path, const google::protobuf::Message& request) {
    return call<Res>(path, request, system());
  }
  // An account with a grant that was given on the database, so that it may ask and approve; `person` is whose it is.
  rpc::Caller holder(platform::v1::Role role, std::optional<long long> unit = std::nullopt,
                     std::optional<long long> person = std::nullopt);
  // Somebody looks at waivers afterwards, so that they can be granted: a holder of HR_CENTRAL.
  rpc::Caller name_reviewer();
  // What takes a second hand, which the console gives: the answer that who asked gets with the same request_id.
  template <class Res, class Req>
  Res call_approved(std::string_view path, Req request, const rpc::Caller& who) {
    request.set_request_id("approved-" + std::to_string(++approvals_));
    approve(refused(path, request, who), system());
    return call<Res>(path, request, who);
  }
  // Approves what the error, APPROVAL_NEEDED, says is waiting.
  void approve(const status::Error& needed, const rpc::Caller& approver);
  // The error that a call ends with; fails the test if it ends well.
  status::Error refused(std::string_view path, const google::protobuf::Message& request, const rpc::Caller& who);

  // Runs SQL on the database: `sql([](db::Session& session) { ... })`.
  void sql(const std::function<void(db::Session&)>& work);

  // Ends what imports are at; none can be started any more.
  void stop_runner() { runner_->stop(); }

 private:
  rpc::Registry registry_;
  std::unique_ptr<rpc::Dispatcher> dispatcher_;
  std::unique_ptr<imports::Runner> runner_;
  int accounts_ = 0;
  int approvals_ = 0;
};

// "field: description" of each violation, one a line.
std::string violations_of(const status::Error& error);
// Whether a violation names exactly this field.
bool names_field(const status::Error& error, std::string_view field);

}  // namespace muster::support
