// SPDX-License-Identifier: EUPL-1.2
// A mission is something else from a day on: figures take its kind and organisation as they were on the day they count.
#include <gtest/gtest.h>

#include <random>

#include "day_model.h"
#include "muster/statistics/v1/statistics.pb.h"
#include "support/deployments.h"
#include "support/rounds.h"

namespace muster {
namespace {

using namespace muster::missions::v1;
using namespace muster::platform::v1;
namespace figures = muster::statistics::v1;

class MissionChangesTest : public support::DeploymentTest {
 protected:
  void SetUp() override {
    support::DeploymentTest::SetUp();
    go("M-1");
  }
  // Somebody is away in the post for more than a year.
  void go(const std::string& number) {
    auto request = plan(add_person(number));
    request.mutable_deployment()->set_planned_from(day(-390));
    tour_ = call<Deployment>(missions_service + "CreateDeployment", request).name();
    depart(tour_, day(-390));
  }
  ChangeMissionRequest kind_from(MissionKind kind, int from) {
    ChangeMissionRequest request;
    request.mutable_mission()->set_name(mission);
    request.mutable_mission()->set_kind(kind);
    request.mutable_update_mask()->add_paths("kind");
    request.set_valid_from(day(from));
    return request;
  }
  CorrectMissionRequest kind_on(MissionKind kind, std::optional<int> first, std::optional<int> last) {
    CorrectMissionRequest request;
    request.mutable_mission()->set_name(mission);
    request.mutable_mission()->set_kind(kind);
    request.mutable_update_mask()->add_paths("kind");
    if (first) request.set_first_day(day(*first));
    if (last) request.set_last_day(day(*last));
    request.set_reason("the order says so");
    return request;
  }
  Mission change(const ChangeMissionRequest& request) {
    return call<Mission>(missions_service + "ChangeMission", request);
  }
  ChangeMissionRequest to_nato(int from) {
    auto request = kind_from(MISSION_KIND_INTERNATIONAL, from);
    request.mutable_update_mask()->set_paths(0, "organisation");
    request.mutable_mission()->set_organisation(ORGANISATION_NATO);
    return request;
  }
  std::string text_of(const figures::QueryIndicatorResponse& answer) {
    std::string text;
    for (const auto& cell : answer.cells()) {
      if (cell.total()) text += (text.empty() ? "" : " ") + cell.group(0) + "=" + std::to_string(cell.total());
    }
    return text;
  }
  figures::QueryIndicatorResponse ask(const figures::QueryIndicatorRequest& request) {
    return call<figures::QueryIndicatorResponse>("muster.statistics.v1.StatisticsService/QueryIndicator", request);
  }
  // Who is away on the day, by the dimension.
  std::string by(figures::Dimension dimension, int on, std::optional<long long> known = std::nullopt) {
    figures::QueryIndicatorRequest request;
    request.set_indicator("S1");
    request.set_as_of(day(on));
    request.add_group_by(dimension);
    if (known) request.set_known_sequence(*known);
    return text_of(ask(request));
  }
  std::string kinds(int on, std::optional<long long> known = std::nullopt) {
    return by(figures::DIMENSION_MISSION_KIND, on, known);
  }
  std::string tour_;
};
INSTANTIATE_TEST_SUITE_P(Backends, MissionChangesTest, support::backends(), support::backend_name);

TEST_P(MissionChangesTest, EachDayIsCountedByWhatTheMissionWasThen) {
  const auto before = last_sequence();
  EXPECT_EQ(change(kind_from(MISSION_KIND_EXERCISE, -30)).kind(), MISSION_KIND_EXERCISE);
  EXPECT_EQ(kinds(-31), "MISSION_KIND_INTERNATIONAL=1");
  EXPECT_EQ(kinds(-30), "MISSION_KIND_EXERCISE=1");
  EXPECT_EQ(kinds(-30, before), "MISSION_KIND_INTERNATIONAL=1");
  // Exercises are left out unless they are asked for.
  EXPECT_EQ(by(figures::DIMENSION_GENDER, -31), "GENDER_WOMAN=1");
  EXPECT_EQ(by(figures::DIMENSION_GENDER, -30), "");
  change(to_nato(-60));
  EXPECT_EQ(by(figures::DIMENSION_ORGANISATION, -61), "ORGANISATION_UN=1");
  EXPECT_EQ(by(figures::DIMENSION_ORGANISATION, -60), "ORGANISATION_NATO=1");
  EXPECT_EQ(get(tour_).segments_size(), 1) << "the tour goes on in the same mission";
}

TEST_P(MissionChangesTest, PersonDaysAreSplitAtTheChange) {
  change(to_nato(-9));
  figures::QueryIndicatorRequest request;
  request.set_indicator("S2");
  request.set_from(day(-19));
  request.set_to(day(0));
  request.add_group_by(figures::DIMENSION_ORGANISATION);
  EXPECT_EQ(text_of(ask(request)), "ORGANISATION_NATO=10 ORGANISATION_UN=10");
}

TEST_P(MissionChangesTest, AReportsNumbersAreOfTheMissionAtTheMonthsEnd) {
  const auto [month, last] = [] {
    const rules::Day end = rules::month_start(*rules::parse_date(day(0))) - 1;
    return std::pair(rules::format_date(end).substr(0, 7), end - *rules::parse_date(day(0)));
  }();
  ReportHeadcountsRequest report;
  report.set_unit(navy_);
  report.set_month(month);
  report.set_country("SWE");
  Headcount& line = *report.add_headcounts();
  line.set_mission(mission);
  line.set_category(CATEGORY_MILITARY);
  line.set_gender(GENDER_MAN);
  line.set_count(7);
  call<ReportHeadcountsResponse>(missions_service + "ReportHeadcounts", report);
  change(to_nato(last));
  EXPECT_EQ(by(figures::DIMENSION_ORGANISATION, last), "ORGANISATION_NATO=8");
  // The tour of one is counted by the day, the report by its month's end.
  EXPECT_EQ(by(figures::DIMENSION_ORGANISATION, last - 1), "ORGANISATION_NATO=7 ORGANISATION_UN=1");
}

TEST_P(MissionChangesTest, AnAcronymThatChangesLeavesWhatTheMissionWas) {
  change(kind_from(MISSION_KIND_EXERCISE, -30));
  UpdateMissionRequest request;
  request.mutable_mission()->set_name(mission);
  request.mutable_mission()->set_acronym("UNMISS-2");
  request.mutable_update_mask()->add_paths("acronym");
  call<Mission>(missions_service + "UpdateMission", request);
  EXPECT_EQ(kinds(-31), "MISSION_KIND_INTERNATIONAL=1");
  EXPECT_EQ(kinds(-30), "MISSION_KIND_EXERCISE=1");
}

TEST_P(MissionChangesTest, SaysWhatIsWrong) {
  const auto reason = [&](const std::string& verb, const google::protobuf::Message& request) {
    return refused(missions_service + verb, request, system()).reason();
  };
  UpdateMissionRequest update;
  update.mutable_mission()->set_name(mission);
  update.mutable_mission()->set_kind(MISSION_KIND_NATIONAL);
  update.mutable_update_mask()->add_paths("kind");
  EXPECT_EQ(reason("UpdateMission", update), "CHANGE_OR_CORRECT");
  EXPECT_EQ(reason("ChangeMission", kind_from(MISSION_KIND_INTERNATIONAL, -3)), "NO_CHANGE");
  EXPECT_EQ(reason("ChangeMission", kind_from(MISSION_KIND_NATIONAL, 5)), "IN_FUTURE");
  EXPECT_EQ(reason("ChangeMission", kind_from(MISSION_KIND_UNSPECIFIED, -3)), "REQUIRED");
  EXPECT_EQ(reason("CorrectMission", kind_on(MISSION_KIND_NATIONAL, -3, 5)), "IN_FUTURE");
  change(kind_from(MISSION_KIND_NATIONAL, -3));
  EXPECT_EQ(reason("ChangeMission", kind_from(MISSION_KIND_EXERCISE, -3)), "CHANGED_THAT_DAY");
  auto stale = kind_from(MISSION_KIND_EXERCISE, -2);
  stale.mutable_mission()->set_etag("1");
  EXPECT_EQ(reason("ChangeMission", stale), "STALE_ETAG");
}

TEST_P(MissionChangesTest, RandomHistoriesAreTheModelsAndWhatWasKnownStays) {
  for (unsigned seed = 1; seed <= support::rounds(2); ++seed) {
    std::mt19937 random(seed);
    const auto number = [&](int low, int high) { return std::uniform_int_distribution(low, high)(random); };
    VoidDeploymentRequest never;
    never.set_name(tour_);
    never.set_reason("another mission");
    call<Deployment>(missions_service + "VoidDeployment", never);
    mission = add_mission("R" + std::to_string(seed));
    post = add_post(mission, "R" + std::to_string(seed), 0);
    go("R-" + std::to_string(seed));
    testing::DayModel model(MISSION_KIND_INTERNATIONAL);
    struct Known {
      int day;
      long long sequence;
      std::string answer;
    };
    std::vector<Known> known;
    for (int step = 0; step < 25; ++step) {
      const int value = number(1, 3), first = number(-380, 0), last = number(first, 0);
      const auto kind = static_cast<MissionKind>(value);
      SCOPED_TRACE("seed " + std::to_string(seed) + ", step " + std::to_string(step));
      testing::DayModel after = model;
      const bool changes = number(0, 1) == 0;
      if (changes) {
        after.change(first, value);
      } else {
        after.correct(first, last, value);
      }
      if (after == model) continue;
      if (!changes) {
        call<Mission>(missions_service + "CorrectMission", kind_on(kind, first, last));
      } else if (model.changed_on(first)) {
        EXPECT_EQ(refused(missions_service + "ChangeMission", kind_from(kind, first), system()).reason(),
                  "CHANGED_THAT_DAY");
        continue;
      } else {
        change(kind_from(kind, first));
      }
      model = after;
      for (int i = 0; i < 4; ++i) {
        const int on = number(-389, 0);
        ASSERT_EQ(kinds(on), MissionKind_Name(model.on(on)) + "=1") << "on day " << on;
        known.push_back({on, last_sequence(), kinds(on)});
      }
    }
    EXPECT_GT(known.size(), 40u);
    for (const auto& one : known) {
      ASSERT_EQ(kinds(one.day, one.sequence), one.answer) << "as known then is for ever";
    }
  }
}

}  // namespace
}  // namespace muster
