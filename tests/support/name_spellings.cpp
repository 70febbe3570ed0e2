// SPDX-License-Identifier: EUPL-1.2
#include "support/name_spellings.h"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <array>
#include <map>
#include <sstream>
#include <vector>

namespace muster::support {
namespace {

bool chance(std::mt19937& random, int percent) { return std::uniform_int_distribution(1, 100)(random) <= percent; }

template <class All>
const auto& one_of(std::mt19937& random, const All& all) {
  return all[std::uniform_int_distribution<std::size_t>(0, all.size() - 1)(random)];
}

// What stands for a letter: the first without an accent, another with two letters.
const std::map<UChar32, std::vector<const char*>> written_otherwise = {
    {0xE5, {"a", "aa"}},
    {0xE6, {"ae"}},
    {0xE4, {"a", "ae", "æ"}},
    {0xF8, {"o", "oe", "ö"}},
    {0xF6, {"o", "oe"}},
    {0xFC, {"u", "ue"}},
    {0xE9, {"e"}},
    {0xED, {"i"}},
    {0xF3, {"o"}},
    {0xF1, {"n"}},
    {0x161, {"s"}},
    {0xF0, {"d"}},
    {0x142, {"l"}},
    {0xFE, {"th"}},
    {0xDF, {"ss"}},
    {0x153, {"oe"}},
};

std::string in_utf8(const icu::UnicodeString& text) {
  std::string result;
  text.toUTF8String(result);
  return result;
}

icu::UnicodeString full_width(const icu::UnicodeString& text) {
  icu::UnicodeString result;
  for (int at = 0; at < text.length(); ++at) {
    const char16_t letter = text[at];
    result.append(letter > ' ' && letter < 0x7F ? static_cast<char16_t>(letter + 0xFEE0) : letter);
  }
  return result;
}

}  // namespace

std::string random_name(std::mt19937& random) {
  static const std::array<const char*, 24> parts = {"a",  "å",   "aa", "ø",  "oe", "æ",   "ae", "ö",
                                                    "ü",  "ue",  "e",  "é",  "st", "ber", "nd", "ñi",
                                                    "ší", "Guð", "ł",  "þó", "ße", "œ",   "k",  "r"};
  static const std::array<const char*, 8> joints = {" ", " ", "-", "’", "'", " ", "-", " "};
  std::string name;
  const int words = std::uniform_int_distribution(1, 3)(random);
  for (int word = 0; word < words; ++word) {
    if (word > 0) name += one_of(random, joints);
    for (int part = std::uniform_int_distribution(2, 5)(random); part > 0; --part) name += one_of(random, parts);
  }
  return name;
}

std::string spelling(std::mt19937& random, const std::string& name) {
  static const std::array<const char*, 4> apostrophes = {"'", "’", "ʼ", "`"};
  static const std::array<const char*, 3> hyphens = {"-", "‐", "‑"};
  const int otherwise = std::uniform_int_distribution(0, 100)(random);
  icu::UnicodeString typed;
  const auto kept = icu::UnicodeString::fromUTF8(name);
  for (int at = 0; at < kept.length(); at = kept.moveIndex32(at, 1)) {
    const UChar32 letter = kept.char32At(at);
    const auto others = written_otherwise.find(u_tolower(letter));
    icu::UnicodeString one(letter);
    if (letter == '\'' || letter == 0x2019) one = icu::UnicodeString::fromUTF8(one_of(random, apostrophes));
    if (letter == '-') one = icu::UnicodeString::fromUTF8(one_of(random, hyphens));
    if (others != written_otherwise.end() && chance(random, otherwise)) {
      one = icu::UnicodeString::fromUTF8(one_of(random, others->second));
    }
    typed.append(chance(random, 30) ? icu::UnicodeString(one).toUpper(icu::Locale::getRoot()) : one);
  }
  UErrorCode error = U_ZERO_ERROR;
  if (chance(random, 30)) typed = icu::Normalizer2::getNFDInstance(error)->normalize(typed, error);
  return in_utf8(chance(random, 20) ? full_width(typed) : typed);
}

std::string beginning(std::mt19937& random, const std::string& spelling) {
  std::istringstream in(spelling);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  const auto word = icu::UnicodeString::fromUTF8(one_of(random, words));
  const int characters = word.countChar32();
  return in_utf8(
      icu::UnicodeString(word, 0, word.moveIndex32(0, std::uniform_int_distribution(1, characters)(random))));
}

}  // namespace muster::support
