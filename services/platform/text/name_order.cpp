// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/name_order.h"

#include <unicode/coll.h>
#include <unicode/locid.h>
#include <unicode/region.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <vector>

#include "platform/text/apostrophe.h"

namespace muster::text {
namespace {

// Of ASCII and in its order, so that a text of them is in order as the bits that it stands for.
constexpr std::string_view digits = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
constexpr std::size_t length_at_most = 120;

std::string in_digits(const std::vector<std::uint8_t>& bytes) {
  std::string text;
  unsigned bits = 0;
  int held = 0;
  for (const std::uint8_t byte : bytes) {
    bits = bits << 8 | byte;
    for (held += 8; held >= 6; held -= 6) text += digits[bits >> (held - 6) & 63];
  }
  if (held > 0) text += digits[bits << (6 - held) & 63];
  text.resize(std::min(text.size(), length_at_most));
  return text;
}

icu::Locale locale_of(std::string_view tag) {
  UErrorCode error = U_ZERO_ERROR;
  icu::Locale locale = icu::Locale::forLanguageTag(icu::StringPiece(tag.data(), static_cast<int>(tag.size())), error);
  return U_FAILURE(error) ? icu::Locale::getRoot() : locale;
}

// Collators are made once: it takes ICU a millisecond.
const icu::Collator& collator_of(const std::string& tag) {
  static std::mutex mutex;
  static auto* collators = new std::map<std::string, std::unique_ptr<icu::Collator>>;
  const std::lock_guard lock(mutex);
  auto& collator = (*collators)[tag];
  if (!collator) {
    UErrorCode error = U_ZERO_ERROR;
    collator.reset(icu::Collator::createInstance(locale_of(tag), error));
    if (U_SUCCESS(error)) collator->setAttribute(UCOL_STRENGTH, UCOL_SECONDARY, error);
    if (U_FAILURE(error)) throw std::runtime_error("ICU has no order for the language " + tag);
  }
  return *collator;
}

// Apostrophes go, and a hyphen is a space.
icu::UnicodeString plain(const icu::UnicodeString& name) {
  icu::UnicodeString result;
  for (int at = 0; at < name.length(); at = name.moveIndex32(at, 1)) {
    const UChar32 character = name.char32At(at);
    if (is_apostrophe(character)) continue;
    result.append(u_charType(character) == U_DASH_PUNCTUATION ? UChar32(' ') : character);
  }
  return result.trim();
}

// Where the name begins behind its particles: words in lower case with another behind them.
int behind_particles(const icu::UnicodeString& name) {
  int begin = 0;
  for (int at = 0; at < name.length(); at = name.moveIndex32(at, 1)) {
    if (at == begin && !u_islower(name.char32At(at))) break;
    const UChar32 character = name.char32At(at);
    const bool ends = character == ' ' || is_apostrophe(character) || u_charType(character) == U_DASH_PUNCTUATION;
    if (ends && name.moveIndex32(at, 1) < name.length()) begin = name.moveIndex32(at, 1);
  }
  return begin;
}

std::string look_up_locale(std::string_view country) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Region* region = icu::Region::getInstance(std::string(country).c_str(), error);
  if (U_FAILURE(error)) return "";
  icu::Locale locale("und", region->getRegionCode());
  locale.addLikelySubtags(error);
  return U_FAILURE(error) || !is_locale(locale.getLanguage()) ? "" : locale.getLanguage();
}

}  // namespace

bool is_locale(std::string_view tag) {
  const icu::Locale locale = locale_of(tag);
  const std::string language = locale.getLanguage();
  if (language.empty() || locale.isBogus()) return false;
  std::int32_t count = 0;
  const icu::Locale* known = icu::Locale::getAvailableLocales(count);
  return std::any_of(known, known + count, [&](const icu::Locale& one) { return language == one.getLanguage(); });
}

std::string locale_of_country(std::string_view country) {
  static std::mutex mutex;
  static auto* known = new std::map<std::string, std::string, std::less<>>;
  const std::lock_guard lock(mutex);
  auto found = known->find(country);
  if (found == known->end()) found = known->emplace(country, look_up_locale(country)).first;
  return found->second;
}

std::string name_order(std::string_view name, const NameRules& rules) {
  if (name.empty()) return "";
  icu::UnicodeString text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<std::int32_t>(name.size()))).trim();
  if (const int begin = rules.particles ? 0 : behind_particles(text); begin > 0) {
    text = icu::UnicodeString(text, begin).append(' ').append(text, 0, begin);
  }
  text = plain(text);
  const icu::Collator& collator = collator_of(rules.locale);
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(text.length()) * 4 + 16);
  auto size = static_cast<std::size_t>(collator.getSortKey(text, bytes.data(), static_cast<int>(bytes.size())));
  if (size > bytes.size()) {
    bytes.resize(size);
    size = static_cast<std::size_t>(collator.getSortKey(text, bytes.data(), static_cast<int>(bytes.size())));
  }
  bytes.resize(size > 0 ? size - 1 : 0);  // without the null behind it
  return in_digits(bytes);
}

}  // namespace muster::text
