// SPDX-License-Identifier: EUPL-1.2
// When a member of the roster is dormant: by examples, and against a model that looks at each day.
#include "rules/membership_upkeep.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "support/rounds.h"

namespace muster::rules {
namespace {

Day day(const char* date) { return *parse_date(date); }

// "2025-02-01..2025-03-01 2026-02-01.." of half-open stretches.
std::string dormant(const Upkeep& member, const UpkeepTerms& terms = {}) {
  std::string text;
  for (const Stretch& one : dormant_stretches(member, lapses_of(member, terms))) {
    text += (text.empty() ? "" : " ") + format_date(one.from) + ".." + (one.to ? format_date(*one.to) : "");
  }
  return text;
}

// A member since the summer of 2024 whose passport never expires.
Upkeep member() {
  return {.entry = day("2024-06-01"), .exit = {}, .letters = {}, .job_changes = {}, .passports = {{0, {}}}};
}

Letter letter(int year, const char* signed_on, bool refused = false) { return {year, day(signed_on), refused}; }

TEST(MembershipUpkeepTest, ALetterIsDueByTheEndOfJanuaryAndAMonthAfterTheEntry) {
  Upkeep one = member();
  EXPECT_EQ(dormant(one), "2024-07-01..");
  one.letters = {letter(2024, "2024-06-10")};
  EXPECT_EQ(dormant(one), "2025-02-01..");
  one.letters.push_back(letter(2025, "2025-01-31"));
  EXPECT_EQ(dormant(one), "2026-02-01..") << "in time";
  one.letters.push_back(letter(2026, "2025-12-20"));
  EXPECT_EQ(dormant(one), "2027-02-01..") << "signed in the year before";
  one.letters.push_back(letter(2027, "2027-03-15"));
  EXPECT_EQ(dormant(one), "2027-02-01..2027-03-15 2028-02-01..") << "late, and awake from the day of signing";
}

TEST(MembershipUpkeepTest, YearsLeftOutAreMadeGoodByALaterLetter) {
  Upkeep one = member();
  one.letters = {letter(2024, "2024-06-10"), letter(2027, "2027-01-05")};
  EXPECT_EQ(dormant(one), "2025-02-01..2027-01-05 2028-02-01..");
  EXPECT_EQ(lapses_of(one, {}).size(), 5u) << "of 2024 to 2028, each until a letter was signed that counts for it";
}

TEST(MembershipUpkeepTest, AChangeOfJobNeedsANewLetter) {
  Upkeep one = member();
  one.letters = {letter(2024, "2024-06-10")};
  one.job_changes = {day("2024-05-01"), day("2024-06-01"), day("2024-08-01")};
  EXPECT_EQ(dormant(one), "2024-08-31..") << "what was before the entry needs none";
  one.letters.push_back(letter(2024, "2024-08-31"));
  EXPECT_EQ(dormant(one), "2025-02-01..");
  one.letters.back().signed_on = day("2024-09-05");
  EXPECT_EQ(dormant(one), "2024-08-31..2024-09-05 2025-02-01..");
}

TEST(MembershipUpkeepTest, WithoutTheEmployersConsentALetterRenewsNothing) {
  Upkeep one = member();
  one.letters = {letter(2024, "2024-06-10", true)};
  EXPECT_EQ(dormant(one), "2024-07-01..");
  EXPECT_EQ(lapses_of(one, {}).front().item, UpkeepItem::employer_consent);
  one.letters.push_back(letter(2024, "2024-07-20"));
  EXPECT_EQ(dormant(one), "2024-07-01..2024-07-20 2025-02-01..");
}

TEST(MembershipUpkeepTest, APassportIsGoodForSixMonthsMore) {
  Upkeep one = member();
  one.letters = {letter(2024, "2024-06-10"), letter(2025, "2025-01-10"), letter(2026, "2026-01-10")};
  one.passports = {{day("2015-01-01"), day("2025-12-31")}};
  EXPECT_EQ(dormant(one), "2025-07-01..") << "told as soon as the day is known";
  one.passports.push_back({day("2025-06-20"), day("2035-06-19")});
  EXPECT_EQ(dormant(one), "2027-02-01..") << "renewed in time";
  one.passports.back().first = day("2025-08-10");
  EXPECT_EQ(dormant(one), "2025-07-01..2025-08-10 2027-02-01..");
  one.passports.clear();
  EXPECT_EQ(dormant(one), "2024-07-01..") << "who enters without one has a month";
  one.passports = {{day("2024-06-01"), day("2024-09-01")}};
  EXPECT_EQ(dormant(one), "2024-07-01..") << "one that is good for too short is none";
}

TEST(MembershipUpkeepTest, NobodyIsDormantAfterTheExit) {
  Upkeep one = member();
  one.letters = {letter(2024, "2024-06-10")};
  one.exit = day("2025-03-31");
  EXPECT_EQ(dormant(one), "2025-02-01..2025-04-01");
  one.exit = day("2025-01-31");
  EXPECT_EQ(dormant(one), "");
}

TEST(MembershipUpkeepTest, TheRostersOwnNumbersHold) {
  Upkeep one = member();
  one.letters = {letter(2024, "2024-06-10")};
  one.job_changes = {day("2024-08-01")};
  one.passports = {{0, day("2025-12-31")}};
  const UpkeepTerms terms{.letter_days = 60, .job_change_days = 90, .passport_months = 12};
  EXPECT_EQ(dormant(one, terms), "2024-10-30..");
  one.letters.push_back(letter(2024, "2024-08-10"));
  EXPECT_EQ(dormant(one, terms), "2025-01-01..") << "the passport";
  one.passports = {{0, {}}};
  EXPECT_EQ(dormant(one, terms), "2025-03-02..");
}

// What the rule says of one day, without lapses.
bool is_dormant(const Upkeep& member, const UpkeepTerms& terms, Day today) {
  if (today < member.entry || (member.exit && today > *member.exit)) return false;
  const auto signed_one = [&](auto counts) {
    for (const Letter& one : member.letters) {
      if (!one.refused && one.signed_on <= today && counts(one)) return true;
    }
    return false;
  };
  for (int year = std::stoi(format_date(member.entry)); year <= std::stoi(format_date(today)); ++year) {
    const Day due = std::max(*parse_date(std::to_string(year) + "-01-01") + terms.letter_days,
                             member.entry + terms.job_change_days);
    if (today >= due && !signed_one([&](const Letter& one) { return one.year >= year; })) return true;
  }
  for (const Day change : member.job_changes) {
    if (change <= member.entry || today < change + terms.job_change_days) continue;
    if (!signed_one([&](const Letter& one) { return one.signed_on >= change; })) return true;
  }
  const auto good_on = [&](Day on) {
    for (const Passport& one : member.passports) {
      if (one.first > on) continue;
      if (!one.last || on <= add_months(*one.last, -terms.passport_months)) return true;
    }
    return false;
  };
  if (good_on(today)) return false;
  // Only who never had one since the entry has a month to get it.
  for (Day before = member.entry; before < today; ++before) {
    if (good_on(before)) return true;
  }
  return today >= member.entry + terms.job_change_days;
}

TEST(MembershipUpkeepTest, IsOnEachDayWhatAModelSays) {
  std::mt19937 random(7);
  const auto draw = [&](int first, int last) { return std::uniform_int_distribution(first, last)(random); };
  const Day begin = day("2022-01-01"), end = day("2026-12-31");
  int days = 0;
  for (unsigned round = 0; round < support::rounds(60); ++round) {
    Upkeep one;
    one.entry = draw(begin, begin + 400);
    if (draw(0, 2) == 0) one.exit = one.entry + draw(0, 1200);
    for (int i = draw(0, 6); i > 0; --i) {
      const Day signed_on = draw(begin, end);
      one.letters.push_back({std::stoi(format_date(signed_on)) + draw(0, 1), signed_on, draw(0, 4) == 0});
    }
    for (int i = draw(0, 2); i > 0; --i) one.job_changes.push_back(draw(begin, end));
    for (int i = draw(0, 3); i > 0; --i) {
      const Day first = draw(begin - 300, end);
      one.passports.push_back({first, draw(0, 3) == 0 ? std::nullopt : std::optional(first + draw(100, 900))});
    }
    const UpkeepTerms terms{.letter_days = draw(1, 90), .job_change_days = draw(1, 60), .passport_months = draw(1, 12)};
    const auto stretches = dormant_stretches(one, lapses_of(one, terms));
    for (Day today = begin; today <= end; ++today) {
      bool found = false;
      for (const Stretch& stretch : stretches) found |= stretch.from <= today && (!stretch.to || today < *stretch.to);
      ASSERT_EQ(found, is_dormant(one, terms, today)) << "round " << round << " on " << format_date(today);
      days += found;
    }
  }
  EXPECT_GT(days, 1000);
}

}  // namespace
}  // namespace muster::rules
