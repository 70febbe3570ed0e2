// SPDX-License-Identifier: EUPL-1.2
// Published tables of numbers, the United Nations' genuine ones among them.
#include <gmock/gmock.h>

#include <map>
#include <sstream>

#include "muster/missions/v1/missions.pb.h"
#include "support/imports.h"

namespace muster {
namespace {

using namespace imports::v1;
using ::testing::HasSubstr;

const std::string header = "report_date,mission,country_as_printed,iso3,m49,personnel_type,male,female,total,layout\n";
const std::string wide_header =
    "Date,Contributor,Contributor_ISO-3,Mission,Individual_Police_Male,Individual_Police_Female,"
    "Individual_Police_Total,Formed_Police_Units_Male,Formed_Police_Units_Female,Formed_Police_Units_Total,"
    "Experts_on_Mission_Male,Experts_on_Mission_Female,Experts_on_Mission_Total,Troops_Male,Troops_Female,"
    "Troops_Total,Total_Male,Total_Female,Total_Total\r\n";

class HeadcountsImportTest : public support::ImportTest {
 protected:
  Import import(const std::string& content, Import options = {}) {
    if (options.source().empty()) options.set_source("UN");
    return run(IMPORT_KIND_HEADCOUNTS, content, options);
  }
  // In the place of the tables that are there.
  Import replacing(const std::string& content) {
    Import options;
    options.set_replace(true);
    return import(content, options);
  }
  Import dry_run(const std::string& content) {
    Import options;
    options.set_dry_run(true);
    return import(content, options);
  }
  // What the source says of a month: of its reports the last one holds.
  long long total(const std::string& month, const std::string& condition = "1 = 1") {
    const std::string of_month = "unit IS NULL AND source = 'UN' AND month = '" + month + "'";
    const std::string report = "COALESCE(import, -sequence)";
    long long sum = 0;
    sql([&](db::Session& session) {
      const auto last = db::select_one<long long>(session, "SELECT " + report + " FROM headcount_fact WHERE " +
                                                               of_month + " GROUP BY 1 ORDER BY MIN(id) DESC LIMIT 1");
      if (!last) return;
      sum = std::get<0>(*db::select_one<long long>(
          session, {"SELECT CAST(COALESCE(SUM(count), 0) AS BIGINT) FROM headcount_fact WHERE " + of_month + " AND " +
                        condition + " AND " + report + " = ?",
                    {std::get<0>(*last)}}));
    });
    return sum;
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, HeadcountsImportTest, support::backends(), support::backend_name);

TEST_P(HeadcountsImportTest, KeepsNumbersAsPrintedAndCreatesMissions) {
  const auto import = this->import(header +
                                   "2024-06-30,UNMISS,Norway,NOR,578,Contingent Troop(s),10,4,14,K\n"
                                   "2024-06-30,UNMISS,Norway,NOR,578,Individual Police,0,0,0,K\n"
                                   "2023-09-30,,Norway,NOR,578,Staff Officer,,,17,G\n");
  EXPECT_EQ(import.state(), IMPORT_STATE_APPLIED) << import.refusal();
  EXPECT_EQ(import.rows_read(), 3);
  EXPECT_EQ(import.rows_created(), 3);
  EXPECT_EQ(count("mission", "acronym = 'UNMISS' AND organisation = 'ORGANISATION_UN' AND display_name = 'UNMISS'"), 1);
  EXPECT_EQ(total("2024-06", "gender = 'GENDER_WOMAN' AND personnel_type = 'PERSONNEL_TYPE_TROOPS'"), 4);
  EXPECT_EQ(total("2024-06", "gender = 'GENDER_MAN'"), 10);
  EXPECT_EQ(total("2023-09", "mission IS NULL AND gender = 'GENDER_NOT_STATED'"), 17);
  EXPECT_EQ(count("headcount_fact", "count = 0 AND category = 'CATEGORY_POLICE'"), 2) << "no woman and no man";
}

// A source and a mission are one in whatever spelling.
TEST_P(HeadcountsImportTest, SpellingsAreOneMissionAndOneSource) {
  const auto import = this->import(header +
                                   "2024-06-30,UNMISS,Norway,NOR,578,Troops,10,4,14,K\n"
                                   "2024-06-30,Unmiss,Sweden,SWE,752,Troops,1,1,2,K\n"
                                   "2024-06-30,unmiss,Norway,NOR,578,Troops,10,4,14,K\n");
  EXPECT_EQ(import.state(), IMPORT_STATE_APPLIED) << import.refusal();
  EXPECT_EQ(import.rows_duplicate(), 1);
  EXPECT_EQ(count("mission", "acronym_key = 'unmiss'"), 1);
  Import again;
  again.set_source("un");
  const auto same = run(IMPORT_KIND_HEADCOUNTS,
                        header +
                            "2024-06-30,unmiss,Sweden,SWE,752,Troops,1,1,2,K\n"
                            "2024-06-30,unmiss,Norway,NOR,578,Troops,10,4,14,K\n",
                        again);
  EXPECT_EQ(same.source(), "UN");
  EXPECT_EQ(same.replaced_size(), 0) << "it says the same";
  EXPECT_EQ(count("headcount_fact", "source <> 'UN'"), 0);
}

TEST_P(HeadcountsImportTest, LeavesOutSumsDuplicatesAndContradictions) {
  const auto import = this->import(header +
                                   "2024-06-30,UNMISS,Norway,NOR,578,Troops,10,4,14,K\n"
                                   "2024-06-30,UNMISS,Norway,NOR,578,Troops,10,4,14,K\n"
                                   "2024-06-30,all,Norway,NOR,578,Troops,10,4,14,K\n"
                                   "2024-06-30,UNMISS,Ghana,GHA,288,Troops,10,4,14,K\n"
                                   "2024-06-30,UNMISS,Ghana,GHA,288,Troops,11,4,15,K\n"
                                   "2024-06-30,UNMISS,India,IND,356,Troops,11,4,14,K\n");
  EXPECT_EQ(import.state(), IMPORT_STATE_APPLIED) << import.refusal();
  EXPECT_EQ(import.rows_created(), 1);
  EXPECT_EQ(import.rows_duplicate(), 1);
  EXPECT_EQ(import.rows_subtotal(), 1);
  EXPECT_EQ(import.rows_quarantined(), 3);
  EXPECT_EQ(import.rows_wrong(), 0);
  std::map<int, ImportRow> by_line;
  for (const auto& row : rows(import.name())) by_line[row.line()] = row;
  EXPECT_EQ(by_line.at(3).outcome(), ROW_OUTCOME_DUPLICATE);
  EXPECT_EQ(by_line.at(4).outcome(), ROW_OUTCOME_SUBTOTAL);
  // Both of the rows that contradict each other, each with its own text.
  EXPECT_EQ(by_line.at(5).outcome(), ROW_OUTCOME_QUARANTINED);
  EXPECT_EQ(by_line.at(5).text(), "2024-06-30,UNMISS,Ghana,GHA,288,Troops,10,4,14,K");
  EXPECT_EQ(by_line.at(6).text(), "2024-06-30,UNMISS,Ghana,GHA,288,Troops,11,4,15,K");
  EXPECT_EQ(by_line.at(7).field(), "total");
  EXPECT_EQ(total("2024-06"), 14);
}

TEST_P(HeadcountsImportTest, NamesWhatIsWrongInEachCell) {
  Import options;
  options.set_clean_rows_only(true);
  const auto import = this->import(header +
                                       "30.06.2024,UNMISS,Norway,NOR,578,Troops,1,0,1,K\n"
                                       "2024-06-30,UNMISS,Norway,NO,578,Troops,1,0,1,K\n"
                                       "2024-06-30,UNMISS,Norway,NOR,578,Sailors,1,0,1,K\n"
                                       "2024-06-30,UNMISS,Norway,NOR,578,Troops,one,0,1,K\n"
                                       "2024-06-30,UNMISS,Norway,NOR,578,Troops,,0,1,K\n"
                                       "2024-06-30,UNMISS,Norway,NOR,578,Troops,,,,K\n"
                                       "2150-06-30,UNMISS,Norway,NOR,578,Troops,1,0,1,K\n"
                                       "2024-06-30,UNMISS,Norway,NOR,578,Troops,2,1,3,K\n",
                                   options);
  EXPECT_EQ(import.state(), IMPORT_STATE_APPLIED);
  EXPECT_EQ(import.rows_wrong(), 7);
  EXPECT_EQ(import.rows_created(), 1);
  const std::string text = findings(import.name());
  for (const char* line : {"2 report_date: ", "3 iso3: ", "4 personnel_type: ", "5 male: ", "6 male: ", "7 total: ",
                           "8 report_date: is in the future"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
}

TEST_P(HeadcountsImportTest, NeedsASource) {
  const auto error = refused(
      "muster.imports.v1.ImportService/CreateImport",
      [] {
        CreateImportRequest request;
        request.mutable_import()->set_kind(IMPORT_KIND_HEADCOUNTS);
        request.mutable_import()->set_file_name("un.csv");
        return request;
      }(),
      system());
  EXPECT_TRUE(support::names_field(error, "import.source")) << support::violations_of(error);
}

TEST_P(HeadcountsImportTest, ReadsTheWideLayoutWithStrayApostrophes) {
  const auto import = this->import(wide_header +
                                   "2014-03-31,Norway',NOR',UNMISS',11,1,12,NA,NA,NA,3,0,3,NA,NA,NA,14,1,15\r\n"
                                   "2014-03-31,Norway,NOR,UNMISS,11,1,12,NA,NA,NA,3,0,3,NA,NA,NA,14,1,15\r\n"
                                   "2014-03-31,Norway,NOR,all,11,1,12,NA,NA,NA,3,0,3,NA,NA,NA,14,1,15\r\n"
                                   "2014-03-31,Ghana,GHA,UNMISS,1,1,2,NA,NA,NA,NA,NA,NA,NA,NA,NA,1,1,3\r\n");
  EXPECT_EQ(import.state(), IMPORT_STATE_APPLIED) << import.refusal();
  EXPECT_EQ(import.rows_created(), 1);
  EXPECT_EQ(import.rows_duplicate(), 1);
  EXPECT_EQ(import.rows_subtotal(), 1);
  EXPECT_EQ(import.rows_quarantined(), 1);
  EXPECT_EQ(total("2014-03"), 15);
  EXPECT_EQ(count("mission"), 1);
}

TEST_P(HeadcountsImportTest, UndoFallsBackToTheReportBefore) {
  const auto first = this->import(header + "2024-06-30,UNMISS,Norway,NOR,578,Troops,10,4,14,K\n");
  const auto second = replacing(header +
                                "2024-06-30,UNMISS,Norway,NOR,578,Troops,10,5,15,K\n"
                                "2024-06-30,UNFICYP,Norway,NOR,578,Troops,1,1,2,K\n"
                                "2024-07-31,UNMISS,Norway,NOR,578,Troops,10,5,15,K\n");
  EXPECT_EQ(total("2024-06"), 17);
  EXPECT_EQ(undo(second.name()).state(), IMPORT_STATE_UNDONE);
  EXPECT_EQ(total("2024-06"), 14);
  EXPECT_EQ(total("2024-07"), 0);
  EXPECT_EQ(count("mission"), 2) << "facts name the mission of the undone import for good";
  EXPECT_EQ(undo(first.name()).state(), IMPORT_STATE_UNDONE);
  EXPECT_EQ(total("2024-06"), 0);
}

TEST_P(HeadcountsImportTest, UndoOfAReplacedReportChangesNothing) {
  const auto first = this->import(header + "2024-06-30,UNMISS,Norway,NOR,578,Troops,10,4,14,K\n");
  replacing(header + "2024-06-30,UNMISS,Norway,NOR,578,Troops,10,5,15,K\n");
  undo(first.name());
  EXPECT_EQ(total("2024-06"), 15);
  EXPECT_EQ(count("mission"), 1);
}

TEST_P(HeadcountsImportTest, ASecondTableSaysWhatItReplacesAndDoesSoOnlyWhenTold) {
  this->import(header +
               "2024-06-30,UNMISS,Norway,NOR,578,Troops,6,4,10,K\n"
               "2024-07-31,UNMISS,Norway,NOR,578,Troops,6,4,10,K\n");
  const std::string other = header +
                            "2024-06-30,UNMISS,Sweden,SWE,752,Troops,2,1,3,K\n"
                            "2024-06-30,UNMISS,Sweden,SWE,752,Staff Officer,,,4,K\n"
                            "2024-08-31,UNMISS,Sweden,SWE,752,Troops,2,1,3,K\n";
  const auto checked = dry_run(other);
  EXPECT_EQ(checked.state(), IMPORT_STATE_CHECKED) << checked.refusal();
  ASSERT_EQ(checked.replaced_size(), 1) << "of the other months nothing is replaced";
  const auto& table = checked.replaced(0);
  EXPECT_EQ(table.month(), "2024-06");
  EXPECT_EQ(table.lines(), 1);
  EXPECT_EQ(table.people(), 10);
  EXPECT_EQ(table.new_lines(), 2);
  EXPECT_EQ(table.new_people(), 7);
  EXPECT_EQ(table.gone(), "NOR");
  const auto refused = this->import(other);
  EXPECT_EQ(refused.state(), IMPORT_STATE_REFUSED);
  EXPECT_THAT(refused.refusal(),
              HasSubstr("UN has a table of 2024-06 already, with 1 lines and 10 people, of which NOR "
                        "would be gone; nothing was written. Give replace"));
  EXPECT_EQ(refused.replaced_size(), 1);
  EXPECT_EQ(total("2024-06"), 10);
  EXPECT_EQ(total("2024-08"), 0) << "nothing half done";
  const auto applied = replacing(other);
  EXPECT_EQ(applied.state(), IMPORT_STATE_APPLIED) << applied.refusal();
  ASSERT_EQ(applied.replaced_size(), 1);
  EXPECT_EQ(applied.replaced(0).SerializeAsString(), table.SerializeAsString());
  EXPECT_EQ(total("2024-06"), 7);
  EXPECT_EQ(total("2024-07"), 10);
}

TEST_P(HeadcountsImportTest, TheSameTableAgainReplacesNothing) {
  const std::string norway = "2024-06-30,UNMISS,Norway,NOR,578,Troops,6,4,10,K\n",
                    ghana = "2024-06-30,UNMISS,Ghana,GHA,288,Troops,0,0,0,K\n",
                    unstated = "2024-06-30,,Norway,NOR,578,Staff Officer,,,17,K\n";
  this->import(header + norway + ghana + unstated);
  EXPECT_EQ(dry_run(header + unstated + ghana + norway).replaced_size(), 0);
  EXPECT_EQ(this->import(header + unstated + norway + ghana).state(), IMPORT_STATE_APPLIED);
  // A printed zero is something said; so is the gender.
  EXPECT_EQ(dry_run(header + unstated + norway).replaced(0).gone(), "GHA");
  const auto reworded = dry_run(header + ghana + norway + "2024-06-30,,Norway,NOR,578,Staff Officer,17,0,17,K\n");
  ASSERT_EQ(reworded.replaced_size(), 1);
  EXPECT_EQ(reworded.replaced(0).gone(), "");
}

TEST_P(HeadcountsImportTest, ARenamedMissionIsTheSame) {
  this->import(header + "2024-06-30,MINUSMA,Norway,NOR,578,Troops,6,4,10,K\n");
  missions::v1::UpdateMissionRequest rename;
  sql([&](db::Session& session) {
    const auto id = db::select_one<long long>(session, "SELECT id FROM mission");
    rename.mutable_mission()->set_name("missions/" + std::to_string(std::get<0>(*id)));
  });
  rename.mutable_mission()->set_acronym("MINUSMA-2");
  rename.mutable_update_mask()->add_paths("acronym");
  call<missions::v1::Mission>("muster.missions.v1.MissionsService/UpdateMission", rename);
  EXPECT_EQ(dry_run(header + "2024-06-30,MINUSMA-2,Norway,NOR,578,Troops,6,4,10,K\n").replaced_size(), 0);
}

TEST_P(HeadcountsImportTest, NamesWhoIsGone) {
  this->import(header +
               "2024-06-30,UNMISS,Norway,NOR,578,Troops,1,0,1,K\n"
               "2024-06-30,UNFICYP,Norway,NOR,578,Troops,1,0,1,K\n"
               "2024-06-30,,Norway,NOR,578,Troops,1,0,1,K\n"
               "2024-06-30,UNMISS,Sweden,SWE,752,Troops,1,0,1,K\n"
               "2024-06-30,UNFICYP,Ghana,GHA,288,Troops,1,0,1,K\n"
               "2024-06-30,UNIFIL,Ghana,GHA,288,Troops,1,0,1,K\n");
  const auto checked = dry_run(header +
                               "2024-06-30,UNMISS,Norway,NOR,578,Troops,1,0,1,K\n"
                               "2024-06-30,UNIFIL,Sweden,SWE,752,Troops,1,0,1,K\n"
                               // Nobody knows which of them is right: neither is written.
                               "2024-06-30,UNIFIL,Ghana,GHA,288,Troops,1,0,1,K\n"
                               "2024-06-30,UNIFIL,Ghana,GHA,288,Troops,2,0,2,K\n");
  ASSERT_EQ(checked.replaced_size(), 1) << findings(checked.name());
  EXPECT_EQ(checked.replaced(0).gone(), "GHA, everybody in UNFICYP, everybody in no stated mission, SWE in UNMISS");
  EXPECT_EQ(checked.replaced(0).new_lines(), 2);
}

TEST_P(HeadcountsImportTest, WhatWasUndoneIsNotReplaced) {
  const auto first = this->import(header + "2024-06-30,UNMISS,Norway,NOR,578,Troops,6,4,10,K\n");
  undo(first.name());
  const std::string other = header + "2024-06-30,UNMISS,Sweden,SWE,752,Troops,2,1,3,K\n";
  EXPECT_EQ(dry_run(other).replaced_size(), 0);
  const auto second = this->import(other);
  EXPECT_EQ(second.state(), IMPORT_STATE_APPLIED) << second.refusal();
  // An undone one leaves the table before it, which the next replaces.
  const auto third = replacing(header + "2024-06-30,UNMISS,Ghana,GHA,288,Troops,2,1,3,K\n");
  undo(third.name());
  EXPECT_EQ(dry_run(header + "2024-06-30,UNMISS,Ghana,GHA,288,Troops,2,1,3,K\n").replaced(0).gone(), "SWE");
  EXPECT_EQ(dry_run(other).replaced_size(), 0) << "restated, it says the same";
}

// What was told is what is replaced, or nothing is.
TEST_P(HeadcountsImportTest, ATableThatComesInAfterTheCheckIsNotReplaced) {
  this->import(header + "2024-06-30,UNMISS,Norway,NOR,578,Troops,6,4,10,K\n");
  const std::string intrude =
      "INSERT INTO headcount_fact (sequence, recorded_time, source, month, organisation, country, category, "
      "personnel_type, rank_band, tier, gender, count) VALUES (1, 1, 'UN', '2024-06', 'ORGANISATION_UN', 'GHA', "
      "'CATEGORY_MILITARY', 'PERSONNEL_TYPE_TROOPS', 'RANK_BAND_UNSPECIFIED', 0, 'GENDER_MAN', 99)";
  sql([&](db::Session& session) {
    if (backend() == db::Backend::sqlite) {
      db::execute(session, "CREATE TRIGGER intruder AFTER INSERT ON import_replaced BEGIN " + intrude + "; END");
    } else {
      db::execute(session, "CREATE FUNCTION intrude() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " + intrude +
                               "; RETURN NULL; END $$");
      db::execute(session,
                  "CREATE TRIGGER intruder AFTER INSERT ON import_replaced FOR EACH ROW EXECUTE FUNCTION intrude()");
    }
  });
  const auto import = replacing(header + "2024-06-30,UNMISS,Sweden,SWE,752,Troops,2,1,3,K\n");
  EXPECT_EQ(import.state(), IMPORT_STATE_REFUSED);
  EXPECT_THAT(import.refusal(), HasSubstr("the table of UN for 2024-06 changed while the import ran"));
  EXPECT_EQ(count("headcount_fact", "country = 'SWE'"), 0);
}

// Sums by the file itself, to compare with what was stored.
std::map<std::string, long long> sums_by_month(const std::string& content) {
  std::map<std::string, long long> sums;
  std::istringstream lines(content);
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    const std::size_t layout = line.rfind(',');
    const std::size_t total = line.rfind(',', layout - 1);
    sums[line.substr(0, 7)] += std::stoll(line.substr(total + 1, layout - total - 1));
  }
  return sums;
}

TEST_P(HeadcountsImportTest, TakesInTenYearsOfTheUnitedNations) {
  const auto file = support::data_file("un/un_contributions_2015-01_2025-07.csv");
  if (!file) GTEST_SKIP();
  const std::string content = support::read_file(*file);
  const auto import = this->import(content);
  EXPECT_EQ(import.state(), IMPORT_STATE_APPLIED) << import.refusal();
  EXPECT_EQ(import.rows_read(), 107149);
  EXPECT_EQ(import.rows_created(), 107149);
  const auto sums = sums_by_month(content);
  EXPECT_EQ(sums.size(), 122u);
  sql([&](db::Session& session) {
    for (const auto& [month, sum] : db::select<std::string, long long>(
             session, "SELECT month, CAST(SUM(count) AS BIGINT) FROM headcount_fact GROUP BY month")) {
      EXPECT_EQ(sums.at(month), sum) << month;
    }
  });
  EXPECT_EQ(count("(SELECT DISTINCT month FROM headcount_fact) AS months"), 122);
}

TEST_P(HeadcountsImportTest, TakesInTheMessyTableWithAContradiction) {
  const auto file = support::data_file("un/un_ipi_gender_raw_messy.csv");
  if (!file) GTEST_SKIP();
  std::string content = support::read_file(*file);
  // As it stands, and with one row that contradicts one of the file.
  content += "2014-08-31,Zimbabwe,ZWE,UNOCI,NA,NA,NA,NA,NA,NA,1,3,4,NA,NA,NA,1,3,4\r\n";
  const auto import = this->import(content);
  EXPECT_EQ(import.state(), IMPORT_STATE_APPLIED) << import.refusal();
  EXPECT_EQ(import.rows_read(), 43256);
  EXPECT_EQ(import.rows_wrong(), 0);
  // Counted in the file by other means.
  EXPECT_EQ(import.rows_subtotal(), 6085);
  constexpr int without_a_number = 248, contradict_themselves = 17, contradict_each_other = 2;
  EXPECT_EQ(import.rows_quarantined(), without_a_number + contradict_themselves + contradict_each_other);
  EXPECT_EQ(import.rows_duplicate(), 4599);
  EXPECT_EQ(import.rows_created(), 32306 - 1);
  std::map<int, std::string> descriptions;
  for (const auto& row : rows(import.name())) descriptions[row.line()] = row.description();
  EXPECT_THAT(descriptions[43257], HasSubstr("contradicts line 39801;"));
  EXPECT_THAT(descriptions[39801], HasSubstr("contradicts line 43257;"));
}

}  // namespace
}  // namespace muster
