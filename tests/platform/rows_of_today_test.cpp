// SPDX-License-Identifier: EUPL-1.2
// What is recorded for a day that has begun elsewhere only is seen when that day has come to the roster: in answers, lists,
// filters and scopes, as in figures.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <thread>

#include "muster/statistics/v1/statistics.pb.h"
#include "muster/training/v1/training.pb.h"
#include "support/given_clock.h"
#include "support/rounds.h"

namespace muster {
namespace {

using namespace muster::missions::v1;
using namespace muster::platform::v1;
using namespace muster::roster::v1;
using namespace std::chrono_literals;
using rpc::TimePoint;

class RowsOfTodayTest : public support::GivenClockTest {
 protected:
  void SetUp() override {
    GivenClockTest::SetUp();
    if (HasFatalFailure()) return;
    kari_ = add_person("KARI");
    soldier_ = make_person("SOLDIER", battalion_).name();
    sailor_ = make_person("SAILOR", navy_).name();
    training::v1::CreateRequirementRequest request;
    request.mutable_requirement()->set_code("R1");
    request.mutable_requirement()->set_display_name("Everybody");
    request.mutable_requirement()->set_population(training::v1::POPULATION_ROSTER);
    request.mutable_requirement()->set_time(training::v1::REQUIREMENT_TIME_CONTINUOUS);
    request.mutable_requirement()->set_valid_from("2019-01-01");
    request.mutable_requirement()->add_topics(TOPIC_WPS);
    call<training::v1::Requirement>("muster.training.v1.TrainingService/CreateRequirement", request);
  }

  ChangePersonRequest police_from(int day) {
    ChangePersonRequest request;
    request.mutable_person()->set_name(kari_);
    request.mutable_person()->set_category(CATEGORY_POLICE);
    request.mutable_person()->set_nationality("SWE");
    request.mutable_update_mask()->add_paths("category");
    request.mutable_update_mask()->add_paths("nationality");
    request.set_valid_from(june(day));
    return request;
  }
  ChangePostRequest tier_from(int day, int tier) {
    ChangePostRequest request;
    request.mutable_post()->set_name(post.name());
    request.mutable_post()->set_leadership_tier(tier);
    request.mutable_update_mask()->add_paths("leadership_tier");
    request.set_valid_from(june(day));
    return request;
  }
  ChangeMissionRequest national_from(int day) {
    ChangeMissionRequest request;
    request.mutable_mission()->set_name(mission);
    request.mutable_mission()->set_kind(MISSION_KIND_NATIONAL);
    request.mutable_update_mask()->add_paths("kind");
    request.set_valid_from(june(day));
    return request;
  }
  static MoveUnitRequest move_of(const std::string& unit, const std::string& parent, int day) {
    MoveUnitRequest request;
    request.set_name(unit);
    request.set_parent(parent);
    request.set_valid_from(june(day));
    request.set_reason("Reorganised");
    return request;
  }
  // Of everything something, from that day of June on.
  void change_all(TimePoint moment, int day) {
    call_at<Person>(moment, roster("ChangePerson"), police_from(day));
    call_at<Post>(moment, missions_service + "ChangePost", tier_from(day, 3));
    call_at<Mission>(moment, missions_service + "ChangeMission", national_from(day));
    call_at<Unit>(moment, roster("MoveUnit"), move_of(battalion_, navy_, day));
    MovePeopleRequest people;
    people.set_from_unit(navy_);
    people.set_to_unit(army_);
    people.set_valid_from(june(day));
    call_at<MovePeopleResponse>(moment, roster("MovePeople"), people);
  }

