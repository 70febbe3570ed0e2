// SPDX-License-Identifier: EUPL-1.2
#include "platform/rows/row_plan.h"

#include <google/api/resource.pb.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/time_util.h>
#include <muster/platform/v1/options.pb.h>

#include <algorithm>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/per_type.h"
#include "platform/proto/resources.h"
#include "platform/rows/rows.h"
#include "platform/status/error.h"
#include "platform/text/code_key.h"

namespace muster::rows {
namespace {

namespace pb = google::protobuf;
using pb::FieldDescriptor;
using status::Code;
using status::Error;

Error misfit(const std::string& what, const std::string& why) { return {Code::internal, what + " " + why}; }

bool is_resource_name(const FieldDescriptor& field) {
  return field.name() == "name" && !proto::collection_in(*field.containing_type()).empty();
}

Kind kind_of(const FieldDescriptor& field) {
  const auto type = field.cpp_type();
  if (field.is_repeated()) {
    const bool listable = type == FieldDescriptor::CPPTYPE_STRING || type == FieldDescriptor::CPPTYPE_ENUM;
    if (!listable) throw misfit(field.full_name(), "is repeated but not of strings or enums");
    return Kind::list;
  }
  switch (type) {
    case FieldDescriptor::CPPTYPE_STRING:
      if (is_resource_name(field)) return Kind::id;
      if (field.options().HasExtension(google::api::resource_reference)) return Kind::reference;
      return field.name() == "etag" ? Kind::version : Kind::text;
    case FieldDescriptor::CPPTYPE_ENUM: return Kind::enumeration;
    case FieldDescriptor::CPPTYPE_BOOL: return Kind::boolean;
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64: return Kind::integer;
    case FieldDescriptor::CPPTYPE_DOUBLE: return Kind::real;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (field.message_type() == pb::Timestamp::descriptor()) return Kind::time;
      break;
    default: break;
  }
  throw misfit(field.full_name(), "has a type without a column; declare it stored: false");
}

db::Type type_of(Kind kind) {
  switch (kind) {
    case Kind::text:
    case Kind::enumeration:
    case Kind::list:
    case Kind::key:
    case Kind::likeness:
    case Kind::order:
    case Kind::words: return db::Type::text;
    case Kind::real: return db::Type::real;
    default: return db::Type::integer;
  }
}

// Whether NULL may be in the column: order columns must not be.
bool is_nullable(const FieldDescriptor& field, Kind kind, bool required) {
  if (required || field.name() == "create_time" || field.name() == "update_time") return false;
  return kind == Kind::reference || field.has_presence();
}

Column column_of(const FieldDescriptor& field) {
  const auto& options = field.options().GetExtension(platform::v1::field);
  Column column;
  column.field = &field;
  column.kind = kind_of(field);
  column.type = type_of(column.kind);
  column.name = column.kind == Kind::id ? "id" : column.kind == Kind::version ? "row_version" : field.name();
  if (column.kind == Kind::id) column.collection = proto::collection_in(*field.containing_type());
  if (column.kind == Kind::reference) column.collection = proto::collection_of_reference(field);
  column.presence = field.has_presence();
  column.nullable = is_nullable(field, column.kind, options.required());
  column.not_before = options.not_before();
  column.sensitive = options.privacy() == platform::v1::PRIVACY_SENSITIVE;
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    for (int i = 0; i < field.enum_type()->value_count(); ++i) {
      column.numbers.emplace_back(field.enum_type()->value(i)->name(), field.enum_type()->value(i)->number());
    }
  }
  return column;
}

// What is made of a code has a column of its own beside the code's.
void add_derived(std::vector<Column>& derived, const Column& code) {
  const auto& options = code.field->options().GetExtension(platform::v1::field);
  if (!options.key()) return;
  if (code.kind != Kind::text) throw misfit(code.field->full_name(), "is a key, but no text");
  Column made = code;
  made.kind = Kind::key;
  made.name = code.name + "_key";
  made.within = options.key_within();
  derived.push_back(made);
  if (!options.likeness()) return;
  made.kind = Kind::likeness;
  made.name = code.name + "_likeness";
  derived.push_back(std::move(made));
}

// Notes what lists are in order by and what their search looks through.
void add_names(Plan& plan, const Column& column) {
  const auto& options = column.field->options().GetExtension(platform::v1::field);
  if (options.searched()) plan.searched.push_back(column.field);
  if (options.name_part() == platform::v1::NAME_PART_UNSPECIFIED) return;
  const bool family = options.name_part() == platform::v1::NAME_PART_FAMILY;
  (family ? plan.family_name : plan.given_name) = column.field;
  Column made = column;
  made.kind = Kind::order;
  made.name = column.name + "_order";
  made.nullable = false;
  plan.derived.push_back(std::move(made));
}

void complete_names(Plan& plan) {
  const bool has_words = !plan.searched.empty();
  if ((plan.family_name != nullptr) != has_words || (plan.given_name != nullptr) != has_words) {
    throw misfit(plan.type->full_name(), "has names or a search, but not both names and a search");
  }
  if (!has_words) return;
  Column words = plan.columns.front();
  words.field = plan.family_name;
  words.kind = Kind::words;
  words.type = db::Type::text;
  words.name = "words";
  plan.derived.push_back(std::move(words));
}

Plan make_plan(const pb::Descriptor& type) {
  Plan plan;
  plan.type = &type;
  for (int i = 0; i < type.field_count(); ++i) {
    const auto& field = *type.field(i);
    const auto& options = field.options().GetExtension(platform::v1::field);
    if (!options.has_stored() || options.stored()) {
      const Column& column = plan.columns.emplace_back(column_of(field));
      add_derived(plan.derived, column);
      add_names(plan, column);
    } else if (!field.is_repeated() && field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      plan.others.push_back(column_of(field));
    }
  }
  complete_names(plan);
  plan.list = column_list(all_columns(plan), "");
  return plan;
}

std::string enum_name(const FieldDescriptor& field, int number) {
  const auto* value = field.enum_type()->FindValueByNumber(number);
  if (value == nullptr) {
    throw status::invalid_argument(field.name(), platform::v1::REASON_UNKNOWN_VALUE,
                                   "has no value " + std::to_string(number));
  }
  return value->name();
}

std::string list_text(const pb::Message& message, const FieldDescriptor& field) {
  const auto* reflection = message.GetReflection();
  const int size = reflection->FieldSize(message, &field);
  if (size == 0) return "[]";
  pb::ListValue list;
  for (int i = 0; i < size; ++i) {
    list.add_values()->set_string_value(field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM
                                            ? enum_name(field, reflection->GetRepeatedEnumValue(message, &field, i))
                                            : reflection->GetRepeatedString(message, &field, i));
  }
  std::string text;
  if (!pb::util::MessageToJsonString(list, &text).ok()) {
    throw status::invalid_argument(field.name(), platform::v1::REASON_NOT_UTF8, "is not valid UTF-8");
  }
  return text;
}

// NULL where it is the key, as it mostly is: an index then holds few.
db::Value likeness_of(const std::string& code) {
  std::string likeness = text::code_likeness(code);
  return likeness == text::code_key(code) ? db::Value() : db::Value(std::move(likeness));
}

db::Value integer_of(const pb::Message& message, const FieldDescriptor& field) {
  const auto* reflection = message.GetReflection();
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
    return static_cast<long long>(reflection->GetInt32(message, &field));
  }
  return static_cast<long long>(reflection->GetInt64(message, &field));
}

}  // namespace

