// SPDX-License-Identifier: EUPL-1.2
// Nobody keeps their own record alone, by a file neither: of whoever imports it, it writes and takes back nothing.
#include <gmock/gmock.h>

#include "support/imports.h"

namespace muster {
namespace {

using namespace imports::v1;
using ::testing::HasSubstr;

const std::string completions = "number,course,version,completed_date,evidence\n";
const std::string deployments = "number,mission,country,personnel_type,category,actual_from,actual_to\n";
const std::string persons = "number,given_name,family_name,gender,nationality,category,unit,valid_from\n";

class OwnRowsTest : public support::ImportTest {
 protected:
  void SetUp() override {
    ImportTest::SetUp();
    add_people();
    add_courses();
    sql([](db::Session& session) {
      db::execute(session,
                  "INSERT INTO mission (id, acronym, acronym_key, display_name, display_name_nb, organisation, kind, "
                  "host_countries, themes, create_time, update_time, row_version) VALUES (900001, 'UNMISS', 'unmiss', "
                  "'UNMISS', '', 'ORGANISATION_UN', 'MISSION_KIND_INTERNATIONAL', '[]', '[]', 0, 0, 1)");
      db::execute(session,
                  "INSERT INTO identifier (person, scheme, value, value_key, issuer, valid_from, "
                  "correction_reason, plausible_reason, create_time, update_time, row_version) VALUES (900001, "
                  "'IDENTIFIER_SCHEME_PAYROLL', 'L1', 'l1', '', '2020-01-01', '', '', 0, 0, 1)");
    });
    asa_ = of(900001, platform::v1::ROLE_HR_CENTRAL);
    asa_.grants.push_back({platform::v1::ROLE_TRAINING_COORDINATOR, std::nullopt});
  }
  rpc::Caller of(long long person, platform::v1::Role role) {
    rpc::Caller who = caller(role);
    who.person = person;
    return who;
  }
  // The own row is wrong and the other one is written, if only clean rows are.
  void expect_own_row_wrong(ImportKind kind, const std::string& header, const std::string& own,
                            const std::string& other, const std::string& table) {
    const auto whole = run_as(asa_, kind, header + own + other);
    EXPECT_EQ(whole.state(), IMPORT_STATE_REFUSED) << whole.refusal();
    EXPECT_THAT(findings(whole.name()), HasSubstr("2 number: is your own number, and nobody keeps their own record"));
    EXPECT_EQ(whole.rows_wrong(), 1) << findings(whole.name());
    EXPECT_EQ(count(table), 0);
    Import clean;
    clean.set_clean_rows_only(true);
    const auto rest = run_as(asa_, kind, header + own + other, clean);
    EXPECT_EQ(rest.state(), IMPORT_STATE_APPLIED) << rest.refusal();
    EXPECT_EQ(rest.rows_created(), 1);
    EXPECT_EQ(count(table, "person = 900001"), 0);
    // By somebody else, and on the database itself, it is written.
    auto ola = of(900002, platform::v1::ROLE_HR_CENTRAL);
    ola.grants.push_back({platform::v1::ROLE_TRAINING_COORDINATOR, std::nullopt});
    const auto by_other = run_as(ola, kind, header + own);
    EXPECT_EQ(by_other.rows_created(), 1) << by_other.refusal() << findings(by_other.name());
    const auto again = run_as(asa_, kind, header + own);
    EXPECT_EQ(again.rows_unchanged(), 1) << "it says what is there";
    UndoImportRequest undo_it;
    undo_it.set_name(by_other.name());
    const auto error = refused("muster.imports.v1.ImportService/UndoImport", undo_it, asa_);
    EXPECT_EQ(error.reason(), "OWN_RECORD") << error.message();
    EXPECT_EQ(count(table, "person = 900001"), 1);
    EXPECT_EQ(undo(by_other.name()).state(), IMPORT_STATE_UNDONE);
    EXPECT_EQ(run(kind, header + own).rows_created(), 1) << "the console is the second hand";
  }

  rpc::Caller asa_;  // P1
};
INSTANTIATE_TEST_SUITE_P(Backends, OwnRowsTest, support::backends(), support::backend_name);

TEST_P(OwnRowsTest, OfCompletions) {
  expect_own_row_wrong(IMPORT_KIND_COMPLETIONS, completions, "P1,SEAH-B,2024,2022-12-01,CERT-1\n",
                       "P2,SEAH-B,2024,2022-12-01,CERT-2\n", "completion");
}

TEST_P(OwnRowsTest, OfCompletionsByAnIdentifier) {
  expect_own_row_wrong(IMPORT_KIND_COMPLETIONS, completions, "L1,SEAH-B,2024,2022-12-01,CERT-1\n",
                       "P2,SEAH-B,2024,2022-12-01,CERT-2\n", "completion");
}

TEST_P(OwnRowsTest, OfDeployments) {
  expect_own_row_wrong(IMPORT_KIND_DEPLOYMENTS, deployments,
                       "P1,UNMISS,NOR,Staff Officer,military,2021-01-01,2021-12-31\n",
                       "P2,UNMISS,NOR,Staff Officer,military,2021-01-01,2021-12-31\n", "deployment");
}

// A file of people adds people only, and so writes nothing of somebody who is there.
TEST_P(OwnRowsTest, OfPeople) {
  const std::string before = "given_name = 'Åse' AND nationality = 'NOR'";
  ASSERT_EQ(count("person", before), 1);
  const auto same = run_as(asa_, IMPORT_KIND_PERSONS, persons + "P1,Åse,Ødegård,woman,NOR,military,ARMY,2020-01-01\n");
  EXPECT_EQ(same.rows_created(), 0) << findings(same.name());
  const auto other = run_as(asa_, IMPORT_KIND_PERSONS, persons + "P1,Eva,Ødegård,woman,SWE,military,ARMY,2020-01-01\n");
  EXPECT_EQ(other.state(), IMPORT_STATE_REFUSED);
  EXPECT_EQ(count("person", before), 1);
  EXPECT_EQ(count("person"), 2);
}

}  // namespace
}  // namespace muster
