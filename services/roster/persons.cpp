// SPDX-License-Identifier: EUPL-1.2
#include "roster/persons.h"

#include <algorithm>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/joined_select.h"
#include "platform/rows/rows.h"
#include "platform/rpc/begun_day.h"
#include "platform/rpc/disclosure.h"
#include "platform/rpc/erased_numbers.h"
#include "platform/rpc/facts.h"
#include "platform/rpc/person_name.h"
#include "platform/rpc/plausible.h"
#include "platform/rpc/registry.h"
#include "platform/rpc/scope.h"
#include "platform/rpc/taken_numbers.h"
#include "platform/status/error.h"
#include "platform/text/code_key.h"
#include "roster/affiliations.h"
#include "roster/person_search.h"
#include "roster/plausible_stays.h"
#include "rules/identifier_forms.h"

namespace muster::roster {
namespace {

void require_birth_in_past(rpc::Context& context, const v1::Person& person) {
  if (person.has_birth_date()) {
    rpc::require_begun(context, "person.birth_date", person.birth_date(), "give the day of birth");
  }
}

// Refuses a national identity number, and one that somebody else has, whoever that is, or had who was erased.
void require_own_number(rpc::Context& context, const v1::Person& person, long long id) {
  if (rules::is_norwegian_identity_number(text::code_key(person.number()))) {
    throw status::invalid_argument("person.number", platform::v1::REASON_NATIONAL_IDENTITY_NUMBER,
                                   "looks like a Norwegian national identity number, which Muster does not hold; give "
                                   "the number that the unit calls the person by");
  }
  rpc::require_numbers_left(context);
  const bool erased = rpc::number_was_erased(context.sql, person.number());
  const auto other = db::select_one<long long>(
      context.sql, {"SELECT id FROM person WHERE number_key = ? AND id <> ?", {text::code_key(person.number()), id}});
  if (erased || other) throw rpc::number_not_available("person.number");
}

// Tells of others within the caller's units whose number is easily taken for the person's.
void add_look_alikes(rpc::Context& context, v1::Person& person) {
  constexpr long long told_max = 10;
  const std::string likeness = text::code_likeness(person.number());
  db::Query query{"SELECT id, number, " + std::string(rpc::person_display_name) +
                      " FROM person WHERE id IN (SELECT id FROM person WHERE number_key = ? UNION ALL "
                      "SELECT id FROM person WHERE number_likeness = ?) AND number_key <> ? AND ",
                  {likeness, likeness, text::code_key(person.number())}};
  query += rpc::visible_persons(rpc::scope_of(context), "person.id", context.today());
  query += {" ORDER BY id LIMIT ?", {told_max}};
  for (auto& [id, number, display_name] : db::select<long long, std::string, std::string>(context.sql, query)) {
    v1::Person::LookAlike& other = *person.add_look_alikes();
    other.set_name(proto::name_of<v1::Person>(id));
    other.set_number(number);
    other.set_display_name(display_name);
  }
}

void require_name(const v1::Person& person) {
  if (!person.given_name().empty() || !person.family_name().empty()) return;
  throw status::invalid_argument("person.given_name", platform::v1::REASON_REQUIRED,
                                 "or family_name is required: one of the two is enough");
}

// Throws unless the birth date is plausible, or `reason`, which the person's record keeps, says why it is right.
// `id`: of a person who is there; 0: a new one.
void require_plausible_birth(rpc::Context& context, const v1::Person& person, long long id, const std::string& reason) {
  const auto birth = rules::parse_date(person.birth_date());
  if (!birth) return;
  const auto [joined, completed] = *db::select_one<std::optional<std::string>, std::optional<std::string>>(
      context.sql, {"SELECT (SELECT MIN(valid_from) FROM affiliation WHERE person = ?), "
                    "(SELECT MIN(completed_date) FROM completion WHERE person = ? AND revoked_date IS NULL)",
                    {id, id}});
  status::Violations violations;
  for (const auto& doubt : {rules::doubt_of_birth(*birth, context.today()),
                            rules::doubt_of_birth_beside(*birth, rules::parse_date(joined.value_or("")),
                                                         rules::parse_date(completed.value_or("")))}) {
    rpc::add_doubt(violations, "person.birth_date", doubt, "person.plausible_reason", reason);
  }
  violations.throw_if_any();
}

// The person as stored, with where it belongs today, and without what is sensitive unless `select` names it.
// Errors: NOT_FOUND, also outside `scope`.
proto::Encoded<v1::Person> read_encoded(rpc::Context& context, const rows::JoinedSelect& select, long long id,
                                        const rpc::Scope& scope) {
  db::Query query{select.text(), belonging_args(context)};
  query += " WHERE person.id = ";
  query += rpc::visible_person_id(scope, id, context.today());
  auto person = select.one(context.sql, query);
  if (!person) throw status::not_found(proto::name_of<v1::Person>(id));
  return {std::move(*person)};
}

proto::Encoded<v1::Person> read_encoded(rpc::Context& context, long long id, const rpc::Scope& scope) {
  static const rows::JoinedSelect select(*v1::Person::descriptor(), "person", belonging(), rows::Sensitive::left_out);
  return read_encoded(context, select, id, scope);
}

v1::Person read_person(rpc::Context& context, long long id, const rpc::Scope& scope) {
  return read_encoded(context, id, scope).message();
}

// Throws if the person still belongs to a unit or is deployed, so that the last day has to be said.
void require_nothing_runs(rpc::Context& context, const std::string& person) {
  const long long id = proto::id_of<v1::Person>(person);
  const std::string latest = rules::format_date(context.latest_day());
  db::Query query("SELECT affiliation.id, ");
  query += rpc::shown_unit_code(context);
  query +=
      {" FROM affiliation JOIN unit ON unit.id = affiliation.unit WHERE affiliation.person = ? "
       "AND affiliation.valid_from <= ? AND (affiliation.valid_to IS NULL OR affiliation.valid_to > ?)",
       {id, latest, latest}};
  if (const auto running = db::select_one<long long, std::string>(context.sql, query)) {
    const auto& [affiliation, unit] = *running;
    const std::string name = proto::name_of<v1::Affiliation>(affiliation);
    throw status::failed_precondition(platform::v1::REASON_AFFILIATION_RUNS,
                                      person + " still belongs to " + unit + " by " + name +
                                          "; give the last_day, or end it first with EndAffiliation",
                                      {{"unit", unit}, {"name", name}});
  }
  if (const auto tour = db::select_one<long long>(
          context.sql,
          {"SELECT id FROM deployment WHERE person = ? AND state = 'DEPLOYMENT_STATE_DEPLOYED' ORDER BY id", {id}})) {
    const std::string name = "deployments/" + std::to_string(std::get<0>(*tour));
    throw status::failed_precondition(
        platform::v1::REASON_TOUR_RUNS,
        person + " is still deployed by " + name + "; give the last_day, or end it first with EndDeployment",
        {{"name", name}});
  }
}

// The last day on the roster of somebody who is no longer active: as the request gives it, as it was recorded before, or
// the last day that they belonged to a unit.
std::string last_day_of(rpc::Context& context, const v1::Person& person, const v1::UpdatePersonRequest& request) {
  const auto [first, last] = *db::select_one<std::optional<std::string>, std::optional<std::string>>(
      context.sql, {"SELECT MIN(valid_from), MAX(valid_to) FROM affiliation WHERE person = ?",
                    {proto::id_of<v1::Person>(person.name())}});
  if (!request.has_last_day()) {
    require_nothing_runs(context, person.name());
    const std::string today = rules::format_date(context.today());
    return person.has_last_day() ? person.last_day() : std::min(last.value_or(today), today);
  }
  rpc::require_begun(context, "last_day", request.last_day(), "change the status when the day has come");
  if (first && request.last_day() < *first) {
    throw status::invalid_argument(
        "last_day", platform::v1::REASON_TOO_EARLY,
        "is before the person belonged to a unit, from " + *first + " on; give that day or a later one",
        {{"earliest", *first}});
  }
  return request.last_day();
}

rpc::Consequence::Cause cause_of(v1::PersonStatus status) {
  switch (status) {
    case v1::PERSON_STATUS_DECEASED: return rpc::Consequence::CAUSE_PERSON_DECEASED;
    case v1::PERSON_STATUS_INACTIVE: return rpc::Consequence::CAUSE_PERSON_LEFT;
    default: return rpc::Consequence::CAUSE_PERSON_RETURNED;
  }
}

// What holds from a day is not overwritten.
void refuse_dated(const google::protobuf::FieldMask& mask) {
  status::Violations violations;
  for (const char* field : {"category", "nationality"}) {
    if (std::find(mask.paths().begin(), mask.paths().end(), field) == mask.paths().end()) continue;
    violations.add(
        std::string("person.") + field, platform::v1::REASON_CHANGE_OR_CORRECT,
        "holds from a day: use ChangePerson to change it from a day on, or CorrectPerson to correct what was "
        "recorded",
        {{"change", "ChangePerson"}, {"correct", "CorrectPerson"}});
  }
  violations.throw_if_any();
}

}  // namespace

v1::Person create_person(rpc::Context& context, const v1::CreatePersonRequest& request) {
  context.sequence();  // a change of the language in whose order names are is before it or behind it
  v1::Person person = request.person();
  require_birth_in_past(context, person);
  require_plausible_birth(context, person, 0, person.plausible_reason());
  if (person.status() == v1::PERSON_STATUS_UNSPECIFIED) person.set_status(v1::PERSON_STATUS_ACTIVE);
  const bool ended = request.affiliation().has_valid_to() &&
                     request.affiliation().valid_to() <= rules::format_date(context.latest_day());
  if (person.status() != v1::PERSON_STATUS_ACTIVE && !ended) {
    throw status::invalid_argument("affiliation.valid_to", platform::v1::REASON_END_REQUIRED,
                                   "is needed, and not in the future, for somebody who is not "
                                   "ACTIVE: figures count people until it");
  }
  if (person.status() != v1::PERSON_STATUS_ACTIVE) person.set_last_day(request.affiliation().valid_to());
  require_own_number(context, person, 0);
  const long long id = rows::insert(context.sql, "person", person);
  v1::Affiliation affiliation = request.affiliation();
  affiliation.clear_name();
  affiliation.set_person(proto::name_of<v1::Person>(id));
  add_first_affiliation(context, affiliation, person);
  // The creator is answered also when the first day is still to come.
  v1::Person created = read_person(context, id, rpc::Scope::all());
  add_look_alikes(context, created);
  return created;
}

proto::Encoded<v1::Person> get_person(rpc::Context& context, const v1::GetPersonRequest& request) {
  return read_encoded(context, proto::id_of<v1::Person>(request.name()), rpc::scope_of(context));
}

proto::Encoded<v1::ListPersonsResponse> list_persons(rpc::Context& context, const v1::ListPersonsRequest& request) {
  return rows::list<v1::Person, v1::ListPersonsResponse>(context.sql, request, search_of(context, request));
}

v1::Person update_person(rpc::Context& context, const v1::UpdatePersonRequest& request) {
  context.sequence();  // of two corrections the second sees the first
  const long long id = proto::id_of<v1::Person>(request.person().name(), "person.name");
  const rpc::Scope scope = rpc::scope_of(context);
  const v1::Person before = read_person(context, id, scope);
  status::require_etag(request.person().etag(), before.etag());
  const auto& paths = request.update_mask().paths();
  refuse_dated(request.update_mask());
  const bool has_status = std::find(paths.begin(), paths.end(), "status") != paths.end();
  if (has_status && request.person().status() == v1::PERSON_STATUS_UNSPECIFIED) {
    throw status::invalid_argument(
        "person.status", platform::v1::REASON_REQUIRED,
        "is required; give one of PERSON_STATUS_ACTIVE, "
        "PERSON_STATUS_INACTIVE, PERSON_STATUS_DECEASED",
        {{"allowed", "PERSON_STATUS_ACTIVE, PERSON_STATUS_INACTIVE, PERSON_STATUS_DECEASED"}});
  }
  require_birth_in_past(context, request.person());
  const bool has_number = std::find(paths.begin(), paths.end(), "number") != paths.end();
  if (has_number) require_own_number(context, request.person(), id);
  if (std::find(paths.begin(), paths.end(), "birth_date") != paths.end()) {
    require_plausible_birth(context, request.person(), id, rpc::kept_reason(request.person(), request.update_mask()));
  }
  const bool leaves = has_status && request.person().status() != v1::PERSON_STATUS_ACTIVE;
  if (!leaves && request.has_last_day()) {
    throw status::invalid_argument("last_day", platform::v1::REASON_NOT_APPLICABLE,
                                   "goes with a status other than ACTIVE; leave it out");
  }
  v1::Person changed = request.person();
  google::protobuf::FieldMask mask = request.update_mask();
  if (has_status) {
    mask.add_paths("last_day");
    changed.clear_last_day();
    if (leaves) changed.set_last_day(last_day_of(context, before, request));
    if (leaves && request.has_last_day()) {
      // The word stays with the person: it is sensitive there.
      require_plausible_leaving(context, id, changed.last_day(), "last_day", "person.plausible_reason",
                                rpc::kept_reason(request.person(), request.update_mask()));
    }
  }
  rows::update(context.sql, "person", changed, mask);
  if (leaves || (has_status && before.status() != v1::PERSON_STATUS_ACTIVE)) {
    rpc::End end{cause_of(changed.status()), id, leaves ? changed.last_day() : before.last_day()};
    if (leaves && before.has_last_day() && before.last_day() < end.last_day) end.former_last_day = before.last_day();
    rpc::carry_on(context, end);
  }
  // The caller is answered also about somebody who belongs nowhere any more.
  v1::Person after = read_person(context, id, rpc::Scope::all());
  require_name(after);
  if (has_number) add_look_alikes(context, after);
  if (after.gender() != before.gender()) {
    rpc::correct_gender(context, id, after.gender());
    for (const auto& correct : context.method.registry->person_corrected()) correct(context, id);
  }
  return after;
}

v1::Person read_person_details(rpc::Context& context, const v1::ReadPersonDetailsRequest& request) {
  const long long id = proto::id_of<v1::Person>(request.name());
  static const rows::JoinedSelect select(*v1::Person::descriptor(), "person", belonging(), rows::Sensitive::selected);
  v1::Person person = read_encoded(context, select, id, rpc::scope_of(context)).message();
  if (request.purpose() == v1::PURPOSE_OWN_DATA && context.caller.person != id) {
    throw status::invalid_argument("purpose", platform::v1::REASON_NOT_OWN_DATA,
                                   "is PURPOSE_OWN_DATA, but these are not your own; say what for");
  }
  context.purpose = v1::Purpose_Name(request.purpose());
  context.audit_lines.push_back("read person/" + std::to_string(id));
  return person;
}

}  // namespace muster::roster
