// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/facts.h"

#include <sodium.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "platform/db/bulk.h"

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
  if (auto row =
          db::select_one<long long>(context.sql, {"SELECT subject FROM person_subject WHERE person = ?", {person}})) {
    return std::get<0>(*row);
  }
  return make_subjects(context, {person}).front();
}

std::vector<long long> make_subjects(Context& context, const std::vector<long long>& persons) {
  std::vector<long long> subjects(persons.size());
  std::iota(subjects.begin(), subjects.end(), new_subject());
  std::shuffle(subjects.begin(), subjects.end(), SecureRandom{});
  std::vector<db::Row> rows;
  rows.reserve(persons.size());
  for (std::size_t i = 0; i < persons.size(); ++i) rows.push_back({persons[i], subjects[i]});
  db::insert_rows_without_id(context.sql, "person_subject", {"person", "subject"}, std::move(rows));
  return subjects;
}

void forget_subjects(Context& context, long long first, long long last) {
  db::execute(context.sql, {"DELETE FROM person_subject WHERE person BETWEEN ? AND ?", {first, last}});
}

db::Value day_from(const std::string& first) {
  auto day = rules::parse_date(first);
  if (!day) throw std::logic_error("a stored date is not one");
  return static_cast<long long>(*day);
}

db::Value day_to(const std::optional<std::string>& last) {
  if (!last) return {};
  return std::get<long long>(day_from(*last)) + 1;
}

}  // namespace muster::rpc
