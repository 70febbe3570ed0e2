// SPDX-License-Identifier: EUPL-1.2
// Transfers and promotions from a day, and what was recorded wrongly of an affiliation.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/roster.h"

namespace muster::support {
namespace {

using namespace muster::roster::v1;
using status::Code;
using testing::ElementsAre;
using Rows = std::vector<std::string>;

class AffiliationChangesTest : public RosterTest {
 protected:
  void SetUp() override {
    RosterTest::SetUp();
    if (HasFatalFailure()) return;
    auto request = person_request("KARI", army_);
    request.mutable_affiliation()->set_position("Observer");
    request.mutable_affiliation()->set_rank(rank("OF-3"));
    kari_ = call<Person>(roster("CreatePerson"), request).name();
  }

  std::string rank(const std::string& code) {
    return "ranks/" + rows("SELECT id FROM rank WHERE scheme = 'NOR-ARMY' AND code = '" + code + "' ORDER BY id", 1)[0];
  }
  // That begins on `day`.
  std::string affiliation(const std::string& day) {
    return "affiliations/" + rows("SELECT id FROM affiliation WHERE valid_from = '" + day + "'", 1).at(0);
  }
  ChangeAffiliationRequest change_of(const std::string& name, const std::string& day) {
    ChangeAffiliationRequest request;
    request.mutable_affiliation()->set_name(name);
    request.set_valid_from(day);
    return request;
  }
  ChangeAffiliationRequest transfer(const std::string& name, const std::string& unit, const std::string& day) {
    auto request = change_of(name, day);
    request.mutable_affiliation()->set_unit(unit);
    request.mutable_update_mask()->add_paths("unit");
    return request;
  }
  CorrectAffiliationRequest correction_of(const std::string& name) {
    CorrectAffiliationRequest request;
    request.mutable_affiliation()->set_name(name);
    request.set_reason("Entered wrongly");
    return request;
  }
  CorrectAffiliationRequest first_day(const std::string& name, const std::string& day) {
    auto request = correction_of(name);
    request.mutable_affiliation()->set_valid_from(day);
    request.mutable_update_mask()->add_paths("valid_from");
    return request;
  }
  CorrectAffiliationRequest last_day(const std::string& name, const std::string& day = "") {
    auto request = correction_of(name);
    if (!day.empty()) request.mutable_affiliation()->set_valid_to(day);
    request.mutable_update_mask()->add_paths("valid_to");
    return request;
  }
  Affiliation take(const ChangeAffiliationRequest& request) {
    return call<Affiliation>(roster("ChangeAffiliation"), request);
  }
  Affiliation take(const CorrectAffiliationRequest& request) {
    return call<Affiliation>(roster("CorrectAffiliation"), request);
  }
  status::Error refused_change(const ChangeAffiliationRequest& request) {
    return refused(roster("ChangeAffiliation"), request, system());
  }
  status::Error refused_correction(const CorrectAffiliationRequest& request) {
    return refused(roster("CorrectAffiliation"), request, system());
  }
  void change_category(const std::string& day) {
    ChangePersonRequest request;
    request.mutable_person()->set_name(kari_);
    request.mutable_person()->set_category(platform::v1::CATEGORY_POLICE);
    request.mutable_update_mask()->add_paths("category");
    request.set_valid_from(day);
    call<Person>(roster("ChangePerson"), request);
  }
  Affiliation belong(const std::string& unit, const std::string& from, const std::string& to = "") {
    CreateAffiliationRequest request;
    request.mutable_affiliation()->set_person(kari_);
    request.mutable_affiliation()->set_unit(unit);
    request.mutable_affiliation()->set_valid_from(from);
    if (!to.empty()) request.mutable_affiliation()->set_valid_to(to);
    return call<Affiliation>(roster("CreateAffiliation"), request);
  }
  // "2020-01-01|2020-12-31|ARMY|Observer", the earliest first.
  Rows history() {
    return rows(
        "SELECT affiliation.valid_from, affiliation.valid_to, unit.code, position FROM affiliation "
        "JOIN unit ON unit.id = affiliation.unit ORDER BY affiliation.valid_from",
        4);
  }
  // What counts now: "first day|day after the last|band|units/7".
  Rows facts() {
    return rows(
        "SELECT day_from, day_to, rank_band, 'units/' || CAST(unit AS TEXT) FROM membership_fact WHERE id IN "
        "(SELECT MAX(id) FROM membership_fact GROUP BY record) ORDER BY day_from",
        4);
  }

