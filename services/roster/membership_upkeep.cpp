// SPDX-License-Identifier: EUPL-1.2
#include "roster/membership_upkeep.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_map>

#include "muster/facts/v1/facts.pb.h"
#include "platform/rpc/fact_rows.h"
#include "platform/rpc/upkeep_terms.h"

namespace muster::roster {
namespace {

using facts::v1::DormancyFact;
using rules::Day;
using rules::parse_date;

std::optional<Day> maybe_day(const std::optional<std::string>& date) { return date ? parse_date(*date) : std::nullopt; }

// By person the first days on which the unit or the position was another than before.
std::unordered_map<long long, std::vector<Day>> read_job_changes(rpc::Context& context,
                                                                 const std::vector<long long>& people) {
  db::Query query = "SELECT person, unit, position, valid_from FROM affiliation WHERE ";
  query += db::one_of("person", people);
  query += " ORDER BY person, valid_from, id";
  std::unordered_map<long long, std::vector<Day>> changes;
  std::optional<std::tuple<long long, long long, std::string>> before;
  for (auto& [person, unit, position, from] :
       db::select<long long, long long, std::string, std::string>(context.sql, query)) {
    std::tuple now(person, unit, position);
    if (before && std::get<0>(*before) == person && *before != now) changes[person].push_back(*parse_date(from));
    before = std::move(now);
  }
  return changes;
}

std::unordered_map<long long, std::vector<rules::Passport>> read_passports(rpc::Context& context,
                                                                           const std::vector<long long>& people) {
  db::Query query = "SELECT person, valid_from, valid_to FROM credential WHERE kind = 'CREDENTIAL_KIND_PASSPORT' AND ";
  query += db::one_of("person", people);
  std::unordered_map<long long, std::vector<rules::Passport>> passports;
  for (const auto& [person, from, to] :
       db::select<long long, std::string, std::optional<std::string>>(context.sql, query)) {
    passports[person].push_back({*parse_date(from), maybe_day(to)});
  }
  return passports;
}

// On the first day of the stretch: "UPKEEP_ITEM_LETTER_OF_INTENT,UPKEEP_ITEM_PASSPORT".
std::string missing_on(const std::vector<rules::Lapse>& lapses, Day day) {
  std::set<std::string> items;
  for (const rules::Lapse& lapse : lapses) {
    if (lapse.holds_on(day)) items.insert(v1::UpkeepItem_Name(upkeep_item(lapse.item)));
  }
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ",") + item;
  return text;
}

// A row of dormancy.
struct Kept {
  long long id;
  std::string first;
  std::optional<std::string> last;
  std::string missing;
};

Kept kept_as(const rules::Stretch& stretch, const std::vector<rules::Lapse>& lapses) {
  return {.id = 0,
          .first = rules::format_date(stretch.from),
          .last = stretch.to ? std::optional(rules::format_date(*stretch.to - 1)) : std::nullopt,
          .missing = missing_on(lapses, stretch.from)};
}

db::Value or_null(const std::optional<std::string>& text) { return text ? db::Value(*text) : db::Value(); }

void add_stretch(rpc::Context& context, long long membership, long long person, const Kept& stretch) {
  const auto row = db::select_one<long long>(
      context.sql, {"INSERT INTO dormancy (membership, person, day_from, day_to, missing) VALUES (?, ?, ?, ?, ?) "
                    "RETURNING id",
                    {membership, person, stretch.first, or_null(stretch.last), stretch.missing}});
  DormancyFact fact;
  fact.set_record(std::get<0>(*row));
  fact.set_subject(rpc::subject_of(context, person));
  rpc::set_days(fact, stretch.first, stretch.last);
  rpc::append<DormancyFact>(context, fact);
}

void change_stretch(rpc::Context& context, const Kept& was, const Kept& is) {
  if (was.missing != is.missing) {
    db::execute(context.sql, {"UPDATE dormancy SET missing = ? WHERE id = ?", {is.missing, was.id}});
  }
  if (was.last == is.last) return;
  db::execute(context.sql, {"UPDATE dormancy SET day_to = ? WHERE id = ?", {or_null(is.last), was.id}});
  const db::Query day_to = is.last ? db::Query("CAST(? AS BIGINT)", {rpc::day_to(*is.last)}) : db::Query("NULL");
  rpc::supersede<DormancyFact>(context, {"SELECT CAST(? AS BIGINT)", {was.id}}, {{"day_to", day_to}});
}

void follow(rpc::Context& context, long long membership, long long person, const rules::Upkeep& member,
            const rules::UpkeepTerms& terms) {
  const auto lapses = rules::lapses_of(member, terms);
  std::map<std::string, Kept> wanted;  // by first day
  for (const rules::Stretch& stretch : rules::dormant_stretches(member, lapses)) {
    Kept kept = kept_as(stretch, lapses);
    wanted.emplace(kept.first, std::move(kept));
  }
  for (auto& [id, first, last, missing] : db::select<long long, std::string, std::optional<std::string>, std::string>(
           context.sql, {"SELECT id, day_from, day_to, missing FROM dormancy WHERE membership = ?", {membership}})) {
    const auto found = wanted.find(first);
    if (found == wanted.end()) {
      rpc::void_records<DormancyFact>(context, {"SELECT CAST(? AS BIGINT)", {id}});
      db::execute(context.sql, {"DELETE FROM dormancy WHERE id = ?", {id}});
      continue;
    }
    change_stretch(context, {id, first, last, missing}, found->second);
    wanted.erase(found);
  }
  for (const auto& [first, stretch] : wanted) add_stretch(context, membership, person, stretch);
}

void follow_all(rpc::Context& context, const db::Query& where) {
  std::vector<long long> memberships;
  std::unordered_map<long long, long long> people;
  db::Query query = "SELECT id, person FROM roster_membership WHERE ";
  query += where;
  for (const auto& [id, person] : db::select<long long, long long>(context.sql, query)) {
    memberships.push_back(id);
    people[id] = person;
  }
  if (memberships.empty()) return;
  context.sequence();  // what is compared from here on holds until the commit
  const rules::UpkeepTerms terms = rpc::upkeep_terms(context.sql);
  constexpr std::size_t slice = 500;
  for (std::size_t begin = 0; begin < memberships.size(); begin += slice) {
    const auto end = std::min(begin + slice, memberships.size());
    const std::vector<long long> some(memberships.begin() + static_cast<std::ptrdiff_t>(begin),
                                      memberships.begin() + static_cast<std::ptrdiff_t>(end));
    for (const auto& [id, member] : read_upkeep(context, some)) follow(context, id, people.at(id), member, terms);
  }
}

}  // namespace

