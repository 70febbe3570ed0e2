// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/facts.h"

#include <sodium.h>

#include <stdexcept>

#include "platform/db/bulk.h"

namespace muster::rpc {

long long new_subject() {
  // 62 random bits: positive, and no two alike in any register there will be.
  unsigned long long bits = 0;
  randombytes_buf(&bits, sizeof bits);
  return static_cast<long long>(bits >> 2) + 1;
}

long long subject_of(Call& call, long long person) {
  if (auto row = db::select_one<long long>(
          call.sql, {"SELECT subject FROM person_subject WHERE person = ?", {person}})) {
    return std::get<0>(*row);
  }
  const long long subject = new_subject();
  db::execute(call.sql, {"INSERT INTO person_subject (person, subject) VALUES (?, ?)", {person, subject}});
  return subject;
}

std::vector<long long> make_subjects(Call& call, const std::vector<long long>& persons) {
  std::vector<long long> subjects;
  std::vector<db::Row> rows;
  for (long long person : persons) {
    subjects.push_back(new_subject());
    rows.push_back({person, subjects.back()});
  }
  db::insert_rows_without_id(call.sql, "person_subject", {"person", "subject"}, std::move(rows));
  return subjects;
}

void forget_subjects(Call& call, long long first, long long last) {
  db::execute(call.sql, {"DELETE FROM person_subject WHERE person BETWEEN ? AND ?", {first, last}});
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
