// SPDX-License-Identifier: EUPL-1.2
// A unit that was recorded wrongly reaches the tours and nominations that were counted by it; a transfer does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/deployments.h"

namespace muster::support {
namespace {

using namespace muster::missions::v1;
using testing::Each;
using testing::ElementsAre;
using Rows = std::vector<std::string>;

class UnitCorrectionsTest : public DeploymentTest {
 protected:
  void SetUp() override {
    DeploymentTest::SetUp();
    if (HasFatalFailure()) return;
    kari_ = add_person("KARI");
    police_ = make_unit("POLICE");
    // Three units one after the other: all days until 41 days ago, until 11 days ago, and since.
    transfer(navy_, day(-40));
    transfer(army_, day(-10));
  }

  // The place of the affiliation, the earliest first.
  std::string affiliation(std::size_t place) {
    return rows("SELECT 'affiliations/' || CAST(id AS TEXT) FROM affiliation WHERE person = " +
                    std::to_string(number_of(kari_)) + " ORDER BY valid_from",
                1)
        .at(place);
  }
  void transfer(const std::string& unit, const std::string& day) {
    roster::v1::ChangeAffiliationRequest request;
    request.mutable_affiliation()->set_name(rows("SELECT 'affiliations/' || CAST(id AS TEXT) FROM affiliation WHERE "
                                                 "person = " +
                                                     std::to_string(number_of(kari_)) + " ORDER BY valid_from DESC",
                                                 1)
                                                .at(0));
    request.mutable_affiliation()->set_unit(unit);
    request.mutable_update_mask()->add_paths("unit");
    request.set_valid_from(day);
    call<roster::v1::Affiliation>(RosterTest::roster("ChangeAffiliation"), request);
  }
  roster::v1::CorrectAffiliationRequest correction(std::size_t place) {
    roster::v1::CorrectAffiliationRequest request;
    request.mutable_affiliation()->set_name(affiliation(place));
    request.set_reason("Entered wrongly");
    return request;
  }
  void correct_unit(std::size_t place, const std::string& unit) {
    auto request = correction(place);
    request.mutable_affiliation()->set_unit(unit);
    request.mutable_update_mask()->add_paths("unit");
    call<roster::v1::Affiliation>(RosterTest::roster("CorrectAffiliation"), request);
  }
  std::string tour(int first, int last, const std::string& unit = "") {
    auto request = plan(kari_);
    request.mutable_deployment()->set_planned_from(day(first));
    request.mutable_deployment()->set_planned_to(day(last));
    request.mutable_deployment()->set_unit(unit);
    request.set_overlap_reason("as the test says");
    request.set_post(add_post(mission, "T" + std::to_string(first + 100), 0).name());
    return call<Deployment>(missions_service + "CreateDeployment", request).name();
  }
  // The unit that the tour's facts say, as known at `sequence` or now.
  Rows counted(const std::string& deployment, long long sequence = -1) {
    Rows units;
    for (const std::string& fact : facts(deployment, sequence)) units.push_back(fact.substr(fact.rfind('|') + 1));
    return units;
  }
  // Of the nomination: its frozen unit, then that of each event's fact.
  Rows frozen(const std::string& nomination) {
    const std::string id = std::to_string(number_of(nomination));
    Rows found = rows("SELECT 'units/' || CAST(frozen_unit AS TEXT) FROM nomination WHERE id = " + id, 1);
    for (const auto& unit :
         rows("SELECT 'units/' || CAST(unit AS TEXT) FROM nomination_fact fact WHERE nomination = " + id +
                  " AND id = (SELECT MAX(id) FROM nomination_fact WHERE record = fact.record) "
                  "ORDER BY record",
              1)) {
      found.push_back(unit);
    }
    return found;
  }
  // A submitted nomination, as if all its steps had been taken so many days ago; counted by `unit`.
  std::string nominated(int days, const std::string& unit) {
    const std::string name = bring_to(nominations::v1::NOMINATION_STATE_SUBMITTED,
                                      nominate(kari_, add_call("26/" + std::to_string(days), {post.name()})).name())
                                 .name();
    const std::string id = std::to_string(number_of(name));
    sql([&](db::Session& session) {
      db::execute(session, {"UPDATE nomination_event SET effective_date = ? WHERE nomination = " + id, {day(-days)}});
      db::execute(session, {"UPDATE nomination SET frozen_unit = ? WHERE id = " + id, {number_of(unit)}});
      db::execute(session, {"UPDATE nomination_fact SET unit = ? WHERE nomination = " + id, {number_of(unit)}});
    });
    return name;
  }

