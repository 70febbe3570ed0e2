// SPDX-License-Identifier: EUPL-1.2
// What is refused stands in the audit, by account and reason, gathered; and so do sign-ins and what failed of them.
#include <algorithm>

#include "muster/access/v1/access.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "support/roster.h"

namespace muster::access {
namespace {

using namespace muster::access::v1;
using status::Code;

const std::string service = "muster.access.v1.AccessService/";

class AttemptsTest : public support::RosterTest {
 protected:
  std::string account(const std::string& name) {
    CreateAccountRequest request;
    request.mutable_account()->set_account_name(name);
    request.set_password("correct horse battery");
    return call<Account>(service + "CreateAccount", request).name();
  }
  static SignInRequest signing_in(const std::string& name, const std::string& password) {
    SignInRequest request;
    request.set_account_name(name);
    request.set_password(password);
    return request;
  }
  void write(std::chrono::minutes later = {}) { dispatcher().write_gathered(std::chrono::system_clock::now() + later); }
  std::vector<std::string> refusals() {
    return rows(
        "SELECT CAST(account AS TEXT), method, lines FROM audit_entry WHERE lines LIKE '%refused %' ORDER BY id", 3);
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, AttemptsTest, support::backends(), support::backend_name);

using Lines = std::vector<std::string>;

TEST_P(AttemptsTest, ARefusalIsInTheAuditOnceInTenMinutesWithACount) {
  const auto analyst = caller(platform::v1::ROLE_ANALYST);
  const auto ask = [&] { refused(roster("ListPersons"), roster::v1::ListPersonsRequest(), analyst); };
  const std::string who = std::to_string(analyst.account) + "|muster.roster.v1.RosterService/ListPersons|";
  ask();
  ask();
  write();
  EXPECT_EQ(refusals(), Lines{who + "[\"refused 2 ROLE_MISSING\"]"});
  ask();
  write();
  write(std::chrono::minutes(9));
  EXPECT_EQ(refusals().size(), 1u);
  write(std::chrono::minutes(11));
  EXPECT_EQ(refusals(), (Lines{who + "[\"refused 2 ROLE_MISSING\"]", who + "[\"refused 1 ROLE_MISSING\"]"}));
  write(std::chrono::minutes(22));
  EXPECT_EQ(refusals().size(), 2u);
}

TEST_P(AttemptsTest, SignInsNameTheAccountAndFailedOnesToo) {
  const std::string name = account("somebody");
  const std::string id = name.substr(name.find('/') + 1);
  rpc::Caller nobody;
  call<SignInResponse>(service + "SignIn", signing_in("somebody", "correct horse battery"), nobody);
  EXPECT_EQ(rows("SELECT CAST(account AS TEXT) FROM audit_entry WHERE method LIKE '%SignIn'", 1), Lines{id});
  refused(service + "SignIn", signing_in("Somebody", "wrong"), nobody);
  refused(service + "SignIn", signing_in("canary-name", "wrong"), nobody);
  refused(service + "SignIn", signing_in("canary-other", "wrong"), nobody);
  write();
  auto found = refusals();
  std::sort(found.begin(), found.end());
  const std::string method = "|" + service + "SignIn|";
  EXPECT_EQ(found,
            (Lines{"-" + method + "[\"refused 2 WRONG_PASSWORD\"]", id + method + "[\"refused 1 WRONG_PASSWORD\"]"}));
  EXPECT_TRUE(rows("SELECT lines FROM audit_entry WHERE lines LIKE '%canary%' OR address LIKE '%canary%'", 1).empty());
}

TEST_P(AttemptsTest, APasswordIsGivenAnewInASession) {
  const std::string name = account("somebody");
  rpc::Caller who;
  who.account = std::stoll(name.substr(name.find('/') + 1));
  call<SignInResponse>(service + "SignIn", signing_in("somebody", "correct horse battery"), rpc::Caller());
  who.session = std::stoll(rows("SELECT CAST(MAX(id) AS TEXT) FROM session", 1).at(0));
  sql([](db::Session& session) { db::execute(session, "UPDATE session SET factor_time = 1"); });
  ConfirmPasswordRequest request;
  request.set_password("wrong");
  const auto wrong = refused(service + "ConfirmPassword", request, who);
  EXPECT_EQ(wrong.cause(), platform::v1::REASON_WRONG_PASSWORD);
  EXPECT_TRUE(support::names_field(wrong, "password"));
  EXPECT_EQ(rows("SELECT CAST(factor_time AS TEXT) FROM session", 1), Lines{"1"});
  request.set_password("correct horse battery");
  EXPECT_TRUE(call<ConfirmPasswordResponse>(service + "ConfirmPassword", request, who).has_factor_time());
  EXPECT_NE(rows("SELECT CAST(factor_time AS TEXT) FROM session", 1), Lines{"1"});
  who.token = true;
  who.purposes = 1U << platform::v1::TOKEN_PURPOSE_ADMINISTER;
  EXPECT_EQ(refused(service + "ConfirmPassword", request, who).code(), Code::failed_precondition);
  write();
  EXPECT_EQ(refusals().size(), 1u);
}

}  // namespace
}  // namespace muster::access
