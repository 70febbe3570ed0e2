// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/code_key.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include <algorithm>
#include <cstddef>
#include <stdexcept>

namespace muster::text {
namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string folded(std::string_view text) {
  std::string result;
  if (is_ascii(text)) {
    result = text;
    for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return result;
  }
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU has no data to fold case");
  icu::StringByteSink<std::string> sink(&result);
  casefold->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink, nullptr,
                          status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU cannot fold a text");
  return result;
}

bool digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

// Other white space than this is a space when it is folded.
std::string code_key(std::string_view text) {
  constexpr std::string_view space = " \t\r\n\v\f";
  std::string key = folded(text);
  key.erase(0, std::min(key.find_first_not_of(space), key.size()));
  key.erase(key.find_last_not_of(space) + 1);
  return key;
}

std::string code_likeness(std::string_view text) {
  std::string key = code_key(text), likeness;
  for (char& c : key) c = c == 'o' ? '0' : c == 'i' || c == 'l' ? '1' : c;
  for (std::size_t at = 0; at < key.size(); ++at) {
    const bool follows = !likeness.empty() && digit(likeness.back());
    const bool in_front = key[at] == '0' && at + 1 < key.size() && digit(key[at + 1]) && !follows;
    if (!in_front) likeness += key[at];
  }
  return likeness;
}

}  // namespace muster::text
