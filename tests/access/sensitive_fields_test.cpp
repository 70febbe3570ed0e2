// SPDX-License-Identifier: EUPL-1.2
// Which fields are sensitive, written down by hand and apart from the protos, and that the one of a
// person is in the audited read alone, whatever the role.
#include <set>

#include "muster/platform/v1/options.pb.h"
#include "support/roster.h"

namespace muster::access {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using namespace muster::roster::v1;

const std::set<std::string> sensitive = {"muster.roster.v1.Person.birth_date", "muster.access.v1.SignInRequest.password",
                                         "muster.access.v1.CreateAccountRequest.password",
                                         "muster.access.v1.CreateTokenResponse.token"};

// Who may ask for a person, and of those who may read the details.
struct Reader {
  platform::v1::Role role;
  bool details;
};
constexpr Reader readers[] = {{platform::v1::ROLE_PERSON, true},
                              {platform::v1::ROLE_HR_UNIT, true},
                              {platform::v1::ROLE_HR_CENTRAL, true},
                              {platform::v1::ROLE_ENDORSER, false},
                              {platform::v1::ROLE_TRAINING_COORDINATOR, false}};

// Adds the sensitive fields of the type and of all it holds.
void collect(const Descriptor& type, std::set<std::string>& seen, std::set<std::string>& found) {
  if (!seen.insert(type.full_name()).second) return;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.options().GetExtension(platform::v1::field).privacy() == platform::v1::PRIVACY_SENSITIVE) {
      found.insert(field.full_name());
    }
    if (field.message_type()) collect(*field.message_type(), seen, found);
  }
}

class SensitiveFieldsTest : public support::RosterTest {
 protected:
  void SetUp() override {
    RosterTest::SetUp();
    if (HasFatalFailure()) return;
    person_ = make_person("N1", navy_).name();  // born 1988-04-30
  }

  rpc::Caller reader(platform::v1::Role role) {
    if (role != platform::v1::ROLE_PERSON) return caller_of(role, ministry_);
    rpc::Caller who = caller(role);
    who.person = support::number_of(person_);
    return who;
  }

  std::vector<std::string> audited_reads() {
    return rows("SELECT CAST(account AS TEXT), purpose, lines FROM audit_entry"
                " WHERE method LIKE '%ReadPersonDetails' ORDER BY id", 3);
  }

  std::string person_;
};
INSTANTIATE_TEST_SUITE_P(Backends, SensitiveFieldsTest, support::backends(), support::backend_name);

TEST_P(SensitiveFieldsTest, TheTableHoldsEveryOne) {
  std::set<std::string> seen, found;
  for (const auto& [path, method] : registry().all()) {
    collect(*method.request_prototype->GetDescriptor(), seen, found);
    collect(*method.answer_prototype->GetDescriptor(), seen, found);
  }
  EXPECT_EQ(found, sensitive);
}

TEST_P(SensitiveFieldsTest, NoAnswerButTheDetailsHoldsTheBirthDate) {
  GetPersonRequest get;
  get.set_name(person_);
  for (const auto& [role, details] : readers) {
    const auto who = reader(role);
    const auto one = call<Person>(roster("GetPerson"), get, who);
    EXPECT_EQ(one.number(), "N1") << role;
    EXPECT_FALSE(one.has_birth_date()) << role;
    const auto list = call<ListPersonsResponse>(roster("ListPersons"), ListPersonsRequest(), who);
    ASSERT_EQ(list.persons_size(), 1) << role;
    EXPECT_FALSE(list.persons(0).has_birth_date()) << role;
  }
  const auto who = reader(platform::v1::ROLE_HR_UNIT);
  const auto made = call<Person>(roster("CreatePerson"), person_request("N9", navy_), who);
  EXPECT_FALSE(made.has_birth_date());
  UpdatePersonRequest update;
  update.mutable_person()->set_name(made.name());
  update.mutable_person()->set_birth_date("1990-01-01");
  update.mutable_update_mask()->add_paths("birth_date");
  EXPECT_FALSE(call<Person>(roster("UpdatePerson"), update, who).has_birth_date());
  EXPECT_EQ(rows("SELECT birth_date FROM person WHERE number = 'N9'", 1).at(0), "1990-01-01");
}

TEST_P(SensitiveFieldsTest, TheDetailsAreForSomeRolesAndEachReadIsInTheAudit) {
  ReadPersonDetailsRequest read;
  read.set_name(person_);
  read.set_purpose(PURPOSE_TRAINING);
  std::size_t reads = 0;
  for (const auto& [role, details] : readers) {
    const auto who = reader(role);
    if (!details) {
      EXPECT_EQ(refused(roster("ReadPersonDetails"), read, who).code(), status::Code::permission_denied) << role;
      EXPECT_EQ(audited_reads().size(), reads) << role;
      continue;
    }
    EXPECT_EQ(call<Person>(roster("ReadPersonDetails"), read, who).birth_date(), "1988-04-30") << role;
    const auto entries = audited_reads();
    ASSERT_EQ(entries.size(), ++reads) << role;
    EXPECT_EQ(entries.back().find(std::to_string(who.account) + "|PURPOSE_TRAINING|"), 0u) << entries.back();
    EXPECT_NE(entries.back().find("read person/" + std::to_string(support::number_of(person_))), std::string::npos);
    EXPECT_EQ(entries.back().find("1988"), std::string::npos) << entries.back();
  }
  EXPECT_EQ(reads, 3u);
  const auto beside = refused(roster("ReadPersonDetails"), read, hr());
  EXPECT_EQ(beside.code(), status::Code::not_found);
  EXPECT_EQ(audited_reads().size(), reads) << "nothing was read";
}

}  // namespace
}  // namespace muster::access
