// SPDX-License-Identifier: EUPL-1.2
// Completions of courses, and genuine files of a learning system.
#include <gmock/gmock.h>

#include "support/imports.h"

namespace muster {
namespace {

using namespace imports::v1;
using ::testing::HasSubstr;

const std::string header = "number,course,version,completed_date,evidence\n";

class CompletionsImportTest : public support::ImportTest {
 protected:
  void SetUp() override {
    ImportTest::SetUp();
    add_people();
    add_courses();
  }
  Import import(const std::string& content, const Import& options = {}) {
    return run(IMPORT_KIND_COMPLETIONS, content, options);
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, CompletionsImportTest, support::backends(), support::backend_name);

TEST_P(CompletionsImportTest, RecordsWithTheVersionsValidity) {
  // Out of order on purpose: the renewal follows the dates, not the rows.
  const auto import = this->import(header +
                                   "P1,SEAH-B,2024,2022-12-01,CERT-2\n"
                                   "P1,SEAH-B,2024,2020-01-31,CERT-1\n"
                                   "P2,SEAH-B,2026,2026-02-01,\n");
  ASSERT_EQ(import.state(), IMPORT_STATE_APPLIED) << import.refusal() << findings(import.name());
  EXPECT_EQ(count("completion",
                  "completed_date = '2020-01-31' AND valid_to = '2023-01-30' AND source = "
                  "'COMPLETION_SOURCE_IMPORTED' AND evidence = 'CERT-1'"),
            1);
  EXPECT_EQ(count("completion", "completed_date = '2022-12-01' AND valid_to = '2026-01-30'"), 1)
      << "renewed within 90 days of the end: the months run from the old end";
  EXPECT_EQ(count("completion", "person = 900002 AND valid_to IS NULL"), 1);
  EXPECT_EQ(count("completion_fact", "topics = '[\"TOPIC_SEAH\"]' AND course = 900001"), 3);
  EXPECT_EQ(count("completion_fact", "subject = (SELECT subject FROM person_subject WHERE person = 900001)"), 2);
}

TEST_P(CompletionsImportTest, LeavesWhatIsRecordedUnchanged) {
  const std::string content = header + "P1,SEAH-B,2024,2022-12-01,CERT-2\n";
  this->import(content);
  const auto again = this->import(content +
                                  "P2,SEAH-B,2024,2022-12-01,CERT-3\n"
                                  "P2,SEAH-B,2024,2022-12-01,CERT-3\n");
  EXPECT_EQ(again.state(), IMPORT_STATE_APPLIED);
  EXPECT_EQ(again.rows_unchanged(), 1);
  EXPECT_EQ(again.rows_created(), 1);
  EXPECT_EQ(again.rows_duplicate(), 1);
  EXPECT_EQ(count("completion"), 2);
}

TEST_P(CompletionsImportTest, SaysWhomItsFindingsShowAndCountsThatAsARead) {
  const auto import = this->import(header +
                                   "p1,SEAH-X,2024,2022-12-01,\n"
                                   "P9,SEAH-B,2024,2022-12-01,\n");
  ASSERT_EQ(import.state(), IMPORT_STATE_REFUSED);
  ListImportRowsRequest request;
  request.set_import(import.name());
  const auto page = call<ListImportRowsResponse>("muster.imports.v1.ImportService/ListImportRows", request,
                                                 caller(platform::v1::ROLE_HR_CENTRAL));
  ASSERT_EQ(page.import_rows_size(), 2);
  ASSERT_EQ(page.import_rows(0).persons_size(), 1) << page.DebugString();
  EXPECT_EQ(page.import_rows(0).persons(0), "persons/900001");
  EXPECT_EQ(page.import_rows(1).persons_size(), 0) << "nobody has that number";
  dispatcher().write_gathered(std::chrono::system_clock::now());
  EXPECT_EQ(count("read_person", "person = 900001"), 1);
  EXPECT_EQ(count("read_person"), 1);
  // Of people who are not of the caller's units the row names nobody.
  sql([](db::Session& session) { db::execute(session, "DELETE FROM affiliation"); });
  rpc::Caller unit = caller(platform::v1::ROLE_HR_CENTRAL);
  sql([&](db::Session& session) {
    db::execute(session, {"UPDATE import SET account = ?", {unit.account}});
    unit.grants = {
        {platform::v1::ROLE_HR_UNIT, std::get<0>(*db::select_one<long long>(session, "SELECT MAX(id) FROM unit"))}};
  });
  const auto less = call<ListImportRowsResponse>("muster.imports.v1.ImportService/ListImportRows", request, unit);
  ASSERT_EQ(less.import_rows_size(), 2);
  EXPECT_EQ(less.import_rows(0).persons_size(), 0);
}

TEST_P(CompletionsImportTest, OneCompletionInWhateverSpelling) {
  const auto import = this->import(header +
                                   "p1,seah-b,2024,2022-12-01,CERT-2\n"
                                   "P1,SEAH-B,2024,2022-12-01,CERT-2\n"
                                   "\"\u00A0P2\",Seah-B,\uFF12\uFF10\uFF12\uFF14,2022-12-01,CERT-3\n");
  EXPECT_EQ(import.state(), IMPORT_STATE_APPLIED) << import.refusal() << findings(import.name());
  EXPECT_EQ(import.rows_created(), 2);
  EXPECT_EQ(import.rows_duplicate(), 1);
  EXPECT_EQ(count("completion"), 2);
}

TEST_P(CompletionsImportTest, RefusesWhatCannotBe) {
  const auto import = this->import(header +
                                   "P9,SEAH-B,2024,2022-12-01,\n"
                                   "P1,SEAH-X,2024,2022-12-01,\n"
                                   "P1,SEAH-B,2099,2022-12-01,\n"
                                   "P1,SEAH-B,2024,2150-12-01,\n"
                                   "P1,SEAH-B,2026,2022-12-01,\n"
                                   "P1,SEAH-B,2024,01.12.2022,\n"
                                   "P1,SEAH-B,2024,2021-12-01,A\n"
                                   "P1,SEAH-B,2024,2021-12-01,B\n");
  EXPECT_EQ(import.state(), IMPORT_STATE_REFUSED);
  EXPECT_EQ(import.rows_wrong(), 7);
  EXPECT_EQ(count("completion"), 0);
  const std::string text = findings(import.name());
  for (const char* line :
       {"2 number: is not the number of somebody", "3 course: is not the code", "4 version: is not a version",
        "5 completed_date: is in the future", "6 completed_date: is outside the days",
        "7 completed_date: ", "9 evidence: differs from line 8"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
}

TEST_P(CompletionsImportTest, AnEarlierOneThatComesLaterMovesTheRenewalAndItsUndoMovesItBack) {
  this->import(header + "P1,SEAH-B,2024,2022-12-01,\n");
  const std::string of_the_later = "completed_date = '2022-12-01' AND valid_to = ";
  EXPECT_EQ(count("completion", of_the_later + "'2025-11-30'"), 1);
  const auto second = this->import(header + "P1,SEAH-B,2024,2020-01-31,\n");
  EXPECT_EQ(count("completion", of_the_later + "'2026-01-30'"), 1) << "renewed within 90 days of the end";
  EXPECT_EQ(undo(second.name()).state(), IMPORT_STATE_UNDONE);
  EXPECT_EQ(count("completion", of_the_later + "'2025-11-30'"), 1);
  EXPECT_EQ(count("completion_fact", "day_from = day_to"), 1) << "the one taken back stays void";
}

// The learning system's own header, mapped; its users and courses are not ours, so every row is
// wrong and says so.
TEST_P(CompletionsImportTest, RefusesGenuineFilesForWhatIsWrongWithThem) {
  const auto file = support::data_file("training/totara/course_completion_CR_line_endings.csv");
  if (!file) GTEST_SKIP();
  const std::string content = support::read_file(*file);
  const auto plain = this->import(content);
  EXPECT_EQ(plain.state(), IMPORT_STATE_REFUSED);
  EXPECT_THAT(plain.refusal(), HasSubstr("missing: \"number\", \"course\", \"version\", \"completed_date\""));
  Import options;
  for (const char* entry : {"number=username", "course=courseshortname", "version=courseidnumber",
                            "completed_date=completiondate", "=grade"}) {
    options.add_header_mapping(entry);
  }
  const auto mapped = this->import(content, options);
  EXPECT_EQ(mapped.rows_read(), 2);
  EXPECT_EQ(mapped.rows_wrong(), 2);
  EXPECT_THAT(findings(mapped.name()), HasSubstr("2 username: is not the number of somebody"));
  const auto empty =
      this->import(support::read_file(*support::data_file("training/totara/course_completion_1.csv")), options);
  EXPECT_EQ(empty.rows_wrong(), 1);
  const auto bad = this->import(
      support::read_file(*support::data_file("training/totara/course_completion_badcolumns.csv")), options);
  EXPECT_EQ(bad.state(), IMPORT_STATE_REFUSED);
  EXPECT_THAT(bad.refusal(), HasSubstr("no column \"courseidnumber\""));
  EXPECT_EQ(count("completion"), 0);
}

}  // namespace
}  // namespace muster