const Column* Plan::find(std::string_view field) const {
  const auto found =
      std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return c.field->name() == field; });
  return found == columns.end() ? nullptr : &*found;
}

const Column* Plan::of_kind(Kind kind) const {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return c.kind == kind; });
  return found == columns.end() ? nullptr : &*found;
}

const Column* Plan::key_of(const FieldDescriptor& field) const {
  const auto found = std::find_if(derived.begin(), derived.end(),
                                  [&](const Column& c) { return c.kind == Kind::key && c.field == &field; });
  return found == derived.end() ? nullptr : &*found;
}

const Column* Plan::order_of(const FieldDescriptor& field) const {
  const auto found = std::find_if(derived.begin(), derived.end(),
                                  [&](const Column& c) { return c.kind == Kind::order && c.field == &field; });
  return found == derived.end() ? nullptr : &*found;
}

const Plan& plan_of(const pb::Descriptor& type) {
  static auto* plans = new proto::PerType<Plan>(&make_plan);
  return plans->of(type);
}

db::Value value_of(const pb::Message& message, const Column& column) {
  const auto& field = *column.field;
  const auto* reflection = message.GetReflection();
  if (column.presence && !reflection->HasField(message, &field)) return std::monostate{};
  switch (column.kind) {
    case Kind::id:
    case Kind::reference: {
      const std::string name = reflection->GetString(message, &field);
      if (name.empty()) return std::monostate{};
      return proto::id_of(name, column.collection, field.name());
    }
    case Kind::text: return reflection->GetString(message, &field);
    case Kind::enumeration: return enum_name(field, reflection->GetEnumValue(message, &field));
    case Kind::boolean: return reflection->GetBool(message, &field) ? 1LL : 0LL;
    case Kind::integer: return integer_of(message, field);
    case Kind::real: return reflection->GetDouble(message, &field);
    case Kind::time:
      return static_cast<long long>(pb::util::TimeUtil::TimestampToMicroseconds(
          static_cast<const pb::Timestamp&>(reflection->GetMessage(message, &field))));
    case Kind::list: return list_text(message, field);
    case Kind::key: return text::code_key(reflection->GetString(message, &field));
    case Kind::likeness: return likeness_of(reflection->GetString(message, &field));
    case Kind::version:
    case Kind::order:  // of more than the message says: names.h
    case Kind::words: break;
  }
  return std::monostate{};
}

