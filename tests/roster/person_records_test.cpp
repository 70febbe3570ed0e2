// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "support/roster.h"

namespace muster::support {
namespace {

namespace v1 = muster::roster::v1;

class PersonRecordsTest : public RosterTest {
 protected:
  void SetUp() override {
    RosterTest::SetUp();
    person_ = make_person("N1", army_).name();
  }
  std::string person_;
};
INSTANTIATE_TEST_SUITE_P(Backends, PersonRecordsTest, backends(), backend_name);

TEST_P(PersonRecordsTest, LanguageSkills) {
  v1::CreateLanguageSkillRequest request;
  v1::LanguageSkill& skill = *request.mutable_language_skill();
  skill.set_person(person_);
  skill.set_language("fra");
  skill.set_level(v1::LANGUAGE_LEVEL_B2);
  skill.set_assessed_date("2025-05-05");
  const auto created = call<v1::LanguageSkill>(roster("CreateLanguageSkill"), request, hr());
  EXPECT_EQ(created.language(), "fra");
  EXPECT_EQ(created.assessed_date(), "2025-05-05");
  skill.set_language("ara");
  skill.clear_assessed_date();
  EXPECT_FALSE(call<v1::LanguageSkill>(roster("CreateLanguageSkill"), request, hr()).has_assessed_date());
  v1::ListLanguageSkillsRequest list;
  list.set_person(person_);
  const auto response = call<v1::ListLanguageSkillsResponse>(roster("ListLanguageSkills"), list, hr());
  ASSERT_EQ(response.language_skills_size(), 2);
  EXPECT_EQ(response.language_skills(0).language(), "ara");

  skill.set_assessed_date(future_day());
  EXPECT_TRUE(names_field(refused(roster("CreateLanguageSkill"), request, hr()), "language_skill.assessed_date"));
  skill.clear_assessed_date();
  for (const char* language : {"xx", "und", "FRA", "zzzz", ""}) {
    skill.set_language(language);
    EXPECT_TRUE(names_field(refused(roster("CreateLanguageSkill"), request, hr()), "language_skill.language"))
        << language;
  }
  skill.set_language("fra");
  skill.clear_level();
  EXPECT_TRUE(names_field(refused(roster("CreateLanguageSkill"), request, hr()), "language_skill.level"));
}

TEST_P(PersonRecordsTest, Availabilities) {
  v1::CreateAvailabilityRequest request;
  v1::Availability& availability = *request.mutable_availability();
  availability.set_person(person_);
  availability.set_kind(v1::AVAILABILITY_KIND_PARENTAL);
  availability.set_valid_from("2026-01-01");
  availability.set_valid_to("2025-12-31");
  EXPECT_TRUE(names_field(refused(roster("CreateAvailability"), request, hr()), "availability.valid_to"));
  availability.set_valid_to("2026-01-01");
  EXPECT_EQ(call<v1::Availability>(roster("CreateAvailability"), request, hr()).valid_to(), "2026-01-01");
  v1::ListAvailabilitiesRequest list;
  list.set_person(person_);
  EXPECT_EQ(call<v1::ListAvailabilitiesResponse>(roster("ListAvailabilities"), list, hr()).availabilities_size(), 1);
  availability.set_person(make_person("N2", navy_).name());
  EXPECT_EQ(refused(roster("CreateAvailability"), request, hr()).code(), status::Code::not_found);
}

TEST_P(PersonRecordsTest, Credentials) {
  v1::CreateCredentialRequest request;
  v1::Credential& credential = *request.mutable_credential();
  credential.set_person(person_);
  credential.set_kind(v1::CREDENTIAL_KIND_PASSPORT);
  credential.set_valid_from("2024-01-01");
  credential.set_issuer("Robert'); DROP TABLE credential;--");
  const auto created = call<v1::Credential>(roster("CreateCredential"), request, hr());
  EXPECT_EQ(created.issuer(), credential.issuer());
  EXPECT_FALSE(created.has_valid_to());
  v1::ListCredentialsRequest list;
  list.set_person(person_);
  const auto response = call<v1::ListCredentialsResponse>(roster("ListCredentials"), list, hr());
  ASSERT_EQ(response.credentials_size(), 1);
  EXPECT_EQ(response.credentials(0).SerializeAsString(), created.SerializeAsString());
  credential.set_valid_from("2024-02-30");
  credential.clear_kind();
  const auto error = refused(roster("CreateCredential"), request, hr());
  EXPECT_TRUE(names_field(error, "credential.valid_from"));
  EXPECT_TRUE(names_field(error, "credential.kind"));
}

}  // namespace
}  // namespace muster::support
