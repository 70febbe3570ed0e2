// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/base64.h"

#include <array>
#include <cstdint>

namespace muster::text {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t invalid = 0xff;

constexpr std::array<std::uint8_t, 256> make_values() {
  std::array<std::uint8_t, 256> values{};
  for (auto& value : values) value = invalid;
  for (std::uint8_t i = 0; i < alphabet.size(); ++i) {
    values[static_cast<unsigned char>(alphabet[i])] = i;
  }
  values['-'] = 62;
  values['_'] = 63;
  return values;
}

constexpr auto values = make_values();

}  // namespace

std::string encode_base64(std::string_view bytes, Padding padding) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  std::uint32_t bits = 0;
  int count = 0;
  for (unsigned char byte : bytes) {
    bits = bits << 8 | byte;
    count += 8;
    while (count >= 6) {
      count -= 6;
      out += alphabet[bits >> count & 63];
    }
  }
  if (count > 0) out += alphabet[bits << (6 - count) & 63];
  while (padding == Padding::with && out.size() % 4 != 0) out += '=';
  return out;
}

std::optional<std::string> decode_base64(std::string_view text) {
  std::size_t padded = 0;
  while (padded < 2 && !text.empty() && text.back() == '=') {
    text.remove_suffix(1);
    ++padded;
  }
  if (text.size() % 4 == 1 || (padded > 0 && (text.size() + padded) % 4 != 0)) {
    return std::nullopt;
  }
  const auto has = [text](const char* letters) { return text.find_first_of(letters) != std::string_view::npos; };
  if (has("+/") && has("-_")) return std::nullopt;  // of one alphabet or the other
  std::string out(text.size() * 3 / 4, '\0');
  std::size_t at = 0;
  std::uint32_t bits = 0;
  int count = 0;
  for (unsigned char c : text) {
    const std::uint8_t value = values[c];
    if (value == invalid) return std::nullopt;
    bits = bits << 6 | value;
    count += 6;
    if (count >= 8) {
      count -= 8;
      out[at++] = static_cast<char>(bits >> count & 0xff);
    }
  }
  // What the last letter says beyond the last byte (RFC 4648, 3.5).
  if ((bits & ((1U << count) - 1)) != 0) return std::nullopt;
  return out;
}

}  // namespace muster::text
