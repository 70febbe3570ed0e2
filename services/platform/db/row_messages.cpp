// SPDX-License-Identifier: EUPL-1.2
// Rows as messages: read_messages() of row_plan.h. A row becomes the message's binary form, which
// Protobuf reads in one go: setting field after field by reflection takes twice as long.
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <bit>
#include <charconv>
#include <cstring>

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

// Protobuf's binary form, field by field, in a buffer that is used again for the next row.
// Source: protobuf.dev, "Encoding".
class WireWriter {
 public:
  enum class Form { varint = 0, fixed64 = 1, bytes = 2 };

  void clear() { size_ = 0; }
  std::string_view bytes() const { return {buffer_.data(), size_}; }

  void number(int field, std::uint64_t value) {
    make_room(0);
    put_number(field, value);
  }
  void real(int field, double value) {
    make_room(0);
    tag(field, Form::fixed64);
    const auto bits = std::bit_cast<std::uint64_t>(value);
    for (int i = 0; i < 8; ++i) buffer_[size_++] = static_cast<char>(bits >> (8 * i));
  }
  void text(int field, std::string_view value) {
    make_room(value.size());
    tag(field, Form::bytes);
    varint(value.size());
    put(value);
  }
  // "persons/42"
  void name(int field, std::string_view collection, long long id) {
    char digits[20];
    const auto size = static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, id).ptr - digits);
    make_room(collection.size());
    tag(field, Form::bytes);
    varint(collection.size() + 1 + size);
    put(collection);
    buffer_[size_++] = '/';
    put({digits, size});
  }
  // A google.protobuf.Timestamp.
  void time(int field, long long micros) {
    const long long seconds = micros / micros_per_second - (micros % micros_per_second < 0);
    make_room(0);
    tag(field, Form::bytes);
    const std::size_t length_at = size_++;
    put_number(1, static_cast<std::uint64_t>(seconds));
    put_number(2, static_cast<std::uint64_t>(micros - seconds * micros_per_second) * 1000);
    buffer_[length_at] = static_cast<char>(size_ - length_at - 1);
  }

 private:
  // For `text` and all that one field has beside it: tags, lengths and numbers.
  void make_room(std::size_t text) {
    constexpr std::size_t beside = 64;
    if (buffer_.size() < size_ + text + beside) buffer_.resize(2 * (size_ + text + beside));
  }
  void put_number(int field, std::uint64_t value) {
    tag(field, Form::varint);
    varint(value);
  }
  void tag(int field, Form form) { varint(static_cast<std::uint64_t>(field) << 3 | static_cast<std::uint64_t>(form)); }
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) buffer_[size_++] = static_cast<char>(value | 0x80);
    buffer_[size_++] = static_cast<char>(value);
  }
  void put(std::string_view text) {
    std::memcpy(buffer_.data() + size_, text.data(), text.size());
    size_ += text.size();
  }

  std::vector<char> buffer_;
  std::size_t size_ = 0;
};

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
  const int field = column.field->number();
  const auto number = [&](std::int64_t value) { out.number(field, static_cast<std::uint64_t>(value)); };
  switch (column.kind) {
    case Kind::text:
      if (const auto text = row.maybe_text(at)) out.text(field, *text);
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
      if (!row.is_null(at)) out.real(field, row.real(at));
      return;
    case Kind::list: return;  // set_list()
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
    const std::string_view bytes = wire.bytes();
    if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      throw status::Error(status::Code::internal,
                          "a row of the database is no " + message.GetDescriptor()->name() + ": text that is not UTF-8");
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i]->kind == Kind::list) set_list(message, *columns[i], std::string(row.text(static_cast<int>(i))));
    }
  });
}

}  // namespace muster::db