  Person kari_at(TimePoint moment) {
    GetPersonRequest request;
    request.set_name(kari_);
    return call_at<Person>(moment, roster("GetPerson"), request);
  }
  Post post_at(TimePoint moment) {
    ListPostsRequest request;
    request.set_filter("name = " + post.name());
    return call_at<ListPostsResponse>(moment, missions_service + "ListPosts", request).posts(0);
  }
  Unit unit_at(TimePoint moment, const std::string& name) {
    GetUnitRequest request;
    request.set_name(name);
    return call_at<Unit>(moment, roster("GetUnit"), request);
  }
  // The numbers of the people whom a caller for the unit sees.
  std::string seen_from(TimePoint moment, const std::string& unit) {
    return numbers_of(call_at<ListPersonsResponse>(moment, roster("ListPersons"), ListPersonsRequest(),
                                                   caller_of(ROLE_HR_UNIT, unit)));
  }
  std::string in_unit(TimePoint moment, const std::string& unit) {
    ListPersonsRequest request;
    request.set_unit(unit);
    return numbers_of(call_at<ListPersonsResponse>(moment, roster("ListPersons"), request));
  }
  static std::string numbers_of(const ListPersonsResponse& people) {
    std::set<std::string> numbers;
    for (const Person& one : people.persons()) numbers.insert(one.number());
    std::string text;
    for (const std::string& number : numbers) text += (text.empty() ? "" : " ") + number;
    return text;
  }
  // What answers, filters, lists and scopes say then.
  std::vector<std::string> shown(TimePoint moment) {
    const Person kari = kari_at(moment);
    ListPersonsRequest police;
    police.set_filter("category = CATEGORY_POLICE");
    ListPostsRequest leaders;
    leaders.set_filter("leadership_tier = 3 AND name = " + post.name());
    GetMissionRequest of_mission;
    of_mission.set_name(mission);
    ListMissionsRequest national;
    national.set_filter("kind = MISSION_KIND_NATIONAL");
    return {
        Category_Name(kari.category()) + " " + kari.nationality(),
        "police: " + numbers_of(call_at<ListPersonsResponse>(moment, roster("ListPersons"), police)),
        "tier " + std::to_string(post_at(moment).leadership_tier()),
        "leaders: " +
            std::to_string(call_at<ListPostsResponse>(moment, missions_service + "ListPosts", leaders).posts_size()),
        MissionKind_Name(call_at<Mission>(moment, missions_service + "GetMission", of_mission).kind()),
        "national: " +
            std::to_string(
                call_at<ListMissionsResponse>(moment, missions_service + "ListMissions", national).missions_size()),
        "below " + unit_at(moment, unit_at(moment, battalion_).parent()).code(),
        "army: " + in_unit(moment, army_),
        "the navy sees: " + seen_from(moment, navy_),
    };
  }
  // How many must be trained, by category and unit, as of a day.
  std::string counted(TimePoint moment, int day, statistics::v1::Dimension dimension) {
    statistics::v1::QueryIndicatorRequest request;
    request.set_indicator("T1");
    request.set_requirement("R1");
    request.set_as_of(june(day));
    request.add_group_by(dimension);
    std::string text;
    const auto answer = call_at<statistics::v1::QueryIndicatorResponse>(
        moment, "muster.statistics.v1.StatisticsService/QueryIndicator", request);
    for (const auto& cell : answer.cells()) {
      if (cell.total()) text += (text.empty() ? "" : " ") + cell.group(0) + "=" + std::to_string(cell.total());
    }
    return text;
  }

  void changes_come_with_the_day(const std::string& zone);

