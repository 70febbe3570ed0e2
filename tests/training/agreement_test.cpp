// SPDX-License-Identifier: EUPL-1.2
// One person on one day has one status: GetTrainingStatus, T1 and T2 asked about the same people
// and compared with a table written by hand, for every time that a requirement can have.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>

#include "muster/statistics/v1/statistics.pb.h"
#include "muster/training/v1/training.pb.h"
#include "support/deployments.h"

namespace muster::support {
namespace {

namespace v1 = muster::training::v1;

class AgreementTest : public DeploymentTest {
 protected:
  static std::string training(const std::string& method) { return "muster.training.v1.TrainingService/" + method; }

  void SetUp() override {
    DeploymentTest::SetUp();
    if (HasFatalFailure()) return;
    v1::CreateCourseRequest course;
    course.mutable_course()->set_code("WPS");
    course.mutable_course()->set_display_name("Women, peace and security");
    course.mutable_course()->add_topics(platform::v1::TOPIC_WPS);
    course_ = call<v1::Course>(training("CreateCourse"), course).name();
  }

  std::string version_of_months(int months) {
    v1::CreateCourseVersionRequest request;
    request.mutable_course_version()->set_course(course_);
    request.mutable_course_version()->set_version(std::to_string(months));
    request.mutable_course_version()->set_validity_months(months);
    request.mutable_course_version()->set_valid_from("2015-01-01");
    return call<v1::CourseVersion>(training("CreateCourseVersion"), request).name();
  }

  void record(const std::string& person, const std::string& version, const std::string& date) {
    v1::RecordCompletionsRequest request;
    request.add_persons(person);
    request.set_course_version(version);
    request.set_completed_date(date);
    call<v1::RecordCompletionsResponse>(training("RecordCompletions"), request);
  }

  // Its code is that of the time, or of the category.
  void require(const std::string& code, v1::Population population, v1::RequirementTime time,
               platform::v1::Category category = platform::v1::CATEGORY_UNSPECIFIED) {
    v1::CreateRequirementRequest request;
    v1::Requirement& requirement = *request.mutable_requirement();
    requirement.set_code(code);
    requirement.set_display_name(code);
    requirement.set_population(population);
    requirement.set_time(time);
    requirement.set_soon_days(1);
    requirement.set_valid_from("2020-01-01");
    requirement.add_topics(platform::v1::TOPIC_WPS);
    if (category != platform::v1::CATEGORY_UNSPECIFIED) requirement.add_categories(category);
    call<v1::Requirement>(training("CreateRequirement"), request);
  }

  // The status of the person by requirement.
  std::map<std::string, std::string> statuses(const std::string& person, int from_today) {
    v1::GetTrainingStatusRequest request;
    request.set_person(person);
    request.set_as_of(day(from_today));
    std::map<std::string, std::string> result;
    const auto status = call<v1::TrainingStatus>(training("GetTrainingStatus"), request);
    for (const auto& line : status.lines()) {
      result[line.display_name()] = v1::Status_Name(line.status()).substr(7);
      EXPECT_LE(line.judged_date(), day(from_today));
    }
    return result;
  }

  statistics::v1::Cell figure(const std::string& indicator, const std::string& requirement, int from_today) {
    statistics::v1::QueryIndicatorRequest request;
    request.set_indicator(indicator);
    request.set_requirement(requirement);
    request.set_as_of(day(from_today));
    return call<statistics::v1::QueryIndicatorResponse>("muster.statistics.v1.StatisticsService/QueryIndicator",
                                                        request)
        .totals(0);
  }

  // T1 and T2 as they must be when these are the statuses of all who must.
  void expect_figures(const std::string& requirement, int from_today, const std::vector<std::string>& statuses,
                      bool deployed) {
    std::map<std::string, int> counts = {{"VALID", 0}, {"SOON", 0},   {"EXPIRED", 0},
                                         {"NEVER", 0}, {"WAIVED", 0}, {"UNKNOWN", 0}};
    int covered = 0;
    for (const std::string& status : statuses) {
      ++counts[status];
      covered += status == "VALID" || status == "SOON" ? 1 : 0;
    }
    const auto t1 = figure("T1", requirement, from_today);
    EXPECT_EQ((std::map<std::string, int>(t1.statuses().begin(), t1.statuses().end())), counts);
    EXPECT_EQ(t1.total(), static_cast<int>(statuses.size()));
    if (!deployed) return;
    EXPECT_EQ(figure("T2", requirement, from_today).total(), static_cast<int>(statuses.size()) - covered);
  }

