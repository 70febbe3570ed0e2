// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/consequences.h"

#include <map>
#include <set>
#include <string_view>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/references.h"
#include "platform/proto/resources.h"
#include "platform/rpc/registry.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"

namespace muster::rpc {
namespace {

bool is_about_a_person(Consequence::Cause cause) {
  switch (cause) {
    case Consequence::CAUSE_PERSON_DECEASED:
    case Consequence::CAUSE_PERSON_LEFT:
    case Consequence::CAUSE_PERSON_ERASED:
    case Consequence::CAUSE_PERSON_RETURNED:
    case Consequence::CAUSE_AFFILIATION_ENDED: return true;
    default: return false;
  }
}

void add(Context& context, Consequence::Kind kind, const End& end, const std::string& name, const std::string& verb,
         std::string why) {
  Consequence& consequence = context.consequences.emplace_back();
  consequence.set_kind(kind);
  consequence.set_name(name);
  consequence.set_verb(verb);
  consequence.set_cause(end.cause);
  consequence.set_explanation(std::move(why));
  if (!end.last_day.empty()) (*consequence.mutable_metadata())["day"] = end.last_day;
  if (!is_about_a_person(end.cause)) reach(context, name);
}

// "persons/42" is of collection persons.
using ByCollection = std::map<std::string, std::vector<long long>>;

ByCollection by_collection(const std::set<std::string>& names) {
  ByCollection ids;
  for (const std::string& name : names) {
    const std::string collection = name.substr(0, name.find('/'));
    ids[collection].push_back(proto::id_of(name, collection, "name"));
  }
  return ids;
}

const google::protobuf::Descriptor* type_of(const std::string& collection) {
  for (const auto* type : proto::resource_types()) {
    if (proto::collection_in(*type) == collection) return type;
  }
  return nullptr;
}

// What lies outside the caller's units.
struct Outside {
  std::set<long long> people;
  long long records = 0;
};

// Of rows of `table` those whose unit, in `column`, is not covered; without one: the whole state's.
void count_records(Context& context, const Scope& scope, const std::string& table, const std::string& column,
                   const std::vector<long long>& ids, Outside& outside) {
  db::Query query("SELECT COUNT(*) FROM " + table + " WHERE ");
  query += db::one_of(table + ".id", ids);
  query += " AND NOT ";
  query += visible_units(scope, column);
  outside.records += std::get<0>(*db::select_one<long long>(context.sql, query));
}

void find_people(Context& context, const Scope& scope, const std::string& table, const std::string& column,
                 const std::vector<long long>& ids, Outside& outside) {
  db::Query query("SELECT DISTINCT " + column + " FROM " + table + " WHERE " + column + " IS NOT NULL AND ");
  query += db::one_of(table + ".id", ids);
  query += " AND ";
  query += persons_outside(scope, column, context.today());
  for (const auto& [person] : db::select<long long>(context.sql, query)) outside.people.insert(person);
}

void look_at(Context& context, const Scope& scope, const std::string& collection, const std::vector<long long>& ids,
             Outside& outside) {
  const auto* type = type_of(collection);
  if (type == nullptr) return;
  const std::string table = proto::table_of(*type);
  if (table == "person") return find_people(context, scope, table, "person.id", ids, outside);
  if (table == "unit") return count_records(context, scope, table, "unit.id", ids, outside);
  if (table == "post") {
    const std::string owner = "(SELECT mission.owner FROM mission WHERE mission.id = post.mission)";
    return count_records(context, scope, table, owner, ids, outside);
  }
  if (type->FindFieldByName("owner")) return count_records(context, scope, table, table + ".owner", ids, outside);
  if (!type->FindFieldByName("person")) return;
  find_people(context, scope, table, table + ".person", ids, outside);
  if (!type->FindFieldByName("unit")) return;
  // Of somebody whom a source reported without a name.
  db::Query nameless("SELECT id FROM " + table + " WHERE person IS NULL AND ");
  nameless += db::one_of("id", ids);
  std::vector<long long> left;
  for (const auto& [id] : db::select<long long>(context.sql, nameless)) left.push_back(id);
  if (!left.empty()) count_records(context, scope, table, table + ".unit", left, outside);
}

std::string counted(std::size_t count, const std::string& one, const std::string& several) {
  return std::to_string(count) + " " + (count == 1 ? one : several);
}

}  // namespace

std::string name_of(Consequence::Cause cause) {
  return Consequence::Cause_Name(cause).substr(std::string_view("CAUSE_").size());
}

std::string in_words(const End& end) {
  switch (end.cause) {
    case Consequence::CAUSE_PERSON_DECEASED: return "the person has died (last day " + end.last_day + ")";
    case Consequence::CAUSE_PERSON_LEFT: return "the person has left the roster (last day " + end.last_day + ")";
    case Consequence::CAUSE_PERSON_ERASED: return "the person is erased";
    case Consequence::CAUSE_UNIT_ENDED: return "the unit has ended (last day " + end.last_day + ")";
    case Consequence::CAUSE_MISSION_OVER: return "the mission is over (last day " + end.last_day + ")";
    case Consequence::CAUSE_POST_CLOSED: return "the post is closed (last day " + end.last_day + ")";
    case Consequence::CAUSE_CALL_CANCELLED: return "the call is cancelled";
    case Consequence::CAUSE_PERSON_RETURNED: return "the person is active again";
    case Consequence::CAUSE_AFFILIATION_ENDED: return "the person belongs to no unit after " + end.last_day;
    case Consequence::CAUSE_MANDATE_SHORTENED: return "the mission's mandate ends on " + end.last_day;
    case Consequence::CAUSE_MANDATE_PROLONGED:
      return "the mission's mandate goes on" + (end.last_day.empty() ? "" : " until " + end.last_day);
    default: return {};
  }
}

void add_settled(Context& context, const End& end, const std::string& name, const std::string& verb, std::string why) {
  add(context, Consequence::KIND_SETTLED, end, name, verb, std::move(why));
}

void add_open(Context& context, const End& end, const std::string& name, const std::string& verb, std::string why) {
  add(context, Consequence::KIND_OPEN, end, name, verb, std::move(why));
}

void reach(Context& context, const std::string& name) { context.reached.push_back(name); }

void reach_persons(Context& context, const db::Query& persons) {
  const Scope scope = scope_of(context);
  if (scope.everything) return;
  db::Query query("SELECT id FROM person WHERE id IN (");
  query += persons;
  query += ") AND ";
  query += persons_outside(scope, "person.id", context.today());
  for (const auto& [person] : db::select<long long>(context.sql, query)) {
    reach(context, "persons/" + std::to_string(person));
  }
}

status::Error effects_beyond_scope(const Context& context, std::size_t people, std::size_t records) {
  std::string what;
  if (people > 0) what = counted(people, "person", "people");
  if (records > 0) what += (what.empty() ? "" : " and ") + counted(records, "record", "records");
  return status::permission_denied(platform::v1::REASON_EFFECTS_BEYOND_SCOPE,
                                   context.method.descriptor->name() + " would reach " + what +
                                       " outside your units, so nothing was done; it needs a grant of " +
                                       roles_in_words(context.method.access.roles()) +
                                       " that covers them, or one for all units: ask somebody who has it",
                                   {{"people", std::to_string(people)},
                                    {"records", std::to_string(records)},
                                    {"roles", roles_listed(context.method.access.roles())}});
}

void require_effects_within_scope(Context& context) {
  if (context.reached.empty()) return;
  const Scope scope = scope_of(context);
  if (scope.everything) return;
  Outside outside;
  for (const auto& [collection, ids] : by_collection({context.reached.begin(), context.reached.end()})) {
    look_at(context, scope, collection, ids, outside);
  }
  if (outside.people.empty() && outside.records == 0) return;
  throw effects_beyond_scope(context, outside.people.size(), static_cast<std::size_t>(outside.records));
}

void carry_on(Context& context, const End& end) {
  for (const auto& settle : context.method.registry->ends()) settle(context, end);
}

void restate(Context& context, const Restatement& restatement) {
  for (const auto& correct : context.method.registry->restatements()) correct(context, restatement);
}

void post_changed(Context& context, long long post) {
  for (const auto& follow : context.method.registry->posts_changed()) follow(context, post);
}

}  // namespace muster::rpc
