// SPDX-License-Identifier: EUPL-1.2
// Rows that look like slips of the pen are wrong, unless the import says why they are right.
#include <gtest/gtest.h>

#include "support/imports.h"

namespace muster {
namespace {

using namespace muster::support::v1;

class PlausibleImportTest : public support::ImportTest {
 protected:
  static Import with_word() {
    Import options;
    options.set_plausible_reason("copied from the old register");
    return options;
  }
  std::vector<std::string> words(const std::string& table, const std::string& condition) {
    std::vector<std::string> found;
    sql([&](db::Session& session) {
      found.clear();
      for (const auto& [word] : db::select<std::string>(
               session, "SELECT plausible_reason FROM " + table + " WHERE " + condition + " ORDER BY id")) {
        found.push_back(word);
      }
    });
    return found;
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, PlausibleImportTest, support::backends(), support::backend_name);

TEST_P(PlausibleImportTest, PersonsOfWhomTheDaysCannotBe) {
  add_people();
  const std::string file =
      "number,given_name,family_name,birth_date,gender,category,unit,valid_from\n"
      "B1,Kari,Moe,1990-01-01,woman,military,ARMY,1985-01-01\n"
      "B2,Kari,Moe,2010-05-01,woman,military,ARMY,2024-06-01\n"
      "B3,Kari,Moe,1902-01-01,woman,military,ARMY,2024-06-01\n"
      "B4,Kari,Moe,1990-01-01,woman,military,ARMY,2024-06-01\n";
  const auto refused = run(IMPORT_KIND_PERSONS, file);
  EXPECT_EQ(refused.state(), IMPORT_STATE_REFUSED);
  EXPECT_EQ(refused.rows_wrong(), 3);
  const std::string found = findings(refused.name());
  for (const char* expected : {"2 valid_from: is before the person was 15 years old",
                               "3 valid_from: is before the person", "4 birth_date: is more than 100 years ago"}) {
    EXPECT_NE(found.find(expected), std::string::npos) << expected << "\n" << found;
  }
  EXPECT_EQ(found.find("1990"), std::string::npos) << "a finding tells no birth date";
  const auto taken = run(IMPORT_KIND_PERSONS, file, with_word());
  EXPECT_EQ(taken.state(), IMPORT_STATE_APPLIED) << findings(taken.name());
  EXPECT_EQ(taken.rows_created(), 4);
  const std::string word = "copied from the old register";
  EXPECT_EQ(words("person", "number LIKE 'B%'"), (std::vector<std::string>{"", "", word, ""}))
      << "with what is doubted";
  EXPECT_EQ(words("affiliation", "person IN (SELECT id FROM person WHERE number LIKE 'B%')"),
            (std::vector<std::string>{word, word, "", ""}));
}

TEST_P(PlausibleImportTest, CompletionsOfWhoHasLeft) {
  add_people();
  add_courses();
  sql([](db::Session& session) {
    db::execute(session, "UPDATE affiliation SET valid_to = '2022-06-30' WHERE person = 900002");
  });
  const std::string file =
      "number,course,version,completed_date\n"
      "P1,SEAH-B,2024,2022-07-01\n"
      "P2,SEAH-B,2024,2022-07-01\n";
  const auto refused = run(IMPORT_KIND_COMPLETIONS, file);
  EXPECT_EQ(refused.rows_wrong(), 1);
  EXPECT_NE(findings(refused.name()).find("3 completed_date: is before the person was born, or after"),
            std::string::npos)
      << findings(refused.name());
  const auto taken = run(IMPORT_KIND_COMPLETIONS, file, with_word());
  EXPECT_EQ(taken.rows_created(), 2) << findings(taken.name());
  EXPECT_EQ(words("completion", "1 = 1"), (std::vector<std::string>{"", "copied from the old register"}));
}

TEST_P(PlausibleImportTest, WhatRestsOnABirthDateIsToldToWhoMayReadItOnly) {
  add_people();
  add_courses();
  sql([](db::Session& session) {
    db::execute(session, "UPDATE person SET birth_date = '2022-07-02' WHERE number = 'P1'");
  });
  const std::string file = "number,course,version,completed_date\nP1,SEAH-B,2024,2022-07-01\n";
  Import dry;
  dry.set_dry_run(true);
  const auto told = run_as(caller(platform::v1::ROLE_HR_CENTRAL), IMPORT_KIND_COMPLETIONS, file, dry);
  EXPECT_EQ(told.rows_wrong(), 1) << findings(told.name());
  const auto trainer = caller(platform::v1::ROLE_TRAINING_COORDINATOR);
  const auto tried = run_as(trainer, IMPORT_KIND_COMPLETIONS, file, dry);
  EXPECT_EQ(tried.rows_wrong(), 0) << findings(tried.name());
  const auto taken = run_as(trainer, IMPORT_KIND_COMPLETIONS, file, with_word());
  EXPECT_EQ(taken.rows_created(), 1) << findings(taken.name());
  EXPECT_EQ(words("completion", "1 = 1"), std::vector<std::string>{""}) << "whether it is there would tell as much";
}

TEST_P(PlausibleImportTest, DeploymentsOfWhoHasLeftOrIsTooYoung) {
  add_people();
  sql([](db::Session& session) {
    db::execute(session, "UPDATE affiliation SET valid_to = '2022-06-30' WHERE person = 900002");
  });
  const std::string file =
      "number,mission,country,personnel_type,category,actual_from,actual_to\n"
      "P1,,NOR,Troops,military,2022-07-01,2022-12-31\n"
      "P2,,NOR,Troops,military,2022-07-01,2022-12-31\n";
  const auto refused = run(IMPORT_KIND_DEPLOYMENTS, file);
  EXPECT_EQ(refused.rows_wrong(), 1);
  EXPECT_NE(findings(refused.name()).find("3 actual_from: is before the person was 15 years old, or after the person"),
            std::string::npos)
      << findings(refused.name());
  const auto taken = run(IMPORT_KIND_DEPLOYMENTS, file, with_word());
  EXPECT_EQ(taken.rows_created(), 2) << findings(taken.name());
  EXPECT_EQ(words("deployment_event", "verb = 'ImportDeployment'"),
            (std::vector<std::string>{"", "copied from the old register"}));
  const auto again = run(IMPORT_KIND_DEPLOYMENTS, file);
  EXPECT_EQ(again.rows_wrong(), 0) << "what is there already is doubted no more: " << findings(again.name());
}

TEST_P(PlausibleImportTest, HeadcountsTakeNoWord) {
  CreateImportRequest request;
  *request.mutable_import() = with_word();
  request.mutable_import()->set_kind(IMPORT_KIND_HEADCOUNTS);
  request.mutable_import()->set_file_name("file.csv");
  request.mutable_import()->set_size_bytes(1);
  const auto error = refused("muster.imports.v1.ImportService/CreateImport", request, system());
  EXPECT_TRUE(support::names_field(error, "import.plausible_reason")) << support::violations_of(error);
}

}  // namespace
}  // namespace muster
