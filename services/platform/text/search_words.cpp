// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/search_words.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <utility>

#include "platform/text/apostrophe.h"

namespace muster::text {
namespace {

constexpr int letters_at_most = 60;  // of a word: it is part of an index

// Letters that Unicode does not take apart, with what they are typed as where keyboards lack them.
constexpr std::pair<UChar32, const char*> like_ascii[] = {
    {0xE6, "a"},  {0xF8, "o"},  {0xF0, "d"},  {0xFE, "th"}, {0x111, "d"}, {0x127, "h"}, {0x131, "i"},
    {0x138, "q"}, {0x142, "l"}, {0x14B, "n"}, {0x153, "o"}, {0x167, "t"}, {0x180, "b"}, {0x1E5, "g"},
};

icu::UnicodeString normalized(const icu::Normalizer2* by, const icu::UnicodeString& text, UErrorCode& error) {
  if (U_FAILURE(error)) throw std::runtime_error("ICU has no data to fold names");
  icu::UnicodeString result = by->normalize(text, error);
  if (U_FAILURE(error)) throw std::runtime_error("ICU cannot fold a text");
  return result;
}

// Without case, width and accents taken apart; apostrophes are one character.
icu::UnicodeString taken_apart(std::string_view text) {
  icu::UnicodeString all;
  const auto read = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  for (int at = 0; at < read.length(); at = read.moveIndex32(at, 1)) {
    const UChar32 character = read.char32At(at);
    all.append(is_apostrophe(character) ? UChar32('\'') : character);
  }
  UErrorCode error = U_ZERO_ERROR;
  all = normalized(icu::Normalizer2::getNFKCCasefoldInstance(error), all, error);
  return normalized(icu::Normalizer2::getNFDInstance(error), all, error);
}

bool in_word(UChar32 character) { return u_isalnum(character) || u_charType(character) == U_COMBINING_SPACING_MARK; }
bool joins(UChar32 character) {
  return character == '\'' || character == '.' || character == '_' || character == '/' || character == '@' ||
         character == 0xB7 || u_charType(character) == U_DASH_PUNCTUATION;
}

void append_folded(icu::UnicodeString& word, UChar32 character) {
  const auto* like = std::find_if(std::begin(like_ascii), std::end(like_ascii),
                                  [&](const auto& one) { return one.first == character; });
  if (like == std::end(like_ascii)) {
    word.append(character);
  } else {
    word.append(icu::UnicodeString(like->second, -1, US_INV));
  }
}

// Of a run that begins so, the first letter alone: what is typed for å, æ, ø and ü beside what they are folded to.
bool goes_on(UChar32 first, UChar32 letter) {
  return (letter == 'e' && (first == 'a' || first == 'o' || first == 'u')) || (letter == 'a' && first == 'a');
}

// Of a length that an index takes.
std::string word_of(const icu::UnicodeString& letters) {
  icu::UnicodeString word;
  UChar32 first = 0;  // of the run
  for (int at = 0; at < letters.length(); at = letters.moveIndex32(at, 1)) {
    const UChar32 letter = letters.char32At(at);
    if (goes_on(first, letter)) continue;
    word.append(letter);
    first = letter;
  }
  word.truncate(word.moveIndex32(0, letters_at_most));
  std::string text;
  word.toUTF8String(text);
  return text;
}

void add(std::vector<std::string>& words, const icu::UnicodeString& letters) {
  if (letters.isEmpty()) return;
  std::string word = word_of(letters);
  if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(std::move(word));
}

enum class Take { wholes, from_each_part, parts };

std::vector<std::string> words_of(std::string_view text, Take take) {
  const icu::UnicodeString apart = taken_apart(text);
  std::vector<std::string> words;
  icu::UnicodeString word;
  std::vector<int> parts{0};  // where each begins
  const auto end_word = [&] {
    parts.push_back(word.length());
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
      const int end = take == Take::parts ? parts[i + 1] : word.length();
      add(words, word.tempSubString(parts[i], end - parts[i]));
    }
    word.remove();
    parts.resize(1);
  };
  for (int at = 0; at < apart.length(); at = apart.moveIndex32(at, 1)) {
    const UChar32 character = apart.char32At(at);
    if (u_charType(character) == U_NON_SPACING_MARK) continue;
    if (in_word(character)) {
      append_folded(word, character);
    } else if (!joins(character)) {
      end_word();
    } else if (take != Take::wholes) {
      parts.push_back(word.length());
    }
  }
  end_word();
  return words;
}

}  // namespace

std::vector<std::string> kept_words(std::string_view text) { return words_of(text, Take::from_each_part); }

std::vector<std::string> typed_words(std::string_view text) { return words_of(text, Take::wholes); }

std::vector<std::string> word_parts(std::string_view text) { return words_of(text, Take::parts); }

}  // namespace muster::text
