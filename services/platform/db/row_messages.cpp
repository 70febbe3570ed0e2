// SPDX-License-Identifier: EUPL-1.2
// Rows as messages: read_messages() of row_plan.h. A row becomes the message's binary form, which
// Protobuf reads in one go: setting field after field by reflection takes twice as long.
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <bit>
#include <charconv>

#include "platform/db/row_plan.h"
#include "platform/db/scan.h"
#include "platform/db/session_impl.h"
#include "platform/status/error.h"

namespace muster::db {
namespace {

namespace pb = google::protobuf;
using pb::FieldDescriptor;

constexpr long long micros_per_second = 1'000'000;

status::Error misfit(const FieldDescriptor& field, const std::string& why) {
  return {status::Code::internal, field.full_name() + " " + why};
}

// Protobuf's binary form, field by field. Source: protobuf.dev, "Encoding".
class WireWriter {
 public:
  enum class Form { varint = 0, fixed64 = 1, bytes = 2 };

  void clear() { bytes_.clear(); }
  const std::string& bytes() const { return bytes_; }

  void number(int field, std::uint64_t value) {
    tag(field, Form::varint);
    varint(value);
  }
  void real(int field, double value) {
    tag(field, Form::fixed64);
    const auto bits = std::bit_cast<std::uint64_t>(value);
    for (int i = 0; i < 8; ++i) bytes_ += static_cast<char>(bits >> (8 * i));
  }
  void text(int field, std::string_view value) {
    tag(field, Form::bytes);
    varint(value.size());
    bytes_ += value;
  }
  // "persons/42"
  void name(int field, std::string_view collection, long long id) {
    char digits[20];
    const auto size = static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, id).ptr - digits);
    tag(field, Form::bytes);
    varint(collection.size() + 1 + size);
    bytes_ += collection;
    bytes_ += '/';
    bytes_.append(digits, size);
  }

 private:
  void tag(int field, Form form) { varint(static_cast<std::uint64_t>(field) << 3 | static_cast<std::uint64_t>(form)); }
  void varint(std::uint64_t value) {
    char digits[10];
    std::size_t size = 0;
    for (; value >= 0x80; value >>= 7) digits[size++] = static_cast<char>(value | 0x80);
    digits[size++] = static_cast<char>(value);
    bytes_.append(digits, size);
  }

  std::string bytes_;
};

std::string timestamp(long long micros) {
  const long long seconds = micros / micros_per_second - (micros % micros_per_second < 0);
  WireWriter time;
  time.number(1, static_cast<std::uint64_t>(seconds));
  time.number(2, static_cast<std::uint64_t>(micros - seconds * micros_per_second) * 1000);
  return time.bytes();
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

// Writes what the column holds; NULL leaves the field unset.
void write_column(WireWriter& out, const Column& column, const Record& row, int at) {
  if (row.is_null(at)) return;
  const int field = column.field->number();
  switch (column.kind) {
    case Kind::id:
    case Kind::reference: return out.name(field, column.collection, row.integer(at));
    case Kind::text: return out.text(field, row.text(at));
    case Kind::enumeration:
      return out.number(field, static_cast<std::uint64_t>(std::int64_t{enum_number(column, row.text(at))}));
    case Kind::boolean: return out.number(field, row.integer(at) != 0);
    case Kind::integer:
      return out.number(field, static_cast<std::uint64_t>(whole_number(*column.field, row.integer(at))));
    case Kind::real: return out.real(field, row.real(at));
    case Kind::time: return out.text(field, timestamp(row.integer(at)));
    case Kind::version: return out.text(field, std::to_string(row.integer(at)));
    case Kind::list: break;  // set_list()
  }
}

// Fields that are lists are few and short: by reflection.
void set_list(pb::Message& message, const Column& column, const std::string& text) {
  if (text == "[]" || text.empty()) return;
  const FieldDescriptor& field = *column.field;
  pb::ListValue list;
  if (!pb::util::JsonStringToMessage(text, &list).ok()) {
    throw misfit(field, "is not a JSON array in the database");
  }
  const auto* reflection = message.GetReflection();
  for (const auto& value : list.values()) {
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      reflection->AddEnumValue(&message, &field, enum_number(column, value.string_value()));
    } else {
      reflection->AddString(&message, &field, value.string_value());
    }
  }
}

}  // namespace

void read_messages(Session& session, const Query& query, const std::vector<const Column*>& columns,
                   const std::function<pb::Message*()>& next) {
  std::vector<Type> types;
  for (const Column* column : columns) types.push_back(column->type);
  WireWriter wire;
  session.impl().each_record(query, types, [&](const Record& row) {
    pb::Message& message = *next();
    wire.clear();
    for (std::size_t i = 0; i < columns.size(); ++i) write_column(wire, *columns[i], row, static_cast<int>(i));
    if (!message.ParseFromString(wire.bytes())) {
      throw status::Error(status::Code::internal,
                          "a row of the database is no " + message.GetDescriptor()->name() + ": text that is not UTF-8");
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i]->kind == Kind::list) set_list(message, *columns[i], std::string(row.text(static_cast<int>(i))));
    }
  });
}

}  // namespace muster::db
