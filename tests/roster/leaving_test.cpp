// SPDX-License-Identifier: EUPL-1.2
// Whoever is no longer active is on no roster, and no figure counts them there.
#include <gtest/gtest.h>

#include "muster/statistics/v1/statistics.pb.h"
#include "muster/training/v1/training.pb.h"
#include "support/roster.h"

namespace muster::support {
namespace {

using namespace muster::roster::v1;
using status::Code;

class LeavingTest : public RosterTest {
 protected:
  void SetUp() override {
    RosterTest::SetUp();
    if (HasFatalFailure()) return;
    kari_ = make_person("KARI", army_).name();
    make_person("ANNE", army_);
    training::v1::CreateRequirementRequest request;
    request.mutable_requirement()->set_code("R1");
    request.mutable_requirement()->set_display_name("Everybody");
    request.mutable_requirement()->set_population(training::v1::POPULATION_ROSTER);
    request.mutable_requirement()->set_time(training::v1::REQUIREMENT_TIME_CONTINUOUS);
    request.mutable_requirement()->set_valid_from("2020-01-01");
    request.mutable_requirement()->add_topics(platform::v1::TOPIC_WPS);
    call<training::v1::Requirement>("muster.training.v1.TrainingService/CreateRequirement", request);
  }

  UpdatePersonRequest become(PersonStatus status, const std::string& last_day = "") {
    UpdatePersonRequest request;
    request.mutable_person()->set_name(kari_);
    request.mutable_person()->set_status(status);
    request.mutable_update_mask()->add_paths("status");
    if (!last_day.empty()) request.set_last_day(last_day);
    return request;
  }
  // How many must meet the requirement, by T1.
  int on_roster(int from_today) {
    statistics::v1::QueryIndicatorRequest request;
    request.set_indicator("T1");
    request.set_requirement("R1");
    request.set_as_of(day(from_today));
    return call<statistics::v1::QueryIndicatorResponse>("muster.statistics.v1.StatisticsService/QueryIndicator",
                                                        request)
        .totals(0)
        .total();
  }
  // Of Kari, by the latest fact: there is no figure of a day to come.
  std::string last_day_counted() {
    const auto day_to = rows(
        "SELECT membership_fact.day_to FROM membership_fact JOIN person_subject"
        " ON person_subject.subject = membership_fact.subject WHERE person_subject.person = " +
            std::to_string(number_of(kari_)) + " ORDER BY membership_fact.id DESC LIMIT 1",
        1);
    return rules::format_date(static_cast<rules::Day>(std::stol(day_to.at(0))) - 1);
  }
  status::Error refused_update(const UpdatePersonRequest& request) {
    return refused(roster("UpdatePerson"), request, hr());
  }

