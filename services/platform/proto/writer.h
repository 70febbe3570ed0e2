// SPDX-License-Identifier: EUPL-1.2
// Protobuf's binary form, written piece by piece (protobuf.dev, "Encoding").
#pragma once

#include <bit>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "platform/proto/buffer.h"

namespace muster::proto {

class Writer {
 public:
  enum class Form { varint = 0, fixed64 = 1, bytes = 2 };

  void clear() { out_.cut(0); }
  std::string_view bytes() const { return out_.view(); }
  std::string take() { return out_.take(); }

  void number(int field, std::uint64_t value) {
    make_room(0);
    put_number(field, value);
  }
  void real(int field, double value) {
    make_room(0);
    tag(field, Form::fixed64);
    const auto bits = std::bit_cast<std::uint64_t>(value);
    for (int i = 0; i < 8; ++i) out_.put(static_cast<char>(bits >> (8 * i)));
  }
  // A text, or a message in its binary form.
  void text(int field, std::string_view value) {
    make_room(value.size());
    tag(field, Form::bytes);
    varint(value.size());
    out_.put(value);
  }
  // "persons/42"
  void name(int field, std::string_view collection, long long id) {
    char digits[20];
    const auto size = static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, id).ptr - digits);
    make_room(collection.size());
    tag(field, Form::bytes);
    varint(collection.size() + 1 + size);
    out_.put(collection);
    out_.put('/');
    out_.put({digits, size});
  }
  // A google.protobuf.Timestamp, from microseconds since 1970.
  void time(int field, long long micros) {
    constexpr long long per_second = 1'000'000;
    const long long seconds = micros / per_second - (micros % per_second < 0);
    make_room(0);
    tag(field, Form::bytes);
    const std::size_t length_at = out_.size();
    out_.put('\0');
    put_number(1, static_cast<std::uint64_t>(seconds));
    put_number(2, static_cast<std::uint64_t>(micros - seconds * per_second) * 1000);
    out_.at(length_at) = static_cast<char>(out_.size() - length_at - 1);
  }

 private:
  // For `text` and all that one field has beside it: tags, lengths and numbers.
  void make_room(std::size_t text) { out_.make_room(text + 64); }
  void put_number(int field, std::uint64_t value) {
    tag(field, Form::varint);
    varint(value);
  }
  void tag(int field, Form form) { varint(static_cast<std::uint64_t>(field) << 3 | static_cast<std::uint64_t>(form)); }
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) out_.put(static_cast<char>(value | 0x80));
    out_.put(static_cast<char>(value));
  }

  Buffer out_;
};

}  // namespace muster::proto
