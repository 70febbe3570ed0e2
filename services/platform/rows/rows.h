// SPDX-License-Identifier: EUPL-1.2
// Messages as rows: column name = field name, for every table there is.
//
// Field of the message          Column
//   name (own resource)           id BIGINT; shown as "persons/42"
//   google.api.resource_reference same name, BIGINT or NULL; shown as "units/7", unset = NULL
//   string                        TEXT; proto3 `optional` unset = NULL, else '' allowed
//   enum                          TEXT, the value's name
//   bool                          BIGINT 0 or 1
//   int32, int64                  BIGINT; `optional` unset = NULL
//   double                        DOUBLE PRECISION
//   google.protobuf.Timestamp     BIGINT, microseconds since 1970 UTC; unset = NULL
//   repeated enum or string       TEXT, a JSON array
//   etag                          column row_version BIGINT; shown as text
// A field with option (muster.platform.v1.field).key is a code and has a column <name>_key besides, and with
// .likeness a column <name>_likeness: whatever writes a code here writes them too, and a filter compares by the key.
// A name has a column <name>_order, and a table that is searched has words (names.h).
// A field with option (muster.platform.v1.field).stored = false has no column. Any other kind
// of field is a programming error: INTERNAL, naming it.
#pragma once

#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/message.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/query.h"
#include "platform/proto/resources.h"

namespace muster::rows {

// A view of its columns, "id, number, given_name, ...", in field order, each with `prefix`
// ("p." for a join).
std::string columns(const google::protobuf::Descriptor& type, std::string_view prefix = "");
template <class M>
std::string columns(std::string_view prefix = "") {
  return columns(*M::descriptor(), prefix);
}

// Reads a field's column value from a message (for the statements a resource writes by hand).
db::Value value_of(const google::protobuf::Message& message, std::string_view field);

namespace detail {
// Fills `message` from the columns that columns() names, in that order.
void select_into(db::Session& session, const db::Query& query, const google::protobuf::Descriptor& type,
                 const std::function<google::protobuf::Message*()>& next);
}  // namespace detail

// `query` must select exactly columns<M>().
template <class M>
std::vector<M> query(db::Session& session, const db::Query& query) {
  std::vector<M> result;
  std::vector<std::unique_ptr<M>> held;
  detail::select_into(session, query, *M::descriptor(),
                      [&]() -> google::protobuf::Message* { return held.emplace_back(std::make_unique<M>()).get(); });
  result.reserve(held.size());
  for (auto& message : held) result.push_back(std::move(*message));
  return result;
}
template <class M>
std::optional<M> query_one(db::Session& session, const db::Query& one) {
  auto all = query<M>(session, one);
  if (all.empty()) return std::nullopt;
  return std::move(all.front());
}

// What a SELECT takes from other tables than the resource's own: fields without a column in it.
struct Joined {
  std::string from;  // " LEFT JOIN ...": at most one row for each of the resource's
  std::vector<std::pair<std::string_view, std::string>> fields;  // of the message, with their SQL; NULL: unset
};

// Inserts the message, ignoring its name, and returns the new id; records the change for the
// audit. Stamps create_time and update_time if the message has them, with `moment` (microseconds since 1970) or with
// that of writing, and row_version 1.
// Errors: ALREADY_EXISTS naming the field on a unique key, and of a code that is not personal the record that has
// it with its spelling; INVALID_ARGUMENT on a reference
// that does not exist or a CHECK.
long long insert(db::Session& session, std::string_view table, const google::protobuf::Message& message,
                 std::optional<long long> moment = std::nullopt);

// Updates the fields of `mask` (top level; not name, etag or times) in the row that the
// message's name gives, raises row_version and stamps update_time; records the fields that
// really changed, and does nothing if none did. An etag in the message must match the row.
// Errors: NOT_FOUND, ABORTED (stale etag), INVALID_ARGUMENT (an empty mask, a field in it that is
// unknown or not stored, or a date that would be before the one which it may not be before), and
// those of insert.
void update(db::Session& session, std::string_view table, const google::protobuf::Message& message,
            const google::protobuf::FieldMask& mask);

// The same for a resource that this transaction has read as `before`, without reading it again.
// Errors: those of update() but NOT_FOUND: ABORTED also when the row is no longer the one that was read.
void update_read(db::Session& session, std::string_view table, const google::protobuf::Message& before,
                 const google::protobuf::Message& message, const google::protobuf::FieldMask& mask);

// Deletes the row, which the audit tells. What refers to it must be gone.
void remove(db::Session& session, std::string_view table, long long id);

}  // namespace muster::rows
