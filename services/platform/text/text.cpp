// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/text.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <stdexcept>

#include "muster/platform/v1/reasons.pb.h"
#include "rules/civil_date.h"
#include "rules/iso_codes.h"
#include "rules/time_zone.h"

namespace muster::text {
namespace {

using platform::v1::Format;

constexpr UChar32 zero_width_non_joiner = 0x200C;
constexpr UChar32 zero_width_joiner = 0x200D;

// Walks the code points; `visit` returns a complaint or nothing.
template <class Visit>
std::optional<Complaint> each_character(std::string_view text, Visit visit) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t at = 0; at < size;) {
    UChar32 character = 0;
    U8_NEXT(bytes, at, size, character);  // NOLINT(bugprone-inc-dec-in-conditions): a macro of ICU's
    if (character < 0) return Complaint{platform::v1::REASON_NOT_UTF8, "is not valid UTF-8; send it in UTF-8"};
    if (auto complaint = visit(character)) return complaint;
  }
  return std::nullopt;
}

std::optional<Complaint> bad_character(UChar32 character, bool line_feeds) {
  if (character == '\n' && line_feeds) return std::nullopt;
  const auto bad = [](const char* description) {
    return Complaint{platform::v1::REASON_INVALID_CHARACTER, description};
  };
  switch (u_charType(character)) {
    case U_CONTROL_CHAR: return bad("holds a control character; remove it");
    case U_FORMAT_CHAR:
      if (character == zero_width_joiner || character == zero_width_non_joiner) return std::nullopt;
      return bad("holds an invisible formatting character; remove it");
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR: return bad("holds a line separator; use a space");
    case U_UNASSIGNED:
    case U_PRIVATE_USE_CHAR: return bad("holds a character that Unicode does not assign; remove it");
    default: return std::nullopt;
  }
}

bool space(char c) { return c == ' ' || c == '\t' || c == '\n'; }

void to_nfc(std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU has no NFC data");
  if (nfc->isNormalizedUTF8(text, status)) return;
  std::string composed;
  icu::StringByteSink<std::string> sink(&composed);
  nfc->normalizeUTF8(0, text, sink, nullptr, status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU cannot bring a text to NFC");
  text = std::move(composed);
}

// Printable ASCII, which most texts are, holds nothing to complain of and is NFC.
bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::optional<Complaint> check_words(std::string& text, bool line_feeds) {
  const bool plain = is_plain(text);
  if (!plain) {
    auto complaint = each_character(text, [&](UChar32 character) { return bad_character(character, line_feeds); });
    if (complaint) return complaint;
  }
  if (!text.empty() && (space(text.front()) || space(text.back()))) {
    return Complaint{platform::v1::REASON_OUTER_SPACE, "begins or ends with white space; remove it"};
  }
  if (!plain) to_nfc(text);
  return std::nullopt;
}

bool code_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
         c == '/' || c == '-';
}

// Full width, and space around it, are how a code was typed or pasted and not what it is.
std::optional<Complaint> to_half_width(std::string& text) {
  if (is_plain(text)) return std::nullopt;
  std::string half;
  auto complaint = each_character(text, [&](UChar32 c) -> std::optional<Complaint> {
    constexpr UChar32 first = 0xFF01, last = 0xFF5E, ideographic_space = 0x3000, no_break_space = 0xA0;
    if (c == ideographic_space || c == no_break_space) c = ' ';
    if (c >= first && c <= last) c = c - first + '!';
    char bytes[U8_MAX_LENGTH];
    std::int32_t size = 0;
    U8_APPEND_UNSAFE(bytes, size, c);
    half.append(bytes, static_cast<std::size_t>(size));
    return std::nullopt;
  });
  text = std::move(half);
  return complaint;
}

void remove_space_around(std::string& text) {
  text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
  text.erase(text.find_last_not_of(' ') + 1);
}

