// SPDX-License-Identifier: EUPL-1.2
// What other systems call people by, and how people are reached.
#include <gtest/gtest.h>

#include "muster/platform/v1/reasons.pb.h"
#include "support/roster.h"

namespace muster::support {
namespace {

namespace v1 = muster::roster::v1;
using status::Code;

class IdentifiersTest : public RosterTest {
 protected:
  void SetUp() override {
    RosterTest::SetUp();
    kari_ = make_person("N1", army_).name();
    ola_ = make_person("N2", army_).name();
  }

  static v1::CreateIdentifierRequest request_of(const std::string& person, v1::IdentifierScheme scheme,
                                                const std::string& value, const std::string& from = "2024-01-01",
                                                const std::string& to = "") {
    v1::CreateIdentifierRequest request;
    request.mutable_identifier()->set_person(person);
    request.mutable_identifier()->set_scheme(scheme);
    request.mutable_identifier()->set_value(value);
    request.mutable_identifier()->set_valid_from(from);
    if (!to.empty()) request.mutable_identifier()->set_valid_to(to);
    return request;
  }
  v1::Identifier add(const std::string& person, v1::IdentifierScheme scheme, const std::string& value,
                     const std::string& from = "2024-01-01", const std::string& to = "") {
    return call<v1::Identifier>(roster("CreateIdentifier"), request_of(person, scheme, value, from, to), hr());
  }
  std::vector<std::string> found(const v1::ListPersonsRequest& request) {
    std::vector<std::string> names;
    const auto response = call<v1::ListPersonsResponse>(roster("ListPersons"), request, hr());
    for (const auto& one : response.persons()) names.push_back(one.name());
    return names;
  }
  std::vector<std::string> searched(const std::string& query) {
    v1::ListPersonsRequest request;
    request.set_query(query);
    return found(request);
  }
  std::vector<std::string> called(const std::string& identifier) {
    v1::ListPersonsRequest request;
    request.set_identifier(identifier);
    return found(request);
  }
  using Names = std::vector<std::string>;

