// SPDX-License-Identifier: EUPL-1.2
// Tokens are seen and ended by their account and by administrators of all units, and make no tokens.
#include "muster/access/v1/access.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/rpc/token_purpose.h"
#include "support/roster.h"

namespace muster::access {
namespace {

using namespace muster::access::v1;
using status::Code;

const std::string service = "muster.access.v1.AccessService/";

class TokensTest : public support::RosterTest {
 protected:
  // Makes a token of the account and gives its row's number.
  long long make(const rpc::Caller& who, const std::string& display_name) {
    CreateTokenRequest request;
    request.set_display_name(display_name);
    EXPECT_EQ(call<CreateTokenResponse>(service + "CreateToken", request, who).token().size(), 64u);
    return std::stoll(rows("SELECT CAST(MAX(id) AS TEXT) FROM session", 1).at(0));
  }
  static std::string name_of(long long token) { return "tokens/" + std::to_string(token); }

  std::vector<std::string> listed(const rpc::Caller& who) {
    std::vector<std::string> names;
    const auto all = call<ListTokensResponse>(service + "ListTokens", ListTokensRequest(), who);
    for (const auto& token : all.tokens()) names.push_back(token.display_name());
    return names;
  }
  RevokeTokenRequest revoking(long long token) {
    RevokeTokenRequest request;
    request.set_name(name_of(token));
    return request;
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, TokensTest, support::backends(), support::backend_name);

using Names = std::vector<std::string>;

TEST_P(TokensTest, EachSeesTheirOwnAndAdministratorsOfAllUnitsEverybodys) {
  const auto one = caller(platform::v1::ROLE_ANALYST), other = caller(platform::v1::ROLE_HR_CENTRAL);
  make(one, "mine");
  make(other, "theirs");
  EXPECT_EQ(listed(one), Names{"mine"});
  EXPECT_EQ(listed(other), Names{"theirs"});
  EXPECT_EQ(listed(caller(platform::v1::ROLE_AUDITOR)), Names{});
  EXPECT_EQ(listed(caller_of(platform::v1::ROLE_ADMINISTRATOR, army_)), Names{});
  EXPECT_EQ(listed(caller(platform::v1::ROLE_ADMINISTRATOR)), (Names{"mine", "theirs"}));
  sql([](db::Session& session) {
    db::execute(session, "UPDATE session SET expire_time = 1 WHERE display_name = 'mine'");
  });
  EXPECT_EQ(listed(one), Names{}) << "it has ended by itself";
}

TEST_P(TokensTest, AreReadPageByPage) {
  const auto one = caller(platform::v1::ROLE_ANALYST);
  const Names all{"first", "second", "third"};
  for (const auto& name : all) make(one, name);
  ListTokensRequest request;
  request.set_page_size(1);
  Names names;
  do {
    const auto page = call<ListTokensResponse>(service + "ListTokens", request, one);
    for (const auto& token : page.tokens()) names.push_back(token.display_name());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(names, all) << "each page is of a later moment";
}

TEST_P(TokensTest, ARevokedTokenIsOver) {
  const auto one = caller(platform::v1::ROLE_ANALYST), other = caller(platform::v1::ROLE_HR_CENTRAL);
  const long long mine = make(one, "mine"), second = make(one, "second");
  for (const rpc::Caller& who : {other, caller_of(platform::v1::ROLE_ADMINISTRATOR, army_)}) {
    EXPECT_EQ(refused(service + "RevokeToken", revoking(mine), who).code(), Code::not_found);
  }
  const auto revoked = call<Token>(service + "RevokeToken", revoking(mine), one);
  EXPECT_EQ(revoked.name(), name_of(mine));
  EXPECT_TRUE(revoked.has_end_time());
  EXPECT_EQ(listed(one), Names{"second"});
  EXPECT_EQ(refused(service + "RevokeToken", revoking(mine), one).code(), Code::not_found) << "it is over already";
  call<Token>(service + "RevokeToken", revoking(second), caller(platform::v1::ROLE_ADMINISTRATOR));
  EXPECT_EQ(listed(one), Names{});
  const auto lines = rows("SELECT lines FROM audit_entry WHERE method LIKE '%RevokeToken' ORDER BY id", 1);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_NE(lines[0].find("updated session/" + std::to_string(mine) + " end_time"), std::string::npos) << lines[0];
}

TEST_P(TokensTest, ASessionOfThePageIsNoToken) {
  const auto one = caller(platform::v1::ROLE_ANALYST);
  const long long row = make(one, "mine");
  sql([](db::Session& session) { db::execute(session, "UPDATE session SET kind = 'SESSION'"); });
  EXPECT_EQ(listed(one), Names{});
  EXPECT_EQ(refused(service + "RevokeToken", revoking(row), one).code(), Code::not_found);
}

class PurposesTest : public TokensTest {
 protected:
  // A caller as one with the newest token is.
  rpc::Caller with_newest(const rpc::Caller& who) {
    rpc::Caller caller = who;
    caller.token = true;
    const auto purposes = rows("SELECT purposes FROM session ORDER BY id DESC LIMIT 1", 1).at(0);
    for (const auto purpose : rpc::all_purposes()) {
      if (purposes.find(platform::v1::TokenPurpose_Name(purpose)) != std::string::npos) {
        caller.purposes |= rpc::purpose_bit(purpose);
      }
    }
    return caller;
  }
  rpc::Caller with_token_for(const rpc::Caller& who, std::vector<platform::v1::TokenPurpose> purposes) {
    CreateTokenRequest request;
    request.set_display_name("for less");
    for (const auto purpose : purposes) request.add_purposes(purpose);
    call<CreateTokenResponse>(service + "CreateToken", request, who);
    return with_newest(who);
  }
  // The purposes that the refusal names; "" if it is let in.
  std::string needed(const rpc::Caller& who, const std::string& path) {
    try {
      dispatcher().call_message(path, *registry().find(path)->request_prototype, who);
    } catch (const status::Error& error) {
      if (error.cause() != platform::v1::REASON_TOKEN_PURPOSE) return "";
      EXPECT_EQ(error.code(), Code::permission_denied);
      return error.metadata().at("allowed");
    }
    return "";
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, PurposesTest, support::backends(), support::backend_name);

TEST_P(PurposesTest, ATokenDoesWhatItIsFor) {
  using namespace platform::v1;
  const auto desk = caller(ROLE_HR_CENTRAL);
  const std::string list = roster("ListPersons"), create = roster("CreatePerson"),
                    figure = "muster.statistics.v1.StatisticsService/QueryIndicator",
                    import = "muster.imports.v1.ImportService/GetImport", tokens = service + "RevokeToken",
                    session = service + "GetSession", details = roster("ReadPersonDetails");
  const std::vector<std::string> all{list, create, figure, import, tokens, session, details};
  const std::string read = "TOKEN_PURPOSE_READ, TOKEN_PURPOSE_EXPORT", figures = read + ", TOKEN_PURPOSE_STATISTICS",
                    write = "TOKEN_PURPOSE_WRITE", files = "TOKEN_PURPOSE_IMPORT",
                    administer = "TOKEN_PURPOSE_ADMINISTER";
  const std::vector<std::pair<TokenPurpose, std::vector<std::string>>> expected{
      {TOKEN_PURPOSE_READ, {"", write, "", files, administer, "", ""}},
      {TOKEN_PURPOSE_EXPORT, {"", write, "", files, administer, "", ""}},
      {TOKEN_PURPOSE_WRITE, {read, "", figures, files, administer, "", read}},
      {TOKEN_PURPOSE_IMPORT, {read, write, figures, "", administer, "", read}},
      {TOKEN_PURPOSE_STATISTICS, {read, write, "", files, administer, "", read}},
      {TOKEN_PURPOSE_ADMINISTER, {read, write, figures, files, "", "", read}},
  };
  for (const auto& [purpose, wanted] : expected) {
    const auto token = with_token_for(desk, {purpose});
    for (std::size_t i = 0; i < all.size(); ++i) {
      EXPECT_EQ(needed(token, all[i]), wanted[i]) << TokenPurpose_Name(purpose) << " " << all[i];
    }
  }
}

TEST_P(PurposesTest, WithoutAWordAllButExportAndOnTheDatabaseAll) {
  using namespace platform::v1;
  auto desk = caller(ROLE_HR_CENTRAL);
  EXPECT_EQ(with_token_for(desk, {}).purposes & rpc::purpose_bit(TOKEN_PURPOSE_EXPORT), 0u);
  EXPECT_NE(with_token_for(desk, {}).purposes & rpc::purpose_bit(TOKEN_PURPOSE_ADMINISTER), 0u);
  desk.system = true;
  EXPECT_NE(with_token_for(desk, {}).purposes & rpc::purpose_bit(TOKEN_PURPOSE_EXPORT), 0u);
  desk.system = false;
  desk.factor_time = rules::now_micros() - 11LL * 60 * 1'000'000;
  CreateTokenRequest request;
  request.set_display_name("for exports");
  request.add_purposes(TOKEN_PURPOSE_EXPORT);
  EXPECT_EQ(refused(service + "CreateToken", request, desk).cause(), REASON_FRESH_FACTOR_NEEDED);
  const auto listed_now = call<ListTokensResponse>(service + "ListTokens", ListTokensRequest(), desk);
  ASSERT_EQ(listed_now.tokens_size(), 3);
  EXPECT_EQ(listed_now.tokens(0).purposes_size(), 5);
}

TEST_P(PurposesTest, ATokenHasOfTheAccountsRolesAlone) {
  const auto desk = caller(platform::v1::ROLE_HR_CENTRAL);
  sql([&](db::Session& session) {
    db::execute(session, {"INSERT INTO role_grant (account, role, valid_from, create_time, update_time, row_version)"
                          " VALUES (?, 'ROLE_HR_CENTRAL', '2020-01-01', 0, 0, 1)",
                          {desk.account}});
  });
  CreateTokenRequest request;
  request.set_display_name("for less");
  request.add_roles(platform::v1::ROLE_HR_CENTRAL);
  call<CreateTokenResponse>(service + "CreateToken", request, desk);
  request.add_roles(platform::v1::ROLE_AUDITOR);
  const auto error = refused(service + "CreateToken", request, desk);
  EXPECT_EQ(error.cause(), platform::v1::REASON_ROLE_NOT_HELD);
  EXPECT_TRUE(support::names_field(error, "roles[1]")) << support::violations_of(error);
  const auto tokens = call<ListTokensResponse>(service + "ListTokens", ListTokensRequest(), desk);
  ASSERT_EQ(tokens.tokens_size(), 1);
  EXPECT_EQ(tokens.tokens(0).roles_size(), 1);
}

TEST_P(TokensTest, ATokenMakesNoTokens) {
  auto one = caller(platform::v1::ROLE_ANALYST);
  one.session = make(one, "mine");
  CreateTokenRequest request;
  request.set_display_name("its child");
  const auto error = refused(service + "CreateToken", request, one);
  EXPECT_EQ(error.code(), Code::failed_precondition);
  EXPECT_NE(error.message().find("sign in"), std::string::npos) << error.message();
  EXPECT_EQ(listed(one), Names{"mine"});
}

}  // namespace
}  // namespace muster::access