  std::string kari_, soldier_, sailor_;
  static const std::vector<std::string> before, after;
};
const std::vector<std::string> RowsOfTodayTest::before = {
    "CATEGORY_MILITARY NOR",      "police: ",    "tier 0",     "leaders: 0",
    "MISSION_KIND_INTERNATIONAL", "national: 0", "below ARMY", "army: KARI SOLDIER",
    "the navy sees: SAILOR"};
const std::vector<std::string> RowsOfTodayTest::after = {
    "CATEGORY_POLICE SWE", "police: KARI",          "tier 3",
    "leaders: 1",          "MISSION_KIND_NATIONAL", "national: 1",
    "below NAVY",          "army: KARI SAILOR",     "the navy sees: SOLDIER"};
INSTANTIATE_TEST_SUITE_P(Backends, RowsOfTodayTest, support::backends(), support::backend_name);

// At 11 in the morning by UTC the next day has begun on Kiritimati, at half past ten in the evening in Oslo and Sydney.
void RowsOfTodayTest::changes_come_with_the_day(const std::string& zone) {
  move_roster(zone);
  EXPECT_EQ(shown(at(15, 11h)), before);
  change_all(at(15, 11h), 16);
  EXPECT_EQ(shown(at(15, 11h)), before) << "it is the 15th for the roster";
  EXPECT_EQ(follow_day(at(15, 11h)), 0);
  EXPECT_EQ(shown(at(15, 13h)), before);
  EXPECT_EQ(follow_day(at(15, 22h + 30min)), 4) << "a person, a post, a mission and a unit";
  EXPECT_EQ(shown(at(15, 22h + 30min)), after);
  EXPECT_EQ(follow_day(at(16, 11h)), 0);
  EXPECT_EQ(shown(at(16, 11h)), after);
  EXPECT_EQ(counted(at(16, 11h), 15, statistics::v1::DIMENSION_CATEGORY), "CATEGORY_MILITARY=3");
  EXPECT_EQ(counted(at(16, 11h), 16, statistics::v1::DIMENSION_CATEGORY), "CATEGORY_MILITARY=2 CATEGORY_POLICE=1");
}
TEST_P(RowsOfTodayTest, WhatIsRecordedForTomorrowIsSeenTomorrowInOslo) { changes_come_with_the_day("Europe/Oslo"); }
TEST_P(RowsOfTodayTest, WhatIsRecordedForTomorrowIsSeenTomorrowInSydney) {
  changes_come_with_the_day("Australia/Sydney");
}

TEST_P(RowsOfTodayTest, WhatIsRecordedForTodayIsSeenAtOnce) {
  for (const char* zone : {"Europe/Oslo", "Australia/Sydney"}) {
    move_roster(zone);
    EXPECT_EQ(post_at(at(15, 22h + 30min)).leadership_tier(), 0);
  }
  change_all(at(15, 22h + 30min), 16);
  EXPECT_EQ(shown(at(15, 22h + 30min)), after);
  EXPECT_EQ(follow_day(at(15, 22h + 30min)), 0);
}

TEST_P(RowsOfTodayTest, RowsFollowAnotherZoneAndAClockThatIsSetBack) {
  move_roster("America/New_York");
  change_all(at(15, 11h), 16);
  EXPECT_EQ(follow_day(at(15, 22h + 30min)), 0);
  EXPECT_EQ(shown(at(15, 22h + 30min)), before) << "it is half past six in the evening";
  move_roster("Australia/Sydney");
  EXPECT_EQ(follow_day(at(15, 22h + 30min)), 4);
  EXPECT_EQ(shown(at(15, 22h + 30min)), after);
  move_roster("America/New_York");
  EXPECT_EQ(follow_day(at(15, 22h + 30min)), 4);
  EXPECT_EQ(shown(at(15, 22h + 30min)), before);
  EXPECT_EQ(follow_day(at(16, 11h)), 4);
  EXPECT_EQ(shown(at(16, 11h)), after);
  EXPECT_EQ(follow_day(at(14, 11h)), 4) << "the clock was set back";
  EXPECT_EQ(shown(at(14, 11h)), before);
}

TEST_P(RowsOfTodayTest, ACorrectionWithoutDaysIsOfWhatHoldsToday) {
  move_roster("Europe/Oslo");
  change_all(at(15, 11h), 16);
  CorrectPersonRequest person;
  person.mutable_person()->set_name(kari_);
  person.mutable_person()->set_category(CATEGORY_CIVILIAN);
  person.mutable_update_mask()->add_paths("category");
  person.set_reason("Entered wrongly");
  EXPECT_EQ(call_at<Person>(at(15, 12h), roster("CorrectPerson"), person).category(), CATEGORY_CIVILIAN);
  CorrectPostRequest tier;
  tier.mutable_post()->set_name(post.name());
  tier.mutable_post()->set_leadership_tier(1);
  tier.mutable_update_mask()->add_paths("leadership_tier");
  tier.set_reason("Entered wrongly");
  EXPECT_EQ(call_at<Post>(at(15, 12h), missions_service + "CorrectPost", tier).leadership_tier(), 1);
  CorrectMissionRequest kind;
  kind.mutable_mission()->set_name(mission);
  kind.mutable_mission()->set_kind(MISSION_KIND_EXERCISE);
  kind.mutable_update_mask()->add_paths("kind");
  kind.set_reason("Entered wrongly");
  EXPECT_EQ(call_at<Mission>(at(15, 12h), missions_service + "CorrectMission", kind).kind(), MISSION_KIND_EXERCISE);
  CorrectUnitRequest place;
  place.set_name(battalion_);
  place.set_parent(ministry_);
  place.set_reason("Entered wrongly");
  EXPECT_EQ(call_at<Unit>(at(15, 12h), roster("CorrectUnit"), place).parent(), ministry_);
  EXPECT_EQ(follow_day(at(15, 13h)), 0);
  EXPECT_EQ(seen_from(at(15, 13h), army_), "KARI");
  EXPECT_EQ(follow_day(at(16, 11h)), 4);
  EXPECT_EQ(shown(at(16, 11h)), after);
}

TEST_P(RowsOfTodayTest, WhatWasRecordedForTomorrowIsCorrectedUnseen) {
  move_roster("Australia/Sydney");
  change_all(at(15, 11h), 16);
  CorrectPostRequest tier;
  tier.mutable_post()->set_name(post.name());
  tier.mutable_post()->set_leadership_tier(2);
  tier.mutable_update_mask()->add_paths("leadership_tier");
  tier.set_first_day(june(16));
  tier.set_reason("Entered wrongly");
  EXPECT_EQ(call_at<Post>(at(15, 12h), missions_service + "CorrectPost", tier).leadership_tier(), 0);
  CorrectUnitRequest place;
  place.set_name(battalion_);
  place.set_parent(ministry_);
  place.set_first_day(june(16));
  place.set_reason("Entered wrongly");
  EXPECT_EQ(call_at<Unit>(at(15, 12h), roster("CorrectUnit"), place).parent(), army_);
  follow_day(at(15, 22h + 30min));
  EXPECT_EQ(post_at(at(15, 22h + 30min)).leadership_tier(), 2);
  EXPECT_EQ(unit_at(at(15, 22h + 30min), battalion_).parent(), ministry_);
}

TEST_P(RowsOfTodayTest, ADisclosureOfTomorrowIsShownTomorrow) {
  move_roster("Europe/Oslo");
  const auto change = [&](TimePoint moment, int day, Disclosure disclosure) {
    ChangeUnitDisclosureRequest unit;
    unit.set_unit(navy_);
    unit.set_disclosure(disclosure);
    unit.set_valid_from(june(day));
    unit.set_reason("asked");
    call_at<Unit>(moment, roster("ChangeUnitDisclosure"), unit);
    ChangeMissionDisclosureRequest of_mission;
    of_mission.set_mission(mission);
    of_mission.set_disclosure(disclosure);
    of_mission.set_valid_from(june(day));
    of_mission.set_reason("asked");
    call_at<Mission>(moment, missions_service + "ChangeMissionDisclosure", of_mission);
  };
  const auto stand = [&](TimePoint moment) {
    GetMissionRequest request;
    request.set_name(mission);
    const auto of_mission = call_at<Mission>(moment, missions_service + "GetMission", request).disclosure();
    EXPECT_EQ(of_mission, unit_at(moment, navy_).disclosure());
    return of_mission;
  };
  const auto units_of_strangers = [&](TimePoint moment) {
    return call_at<ListUnitsResponse>(moment, roster("ListUnits"), ListUnitsRequest(), caller(ROLE_ANALYST))
        .units_size();
  };
  const int all = units_of_strangers(at(15, 11h));
  change(at(15, 11h), 16, DISCLOSURE_GROUPED);
  EXPECT_EQ(stand(at(15, 11h)), DISCLOSURE_NAMED) << "it is the 15th for the roster";
  EXPECT_EQ(follow_day(at(15, 12h)), 0);
  EXPECT_EQ(follow_day(at(15, 22h + 30min)), 2);
  EXPECT_EQ(stand(at(15, 22h + 30min)), DISCLOSURE_GROUPED);
  EXPECT_EQ(units_of_strangers(at(15, 22h + 30min)), all - 1);
  EXPECT_EQ(follow_day(at(16, 11h)), 0);
  change(at(16, 11h), 17, DISCLOSURE_NAMED);
  EXPECT_EQ(units_of_strangers(at(16, 12h)), all - 1);
  EXPECT_EQ(follow_day(at(16, 22h + 30min)), 2);
  EXPECT_EQ(units_of_strangers(at(16, 22h + 30min)), all);
  EXPECT_EQ(follow_day(at(14, 11h)), 0) << "before all changes it was named";
}

// What it was changed to is told to its readers, the latest first day first.
TEST_P(RowsOfTodayTest, ChangesOfDisclosureAreListed) {
  const auto change = [&](int day, Disclosure disclosure) {
    ChangeUnitDisclosureRequest request;
    request.set_unit(navy_);
    request.set_disclosure(disclosure);
    request.set_valid_from(june(day));
    request.set_reason("since " + june(day));
    call_at<Unit>(at(20, 11h), roster("ChangeUnitDisclosure"), request);
  };
  change(10, DISCLOSURE_GROUPED);
  change(15, DISCLOSURE_NAMED);
  change(12, DISCLOSURE_GROUPED);
  ListUnitDisclosuresRequest request;
  request.set_unit(navy_);
  std::vector<std::string> days;
  const auto list =
      call<ListUnitDisclosuresResponse>(roster("ListUnitDisclosures"), request, caller_of(ROLE_ENDORSER, navy_));
  for (const auto& one : list.unit_disclosures())
    days.push_back(one.valid_from() + " " + Disclosure_Name(one.disclosure()));
  EXPECT_THAT(days, ::testing::ElementsAre(june(15) + " DISCLOSURE_NAMED", june(12) + " DISCLOSURE_GROUPED",
                                           june(10) + " DISCLOSURE_GROUPED"));
  EXPECT_EQ(refused(roster("ListUnitDisclosures"), request, caller_of(ROLE_HR_UNIT, army_)).code(),
            status::Code::not_found);
  ListMissionDisclosuresRequest of_mission;
  of_mission.set_mission(mission);
  EXPECT_EQ(call<ListMissionDisclosuresResponse>(missions_service + "ListMissionDisclosures", of_mission)
                .mission_disclosures_size(),
            0);
  EXPECT_EQ(refused(missions_service + "ListMissionDisclosures", of_mission, caller_of(ROLE_HR_UNIT, army_)).reason(),
            "SCOPE_TOO_NARROW");
}

// Neither move alone makes a tree of it.
TEST_P(RowsOfTodayTest, UnitsThatChangePlacesDoSoTogether) {
  move_roster("Europe/Oslo");
  const auto company = make_unit("COMPANY", battalion_);
  const auto recruit = make_person("RECRUIT", company).name();
  call_at<Unit>(at(15, 11h), roster("MoveUnit"), move_of(company, army_, 16));
  call_at<Unit>(at(15, 11h), roster("MoveUnit"), move_of(battalion_, company, 16));
  call_at<Unit>(at(15, 11h), roster("MoveUnit"), move_of(army_, navy_, 16));
  EXPECT_EQ(seen_from(at(15, 11h), battalion_), "RECRUIT SOLDIER");
  EXPECT_EQ(seen_from(at(15, 11h), navy_), "SAILOR");
  EXPECT_EQ(follow_day(at(16, 11h)), 3);
  EXPECT_EQ(seen_from(at(16, 11h), battalion_), "SOLDIER");
  EXPECT_EQ(seen_from(at(16, 11h), company), "RECRUIT SOLDIER");
  EXPECT_EQ(seen_from(at(16, 11h), navy_), "KARI RECRUIT SAILOR SOLDIER");
}

TEST_P(RowsOfTodayTest, AUnitThatEndsTodayHasItsPeopleAndUnitsUntilTheDayIsOver) {
  for (const auto& [zone, today, last] : std::initializer_list<std::tuple<const char*, int, int>>{
           {"Europe/Oslo", 15, 15}, {"Australia/Sydney", 20, 21}}) {
    SCOPED_TRACE(zone);
    move_roster(zone);
    const auto old = make_unit(std::string("OLD-") + zone, ministry_), heir = make_unit(std::string("NEW-") + zone);
    const auto below = make_unit(std::string("BELOW-") + zone, old);
    const auto somebody = std::string("P-") + zone;
    make_person(somebody, below);
    EndUnitRequest end;
    end.set_name(old);
    end.set_last_day(june(last));
    end.set_successor(heir);
    end.set_reason("Merged");
    call_at<Unit>(at(today, 11h), roster("EndUnit"), end);
    for (const TimePoint moment : {at(today, 11h), at(last, 13h)}) {
      EXPECT_EQ(follow_day(moment), 0);
      EXPECT_EQ(unit_at(moment, below).parent(), old);
      EXPECT_EQ(seen_from(moment, old), somebody);
      EXPECT_EQ(in_unit(moment, heir), "");
      EXPECT_EQ(call_at<ListOpenEndsResponse>(moment, roster("ListOpenEnds"), ListOpenEndsRequest()).rules_size(), 0);
    }
    const TimePoint next = at(last + 1, 11h);
    EXPECT_EQ(call_at<ListOpenEndsResponse>(next, roster("ListOpenEnds"), ListOpenEndsRequest()).rules_size(), 0)
        << "of dated rows, also before the job has looked";
    EXPECT_EQ(follow_day(next), 1);
    EXPECT_EQ(unit_at(next, below).parent(), heir);
    EXPECT_EQ(seen_from(next, old), "");
    EXPECT_EQ(in_unit(next, heir), somebody);
  }
}

TEST_P(RowsOfTodayTest, AnAffiliationTakesWhatHoldsOnItsFirstDay) {
  move_roster("Europe/Oslo");
  call_at<Person>(at(15, 11h), roster("ChangePerson"), police_from(16));
  CreateAffiliationRequest request;
  request.mutable_affiliation()->set_person(kari_);
  request.mutable_affiliation()->set_unit(navy_);
  request.mutable_affiliation()->set_valid_from(june(20));
  EXPECT_EQ(call_at<Affiliation>(at(15, 11h), roster("CreateAffiliation"), request).category(), CATEGORY_POLICE);
  EXPECT_EQ(kari_at(at(15, 11h)).category(), CATEGORY_MILITARY);
}

TEST_P(RowsOfTodayTest, ANominationTakesWhatHoldsOnTheDayOfItsStep) {
  move_roster("Europe/Oslo");
  const auto subject = add_call("C-1", {post.name()}, [](nominations::v1::Call& call) {
    call.set_deadline_date(rules::format_date(june_30() + 30));
  });
  const auto name = nominate(kari_, subject).name();
  change_all(at(15, 11h), 16);
  auto submit = full_request("SubmitNominationForReview", name);
  submit.set_effective_date(june(15));
  auto nomination =
      call_at<nominations::v1::Nomination>(at(15, 11h), nominations_service + "SubmitNominationForReview", submit);
  EXPECT_EQ(nomination.frozen_category(), CATEGORY_MILITARY);
  EXPECT_EQ(nomination.frozen_leadership_tier(), 0);
  call_at<nominations::v1::Nomination>(at(15, 11h), nominations_service + "ReturnNomination",
                                       full_request("ReturnNomination", name));
  submit = full_request("SubmitNominationForReview", name);
  submit.set_effective_date(june(16));
  nomination =
      call_at<nominations::v1::Nomination>(at(15, 11h), nominations_service + "SubmitNominationForReview", submit);
  EXPECT_EQ(nomination.frozen_category(), CATEGORY_POLICE);
  EXPECT_EQ(nomination.frozen_leadership_tier(), 3);
  EXPECT_EQ(kari_at(at(15, 11h)).category(), CATEGORY_MILITARY);
}

// Whatever is changed and corrected at whatever moments, in whatever zone: what was written says what its dated rows say of
// the day, and after the job everything does.
class RandomDaysTest : public RowsOfTodayTest {
 protected:
  int below(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }
  template <class T>
  T one_of(const std::vector<T>& all) {
    return all[static_cast<std::size_t>(below(static_cast<int>(all.size())))];
  }
  // Of the dated rows "resource|day|what" the one of each resource that holds on `today`; before all of them the first.
  static std::map<std::string, std::string> holding(const std::vector<std::string>& dated, const std::string& today) {
    std::map<std::string, std::pair<std::string, std::string>> latest;
    for (const std::string& row : dated) {
      const auto first = row.find('|'), second = row.find('|', first + 1);
      const std::string name = row.substr(0, first), day = row.substr(first + 1, second - first - 1);
      const auto [found, is_new] = latest.try_emplace(name, day, row.substr(second + 1));
      if (is_new) continue;
      const bool holds = day <= today, held = found->second.first <= today;
      if (holds ? (!held || day > found->second.first) : (!held && day < found->second.first)) {
        found->second = {day, row.substr(second + 1)};
      }
    }
    std::map<std::string, std::string> result;
    for (const auto& [name, last] : latest) result[name] = last.second;
    return result;
  }
  std::map<std::string, std::string> said(const std::string& select) {
    std::map<std::string, std::string> result;
    for (const std::string& row : rows(select, 2)) result[row.substr(0, row.find('|'))] = row.substr(row.find('|') + 1);
    return result;
  }
  // The names of what says something else than its dated rows do of `today`.
  std::set<std::string> wrong(const std::string& today) {
    const std::string person = "category || ' ' || COALESCE(nationality, '')";
    const std::string post_is = "category || personnel_type || function || rank_band || CAST(leadership_tier AS TEXT)";
    const std::string mission_is = "organisation || kind";
    const std::string above = "COALESCE(CAST(parent AS TEXT), 'none')";
    std::set<std::string> names;
    for (const auto& [table, dated, owner, what] :
         std::initializer_list<std::tuple<std::string, std::string, std::string, std::string>>{
             {"person", "affiliation", "person", person},
             {"post", "post_period", "post", post_is},
             {"mission", "mission_period", "mission", mission_is},
             {"unit", "unit_place", "unit", above}}) {
      const auto right =
          holding(rows("SELECT '" + table + "s/' || " + owner + ", valid_from, " + what + " FROM " + dated, 3), today);
      for (const auto& [name, text] : said("SELECT '" + table + "s/' || id, " + what + " FROM " + table)) {
        if (right.at(name) != text) names.insert(name);
      }
    }
    return names;
  }
  // Each unit with all that are above it and itself, by going up from parent to parent.
  std::vector<std::string> climbed() {
    const auto parents = said("SELECT CAST(id AS TEXT), COALESCE(CAST(parent AS TEXT), '') FROM unit");
    std::vector<std::string> pairs;
    for (const auto& [unit, parent] : parents) {
      for (std::string upper = unit; !upper.empty(); upper = parents.at(upper)) pairs.push_back(upper + "|" + unit);
    }
    std::sort(pairs.begin(), pairs.end());
    return pairs;
  }
  std::vector<std::string> closure() {
    auto pairs = rows("SELECT CAST(ancestor AS TEXT), CAST(descendant AS TEXT) FROM unit_closure", 2);
    std::sort(pairs.begin(), pairs.end());
    return pairs;
  }
  std::string today_at(TimePoint moment) {
    return call_at<access::v1::Session>(moment, "muster.access.v1.AccessService/GetSession",
                                        access::v1::GetSessionRequest())
        .today();
  }
  // What was written, or nothing when it was refused.
  template <class Res>
  std::string tried(TimePoint moment, const std::string& path, const google::protobuf::Message& request) {
    try {
      return call_at<Res>(moment, path, request).name();
    } catch (const status::Error& error) {
      EXPECT_TRUE(error.code() == status::Code::invalid_argument || error.code() == status::Code::failed_precondition)
          << path << ": " << error.what();
      return "";
    }
  }
  std::string step(TimePoint moment);