std::map<long long, rules::Upkeep> read_upkeep(rpc::Context& context, const std::vector<long long>& memberships) {
  std::map<long long, rules::Upkeep> members;
  std::unordered_map<long long, long long> people;  // by membership
  db::Query query = "SELECT id, person, valid_from, valid_to FROM roster_membership WHERE ";
  query += db::one_of("id", memberships);
  for (const auto& [id, person, from, to] :
       db::select<long long, long long, std::string, std::optional<std::string>>(context.sql, query)) {
    members[id].entry = *parse_date(from);
    members[id].exit = maybe_day(to);
    people[id] = person;
  }
  db::Query letters = "SELECT membership, year, signed_date, employer_consent FROM letter_of_intent WHERE ";
  letters += db::one_of("membership", memberships);
  for (const auto& [id, year, signed_date, consent] :
       db::select<long long, long long, std::string, std::string>(context.sql, letters)) {
    members.at(id).letters.push_back({.year = static_cast<int>(year),
                                      .signed_on = *parse_date(signed_date),
                                      .refused = consent == v1::EmployerConsent_Name(v1::EMPLOYER_CONSENT_NO)});
  }
  std::vector<long long> ids;
  for (const auto& [id, person] : people) ids.push_back(person);
  auto changes = read_job_changes(context, ids);
  auto passports = read_passports(context, ids);
  for (auto& [id, member] : members) {
    member.job_changes = changes[people.at(id)];
    member.passports = passports[people.at(id)];
  }
  return members;
}

v1::UpkeepItem upkeep_item(rules::UpkeepItem item) {
  switch (item) {
    case rules::UpkeepItem::letter_of_intent: return v1::UPKEEP_ITEM_LETTER_OF_INTENT;
    case rules::UpkeepItem::letter_after_change_of_job: return v1::UPKEEP_ITEM_LETTER_AFTER_CHANGE_OF_JOB;
    case rules::UpkeepItem::employer_consent: return v1::UPKEEP_ITEM_EMPLOYER_CONSENT;
    case rules::UpkeepItem::passport: break;
  }
  return v1::UPKEEP_ITEM_PASSPORT;
}

void follow_upkeep(rpc::Context& context, long long person) { follow_all(context, {"person = ?", {person}}); }

void follow_upkeep(rpc::Context& context, const db::Query& people) {
  db::Query where("person IN (");
  where += people;
  where += ")";
  follow_all(context, where);
}

void follow_upkeep(rpc::Context& context) { follow_all(context, "1 = 1 ORDER BY id"); }

}  // namespace muster::roster
