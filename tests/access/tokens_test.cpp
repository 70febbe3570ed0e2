// SPDX-License-Identifier: EUPL-1.2
// Tokens are seen and ended by their account and by administrators of all units, and make no tokens.
#include "muster/access/v1/access.pb.h"
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
