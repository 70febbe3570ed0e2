// SPDX-License-Identifier: EUPL-1.2
// Files that call people by an identifier instead of their number.
#include <gmock/gmock.h>

#include "muster/roster/v1/roster.pb.h"
#include "support/imports.h"

namespace muster {
namespace {

using namespace imports::v1;
using ::testing::HasSubstr;
using ::testing::Not;

class IdentifiersInFilesTest : public support::ImportTest {
 protected:
  // P1 is persons/900001, P2 persons/900002.
  void SetUp() override {
    ImportTest::SetUp();
    add_people();
    add_courses();
  }
  void add(const std::string& person, roster::v1::IdentifierScheme scheme, const std::string& value,
           const std::string& from, const std::string& to = "") {
    roster::v1::CreateIdentifierRequest request;
    request.mutable_identifier()->set_person(person);
    request.mutable_identifier()->set_scheme(scheme);
    request.mutable_identifier()->set_value(value);
    request.mutable_identifier()->set_valid_from(from);
    if (!to.empty()) request.mutable_identifier()->set_valid_to(to);
    call<roster::v1::Identifier>("muster.roster.v1.RosterService/CreateIdentifier", request);
  }
  Import import(const std::string& rows, const Import& options = {}) {
    return run(IMPORT_KIND_COMPLETIONS, "number,course,version,completed_date,evidence\n" + rows, options);
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, IdentifiersInFilesTest, support::backends(), support::backend_name);

TEST_P(IdentifiersInFilesTest, OneInForceOnTheDayFindsThePerson) {
  add("persons/900001", roster::v1::IDENTIFIER_SCHEME_LEARNING_SYSTEM, "aase", "2020-01-01", "2021-12-31");
  add("persons/900002", roster::v1::IDENTIFIER_SCHEME_LEARNING_SYSTEM, "aase", "2022-01-01");
  add("persons/900002", roster::v1::IDENTIFIER_SCHEME_EMAIL, "Ola.Li@example.org", "2020-01-01");
  const auto import = this->import(
      "AASE,SEAH-B,2024,2021-12-31,\n"
      "aase,SEAH-B,2024,2022-01-01,\n"
      "ola.li@EXAMPLE.org,SEAH-B,2024,2022-12-01,\n"
      "P2,SEAH-B,2024,2022-12-01,\n");
  EXPECT_EQ(import.state(), IMPORT_STATE_APPLIED) << import.refusal() << findings(import.name());
  EXPECT_EQ(import.rows_created(), 3);
  EXPECT_EQ(import.rows_duplicate(), 1) << "the number and the address are one person's";
  EXPECT_EQ(count("completion", "person = 900001 AND completed_date = '2021-12-31'"), 1);
  EXPECT_EQ(count("completion", "person = 900002"), 2);
  const auto again = this->import("ola.li@example.org,SEAH-B,2024,2022-12-01,\n");
  EXPECT_EQ(again.rows_unchanged(), 1) << findings(again.name());
}

TEST_P(IdentifiersInFilesTest, OneOfSeveralPeopleIsWrongAndNamesThem) {
  add("persons/900001", roster::v1::IDENTIFIER_SCHEME_PAYROLL, "77", "2020-01-01");
  add("persons/900002", roster::v1::IDENTIFIER_SCHEME_UN_INDEX, "77", "2022-01-01");
  const auto import = this->import(
      "77,SEAH-B,2024,2021-06-01,\n"
      "77,SEAH-B,2024,2022-06-01,\n"
      "78,SEAH-B,2024,2022-06-01,\n");
  EXPECT_EQ(import.state(), IMPORT_STATE_REFUSED);
  const std::string text = findings(import.name());
  EXPECT_THAT(text, Not(HasSubstr("2 number")));
  EXPECT_THAT(text, HasSubstr("3 number: is an identifier of several people on that day: P1 Åse Ødegård "
                              "(persons/900001), P2 Ola Li (persons/900002)"));
  EXPECT_THAT(text, HasSubstr("4 number: is not the number of somebody"));
  EXPECT_EQ(count("completion"), 0);
}

TEST_P(IdentifiersInFilesTest, ANumberComesFirst) {
  add("persons/900001", roster::v1::IDENTIFIER_SCHEME_PAYROLL, "P2", "2020-01-01");
  const auto import = this->import("p2,SEAH-B,2024,2022-06-01,\n");
  EXPECT_EQ(import.state(), IMPORT_STATE_APPLIED) << findings(import.name());
  EXPECT_EQ(count("completion", "person = 900002"), 1);
}

TEST_P(IdentifiersInFilesTest, DeploymentsTakeThemToo) {
  add("persons/900001", roster::v1::IDENTIFIER_SCHEME_SERVICE_NUMBER, "S-1", "2023-01-01", "2024-12-31");
  const auto import = run(IMPORT_KIND_DEPLOYMENTS,
                          "number,mission,country,personnel_type,category,actual_from,actual_to\n"
                          "s-1,,NOR,Staff Officer,military,2024-01-01,2024-06-30\n"
                          "P1,,NOR,Staff Officer,military,2024-01-01,2024-06-30\n");
  EXPECT_EQ(import.state(), IMPORT_STATE_APPLIED) << import.refusal() << findings(import.name());
  EXPECT_EQ(import.rows_created(), 1);
  EXPECT_EQ(import.rows_duplicate(), 1);
  EXPECT_EQ(count("deployment", "person = 900001"), 1);
  const auto late = run(IMPORT_KIND_DEPLOYMENTS,
                        "number,mission,country,personnel_type,category,actual_from,actual_to\n"
                        "S-1,,NOR,Staff Officer,military,2025-01-01,2025-06-30\n");
  EXPECT_EQ(late.state(), IMPORT_STATE_REFUSED) << "it was not the person's any more";
}

}  // namespace
}  // namespace muster
