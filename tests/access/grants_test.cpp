// SPDX-License-Identifier: EUPL-1.2
// What an administrator or auditor of one unit may give, take and see: that unit's and no more.
#include "muster/access/v1/access.pb.h"
#include "platform/rpc/taken_numbers.h"
#include "support/roster.h"

namespace muster::access {
namespace {

using namespace muster::access::v1;
using platform::v1::Role;
using status::Code;

const std::string service = "muster.access.v1.AccessService/";

class GrantsTest : public support::RosterTest {
 protected:
  void SetUp() override {
    RosterTest::SetUp();
    if (HasFatalFailure()) return;
    of_all_ = caller(platform::v1::ROLE_ADMINISTRATOR);
    of_army_ = caller_of(platform::v1::ROLE_ADMINISTRATOR, army_);
    other_ = name_of(caller(platform::v1::ROLE_ANALYST));
  }

  static std::string name_of(const rpc::Caller& who) { return "accounts/" + std::to_string(who.account); }

  static CreateGrantRequest grant_for(const std::string& account, const std::string& unit,
                                      Role role = platform::v1::ROLE_HR_UNIT) {
    CreateGrantRequest request;
    request.mutable_grant()->set_account(account);
    request.mutable_grant()->set_role(role);
    request.mutable_grant()->set_unit(unit);
    request.mutable_grant()->set_valid_from("2020-01-01");
    return request;
  }

  // By the account's name, as who is not shown it does.
  CreateGrantRequest named_grant(const std::string& unit, Role role = platform::v1::ROLE_HR_UNIT) {
    auto request = grant_for("", unit, role);
    request.set_account_name(account_name(other_));
    return request;
  }
  std::string account_name(const std::string& name) {
    return rows("SELECT account_name FROM account WHERE id = " + std::to_string(support::number_of(name)), 1).at(0);
  }
  // By the console.
  Grant give(const std::string& unit) { return call<Grant>(service + "CreateGrant", grant_for(other_, unit)); }
  Grant give(const std::string& unit, const rpc::Caller& who) {
    return call_approved<Grant>(service + "CreateGrant", named_grant(unit), who);
  }
  status::Error not_given(const std::string& unit, Role role = platform::v1::ROLE_HR_UNIT) {
    return refused(service + "CreateGrant", named_grant(unit, role), of_army_);
  }
  status::Error not_revoked(const std::string& name, const rpc::Caller& who) {
    RevokeGrantRequest request;
    request.set_name(name);
    return refused(service + "RevokeGrant", request, who);
  }
  Grant revoke(const std::string& name, const rpc::Caller& who) {
    RevokeGrantRequest request;
    request.set_name(name);
    return call<Grant>(service + "RevokeGrant", request, who);
  }
  std::vector<std::string> units_listed(const rpc::Caller& who) {
    std::vector<std::string> units;
    const auto all = call<ListGrantsResponse>(service + "ListGrants", ListGrantsRequest(), who);
    for (const auto& grant : all.grants()) units.push_back(grant.unit());
    return units;
  }
  std::size_t grants() { return rows("SELECT CAST(id AS TEXT) FROM role_grant", 1).size(); }

