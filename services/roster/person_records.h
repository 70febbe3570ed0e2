// SPDX-License-Identifier: EUPL-1.2
// What is kept of one person in rows of its own: language skills, periods of unavailability and
// credentials. They are written once and listed; nothing is overwritten.
#pragma once

#include <optional>
#include <string>

#include "muster/roster/v1/roster.pb.h"
#include "platform/rows/list.h"
#include "platform/rows/rows.h"
#include "platform/rpc/active_person.h"
#include "platform/rpc/context.h"
#include "platform/rpc/scope.h"

namespace muster::roster {

// Stores a record of a visible person and answers it as stored; the request holds it in the field
// that has the table's name. `day` (civil date, '' if it is not known): when it began or was found, for what concerns
// people who are active only. Errors: NOT_FOUND (person), FAILED_PRECONDITION (who died or left before the day), and
// those of db::insert.
template <class Record>
Record create_record(rpc::Context& context, const std::string& table, const Record& record,
                     const std::optional<std::string>& day = std::nullopt) {
  rpc::require_visible_person(context, proto::id_of<v1::Person>(record.person(), table + ".person"));
  if (day) rpc::require(rpc::person_not_active_on(context, record.person(), *day));
  const long long id = rows::insert(context.sql, table, record);
  return *rows::query_one<Record>(context.sql,
                                  {"SELECT " + rows::columns<Record>() + " FROM " + table + " WHERE id = ?", {id}});
}

// Lists the records of the visible person that the request names. Errors: NOT_FOUND (person),
// and those of db::list.
template <class Record, class Response, class Request>
proto::Encoded<Response> list_records(rpc::Context& context, const Request& request, const std::string& table,
                                      const std::string& order) {
  const long long person = proto::id_of<v1::Person>(request.person(), "person");
  rpc::require_visible_person(context, person);
  rows::ListSpec spec;
  spec.table = table;
  spec.where = {table + ".person = ?", {person}};
  spec.default_order = order;
  return rows::list<Record, Response>(context.sql, request, spec);
}

// Errors besides the above: INVALID_ARGUMENT (assessed in the future).
v1::LanguageSkill create_language_skill(rpc::Context& context, const v1::CreateLanguageSkillRequest& request);
proto::Encoded<v1::ListLanguageSkillsResponse> list_language_skills(rpc::Context& context,
                                                                    const v1::ListLanguageSkillsRequest& request);

v1::Availability create_availability(rpc::Context& context, const v1::CreateAvailabilityRequest& request);
proto::Encoded<v1::ListAvailabilitiesResponse> list_availabilities(rpc::Context& context,
                                                                   const v1::ListAvailabilitiesRequest& request);

v1::Credential create_credential(rpc::Context& context, const v1::CreateCredentialRequest& request);
proto::Encoded<v1::ListCredentialsResponse> list_credentials(rpc::Context& context,
                                                             const v1::ListCredentialsRequest& request);

}  // namespace muster::roster