std::optional<Complaint> check_code(std::string& text) {
  const bool given = !text.empty();
  if (auto complaint = to_half_width(text)) return complaint;
  remove_space_around(text);
  if (given && text.empty()) return Complaint{platform::v1::REASON_NOT_A_CODE, "holds space only; give a code"};
  for (char c : text) {
    if (!code_character(c))
      return Complaint{platform::v1::REASON_NOT_A_CODE, "may hold letters A-Z, digits and . _ / - only"};
  }
  return std::nullopt;
}

std::optional<Complaint> check_identifier(std::string& text) {
  const bool given = !text.empty();
  if (auto complaint = to_half_width(text)) return complaint;
  remove_space_around(text);
  if (given && text.empty()) {
    return Complaint{platform::v1::REASON_INVALID_CHARACTER, "holds space only; give an identifier"};
  }
  auto complaint = each_character(text, [](UChar32 character) -> std::optional<Complaint> {
    if (!u_isUWhiteSpace(character)) return bad_character(character, false);
    return Complaint{platform::v1::REASON_INVALID_CHARACTER, "holds white space; write it without"};
  });
  if (!complaint) to_nfc(text);
  return complaint;
}

// A shell passes "\\t" on as it stands.
std::optional<Complaint> check_separator(std::string& text) {
  if (text == "tab" || text == "\\t") text.assign(1, '\t');
  const char c = text.size() == 1 ? text.front() : '\0';
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  if (c == '\t' || (c > ' ' && c < '\x7F' && !letter && c != '"' && c != '\'')) return std::nullopt;
  return Complaint{platform::v1::REASON_NOT_A_SEPARATOR,
                   "must be one character of ASCII that is no letter, digit, quote or space, such as , or ; or |, or "
                   "the word tab"};
}

std::optional<Complaint> unless(bool right, status::Reason reason, const char* description) {
  if (right) return std::nullopt;
  return Complaint{reason, description};
}

}  // namespace

std::optional<Complaint> check_format(std::string& text, Format format) {
  using namespace platform::v1;
  switch (format) {
    case FORMAT_NAME: return check_words(text, false);
    case FORMAT_TEXT: return check_words(text, true);
    case FORMAT_DATE:
      return unless(rules::parse_date(text).has_value(), platform::v1::REASON_NOT_A_DATE,
                    "is not a date that exists; write YYYY-MM-DD, such as 2026-02-28");
    case FORMAT_MONTH:
      return unless(rules::parse_month(text).has_value(), platform::v1::REASON_NOT_A_MONTH,
                    "is not a month; write YYYY-MM, such as 2026-02");
    case FORMAT_COUNTRY:
      return unless(rules::is_country(text), platform::v1::REASON_NOT_A_COUNTRY,
                    "is not the code of a country; write NOR for Norway, XKX for Kosovo, XXA for a stateless person");
    case FORMAT_LANGUAGE:
      return unless(rules::is_language(text), platform::v1::REASON_NOT_A_LANGUAGE,
                    "is not an ISO 639-3 language; write nob for Norwegian bokmål");
    case FORMAT_CODE: return check_code(text);
    case FORMAT_SEPARATOR: return check_separator(text);
    case FORMAT_IDENTIFIER: return check_identifier(text);
    case FORMAT_TIME_ZONE:
      return unless(rules::is_time_zone(text), platform::v1::REASON_NOT_A_TIME_ZONE,
                    "is not an IANA time zone; write Europe/Oslo");
    default:
      if (is_plain(text)) return std::nullopt;
      return each_character(text, [](UChar32 character) -> std::optional<Complaint> {
        if (character >= 0x20 && character != 0x7F) return std::nullopt;
        return Complaint{platform::v1::REASON_INVALID_CHARACTER, "holds a control character; remove it"};
      });
  }
}

int count_characters(std::string_view text) {
  int count = 0;
  for (unsigned char byte : text) count += (byte & 0xC0) != 0x80;
  return count;
}

}  // namespace muster::text
