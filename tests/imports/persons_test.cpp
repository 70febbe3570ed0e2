// SPDX-License-Identifier: EUPL-1.2
// People with their first affiliation.
#include <gmock/gmock.h>

#include "support/imports.h"

namespace muster {
namespace {

using namespace imports::v1;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string header =
    "number,given_name,family_name,birth_date,gender,nationality,category,unit,rank,position,valid_from\n";

class PersonsImportTest : public support::ImportTest {
 protected:
  void SetUp() override {
    ImportTest::SetUp();
    add_people();
  }
  Import import(const std::string& content, const Import& options = {}) {
    return run(IMPORT_KIND_PERSONS, content, options);
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, PersonsImportTest, support::backends(), support::backend_name);

TEST_P(PersonsImportTest, AddsPeopleWithAffiliationAndFact) {
  const auto import = this->import(header +
                                   "A1,Åse,Ødegård,1985-02-28,kvinne,NOR,military,ARMY,Major,Adviser,2021-05-01\n"
                                   "A2,Jo,O'Brien,,not_stated,,police,HQ,,,2022-01-01\n"
                                   "A3,Kim,Li,,other,,civilian,HQ,NOR-ARMY:OF-4,,2022-01-01\n");
  ASSERT_EQ(import.state(), IMPORT_STATE_APPLIED) << import.refusal() << findings(import.name());
  EXPECT_EQ(import.rows_created(), 3);
  EXPECT_EQ(count("person",
                  "number = 'A1' AND given_name = 'Åse' AND gender = 'GENDER_WOMAN' AND birth_date = "
                  "'1985-02-28' AND gender_source = 'GENDER_SOURCE_IMPORT'"),
            1);
  EXPECT_EQ(count("person", "number = 'A2' AND gender = 'GENDER_NOT_STATED' AND birth_date IS NULL"), 1);
  EXPECT_EQ(count("affiliation JOIN rank ON rank.id = affiliation.rank JOIN person ON person.id = affiliation.person",
                  "number = 'A1' AND rank.code = 'OF-3' AND unit = 900002 AND affiliation.valid_from = '2021-05-01'"),
            1);
  // 1 May 2021 is day 18748.
  EXPECT_EQ(count("membership_fact fact JOIN affiliation ON affiliation.id = fact.record JOIN person_subject ON "
                  "person_subject.person = affiliation.person AND person_subject.subject = fact.subject "
                  "JOIN subject_profile ON subject_profile.subject = fact.subject",
                  "fact.day_from = 18748 AND fact.day_to IS NULL AND fact.rank_band = 'RANK_BAND_MIDDLE' AND "
                  "fact.country = 'NOR' AND subject_profile.gender = 'GENDER_WOMAN'"),
            1);
  EXPECT_EQ(count("membership_fact"), 3);
  EXPECT_EQ(count("audit_entry", "lines LIKE '%created person/%' AND method LIKE '%CreatePerson'"), 1);
  EXPECT_EQ(count("audit_entry", "lines LIKE '%Brien%'"), 0) << "the audit never holds a value";
}

// Blank is an error, not a man, and the import says so.
TEST_P(PersonsImportTest, NeverAssumesAGender) {
  const auto import = this->import(header +
                                   "A1,A,B,,,,military,ARMY,,,2021-05-01\n"
                                   "A2,A,B,,X,,military,ARMY,,,2021-05-01\n"
                                   "A3,A,B,,f,,military,ARMY,,,2021-05-01\n");
  EXPECT_EQ(import.state(), IMPORT_STATE_REFUSED);
  EXPECT_EQ(import.rows_wrong(), 3);
  EXPECT_THAT(import.refusal(), HasSubstr("3 rows are wrong, so nothing was written"));
  EXPECT_EQ(count("person"), 2);
  EXPECT_THAT(findings(import.name()),
              HasSubstr("2 gender: must say the gender; give woman, man, other or not_stated"));
}

// One name is enough, and so is one column of names.
TEST_P(PersonsImportTest, AFileMayHaveOneColumnOfNames) {
  const std::string rest = ",gender,category,unit,valid_from\n", row = ",woman,military,ARMY,2021-05-01\n";
  const auto family = this->import("number,family_name" + rest + "M1,Madonna" + row);
  EXPECT_EQ(family.state(), IMPORT_STATE_APPLIED) << family.refusal();
  const auto given = this->import("given_name,number" + rest + "Sukarno,M2" + row);
  EXPECT_EQ(given.state(), IMPORT_STATE_APPLIED) << given.refusal();
  EXPECT_EQ(count("person", "number = 'M1' AND family_name = 'Madonna' AND given_name = ''"), 1);
  EXPECT_EQ(count("person", "number = 'M2' AND family_name = '' AND given_name = 'Sukarno'"), 1);
  const auto empty = this->import("number,family_name" + rest + "M3," + row);
  EXPECT_EQ(empty.state(), IMPORT_STATE_REFUSED);
  EXPECT_EQ(empty.rows_wrong(), 1);
  EXPECT_THAT(findings(empty.name()), HasSubstr("or family_name is required"));
  const auto none = this->import("number" + rest + "M3" + row);
  EXPECT_THAT(none.refusal(), HasSubstr("missing: \"given_name\", \"family_name\""));
}

// Nothing is dropped or cut in silence.
TEST_P(PersonsImportTest, SaysWhatIsWrongInEveryCellOnce) {
  const auto import = this->import(header +
                                   "A 1,\"A\x07\",\"B\x07\",31.02.1985,woman,NO,soldier,NAVY,Hauptmann,,1/2/2021\n"
                                   "P2,Ola,Li,,man,,military,ARMY,,,2021-05-01\n"
                                   "P1,Anne,Ødegård,,woman,,military,ARMY,,,2021-05-01\n"
                                   "B1,A,B,,woman,,military,ARMY,,,2021-05-01\n"
                                   "B1,C,D,,woman,,military,ARMY,,,2021-05-01\n"
                                   "B2,C,D,2190-01-01,woman,,military,ARMY,Lieutenant,,2021-05-01\n");
  EXPECT_EQ(import.state(), IMPORT_STATE_REFUSED);
  EXPECT_EQ(import.rows_unchanged(), 1);
  EXPECT_EQ(import.rows_wrong(), 4);
  const std::string text = findings(import.name());
  for (const char* line : {"2 number: ", "2 given_name: ", "2 family_name: ", "2 birth_date: ", "2 nationality: ",
                           "2 category: ", "2 unit: is not the code of a unit", "2 rank: is not a rank",
                           "2 valid_from: ", "4 number: is not available", "6 number: is the number of line 5 too",
                           "7 birth_date: is in the future", "7 rank: is a rank in more than one scheme"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
  EXPECT_THAT(text, Not(HasSubstr("GENDER_")));
  std::map<std::string, int> cells;
  for (const auto& row : rows(import.name())) ++cells[std::to_string(row.line()) + row.field()];
  for (const auto& [cell, complaints] : cells) EXPECT_EQ(complaints, 1) << cell;
}

// Numbers, units and ranks are found in whatever spelling; a person is on one row.
TEST_P(PersonsImportTest, SpellingsOfANumberAreOnePerson) {
  const auto import = this->import(header +
                                   "a-1,A,B,,woman,,military,army,major,,2021-05-01\n"
                                   "A-1,A,B,,woman,,military,ARMY,,,2021-05-01\n"
                                   "\uFF41-\uFF11,A,B,,woman,,military,ARMY,,,2021-05-01\n"
                                   "p2,Ola,Li,,man,,military,ARMY,,,2021-05-01\n"
                                   "p1,Anne,Ødegård,,woman,,military,ARMY,,,2021-05-01\n");
  EXPECT_EQ(import.state(), IMPORT_STATE_REFUSED);
  EXPECT_EQ(import.rows_unchanged(), 1) << "who is on the roster as P2";
  EXPECT_EQ(import.rows_wrong(), 3);
  EXPECT_EQ(import.rows_doubtful(), 0);
  const std::string text = findings(import.name());
  EXPECT_THAT(text, HasSubstr("3 number: is the number of line 2 too"));
  EXPECT_THAT(text, HasSubstr("4 number: is the number of line 2 too"));
  EXPECT_THAT(text, HasSubstr("6 number: is not available"));
}

// Nobody can tell but who knows them: they are taken, and told.
TEST_P(PersonsImportTest, NumbersThatLookAlikeAreTakenAndTold) {
  Import options;
  options.set_dry_run(true);
  const std::string content = header +
                              "P01,A,B,,woman,,military,ARMY,,,2021-05-01\n"
                              "PI,A,B,,woman,,military,ARMY,,,2021-05-01\n"
                              "Q7,A,B,,woman,,military,ARMY,,,2021-05-01\n"
                              "Q007,A,B,,woman,,military,ARMY,,,2021-05-01\n"
                              "R8O,A,B,,woman,,military,ARMY,,,2021-05-01\n"
                              "R80,A,B,,woman,,military,ARMY,,,2021-05-01\n"
                              "P2,Ola,Li,,man,,military,ARMY,,,2021-05-01\n";
  EXPECT_EQ(this->import(content, options).rows_doubtful(), 4);
  const auto import = this->import(content);
  ASSERT_EQ(import.state(), IMPORT_STATE_APPLIED) << findings(import.name());
  EXPECT_EQ(import.rows_created(), 6);
  EXPECT_EQ(import.rows_doubtful(), 4);
  EXPECT_EQ(count("person", "number IN ('P01', 'PI', 'Q7', 'Q007', 'R8O', 'R80')"), 6) << "zeros stay";
  const std::string text = findings(import.name());
  EXPECT_THAT(text, HasSubstr("2 number: differs from that of persons/900001 only by"));
  EXPECT_THAT(text, HasSubstr("3 number: differs from that of persons/900001 only by"));
  EXPECT_THAT(text, HasSubstr("5 number: differs from that of line 4 only by"));
  EXPECT_THAT(text, HasSubstr("7 number: differs from that of line 6 only by"));
  for (const auto& row : rows(import.name())) EXPECT_EQ(row.outcome(), ROW_OUTCOME_DOUBTFUL);
  EXPECT_EQ(this->import(content).rows_doubtful(), 0) << "what is there already was looked at";
}

TEST_P(PersonsImportTest, WhomANumberOfOtherUnitsLooksLikeIsNotTold) {
  sql([](db::Session& session) { db::execute(session, "UPDATE affiliation SET unit = 900001 WHERE person = 900001"); });
  const auto import = run_as(caller(platform::v1::ROLE_HR_UNIT, 900002), IMPORT_KIND_PERSONS,
                             header + "P01,A,B,,woman,,military,ARMY,,,2021-05-01\n");
  EXPECT_EQ(import.state(), IMPORT_STATE_APPLIED) << findings(import.name());
  EXPECT_EQ(import.rows_doubtful(), 0);
}

TEST_P(PersonsImportTest, OneNameIsEnough) {
  const auto import = this->import(header +
                                   "S1,Suryani,,,woman,,civilian,ARMY,,,2021-05-01\n"
                                   "S2,,Suharto,,man,,civilian,ARMY,,,2021-05-01\n"
                                   "S3,,,,man,,civilian,ARMY,,,2021-05-01\n");
  EXPECT_EQ(import.rows_wrong(), 1);
  EXPECT_THAT(findings(import.name()), HasSubstr("4 given_name: or family_name is required"));
}

// Neither is in ISO 3166; the trade writes both.
TEST_P(PersonsImportTest, NationalitiesOfTheTradeAreTaken) {
  const auto import = this->import(header +
                                   "K1,Arta,Testi,,woman,XKX,police,ARMY,,,2021-05-01\n"
                                   "K2,Jo,Li,,man,XXA,police,ARMY,,,2021-05-01\n"
                                   "K3,Jo,Li,,man,XQQ,police,ARMY,,,2021-05-01\n");
  EXPECT_EQ(import.rows_wrong(), 1);
  EXPECT_THAT(findings(import.name()), HasSubstr("4 nationality: "));
}

TEST_P(PersonsImportTest, WritesTheCleanRowsOnlyWhenAsked) {
  Import options;
  options.set_clean_rows_only(true);
  const std::string content = header +
                              "A1,A,B,,woman,,military,ARMY,,,2021-05-01\n"
                              "A2,A,B,,,,military,ARMY,,,2021-05-01\n"
                              "A3,A,B\n";
  const auto import = this->import(content, options);
  EXPECT_EQ(import.state(), IMPORT_STATE_APPLIED);
  EXPECT_EQ(import.rows_created(), 1);
  EXPECT_EQ(import.rows_wrong(), 2);
  EXPECT_THAT(findings(import.name()), HasSubstr("4 : has 3 cells where the header has 11"));
  EXPECT_EQ(count("person"), 3);
  // What is already there is left as it is; the wrong row is still told.
  const auto again = this->import(content, options);
  EXPECT_EQ(again.rows_unchanged(), 1);
  EXPECT_EQ(again.rows_created(), 0);
}

TEST_P(PersonsImportTest, DryRunWritesNothing) {
  Import options;
  options.set_dry_run(true);
  const auto import = this->import(header + "A1,A,B,,woman,,military,ARMY,,,2021-05-01\n", options);
  EXPECT_EQ(import.state(), IMPORT_STATE_CHECKED);
  EXPECT_EQ(import.rows_created(), 1) << "what it would create";
  EXPECT_EQ(count("person"), 2);
  EXPECT_EQ(count("import_effect"), 0);
  EXPECT_EQ(count("import_chunk"), 0);
}

// The finding is the same whichever sensitive field differs, and its text does not hold it.
TEST_P(PersonsImportTest, ABirthDateDoesNotLeaveThroughTheFindings) {
  sql([](db::Session& session) {
    db::execute(session, "UPDATE person SET birth_date = '1979-03-04' WHERE number = 'P2'");
  });
  Import options;
  options.set_dry_run(true);
  const auto import = this->import(header +
                                       "P2,Ola,Li,1980-01-02,man,,military,ARMY,,,2021-05-01\n"
                                       "A1,A,B,1981-05-06,,,military,ARMY,,,2021-05-01\n"
                                       "A2,A,B,1982-07-08\n",
                                   options);
  EXPECT_EQ(import.rows_wrong(), 3);
  EXPECT_THAT(findings(import.name()), HasSubstr("2 number: is not available"));
  EXPECT_THAT(findings(import.name()), Not(HasSubstr("birth_date")));
  const auto found = rows(import.name());
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].text(), "P2,Ola,Li,***,man,,military,ARMY,,,2021-05-01");
  EXPECT_EQ(found[1].text(), "A1,A,B,***,,,military,ARMY,,,2021-05-01");
  EXPECT_EQ(found[2].text(), "");
  EXPECT_EQ(count("import_row", "text LIKE '%19%' OR description LIKE '%19%'"), 0);
  EXPECT_EQ(count("audit_entry", "lines LIKE '%compared " + import.name() + " birth_date%'"), 1);
}

TEST_P(PersonsImportTest, AComparisonWithoutSensitiveColumnsIsNoRead) {
  Import options;
  options.set_dry_run(true);
  this->import("number,given_name,family_name,gender,category,unit,valid_from\nA1,A,B,man,military,ARMY,2021-05-01\n",
               options);
  EXPECT_EQ(count("audit_entry", "lines LIKE '%compared%'"), 0);
}

TEST_P(PersonsImportTest, AMarkedFileIsRefusedAndNothingOfItKept) {
  Import options;
  options.add_header_mapping("=note");
  const auto import = this->import("note," + header +
                                       ",wrong row\n"
                                       "see NATO SECRET annex,A1,A,B,,woman,,military,ARMY,,,2021-05-01\n",
                                   options);
  EXPECT_EQ(import.state(), IMPORT_STATE_REFUSED);
  EXPECT_EQ(import.refusal(),
            "line 3, column 1: carries the marking NATO SECRET; leave classified information out: Muster holds none");
  EXPECT_EQ(count("import_row") + count("import_chunk"), 0);
  EXPECT_EQ(count("person"), 2);
}

TEST_P(PersonsImportTest, StaysWithinTheCallersUnits) {
  sql([](db::Session& session) { db::execute(session, "UPDATE affiliation SET unit = 900001 WHERE person = 900001"); });
  const auto who = caller(platform::v1::ROLE_HR_UNIT, 900002);
  const auto import = run_as(who, IMPORT_KIND_PERSONS,
                             header +
                                 "A1,A,B,,woman,,military,HQ,,,2021-05-01\n"
                                 "P1,Åse,Ødegård,,woman,,military,ARMY,,,2021-05-01\n");
  EXPECT_EQ(import.rows_wrong(), 2);
  const std::string text = findings(import.name());
  EXPECT_THAT(text, HasSubstr("2 unit: is not the code of a unit that you may write to"));
  EXPECT_THAT(text, HasSubstr("3 number: is not available"));
}

TEST_P(PersonsImportTest, UndoRefusesWhatLaterRestsOnIt) {
  const auto import = this->import(header +
                                   "A1,A,B,,woman,,military,ARMY,,,2021-05-01\n"
                                   "A2,C,D,,man,,military,ARMY,,,2021-05-01\n");
  sql([](db::Session& session) {
    db::execute(session,
                "INSERT INTO availability (person, kind, valid_from, create_time, row_version) SELECT id, "
                "'AVAILABILITY_KIND_LEAVE', '2022-01-01', 0, 1 FROM person WHERE number = 'A2'");
  });
  UndoImportRequest request;
  request.set_name(import.name());
  const auto error = refused("muster.imports.v1.ImportService/UndoImport", request, system());
  EXPECT_EQ(error.code(), status::Code::failed_precondition);
  EXPECT_THAT(error.message(), HasSubstr("availabilities/"));
  EXPECT_EQ(count("person"), 4);
  sql([](db::Session& session) { db::execute(session, "DELETE FROM availability"); });
  EXPECT_EQ(undo(import.name()).state(), IMPORT_STATE_UNDONE);
  EXPECT_EQ(count("person"), 2);
  EXPECT_EQ(count("person_subject"), 0);
  EXPECT_EQ(count("subject_profile"), 2) << "of nobody any more, for what was known then";
  EXPECT_EQ(get(import.name()).refusal(), "");
  EXPECT_EQ(count("membership_fact", "day_to = day_from"), 2);
  EXPECT_EQ(refused("muster.imports.v1.ImportService/UndoImport", request, system()).code(),
            status::Code::failed_precondition)
      << "only once";
  // The same file can be imported anew.
  EXPECT_EQ(this->import(header + "A1,A,B,,woman,,military,ARMY,,,2021-05-01\n").rows_created(), 1);
}

TEST_P(PersonsImportTest, NobodyComesToAUnitThatHasEnded) {
  sql([](db::Session& session) {
    db::execute(session, "UPDATE unit SET valid_to = '2021-12-31', successor = 900001 WHERE code = 'ARMY'");
  });
  const auto import = this->import(header + "A1,A,B,,woman,,military,ARMY,,,2021-05-01\n");
  EXPECT_EQ(import.state(), IMPORT_STATE_REFUSED);
  EXPECT_THAT(findings(import.name()),
              HasSubstr("2 unit: ended on 2021-12-31; choose its successor, units/900001, or days until then"));
}

}  // namespace
}  // namespace muster