  std::mt19937 random_;
  std::vector<std::string> people_, units_, posts_;
};
INSTANTIATE_TEST_SUITE_P(Backends, RandomDaysTest, support::backends(), support::backend_name);

std::string RandomDaysTest::step(TimePoint moment) {
  const auto day = [&] { return rules::format_date(rules::latest_day(moment) - below(4)); };
  const bool correct = below(3) == 0;
  const bool bounded = below(2) == 0;
  const auto give = [&](auto request, const std::string& field) {
    request.mutable_update_mask()->add_paths(field);
    if constexpr (requires { request.set_first_day(""); }) {
      if (bounded) request.set_first_day(day());
      request.set_reason("Entered wrongly");
    } else {
      request.set_valid_from(day());
    }
    return request;
  };
  switch (below(4)) {
    case 0: {
      Person person;
      person.set_name(one_of(people_));
      person.set_category(static_cast<Category>(1 + below(3)));
      person.set_nationality(one_of<std::string>({"NOR", "SWE", "DNK"}));
      const std::string field = below(2) ? "category" : "nationality";
      CorrectPersonRequest correction;
      ChangePersonRequest change;
      *correction.mutable_person() = *change.mutable_person() = person;
      return correct ? tried<Person>(moment, roster("CorrectPerson"), give(correction, field))
                     : tried<Person>(moment, roster("ChangePerson"), give(change, field));
    }
    case 1: {
      CorrectPostRequest correction;
      ChangePostRequest change;
      change.mutable_post()->set_name(one_of(posts_));
      change.mutable_post()->set_leadership_tier(below(5));
      *correction.mutable_post() = change.post();
      return correct ? tried<Post>(moment, missions_service + "CorrectPost", give(correction, "leadership_tier"))
                     : tried<Post>(moment, missions_service + "ChangePost", give(change, "leadership_tier"));
    }
    case 2: {
      CorrectMissionRequest correction;
      ChangeMissionRequest change;
      change.mutable_mission()->set_name(mission);
      change.mutable_mission()->set_kind(static_cast<MissionKind>(1 + below(3)));
      *correction.mutable_mission() = change.mission();
      return correct ? tried<Mission>(moment, missions_service + "CorrectMission", give(correction, "kind"))
                     : tried<Mission>(moment, missions_service + "ChangeMission", give(change, "kind"));
    }
    default: {
      const std::string unit = one_of(units_), parent = one_of(units_);
      if (!correct) {
        auto move = move_of(unit, parent, 1);
        move.set_valid_from(day());
        return tried<Unit>(moment, roster("MoveUnit"), move);
      }
      CorrectUnitRequest correction;
      correction.set_name(unit);
      correction.set_parent(parent);
      correction.set_reason("Entered wrongly");
      if (bounded) correction.set_first_day(day());
      return tried<Unit>(moment, roster("CorrectUnit"), correction);
    }
  }
}

TEST_P(RandomDaysTest, RowsSayWhatTheirDatedRowsSayOfToday) {
  people_ = {kari_, soldier_, sailor_};
  posts_ = {post.name(), leader_post.name()};
  units_ = {army_, navy_, battalion_, ministry_};
  for (const char* code : {"A", "B", "C"}) units_.push_back(make_unit(code, one_of(units_)));
  const std::vector<std::string> zones = {"UTC", "Europe/Oslo", "Australia/Sydney", "America/New_York",
                                          "Pacific/Kiritimati"};
  TimePoint moment = at(1, 11h);
  for (unsigned i = 0, steps = support::rounds(120); i < steps; ++i) {
    SCOPED_TRACE(i);
    moment += std::chrono::minutes(below(600) - (below(10) == 0 ? 2000 : 0));
    if (below(8) == 0) move_roster(one_of(zones));
    if (below(3) == 0) {
      follow_day(moment);
      EXPECT_EQ(wrong(today_at(moment)), std::set<std::string>());
      EXPECT_EQ(closure(), climbed());
    }
    const std::string written = step(moment);
    EXPECT_FALSE(wrong(today_at(moment)).contains(written)) << written;
  }
}

// What the database has of posts, people and units, with their dated rows, which say otherwise.
class DayJobTest : public RowsOfTodayTest {
 protected:
  void put_behind() {
    sql([&](db::Session& session) {
      db::execute(session, {"UPDATE person SET category = 'CATEGORY_CIVILIAN' WHERE id IN (?, ?)",
                            {support::number_of(kari_), support::number_of(soldier_)}});
      db::execute(session, {"UPDATE post SET leadership_tier = 4 WHERE id = ?", {support::number_of(post.name())}});
      db::execute(session, {"UPDATE unit SET parent = ? WHERE id = ?",
                            {support::number_of(navy_), support::number_of(battalion_)}});
    });
  }
  int entries_of(const std::string& method) {
    return std::stoi(
        rows("SELECT CAST(COUNT(*) AS TEXT) FROM audit_entry WHERE method LIKE '%/" + method + "'", 1).front());
  }
  std::string version(const std::string& table, const std::string& name) {
    return rows("SELECT CAST(row_version AS TEXT) FROM " + table +
                    " WHERE id = " + std::to_string(support::number_of(name)),
                1)
        .front();
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, DayJobTest, support::backends(), support::backend_name);

TEST_P(DayJobTest, TheFirstLookIsAtAllAndTheNextAtWhatBeginsAboutToday) {
  rpc::DayJob job(registry(), dispatcher(), rows_of_today());
  put_behind();
  job.run_once();
  EXPECT_EQ(person(kari_).category(), CATEGORY_MILITARY);
  EXPECT_EQ(person(soldier_).category(), CATEGORY_MILITARY);
  const auto all = rows("SELECT method FROM audit_entry", 1);
  job.run_once();
  EXPECT_EQ(rows("SELECT method FROM audit_entry", 1), all) << "nothing to do is nothing to record";
  EXPECT_EQ(entries_of("ChangePerson"), 1);
  EXPECT_EQ(entries_of("ChangePost"), 1);
  EXPECT_EQ(entries_of("MoveUnit"), 1);
  EXPECT_EQ(entries_of("ChangeMission"), 0);
  auto joining = person_request("NEW", army_);
  joining.mutable_affiliation()->set_valid_from(day(0));
  const auto newcomer = call<Person>(roster("CreatePerson"), joining).name();
  sql([&](db::Session& session) {
    db::execute(session,
                {"UPDATE person SET category = 'CATEGORY_CIVILIAN' WHERE id = ?", {support::number_of(newcomer)}});
  });
  job.run_once();
  EXPECT_EQ(person(newcomer).category(), CATEGORY_MILITARY);
}

TEST_P(DayJobTest, SeveralServersWriteEachRowOnce) {
  const auto before_person = std::stoi(version("person", kari_)), before_post = std::stoi(version("post", post.name()));
  put_behind();
  {
    std::vector<std::jthread> servers;
    for (int i = 0; i < 3; ++i) {
      servers.emplace_back([&] { rpc::DayJob(registry(), dispatcher(), rows_of_today()).run_once(); });
    }
  }
  EXPECT_EQ(std::stoi(version("person", kari_)), before_person + 1);
  EXPECT_EQ(std::stoi(version("post", post.name())), before_post + 1);
  EXPECT_EQ(rows("SELECT unit.code FROM unit_closure JOIN unit ON unit.id = ancestor WHERE descendant = " +
                     std::to_string(support::number_of(battalion_)) + " ORDER BY unit.code",
                 1),
            (std::vector<std::string>{"ARMY", "BATTALION", "MINISTRY"}));
}

// A server that serves some of the services leaves the others' rows to theirs.
TEST_P(DayJobTest, RowsOfAServiceThatIsNotServedAreLeftAlone) {
  rpc::Registry statistics;
  register_targets(statistics, {"statistics"});
  put_behind();
  rpc::DayJob(statistics, dispatcher(), rows_of_today()).run_once();
  EXPECT_EQ(person(kari_).category(), CATEGORY_CIVILIAN);
}

}  // namespace
}  // namespace muster
