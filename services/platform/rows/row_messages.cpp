// SPDX-License-Identifier: EUPL-1.2
// Rows as messages: read_encoded() and read_messages() of row_plan.h. A row becomes the message's binary
// form, which Protobuf reads in one go: setting field after field by reflection takes twice as long.
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>

#include "platform/db/detail/scan.h"
#include "platform/db/session_impl.h"
#include "platform/proto/writer.h"
#include "platform/rows/row_plan.h"
#include "platform/status/error.h"
#include "platform/text/utf8.h"

namespace muster::rows {
namespace {

namespace pb = google::protobuf;
using pb::FieldDescriptor;

status::Error misfit(const FieldDescriptor& field, const std::string& why) {
  return {status::Code::internal, field.full_name() + " " + why};
}

long long whole_number(const FieldDescriptor& field, long long value) {
  const bool small = field.cpp_type() == FieldDescriptor::CPPTYPE_INT32;
  if (small && value != static_cast<pb::int32>(value)) throw misfit(field, "is too large in the database");
  return value;
}

int enum_number(const Column& column, std::string_view name) {
  for (const auto& [known, number] : column.numbers) {
    if (known == name) return number;
  }
  throw misfit(*column.field, "has an unknown value in the database");
}

// The elements of a field that is a list, which are few and short.
void write_list(proto::Writer& out, const Column& column, std::string_view text) {
  if (text == "[]" || text.empty()) return;
  const FieldDescriptor& field = *column.field;
  pb::ListValue list;
  if (!pb::util::JsonStringToMessage(std::string(text), &list).ok()) {
    throw misfit(field, "is not a JSON array in the database");
  }
  for (const auto& value : list.values()) {
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      out.number(field.number(), static_cast<std::uint64_t>(enum_number(column, value.string_value())));
    } else {
      out.text(field.number(), value.string_value());
    }
  }
}

// Writes what the column holds. NULL leaves the field unset, and so does the default of a field that does
// not tell the two apart.
void write_column(proto::Writer& out, const Column& column, const db::Record& row, int at) {
  const int field = column.field->number();
  const auto number = [&](std::int64_t value) {
    if (value != 0 || column.presence) out.number(field, static_cast<std::uint64_t>(value));
  };
  const auto text = [&](std::string_view value) {
    if (!text::is_utf8(value)) throw misfit(*column.field, "is text that is not UTF-8 in the database");
    if (!value.empty() || column.presence) out.text(field, value);
  };
  switch (column.kind) {
    case Kind::text:
      if (const auto value = row.maybe_text(at)) text(*value);
      return;
    case Kind::enumeration:
      if (const auto name = row.maybe_text(at)) number(enum_number(column, *name));
      return;
    case Kind::id:
    case Kind::reference:
      if (const auto id = row.maybe_integer(at)) out.name(field, column.collection, *id);
      return;
    case Kind::boolean:
      if (const auto value = row.maybe_integer(at)) number(*value != 0);
      return;
    case Kind::integer:
      if (const auto value = row.maybe_integer(at)) number(whole_number(*column.field, *value));
      return;
    case Kind::time:
      if (const auto micros = row.maybe_integer(at)) out.time(field, *micros);
      return;
    case Kind::version:
      if (const auto version = row.maybe_integer(at)) out.text(field, std::to_string(*version));
      return;
    case Kind::real:
      if (row.is_null(at)) return;
      if (const double value = row.real(at); value != 0 || column.presence) out.real(field, value);
      return;
    case Kind::list: return write_list(out, column, row.text(at));
    case Kind::key:
    case Kind::likeness:
    case Kind::order:
    case Kind::words: return;
  }
}

}  // namespace

RowShape::RowShape(const std::vector<const Column*>& columns) {
  types.reserve(columns.size());
  fields.reserve(columns.size());
  for (const Column* column : columns) {
    fields.emplace_back(column, static_cast<int>(types.size()));
    types.push_back(column->type);
  }
  std::sort(fields.begin(), fields.end(),
            [](const auto& a, const auto& b) { return a.first->field->number() < b.first->field->number(); });
}

void read_encoded(db::Session& session, const db::Query& query, const RowShape& shape,
                  const std::function<void(std::string_view)>& take) {
  proto::Writer out;
  session.impl().each_record(query, shape.types, [&](const db::Record& row) {
    out.clear();
    for (const auto& [column, at] : shape.fields) write_column(out, *column, row, at);
    take(out.bytes());
  });
}

void read_messages(db::Session& session, const db::Query& query, const RowShape& shape,
                   const std::function<pb::Message*()>& next) {
  read_encoded(session, query, shape, [&](std::string_view bytes) {
    pb::Message& message = *next();
    if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      throw status::Error(status::Code::internal, "a row of the database is no " + message.GetDescriptor()->name());
    }
  });
}

}  // namespace muster::rows
