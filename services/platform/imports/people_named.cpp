// SPDX-License-Identifier: EUPL-1.2
#include "platform/imports/people_named.h"

#include <algorithm>
#include <utility>

#include "platform/imports/lookup.h"
#include "platform/rpc/person_name.h"
#include "platform/rpc/scope.h"
#include "platform/text/code_key.h"

namespace muster::imports {

bool complain_of_own(const rpc::Context& context, const Row& row, long long person, Findings& findings) {
  if (context.caller.system || context.caller.person != person) return false;
  findings.wrong(row, "number",
                 "is your own number, and nobody keeps their own record alone: enter it by hand, where somebody else "
                 "approves it, or have somebody else import the row");
  return true;
}

PeopleNamed::PeopleNamed(rpc::Context& context, std::span<const Row> rows, std::string day) : day_(std::move(day)) {
  std::set<std::string> keys;
  for (const Row& row : rows) {
    if (!row.at("number").empty()) keys.insert(text::code_key(row.at("number")));
  }
  // Whoever has the number has it, also where the caller may not know of them.
  std::vector<std::string> numbers;
  select_in<std::string>(context.sql, "SELECT number_key FROM person WHERE number_key", keys, "",
                         [&](const std::string& key) { numbers.push_back(key); });
  for (const std::string& key : numbers) keys.erase(key);
  db::Query visible(" AND ");
  visible += rpc::visible_persons(rpc::scope_of(context), "person.id", context.today());
  visible += " ORDER BY person.id, identifier.id";
  select_in<std::string, std::string, std::string, std::string, long long, std::string, std::optional<std::string>>(
      context.sql,
      "SELECT identifier.value_key, person.number_key, person.number, " + std::string(rpc::person_display_name) +
          ", person.id, identifier.valid_from, identifier.valid_to"
          " FROM identifier JOIN person ON person.id = identifier.person WHERE identifier.value_key",
      keys, visible,
      [&](const std::string& key, const std::string& number_key, const std::string& number, const std::string& name,
          long long person, const std::string& first, const std::optional<std::string>& last) {
        identifiers_.emplace(
            key, Named{number_key, number + " " + name + " (persons/" + std::to_string(person) + ")", first, last});
      });
}

std::vector<const PeopleNamed::Named*> PeopleNamed::named_by(const Row& row) const {
  std::vector<const Named*> named;
  const std::string_view day = row.at(day_);
  const auto [begin, end] = identifiers_.equal_range(text::code_key(row.at("number")));
  for (auto one = begin; one != end; ++one) {
    const Named& person = one->second;
    if (day < person.first || (person.last && day > *person.last)) continue;
    const bool there = std::any_of(named.begin(), named.end(),
                                   [&](const Named* other) { return other->number_key == person.number_key; });
    if (!there) named.push_back(&person);
  }
  return named;
}

std::string PeopleNamed::number_key(const Row& row) const {
  const auto named = named_by(row);
  return named.size() == 1 ? named.front()->number_key : text::code_key(row.at("number"));
}

std::set<std::string> PeopleNamed::number_keys(std::span<const Row> rows) const {
  std::set<std::string> keys;
  for (const Row& row : rows) {
    if (!row.at("number").empty()) keys.insert(number_key(row));
  }
  return keys;
}

bool PeopleNamed::complain(const Row& row, Findings& findings) const {
  const auto named = named_by(row);
  if (named.size() < 2) return false;
  std::string people;
  for (const Named* one : named) people += (people.empty() ? "" : ", ") + one->called;
  findings.wrong(row, "number",
                 "is an identifier of several people on that day: " + people + "; give the number of one of them");
  return true;
}

}  // namespace muster::imports
