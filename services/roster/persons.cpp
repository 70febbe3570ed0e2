// SPDX-License-Identifier: EUPL-1.2
#include "roster/persons.h"

#include <algorithm>

#include "platform/db/rows.h"
#include "platform/rpc/registry.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"
#include "roster/affiliations.h"
#include "roster/membership_facts.h"
#include "roster/person_search.h"

namespace muster::roster {
namespace {

void require_birth_in_past(rpc::Call& call, const v1::Person& person) {
  if (person.has_birth_date() && person.birth_date() > rules::format_date(call.today())) {
    throw status::invalid_argument("person.birth_date", "is in the future; give the day of birth");
  }
}

// Where each person belongs on a day, which it is asked for twice. There is at most one affiliation on a day.
const db::Joined& belonging() {
  static const db::Joined joined{
      " LEFT JOIN affiliation belonging ON belonging.person = person.id AND belonging.valid_from <= ? "
      "AND (belonging.valid_to IS NULL OR belonging.valid_to >= ?) "
      "LEFT JOIN unit ON unit.id = belonging.unit LEFT JOIN rank ON rank.id = belonging.rank",
      {{"unit", "belonging.unit"},
       {"unit_display_name", "unit.display_name"},
       {"rank_display_name", "rank.display_name"},
       {"position", "belonging.position"}}};
  return joined;
}

// The person as stored, with where it belongs today. Errors: NOT_FOUND, also outside `scope`.
v1::Person read_person(rpc::Call& call, long long id, const rpc::Scope& scope) {
  static const std::string select =
      db::select_joined(*v1::Person::descriptor(), "person", belonging()) + " WHERE person.id = ? AND ";
  const std::string today = rules::format_date(call.today());
  db::Query query{select, {today, today, id}};
  query += rpc::visible_persons(scope, "person.id", call.today());
  auto person = db::query_joined<v1::Person>(call.sql, query, belonging());
  if (!person) throw status::not_found(db::name_of<v1::Person>(id));
  return std::move(*person);
}

rpc::Scope everything() {
  rpc::Scope scope;
  scope.everything = true;
  return scope;
}

}  // namespace

v1::Person create_person(rpc::Call& call, const v1::CreatePersonRequest& request) {
  v1::Person person = request.person();
  require_birth_in_past(call, person);
  if (person.status() == v1::PERSON_STATUS_UNSPECIFIED) person.set_status(v1::PERSON_STATUS_ACTIVE);
  const long long id = db::insert(call.sql, "person", person);
  v1::Affiliation affiliation = request.affiliation();
  affiliation.clear_name();
  affiliation.set_person(db::name_of<v1::Person>(id));
  add_affiliation(call, affiliation);
  // The creator is answered also when the first day is still to come.
  return read_person(call, id, everything());
}

v1::Person get_person(rpc::Call& call, const v1::GetPersonRequest& request) {
  return read_person(call, db::id_of<v1::Person>(request.name()), rpc::scope_of(call));
}

v1::ListPersonsResponse list_persons(rpc::Call& call, const v1::ListPersonsRequest& request) {
  db::ListSpec spec = search_of(call, request);
  const std::string today = rules::format_date(call.today());
  spec.joined = belonging();
  spec.joined_args = {today, today};
  return db::list<v1::Person, v1::ListPersonsResponse>(call.sql, request, spec);
}

v1::Person update_person(rpc::Call& call, const v1::UpdatePersonRequest& request) {
  call.sequence();  // of two corrections the second sees the first
  const long long id = db::id_of<v1::Person>(request.person().name(), "person.name");
  const rpc::Scope scope = rpc::scope_of(call);
  const v1::Person before = read_person(call, id, scope);
  const auto& paths = request.update_mask().paths();
  if (std::find(paths.begin(), paths.end(), "status") != paths.end() &&
      request.person().status() == v1::PERSON_STATUS_UNSPECIFIED) {
    throw status::invalid_argument("person.status", "is required; give one of PERSON_STATUS_ACTIVE, "
                                                    "PERSON_STATUS_INACTIVE, PERSON_STATUS_DECEASED");
  }
  require_birth_in_past(call, request.person());
  db::update(call.sql, "person", request.person(), request.update_mask());
  v1::Person after = read_person(call, id, scope);
  const bool gender = after.gender() != before.gender();
  if (gender || after.category() != before.category() || after.nationality() != before.nationality()) {
    append_membership_corrections(call, id);
  }
  if (gender) {
    for (const auto& correct : call.method.registry->person_corrected()) correct(call, id);
  }
  return after;
}

v1::Person read_person_details(rpc::Call& call, const v1::ReadPersonDetailsRequest& request) {
  const long long id = db::id_of<v1::Person>(request.name());
  v1::Person person = read_person(call, id, rpc::scope_of(call));
  if (request.purpose() == v1::PURPOSE_OWN_DATA && call.caller.person != id) {
    throw status::invalid_argument("purpose", "is PURPOSE_OWN_DATA, but these are not your own; say what for");
  }
  call.purpose = v1::Purpose_Name(request.purpose());
  call.audit_lines.push_back("read person/" + std::to_string(id));
  return person;
}

}  // namespace muster::roster