  rpc::Caller of_all_, of_army_;
  std::string other_;  // an account
};
INSTANTIATE_TEST_SUITE_P(Backends, GrantsTest, support::backends(), support::backend_name);

TEST_P(GrantsTest, AnAdministratorOfAUnitGivesGrantsForItAndBelowOnly) {
  const auto holds = holder(platform::v1::ROLE_ADMINISTRATOR, support::number_of(army_));
  EXPECT_EQ(give(army_, holds).unit(), army_);
  EXPECT_EQ(give(battalion_, holds).unit(), battalion_);
  for (const std::string& unit : {navy_, ministry_}) {
    const auto error = not_given(unit);
    EXPECT_EQ(error.code(), Code::not_found) << unit;
    auto absent = not_given("units/999999");
    EXPECT_EQ(absent.code(), Code::not_found) << "as if the unit were not there";
  }
  const auto everywhere = not_given("", platform::v1::ROLE_HR_CENTRAL);
  EXPECT_EQ(everywhere.code(), Code::permission_denied);
  EXPECT_NE(everywhere.message().find("name one of those in grant.unit"), std::string::npos) << everywhere.message();
  EXPECT_EQ(not_given("", platform::v1::ROLE_PERSON).code(), Code::permission_denied);
  EXPECT_EQ(grants(), 3u);
}

TEST_P(GrantsTest, AnAdministratorOfAllUnitsGivesAny) {
  const auto holds = holder(platform::v1::ROLE_ADMINISTRATOR);
  EXPECT_EQ(give(navy_, holds).unit(), navy_);
  EXPECT_EQ(give("", holds).unit(), "");
  const auto absent = refused(service + "CreateGrant", grant_for(other_, "units/999999"), of_all_);
  EXPECT_EQ(absent.code(), Code::not_found);
  EXPECT_TRUE(support::names_field(absent, "grant.unit")) << support::violations_of(absent);
}

TEST_P(GrantsTest, NobodyGivesToThemselves) {
  for (const rpc::Caller& who : {of_all_, of_army_}) {
    const auto error = refused(service + "CreateGrant", grant_for(name_of(who), army_), who);
    EXPECT_EQ(error.code(), Code::failed_precondition);
    EXPECT_NE(error.message().find("to themselves"), std::string::npos) << error.message();
  }
  EXPECT_EQ(grants(), 0u);
}

// Nobody tries numbers to find out which accounts there are.
TEST_P(GrantsTest, AnAccountThatIsNotShownIsAsIfNotThere) {
  const auto hidden = refused(service + "CreateGrant", grant_for(other_, army_), of_army_);
  const auto absent = refused(service + "CreateGrant", grant_for("accounts/999999", army_), of_army_);
  EXPECT_EQ(hidden.reason(), "REFERENCE_NOT_FOUND");
  EXPECT_TRUE(support::names_field(hidden, "grant.account")) << support::violations_of(hidden);
  EXPECT_EQ(support::violations_of(hidden), support::violations_of(absent));
  EXPECT_EQ(hidden.code(), absent.code());
  EXPECT_EQ(grants(), 0u);
  give(army_);
  EXPECT_EQ(refused(service + "CreateGrant", grant_for(other_, battalion_), of_army_).reason(), "APPROVAL_NEEDED")
      << "whom they are shown";
  auto request = named_grant(army_);
  request.set_account_name("nobody");
  const auto unknown = refused(service + "CreateGrant", request, of_army_);
  EXPECT_TRUE(support::names_field(unknown, "account_name")) << support::violations_of(unknown);
  request = named_grant(army_);
  request.mutable_grant()->set_account(other_);
  EXPECT_EQ(refused(service + "CreateGrant", request, of_army_).reason(), "EXCLUSIVE");
  EXPECT_EQ(refused(service + "CreateGrant", grant_for("", army_), of_army_).reason(), "REQUIRED");
}

// Nor names.
TEST_P(GrantsTest, NamesOfAccountsAreGuessedTwentyTimesInAnHour) {
  auto guess = named_grant(army_);
  guess.set_account_name("nobody");
  for (const auto role : {platform::v1::ROLE_ANALYST, platform::v1::ROLE_HR_UNIT}) {
    guess.mutable_grant()->set_role(role);  // with and without a second hand
    for (int i = 0; i < rpc::taken_numbers_told / 2; ++i) {
      EXPECT_EQ(refused(service + "CreateGrant", guess, of_army_).reason(), "NO_SUCH_ACCOUNT") << i;
    }
  }
  const auto wrong = refused(service + "CreateGrant", guess, of_army_);
  const auto right = refused(service + "CreateGrant", named_grant(army_), of_army_);
  EXPECT_EQ(right.reason(), "TOO_MANY_TAKEN_NUMBERS");
  EXPECT_EQ(support::everything_of(right), support::everything_of(wrong)) << "whether there is one, or not";
  EXPECT_EQ(rows("SELECT lines FROM audit_entry WHERE lines LIKE '%refused as not available%'", 1).size(),
            static_cast<std::size_t>(rpc::taken_numbers_told));
  EXPECT_EQ(refused(service + "CreateGrant", guess, of_all_).reason(), "REFERENCE_NOT_FOUND")
      << "whoever is shown all accounts learns nothing";
}

TEST_P(GrantsTest, ARevokedGrantHoldsNoLonger) {
  const auto grant = give(army_);
  const auto revoked = revoke(grant.name(), of_all_);
  EXPECT_LT(revoked.valid_to(), day(0));
  EXPECT_EQ(revoked.valid_from(), "2020-01-01");
  const auto again = not_revoked(grant.name(), of_all_);
  EXPECT_EQ(again.code(), Code::failed_precondition);
  EXPECT_NE(again.message().find("ended already on " + revoked.valid_to()), std::string::npos) << again.message();
  auto today = grant_for(other_, army_);
  today.mutable_grant()->set_valid_from(day(0));
  const auto short_one = revoke(call<Grant>(service + "CreateGrant", today).name(), of_all_);
  EXPECT_LT(short_one.valid_to(), day(0));
  EXPECT_EQ(short_one.valid_from(), short_one.valid_to()) << "it never held a whole day";
}

TEST_P(GrantsTest, AGrantOutsideOnesUnitsIsNotThere) {
  const auto inside = give(battalion_).name();
  const auto beside = give(navy_).name();
  const auto above = give("").name();
  EXPECT_EQ(units_listed(of_army_), std::vector<std::string>{battalion_});
  EXPECT_EQ(units_listed(caller_of(platform::v1::ROLE_AUDITOR, army_)), std::vector<std::string>{battalion_});
  EXPECT_EQ(units_listed(of_all_).size(), 3u);
  for (const std::string& name : {beside, above, std::string("grants/999999")}) {
    EXPECT_EQ(not_revoked(name, of_army_).code(), Code::not_found) << name;
  }
  EXPECT_EQ(revoke(inside, of_army_).name(), inside);
  EXPECT_EQ(rows("SELECT valid_to FROM role_grant WHERE valid_to IS NOT NULL", 1).size(), 1u);
}

TEST_P(GrantsTest, AccountsAndTheDatabaseAreForAdministratorsOfAllUnits) {
  CreateAccountRequest create;
  create.mutable_account()->set_account_name("new");
  create.set_password("a long enough phrase");
  DisableAccountRequest disable;
  disable.set_name(other_);
  SetHomeCountryRequest country;
  SetRosterSettingsRequest settings;
  country.set_country("NOR");
  for (const auto& [method, request] : std::initializer_list<std::pair<std::string, const google::protobuf::Message*>>{
           {"CreateAccount", &create},
           {"DisableAccount", &disable},
           {"SetHomeCountry", &country},
           {"SetRosterSettings", &settings}}) {
    const auto error = refused(service + method, *request, of_army_);
    EXPECT_EQ(error.code(), Code::permission_denied) << method;
    EXPECT_NE(error.message().find("your grant is for some"), std::string::npos) << error.message();
  }
  EXPECT_TRUE(rows("SELECT account_name FROM account WHERE account_name = 'new' OR disabled = 1", 1).empty());
  EXPECT_TRUE(call<Account>(service + "DisableAccount", disable, of_all_).disabled());
}

TEST_P(GrantsTest, AccountsAreListedAsFarAsTheyHoldGrantsInOnesUnits) {
  give(battalion_);
  const auto listed = call<ListAccountsResponse>(service + "ListAccounts", ListAccountsRequest(), of_army_);
  ASSERT_EQ(listed.accounts_size(), 1);
  EXPECT_EQ(listed.accounts(0).name(), other_);
  const auto navy = caller_of(platform::v1::ROLE_ADMINISTRATOR, navy_);
  EXPECT_EQ(call<ListAccountsResponse>(service + "ListAccounts", ListAccountsRequest(), navy).accounts_size(), 0);
  EXPECT_GT(call<ListAccountsResponse>(service + "ListAccounts", ListAccountsRequest(), of_all_).accounts_size(), 3);
}

TEST_P(GrantsTest, TheAuditIsForAuditorsOfAllUnits) {
  const auto error =
      refused(service + "ListAuditEntries", ListAuditEntriesRequest(), caller_of(platform::v1::ROLE_AUDITOR, army_));
  EXPECT_EQ(error.code(), Code::permission_denied);
  EXPECT_NE(error.message().find("your grant is for some"), std::string::npos) << error.message();
  const auto all = call<ListAuditEntriesResponse>(service + "ListAuditEntries", ListAuditEntriesRequest(),
                                                  caller(platform::v1::ROLE_AUDITOR));
  EXPECT_GT(all.audit_entries_size(), 0);
}

}  // namespace
}  // namespace muster::access
