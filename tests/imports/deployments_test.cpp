// SPDX-License-Identifier: EUPL-1.2
// Deployments with actual dates, of people on the roster and of people without names.
#include <gmock/gmock.h>

#include "muster/missions/v1/missions.pb.h"
#include "muster/statistics/v1/statistics.pb.h"
#include "muster/training/v1/training.pb.h"
#include "support/imports.h"

namespace muster {
namespace {

using namespace imports::v1;
using ::testing::HasSubstr;

class DeploymentsImportTest : public support::ImportTest {
 protected:
  void SetUp() override {
    ImportTest::SetUp();
    add_people();
    sql([](db::Session& session) {
      db::execute(session,
                  "INSERT INTO mission (id, acronym, acronym_key, display_name, display_name_nb, organisation, kind, "
                  "host_countries, themes, create_time, update_time, row_version) VALUES (900001, 'UNMISS', 'unmiss', "
                  "'UNMISS', '', "
                  "'ORGANISATION_UN', 'MISSION_KIND_INTERNATIONAL', '[]', '[]', 0, 0, 1)");
      db::execute(session,
                  "INSERT INTO mission_fact (sequence, recorded_time, record, acronym, acronym_key, kind) "
                  "SELECT 0, 0, id, acronym, acronym_key, kind FROM mission");
    });
  }
  Import import(const std::string& content, const Import& options = {}) {
    return run(IMPORT_KIND_DEPLOYMENTS, content, options);
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, DeploymentsImportTest, support::backends(), support::backend_name);

const std::string anonymous = "subject,mission,country,personnel_type,category,gender,actual_from,actual_to\n";
const std::string named = "number,mission,country,personnel_type,category,actual_from,actual_to\n";

TEST_P(DeploymentsImportTest, FindsPeopleMissionsAndUnitsInWhateverSpelling) {
  const auto import = this->import(
      "number,mission,country,personnel_type,category,unit,actual_from,actual_to\n"
      "p1,Unmiss,NOR,Staff Officer,military,army,2024-01-01,2024-06-30\n"
      "P1,UNMISS,NOR,Staff Officer,military,ARMY,2024-01-01,2024-06-30\n");
  EXPECT_EQ(import.state(), IMPORT_STATE_APPLIED) << import.refusal() << findings(import.name());
  EXPECT_EQ(import.rows_created(), 1);
  EXPECT_EQ(import.rows_duplicate(), 1);
  EXPECT_EQ(count("deployment", "person = 900001 AND mission = 900001 AND unit = 900002"), 1);
}

TEST_P(DeploymentsImportTest, CountsOneSubjectInTwoStretchesOnce) {
  const auto import = this->import(anonymous +
                                   "u1,UNMISS,NOR,Troops,military,woman,2020-01-31,2020-06-30\n"
                                   "u1,,NOR,Contingent Troop(s),military,kvinne,2020-07-01,\n"
                                   "u2,UNMISS,NOR,Individual Police,police,not_stated,2020-01-31,2020-06-30\n");
  EXPECT_EQ(import.state(), IMPORT_STATE_APPLIED) << import.refusal();
  EXPECT_EQ(import.rows_created(), 3);
  EXPECT_EQ(count("deployment", "person IS NULL AND unit IS NULL"), 3);
  EXPECT_EQ(count("deployment_fact", "anonymous = 1"), 3);
  EXPECT_EQ(count("deployment", "state = 'DEPLOYMENT_STATE_RETURNED'"), 2);
  EXPECT_EQ(count("deployment", "state = 'DEPLOYMENT_STATE_DEPLOYED' AND mission IS NULL"), 1);
  EXPECT_EQ(count("(SELECT DISTINCT subject FROM deployment_fact) AS subjects"), 2);
  // First and last day count: 31 January 2020 is day 18292, 1 July 2020 day 18444.
  EXPECT_EQ(count("deployment_fact", "day_from = 18292 AND day_to = 18444 AND organisation = 'ORGANISATION_UN'"), 2);
  EXPECT_EQ(count("deployment_fact", "day_from = 18444 AND day_to IS NULL AND mission IS NULL AND departure = 1"), 1);
  EXPECT_EQ(count("subject_profile", "gender = 'GENDER_NOT_STATED'"), 1);
  EXPECT_EQ(count("subject_profile", "subject IN (SELECT subject FROM deployment_fact)"), 2);
  EXPECT_EQ(count("deployment_fact",
                  "record IN (SELECT id FROM deployment_segment WHERE "
                  "deployment_segment.deployment = deployment_fact.deployment)"),
            3);
}

TEST_P(DeploymentsImportTest, TakesGenderUnitAndBandOfPeopleFromTheRoster) {
  const auto import = this->import(named + "P1,UNMISS,NOR,Staff Officer,military,2021-01-01,2021-12-31\n");
  EXPECT_EQ(import.state(), IMPORT_STATE_APPLIED) << import.refusal();
  EXPECT_EQ(count("deployment", "person = 900001 AND unit = 900002 AND mission = 900001"), 1);
  EXPECT_EQ(count("deployment_fact", "unit = 900002 AND rank_band = 'RANK_BAND_MIDDLE'"), 1);
  EXPECT_EQ(count("subject_profile JOIN deployment_fact ON deployment_fact.subject = subject_profile.subject",
                  "gender = 'GENDER_WOMAN'"),
            1);
  EXPECT_EQ(count("deployment_fact", "subject = (SELECT subject FROM person_subject WHERE person = 900001)"), 1);
  // The same file again changes nothing.
  const auto again = this->import(named + "P1,UNMISS,NOR,Staff Officer,military,2021-01-01,2021-12-31\n");
  EXPECT_EQ(again.rows_unchanged(), 1);
  EXPECT_EQ(again.rows_created(), 0);
  EXPECT_EQ(count("deployment"), 1);
}

// One with a name and no course, one without a name: the first is known to lack it, the other not.
TEST_P(DeploymentsImportTest, TrainingOfPeopleWithoutANameIsUnknown) {
  import(anonymous + "u1,UNMISS,NOR,Troops,military,man,2021-01-01,2021-12-31\n");
  import(named + "P1,UNMISS,NOR,Staff Officer,military,2021-01-01,2021-12-31\n");
  training::v1::CreateRequirementRequest rule;
  rule.mutable_requirement()->set_code("WPS");
  rule.mutable_requirement()->set_display_name("Everybody deployed");
  rule.mutable_requirement()->set_population(training::v1::POPULATION_DEPLOYED);
  rule.mutable_requirement()->set_time(training::v1::REQUIREMENT_TIME_THROUGHOUT_TOUR);
  rule.mutable_requirement()->set_valid_from("2020-01-01");
  rule.mutable_requirement()->add_topics(platform::v1::TOPIC_WPS);
  call<training::v1::Requirement>("muster.training.v1.TrainingService/CreateRequirement", rule);
  statistics::v1::QueryIndicatorRequest request;
  request.set_requirement("WPS");
  request.set_as_of("2021-06-01");
  auto ask = [&](const std::string& indicator) {
    request.set_indicator(indicator);
    return call<statistics::v1::QueryIndicatorResponse>("muster.statistics.v1.StatisticsService/QueryIndicator",
                                                        request);
  };
  const auto t1 = ask("T1"), t2 = ask("T2");
  EXPECT_EQ(t1.totals(0).total(), 2);
  EXPECT_EQ(t1.totals(0).statuses().at("NEVER"), 1);
  EXPECT_EQ(t1.totals(0).statuses().at("UNKNOWN"), 1);
  EXPECT_DOUBLE_EQ(t1.totals(0).share(), 0);
  EXPECT_DOUBLE_EQ(t1.totals(0).bound_high(), 0.5) << "the other one may be trained";
  EXPECT_DOUBLE_EQ(t1.totals(0).completeness(), 0.5);
  EXPECT_EQ(t1.sentence(),
            "On 1 June 2021, 0 of 2 who must meet WPS (0.0 %) were covered, 0 waived; 1 without a name "
            "whose training is unknown.");
  EXPECT_EQ(t2.totals(0).total(), 1) << "the one with a name";
  EXPECT_EQ(t2.totals(0).statuses().at("UNKNOWN"), 1) << "shown apart";
  request.add_group_by(statistics::v1::DIMENSION_GENDER);
  const auto split = ask("T2");
  ASSERT_EQ(split.cells_size(), 2) << "the man of whom nothing is known is a cell of nobody";
  EXPECT_EQ(split.cells(0).group(0), "GENDER_MAN");
  EXPECT_EQ(split.cells(0).total(), 0);
  EXPECT_EQ(split.cells(0).statuses().at("UNKNOWN"), 1);
}

TEST_P(DeploymentsImportTest, RefusesWhatCannotBe) {
  const auto import = this->import(anonymous +
                                   "u1,UNMISS,NOR,Troops,military,,2020-01-31,\n"
                                   "u2,UNMISS,NOR,Troops,military,unknown,2020-01-31,\n"
                                   "u3,NOWHERE,NOR,Troops,military,man,2020-01-31,\n"
                                   "u4,UNMISS,NOR,Troops,military,man,2020-01-31,2020-01-30\n"
                                   "u5,UNMISS,NOR,Troops,military,man,2150-01-31,\n"
                                   "u6,UNMISS,NOR,Troops,,man,2020-01-31,\n"
                                   ",UNMISS,NOR,Troops,military,man,2020-01-31,\n"
                                   "u8,UNMISS,NOR,Troops,military,man,2020-01-31,\n"
                                   "u8,UNMISS,NOR,Troops,military,woman,2020-03-31,\n"
                                   "u8,UNMISS,NOR,Troops,military,man,2020-01-31,\n");
  EXPECT_EQ(import.state(), IMPORT_STATE_REFUSED);
  EXPECT_EQ(import.rows_wrong(), 8);
  EXPECT_EQ(import.rows_duplicate(), 1);
  EXPECT_EQ(count("deployment"), 0);
  const std::string text = findings(import.name());
  for (const char* line :
       {"2 gender: must be one of woman, man, other or not_stated", "3 gender: ", "4 mission: is not the acronym",
        "5 actual_to: is before", "6 actual_from: is in the future", "7 category: ", "8 number: give either",
        "10 gender: is another than on line 9", "11 : says the same of the subject as line 9"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
}

TEST_P(DeploymentsImportTest, RefusesTwoPlacesAtOnceOfOnePerson) {
  this->import(named + "P1,UNMISS,NOR,Troops,military,2021-01-01,2021-12-31\n");
  const auto import = this->import(named +
                                   "P1,UNMISS,NOR,Troops,military,2021-06-01,2022-12-31\n"
                                   "P2,UNMISS,NOR,Troops,military,2021-06-01,2022-12-31\n"
                                   "P2,UNMISS,NOR,Troops,military,2022-12-31,\n");
  EXPECT_EQ(import.state(), IMPORT_STATE_REFUSED);
  const std::string text = findings(import.name());
  EXPECT_THAT(text, HasSubstr("2 actual_from: overlaps deployments/"));
  EXPECT_THAT(text, HasSubstr("4 actual_from: overlaps line 3"));
}

TEST_P(DeploymentsImportTest, WritesWithinTheCallersUnitsOnly) {
  // The unit of nobody's grant; and a person whose unit is above the grant's.
  sql([](db::Session& session) { db::execute(session, "UPDATE affiliation SET unit = 900001 WHERE person = 900002"); });
  const auto who = caller(platform::v1::ROLE_HR_CENTRAL, 900002);
  const auto import =
      run_as(who, IMPORT_KIND_DEPLOYMENTS,
             "subject,number,mission,country,personnel_type,category,gender,unit,actual_from,actual_to\n"
             "u1,,UNMISS,NOR,Troops,military,man,,2020-01-31,\n"
             "u2,,UNMISS,NOR,Troops,military,man,HQ,2020-01-31,\n"
             ",P2,UNMISS,NOR,Troops,military,,,2020-01-31,\n"
             ",P1,UNMISS,NOR,Troops,military,,ARMY,2020-01-31,\n");
  EXPECT_EQ(import.rows_wrong(), 3);
  const std::string text = findings(import.name());
  EXPECT_THAT(text, HasSubstr("2 unit: is required"));
  EXPECT_THAT(text, HasSubstr("3 unit: is not the code of a unit that you may write to"));
  EXPECT_THAT(text, HasSubstr("4 number: is not the number of somebody on the roster within your units"));
}

TEST_P(DeploymentsImportTest, WhoImportedDoesNotVoid) {
  const auto importer = caller(platform::v1::ROLE_HR_CENTRAL);
  const auto import = run_as(importer, IMPORT_KIND_DEPLOYMENTS,
                             anonymous +
                                 "u1,UNMISS,NOR,Troops,military,woman,2020-01-31,\n"
                                 "u2,UNMISS,NOR,Troops,military,man,2020-01-31,2020-06-30\n");
  ASSERT_EQ(import.state(), IMPORT_STATE_APPLIED) << import.refusal();
  EXPECT_EQ(count("deployment_event",
                  "verb = 'ImportDeployment' AND from_state = 'DEPLOYMENT_STATE_UNSPECIFIED' "
                  "AND actor = " +
                      std::to_string(importer.account)),
            2);
  EXPECT_EQ(count("deployment_event event", "to_state = (SELECT state FROM deployment WHERE id = event.deployment)"),
            2);
  long long id = 0;
  sql([&](db::Session& session) {
    id = std::get<0>(*db::select_one<long long>(session, "SELECT MIN(id) FROM deployment"));
  });
  missions::v1::VoidDeploymentRequest request;
  request.set_name("deployments/" + std::to_string(id));
  request.set_reason("never was");
  const std::string path = "muster.missions.v1.MissionsService/VoidDeployment";
  EXPECT_THAT(refused(path, request, importer).message(), HasSubstr("who entered the deployment"));
  EXPECT_EQ(call<missions::v1::Deployment>(path, request, caller(platform::v1::ROLE_HR_CENTRAL)).state(),
            missions::v1::DEPLOYMENT_STATE_VOID);
}

// As tables of headcounts do: missions that are not known, and the organisation of what names none.
TEST_P(DeploymentsImportTest, ASourceBringsItsMissionsAndTheMonthsItReported) {
  Import options;
  options.set_source("NATO");
  for (const char* month : {"2020-01", "2020-02", "2020-04"}) options.add_reported_months(month);
  const std::string content = anonymous +
                              "u1,KFOR,NOR,Troops,military,woman,2020-01-31,2020-06-30\n"
                              "u2,KFOR,NOR,Troops,military,man,2020-01-31,\n"
                              "u3,,NOR,Troops,military,man,2020-01-31,\n"
                              "u4,UNMISS,NOR,Troops,military,man,2020-01-31,\n"
                              "u4,KFOR,NOR,Troops,military,man,2020-01-31,\n"
                              "u4,KFOR,NOR,Troops,military,man,2020-01-31,\n";
  EXPECT_EQ(this->import(content).state(), IMPORT_STATE_REFUSED) << "without a source nobody knows the mission";
  const auto import = this->import(content, options);
  EXPECT_EQ(import.state(), IMPORT_STATE_APPLIED) << import.refusal();
  EXPECT_EQ(import.rows_created(), 5);
  EXPECT_EQ(import.rows_duplicate(), 1);
  EXPECT_THAT(findings(import.name()), HasSubstr("7 : says the same of the subject as line 6"));
  EXPECT_EQ(count("mission", "acronym = 'KFOR' AND organisation = 'ORGANISATION_NATO'"), 1);
  EXPECT_EQ(count("deployment_fact", "organisation = 'ORGANISATION_NATO' AND mission IS NOT NULL"), 3);
  EXPECT_EQ(count("deployment_fact", "organisation = 'ORGANISATION_NATO' AND mission IS NULL"), 1);
  EXPECT_EQ(count("deployment_fact", "organisation = 'ORGANISATION_UN'"), 1) << "a known mission stays its own";
  EXPECT_EQ(count("deployment_fact", "source = 'NATO'"), 5);
  EXPECT_EQ(count("coverage_fact", "source = 'NATO' AND withdrawn = 0"), 3);

  EXPECT_EQ(undo(import.name()).state(), IMPORT_STATE_UNDONE);
  EXPECT_EQ(count("coverage_fact", "withdrawn = 1"), 3);
  EXPECT_EQ(count("coverage_fact"), 6) << "facts stay";
  EXPECT_EQ(count("deployment_fact", "source = 'NATO' AND day_to = day_from"), 5);
  EXPECT_EQ(count("mission", "acronym = 'KFOR'"), 1) << "facts name it";
}

TEST_P(DeploymentsImportTest, OnlyTheMinistrysDeskImportsASource) {
  Import options;
  options.set_source("NATO");
  const std::string content =
      "subject,mission,country,personnel_type,category,gender,unit,actual_from,actual_to\n"
      "u1,KFOR,NOR,Troops,military,man,ARMY,2020-01-31,\n";
  CreateImportRequest create;
  *create.mutable_import() = options;
  create.mutable_import()->set_kind(IMPORT_KIND_DEPLOYMENTS);
  create.mutable_import()->set_file_name("nato.csv");
  const auto limited =
      refused("muster.imports.v1.ImportService/CreateImport", create, caller(platform::v1::ROLE_HR_CENTRAL, 900002));
  EXPECT_EQ(limited.reason(), "SCOPE_TOO_NARROW");
  EXPECT_THAT(limited.message(), HasSubstr("grants are for all units"));
  EXPECT_EQ(count("mission", "acronym = 'KFOR'"), 0);
  const auto whole = run_as(caller(platform::v1::ROLE_HR_CENTRAL), IMPORT_KIND_DEPLOYMENTS, content, options);
  EXPECT_EQ(whole.state(), IMPORT_STATE_APPLIED) << whole.refusal();
}

TEST_P(DeploymentsImportTest, ReportedMonthsAreOfASourceAndOfDeployments) {
  CreateImportRequest request;
  request.mutable_import()->set_kind(IMPORT_KIND_DEPLOYMENTS);
  request.mutable_import()->set_file_name("un.csv");
  request.mutable_import()->add_reported_months("2020-01");
  const std::string path = "muster.imports.v1.ImportService/CreateImport";
  EXPECT_TRUE(support::names_field(refused(path, request, system()), "import.source"));
  request.mutable_import()->set_source("UN");
  request.mutable_import()->set_kind(IMPORT_KIND_HEADCOUNTS);
  EXPECT_TRUE(support::names_field(refused(path, request, system()), "import.reported_months"));
  request.mutable_import()->set_kind(IMPORT_KIND_DEPLOYMENTS);
  request.mutable_import()->add_reported_months("2020-13");
  EXPECT_TRUE(support::names_field(refused(path, request, system()), "import.reported_months[1]"));
  request.mutable_import()->clear_reported_months();
  request.mutable_import()->set_replace(true);
  EXPECT_TRUE(support::names_field(refused(path, request, system()), "import.replace")) << "of headcounts only";
}

// A source's people without names have the days of its whole report: another file corrects them.
TEST_P(DeploymentsImportTest, DaysOfASourcesPeopleAreCorrectedByItsFile) {
  Import options;
  options.set_source("UN");
  const auto import = this->import(anonymous + "u1,UNMISS,NOR,Troops,military,man,2021-01-31,2021-06-30\n", options);
  ASSERT_EQ(import.state(), IMPORT_STATE_APPLIED) << import.refusal();
  EXPECT_EQ(count("deployment_segment", "mission = 900001"), 1);
  const auto correct = [&](const std::string& person_is_null) {
    missions::v1::CorrectDeploymentDaysRequest request;
    sql([&](db::Session& session) {
      const auto id = db::select_one<long long>(session, "SELECT id FROM deployment WHERE " + person_is_null);
      request.set_name("deployments/" + std::to_string(std::get<0>(*id)));
    });
    request.set_actual_from("2021-01-15");
    request.set_reason("they came earlier");
    return request;
  };
  const std::string path = "muster.missions.v1.MissionsService/CorrectDeploymentDays";
  const auto error = refused(path, correct("person IS NULL"), system());
  EXPECT_EQ(error.reason(), "REPORTED_BY_SOURCE");
  EXPECT_EQ(error.metadata().at("source"), "UN");
  EXPECT_EQ(undo(import.name()).state(), IMPORT_STATE_UNDONE) << "it stands in the way of nothing";
  // Somebody on the roster is the roster's, whoever reported them.
  this->import(named + "P1,UNMISS,NOR,Staff Officer,military,2021-02-01,2021-12-31\n", options);
  const auto corrected = call<missions::v1::Deployment>(path, correct("person IS NOT NULL"));
  EXPECT_EQ(corrected.actual_from(), "2021-01-15");
  EXPECT_EQ(corrected.segments(0).valid_from(), "2021-01-15");
  EXPECT_EQ(count("deployment_fact", "source = 'UN' AND anonymous = 0 AND departure = 1"), 2);
}

TEST_P(DeploymentsImportTest, UndoVoidsTheFactsAndRefusesWhatWasBuiltOn) {
  const auto import = this->import(anonymous +
                                   "u1,UNMISS,NOR,Troops,military,woman,2020-01-31,\n"
                                   "u2,UNMISS,NOR,Troops,military,man,2020-01-31,\n");
  sql([](db::Session& session) {
    db::execute(session, "UPDATE deployment SET row_version = 2 WHERE id = (SELECT MIN(id) FROM deployment)");
  });
  UndoImportRequest request;
  request.set_name(import.name());
  const auto error = refused("muster.imports.v1.ImportService/UndoImport", request, system());
  EXPECT_EQ(error.code(), status::Code::failed_precondition);
  EXPECT_THAT(error.message(), HasSubstr("was changed since"));
  sql([](db::Session& session) { db::execute(session, "UPDATE deployment SET row_version = 1"); });
  EXPECT_EQ(undo(import.name()).state(), IMPORT_STATE_UNDONE);
  EXPECT_EQ(count("deployment"), 0);
  EXPECT_EQ(count("deployment_segment"), 0);
  EXPECT_EQ(count("deployment_event"), 0);
  EXPECT_EQ(count("deployment_fact"), 4) << "facts stay; each record's last one is void";
  EXPECT_EQ(count("deployment_fact fact",
                  "day_to = day_from AND id = (SELECT MAX(id) FROM deployment_fact "
                  "WHERE record = fact.record)"),
            2);
  EXPECT_EQ(count("subject_profile", "subject IN (SELECT subject FROM deployment_fact)"), 2)
      << "for what was known then";
}

TEST_P(DeploymentsImportTest, NobodyDepartsFromAUnitThatHasEnded) {
  sql([](db::Session& session) {
    db::execute(session, "UPDATE unit SET valid_to = '2023-12-31' WHERE code = 'ARMY'");
  });
  const std::string header = "number,mission,country,personnel_type,category,unit,actual_from,actual_to\n";
  const auto late = this->import(header + "P1,UNMISS,NOR,Staff Officer,military,ARMY,2024-01-01,2024-06-30\n");
  EXPECT_EQ(late.state(), IMPORT_STATE_REFUSED);
  EXPECT_THAT(findings(late.name()), HasSubstr("unit: ended on 2023-12-31"));
  // Who left before it ended was of it, however long the tour.
  const auto before = this->import(header + "P1,UNMISS,NOR,Staff Officer,military,ARMY,2023-12-31,2024-06-30\n");
  EXPECT_EQ(before.state(), IMPORT_STATE_APPLIED) << before.refusal() << findings(before.name());
}

}  // namespace
}  // namespace muster