bool is_stamp(const Column& column) {
  return column.kind == Kind::time && (column.name == "create_time" || column.name == "update_time");
}

db::Value first_value_of(const pb::Message& message, const Column& column, long long now) {
  if (is_stamp(column)) return now;
  if (column.kind == Kind::version) return 1LL;
  return value_of(message, column);
}

std::string column_list(const std::vector<const Column*>& columns, std::string_view prefix) {
  std::string list;
  for (const Column* column : columns) {
    if (!list.empty()) list += ", ";
    list += prefix;
    list += column->name;
  }
  return list;
}

std::vector<const Column*> all_columns(const Plan& plan) {
  std::vector<const Column*> all;
  for (const Column& column : plan.columns) all.push_back(&column);
  return all;
}

std::vector<const Column*> written_columns(const Plan& plan) {
  std::vector<const Column*> written = all_columns(plan);
  for (const Column& column : plan.derived) written.push_back(&column);
  return written;
}

std::vector<const Column*> columns_without_sensitive(const Plan& plan) {
  std::vector<const Column*> columns = all_columns(plan);
  std::erase_if(columns, [](const Column* column) { return column->sensitive; });
  return columns;
}

void add_joined(std::vector<const Column*>& columns, const Plan& plan, const Joined& joined) {
  for (const auto& [field, sql] : joined.fields) {
    const auto other = std::find_if(plan.others.begin(), plan.others.end(),
                                    [name = field](const Column& column) { return column.field->name() == name; });
    if (other == plan.others.end()) throw misfit(plan.type->full_name(), "has no field to join: " + std::string(field));
    columns.push_back(&*other);
  }
}

std::string expressions(const Joined& joined) {
  std::string list;
  for (const auto& [field, sql] : joined.fields) list += ", " + sql;
  return list;
}

}  // namespace muster::rows
