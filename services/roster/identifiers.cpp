// SPDX-License-Identifier: EUPL-1.2
#include "roster/identifiers.h"

#include "platform/rows/names.h"
#include "platform/rpc/person_name.h"
#include "platform/rpc/scope.h"
#include "platform/rpc/taken_numbers.h"
#include "platform/text/code_key.h"
#include "roster/dated_records.h"
#include "roster/person_records.h"
#include "rules/identifier_forms.h"

namespace muster::roster {
namespace {

constexpr const char* table = "identifier";

void require_form(const v1::Identifier& identifier) {
  const std::string field = "identifier.value";
  // The key has digits of every width as one.
  if (rules::is_norwegian_identity_number(text::code_key(identifier.value()))) {
    throw status::invalid_argument(field, platform::v1::REASON_NATIONAL_IDENTITY_NUMBER,
                                   "looks like a Norwegian national identity number, which Muster does not hold; give "
                                   "another identifier, such as a service number");
  }
  if (identifier.scheme() == v1::IDENTIFIER_SCHEME_EMAIL && !rules::is_email_address(identifier.value())) {
    throw status::invalid_argument(field, platform::v1::REASON_NOT_AN_EMAIL,
                                   "is not an e-mail address; write name@example.org");
  }
}

// Appends to a query on `identifier` that its scheme is that of `days` and that it shares a day with it.
void add_same_days(db::Query& query, const v1::Identifier& days) {
  query += {" AND identifier.scheme = ? AND (identifier.valid_to IS NULL OR identifier.valid_to >= ?)",
            {v1::IdentifierScheme_Name(days.scheme()), days.valid_from()}};
  if (days.has_valid_to()) query += {" AND identifier.valid_from <= ?", {days.valid_to()}};
}

// Refuses what somebody has already on some of the days, whoever that is. Called under the ledger's lock.
void require_unused(rpc::Context& context, const v1::Identifier& identifier, const std::string& field) {
  rpc::require_numbers_left(context);
  const long long self = identifier.name().empty() ? 0 : proto::id_of<v1::Identifier>(identifier.name());
  db::Query query{"SELECT id FROM identifier WHERE value_key = ? AND id <> ?",
                  {text::code_key(identifier.value()), self}};
  add_same_days(query, identifier);
  if (db::select_one<long long>(context.sql, query)) throw rpc::number_not_available(field);
}

void add_look_alikes(rpc::Context& context, v1::Identifier& identifier) {
  constexpr long long told_max = 10;
  const std::string likeness = text::code_likeness(identifier.value());
  db::Query query{"SELECT identifier.id, identifier.value, person.id, " + std::string(rpc::person_display_name) +
                      " FROM identifier JOIN person ON person.id = identifier.person WHERE identifier.id IN "
                      "(SELECT id FROM identifier WHERE value_key = ? UNION ALL SELECT id FROM identifier WHERE "
                      "value_likeness = ?) AND identifier.value_key <> ?",
                  {likeness, likeness, text::code_key(identifier.value())}};
  add_same_days(query, identifier);
  query += " AND ";
  query += rpc::visible_persons(rpc::scope_of(context), "person.id", context.today());
  query += {" ORDER BY identifier.id LIMIT ?", {told_max}};
  for (auto& [id, value, person, display_name] :
       db::select<long long, std::string, long long, std::string>(context.sql, query)) {
    v1::Identifier::LookAlike& other = *identifier.add_look_alikes();
    other.set_name(proto::name_of<v1::Identifier>(id));
    other.set_value(value);
    other.set_person(proto::name_of<v1::Person>(person));
    other.set_person_display_name(display_name);
  }
}

// The search finds the person by every identifier there is, of whatever days.
void find_by_identifiers(rpc::Context& context, const std::string& person) {
  const long long id = proto::id_of<v1::Person>(person);
  std::vector<std::string> values;
  for (auto& [value] :
       db::select<std::string>(context.sql, {"SELECT value FROM identifier WHERE person = ? ORDER BY id", {id}})) {
    values.push_back(std::move(value));
  }
  rows::set_other_words<v1::Person>(context.sql, "person", id, values);
}

}  // namespace

db::Query is_called(const std::string& identifier, const std::string& day) {
  const std::string key = text::code_key(identifier);
  return {
      "(person.number_key = ? OR (NOT EXISTS (SELECT 1 FROM person other WHERE other.number_key = ?) AND person.id "
      "IN (SELECT identifier.person FROM identifier WHERE identifier.value_key = ? AND identifier.valid_from <= ? "
      "AND (identifier.valid_to IS NULL OR identifier.valid_to >= ?))))",
      {key, key, key, day, day}};
}

v1::Identifier create_identifier(rpc::Context& context, const v1::CreateIdentifierRequest& request) {
  context.sequence();  // of two that give one value the second sees the first
  v1::Identifier identifier = request.identifier();
  identifier.clear_name();
  require_person_until(context, identifier.person(), "identifier.person", last_day_of(identifier));
  require_form(identifier);
  require_unused(context, identifier, "identifier.value");
  v1::Identifier created = create_record(context, table, identifier);
  find_by_identifiers(context, created.person());
  add_look_alikes(context, created);
  return created;
}

v1::Identifier end_identifier(rpc::Context& context, const v1::EndIdentifierRequest& request) {
  context.sequence();  // as in create_identifier
  v1::Identifier identifier = read_record<v1::Identifier>(context, table, proto::id_of<v1::Identifier>(request.name()));
  require_not_before(identifier, request.last_day());
  require_not_prolonged(identifier, request.last_day(), "CorrectIdentifier");
  return end_record(context, table, identifier, request);
}

v1::Identifier correct_identifier(rpc::Context& context, const v1::CorrectIdentifierRequest& request) {
  context.sequence();  // as in create_identifier
  const long long id = proto::id_of<v1::Identifier>(request.identifier().name(), "identifier.name");
  const auto before = read_record<v1::Identifier>(context, table, id);
  const auto corrected = corrected_by(before, request.identifier(), request.update_mask());
  const bool given = names(request.update_mask(), "value");
  if (given) require_form(corrected);
  if (last_day_of(corrected) != last_day_of(before)) {
    require_person_until(context, before.person(), "identifier.name", last_day_of(corrected));
  }
  const bool begins = names(request.update_mask(), "valid_from");
  require_unused(context, corrected,
                 given    ? "identifier.value"
                 : begins ? "identifier.valid_from"
                          : "identifier.valid_to");
  v1::Identifier after =
      correct_record(context, table, before, request.identifier(), request.update_mask(), request.reason());
  if (given) {
    find_by_identifiers(context, after.person());
    add_look_alikes(context, after);
  }
  return after;
}

proto::Encoded<v1::ListIdentifiersResponse> list_identifiers(rpc::Context& context,
                                                             const v1::ListIdentifiersRequest& request) {
  return list_records<v1::Identifier, v1::ListIdentifiersResponse>(context, request, table, "valid_from desc");
}

}  // namespace muster::roster
