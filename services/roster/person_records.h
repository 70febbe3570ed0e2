// SPDX-License-Identifier: EUPL-1.2
// What is kept of one person in rows of its own: language skills, periods of unavailability and
// credentials. They are written once and listed; nothing is overwritten.
#pragma once

#include "muster/roster/v1/roster.pb.h"
#include "platform/db/list.h"
#include "platform/db/rows.h"
#include "platform/rpc/call.h"
#include "platform/rpc/scope.h"

namespace muster::roster {

// Stores a record of a visible person and answers it as stored; the request holds it in the field
// that has the table's name. Errors: NOT_FOUND (person), and those of db::insert.
template <class Record>
Record create_record(rpc::Call& call, const std::string& table, const Record& record) {
  rpc::require_visible_person(call, db::id_of<v1::Person>(record.person(), table + ".person"));
  const long long id = db::insert(call.sql, table, record);
  return *db::query_one<Record>(call.sql,
                                {"SELECT " + db::columns<Record>() + " FROM " + table + " WHERE id = ?", {id}});
}

// Lists the records of the visible person that the request names. Errors: NOT_FOUND (person),
// and those of db::list.
template <class Record, class Response, class Request>
db::Encoded<Response> list_records(rpc::Call& call, const Request& request, const std::string& table,
                                   const std::string& order) {
  const long long person = db::id_of<v1::Person>(request.person(), "person");
  rpc::require_visible_person(call, person);
  db::ListSpec spec;
  spec.table = table;
  spec.where = {table + ".person = ?", {person}};
  spec.default_order = order;
  return db::list<Record, Response>(call.sql, request, spec);
}

// Errors besides the above: INVALID_ARGUMENT (assessed in the future).
v1::LanguageSkill create_language_skill(rpc::Call& call, const v1::CreateLanguageSkillRequest& request);
db::Encoded<v1::ListLanguageSkillsResponse> list_language_skills(rpc::Call& call,
                                                                 const v1::ListLanguageSkillsRequest& request);

v1::Availability create_availability(rpc::Call& call, const v1::CreateAvailabilityRequest& request);
db::Encoded<v1::ListAvailabilitiesResponse> list_availabilities(rpc::Call& call,
                                                                const v1::ListAvailabilitiesRequest& request);

v1::Credential create_credential(rpc::Call& call, const v1::CreateCredentialRequest& request);
db::Encoded<v1::ListCredentialsResponse> list_credentials(rpc::Call& call, const v1::ListCredentialsRequest& request);

}  // namespace muster::roster
