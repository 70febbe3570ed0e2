// SPDX-License-Identifier: EUPL-1.2
// Members of the roster: letters of intent, what is missing, and since when they are dormant. What the rule says of days
// is proved in rules/membership_upkeep_test.cpp.
#include <gmock/gmock.h>

#include "muster/access/v1/access.pb.h"
#include "muster/nominations/v1/nominations.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "muster/statistics/v1/statistics.pb.h"
#include "muster/training/v1/training.pb.h"
#include "rules/membership_upkeep.h"
#include "support/data_files.h"
#include "support/operations.h"

namespace muster::support {
namespace {

namespace v1 = muster::roster::v1;
using status::Code;
using ::testing::HasSubstr;
using ::testing::Not;

class MembershipsTest : public OperationsTest {
 protected:
  void SetUp() override {
    OperationsTest::SetUp();
    if (HasFatalFailure()) return;
    kari_ = make_person("N1", army_).name();
  }

  static int year_of(const std::string& date) { return std::stoi(date.substr(0, 4)); }

  v1::CreateMembershipRequest entry(const std::string& person, const std::string& from) {
    v1::CreateMembershipRequest request;
    request.mutable_membership()->set_person(person);
    request.mutable_membership()->set_valid_from(from);
    request.mutable_membership()->add_mission_kinds(v1::ASSIGNMENT_KIND_CIVILIAN_MISSION);
    return request;
  }
  v1::RosterMembership join(const std::string& person, const std::string& from) {
    return call<v1::RosterMembership>(roster("CreateMembership"), entry(person, from), hr());
  }
  static v1::RenewIntentRequest letter(const std::string& name, const std::string& signed_date,
                                       v1::EmployerConsent consent = v1::EMPLOYER_CONSENT_YES) {
    v1::RenewIntentRequest request;
    request.set_name(name);
    request.set_year(year_of(signed_date));
    request.set_signed_date(signed_date);
    request.add_mission_kinds(v1::ASSIGNMENT_KIND_LONG_ELECTION_OBSERVATION);
    request.set_longest_months(12);
    request.set_employer_consent(consent);
    return request;
  }
  v1::RosterMembership renew(const v1::RenewIntentRequest& request) {
    return call<v1::RosterMembership>(roster("RenewIntent"), request, hr());
  }
  // Good for ever.
  void give_passport(const std::string& person, const std::string& from = "2020-01-01") {
    v1::CreateCredentialRequest request;
    request.mutable_credential()->set_person(person);
    request.mutable_credential()->set_kind(v1::CREDENTIAL_KIND_PASSPORT);
    request.mutable_credential()->set_valid_from(from);
    call<v1::Credential>(roster("CreateCredential"), request, hr());
  }
  v1::RosterMembership get(const std::string& name) {
    v1::GetMembershipRequest request;
    request.set_name(name);
    return call<v1::RosterMembership>(roster("GetMembership"), request, hr());
  }
  std::vector<std::string> members(bool dormant) {
    v1::ListMembershipsRequest request;
    request.set_dormant(dormant);
    std::vector<std::string> names;
    const auto response = call<v1::ListMembershipsResponse>(roster("ListMemberships"), request, hr());
    for (const auto& one : response.memberships()) {
      EXPECT_EQ(one.dormant(), dormant) << one.ShortDebugString();
      names.push_back(one.name());
    }
    return names;
  }

  // The coverage of a requirement of everybody on the roster.
  void require_training() {
    training::v1::CreateRequirementRequest request;
    training::v1::Requirement& requirement = *request.mutable_requirement();
    requirement.set_code("WPS");
    requirement.set_display_name("All have WPS");
    requirement.set_population(training::v1::POPULATION_ROSTER);
    requirement.add_topics(platform::v1::TOPIC_WPS);
    requirement.set_time(training::v1::REQUIREMENT_TIME_CONTINUOUS);
    requirement.set_valid_from("2020-01-01");
    call<training::v1::Requirement>("muster.training.v1.TrainingService/CreateRequirement", request);
  }
  statistics::v1::QueryIndicatorResponse coverage(const std::string& as_of, long long known_sequence = 0) {
    statistics::v1::QueryIndicatorRequest request;
    request.set_indicator("T1");
    request.set_requirement("WPS");
    request.set_as_of(as_of);
    if (known_sequence != 0) request.set_known_sequence(known_sequence);
    return call<statistics::v1::QueryIndicatorResponse>("muster.statistics.v1.StatisticsService/QueryIndicator",
                                                        request);
  }

