// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/facts.h"

#include <sodium.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <set>
#include <stdexcept>

#include "platform/db/bulk.h"
#include "platform/proto/enums.h"

namespace muster::rpc {
namespace {

// For std::shuffle: whoever knows some of an order must not be able to work out the rest.
struct SecureRandom {
  using result_type = std::uint32_t;
  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }
  result_type operator()() const { return randombytes_random(); }
};

}  // namespace

long long new_subject() {
  // 62 random bits: positive, and no two alike in any register there will be.
  unsigned long long bits = 0;
  randombytes_buf(&bits, sizeof bits);
  return static_cast<long long>(bits >> 2) + 1;
}

long long subject_of(Context& context, long long person) {
  const auto [gender, subject] = *db::select_one<std::string, std::optional<long long>>(
      context.sql, {"SELECT person.gender, person_subject.subject FROM person "
                    "LEFT JOIN person_subject ON person_subject.person = person.id WHERE person.id = ?",
                    {person}});
  if (subject) return *subject;
  return make_subjects(context, {{person, proto::enum_named<platform::v1::Gender>(gender)}}).front();
}

std::vector<long long> make_subjects(Context& context, const std::vector<NewSubject>& people) {
  context.sequence();  // profiles are numbered in the order of commits
  std::vector<long long> subjects(people.size());
  std::iota(subjects.begin(), subjects.end(), new_subject());
  std::shuffle(subjects.begin(), subjects.end(), SecureRandom{});
  std::vector<db::Row> pseudonyms, profiles;
  pseudonyms.reserve(people.size());
  profiles.reserve(people.size());
  for (std::size_t i = 0; i < people.size(); ++i) {
    pseudonyms.push_back({people[i].person, subjects[i]});
    profiles.push_back({subjects[i], platform::v1::Gender_Name(people[i].gender)});
  }
  // Their ids outlive the people: in the order of pseudonyms they tell nothing of who came after whom.
  std::sort(profiles.begin(), profiles.end());
  db::insert_rows_without_id(context.sql, "person_subject", {"person", "subject"}, std::move(pseudonyms));
  db::insert_rows(context.sql, "subject_profile", {"subject", "gender"}, std::move(profiles));
  return subjects;
}

void add_profiles(Context& context, const std::map<long long, platform::v1::Gender>& genders) {
  if (genders.empty()) return;
  context.sequence();  // as above
  std::vector<long long> subjects;
  for (const auto& [subject, gender] : genders) subjects.push_back(subject);
  db::Query query("SELECT subject FROM subject_profile WHERE ");
  query += db::one_of("subject", subjects);
  std::set<long long> there;
  for (const auto& [subject] : db::select<long long>(context.sql, query)) there.insert(subject);
  std::vector<db::Row> profiles;
  for (const auto& [subject, gender] : genders) {
    if (!there.contains(subject)) profiles.push_back({subject, platform::v1::Gender_Name(gender)});
  }
  db::insert_rows(context.sql, "subject_profile", {"subject", "gender"}, std::move(profiles));
}

void forget_subjects(Context& context, long long first, long long last) {
  db::execute(context.sql, {"DELETE FROM person_subject WHERE person BETWEEN ? AND ?", {first, last}});
}

void correct_gender(Context& context, long long person, platform::v1::Gender gender) {
  const long long sequence = context.sequence();
  const std::string value = platform::v1::Gender_Name(gender);
  const auto subject =
      db::select_one<long long>(context.sql, {"SELECT subject FROM person_subject WHERE person = ?", {person}});
  if (!subject) return;
  const long long changed =
      db::execute(context.sql, {"UPDATE subject_profile SET gender = ? WHERE subject = ? AND gender <> ?",
                                {value, std::get<0>(*subject), value}});
  if (changed == 0) return;
  db::execute(context.sql,
              {"INSERT INTO subject_profile_log (sequence, subject) VALUES (?, ?)", {sequence, std::get<0>(*subject)}});
}

long long day_from(const std::string& first) {
  const auto day = rules::parse_date(first);
  if (!day) throw std::logic_error("a stored date is not one");
  return *day;
}

long long day_to(const std::string& last) { return day_from(last) + 1; }

}  // namespace muster::rpc
