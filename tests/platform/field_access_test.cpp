// SPDX-License-Identifier: EUPL-1.2
// Fields that a caller may not see, in answers as messages and in Protobuf's binary form.
#include <gtest/gtest.h>

#include "muster/roster/v1/roster.pb.h"
#include "platform/rpc/field_access.h"
#include "support/service.h"

namespace muster {
namespace {

using namespace muster::roster::v1;

class FieldAccessTest : public support::ServiceTest {
 protected:
  // A page of people, every other one with a birth date, which is sensitive.
  static ListPersonsResponse people() {
    ListPersonsResponse page;
    for (int i = 0; i < 300; ++i) {
      Person& person = *page.add_persons();
      person.set_name("persons/" + std::to_string(i + 1));
      person.set_given_name(i % 3 == 0 ? "Ærlig" : "");
      if (i % 2 == 0) person.set_birth_date("1985-02-28");
      person.mutable_create_time()->set_seconds(i);
      person.set_etag(std::to_string(i));
    }
    page.set_next_page_token("more");
    page.set_total_size(1000);
    return page;
  }
  // What hide_fields() leaves of the page in binary form, after a check that it leaves the same of the message.
  ListPersonsResponse shown(const std::string& method) {
    const rpc::Caller who = caller(platform::v1::ROLE_HR_CENTRAL);
    ListPersonsResponse message = people(), read;
    std::string bytes = message.SerializeAsString();
    sql([&](db::Session& session) {
      const rpc::Context context(session, *registry().find("muster.roster.v1.RosterService/" + method), who,
                                 std::chrono::system_clock::now());
      rpc::hide_fields(context, message);
      rpc::hide_fields(context, *ListPersonsResponse::descriptor(), bytes);
    });
    EXPECT_TRUE(read.ParseFromString(bytes));
    EXPECT_EQ(bytes, message.SerializeAsString()) << "the two ways differ";
    return read;
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, FieldAccessTest, support::backends(), support::backend_name);

TEST_P(FieldAccessTest, AListLosesItsSensitiveFieldsAndNothingElse) {
  ListPersonsResponse expected = people();
  for (Person& person : *expected.mutable_persons()) person.clear_birth_date();
  EXPECT_EQ(shown("ListPersons").SerializeAsString(), expected.SerializeAsString());
}

TEST_P(FieldAccessTest, AnAuditedReadKeepsThem) {
  EXPECT_EQ(shown("ReadPersonDetails").SerializeAsString(), people().SerializeAsString());
}

}  // namespace
}  // namespace muster