  std::string kari_;
};
INSTANTIATE_TEST_SUITE_P(Backends, LeavingTest, backends(), backend_name);

TEST_P(LeavingTest, WhoStillBelongsSomewhereIsNotInactive) {
  for (PersonStatus status : {PERSON_STATUS_INACTIVE, PERSON_STATUS_DECEASED}) {
    const auto error = refused_update(become(status));
    EXPECT_EQ(error.code(), Code::failed_precondition);
    EXPECT_EQ(error.reason(), "AFFILIATION_RUNS");
    EXPECT_NE(error.message().find("last_day"), std::string::npos) << error.message();
  }
  EXPECT_EQ(person(kari_).status(), PERSON_STATUS_ACTIVE);
  EXPECT_EQ(on_roster(0), 2);
}

TEST_P(LeavingTest, TheLastDayEndsTheAffiliationAndMovesTheFigureByOne) {
  EXPECT_EQ(on_roster(0), 2);
  const auto left = call<Person>(roster("UpdatePerson"), become(PERSON_STATUS_DECEASED, day(-3)), hr());
  EXPECT_EQ(left.status(), PERSON_STATUS_DECEASED);
  EXPECT_EQ(left.unit(), "");
  EXPECT_EQ(on_roster(-3), 2) << "the last day counts";
  EXPECT_EQ(on_roster(-2), 1);
  EXPECT_EQ(on_roster(0), 1);
  EXPECT_EQ(rows("SELECT valid_to FROM affiliation WHERE person = " + std::to_string(number_of(kari_)), 1)[0], day(-3));
}

TEST_P(LeavingTest, AnAffiliationThatHasEndedNeedsNoLastDay) {
  EndAffiliationRequest end;
  end.set_name(
      "affiliations/" +
      rows("SELECT CAST(id AS TEXT) FROM affiliation WHERE person = " + std::to_string(number_of(kari_)), 1)[0]);
  end.set_last_day(day(0));
  call<Affiliation>(roster("EndAffiliation"), end, hr());
  EXPECT_EQ(call<Person>(roster("UpdatePerson"), become(PERSON_STATUS_INACTIVE), hr()).status(),
            PERSON_STATUS_INACTIVE);
  EXPECT_EQ(on_roster(0), 2);
  EXPECT_EQ(last_day_counted(), day(0));
}

TEST_P(LeavingTest, WrongLastDaysAreNamed) {
  EXPECT_TRUE(names_field(refused_update(become(PERSON_STATUS_INACTIVE, future_day())), "last_day")) << "in the future";
  EXPECT_TRUE(names_field(refused_update(become(PERSON_STATUS_INACTIVE, "2019-12-31")), "last_day"))
      << "before the affiliation";
  EXPECT_TRUE(names_field(refused_update(become(PERSON_STATUS_ACTIVE, day(0))), "last_day"));
  call<Person>(roster("UpdatePerson"), become(PERSON_STATUS_INACTIVE, day(0)), hr());
  EXPECT_EQ(on_roster(0), 2);
  EXPECT_EQ(last_day_counted(), day(0));
}

TEST_P(LeavingTest, NobodyIsCreatedInactiveAndAffiliated) {
  auto request = person_request("GONE", army_);
  request.mutable_person()->set_status(PERSON_STATUS_INACTIVE);
  EXPECT_TRUE(names_field(refused(roster("CreatePerson"), request, hr()), "affiliation.valid_to"));
  request.mutable_affiliation()->set_valid_to(day(-1));
  EXPECT_EQ(call<Person>(roster("CreatePerson"), request, hr()).status(), PERSON_STATUS_INACTIVE);
  EXPECT_EQ(on_roster(0), 2);
}

TEST_P(LeavingTest, WhoHasLeftBelongsNowhereAnew) {
  const auto central = caller(platform::v1::ROLE_HR_CENTRAL);
  call<Person>(roster("UpdatePerson"), become(PERSON_STATUS_INACTIVE, day(-3)), hr());
  CreateAffiliationRequest anew;
  anew.mutable_affiliation()->set_person(kari_);
  anew.mutable_affiliation()->set_unit(army_);
  anew.mutable_affiliation()->set_valid_from(day(-1));
  EXPECT_TRUE(names_field(refused(roster("CreateAffiliation"), anew, central), "affiliation.valid_to"));
  anew.mutable_affiliation()->set_valid_to(future_day());
  EXPECT_TRUE(names_field(refused(roster("CreateAffiliation"), anew, central), "affiliation.valid_to"));
  EndAffiliationRequest end;
  end.set_name(
      "affiliations/" +
      rows("SELECT CAST(id AS TEXT) FROM affiliation WHERE person = " + std::to_string(number_of(kari_)), 1)[0]);
  end.set_last_day(future_day());
  EXPECT_TRUE(names_field(refused(roster("EndAffiliation"), end, central), "last_day"));
  EXPECT_EQ(on_roster(0), 1);
  anew.mutable_affiliation()->set_valid_to(day(0));
  EXPECT_EQ(refused(roster("CreateAffiliation"), anew, central).reason(), "PERSON_NOT_ACTIVE") << "after the last day";
  end.set_last_day(day(0));
  EXPECT_EQ(refused(roster("EndAffiliation"), end, central).reason(), "PERSON_NOT_ACTIVE");
  // They left later than was recorded.
  EXPECT_EQ(call<Person>(roster("UpdatePerson"), become(PERSON_STATUS_INACTIVE, day(0))).last_day(), day(0));
  call<Affiliation>(roster("CreateAffiliation"), anew);
  EXPECT_EQ(on_roster(0), 2) << "a former day is recorded";
  EXPECT_EQ(last_day_counted(), day(0));
}

}  // namespace
}  // namespace muster::support
