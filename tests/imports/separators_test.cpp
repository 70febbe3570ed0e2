// SPDX-License-Identifier: EUPL-1.2
// Files whose cells are separated by something else than a comma, of every kind.
#include <gmock/gmock.h>

#include <algorithm>

#include "support/imports.h"

namespace muster {
namespace {

using namespace imports::v1;
using ::testing::HasSubstr;

class SeparatorsTest : public support::ImportTest {
 protected:
  void SetUp() override {
    ImportTest::SetUp();
    if (HasFatalFailure()) return;
    add_people();
    add_courses();
  }

  Import import(ImportKind kind, const std::string& content, const std::string& separator, bool dry_run = true) {
    Import options;
    options.set_separator(separator);
    options.set_dry_run(dry_run);
    if (kind == IMPORT_KIND_HEADCOUNTS) options.set_source("UN");
    return run(kind, content, options);
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, SeparatorsTest, support::backends(), support::backend_name);

// With a comma in a cell, which a comma in its place would cut.
const std::map<ImportKind, std::string> files{
    {IMPORT_KIND_PERSONS,
     "number\tgiven_name\tfamily_name\tgender\tcategory\tunit\tvalid_from\n"
     "N1\tKari, Anne\tBø\twoman\tmilitary\tARMY\t2020-01-01\n"},
    {IMPORT_KIND_COMPLETIONS,
     "number\tcourse\tversion\tcompleted_date\tevidence\nP1\tSEAH-B\t2024\t2022-12-01\tA, B\n"},
    {IMPORT_KIND_HEADCOUNTS,
     "report_date\tmission\tiso3\tpersonnel_type\tmale\tfemale\ttotal\tcountry_as_printed\n"
     "2024-06-30\tUNMISS\tNOR\tTroops\t1\t2\t3\tNorway, Kingdom of\n"},
    {IMPORT_KIND_DEPLOYMENTS,
     "subject\tmission\tcountry\tpersonnel_type\tcategory\tgender\tactual_from\tactual_to\n"
     "a, b\t\tNOR\tTroops\tmilitary\twoman\t2020-01-31\t\n"}};

TEST_P(SeparatorsTest, EveryKindTakesATabHoweverItIsWritten) {
  for (const auto& [kind, content] : files) {
    for (const char* tab : {"tab", "\\t", "\t"}) {
      const auto import = this->import(kind, content, tab);
      EXPECT_EQ(import.state(), IMPORT_STATE_CHECKED) << ImportKind_Name(kind) << import.refusal();
      EXPECT_EQ(import.rows_created(), 1) << ImportKind_Name(kind) << findings(import.name());
      EXPECT_EQ(import.separator(), "\t") << "in one form, whoever reads it";
    }
    for (const char* other : {";", "|"}) {
      std::string separated = content;
      std::replace(separated.begin(), separated.end(), '\t', *other);
      const auto import = this->import(kind, separated, other);
      EXPECT_EQ(import.rows_created(), 1) << ImportKind_Name(kind) << import.refusal() << findings(import.name());
    }
  }
}

TEST_P(SeparatorsTest, WhatATabSeparatesIsWrittenAsItStands) {
  const auto import = this->import(IMPORT_KIND_PERSONS, files.at(IMPORT_KIND_PERSONS), "tab", false);
  EXPECT_EQ(import.state(), IMPORT_STATE_APPLIED) << import.refusal();
  EXPECT_EQ(count("person", "number = 'N1' AND given_name = 'Kari, Anne' AND family_name = 'Bø'"), 1);
}

// As spreadsheets and learning systems save "Unicode text".
TEST_P(SeparatorsTest, ATabFileMayBeUtf16) {
  std::string content = "\xFF\xFE";
  const std::string ascii = "number\tcourse\tversion\tcompleted_date\r\nP1\tSEAH-B\t2024\t2022-12-01\r\n";
  for (const char c : ascii) content += {c, '\0'};
  const auto import = this->import(IMPORT_KIND_COMPLETIONS, content, "tab", false);
  EXPECT_EQ(import.state(), IMPORT_STATE_APPLIED) << import.refusal() << findings(import.name());
  EXPECT_EQ(count("completion", "completed_date = '2022-12-01'"), 1);
}

// Of a wrong row the text is kept as a line of CSV, whatever separated it.
TEST_P(SeparatorsTest, AWrongRowOfATabFileIsShownAsCsv) {
  const auto import = this->import(
      IMPORT_KIND_PERSONS, files.at(IMPORT_KIND_PERSONS) + "N2\tA, B\tC\t\tmilitary\tARMY\t2020-01-01\n", "tab");
  EXPECT_EQ(import.rows_wrong(), 1);
  ASSERT_EQ(rows(import.name()).size(), 1u);
  EXPECT_EQ(rows(import.name())[0].text(), "N2,\"A, B\",C,,military,ARMY,2020-01-01");
}

TEST_P(SeparatorsTest, TheWrongSeparatorIsAskedAfter) {
  const auto import = this->import(IMPORT_KIND_PERSONS, files.at(IMPORT_KIND_PERSONS), ";");
  EXPECT_EQ(import.state(), IMPORT_STATE_REFUSED);
  EXPECT_THAT(import.refusal(), HasSubstr("is this the right separator?"));
}

}  // namespace
}  // namespace muster
