// SPDX-License-Identifier: EUPL-1.2
// How the fields of a message are columns; the table is in rows.h. Included by the .cpp files
// of rows/, and by rpc/fact_rows.cpp.
#pragma once

#include <google/protobuf/message.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/query.h"
#include "platform/rows/rows.h"

namespace muster::rows {

// Key and likeness are made of a code, order and words of names (names.h); they have columns beside those of the fields.
enum class Kind {
  id,
  reference,
  text,
  enumeration,
  boolean,
  integer,
  real,
  time,
  list,
  version,
  key,
  likeness,
  order,
  words
};

struct Column {
  const google::protobuf::FieldDescriptor* field;
  Kind kind;
  db::Type type;
  std::string name;        // in the database
  std::string collection;  // of an id or a reference: "persons"
  bool nullable;           // its column may hold NULL
  bool presence;           // the field tells unset from its default
  bool sensitive;
  std::string within;                                // of a key: the field within whose values it is unique; or empty
  std::string not_before;                            // of a date: the field whose date it may not be before; or empty
  std::vector<std::pair<std::string, int>> numbers;  // of the names of an enum's values
};

struct Plan {
  const google::protobuf::Descriptor* type;
  std::vector<Column> columns;  // in the order of the fields
  std::string list;             // of their names: "id, number, ..."
  std::vector<Column> others;   // of fields that are not stored in the resource's own table
  std::vector<Column> derived;  // of codes and names: written with them and never read into a message
  // Of who has names: both are there, or none.
  const google::protobuf::FieldDescriptor* family_name = nullptr;
  const google::protobuf::FieldDescriptor* given_name = nullptr;
  std::vector<const google::protobuf::FieldDescriptor*> searched;

  // By the name of the field; null if there is none or it is not stored.
  const Column* find(std::string_view field) const;
  const Column* of_kind(Kind kind) const;
  // The key's column of a code; null if the field is none.
  const Column* key_of(const google::protobuf::FieldDescriptor& field) const;
  // The column of a name's place; null if the field is no name.
  const Column* order_of(const google::protobuf::FieldDescriptor& field) const;
  bool has_names() const { return family_name != nullptr; }
};

// Made once for each message type. Thread-safe. Errors: INTERNAL for a field of a kind that
// has no column.
const Plan& plan_of(const google::protobuf::Descriptor& type);

// Errors: INVALID_ARGUMENT naming the field for a reference that is not "collection/number" or
// an enum value that does not exist.
db::Value value_of(const google::protobuf::Message& message, const Column& column);

// A time that whoever writes stamps: create_time, update_time.
bool is_stamp(const Column& column);
// What a new row holds: value_of, but for the stamps, which are `now`, and the version, which is 1.
db::Value first_value_of(const google::protobuf::Message& message, const Column& column, long long now);

// "prefix.id, prefix.number, ...".
std::string column_list(const std::vector<const Column*>& columns, std::string_view prefix);

// What is to be known of the columns that a SELECT names, in their order; worked out once for a statement
// that runs often.
struct RowShape {
  explicit RowShape(const std::vector<const Column*>& columns);
  std::vector<db::Type> types;
  // Each with its place in the row, by the number of the field.
  std::vector<std::pair<const Column*, int>> fields;
};

// Gives each row of `query`, which selects the columns of `shape`, to `take` as a message in Protobuf's binary form, its
// fields in the order of their numbers and defaults left out; the bytes are good until the next row.
// Errors: INTERNAL if a column holds what its field cannot. In row_messages.cpp.
void read_encoded(db::Session& session, const db::Query& query, const RowShape& shape,
                  const std::function<void(std::string_view bytes)>& take);
// The same into messages from `next`, which must be empty.
void read_messages(db::Session& session, const db::Query& query, const RowShape& shape,
                   const std::function<google::protobuf::Message*()>& next);

std::vector<const Column*> all_columns(const Plan& plan);
// With what is derived of codes and names: what a new row must hold.
std::vector<const Column*> written_columns(const Plan& plan);
// Without those whose field's privacy is SENSITIVE.
std::vector<const Column*> columns_without_sensitive(const Plan& plan);

// The joined fields after other columns: as columns, and as SQL, ", unit.display_name, ...".
void add_joined(std::vector<const Column*>& columns, const Plan& plan, const Joined& joined);
std::string expressions(const Joined& joined);

}  // namespace muster::rows