  std::string kari_, ola_;
};
INSTANTIATE_TEST_SUITE_P(Backends, IdentifiersTest, backends(), backend_name);

TEST_P(IdentifiersTest, AnyOfThemFindsThePerson) {
  add(kari_, v1::IDENTIFIER_SCHEME_SERVICE_NUMBER, "X-774");
  add(kari_, v1::IDENTIFIER_SCHEME_EMAIL, "Kari.Nordmann@example.org");
  add(ola_, v1::IDENTIFIER_SCHEME_LEARNING_SYSTEM, "ola", "2020-01-01", "2020-12-31");
  for (const char* spelling : {"X-774", "x-774", "\uFF38-774", " x-774 "}) {
    EXPECT_EQ(called(spelling), Names{kari_}) << spelling;
    EXPECT_EQ(searched(spelling), Names{kari_}) << spelling;
  }
  EXPECT_EQ(called("kari.nordmann@EXAMPLE.org"), Names{kari_});
  EXPECT_EQ(searched("nordmann kari.nordmann@example.org"), Names{kari_}) << "as one of some words";
  EXPECT_EQ(called("X-77"), Names()) << "whole ones only";
  EXPECT_EQ(searched("X-77"), Names{kari_}) << "by its beginning";
  EXPECT_EQ(called("ola"), Names()) << "not in force any more";
  EXPECT_EQ(searched("ola"), Names{ola_});
  add(ola_, v1::IDENTIFIER_SCHEME_PAYROLL, "N1");
  EXPECT_EQ(called("n1"), Names{kari_}) << "a number comes first";
}

TEST_P(IdentifiersTest, WithinItsSchemeAValueIsOnePersonsOnEachDay) {
  const auto first = add(kari_, v1::IDENTIFIER_SCHEME_PAYROLL, "P-9", "2024-01-01", "2024-12-31");
  for (const char* spelling : {"P-9", "p-9", "\uFF30-\uFF19"}) {
    for (const auto& [from, to] : {std::pair("2024-12-31", ""), std::pair("2023-01-01", "2024-01-01"),
                                   std::pair("2024-05-01", "2024-06-01"), std::pair("2020-01-01", "")}) {
      const auto error = refused(roster("CreateIdentifier"),
                                 request_of(ola_, v1::IDENTIFIER_SCHEME_PAYROLL, spelling, from, to), hr());
      EXPECT_EQ(error.code(), Code::already_exists) << spelling << from;
      EXPECT_TRUE(names_field(error, "identifier.value")) << violations_of(error);
      EXPECT_EQ(error.reason(), "NUMBER_NOT_AVAILABLE");
    }
  }
  // Other days, another scheme, and zeros in front.
  add(ola_, v1::IDENTIFIER_SCHEME_PAYROLL, "P-9", "2025-01-01");
  add(ola_, v1::IDENTIFIER_SCHEME_UN_INDEX, "P-9", "2024-01-01");
  const auto alike = add(ola_, v1::IDENTIFIER_SCHEME_PAYROLL, "P-09", "2024-01-01");
  ASSERT_EQ(alike.look_alikes_size(), 2);
  EXPECT_EQ(alike.look_alikes(0).name(), first.name());
  EXPECT_EQ(alike.look_alikes(0).value(), "P-9");
  EXPECT_EQ(alike.look_alikes(0).person(), kari_);
  EXPECT_EQ(alike.look_alikes(0).person_display_name(), "Kari Nordmann");
  // The first one cannot be prolonged into the days of the other.
  v1::CorrectIdentifierRequest longer;
  longer.mutable_identifier()->set_name(first.name());
  longer.mutable_identifier()->set_valid_to("2025-01-01");
  longer.mutable_update_mask()->add_paths("valid_to");
  longer.set_reason("Misread");
  EXPECT_TRUE(names_field(refused(roster("CorrectIdentifier"), longer, hr()), "identifier.valid_to"));
  v1::EndIdentifierRequest end;
  end.set_name(first.name());
  end.set_last_day("2024-06-30");
  EXPECT_EQ(call<v1::Identifier>(roster("EndIdentifier"), end, hr()).valid_to(), "2024-06-30");
  end.set_last_day("2023-12-31");
  EXPECT_TRUE(names_field(refused(roster("EndIdentifier"), end, hr()), "last_day"));
}

TEST_P(IdentifiersTest, OfSomebodyOfOtherUnitsItIsNotSaidWhoseItIs) {
  const auto navy = caller_of(platform::v1::ROLE_HR_UNIT, navy_);
  call<v1::Identifier>(roster("CreateIdentifier"),
                       request_of(make_person("B1", navy_).name(), v1::IDENTIFIER_SCHEME_PAYROLL, "Z-1"), navy);
  const auto error = refused(roster("CreateIdentifier"), request_of(kari_, v1::IDENTIFIER_SCHEME_PAYROLL, "Z-1"), hr());
  EXPECT_EQ(error.code(), Code::already_exists);
  EXPECT_EQ(everything_of(error).find("persons/"), std::string::npos) << everything_of(error);
  EXPECT_EQ(add(kari_, v1::IDENTIFIER_SCHEME_PAYROLL, "Z-01").look_alikes_size(), 0);
}

TEST_P(IdentifiersTest, ANationalIdentityNumberIsRefused) {
  for (const char* number :
       {"01019060574", "010190-60574", "\uFF10\uFF11\uFF10\uFF11\uFF19\uFF1060574", "41019060568"}) {
    for (const auto scheme : {v1::IDENTIFIER_SCHEME_SERVICE_NUMBER, v1::IDENTIFIER_SCHEME_LEARNING_SYSTEM}) {
      const auto error = refused(roster("CreateIdentifier"), request_of(kari_, scheme, number), hr());
      EXPECT_EQ(error.cause(), platform::v1::REASON_NATIONAL_IDENTITY_NUMBER) << number;
      EXPECT_EQ(everything_of(error).find("60574"), std::string::npos) << "it is not repeated";
    }
  }
  add(kari_, v1::IDENTIFIER_SCHEME_SERVICE_NUMBER, "01019060575");
  EXPECT_EQ(rows("SELECT COUNT(*) FROM identifier", 1).at(0), "1");
}

TEST_P(IdentifiersTest, NobodyHasANationalIdentityNumberAsTheirNumber) {
  const auto request = person_request("01019060574", army_);
  const auto error = refused(roster("CreatePerson"), request, hr());
  EXPECT_EQ(error.cause(), platform::v1::REASON_NATIONAL_IDENTITY_NUMBER);
  EXPECT_TRUE(names_field(error, "person.number"));
  v1::UpdatePersonRequest update;
  update.mutable_person()->set_name(kari_);
  update.mutable_person()->set_number("01019060574");
  update.mutable_update_mask()->add_paths("number");
  EXPECT_EQ(refused(roster("UpdatePerson"), update, hr()).cause(), platform::v1::REASON_NATIONAL_IDENTITY_NUMBER);
  EXPECT_EQ(person(kari_).number(), "N1");
}

TEST_P(IdentifiersTest, NoFreeTextHoldsANationalIdentityNumber) {
  v1::CreateContactRequest contact;
  contact.mutable_contact()->set_person(kari_);
  contact.mutable_contact()->set_kind(v1::CONTACT_KIND_EMERGENCY);
  contact.mutable_contact()->set_valid_from("2024-01-01");
  const auto refused_for = [&](const std::string& method, const google::protobuf::Message& request, const char* field) {
    const auto error = refused(roster(method), request, hr());
    EXPECT_EQ(error.cause(), platform::v1::REASON_NATIONAL_IDENTITY_NUMBER) << everything_of(error);
    EXPECT_TRUE(names_field(error, field)) << everything_of(error);
    EXPECT_EQ(everything_of(error).find("60574"), std::string::npos) << "it is not repeated";
  };
  for (const char* text : {"Ola, fnr. 01019060574", "010190 60574", "(\uFF10\uFF11\uFF10\uFF11\uFF19\uFF1060574)"}) {
    contact.mutable_contact()->set_value(text);
    contact.mutable_contact()->clear_note();
    refused_for("CreateContact", contact, "contact.value");
    contact.mutable_contact()->set_value("Ola, husband");
    contact.mutable_contact()->set_note(text);
    refused_for("CreateContact", contact, "contact.note");
  }
  contact.mutable_contact()->set_note("Account 01019060575, +47 22 24 90 90");
  const auto made = call<v1::Contact>(roster("CreateContact"), contact, hr());
  v1::CorrectContactRequest correct;
  correct.mutable_contact()->set_name(made.name());
  correct.mutable_contact()->set_note("At home");
  correct.mutable_update_mask()->add_paths("note");
  correct.set_reason("It was 01019060574");
  refused_for("CorrectContact", correct, "reason");
  v1::UpdatePersonRequest update;
  update.mutable_person()->set_name(kari_);
  update.mutable_person()->set_preferred_name("Kari 01019060574");
  update.mutable_update_mask()->add_paths("preferred_name");
  refused_for("UpdatePerson", update, "person.preferred_name");
}

TEST_P(IdentifiersTest, WrongInputIsToldByItsField) {
  const auto wrong = [&](const v1::CreateIdentifierRequest& request, const char* field, platform::v1::Reason reason) {
    const auto error = refused(roster("CreateIdentifier"), request, hr());
    EXPECT_TRUE(names_field(error, field)) << violations_of(error);
    EXPECT_EQ(error.cause(), reason) << violations_of(error);
  };
  const auto email = v1::IDENTIFIER_SCHEME_EMAIL;
  wrong(request_of(kari_, email, "kari"), "identifier.value", platform::v1::REASON_NOT_AN_EMAIL);
  wrong(request_of(kari_, email, "a b@c.no"), "identifier.value", platform::v1::REASON_INVALID_CHARACTER);
  wrong(request_of(kari_, email, "  "), "identifier.value", platform::v1::REASON_INVALID_CHARACTER);
  wrong(request_of(kari_, email, ""), "identifier.value", platform::v1::REASON_REQUIRED);
  wrong(request_of(kari_, v1::IDENTIFIER_SCHEME_UNSPECIFIED, "1"), "identifier.scheme", platform::v1::REASON_REQUIRED);
  wrong(request_of(kari_, email, "a@b.no", "2024-02-30"), "identifier.valid_from", platform::v1::REASON_NOT_A_DATE);
  EXPECT_TRUE(names_field(
      refused(roster("CreateIdentifier"), request_of(kari_, email, "a@b.no", "2024-02-02", "2024-01-01"), hr()),
      "identifier.valid_to"));
  EXPECT_EQ(refused(roster("CreateIdentifier"), request_of("persons/999999", email, "a@b.no"), hr()).code(),
            Code::not_found);
  EXPECT_EQ(rows("SELECT COUNT(*) FROM identifier", 1).at(0), "0");
}

TEST_P(IdentifiersTest, OfSomebodyWhoHasLeftNothingNewIsRecorded) {
  const auto identifier = add(kari_, v1::IDENTIFIER_SCHEME_PAYROLL, "P-9");
  v1::UpdatePersonRequest leave;
  leave.mutable_person()->set_name(kari_);
  leave.mutable_person()->set_status(v1::PERSON_STATUS_DECEASED);
  leave.mutable_update_mask()->add_paths("status");
  leave.set_last_day(day(0));
  const auto desk = caller(platform::v1::ROLE_HR_CENTRAL);
  call<v1::Person>(roster("UpdatePerson"), leave, desk);
  EXPECT_EQ(refused(roster("CreateIdentifier"), request_of(kari_, v1::IDENTIFIER_SCHEME_PAYROLL, "P-8"), desk).cause(),
            platform::v1::REASON_PERSON_NOT_ACTIVE);
  v1::CreateContactRequest contact;
  contact.mutable_contact()->set_person(kari_);
  contact.mutable_contact()->set_kind(v1::CONTACT_KIND_POSTAL);
  contact.mutable_contact()->set_value("A street");
  contact.mutable_contact()->set_valid_from("2024-01-01");
  EXPECT_EQ(refused(roster("CreateContact"), contact, desk).cause(), platform::v1::REASON_PERSON_NOT_ACTIVE);
  v1::CreateMembershipRequest membership;
  membership.mutable_membership()->set_person(kari_);
  membership.mutable_membership()->set_valid_from("2024-01-01");
  EXPECT_EQ(refused(roster("CreateMembership"), membership, desk).cause(), platform::v1::REASON_PERSON_NOT_ACTIVE);
  v1::EndIdentifierRequest end;
  end.set_name(identifier.name());
  end.set_last_day(day(0));
  EXPECT_EQ(call<v1::Identifier>(roster("EndIdentifier"), end, desk).valid_to(), day(0)) << "what there is ends";
}

TEST_P(IdentifiersTest, ACorrectionKeepsItsReasonAndAnOldEtagIsStale) {
  const auto made = add(kari_, v1::IDENTIFIER_SCHEME_PAYROLL, "P-8");
  v1::CorrectIdentifierRequest correct;
  correct.mutable_identifier()->set_name(made.name());
  correct.mutable_identifier()->set_value("P-9");
  correct.mutable_identifier()->set_etag(made.etag());
  correct.mutable_update_mask()->add_paths("value");
  EXPECT_TRUE(names_field(refused(roster("CorrectIdentifier"), correct, hr()), "reason"));
  correct.set_reason("Misread");
  correct.set_validate_only(true);
  EXPECT_EQ(call<v1::Identifier>(roster("CorrectIdentifier"), correct, hr()).value(), "P-9");
  EXPECT_EQ(called("P-8"), Names{kari_}) << "it was only tried";
  correct.set_validate_only(false);
  const auto corrected = call<v1::Identifier>(roster("CorrectIdentifier"), correct, hr());
  EXPECT_EQ(corrected.value(), "P-9");
  EXPECT_EQ(corrected.correction_reason(), "Misread");
  EXPECT_EQ(corrected.valid_from(), made.valid_from());
  EXPECT_EQ(called("p-9"), Names{kari_}) << "its key follows";
  EXPECT_EQ(called("P-8"), Names());
  EXPECT_EQ(refused(roster("CorrectIdentifier"), correct, hr()).cause(), platform::v1::REASON_STALE_ETAG);
  add(ola_, v1::IDENTIFIER_SCHEME_PAYROLL, "P-7");
  correct.mutable_identifier()->clear_etag();
  correct.mutable_identifier()->set_value("p-7");
  EXPECT_EQ(refused(roster("CorrectIdentifier"), correct, hr()).code(), Code::already_exists);
  correct.mutable_update_mask()->set_paths(0, "person");
  EXPECT_TRUE(names_field(refused(roster("CorrectIdentifier"), correct, hr()), "update_mask"));
}

TEST_P(IdentifiersTest, ContactsAreThePersonsAndOfTheHrDesksOfTheirUnits) {
  v1::CreateContactRequest request;
  v1::Contact& contact = *request.mutable_contact();
  contact.set_person(kari_);
  contact.set_kind(v1::CONTACT_KIND_MOBILE);
  contact.set_value("call me");
  contact.set_valid_from("2024-01-01");
  EXPECT_EQ(refused(roster("CreateContact"), request, hr()).cause(), platform::v1::REASON_NOT_A_PHONE_NUMBER);
  contact.set_value("+47 22 24 90 90");
  const auto mobile = call<v1::Contact>(roster("CreateContact"), request, hr());
  contact.set_kind(v1::CONTACT_KIND_EMAIL);
  EXPECT_EQ(refused(roster("CreateContact"), request, hr()).cause(), platform::v1::REASON_NOT_AN_EMAIL);
  contact.set_kind(v1::CONTACT_KIND_EMERGENCY);
  contact.set_value("Ola Nordmann, husband\n+47 22 24 90 91");
  contact.set_valid_from("2025-01-01");
  call<v1::Contact>(roster("CreateContact"), request, hr());

  v1::CorrectContactRequest correct;
  correct.mutable_contact()->set_name(mobile.name());
  correct.mutable_contact()->set_value("none");
  correct.mutable_update_mask()->add_paths("value");
  correct.set_reason("Two digits were swapped");
  EXPECT_EQ(refused(roster("CorrectContact"), correct, hr()).cause(), platform::v1::REASON_NOT_A_PHONE_NUMBER);
  correct.mutable_contact()->set_value("+47 22 24 90 09");
  EXPECT_EQ(call<v1::Contact>(roster("CorrectContact"), correct, hr()).correction_reason(), "Two digits were swapped");
  v1::EndContactRequest end;
  end.set_name(mobile.name());
  end.set_last_day("2023-12-31");
  EXPECT_TRUE(names_field(refused(roster("EndContact"), end, hr()), "last_day"));
  end.set_last_day("2024-12-31");
  call<v1::Contact>(roster("EndContact"), end, hr());

  v1::ListContactsRequest list;
  list.set_person(kari_);
  const auto listed = call<v1::ListContactsResponse>(roster("ListContacts"), list, hr());
  ASSERT_EQ(listed.contacts_size(), 2);
  EXPECT_EQ(listed.contacts(0).kind(), v1::CONTACT_KIND_EMERGENCY) << "latest first";
  EXPECT_EQ(listed.contacts(1).value(), "+47 22 24 90 09");
  EXPECT_EQ(listed.contacts(1).valid_to(), "2024-12-31");
  EXPECT_EQ(refused(roster("ListContacts"), list, caller_of(platform::v1::ROLE_HR_UNIT, navy_)).code(),
            Code::not_found);
  for (const auto role : {platform::v1::ROLE_ENDORSER, platform::v1::ROLE_TRAINING_COORDINATOR}) {
    EXPECT_EQ(refused(roster("ListContacts"), list, caller_of(role, army_)).code(), Code::permission_denied);
  }
}

}  // namespace
}  // namespace muster::support