  std::string kari_;
};
INSTANTIATE_TEST_SUITE_P(Backends, AffiliationChangesTest, backends(), backend_name);

TEST_P(AffiliationChangesTest, ATransferKeepsWhatIsNotNamed) {
  const auto moved = take(transfer(affiliation("2020-01-01"), navy_, "2022-01-01"));
  EXPECT_EQ(moved.unit(), navy_);
  EXPECT_EQ(moved.rank(), rank("OF-3"));
  EXPECT_EQ(moved.position(), "Observer");
  EXPECT_EQ(moved.valid_from(), "2022-01-01");
  EXPECT_EQ(moved.category(), platform::v1::CATEGORY_MILITARY);
  EXPECT_THAT(history(), ElementsAre("2020-01-01|2021-12-31|ARMY|Observer", "2022-01-01|-|NAVY|Observer"));
  EXPECT_EQ(person(kari_).unit(), navy_);
  auto promotion = change_of(moved.name(), "2023-01-01");
  promotion.mutable_affiliation()->set_rank(rank("OF-5"));
  promotion.mutable_update_mask()->add_paths("rank");
  EXPECT_EQ(take(promotion).unit(), navy_);
  ASSERT_EQ(facts().size(), 3u);
  EXPECT_NE(facts()[1].find("18993|19358|RANK_BAND_MIDDLE|" + navy_), std::string::npos) << facts()[1];
  EXPECT_NE(facts()[2].find("19358|-|RANK_BAND_SENIOR|" + navy_), std::string::npos) << facts()[2];
}

// A change of category has split the stay; a transfer goes through both.
// It says why the former days were corrected, and nothing of the days since.
TEST_P(AffiliationChangesTest, ATransferHasNoReasonOfAnOldCorrection) {
  auto correction = correction_of(affiliation("2020-01-01"));
  correction.mutable_affiliation()->set_position("Clerk");
  correction.mutable_update_mask()->add_paths("position");
  EXPECT_EQ(take(correction).reason(), "Entered wrongly");
  EXPECT_EQ(take(transfer(affiliation("2020-01-01"), navy_, "2022-01-01")).reason(), "");
  MovePeopleRequest move;
  move.set_from_unit(navy_);
  move.set_to_unit(army_);
  move.set_valid_from("2023-01-01");
  correction = correction_of(affiliation("2022-01-01"));
  correction.mutable_affiliation()->set_position("Observer");
  correction.mutable_update_mask()->add_paths("position");
  take(correction);
  EXPECT_EQ(call<MovePeopleResponse>(roster("MovePeople"), move).moved(), 1);
  EXPECT_EQ(rows("SELECT valid_from, reason FROM affiliation ORDER BY valid_from", 2),
            (Rows{"2020-01-01|Entered wrongly", "2022-01-01|Entered wrongly", "2023-01-01|"}));
}

TEST_P(AffiliationChangesTest, ATransferReachesTheWholeStayAndNoFurther) {
  change_category("2022-01-01");
  belong(army_, "2025-01-01");
  EndAffiliationRequest end;
  end.set_name(affiliation("2022-01-01"));
  end.set_last_day("2023-12-31");
  call<Affiliation>(roster("EndAffiliation"), end);
  take(transfer(affiliation("2020-01-01"), navy_, "2021-01-01"));
  EXPECT_THAT(history(), ElementsAre("2020-01-01|2020-12-31|ARMY|Observer", "2021-01-01|2021-12-31|NAVY|Observer",
                                     "2022-01-01|2023-12-31|NAVY|Observer", "2025-01-01|-|ARMY|"));
}

TEST_P(AffiliationChangesTest, WrongChangesAreRefused) {
  belong(navy_, "2023-01-01");
  const std::string name = affiliation("2020-01-01"), later = affiliation("2023-01-01");
  const auto before = history();
  EXPECT_EQ(refused_change(transfer(name, navy_, "2019-12-31")).reason(), "TOO_EARLY");
  EXPECT_EQ(refused_change(transfer(name, navy_, "2020-01-01")).reason(), "CHANGED_THAT_DAY");
  EXPECT_EQ(refused_change(transfer(later, army_, "2023-01-01")).reason(), "CHANGED_THAT_DAY");
  EXPECT_EQ(refused_change(transfer(name, navy_, "2023-01-01")).reason(), "TOO_LATE");
  EXPECT_EQ(refused_change(transfer(later, army_, future_day())).reason(), "IN_FUTURE");
  EXPECT_EQ(refused_change(transfer(name, army_, "2021-01-01")).reason(), "NO_CHANGE");
  EXPECT_EQ(refused_change(transfer("affiliations/999999", army_, "2021-01-01")).code(), Code::not_found);
  EXPECT_EQ(refused_change(transfer(name, "units/999999", "2021-01-01")).code(), Code::not_found);
  EXPECT_EQ(refused(roster("ChangeAffiliation"), transfer(later, army_, "2024-01-01"), hr()).code(), Code::not_found);
  auto stale = transfer(name, navy_, "2021-01-01");
  stale.mutable_affiliation()->set_etag("77");
  EXPECT_EQ(refused_change(stale).reason(), "STALE_ETAG");
  auto days = transfer(name, navy_, "2021-01-01");
  days.mutable_update_mask()->add_paths("valid_to");
  EXPECT_EQ(refused_change(days).reason(), "VALUE_REFUSED");
  auto category = transfer(name, navy_, "2021-01-01");
  category.mutable_update_mask()->add_paths("category");
  EXPECT_EQ(refused_change(category).reason(), "IMMUTABLE");
  EXPECT_EQ(history(), before);
}

TEST_P(AffiliationChangesTest, ACorrectionIsOfAllDaysOfTheAffiliation) {
  belong(navy_, "2023-01-01");
  auto request = correction_of(affiliation("2020-01-01"));
  request.mutable_affiliation()->set_unit(battalion_);
  request.mutable_affiliation()->set_position("Leader");
  request.mutable_update_mask()->add_paths("unit");
  request.mutable_update_mask()->add_paths("position");
  EXPECT_EQ(take(request).reason(), "Entered wrongly");
  EXPECT_THAT(history(), ElementsAre("2020-01-01|2022-12-31|BATTALION|Leader", "2023-01-01|-|NAVY|"));
  EXPECT_EQ(facts()[0].substr(facts()[0].rfind('|') + 1), battalion_);
  EXPECT_EQ(rows("SELECT DISTINCT unit FROM membership_fact WHERE record = 1 ORDER BY unit", 1).size(), 2u)
      << "what was known before is still there";
  EXPECT_EQ(refused_correction(request).reason(), "NO_CHANGE");
}

TEST_P(AffiliationChangesTest, NeighboursMoveWithTheDays) {
  const std::string second = belong(navy_, "2023-01-01").name();
  take(first_day(second, "2022-06-01"));
  EXPECT_THAT(history(), ElementsAre("2020-01-01|2022-05-31|ARMY|Observer", "2022-06-01|-|NAVY|"));
  take(last_day(affiliation("2020-01-01"), "2024-02-29"));
  EXPECT_THAT(history(), ElementsAre("2020-01-01|2024-02-29|ARMY|Observer", "2024-03-01|-|NAVY|"));
  EXPECT_THAT(rows("SELECT day_from, day_to FROM membership_fact WHERE id IN (SELECT MAX(id) FROM membership_fact "
                   "GROUP BY record) ORDER BY day_from",
                   2),
              ElementsAre("18262|19783", "19783|-"));
  take(first_day(affiliation("2020-01-01"), "2018-01-01"));
  EXPECT_EQ(history()[0], "2018-01-01|2024-02-29|ARMY|Observer");
}

TEST_P(AffiliationChangesTest, WrongDaysAreRefused) {
  belong(navy_, "2023-01-01", "2023-12-31");
  belong(army_, "2025-01-01");
  const std::string first = affiliation("2020-01-01"), second = affiliation("2023-01-01"),
                    third = affiliation("2025-01-01");
  const auto before = history();
  EXPECT_EQ(refused_correction(first_day(second, "2020-01-01")).reason(), "TOO_EARLY") << "leaves the first no day";
  EXPECT_EQ(refused_correction(last_day(first, "2023-12-31")).reason(), "TOO_LATE") << "leaves the second no day";
  EXPECT_EQ(refused_correction(first_day(third, "2023-12-31")).reason(), "AFFILIATION_OVERLAP");
  EXPECT_EQ(refused_correction(last_day(second, "2025-01-01")).reason(), "AFFILIATION_OVERLAP");
  EXPECT_EQ(refused_correction(last_day(second)).reason(), "AFFILIATION_OVERLAP") << "open";
  EXPECT_EQ(refused_correction(first_day(second, "2024-06-01")).reason(), "TOO_LATE");
  EXPECT_EQ(refused_correction(last_day(second, "2022-12-31")).reason(), "TOO_EARLY");
  EXPECT_EQ(refused_correction(first_day(first, "1995-01-01")).reason(), "IMPLAUSIBLE") << "before the age of 15";
  auto silent = last_day(third, "2025-06-30");
  silent.clear_reason();
  EXPECT_EQ(refused_correction(silent).reason(), "REQUIRED");
  EXPECT_EQ(history(), before);
  take(last_day(third, "2025-06-30"));
  take(last_day(third));
  EXPECT_EQ(history(), before) << "open again";
}

// Who has left belongs nowhere in days to come.
TEST_P(AffiliationChangesTest, ADoubtedDayTakesTheWordBesideIt) {
  const std::string name = affiliation("2020-01-01");
  auto request = CorrectAffiliationRequest();
  request.mutable_affiliation()->set_name(name);
  request.mutable_affiliation()->set_valid_to(rules::format_date(*rules::parse_date(future_day()) + 20 * 365));
  request.mutable_update_mask()->add_paths("valid_to");
  request.set_reason("Open until retirement");
  EXPECT_EQ(refused_correction(request).reason(), "IMPLAUSIBLE");
  request.mutable_affiliation()->set_plausible_reason("Until retirement");
  EXPECT_EQ(refused_correction(request).reason(), "IMPLAUSIBLE") << "not kept without the mask";
  request.mutable_update_mask()->add_paths("plausible_reason");
  EXPECT_EQ(take(request).plausible_reason(), "Until retirement");
}

TEST_P(AffiliationChangesTest, WhoHasLeftStaysAway) {
  UpdatePersonRequest request;
  request.mutable_person()->set_name(kari_);
  request.mutable_person()->set_status(PERSON_STATUS_INACTIVE);
  request.mutable_update_mask()->add_paths("status");
  request.set_last_day("2024-01-31");
  call<Person>(roster("UpdatePerson"), request);
  const std::string name = affiliation("2020-01-01");
  EXPECT_EQ(refused_correction(last_day(name)).reason(), "END_REQUIRED");
  EXPECT_EQ(refused_correction(last_day(name, future_day())).reason(), "END_REQUIRED");
  EXPECT_EQ(refused_correction(last_day(name, "2024-02-29")).reason(), "PERSON_NOT_ACTIVE");
  EXPECT_EQ(take(last_day(name, "2024-01-30")).valid_to(), "2024-01-30");
  EXPECT_EQ(refused_change(transfer(name, navy_, "2024-01-31")).reason(), "TOO_LATE");
  EXPECT_EQ(take(transfer(name, navy_, "2024-01-15")).valid_to(), "2024-01-30");
}

}  // namespace
}  // namespace muster::support
