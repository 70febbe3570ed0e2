// SPDX-License-Identifier: EUPL-1.2
// What is kept of one person in rows of its own: language skills, periods of unavailability and
// credentials. They are written, corrected with a reason, and listed.
#pragma once

#include <string>

#include "muster/roster/v1/roster.pb.h"
#include "platform/rows/list.h"
#include "platform/rows/rows.h"
#include "platform/rpc/context.h"
#include "platform/rpc/scope.h"

namespace muster::roster {

// Stores a record of a person whom the caller was found to see (dated_records.h), and answers it as stored. Errors: those
// of rows::insert.
template <class Record>
Record create_record(rpc::Context& context, const std::string& table, const Record& record) {
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

// Errors of the next: those of require_person_on and require_person_until (dated_records.h) beside those of the above;
// of a language that was assessed in the future INVALID_ARGUMENT; of corrections those of correct_record.
v1::LanguageSkill create_language_skill(rpc::Context& context, const v1::CreateLanguageSkillRequest& request);
proto::Encoded<v1::ListLanguageSkillsResponse> list_language_skills(rpc::Context& context,
                                                                    const v1::ListLanguageSkillsRequest& request);

v1::LanguageSkill correct_language_skill(rpc::Context& context, const v1::CorrectLanguageSkillRequest& request);

v1::Availability create_availability(rpc::Context& context, const v1::CreateAvailabilityRequest& request);
proto::Encoded<v1::ListAvailabilitiesResponse> list_availabilities(rpc::Context& context,
                                                                   const v1::ListAvailabilitiesRequest& request);

v1::Availability correct_availability(rpc::Context& context, const v1::CorrectAvailabilityRequest& request);

v1::Credential create_credential(rpc::Context& context, const v1::CreateCredentialRequest& request);
proto::Encoded<v1::ListCredentialsResponse> list_credentials(rpc::Context& context,
                                                             const v1::ListCredentialsRequest& request);

// Errors besides: INVALID_ARGUMENT (before the first day), FAILED_PRECONDITION (it has ended before that day).
v1::Credential end_credential(rpc::Context& context, const v1::EndCredentialRequest& request);
v1::Credential correct_credential(rpc::Context& context, const v1::CorrectCredentialRequest& request);

}  // namespace muster::roster
