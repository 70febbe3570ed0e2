// SPDX-License-Identifier: EUPL-1.2
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "training/training_test.h"
#include "training/validity.h"

namespace muster::support {
namespace {

namespace v1 = muster::training::v1;
using platform::v1::ROLE_HR_CENTRAL;
using platform::v1::ROLE_PERSON;
using platform::v1::ROLE_TRAINING_COORDINATOR;
using status::Code;
using testing::EndsWith;

class CompletionsTest : public TrainingTest {
 protected:
  v1::RevokeCompletionRequest revocation(const std::string& name, const std::string& reason = "wrong person") {
    v1::RevokeCompletionRequest request;
    request.set_name(name);
    request.set_reason(reason);
    return request;
  }
  v1::RecordCompletionsResponse record_all(const v1::RecordCompletionsRequest& request) {
    return call<v1::RecordCompletionsResponse>(training("RecordCompletions"), request, coordinator());
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, CompletionsTest, backends(), backend_name);

// Else whoever records completions finds a birth date by asking for the days around it.
TEST_P(CompletionsTest, WhatRestsOnABirthDateIsToldToWhoMayReadItOnly) {
  const auto version = make_version(make_course("WPS"), "1");
  sql([](db::Session& session) { db::execute(session, "UPDATE person SET birth_date = '2018-05-01'"); });
  auto request = record_request({kari_, nina_}, version, "2018-04-30");
  auto trainer = caller(ROLE_TRAINING_COORDINATOR);
  const auto central = refused(training("RecordCompletions"), request, caller(ROLE_HR_CENTRAL));
  EXPECT_TRUE(names_field(central, "persons[0]"));
  EXPECT_TRUE(names_field(central, "persons[1]"));
  auto of_the_navy = trainer;
  of_the_navy.grants.push_back({platform::v1::ROLE_HR_UNIT, number_of(navy_)});
  const auto some = refused(training("RecordCompletions"), request, of_the_navy);
  EXPECT_FALSE(names_field(some, "persons[0]")) << violations_of(some);
  EXPECT_TRUE(names_field(some, "persons[1]"));
  auto herself = caller(ROLE_PERSON);
  herself.person = number_of(kari_);
  herself.grants.insert(herself.grants.end(), trainer.grants.begin(), trainer.grants.end());
  EXPECT_TRUE(names_field(refused(training("RecordCompletions"), request, herself), "persons[0]"));
  for (const char* day : {"2018-04-30", "2018-05-01"}) {
    request.set_completed_date(day);
    EXPECT_EQ(call<v1::RecordCompletionsResponse>(training("RecordCompletions"), request, trainer).created_count(), 2)
        << day;
  }
}

TEST_P(CompletionsTest, ValidityFollowsCivilMonths) {
  const auto course = make_course("SEAH");
  int version = 0;
  const auto end = [&](const std::string& completed, int months) {
    const auto name = make_version(course, "V" + std::to_string(++version), months);
    const auto completion = record(kari_, name, completed);
    EXPECT_EQ(completion.valid_from(), completed);
    return completion.valid_to();
  };
  EXPECT_EQ(end("2024-03-15", 36), "2027-03-14");
  EXPECT_EQ(end("2024-01-31", 1), "2024-02-29");  // February lacks the 31st
  EXPECT_EQ(end("2023-01-31", 1), "2023-02-28");
  EXPECT_EQ(end("2024-02-29", 12), "2025-02-28");
  EXPECT_EQ(end("2024-12-31", 2), "2025-02-28");
  EXPECT_EQ(end("2024-01-01", 12), "2024-12-31");
}

TEST_P(CompletionsTest, WithoutMonthsItIsGoodForGood) {
  const auto completion = record(kari_, make_version(make_course("WPS"), "1"), "2024-03-15");
  EXPECT_FALSE(completion.has_valid_to());
  EXPECT_EQ(rows("SELECT day_from, day_to FROM completion_fact", 2)[0], "19797|-");
}

TEST_P(CompletionsTest, RenewalInTheWindowRunsFromTheOldEnd) {
  const auto version = make_version(make_course("SEAH"), "1", 12, 60);
  EXPECT_EQ(record(kari_, version, "2022-03-15").valid_to(), "2023-03-14");
  // 2023-01-13 is the 60th day before 2023-03-14.
  EXPECT_EQ(record(nina_, version, "2022-03-15").valid_to(), "2023-03-14");
  EXPECT_EQ(record(nina_, version, "2023-01-12").valid_to(), "2024-01-11") << "a day too early for the window";
  const auto renewed = record(kari_, version, "2023-01-13");
  EXPECT_EQ(renewed.valid_from(), "2023-01-13");
  EXPECT_EQ(renewed.valid_to(), "2024-03-14");
  EXPECT_EQ(record(kari_, version, "2024-03-14").valid_to(), "2025-03-14") << "on the last day";
  EXPECT_EQ(record(kari_, version, "2025-03-15").valid_to(), "2026-03-14") << "a day too late";
}

TEST_P(CompletionsTest, RenewalCountsEveryVersionOfTheCourseAndNoRevokedOne) {
  const auto course = make_course("SEAH");
  const auto old_version = make_version(course, "1", 12, 60), new_version = make_version(course, "2", 24, 60);
  record(kari_, old_version, "2022-03-15");
  EXPECT_EQ(record(kari_, new_version, "2023-03-01").valid_to(), "2025-03-14");
  const auto wrong = record(nina_, old_version, "2022-03-15");
  call<v1::Completion>(training("RevokeCompletion"), revocation(wrong.name()));
  EXPECT_EQ(record(nina_, new_version, "2023-03-01").valid_to(), "2025-02-28");
  const auto other_course = make_version(make_course("WPS"), "1", 12, 366);
  EXPECT_EQ(record(nina_, other_course, "2023-03-01").valid_to(), "2024-02-29");
}

// Of the facts that hold, per completion: the day after its last.
constexpr const char* last_days =
    "SELECT day_to FROM completion_fact WHERE id IN (SELECT MAX(id) FROM completion_fact GROUP BY record) "
    "ORDER BY day_from";

TEST_P(CompletionsTest, TheOrderOfEntryIsAllTheSame) {
  const auto version = make_version(make_course("SEAH"), "1", 12, 90);
  record(kari_, version, "2024-06-01");
  record(kari_, version, "2025-03-15");
  record(nina_, version, "2025-03-15");
  record(nina_, version, "2024-06-01");
  const auto ends = rows("SELECT person, completed_date, valid_to FROM completion ORDER BY person, completed_date", 3);
  ASSERT_EQ(ends.size(), 4U);
  for (const int first : {0, 2}) {
    EXPECT_THAT(ends[first], EndsWith("2024-06-01|2025-05-31"));
    EXPECT_THAT(ends[first + 1], EndsWith("2025-03-15|2026-05-31"));
  }
  const auto facts = rows(last_days, 1);
  EXPECT_EQ(facts[0], facts[1]);
  EXPECT_EQ(facts[2], facts[3]);
}

TEST_P(CompletionsTest, RevokingTheEarlierJudgesTheLaterAnew) {
  const auto version = make_version(make_course("SEAH"), "1", 12, 90);
  const auto forged = record(kari_, version, "2024-06-01");
  EXPECT_EQ(record(kari_, version, "2025-03-15").valid_to(), "2026-05-31");
  const auto facts = rows("SELECT id, day_to FROM completion_fact ORDER BY id", 2);
  call<v1::Completion>(training("RevokeCompletion"), revocation(forged.name()));
  EXPECT_EQ(rows("SELECT valid_to FROM completion WHERE revoked_date IS NULL", 1)[0], "2026-03-14");
  EXPECT_EQ(rows(last_days, 1)[1], std::to_string(*rules::parse_date("2026-03-15")));
  const auto after = rows("SELECT id, day_to FROM completion_fact ORDER BY id", 2);
  ASSERT_EQ(after.size(), facts.size() + 2) << "the void one and the correction";
  EXPECT_TRUE(std::equal(facts.begin(), facts.end(), after.begin())) << "what was known before stays";
}

TEST_P(CompletionsTest, EndsOfAnEarlierRuleAreCorrectedOnce) {
  const auto version = make_version(make_course("SEAH"), "1", 36);
  record(kari_, version, "2024-02-29");
  record(nina_, version, "2024-03-15");
  EXPECT_EQ(rows("SELECT rule FROM completion_rule", 1)[0], "1") << "of a new database, until a server starts on it";
  // As the first rule had it: a day short.
  sql([](db::Session& session) {
    db::execute(session, "UPDATE completion SET valid_to = '2027-02-27' WHERE completed_date = '2024-02-29'");
    db::execute(session, {"UPDATE completion_fact SET day_to = day_to - 1 WHERE day_from = ?",
                          {static_cast<long long>(*rules::parse_date("2024-02-29"))}});
  });
  training::follow_present_rule(dispatcher());
  EXPECT_EQ(rows("SELECT valid_to FROM completion ORDER BY completed_date", 1),
            (std::vector<std::string>{"2027-02-28", "2027-03-14"}));
  EXPECT_EQ(rows(last_days, 1)[0], std::to_string(*rules::parse_date("2027-03-01")));
  EXPECT_EQ(rows("SELECT COUNT(*) FROM completion_fact", 1)[0], "3") << "the right one is left alone";
  const auto audited = rows("SELECT COUNT(*) FROM audit_entry", 1);
  training::follow_present_rule(dispatcher());
  EXPECT_EQ(rows("SELECT COUNT(*) FROM audit_entry", 1), audited) << "nothing is left to do";
}

TEST_P(CompletionsTest, ADuplicateIsAnsweredUnchanged) {
  const auto version = make_version(make_course("SEAH"), "1", 12, 366);
  const auto first = record(kari_, version, "2024-03-15");
  auto request = record_request({kari_}, version, "2024-03-15");
  request.set_evidence("another paper");
  const auto response = record_all(request);
  EXPECT_EQ(response.created_count(), 0);
  EXPECT_EQ(response.unchanged_count(), 1);
  EXPECT_EQ(response.completions(0).SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(rows("SELECT COUNT(*) FROM completion", 1)[0], "1");
  EXPECT_EQ(rows("SELECT COUNT(*) FROM completion_fact", 1)[0], "1");
}

TEST_P(CompletionsTest, ManyAreRecordedInTheOrderGiven) {
  std::vector<std::string> people;
  for (int i = 0; i < 25; ++i) people.push_back(make_person("P" + std::to_string(i), battalion_).name());
  const auto version = make_version(make_course("SEAH"), "1", 12);
  record(people[7], version, "2024-03-15");
  auto request = record_request(people, version, "2024-03-15");
  request.set_recognised(true);
  request.set_evidence("List 7, 'x'); DROP TABLE completion;--");
  const auto response = record_all(request);
  EXPECT_EQ(response.created_count(), 24);
  EXPECT_EQ(response.unchanged_count(), 1);
  ASSERT_EQ(response.completions_size(), 25);
  for (int i = 0; i < 25; ++i) {
    EXPECT_EQ(response.completions(i).person(), people[i]);
    if (i == 7) continue;
    EXPECT_EQ(response.completions(i).source(), v1::COMPLETION_SOURCE_RECOGNISED);
    EXPECT_EQ(response.completions(i).evidence(), request.evidence());
  }
}

TEST_P(CompletionsTest, AllOrNoneAndEveryoneMissingIsNamed) {
  const auto version = make_version(make_course("SEAH"), "1", 12);
  const auto request = record_request({kari_, nina_, "persons/999999"}, version, "2024-03-15");
  const auto error = refused(training("RecordCompletions"), request, coordinator());
  EXPECT_EQ(error.code(), Code::not_found);
  // Outside the scope as if absent: the same words for both.
  const std::string remedy = " was not found; give somebody who exists and whom your roles cover\n";
  EXPECT_EQ(violations_of(error), "persons[1]: " + nina_ + remedy + "persons[2]: persons/999999" + remedy);
  EXPECT_EQ(rows("SELECT COUNT(*) FROM completion", 1)[0], "0");
  EXPECT_EQ(rows("SELECT COUNT(*) FROM completion_fact", 1)[0], "0");
}

TEST_P(CompletionsTest, WrongRequestsAreNamedByField) {
  const auto course = make_course("SEAH");
  const auto version = make_version(course, "1", 12);
  auto request = record_request({kari_}, version, future_day());
  EXPECT_TRUE(names_field(refused(training("RecordCompletions"), request, coordinator()), "completed_date"));
  EXPECT_EQ(record_all(record_request({kari_}, version, day(0))).created_count(), 1);
  for (const char* date : {"2023-02-29", "", "15.03.2024"}) {
    request.set_completed_date(date);
    EXPECT_TRUE(names_field(refused(training("RecordCompletions"), request, coordinator()), "completed_date"));
  }
  EXPECT_TRUE(names_field(
      refused(training("RecordCompletions"), record_request({kari_, kari_}, version, "2024-03-15"), coordinator()),
      "persons[1]"));
  EXPECT_TRUE(names_field(
      refused(training("RecordCompletions"), record_request({}, version, "2024-03-15"), coordinator()), "persons"));
  EXPECT_TRUE(names_field(refused(training("RecordCompletions"),
                                  record_request({kari_}, "courseVersions/999999", "2024-03-15"), coordinator()),
                          "course_version"));
}

TEST_P(CompletionsTest, AVersionCountsOnTheDaysItWasGivenOnly) {
  auto request = version_request(make_course("SEAH"), "1", 12);
  request.mutable_course_version()->set_valid_from("2020-01-01");
  request.mutable_course_version()->set_valid_to("2020-12-31");
  const auto version = call<v1::CourseVersion>(training("CreateCourseVersion"), request).name();
  for (const char* date : {"2019-12-31", "2021-01-01"}) {
    const auto error = refused(training("RecordCompletions"), record_request({kari_}, version, date), coordinator());
    EXPECT_TRUE(names_field(error, "completed_date")) << date;
    EXPECT_NE(violations_of(error).find("from 2020-01-01 to 2020-12-31"), std::string::npos);
  }
  record(kari_, version, "2020-01-01");
  record(kari_, version, "2020-12-31");
}

TEST_P(CompletionsTest, FactsArePseudonymousAndCarryCourseAndTopics) {
  const auto course = make_course("SEAH");
  const auto completion = record(kari_, make_version(course, "1", 12), "2024-03-15");
  // 2024-03-15 is day 19797; valid to 2025-03-14, day 20161, so the first day after is 20162.
  EXPECT_EQ(rows("SELECT record, day_from, day_to, course, topics FROM completion_fact", 5)[0],
            std::to_string(number_of(completion.name())) + "|19797|20162|" + std::to_string(number_of(course)) +
                "|[\"TOPIC_SEAH\"]");
  EXPECT_EQ(rows("SELECT COUNT(*) FROM completion_fact JOIN person_subject ON person_subject.subject = "
                 "completion_fact.subject WHERE person = " +
                     std::to_string(number_of(kari_)),
                 1)[0],
            "1");
}

TEST_P(CompletionsTest, RevokingVoidsTheFactAndKeepsTheRow) {
  const auto version = make_version(make_course("SEAH"), "1", 12);
  const auto completion = record(kari_, version, "2024-03-15");
  EXPECT_TRUE(
      names_field(refused(training("RevokeCompletion"), revocation(completion.name(), ""), coordinator()), "reason"));
  const auto revoked = call<v1::Completion>(training("RevokeCompletion"), revocation(completion.name()), coordinator());
  EXPECT_EQ(revoked.revoked_date(), day(0));
  EXPECT_EQ(revoked.revoked_reason(), "wrong person");
  EXPECT_EQ(revoked.valid_to(), completion.valid_to());
  EXPECT_EQ(rows("SELECT day_from, day_to FROM completion_fact ORDER BY id", 2),
            (std::vector<std::string>{"19797|20162", "19797|19797"}));
  const auto again = refused(training("RevokeCompletion"), revocation(completion.name()), coordinator());
  EXPECT_EQ(again.code(), Code::failed_precondition);
  EXPECT_NE(again.message().find(day(0)), std::string::npos);
  // What was revoked can be recorded anew.
  EXPECT_NE(record(kari_, version, "2024-03-15").name(), completion.name());
}

TEST_P(CompletionsTest, RevokingOutsideTheScopeIsAsIfItWereNotThere) {
  const auto hidden = record(nina_, make_version(make_course("SEAH"), "1", 12), "2024-03-15").name();
  const auto error = refused(training("RevokeCompletion"), revocation(hidden), coordinator());
  const auto absent = refused(training("RevokeCompletion"), revocation("completions/999999"), coordinator());
  EXPECT_EQ(error.code(), Code::not_found);
  EXPECT_EQ(error.message(), hidden + absent.message().substr(std::string("completions/999999").size()));
}

TEST_P(CompletionsTest, ListsWithinTheScope) {
  const auto version = make_version(make_course("SEAH"), "1", 12);
  record(kari_, version, "2024-03-15");
  record(kari_, version, "2023-03-15");
  record(nina_, version, "2024-03-15");
  v1::ListCompletionsRequest request;
  auto list = [&](const rpc::Caller& who) {
    return call<v1::ListCompletionsResponse>(training("ListCompletions"), request, who);
  };
  const auto within = list(coordinator());
  ASSERT_EQ(within.completions_size(), 2);
  EXPECT_EQ(within.completions(0).completed_date(), "2024-03-15");
  EXPECT_EQ(list(caller(ROLE_HR_CENTRAL)).completions_size(), 3);
  auto self = caller(ROLE_PERSON);
  self.person = number_of(nina_);
  EXPECT_EQ(list(self).completions_size(), 1);
  request.set_filter("completed_date < 2024-01-01");
  EXPECT_EQ(list(coordinator()).completions_size(), 1);
  request.clear_filter();
  request.set_person(nina_);
  EXPECT_EQ(refused(training("ListCompletions"), request, coordinator()).code(), Code::not_found);
  request.set_person(kari_);
  EXPECT_EQ(list(coordinator()).completions_size(), 2);
}

TEST_P(CompletionsTest, HrUnitsMayReadButNotRecord) {
  const auto version = make_version(make_course("SEAH"), "1", 12);
  EXPECT_EQ(refused(training("RecordCompletions"), record_request({kari_}, version, "2024-03-15"), hr()).code(),
            Code::permission_denied);
}

TEST_P(CompletionsTest, AGenderCorrectionLeavesCompletionFactsAlone) {
  record(kari_, make_version(make_course("SEAH"), "1", 12), "2024-03-15");
  roster::v1::UpdatePersonRequest update;
  update.mutable_person()->set_name(kari_);
  update.mutable_person()->set_gender(platform::v1::GENDER_OTHER);
  update.mutable_update_mask()->add_paths("gender");
  call<roster::v1::Person>(roster("UpdatePerson"), update);
  EXPECT_EQ(rows("SELECT COUNT(*) FROM completion_fact", 1)[0], "1");
  EXPECT_EQ(rows("SELECT COUNT(DISTINCT subject) FROM "
                 "(SELECT subject FROM membership_fact WHERE record = 1 UNION SELECT subject FROM completion_fact) s",
                 1)[0],
            "1");
}

}  // namespace
}  // namespace muster::support
