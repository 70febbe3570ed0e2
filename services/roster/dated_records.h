// SPDX-License-Identifier: EUPL-1.2
// What identifiers, contacts and memberships have in common: rows of a person between two days (both count).
#pragma once

#include <google/protobuf/field_mask.pb.h>

#include <string>

#include "muster/platform/v1/reasons.pb.h"
#include "muster/roster/v1/roster.pb.h"
#include "platform/rows/rows.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"

namespace muster::roster {

// Throws FAILED_PRECONDITION unless the visible person is active: of whoever is not, nothing new is recorded.
void require_active_person(rpc::Context& context, const std::string& person);

// "from 2024-01-01 to 2025-06-30", "from 2024-01-01 on".
template <class Record>
std::string days_of(const Record& record) {
  return "from " + record.valid_from() + (record.has_valid_to() ? " to " + record.valid_to() : " on");
}

// Errors: INVALID_ARGUMENT naming last_day.
template <class Record>
void require_not_before(const Record& record, const std::string& last_day) {
  if (last_day >= record.valid_from()) return;
  throw status::invalid_argument("last_day", platform::v1::REASON_TOO_EARLY,
                                 "is before the first day, " + record.valid_from() + "; give that day or a later one",
                                 {{"earliest", record.valid_from()}});
}

// Errors: NOT_FOUND, also outside the caller's units.
template <class Record>
Record read_record(rpc::Context& context, const std::string& table, long long id) {
  db::Query query{"SELECT " + rows::columns<Record>() + " FROM " + table + " WHERE id = ? AND ", {id}};
  query += rpc::visible_persons(rpc::scope_of(context), table + ".person", context.today());
  auto record = rows::query_one<Record>(context.sql, query);
  if (!record) throw status::not_found(proto::name_of<Record>(id));
  return std::move(*record);
}

// Writes the fields of the mask, keeps `reason` as the record's correction_reason, and answers it as it stands then.
template <class Record>
Record correct_record(rpc::Context& context, const std::string& table, Record record,
                      google::protobuf::FieldMask fields, const std::string& reason) {
  const long long id = proto::id_of<Record>(record.name());
  record.set_correction_reason(reason);
  fields.add_paths("correction_reason");
  rows::update(context.sql, table, record, fields);
  return read_record<Record>(context, table, id);
}

// Gives the record the last day that the request asks for, and keeps its word for a doubtful one.
template <class Record, class Request>
Record end_record(rpc::Context& context, const std::string& table, Record record, const Request& request) {
  record.set_valid_to(request.last_day());
  record.clear_etag();
  google::protobuf::FieldMask mask;
  mask.add_paths("valid_to");
  if (!request.plausible_reason().empty()) {
    record.set_plausible_reason(request.plausible_reason());
    mask.add_paths("plausible_reason");
  }
  rows::update(context.sql, table, record, mask);
  return read_record<Record>(context, table, proto::id_of<Record>(record.name()));
}

}  // namespace muster::roster
