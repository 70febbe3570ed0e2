// SPDX-License-Identifier: EUPL-1.2
// What the dispatcher does for every method: access, validation, retries and the audit. The access
// service's methods serve as examples.
#include <gtest/gtest.h>

#include "muster/access/v1/access.pb.h"
#include "platform/rpc/audit.h"
#include "platform/rpc/retry.h"
#include "support/service.h"

namespace muster::rpc {
namespace {

using namespace muster::access::v1;
using platform::v1::ROLE_ADMINISTRATOR;
using platform::v1::ROLE_ANALYST;
using platform::v1::ROLE_AUDITOR;
using status::Code;

const std::string service = "muster.access.v1.AccessService/";

class DispatchTest : public support::ServiceTest {
 protected:
  CreateAccountRequest new_account(const std::string& name) {
    CreateAccountRequest request;
    request.mutable_account()->set_account_name(name);
    request.set_password("correct horse battery");
    return request;
  }
  long long count(const std::string& query) {
    long long result = 0;
    sql([&](db::Session& session) { result = std::get<0>(*db::select_one<long long>(session, query)); });
    return result;
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, DispatchTest, support::backends(), support::backend_name);

TEST_P(DispatchTest, DeniesByDefault) {
  const Caller nobody;
  EXPECT_EQ(refused(service + "CreateAccount", new_account("a"), nobody).code(), Code::unauthenticated);
  EXPECT_EQ(refused(service + "CreateAccount", new_account("a"), caller(ROLE_ANALYST)).code(), Code::permission_denied);
  EXPECT_EQ(call<Account>(service + "CreateAccount", new_account("a"), caller(ROLE_ADMINISTRATOR)).account_name(), "a");
}

TEST_P(DispatchTest, NamesEveryWrongFieldAtOnce) {
  CreateAccountRequest request;
  request.mutable_account()->set_account_name("no spaces here");
  request.mutable_account()->set_person("person/1");
  request.set_password("short");
  const auto error = refused(service + "CreateAccount", request, system());
  EXPECT_EQ(error.code(), Code::invalid_argument);
  EXPECT_TRUE(support::names_field(error, "account.account_name")) << support::violations_of(error);
  EXPECT_TRUE(support::names_field(error, "account.person")) << support::violations_of(error);
  EXPECT_TRUE(support::names_field(error, "password")) << support::violations_of(error);
}

TEST_P(DispatchTest, NeverEchoesAPassword) {
  CreateAccountRequest request = new_account("a");
  request.set_password("aaaaaaaaaaaaaaaa");
  const auto error = refused(service + "CreateAccount", request, system());
  EXPECT_EQ(error.message().find("aaaa"), std::string::npos);
}

TEST_P(DispatchTest, APasswordIsKeptAsArgon2id) {
  call<Account>(service + "CreateAccount", new_account("a"), caller(ROLE_ADMINISTRATOR));
  EXPECT_EQ(count("SELECT COUNT(*) FROM account WHERE account_name = 'a' AND password_hash LIKE '$argon2id$%'"), 1);
  EXPECT_EQ(count("SELECT COUNT(*) FROM account WHERE password_hash LIKE '%battery%'"), 0);
}

TEST_P(DispatchTest, ARetryHasOneEffect) {
  auto request = new_account("a");
  request.set_request_id("retry-1");
  const Caller administrator = caller(ROLE_ADMINISTRATOR);
  const long long before = count("SELECT count(*) FROM account");
  const auto first = call<Account>(service + "CreateAccount", request, administrator);
  const auto second = call<Account>(service + "CreateAccount", request, administrator);
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  EXPECT_EQ(count("SELECT count(*) FROM account"), before + 1);
  auto other = new_account("b");
  other.set_request_id("retry-1");
  EXPECT_TRUE(support::names_field(refused(service + "CreateAccount", other, administrator), "request_id"));
}

TEST_P(DispatchTest, AnswersAreKeptForADay) {
  auto request = new_account("a");
  request.set_request_id("old");
  call<Account>(service + "CreateAccount", request, caller(ROLE_ADMINISTRATOR));
  request.mutable_account()->set_account_name("b");
  request.set_request_id("new");
  call<Account>(service + "CreateAccount", request, caller(ROLE_ADMINISTRATOR));
  sql([](db::Session& session) {
    const auto [made] =
        *db::select_one<long long>(session, "SELECT create_time FROM answered_request WHERE request_id = 'new'");
    const long long day_micros = 24LL * 3600 * 1000000;
    db::execute(session,
                {"UPDATE answered_request SET create_time = create_time - ? WHERE request_id = 'old'", {day_micros}});
    forget_old_answers(session, made);
  });
  EXPECT_EQ(count("SELECT count(*) FROM answered_request WHERE request_id = 'old'"), 0);
  EXPECT_EQ(count("SELECT count(*) FROM answered_request WHERE request_id = 'new'"), 1);
}

TEST_P(DispatchTest, AnotherAccountMayUseTheSameRequestId) {
  auto request = new_account("a");
  request.set_request_id("same");
  call<Account>(service + "CreateAccount", request, caller(ROLE_ADMINISTRATOR));
  request.mutable_account()->set_account_name("b");
  EXPECT_EQ(call<Account>(service + "CreateAccount", request, caller(ROLE_ADMINISTRATOR)).account_name(), "b");
}

TEST_P(DispatchTest, ATokenIsShownOnce) {
  CreateTokenRequest request;
  request.set_display_name("roster sync");
  request.set_request_id("once");
  const Caller who = caller(ROLE_ANALYST);
  const auto answer = call<CreateTokenResponse>(service + "CreateToken", request, who);
  EXPECT_EQ(answer.token().size(), 64u);
  EXPECT_EQ(refused(service + "CreateToken", request, who).code(), Code::already_exists);
  sql([&](db::Session& session) {
    for (const char* column : {"digest", "display_name"}) {
      auto row = db::select_one<std::string>(session, std::string("SELECT ") + column + " FROM session");
      EXPECT_EQ(std::get<0>(*row).find(answer.token()), std::string::npos);
    }
    auto kept = db::select_one<std::string>(session, "SELECT answer FROM answered_request WHERE request_id = 'once'");
    EXPECT_EQ(std::get<0>(*kept), "");
  });
}

TEST_P(DispatchTest, AuditsEveryWriteWithoutValues) {
  const Caller administrator = caller(ROLE_ADMINISTRATOR);
  const auto account = call<Account>(service + "CreateAccount", new_account("canary-name"), administrator);
  auto entries =
      call<ListAuditEntriesResponse>(service + "ListAuditEntries", ListAuditEntriesRequest(), caller(ROLE_AUDITOR));
  ASSERT_EQ(entries.audit_entries_size(), 1);
  const AuditEntry& entry = entries.audit_entries(0);
  EXPECT_EQ(entry.method(), service + "CreateAccount");
  EXPECT_EQ(entry.account(), "accounts/" + std::to_string(administrator.account));
  ASSERT_EQ(entry.lines_size(), 1);
  EXPECT_EQ(entry.lines(0).rfind("created account/" + account.name().substr(9), 0), 0u) << entry.lines(0);
  EXPECT_EQ(entry.ShortDebugString().find("canary"), std::string::npos);
}

TEST_P(DispatchTest, ARefusedWriteLeavesNothing) {
  call<Account>(service + "CreateAccount", new_account("a"));
  const long long audits = count("SELECT count(*) FROM audit_entry");
  const auto error = refused(service + "CreateAccount", new_account("a"), system());
  EXPECT_EQ(error.code(), Code::already_exists);
  EXPECT_TRUE(support::names_field(error, "account.account_name")) << support::violations_of(error);
  EXPECT_EQ(count("SELECT count(*) FROM audit_entry"), audits);
  EXPECT_EQ(count("SELECT sequence FROM ledger_head"), audits);
}

TEST_P(DispatchTest, TheChainShowsAnyChange) {
  for (const char* name : {"a", "b", "c"}) call<Account>(service + "CreateAccount", new_account(name));
  sql([](db::Session& session) {
    EXPECT_EQ(verify_audit(session).problem, "");
    EXPECT_EQ(verify_audit(session).entries, 3);
  });
  EXPECT_THROW(
      sql([](db::Session& session) { db::execute(session, "UPDATE audit_entry SET method = 'x' WHERE id = 2"); }),
      status::Error);
  EXPECT_THROW(sql([](db::Session& session) { db::execute(session, "DELETE FROM audit_entry WHERE id = 3"); }),
               status::Error);
  const bool sqlite = backend() == db::Backend::sqlite;
  for (const std::string& statement :
       {std::string(sqlite ? "DROP TRIGGER audit_entry_no_delete" : "DROP TRIGGER audit_entry_keep ON audit_entry"),
        std::string("DELETE FROM audit_entry WHERE id = 3")}) {
    sql([&](db::Session& session) { db::execute(session, statement); });
  }
  sql([](db::Session& session) { EXPECT_EQ(verify_audit(session).first_broken, 3); });
}

TEST_P(DispatchTest, SaysWhatIsNotThere) {
  EXPECT_EQ(refused(
                service + "DisableAccount",
                [] {
                  DisableAccountRequest request;
                  request.set_name("accounts/4711");
                  return request;
                }(),
                system())
                .code(),
            Code::not_found);
}

}  // namespace
}  // namespace muster::rpc