  std::string kari_, police_;
};
INSTANTIATE_TEST_SUITE_P(Backends, UnitCorrectionsTest, backends(), backend_name);

TEST_P(UnitCorrectionsTest, ToursThatBeganOnTheCorrectedDaysAreOfTheRightUnit) {
  const std::string other = make_unit("FLEET", army_);
  const auto before = tour(-60, -50), within = tour(-30, 30), elsewhere = tour(-38, -32, other), after = tour(40, 60);
  for (const auto& [name, first, last] : {std::tuple(before, -60, -50), std::tuple(elsewhere, -38, -32)}) {
    DepartRequest departure;
    departure.set_name(name);
    departure.set_actual_from(day(first));
    departure.set_overlap_reason("as the test says");
    departure.set_reason("as the test says");
    call<Deployment>(missions_service + "Depart", departure);
    end(name, day(last));
  }
  DepartRequest departure;
  departure.set_name(within);
  departure.set_actual_from(day(-28));
  departure.set_overlap_reason("as the test says");
  departure.set_reason("as the test says");
  call<Deployment>(missions_service + "Depart", departure);
  ASSERT_THAT(counted(within), ElementsAre(navy_));
  const long long known = last_sequence();
  const std::string etag = get(within).etag();
  correct_unit(1, police_);
  EXPECT_EQ(get(within).unit(), police_);
  EXPECT_NE(get(within).etag(), etag);
  EXPECT_THAT(counted(within), ElementsAre(police_));
  EXPECT_THAT(counted(within, known), ElementsAre(navy_)) << "as known before";
  EXPECT_THAT(counted(before), ElementsAre(army_));
  EXPECT_THAT(counted(elsewhere), ElementsAre(other)) << "was entered so";
  EXPECT_EQ(get(after).unit(), army_);
  // What holds today reaches plans of later days too.
  correct_unit(2, police_);
  EXPECT_EQ(get(after).unit(), police_);
  EXPECT_THAT(counted(before), ElementsAre(army_));
}

// The days between are of the other unit.
TEST_P(UnitCorrectionsTest, CorrectedDaysOfAnAffiliationAreDaysOfAnotherUnit) {
  const auto early = tour(-30, -25), late = tour(-20, -15);
  auto request = correction(1);
  request.mutable_affiliation()->set_valid_from(day(-24));
  request.mutable_update_mask()->add_paths("valid_from");
  call<roster::v1::Affiliation>(RosterTest::roster("CorrectAffiliation"), request);
  EXPECT_EQ(get(early).unit(), army_);
  EXPECT_EQ(get(late).unit(), navy_);
}

TEST_P(UnitCorrectionsTest, ATransferLeavesWhatTheUnitSent) {
  const auto name = tour(-5, 30);
  const auto nomination = nominated(5, army_);
  transfer(police_, day(-7));
  EXPECT_EQ(get(name).unit(), army_);
  EXPECT_THAT(frozen(nomination), Each(army_));
}

TEST_P(UnitCorrectionsTest, NominationsOfTheCorrectedDaysAreOfTheRightUnit) {
  const auto within = nominated(20, navy_), since = nominated(5, army_);
  correct_unit(1, police_);
  EXPECT_THAT(frozen(within), Each(police_));
  EXPECT_EQ(frozen(within).size(), frozen(since).size());
  EXPECT_THAT(frozen(since), Each(army_));
}

}  // namespace
}  // namespace muster::support
