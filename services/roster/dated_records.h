// SPDX-License-Identifier: EUPL-1.2
// What the dated rows of a person have in common (identifiers, contacts, memberships, credentials, languages, absences):
// they begin and end on days (both count), and are corrected with a reason.
#pragma once

#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/util/field_mask_util.h>
#include <google/protobuf/util/message_differencer.h>

#include <optional>
#include <string>
#include <string_view>

#include "muster/platform/v1/reasons.pb.h"
#include "muster/roster/v1/roster.pb.h"
#include "platform/rows/rows.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"
#include "roster/affiliation_history.h"

namespace muster::roster {

// The last day; unset: open.
template <class Record>
std::optional<std::string> last_day_of(const Record& record) {
  return record.has_valid_to() ? std::optional(record.valid_to()) : std::nullopt;
}

bool names(const google::protobuf::FieldMask& mask, std::string_view field);

// Throws NOT_FOUND unless the caller sees the person "persons/42", whom `field` names, and PERSON_NOT_ACTIVE of somebody
// who died or left before `day` (civil date; '' if it is not known), on which something came about.
void require_person_on(rpc::Context& context, const std::string& person, const std::string& field,
                       const std::string& day);
// The same of what lasts until `last` (unset: it has no end).
void require_person_until(rpc::Context& context, const std::string& person, const std::string& field,
                          const std::optional<std::string>& last);

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

// Throws FAILED_PRECONDITION (ALREADY_ENDED) where the record ended before `last_day`: to prolong it is a correction, which
// `correct` (a method) makes with a reason.
template <class Record>
void require_not_prolonged(const Record& record, const std::string& last_day, const std::string& correct) {
  if (!record.has_valid_to() || last_day <= record.valid_to()) return;
  throw status::failed_precondition(platform::v1::REASON_ALREADY_ENDED,
                                    record.name() + " ends on " + record.valid_to() +
                                        " already; give an earlier day, or correct valid_to with " + correct +
                                        ", which says why it is to last longer",
                                    {{"name", record.name()}, {"date", record.valid_to()}, {"verb", correct}});
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

// `before` with the fields of the mask as `given` has them.
template <class Record>
Record corrected_by(const Record& before, const Record& given, const google::protobuf::FieldMask& fields) {
  google::protobuf::util::FieldMaskUtil::MergeOptions options;
  options.set_replace_message_fields(true);
  options.set_replace_repeated_fields(true);
  Record after = before;
  google::protobuf::util::FieldMaskUtil::MergeMessageTo(given, fields, options, &after);
  return after;
}

// Writes the fields of the mask, and keeps `reason` as the record's correction_reason.
// Errors: FAILED_PRECONDITION (NO_CHANGE), ABORTED (a stale etag), and those of rows::update.
template <class Record>
void store_correction(rpc::Context& context, const std::string& table, const Record& before, Record record,
                      google::protobuf::FieldMask fields, const std::string& reason) {
  status::require_etag(record.etag(), before.etag());
  if (google::protobuf::util::MessageDifferencer::Equals(before, corrected_by(before, record, fields))) {
    refuse_no_change(before.name());
  }
  record.set_correction_reason(reason);
  fields.add_paths("correction_reason");
  rows::update(context.sql, table, record, fields);
}

// The same, and answers the record as it stands then.
template <class Record>
Record correct_record(rpc::Context& context, const std::string& table, const Record& before, const Record& record,
                      const google::protobuf::FieldMask& fields, const std::string& reason) {
  store_correction(context, table, before, record, fields, reason);
  return read_record<Record>(context, table, proto::id_of<Record>(before.name()));
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