  std::string kari_;
};
INSTANTIATE_TEST_SUITE_P(Backends, MembershipsTest, backends(), backend_name);

TEST_P(MembershipsTest, TheyTellBeforehandFromWhichDayTheyAreDormantAndForWantOfWhat) {
  give_passport(kari_);
  const auto made = join(kari_, day(0));
  EXPECT_FALSE(made.dormant());
  EXPECT_GE(made.dormant_from(), day(30)) << "a month at least after the entry";
  ASSERT_EQ(made.missing_size(), 1) << made.ShortDebugString();
  EXPECT_EQ(made.missing(0).what(), v1::UPKEEP_ITEM_LETTER_OF_INTENT);
  EXPECT_EQ(made.missing(0).since(), day(0));
  EXPECT_EQ(made.missing(0).year(), year_of(day(0)));
  EXPECT_THAT(made.missing(0).remedy(), HasSubstr("letter of intent for " + day(0).substr(0, 4)));
  EXPECT_THAT(made.missing(0).remedy_nb(), HasSubstr("intensjonserklæring for " + day(0).substr(0, 4)));

  const auto renewed = renew(letter(made.name(), day(0)));
  const std::string next = std::to_string(year_of(day(0)) + 1);
  EXPECT_EQ(renewed.dormant_from(), next + "-02-01");
  ASSERT_EQ(renewed.missing_size(), 1) << "what will be missing then";
  EXPECT_EQ(renewed.missing(0).since(), next + "-01-01");
  EXPECT_EQ(renewed.missing(0).dormant_from(), next + "-02-01");
  EXPECT_EQ(renewed.letter_year(), year_of(day(0)));
  EXPECT_EQ(renewed.letter_signed_date(), day(0));
  EXPECT_EQ(renewed.mission_kinds(0), v1::ASSIGNMENT_KIND_LONG_ELECTION_OBSERVATION);
  EXPECT_EQ(renewed.longest_months(), 12);
  EXPECT_EQ(renewed.employer_consent(), v1::EMPLOYER_CONSENT_YES);
  EXPECT_EQ(renewed.letters_size(), 1);
  EXPECT_EQ(get(made.name()).SerializeAsString(), renewed.SerializeAsString());
}

TEST_P(MembershipsTest, WhoLacksALetterOrAPassportIsDormantUntilItComes) {
  const auto made = join(kari_, day(-400));
  EXPECT_TRUE(made.dormant());
  EXPECT_LE(made.dormant_from(), day(-369));
  EXPECT_EQ(members(true), std::vector<std::string>{made.name()});
  EXPECT_EQ(members(false), std::vector<std::string>());
  const auto with_letter = renew(letter(made.name(), day(0)));
  EXPECT_TRUE(with_letter.dormant()) << "for want of a passport";
  ASSERT_EQ(with_letter.missing_size(), 1) << with_letter.ShortDebugString();
  EXPECT_EQ(with_letter.missing(0).what(), v1::UPKEEP_ITEM_PASSPORT);
  give_passport(kari_, day(0));
  EXPECT_FALSE(get(made.name()).dormant());
  EXPECT_EQ(members(false), std::vector<std::string>{made.name()});
  EXPECT_EQ(members(true), std::vector<std::string>());
}

TEST_P(MembershipsTest, AChangeOfJobAsksForANewLetterAndAPromotionDoesNot) {
  give_passport(kari_);
  const auto made = join(kari_, day(-100));
  renew(letter(made.name(), day(-60)));
  renew(letter(made.name(), day(-59)));
  v1::CreateAffiliationRequest move;
  move.mutable_affiliation()->set_person(kari_);
  move.mutable_affiliation()->set_unit(army_);
  move.mutable_affiliation()->set_branch("Signals");
  move.mutable_affiliation()->set_valid_from(day(-50));
  call<v1::Affiliation>(roster("CreateAffiliation"), move, hr());
  const auto says_job = [&] {
    const auto membership = get(made.name());
    for (const auto& one : membership.missing()) {
      if (one.what() == v1::UPKEEP_ITEM_LETTER_AFTER_CHANGE_OF_JOB) return one.since() + " " + one.dormant_from();
    }
    return std::string();
  };
  EXPECT_EQ(says_job(), "") << "the same unit and position";
  move.mutable_affiliation()->set_unit(battalion_);
  move.mutable_affiliation()->set_valid_from(day(-40));
  call<v1::Affiliation>(roster("CreateAffiliation"), move, hr());
  EXPECT_EQ(says_job(), day(-40) + " " + day(-10));
  EXPECT_TRUE(get(made.name()).dormant());
  EXPECT_EQ(members(true), std::vector<std::string>{made.name()});
  renew(letter(made.name(), day(0)));
  EXPECT_EQ(says_job(), "");
}

TEST_P(MembershipsTest, WithoutTheEmployersConsentNothingIsRenewed) {
  give_passport(kari_);
  const auto made = join(kari_, day(-400));
  const auto refused_one = renew(letter(made.name(), day(0), v1::EMPLOYER_CONSENT_NO));
  EXPECT_TRUE(refused_one.dormant());
  EXPECT_EQ(refused_one.employer_consent(), v1::EMPLOYER_CONSENT_NO);
  bool told = false;
  for (const auto& one : refused_one.missing()) told |= one.what() == v1::UPKEEP_ITEM_EMPLOYER_CONSENT;
  EXPECT_TRUE(told) << refused_one.ShortDebugString();
}

TEST_P(MembershipsTest, WrongInputIsToldByItsField) {
  const auto reason = [&](const std::string& method, const google::protobuf::Message& request, const char* field) {
    const auto error = refused(roster(method), request, hr());
    EXPECT_TRUE(*field == 0 || names_field(error, field)) << everything_of(error);
    return error.cause();
  };
  EXPECT_EQ(reason("CreateMembership", entry(kari_, future_day()), "membership.valid_from"),
            platform::v1::REASON_IN_FUTURE);
  auto ended = entry(kari_, day(-400));
  ended.mutable_membership()->set_valid_to(day(-200));
  EXPECT_EQ(reason("CreateMembership", ended, "membership.exit_reason"), platform::v1::REASON_REQUIRED);
  ended.mutable_membership()->set_exit_reason("Moved abroad");
  const auto past = call<v1::RosterMembership>(roster("CreateMembership"), ended, hr());
  EXPECT_EQ(past.missing_size(), 0) << "who has left lacks nothing";
  EXPECT_EQ(reason("CreateMembership", entry(kari_, day(-200)), "membership.valid_from"),
            platform::v1::REASON_MEMBERSHIP_OVERLAP);
  const auto made = join(kari_, day(-199));
  EXPECT_EQ(reason("CreateMembership", entry(kari_, day(0)), "membership.valid_from"),
            platform::v1::REASON_MEMBERSHIP_OVERLAP);

  auto one = letter(made.name(), future_day());
  EXPECT_EQ(reason("RenewIntent", one, "signed_date"), platform::v1::REASON_IN_FUTURE);
  one = letter(made.name(), day(0));
  one.set_year(one.year() + 2);
  EXPECT_EQ(reason("RenewIntent", one, "year"), platform::v1::REASON_VALUE_REFUSED);
  one = letter(made.name(), day(0));
  one.clear_mission_kinds();
  EXPECT_EQ(reason("RenewIntent", one, "mission_kinds"), platform::v1::REASON_REQUIRED);
  one = letter(made.name(), day(0), v1::EMPLOYER_CONSENT_UNSPECIFIED);
  EXPECT_EQ(reason("RenewIntent", one, "employer_consent"), platform::v1::REASON_REQUIRED);
  EXPECT_EQ(reason("RenewIntent", letter(made.name(), "2001-01-01"), "signed_date"), platform::v1::REASON_TOO_EARLY);
  EXPECT_EQ(reason("RenewIntent", letter(past.name(), day(0)), ""), platform::v1::REASON_ALREADY_ENDED);
  renew(letter(made.name(), day(0)));
  EXPECT_EQ(reason("RenewIntent", letter(made.name(), day(0)), "signed_date"), platform::v1::REASON_ALREADY_EXISTS);

  v1::EndMembershipRequest end;
  end.set_name(made.name());
  end.set_last_day(day(-200));
  EXPECT_EQ(reason("EndMembership", end, "reason"), platform::v1::REASON_REQUIRED);
  end.set_reason("Retired");
  EXPECT_EQ(reason("EndMembership", end, "last_day"), platform::v1::REASON_TOO_EARLY);
  end.set_last_day(day(-1));
  end.set_validate_only(true);
  EXPECT_EQ(call<v1::RosterMembership>(roster("EndMembership"), end, hr()).valid_to(), day(-1));
  EXPECT_FALSE(get(made.name()).has_valid_to()) << "it was only tried";
  end.set_validate_only(false);
  const auto left = call<v1::RosterMembership>(roster("EndMembership"), end, hr());
  EXPECT_EQ(left.exit_reason(), "Retired");
  EXPECT_FALSE(left.dormant());
}

TEST_P(MembershipsTest, FiguresOfTheRosterTellTheDormantApartAndKeepWhatWasKnown) {
  require_training();
  make_person("N2", army_);
  give_passport(kari_);
  EXPECT_EQ(coverage(day(-300)).totals(0).dormant(), 0);
  const auto made = join(kari_, day(-400));
  for (const auto& [on, dormant] : {std::pair(-380, 0), std::pair(-300, 1), std::pair(-100, 1), std::pair(-1, 1)}) {
    const auto cell = coverage(day(on)).totals(0);
    EXPECT_EQ(cell.total(), 2) << "the dormant are on the roster too";
    EXPECT_EQ(cell.dormant(), dormant) << on;
  }
  const auto before = coverage(day(-100));
  EXPECT_THAT(before.sentence(), HasSubstr("1 of them is a dormant member of the roster."));
  EXPECT_THAT(before.sentence_nb(), HasSubstr("1 av dem er hvilende medlem av beredskapsgruppen."));
  renew(letter(made.name(), day(-100)));
  EXPECT_EQ(coverage(day(-101)).totals(0).dormant(), 1);
  EXPECT_EQ(coverage(day(-100)).totals(0).dormant(), 0);
  EXPECT_THAT(coverage(day(-100)).sentence(), ::testing::Not(HasSubstr("dormant")));
  EXPECT_EQ(coverage(day(-100), before.sequence()).totals(0).dormant(), 1) << "as known then";
  v1::EndMembershipRequest end;
  end.set_name(made.name());
  end.set_last_day(day(-300));
  end.set_reason("Moved");
  call<v1::RosterMembership>(roster("EndMembership"), end, hr());
  EXPECT_EQ(coverage(day(-300)).totals(0).dormant(), 1);
  EXPECT_EQ(coverage(day(-299)).totals(0).dormant(), 0);
  EXPECT_EQ(coverage(day(-100), before.sequence()).totals(0).dormant(), 1) << "as known then";
  statistics::v1::QueryIndicatorRequest deployed;
  deployed.set_indicator("S1");
  deployed.set_as_of(day(-1));
  EXPECT_FALSE(
      call<statistics::v1::QueryIndicatorResponse>("muster.statistics.v1.StatisticsService/QueryIndicator", deployed)
          .totals(0)
          .has_dormant())
      << "not of the roster";
}

TEST_P(MembershipsTest, ADormantMemberIsNominatedWithAReasonOnly) {
  const auto post = add_post(add_mission("UNIFIL"), "P-9", 1);
  const auto subject = add_call("C-1", {post.name()});
  nominations::v1::CreateNominationRequest request;
  request.mutable_nomination()->set_call(subject.name());
  request.mutable_nomination()->set_post(post.name());
  request.mutable_nomination()->set_person(kari_);
  request.mutable_nomination()->set_planned_from(day(30));
  request.mutable_nomination()->set_planned_to(day(90));
  const std::string service = "muster.nominations.v1.NominationsService/";
  const auto made = join(kari_, day(-400));
  const auto error = refused(service + "CreateNomination", request, hr());
  EXPECT_EQ(error.code(), Code::failed_precondition);
  EXPECT_EQ(error.cause(), platform::v1::REASON_DORMANT);
  EXPECT_EQ(error.metadata().at("name"), made.name());
  EXPECT_EQ(error.metadata().at("from"), made.dormant_from());
  EXPECT_THAT(error.metadata().at("missing"), HasSubstr("UPKEEP_ITEM_LETTER_OF_INTENT"));
  EXPECT_THAT(error.message(), HasSubstr("for want of a letter of intent for " + day(0).substr(0, 4) +
                                         " and a passport good for 6 months; record"));
  EXPECT_THAT(error.message(), Not(HasSubstr("UPKEEP_ITEM")));
  EXPECT_EQ(rows("SELECT COUNT(*) FROM nomination", 1).at(0), "0");
  request.set_dormant_reason("The letter is on its way");
  call<nominations::v1::Nomination>(service + "CreateNomination", request, hr());
  EXPECT_EQ(rows("SELECT reason_text FROM nomination_event", 1), std::vector<std::string>{"The letter is on its way"});
  // Whoever is no member, or renews, needs none.
  request.clear_dormant_reason();
  request.mutable_nomination()->set_person(make_person("N2", army_).name());
  call<nominations::v1::Nomination>(service + "CreateNomination", request, hr());
}

TEST_P(MembershipsTest, ADormantMemberIsSentWithAReasonOnly) {
  const auto post = add_post(add_mission("UNIFIL"), "P-9", 1);
  missions::v1::CreateDeploymentRequest request;
  request.mutable_deployment()->set_person(kari_);
  request.mutable_deployment()->set_country("NOR");
  request.mutable_deployment()->set_planned_from(day(30));
  request.mutable_deployment()->set_planned_to(day(90));
  request.set_post(post.name());
  const std::string path = missions_service + "CreateDeployment";
  const auto made = join(kari_, day(-400));
  const auto error = refused(path, request, system());
  EXPECT_EQ(error.code(), Code::failed_precondition);
  EXPECT_EQ(error.cause(), platform::v1::REASON_DORMANT);
  EXPECT_EQ(error.metadata().at("name"), made.name());
  EXPECT_THAT(error.message(), HasSubstr("give a dormant_reason"));
  EXPECT_EQ(rows("SELECT COUNT(*) FROM deployment", 1).at(0), "0");
  request.set_dormant_reason("The letter is on its way");
  const auto planned = call<missions::v1::Deployment>(path, request);
  missions::v1::ListDeploymentEventsRequest list;
  list.set_deployment(planned.name());
  const auto events =
      call<missions::v1::ListDeploymentEventsResponse>(missions_service + "ListDeploymentEvents", list, hr());
  EXPECT_EQ(events.deployment_events(0).dormant_reason(), "The letter is on its way");
  // A tour that began before the member fell dormant, and somebody who is no member.
  request.clear_dormant_reason();
  request.mutable_deployment()->set_planned_from(day(-500));
  request.mutable_deployment()->set_planned_to(day(-450));
  call<missions::v1::Deployment>(path, request);
  request.mutable_deployment()->set_planned_from(day(-100));
  request.mutable_deployment()->set_planned_to(day(-90));
  EXPECT_EQ(refused(path, request, system()).cause(), platform::v1::REASON_DORMANT);
  request.mutable_deployment()->set_person(make_person("N2", army_).name());
  call<missions::v1::Deployment>(path, request);
}

TEST_P(MembershipsTest, TheReasonOfANominationHoldsForItsDeployment) {
  give_passport(kari_);
  const auto made = join(kari_, day(-400));
  const auto post = add_post(add_mission("UNIFIL"), "P-9", 1);
  nominations::v1::CreateNominationRequest request;
  request.mutable_nomination()->set_post(post.name());
  request.mutable_nomination()->set_person(kari_);
  request.mutable_nomination()->set_supervisor_agreement(nominations::v1::SUPERVISOR_AGREEMENT_YES);
  request.mutable_nomination()->set_planned_from(day(30));
  request.mutable_nomination()->set_planned_to(day(90));
  request.set_dormant_reason("The letter is on its way");
  for (const bool dormant_then : {true, false}) {
    if (!dormant_then) {
      request.clear_dormant_reason();
      renew(letter(made.name(), day(0)));
    }
    request.mutable_nomination()->set_call(add_call(dormant_then ? "C-1" : "C-2", {post.name()}).name());
    const auto draft = call<nominations::v1::Nomination>(nominations_service + "CreateNomination", request, system());
    const auto accepted = bring_to(nominations::v1::NOMINATION_STATE_ACCEPTED, draft.name());
    if (!dormant_then) {
      v1::CorrectIntentRequest no;
      no.mutable_letter()->set_name(get(made.name()).letters(0).name());
      no.mutable_letter()->set_employer_consent(v1::EMPLOYER_CONSENT_NO);
      no.mutable_update_mask()->add_paths("employer_consent");
      no.set_reason("Heard wrongly");
      EXPECT_TRUE(call<v1::RosterMembership>(roster("CorrectIntent"), no, hr()).dormant());
      missions::v1::CreateDeploymentRequest plan;
      plan.mutable_deployment()->set_nomination(accepted.name());
      EXPECT_EQ(refused(missions_service + "CreateDeployment", plan, system()).cause(), platform::v1::REASON_DORMANT)
          << "fell dormant since";
      continue;
    }
    missions::v1::CancelDeploymentRequest cancel;
    cancel.set_name(deploy(accepted).name());
    cancel.set_reason("Another is sent");
    call<missions::v1::Deployment>(missions_service + "CancelDeployment", cancel);
    act("WithdrawNomination", accepted.name());
  }
}

TEST_P(MembershipsTest, ACorrectedEntryAndExitHoldFromTheirRecordingOn) {
  require_training();
  give_passport(kari_);
  const auto made = join(kari_, day(-400));
  EXPECT_EQ(coverage(day(-300)).totals(0).dormant(), 1);
  const long long before = coverage(day(-300)).sequence();
  v1::CorrectMembershipRequest correct;
  correct.mutable_membership()->set_name(made.name());
  correct.mutable_membership()->set_valid_from(day(-250));
  correct.mutable_update_mask()->add_paths("valid_from");
  correct.set_reason("Of another person");
  const auto corrected = call<v1::RosterMembership>(roster("CorrectMembership"), correct, hr());
  EXPECT_EQ(corrected.valid_from(), day(-250));
  EXPECT_EQ(corrected.correction_reason(), "Of another person");
  EXPECT_EQ(coverage(day(-300)).totals(0).dormant(), 0);
  EXPECT_EQ(coverage(day(-100)).totals(0).dormant(), 1);
  EXPECT_EQ(coverage(day(-300), before).totals(0).dormant(), 1) << "as known then";
  // An exit that never was.
  v1::EndMembershipRequest end;
  end.set_name(made.name());
  end.set_last_day(day(-200));
  end.set_reason("Moved");
  call<v1::RosterMembership>(roster("EndMembership"), end, hr());
  EXPECT_EQ(coverage(day(-100)).totals(0).dormant(), 0);
  correct.clear_membership();
  correct.mutable_membership()->set_name(made.name());
  correct.mutable_update_mask()->set_paths(0, "valid_to");
  const auto goes_on = call<v1::RosterMembership>(roster("CorrectMembership"), correct, hr());
  EXPECT_FALSE(goes_on.has_valid_to());
  EXPECT_EQ(goes_on.exit_reason(), "");
  EXPECT_TRUE(goes_on.dormant());
  EXPECT_EQ(coverage(day(-100)).totals(0).dormant(), 1);
  correct.mutable_membership()->set_valid_to(day(-150));
  EXPECT_TRUE(names_field(refused(roster("CorrectMembership"), correct, hr()), "membership.exit_reason"));
  correct.mutable_membership()->set_exit_reason("Retired");
  correct.mutable_update_mask()->add_paths("exit_reason");
  EXPECT_EQ(call<v1::RosterMembership>(roster("CorrectMembership"), correct, hr()).exit_reason(), "Retired");
}

TEST_P(MembershipsTest, ACorrectedLetterHoldsFromItsRecordingOn) {
  require_training();
  give_passport(kari_);
  const auto made = join(kari_, day(-400));
  const auto renewed = renew(letter(made.name(), day(0), v1::EMPLOYER_CONSENT_NO));
  EXPECT_TRUE(renewed.dormant());
  const long long before = coverage(day(0)).sequence();
  v1::CorrectIntentRequest correct;
  v1::LetterOfIntent& right = *correct.mutable_letter();
  right.set_name(renewed.letters(0).name());
  right.set_etag(renewed.letters(0).etag());
  right.set_employer_consent(v1::EMPLOYER_CONSENT_YES);
  right.add_mission_kinds(v1::ASSIGNMENT_KIND_SECONDMENT);
  correct.mutable_update_mask()->add_paths("employer_consent");
  correct.mutable_update_mask()->add_paths("mission_kinds");
  EXPECT_TRUE(names_field(refused(roster("CorrectIntent"), correct, hr()), "reason"));
  correct.set_reason("Misread");
  const auto corrected = call<v1::RosterMembership>(roster("CorrectIntent"), correct, hr());
  EXPECT_FALSE(corrected.dormant());
  EXPECT_EQ(corrected.employer_consent(), v1::EMPLOYER_CONSENT_YES) << "the membership shows its last letter";
  ASSERT_EQ(corrected.mission_kinds_size(), 1);
  EXPECT_EQ(corrected.mission_kinds(0), v1::ASSIGNMENT_KIND_SECONDMENT);
  ASSERT_EQ(corrected.letters_size(), 1);
  EXPECT_EQ(corrected.letters(0).correction_reason(), "Misread");
  EXPECT_EQ(corrected.letters(0).signed_date(), day(0));
  EXPECT_EQ(coverage(day(0)).totals(0).dormant(), 0);
  EXPECT_EQ(coverage(day(0), before).totals(0).dormant(), 1) << "as known then";
  EXPECT_EQ(refused(roster("CorrectIntent"), correct, hr()).cause(), platform::v1::REASON_STALE_ETAG);
  right.clear_etag();
  EXPECT_EQ(refused(roster("CorrectIntent"), correct, hr()).cause(), platform::v1::REASON_NO_CHANGE);
  const auto reason = [&](const char* path, const char* field) {
    correct.mutable_update_mask()->Clear();
    correct.mutable_update_mask()->add_paths(path);
    const auto error = refused(roster("CorrectIntent"), correct, hr());
    EXPECT_TRUE(names_field(error, field)) << everything_of(error);
    return error.cause();
  };
  right.set_signed_date(future_day());
  EXPECT_EQ(reason("signed_date", "letter.signed_date"), platform::v1::REASON_IN_FUTURE);
  right.set_signed_date("2001-01-01");
  EXPECT_EQ(reason("signed_date", "letter.year"), platform::v1::REASON_VALUE_REFUSED);
  right.set_year(year_of(day(0)) + 2);
  EXPECT_EQ(reason("year", "letter.year"), platform::v1::REASON_VALUE_REFUSED);
  EXPECT_EQ(reason("membership", "update_mask"), platform::v1::REASON_IMMUTABLE);
  renew(letter(made.name(), day(-1)));
  right.set_signed_date(day(-1));
  right.set_year(year_of(day(-1)));
  correct.mutable_update_mask()->Clear();
  for (const char* path : {"signed_date", "year"}) correct.mutable_update_mask()->add_paths(path);
  EXPECT_EQ(refused(roster("CorrectIntent"), correct, hr()).cause(), platform::v1::REASON_ALREADY_EXISTS);
  // What the member is available for is the letter's.
  v1::CorrectMembershipRequest interest;
  interest.mutable_membership()->set_name(made.name());
  interest.mutable_membership()->set_longest_months(3);
  interest.mutable_update_mask()->add_paths("longest_months");
  interest.set_reason("Misread");
  const auto error = refused(roster("CorrectMembership"), interest, hr());
  EXPECT_EQ(error.cause(), platform::v1::REASON_CHANGE_OR_CORRECT);
  EXPECT_EQ(error.metadata().at("correct"), "CorrectIntent");
  // Nor does the member enter long after a letter.
  interest.mutable_membership()->set_valid_from(day(0));
  interest.mutable_update_mask()->set_paths(0, "valid_from");
  call<v1::RosterMembership>(roster("CorrectMembership"), interest, hr());
}

TEST_P(MembershipsTest, TheListTellsWhoIsAMemberOnADay) {
  give_passport(kari_);
  auto ended = entry(kari_, day(-800));
  ended.mutable_membership()->set_valid_to(day(-500));
  ended.mutable_membership()->set_exit_reason("Moved abroad");
  const auto past = call<v1::RosterMembership>(roster("CreateMembership"), ended, hr());
  const auto present = join(kari_, day(-400));
  renew(letter(present.name(), day(0)));
  const auto listed = [&](const std::string& as_of, std::optional<bool> dormant) {
    v1::ListMembershipsRequest request;
    if (!as_of.empty()) request.set_as_of(as_of);
    if (dormant) request.set_dormant(*dormant);
    std::vector<std::string> names;
    const auto response = call<v1::ListMembershipsResponse>(roster("ListMemberships"), request, hr());
    for (const auto& one : response.memberships()) names.push_back(one.name());
    return names;
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(listed("", {}), (Names{present.name(), past.name()})) << "of all days";
  EXPECT_EQ(listed("", false), Names{present.name()}) << "who has left is no member";
  EXPECT_EQ(listed("", true), Names());
  EXPECT_EQ(listed(day(-600), {}), Names{past.name()});
  EXPECT_EQ(listed(day(-600), true), Names{past.name()}) << "dormant then, for want of a letter";
  EXPECT_EQ(listed(day(-800), false), Names{past.name()});
  EXPECT_EQ(listed(day(-450), {}), Names());
  EXPECT_EQ(listed(day(-100), true), Names{present.name()});
  EXPECT_EQ(listed(day(-100), false), Names());
}

TEST_P(MembershipsTest, OtherTermsHoldForEveryDayAndFiguresAsKnownStay) {
  require_training();
  give_passport(kari_);
  const auto made = join(kari_, day(-400));
  renew(letter(made.name(), day(-375)));
  EXPECT_EQ(coverage(day(-376)).totals(0).dormant(), 0) << "within the month after the entry";
  const long long before = coverage(day(-376)).sequence();
  const auto administrator = caller(platform::v1::ROLE_ADMINISTRATOR);
  access::v1::SetRosterSettingsRequest request;
  for (const int wrong : {0, -1, 366}) {
    request.set_job_change_days(wrong);
    EXPECT_TRUE(names_field(refused("muster.access.v1.AccessService/SetRosterSettings", request, administrator),
                            "job_change_days"));
  }
  request.set_job_change_days(10);
  request.set_letter_days(1);
  const auto settings =
      call<access::v1::RosterSettings>("muster.access.v1.AccessService/SetRosterSettings", request, administrator);
  EXPECT_EQ(settings.job_change_days(), 10);
  EXPECT_EQ(settings.letter_days(), 1);
  EXPECT_EQ(settings.passport_months(), 6);
  EXPECT_EQ(coverage(day(-376)).totals(0).dormant(), 1);
  EXPECT_EQ(coverage(day(-376), before).totals(0).dormant(), 0);
}

// The rules of the real roster that stand in the rule's numbers.
TEST_P(MembershipsTest, TheUpkeepIsThatOfTheRealRoster) {
  const auto file = data_file("field/nordem_roster_rules.csv");
  if (!file) GTEST_SKIP() << "the data is not there";
  const std::string text = read_file(*file);
  EXPECT_THAT(text, HasSubstr("letter of intent every calendar year and at each change of job"));
  EXPECT_THAT(text, HasSubstr("passport valid at least six months at all times"));
  EXPECT_EQ(rules::UpkeepTerms().passport_months, 6);
}

}  // namespace
}  // namespace muster::support
