// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "muster/access/v1/access.pb.h"
#include "support/service.h"

namespace muster::access {
namespace {

using namespace muster::access::v1;

const std::string service = "muster.access.v1.AccessService/";

class SettingsTest : public support::ServiceTest {};
INSTANTIATE_TEST_SUITE_P(Backends, SettingsTest, support::backends(), support::backend_name);

TEST_P(SettingsTest, TheHomeCountryIsSetAndChanged) {
  const rpc::Caller administrator = caller(platform::v1::ROLE_ADMINISTRATOR);
  SetHomeCountryRequest request;
  for (const char* country : {"NOR", "SWE"}) {
    request.set_country(country);
    EXPECT_EQ(call<SetHomeCountryResponse>(service + "SetHomeCountry", request, administrator).country(), country);
    EXPECT_EQ(call<Session>(service + "GetSession", GetSessionRequest(), administrator).home_country(), country);
  }
}

TEST_P(SettingsTest, RefusesWhatIsNoCountry) {
  const rpc::Caller administrator = caller(platform::v1::ROLE_ADMINISTRATOR);
  SetHomeCountryRequest request;
  for (const char* wrong : {"", "NO", "nor", "XXX", "'; DROP TABLE setting; --"}) {
    request.set_country(wrong);
    EXPECT_TRUE(support::names_field(refused(service + "SetHomeCountry", request, administrator), "country")) << wrong;
  }
  EXPECT_EQ(call<Session>(service + "GetSession", GetSessionRequest(), administrator).home_country(), "");
}

}  // namespace
}  // namespace muster::access
