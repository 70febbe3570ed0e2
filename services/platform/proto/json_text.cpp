// SPDX-License-Identifier: EUPL-1.2
#include "platform/proto/json_text.h"

#include <array>
#include <cstdint>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/status/error.h"

namespace muster::proto {
namespace {

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

void append_utf8(std::string& out, std::uint32_t point) {
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xc0 | point >> 6);
    out += static_cast<char>(0x80 | (point & 0x3f));
  } else if (point < 0x10000) {
    out += static_cast<char>(0xe0 | point >> 12);
    out += static_cast<char>(0x80 | (point >> 6 & 0x3f));
    out += static_cast<char>(0x80 | (point & 0x3f));
  } else {
    out += static_cast<char>(0xf0 | point >> 18);
    out += static_cast<char>(0x80 | (point >> 12 & 0x3f));
    out += static_cast<char>(0x80 | (point >> 6 & 0x3f));
    out += static_cast<char>(0x80 | (point & 0x3f));
  }
}

// Most of a text needs no escape: one look into a table for each byte.
constexpr auto needs_escape = [] {
  std::array<bool, 256> set{};
  for (std::size_t c = 0; c < 0x20; ++c) set[c] = true;
  set['"'] = set['\\'] = set[0x7f] = true;
  return set;
}();

// With room for six bytes of each of its own, were every one to become \u00XX.
void put_escaped(proto::Buffer& out, std::string_view text) {
  constexpr std::string_view hex = "0123456789abcdef";
  std::size_t plain = 0;  // start of what needs no escape
  const char* const bytes = text.data();
  for (std::size_t i = 0; i < text.size(); ++i) {
    const unsigned char c = static_cast<unsigned char>(bytes[i]);
    if (!needs_escape[c]) continue;
    out.put(text.substr(plain, i - plain));
    plain = i + 1;
    out.put('\\');
    switch (c) {
      case '"': out.put('"'); break;
      case '\\': out.put('\\'); break;
      case '\n': out.put('n'); break;
      case '\r': out.put('r'); break;
      case '\t': out.put('t'); break;
      default:
        out.put("u00");
        out.put(hex[c >> 4]);
        out.put(hex[c & 15]);
    }
  }
  out.put(text.substr(plain));
}

}  // namespace

void append_json_string(proto::Buffer& out, std::string_view text) {
  constexpr std::size_t piece = 1024;
  out.append("\"");
  while (text.size() > piece) {
    out.make_room(6 * piece);
    put_escaped(out, text.substr(0, piece));
    text.remove_prefix(piece);
  }
  out.make_room(6 * text.size() + 1);
  put_escaped(out, text);
  out.put('"');
}

void append_json_string(std::string& out, std::string_view text) {
  proto::Buffer buffer;
  append_json_string(buffer, text);
  out += buffer.view();
}

char JsonScanner::peek() {
  while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  return at_ < text_.size() ? text_[at_] : '\0';
}

bool JsonScanner::take(char c) {
  if (peek() != c || at_ == text_.size()) return false;
  ++at_;
  return true;
}

void JsonScanner::expect(char c, std::string_view expected) {
  if (!take(c)) fail(expected);
}

bool JsonScanner::take_word(std::string_view word) {
  peek();
  if (!text_.substr(at_).starts_with(word)) return false;
  at_ += word.size();
  return true;
}

void JsonScanner::fail(std::string_view expected) const {
  throw status::Error(
      status::Code::invalid_argument, platform::v1::REASON_MALFORMED_JSON,
      "the body is not valid JSON: expected " + std::string(expected) + " at byte " + std::to_string(at_));
}

std::string_view JsonScanner::string() {
  expect('"', "a string");
  const std::size_t start = at_;
  // A string without escapes, nearly every one, is not copied.
  while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' &&
         static_cast<unsigned char>(text_[at_]) >= 0x20) {
    ++at_;
  }
  if (at_ < text_.size() && text_[at_] == '"') return text_.substr(start, at_++ - start);
  buffer_.assign(text_, start, at_ - start);
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (static_cast<unsigned char>(c) < 0x20) fail("an escape instead of a control character");
    ++at_;
    if (c == '"') return buffer_;
    if (c == '\\') {
      escape();
    } else {
      buffer_ += c;
    }
  }
  fail("the end of a string");
}

void JsonScanner::escape() {
  const char c = at_ < text_.size() ? text_[at_] : '\0';
  ++at_;
  switch (c) {
    case '"':
    case '\\':
    case '/': buffer_ += c; return;
    case 'b': buffer_ += '\b'; return;
    case 'f': buffer_ += '\f'; return;
    case 'n': buffer_ += '\n'; return;
    case 'r': buffer_ += '\r'; return;
    case 't': buffer_ += '\t'; return;
    case 'u': break;
    default: --at_; fail("one of \" \\ / b f n r t u after a backslash");
  }
  std::uint32_t point = hex4();
  if (point >= 0xdc00 && point < 0xe000) fail("the high half of a surrogate pair first");
  if (point >= 0xd800 && point < 0xdc00) {
    if (!text_.substr(at_).starts_with("\\u")) fail("the low half of a surrogate pair");
    at_ += 2;
    const std::uint32_t low = hex4();
    if (low < 0xdc00 || low >= 0xe000) fail("the low half of a surrogate pair");
    point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
  }
  append_utf8(buffer_, point);
}

unsigned JsonScanner::hex4() {
  unsigned value = 0;
  for (int i = 0; i < 4; ++i, ++at_) {
    const char c = at_ < text_.size() ? text_[at_] : '\0';
    const char letter = static_cast<char>(c | 0x20);
    if (is_digit(c)) {
      value = value * 16 + static_cast<unsigned>(c - '0');
    } else if (letter >= 'a' && letter <= 'f') {
      value = value * 16 + static_cast<unsigned>(letter - 'a' + 10);
    } else {
      fail("four hexadecimal digits");
    }
  }
  return value;
}

std::size_t JsonScanner::digits() {
  const std::size_t start = at_;
  while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
  if (at_ == start) fail("a digit");
  return at_ - start;
}

std::string_view JsonScanner::number() {
  peek();
  const std::size_t start = at_;
  const auto next_is = [&](char c) { return at_ < text_.size() && text_[at_] == c; };
  if (next_is('-')) ++at_;
  const bool zero = next_is('0');
  if (digits() > 1 && zero) fail("a number without leading zeros");
  if (next_is('.')) {
    ++at_;
    digits();
  }
  if (next_is('e') || next_is('E')) {
    ++at_;
    if (next_is('+') || next_is('-')) ++at_;
    digits();
  }
  return text_.substr(start, at_ - start);
}

void JsonScanner::skip_value(int depth) {
  const char first = peek();
  if (first == '"') {
    string();
  } else if (first == '{' || first == '[') {
    if (depth >= max_depth) fail("at most 32 levels of nesting");
    const char close = first == '{' ? '}' : ']';
    ++at_;
    if (take(close)) return;
    do {
      if (close == '}') {
        string();
        expect(':', "':' after a name");
      }
      skip_value(depth + 1);
    } while (take(','));
    expect(close, "',' or the closing bracket");
  } else if (first == '-' || is_digit(first)) {
    number();
  } else if (!take_word("true") && !take_word("false") && !take_word("null")) {
    fail("a value");
  }
}

void JsonScanner::expect_end() {
  peek();
  if (at_ != text_.size()) fail("the end of the text");
}

}  // namespace muster::proto