  std::string course_;
};
INSTANTIATE_TEST_SUITE_P(Backends, AgreementTest, backends(), backend_name);

TEST_P(AgreementTest, EveryTimeMeansTheSameEverywhere) {
  const auto kari = add_person("KARI"), nina = add_person("NINA");
  for (const auto& person : {kari, nina}) depart(planned(person).name(), day(-20));
  const auto month = version_of_months(1);
  record(kari, month, day(-40));  // lapses between ten and thirteen days ago
  record(kari, month, day(0));
  record(nina, version_of_months(24), day(-19));  // the day after she left
  const auto nomination = nominate(kari, add_call("26/1", {post.name()}));
  act("SubmitNominationForReview", nomination.name());  // today
  require("CONTINUOUS", v1::POPULATION_DEPLOYED, v1::REQUIREMENT_TIME_CONTINUOUS);
  require("TOUR", v1::POPULATION_DEPLOYED, v1::REQUIREMENT_TIME_THROUGHOUT_TOUR);
  require("DEPARTURE", v1::POPULATION_DEPLOYED, v1::REQUIREMENT_TIME_ON_DEPARTURE);
  require("NOMINATION", v1::POPULATION_DEPLOYED, v1::REQUIREMENT_TIME_ON_NOMINATION);
  require("ROSTER-CONTINUOUS", v1::POPULATION_ROSTER, v1::REQUIREMENT_TIME_CONTINUOUS);
  require("ROSTER-NOMINATION", v1::POPULATION_ROSTER, v1::REQUIREMENT_TIME_ON_NOMINATION);

  const int days[] = {-20, -15, -5, 0, 45};
  using Line = std::array<const char*, 5>;  // one for each of the days
  const Line kari_by_day = {"VALID", "VALID", "EXPIRED", "VALID", "EXPIRED"};
  const Line nina_by_day = {"NEVER", "VALID", "VALID", "VALID", "VALID"};
  const Line kari_nominated = {"VALID", "VALID", "EXPIRED", "VALID", "VALID"};  // today's from today on
  const Line kari_left = {"VALID", "VALID", "VALID", "VALID", "VALID"};
  const Line nina_left = {"NEVER", "NEVER", "NEVER", "NEVER", "NEVER"};
  const std::map<std::string, std::pair<Line, Line>> table = {{"CONTINUOUS", {kari_by_day, nina_by_day}},
                                                              {"TOUR", {kari_by_day, nina_by_day}},
                                                              {"DEPARTURE", {kari_left, nina_left}},
                                                              {"NOMINATION", {kari_nominated, nina_by_day}},
                                                              {"ROSTER-CONTINUOUS", {kari_by_day, nina_by_day}},
                                                              {"ROSTER-NOMINATION", {kari_nominated, nina_by_day}}};
  for (std::size_t i = 0; i < std::size(days); ++i) {
    auto of_kari = statuses(kari, days[i]), of_nina = statuses(nina, days[i]);
    EXPECT_EQ(of_kari.size(), table.size());
    for (const auto& [requirement, lines] : table) {
      SCOPED_TRACE(requirement + " on day " + std::to_string(days[i]));
      EXPECT_EQ(of_kari[requirement], lines.first[i]);
      EXPECT_EQ(of_nina[requirement], lines.second[i]);
      // Of a day to come there is no figure yet.
      if (days[i] <= 0) expect_figures(requirement, days[i], {lines.first[i], lines.second[i]}, true);
    }
  }
}

TEST_P(AgreementTest, AChangeOfRoleIsNoDepartureAndAVoidedNominationIsNone) {
  const auto kari = add_person("KARI");
  const auto deployment = planned(kari);
  depart(deployment.name(), day(-20));
  change_role(deployment.name(), leader_post.name(), day(-10));
  record(kari, version_of_months(24), day(-15));
  const auto nomination = nominate(kari, add_call("26/1", {post.name()}));
  act("SubmitNominationForReview", nomination.name());
  require("DEPARTURE", v1::POPULATION_DEPLOYED, v1::REQUIREMENT_TIME_ON_DEPARTURE);
  EXPECT_EQ(statuses(kari, 0)["DEPARTURE"], "NEVER") << "trained five days after she left";
  expect_figures("DEPARTURE", 0, {"NEVER"}, true);
  end(deployment.name(), day(-1));
  EXPECT_TRUE(statuses(kari, 0).empty());
  expect_figures("DEPARTURE", 0, {}, true);

  require("NOMINATION", v1::POPULATION_ROSTER, v1::REQUIREMENT_TIME_ON_NOMINATION);
  record(kari, version_of_months(1), day(-45));
  EXPECT_EQ(statuses(kari, 800)["NOMINATION"], "VALID") << "as of today, when she was nominated";
  expect_figures("NOMINATION", 0, {"VALID"}, false);
  act("VoidNomination", nomination.name());
  EXPECT_EQ(statuses(kari, 800)["NOMINATION"], "EXPIRED");
}

TEST_P(AgreementTest, TheDeployedAreThoseThereThatDay) {
  const auto kari = add_person("KARI"), anne = add_person("ANNE"), nina = add_person("NINA");
  const auto ended = planned(kari).name(), running = planned(anne).name(), voided = planned(nina).name();
  for (const auto& name : {ended, running, voided}) depart(name, day(-20));
  end(ended, day(-10));
  missions::v1::VoidDeploymentRequest mistake;
  mistake.set_name(voided);
  mistake.set_reason("Entered by mistake");
  call<missions::v1::Deployment>(missions_service + "VoidDeployment", mistake);
  require("DEPLOYED", v1::POPULATION_DEPLOYED, v1::REQUIREMENT_TIME_THROUGHOUT_TOUR);
  EXPECT_EQ(statuses(kari, -21).size(), 0u);
  EXPECT_EQ(statuses(kari, -20).size(), 1u);
  EXPECT_EQ(statuses(kari, -10).size(), 1u) << "the last day counts";
  EXPECT_EQ(statuses(kari, -9).size(), 0u);
  EXPECT_EQ(statuses(anne, 900).size(), 1u) << "an open end counts";
  EXPECT_EQ(statuses(nina, -15).size(), 0u) << "void is not deployed";
  expect_figures("DEPLOYED", -21, {}, true);
  expect_figures("DEPLOYED", -10, {"NEVER", "NEVER"}, true);
  expect_figures("DEPLOYED", -9, {"NEVER"}, true);
}

// Who was military then is counted as military then.
TEST_P(AgreementTest, TheCategoryIsThatOfTheDayEverywhere) {
  const auto kari = add_person("KARI");
  roster::v1::CreateAffiliationRequest move;
  move.mutable_affiliation()->set_person(kari);
  move.mutable_affiliation()->set_unit(navy_);
  move.mutable_affiliation()->set_valid_from(day(-30));
  call<roster::v1::Affiliation>(RosterTest::roster("CreateAffiliation"), move);
  depart(planned(kari).name(), day(-20));
  roster::v1::ChangePersonRequest change;
  change.mutable_person()->set_name(kari);
  change.mutable_person()->set_category(platform::v1::CATEGORY_POLICE);
  change.mutable_update_mask()->add_paths("category");
  change.set_valid_from(day(-10));
  call<roster::v1::Person>(RosterTest::roster("ChangePerson"), change);
  using platform::v1::CATEGORY_MILITARY, platform::v1::CATEGORY_POLICE;
  require("ROSTER-MILITARY", v1::POPULATION_ROSTER, v1::REQUIREMENT_TIME_CONTINUOUS, CATEGORY_MILITARY);
  require("ROSTER-POLICE", v1::POPULATION_ROSTER, v1::REQUIREMENT_TIME_CONTINUOUS, CATEGORY_POLICE);
  require("DEPLOYED-MILITARY", v1::POPULATION_DEPLOYED, v1::REQUIREMENT_TIME_CONTINUOUS, CATEGORY_MILITARY);
  require("DEPLOYED-POLICE", v1::POPULATION_DEPLOYED, v1::REQUIREMENT_TIME_CONTINUOUS, CATEGORY_POLICE);
  const std::map<int, std::vector<std::string>> applying = {{-31, {"ROSTER-MILITARY"}},
                                                            {-11, {"DEPLOYED-MILITARY", "ROSTER-MILITARY"}},
                                                            {-10, {"DEPLOYED-POLICE", "ROSTER-POLICE"}},
                                                            {0, {"DEPLOYED-POLICE", "ROSTER-POLICE"}}};
  for (const auto& [from_today, wanted] : applying) {
    SCOPED_TRACE(from_today);
    std::vector<std::string> found;
    for (const auto& [requirement, status] : statuses(kari, from_today)) found.push_back(requirement);
    EXPECT_EQ(found, wanted);
    for (const std::string code : {"ROSTER-MILITARY", "ROSTER-POLICE", "DEPLOYED-MILITARY", "DEPLOYED-POLICE"}) {
      const bool is_wanted = std::find(wanted.begin(), wanted.end(), code) != wanted.end();
      EXPECT_EQ(figure("T1", code, from_today).total(), is_wanted ? 1 : 0) << code;
    }
  }
}

}  // namespace
}  // namespace muster::support
