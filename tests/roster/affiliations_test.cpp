// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "roster/ranks.h"
#include "support/roster.h"

namespace muster::support {
namespace {

namespace v1 = muster::roster::v1;
using platform::v1::ROLE_HR_CENTRAL;
using status::Code;

class AffiliationsTest : public RosterTest {
 protected:
  static v1::CreateAffiliationRequest belonging(const std::string& person, const std::string& unit,
                                                const std::string& from, const std::string& to = "") {
    v1::CreateAffiliationRequest request;
    request.mutable_affiliation()->set_person(person);
    request.mutable_affiliation()->set_unit(unit);
    request.mutable_affiliation()->set_valid_from(from);
    if (!to.empty()) request.mutable_affiliation()->set_valid_to(to);
    return request;
  }
  v1::Affiliation create(const v1::CreateAffiliationRequest& request) {
    return call<v1::Affiliation>(roster("CreateAffiliation"), request);
  }
  v1::EndAffiliationRequest end_of(const std::string& name, const std::string& last_day) {
    v1::EndAffiliationRequest request;
    request.set_name(name);
    request.set_last_day(last_day);
    return request;
  }
  std::string first_of(const std::string& person) {
    return "affiliations/" +
           rows("SELECT MIN(id) FROM affiliation WHERE person = " + std::to_string(number_of(person)), 1)[0];
  }
  // "from|to" of the person's affiliations, earliest first.
  std::vector<std::string> days_of(const std::string& person) {
    return rows("SELECT valid_from, valid_to FROM affiliation WHERE person = " + std::to_string(number_of(person)) +
                    " ORDER BY valid_from",
                2);
  }
  // "from|to" of the latest fact of each record, as day numbers, in order of records.
  std::vector<std::string> facts() {
    return rows(
        "SELECT day_from, day_to FROM membership_fact WHERE id IN "
        "(SELECT MAX(id) FROM membership_fact GROUP BY record) ORDER BY record",
        2);
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, AffiliationsTest, backends(), backend_name);

TEST_P(AffiliationsTest, ANewOneClosesTheOpenOneTheDayBefore) {
  const auto person = make_person("N1", army_).name();
  create(belonging(person, battalion_, "2024-03-01"));
  EXPECT_EQ(days_of(person), (std::vector<std::string>{"2020-01-01|2024-02-29", "2024-03-01|-"}));
  // 2020-01-01 is day 18262, 2024-03-01 day 19783: the fact's end is the day after the last.
  EXPECT_EQ(facts(), (std::vector<std::string>{"18262|19783", "19783|-"}));
  EXPECT_EQ(this->person(person).unit(), battalion_);
}

TEST_P(AffiliationsTest, AnEarlierOneLeavesTheOpenOneOpen) {
  const auto person = make_person("N1", army_).name();
  create(belonging(person, navy_, "2018-01-01", "2019-12-31"));
  EXPECT_EQ(days_of(person), (std::vector<std::string>{"2018-01-01|2019-12-31", "2020-01-01|-"}));
}

TEST_P(AffiliationsTest, OverlapsAreRefusedWithTheDaysOfTheOther) {
  const auto person = make_person("N1", army_).name();
  create(belonging(person, battalion_, "2024-03-01", "2024-08-31"));
  const auto central = caller(ROLE_HR_CENTRAL);
  for (const auto& request :
       {belonging(person, army_, "2024-08-31"), belonging(person, army_, "2024-01-01", "2024-03-01"),
        belonging(person, army_, "2024-04-01", "2024-04-30"), belonging(person, army_, "2024-03-01", "2024-08-31")}) {
    const auto error = refused(roster("CreateAffiliation"), request, central);
    EXPECT_EQ(error.code(), Code::invalid_argument);
    ASSERT_TRUE(names_field(error, "affiliation.valid_from")) << everything_of(error);
  }
  const auto error = refused(roster("CreateAffiliation"), belonging(person, army_, "2024-04-01"), central);
  EXPECT_NE(violations_of(error).find("from 2024-03-01 to 2024-08-31"), std::string::npos) << violations_of(error);
  EXPECT_EQ(days_of(person).size(), 2u);
}

TEST_P(AffiliationsTest, AnOpenOneThatBeginsOnOrAfterTheDayIsNotClosed) {
  const auto person = make_person("N1", army_).name();
  const auto same_day = refused(roster("CreateAffiliation"), belonging(person, battalion_, "2020-01-01"), hr());
  EXPECT_NE(violations_of(same_day).find("from 2020-01-01 with no last day"), std::string::npos);
  EXPECT_TRUE(names_field(refused(roster("CreateAffiliation"), belonging(person, battalion_, "2019-06-01"), hr()),
                          "affiliation.valid_from"));
  EXPECT_EQ(days_of(person), std::vector<std::string>{"2020-01-01|-"});
  EXPECT_EQ(rows("SELECT COUNT(*) FROM membership_fact", 1)[0], "1");
}

TEST_P(AffiliationsTest, EndGivesTheLastDayAndCanBeCorrected) {
  const auto person = make_person("N1", army_).name();
  const auto name = first_of(person);
  const auto ended = call<v1::Affiliation>(roster("EndAffiliation"), end_of(name, "2024-02-29"), hr());
  EXPECT_EQ(ended.valid_to(), "2024-02-29");
  EXPECT_EQ(facts(), (std::vector<std::string>{"18262|19783"}));
  EXPECT_TRUE(this->person(person).unit().empty());
  const auto central = caller(ROLE_HR_CENTRAL);
  call<v1::Affiliation>(roster("EndAffiliation"), end_of(name, "2024-02-29"), central);  // changes nothing
  EXPECT_EQ(rows("SELECT COUNT(*) FROM membership_fact", 1)[0], "2");
  call<v1::Affiliation>(roster("EndAffiliation"), end_of(name, "2020-01-01"), central);  // one day, counted
  EXPECT_EQ(facts(), (std::vector<std::string>{"18262|18263"}));
  EXPECT_TRUE(names_field(refused(roster("EndAffiliation"), end_of(name, "2019-12-31"), central), "last_day"));
  create(belonging(person, battalion_, "2022-01-01"));
  EXPECT_EQ(refused(roster("EndAffiliation"), end_of(name, "2021-12-31"), central).reason(), "ALREADY_ENDED");
  v1::CorrectAffiliationRequest longer;
  longer.mutable_affiliation()->set_name(name);
  longer.mutable_affiliation()->set_valid_to("2022-01-01");
  longer.mutable_update_mask()->add_paths("valid_to");
  longer.set_reason("Misread");
  const auto overlap = refused(roster("CorrectAffiliation"), longer, central);
  EXPECT_TRUE(names_field(overlap, "affiliation.valid_to"));
  EXPECT_NE(violations_of(overlap).find("2022-01-01"), std::string::npos);
  longer.mutable_affiliation()->set_valid_to("2021-12-31");
  call<v1::Affiliation>(roster("CorrectAffiliation"), longer, central);
}

TEST_P(AffiliationsTest, EndOutsideTheScopeIsAsIfItWereNotThere) {
  const auto name = first_of(make_person("N1", navy_).name());
  const auto hidden = refused(roster("EndAffiliation"), end_of(name, day(0)), hr());
  const auto absent = refused(roster("EndAffiliation"), end_of("affiliations/999999", day(0)), hr());
  EXPECT_EQ(hidden.code(), Code::not_found);
  EXPECT_EQ(hidden.message(), name + absent.message().substr(std::string("affiliations/999999").size()));
  EXPECT_EQ(hidden.violations().size(), absent.violations().size());
}

TEST_P(AffiliationsTest, TheNewUnitMustBeWithinTheScope) {
  const auto person = make_person("N1", army_).name();
  EXPECT_EQ(refused(roster("CreateAffiliation"), belonging(person, navy_, "2024-01-01"), hr()).code(), Code::not_found);
  EXPECT_EQ(days_of(person), std::vector<std::string>{"2020-01-01|-"});
  call<v1::Affiliation>(roster("CreateAffiliation"), belonging(person, navy_, "2024-01-01"), caller(ROLE_HR_CENTRAL));
  EXPECT_EQ(this->person(person).unit(), navy_);
}

TEST_P(AffiliationsTest, NeedsAPersonAndARankOfItsTime) {
  EXPECT_TRUE(names_field(refused(roster("CreateAffiliation"), belonging("", army_, "2024-01-01"), hr()),
                          "affiliation.person"));
  const auto person = make_person("N1", army_).name();
  const std::string specialist =
      "ranks/" + rows("SELECT id FROM rank WHERE scheme = 'NOR-ARMY' AND code = 'OR-7'", 1)[0];
  auto before_2016 = belonging(person, army_, "2010-01-01", "2015-12-31");
  before_2016.mutable_affiliation()->set_rank(specialist);
  const auto error = refused(roster("CreateAffiliation"), before_2016, hr());
  EXPECT_TRUE(names_field(error, "affiliation.rank"));
  EXPECT_NE(violations_of(error).find("2016-01-01"), std::string::npos);
  sql([&](db::Session& session) {
    db::execute(session, {"UPDATE rank SET valid_to = '2022-12-31' WHERE id = ?", {number_of(specialist)}});
  });
  auto after = belonging(person, army_, "2023-01-01");
  after.mutable_affiliation()->set_rank(specialist);
  EXPECT_TRUE(names_field(refused(roster("CreateAffiliation"), after, hr()), "affiliation.rank"));
  auto during = belonging(person, army_, "2022-12-31");
  during.mutable_affiliation()->set_rank(specialist);
  create(during);
  EXPECT_EQ(rows("SELECT rank_band FROM membership_fact ORDER BY id DESC LIMIT 1", 1)[0], "RANK_BAND_OTHER_RANKS");
}

TEST_P(AffiliationsTest, EndingKeepsTheCategoryThatWasRecorded) {
  const auto created = make_person("N1", army_);
  // The past of a record is not what the person is today: the end changes the last day alone.
  sql([&](db::Session& session) {
    db::execute(session, "UPDATE person SET category = 'CATEGORY_POLICE', nationality = 'SWE'");
  });
  call<v1::Affiliation>(roster("EndAffiliation"), end_of(first_of(created.name()), "2024-02-29"), hr());
  EXPECT_EQ(rows("SELECT category, country, day_to FROM membership_fact ORDER BY id DESC LIMIT 1", 3)[0],
            "CATEGORY_MILITARY|NOR|19783");
}

TEST_P(AffiliationsTest, ListsLatestFirstInPages) {
  const auto person = make_person("N1", army_).name();
  create(belonging(person, battalion_, "2022-01-01"));
  create(belonging(person, army_, "2023-01-01"));
  v1::ListAffiliationsRequest request;
  request.set_person(person);
  request.set_page_size(2);
  auto response = call<v1::ListAffiliationsResponse>(roster("ListAffiliations"), request, hr());
  ASSERT_EQ(response.affiliations_size(), 2);
  EXPECT_EQ(response.affiliations(0).valid_from(), "2023-01-01");
  EXPECT_EQ(response.affiliations(1).valid_to(), "2022-12-31");
  request.set_page_token(response.next_page_token());
  response = call<v1::ListAffiliationsResponse>(roster("ListAffiliations"), request, hr());
  ASSERT_EQ(response.affiliations_size(), 1);
  EXPECT_EQ(response.affiliations(0).valid_from(), "2020-01-01");
  EXPECT_TRUE(response.next_page_token().empty());
}

// A body puts a rank into another band, in the table. People of one rank are in one band at every moment, whenever they
// were recorded, and what was known before stays.
TEST_P(AffiliationsTest, PeopleOfOneRankAreInOneBandWhenItsBandWasChanged) {
  const std::string rank = rows("SELECT id FROM rank WHERE scheme = 'NOR-ARMY' AND code = 'OF-4'", 1)[0];
  const auto make = [&](const std::string& number) {
    auto request = person_request(number, army_);
    request.mutable_affiliation()->set_rank("ranks/" + rank);
    return call<v1::Person>(roster("CreatePerson"), request, hr()).name();
  };
  const auto bands = [&](const std::string& which) {
    return rows("SELECT record, rank_band FROM membership_fact WHERE id IN (SELECT " + which +
                    "(id) FROM membership_fact GROUP BY record) ORDER BY record",
                2);
  };
  make("N1");
  make_person("N2", army_);
  sql([&](db::Session& session) {
    db::execute(session, "UPDATE rank SET rank_band = 'RANK_BAND_MIDDLE' WHERE id = " + rank);
  });
  make("N3");
  EXPECT_EQ(bands("MAX"),
            (std::vector<std::string>{"1|RANK_BAND_MIDDLE", "2|RANK_BAND_UNSPECIFIED", "3|RANK_BAND_MIDDLE"}));
  EXPECT_EQ(bands("MIN")[0], "1|RANK_BAND_SENIOR") << "what was known before";
  EXPECT_EQ(rows("SELECT COUNT(*) FROM membership_fact", 1)[0], "4");
  // At a start, where nobody writes a membership.
  sql([&](db::Session& session) {
    db::execute(session, "UPDATE rank SET rank_band = 'RANK_BAND_STRATEGIC' WHERE id = " + rank);
  });
  muster::roster::follow_rank_bands(dispatcher());
  muster::roster::follow_rank_bands(dispatcher());
  EXPECT_EQ(bands("MAX")[0], "1|RANK_BAND_STRATEGIC");
  EXPECT_EQ(bands("MAX")[2], "3|RANK_BAND_STRATEGIC");
  EXPECT_EQ(rows("SELECT COUNT(*) FROM membership_fact", 1)[0], "6") << "once";
}

}  // namespace
}  // namespace muster::support
