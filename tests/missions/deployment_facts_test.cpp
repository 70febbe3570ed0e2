// SPDX-License-Identifier: EUPL-1.2
// From a person on the roster to a tour with a change of role, and what the figures know of it.
#include <gtest/gtest.h>

#include "support/deployments.h"

namespace muster {
namespace {

using namespace muster::missions::v1;
using namespace muster::platform::v1;
using Facts = std::vector<std::string>;

class DeploymentFactsTest : public support::DeploymentTest {
 protected:
  void correct_gender(const std::string& person, Gender gender) {
    roster::v1::UpdatePersonRequest update;
    update.mutable_person()->set_name(person);
    update.mutable_person()->set_gender(gender);
    update.mutable_update_mask()->add_paths("gender");
    call<roster::v1::Person>(RosterTest::roster("UpdatePerson"), update);
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, DeploymentFactsTest, support::backends(), support::backend_name);

TEST_P(DeploymentFactsTest, FromNominationToReturn) {
  const std::string person = add_person("P-1");
  auto nomination = nominate(person, add_call("C-1", {post.name()})).name();
  nomination = bring_to(nominations::v1::NOMINATION_STATE_ACCEPTED, nomination).name();
  // Moving after submission changes nothing: the frozen unit sends.
  roster::v1::CreateAffiliationRequest move;
  move.mutable_affiliation()->set_person(person);
  move.mutable_affiliation()->set_unit(navy_);
  move.mutable_affiliation()->set_valid_from(day(0));
  call<roster::v1::Affiliation>(RosterTest::roster("CreateAffiliation"), move);
  nominations::v1::GetNominationRequest read;
  read.set_name(nomination);
  const auto name = deploy(call<nominations::v1::Nomination>(nominations_service + "GetNomination", read)).name();
  EXPECT_EQ(get(name).unit(), army_);
  EXPECT_EQ(facts(name), Facts{});

  depart(name, day(-9));
  EXPECT_EQ(facts(name), Facts{"-9|-|1|GENDER_WOMAN|0|" + army_});
  EXPECT_EQ(get(name).actual_from(), day(-9));

  change_role(name, leader_post.name(), day(-4));
  EXPECT_EQ(facts(name), (Facts{"-9|-4|1|GENDER_WOMAN|0|" + army_, "-4|-|0|GENDER_WOMAN|3|" + army_}));
  ASSERT_EQ(get(name).segments_size(), 2);
  EXPECT_EQ(get(name).segments(0).valid_to(), day(-5));
  EXPECT_EQ(get(name).segments(1).valid_from(), day(-4));
  EXPECT_FALSE(get(name).segments(1).has_valid_to());

  end(name, day(-1));
  EXPECT_EQ(facts(name), (Facts{"-9|-4|1|GENDER_WOMAN|0|" + army_, "-4|0|0|GENDER_WOMAN|3|" + army_}));
  EXPECT_EQ(get(name).actual_to(), day(-1));

  // Row by row: nothing was overwritten, and sequences follow the order of the steps.
  EXPECT_EQ(
      rows("SELECT CAST(departure AS TEXT), CASE WHEN day_to IS NULL THEN 'open' ELSE 'ended' END, personnel_type, "
           "rank_band, category, organisation, country, 'missions/' || CAST(mission AS TEXT) "
           "FROM deployment_fact ORDER BY sequence, id",
           8),
      (Facts{
          "1|open|PERSONNEL_TYPE_TROOPS|RANK_BAND_MIDDLE|CATEGORY_MILITARY|ORGANISATION_UN|NOR|" + mission,
          "1|ended|PERSONNEL_TYPE_TROOPS|RANK_BAND_MIDDLE|CATEGORY_MILITARY|ORGANISATION_UN|NOR|" + mission,
          "0|open|PERSONNEL_TYPE_STAFF_OFFICER|RANK_BAND_SENIOR|CATEGORY_MILITARY|ORGANISATION_UN|NOR|" + mission,
          "0|ended|PERSONNEL_TYPE_STAFF_OFFICER|RANK_BAND_SENIOR|CATEGORY_MILITARY|ORGANISATION_UN|NOR|" + mission}));
  EXPECT_EQ(rows("SELECT CAST(COUNT(DISTINCT subject) AS TEXT) FROM (SELECT subject FROM deployment_fact UNION ALL "
                 "SELECT subject FROM nomination_fact) subjects",
                 1),
            Facts{"1"});
  EXPECT_EQ(rows("SELECT CAST(COUNT(*) AS TEXT) FROM deployment_fact WHERE subject = " + person.substr(8), 1),
            Facts{"0"});
}

TEST_P(DeploymentFactsTest, PlannedAndCancelledNeverCount) {
  const auto name = planned(add_person("P-1")).name();
  CancelDeploymentRequest cancel;
  cancel.set_name(name);
  cancel.set_reason("the rotation was moved");
  call<Deployment>(missions_service + "CancelDeployment", cancel);
  EXPECT_EQ(facts(name), Facts{});
}

TEST_P(DeploymentFactsTest, VoidCountsNeverFromNowOnAndStillCountsAsKnownThen) {
  const auto name = planned(add_person("P-1")).name();
  depart(name, day(-9));
  change_role(name, leader_post.name(), day(-4));
  const long long then = last_sequence();
  VoidDeploymentRequest request;
  request.set_name(name);
  request.set_reason("entered twice");
  call<Deployment>(missions_service + "VoidDeployment", request);
  EXPECT_EQ(facts(name), (Facts{"-9|-9|1|GENDER_WOMAN|0|" + army_, "-4|-4|0|GENDER_WOMAN|3|" + army_}));
  EXPECT_EQ(facts(name, then), (Facts{"-9|-4|1|GENDER_WOMAN|0|" + army_, "-4|-|0|GENDER_WOMAN|3|" + army_}));
}

// Gender is the person's, not history's: no fact is appended, and no former value is known at any time.
TEST_P(DeploymentFactsTest, AGenderCorrectionHoldsForWhatWasKnownBefore) {
  const std::string person = add_person("P-1", GENDER_NOT_STATED, army_);
  const auto name = planned(person).name();
  depart(name, day(-9));
  change_role(name, leader_post.name(), day(-4));
  const long long then = last_sequence();
  const auto count_rows = [&] { return rows("SELECT CAST(COUNT(*) AS TEXT) FROM deployment_fact", 1).front(); };
  const std::string rows_before = count_rows();
  correct_gender(person, GENDER_WOMAN);
  EXPECT_EQ(count_rows(), rows_before);
  EXPECT_EQ(facts(name), (Facts{"-9|-4|1|GENDER_WOMAN|0|" + army_, "-4|-|0|GENDER_WOMAN|3|" + army_}));
  EXPECT_EQ(facts(name, then), facts(name));
  end(name, day(-2));
  EXPECT_EQ(facts(name).back(), "-4|-1|0|GENDER_WOMAN|3|" + army_);
  const std::string log = "SELECT subject FROM subject_profile_log";
  EXPECT_EQ(rows(log, 1), rows("SELECT subject FROM subject_profile WHERE gender = 'GENDER_WOMAN'", 1));
  correct_gender(person, GENDER_WOMAN);
  EXPECT_EQ(rows(log, 1).size(), 1u) << "the same value again changes nothing";
}

TEST_P(DeploymentFactsTest, ARetryOfADepartureHasOneFact) {
  const auto name = planned(add_person("P-1")).name();
  DepartRequest request;
  request.set_name(name);
  request.set_actual_from(day(-1));
  request.set_reason("needed at once");
  request.set_request_id("depart-1");
  const auto first = call<Deployment>(missions_service + "Depart", request);
  EXPECT_EQ(call<Deployment>(missions_service + "Depart", request).SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(rows("SELECT CAST(COUNT(*) AS TEXT) FROM deployment_fact", 1), Facts{"1"});
}

}  // namespace
}  // namespace muster
