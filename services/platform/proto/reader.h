// SPDX-License-Identifier: EUPL-1.2
// Protobuf's binary form, read piece by piece (protobuf.dev, "Encoding").
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string_view>

namespace muster::proto {

// Over bytes that Protobuf wrote in this program, so whatever does not fit is an error of ours:
// every function throws broken() then. Does not own the bytes.
class Reader {
 public:
  enum class Form { varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 };
  struct Tag {
    int number;
    Form form;
  };

  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  static std::logic_error broken() { return std::logic_error("a message's binary form cannot be read"); }

  bool done() const { return rest_.empty(); }

  Tag tag() {
    const std::uint64_t tag = varint();
    return {static_cast<int>(tag >> 3), static_cast<Form>(tag & 7)};
  }

  std::uint64_t varint() {
    // Most are one byte long.
    if (!rest_.empty() && static_cast<unsigned char>(rest_.front()) < 0x80) {
      const auto value = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      return value;
    }
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < rest_.size() && i < 10; ++i) {
      const auto byte = static_cast<unsigned char>(rest_[i]);
      value |= static_cast<std::uint64_t>(byte & 0x7f) << (7 * i);
      if (byte >= 0x80) continue;
      rest_.remove_prefix(i + 1);
      return value;
    }
    throw broken();
  }

  std::int64_t zigzag() {
    const std::uint64_t value = varint();
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
  }

  template <class T>
  T fixed() {
    static_assert(std::endian::native == std::endian::little);
    T value;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }

  void skip(Form form) {
    switch (form) {
      case Form::varint: varint(); return;
      case Form::fixed64: take(8); return;
      case Form::bytes: bytes(); return;
      case Form::fixed32: take(4); return;
    }
    throw broken();
  }

  // A text, bytes, a message or packed numbers.
  std::string_view bytes() { return take(varint()); }

 private:
  std::string_view take(std::uint64_t size) {
    if (size > rest_.size()) throw broken();
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  std::string_view rest_;
};

}  // namespace muster::proto
