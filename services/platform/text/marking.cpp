// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/marking.h"

#include "muster/platform/v1/reasons.pb.h"

#include <algorithm>
#include <array>
#include <vector>

namespace muster::text {
namespace {

// Every marking holds one of these.
constexpr std::array<std::string_view, 9> cores{"SECRET",   "CONFIDENTIAL",  "CONFIDENTIEL", "RESTRICTED", "RESTREINT",
                                                "HEMMELIG", "KONFIDENSIELT", "BEGRENSET",    "FORTROLIG"};

// Markings wherever they stand; a longer one before those that it holds.
constexpr std::array<std::string_view, 28> phrases{"COSMIC TOP SECRET",
                                                   "EU TOP SECRET",
                                                   "TRES SECRET",
                                                   "TRÈS SECRET",
                                                   "TOP SECRET",
                                                   "NATO SECRET",
                                                   "NATO CONFIDENTIAL",
                                                   "NATO RESTRICTED",
                                                   "EU SECRET",
                                                   "EU CONFIDENTIAL",
                                                   "EU RESTRICTED",
                                                   "SECRET UE",
                                                   "CONFIDENTIEL UE",
                                                   "RESTREINT UE",
                                                   "UN SECRET",
                                                   "UN STRICTLY CONFIDENTIAL",
                                                   "STRICTLY CONFIDENTIAL",
                                                   "UN CONFIDENTIAL",
                                                   "OSCE SECRET",
                                                   "OSCE CONFIDENTIAL",
                                                   "OSCE RESTRICTED",
                                                   "STRENGT HEMMELIG",
                                                   "STRENGT FORTROLIG",
                                                   "HEMMELIG",
                                                   "KONFIDENSIELT",
                                                   "BEGRENSET",
                                                   "FORTROLIG",
                                                   "SECRET NOFORN"};

// Markings where one stands.
constexpr std::array<std::string_view, 5> alone{"SECRET", "CONFIDENTIAL", "CONFIDENTIEL", "RESTRICTED", "RESTREINT"};

// What comes between two words, the later ones outweighing the earlier.
enum class Gap { none, blank, other, colon, bracket, line };

struct Word {
  std::string_view text;
  Gap before = Gap::line;
  bool joined = false;  // only blanks, hyphens, underscores and slashes before it
  bool capitals = false;
};

bool upper(char c) { return c >= 'A' && c <= 'Z'; }

// A cheap look: most text holds no two capitals that begin a marking's core.
bool holds_core(std::string_view text) {
  constexpr std::size_t shortest = 6;
  for (std::size_t i = 0; i + shortest <= text.size(); ++i) {
    if (!upper(text[i]) || (text[i + 1] != 'E' && text[i + 1] != 'O')) continue;
    for (std::string_view core : cores) {
      if (text.substr(i).starts_with(core)) return true;
    }
  }
  return false;
}

// The bytes of a blank or dash that is not ASCII, from U+00A0, U+2000-200A, U+2010-2015, U+202F, U+2212
// and U+3000; 0: it is none.
std::size_t wide_blank(std::string_view text) {
  if (text.starts_with("\xC2\xA0")) return 2;
  if (text.starts_with("\xE3\x80\x80") || text.starts_with("\xE2\x88\x92") || text.starts_with("\xE2\x80\xAF"))
    return 3;
  if (text.size() < 3 || !text.starts_with("\xE2\x80")) return 0;
  const auto last = static_cast<unsigned char>(text[2]);
  return last <= 0x8A || (last >= 0x90 && last <= 0x95) ? 3 : 0;
}

bool in_word(char c) {
  return upper(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

Gap gap_of(char c) {
  switch (c) {
    case ' ':
    case '\t':
    case '-':
    case '_':
    case '/': return Gap::blank;
    case '\n':
    case '\r': return Gap::line;
    case '(':
    case '[':
    case '{':
    case '<':
    case '"': return Gap::bracket;
    case ':':
    case '=': return Gap::colon;
    default: return Gap::other;
  }
}

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  Gap gap = Gap::line;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t blank = wide_blank(text.substr(at))) {
      gap = std::max(gap, Gap::blank);
      at += blank;
    } else if (!in_word(text[at])) {
      gap = std::max(gap, gap_of(text[at++]));
    } else {
      std::size_t end = at;
      while (end < text.size() && in_word(text[end]) && !wide_blank(text.substr(end))) ++end;
      const std::string_view word = text.substr(at, end - at);
      words.push_back({word, gap, gap == Gap::blank, std::all_of(word.begin(), word.end(), upper)});
      gap = Gap::none;
      at = end;
    }
  }
  return words;
}

// Whether the words from `first` on are those of the phrase.
bool spells(const std::vector<Word>& words, std::size_t first, std::string_view phrase) {
  for (std::size_t i = first; i < words.size(); ++i) {
    if (i > first && !words[i].joined) return false;
    const std::string_view part = phrase.substr(0, phrase.find(' '));
    if (words[i].text != part) return false;
    if (part.size() == phrase.size()) return true;
    phrase.remove_prefix(part.size() + 1);
  }
  return false;
}

// A word of a title in capitals; not the letter of an "Annex B".
bool is_title_word(const Word& word) { return word.capitals && word.text.size() > 1; }

bool stands_as_marking(const std::vector<Word>& words, std::size_t i) {
  const Word* const next = i + 1 < words.size() ? &words[i + 1] : nullptr;
  const bool begins = words[i].before >= Gap::colon;
  const bool ends = next == nullptr || next->before == Gap::line;
  if (!begins && !ends) return false;
  const bool in_a_title =
      (next != nullptr && next->joined && is_title_word(*next)) || (words[i].joined && is_title_word(words[i - 1]));
  return !in_a_title && std::find(alone.begin(), alone.end(), words[i].text) != alone.end();
}

std::optional<std::string> find_marking(std::string_view text) {
  const std::vector<Word> words = words_of(text);
  for (std::string_view phrase : phrases) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (spells(words, i, phrase)) return std::string(phrase);
    }
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (stands_as_marking(words, i)) return std::string(words[i].text);
  }
  return std::nullopt;
}

// Zero width joiners may be in a text, and are not seen in it.
std::string without_joiners(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("\xE2\x80\x8C") || rest.starts_with("\xE2\x80\x8D")) {
      at += 3;
    } else {
      plain += text[at++];
    }
  }
  return plain;
}

}  // namespace

std::optional<std::string> classification_marking(std::string_view text) {
  if (text.find("\xE2\x80\x8C") != std::string_view::npos || text.find("\xE2\x80\x8D") != std::string_view::npos) {
    const std::string plain = without_joiners(text);
    return holds_core(plain) ? find_marking(plain) : std::nullopt;
  }
  return holds_core(text) ? find_marking(text) : std::nullopt;
}

std::optional<Complaint> check_marking(std::string_view text) {
  const auto marking = classification_marking(text);
  if (!marking) return std::nullopt;
  return Complaint{platform::v1::REASON_CLASSIFIED,
                   "carries the marking " + *marking + "; leave classified information out: Muster holds none",
                   {{"marking", *marking}}};
}

}  // namespace muster::text
