// SPDX-License-Identifier: EUPL-1.2
// When what somebody typed is the beginning of a name: everything that stores or looks up words of names asks here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace muster::text {

// The words of a text that is kept, folded, each once. Folded means without case, width, accents and how letters are
// composed, with letters of ASCII where those are like them (ø is o, đ is d), and with a for aa and ae, o for oe and u
// for ue: å, aa and a are one, and so are ø, ö, oe and o. What begins a word begins what it is folded to.
// Hyphens, apostrophes, dots and the like join what is one word, and it is there from each part on: anneeva and eva.
std::vector<std::string> kept_words(std::string_view text);

// The words of a text that was typed, folded alike, each once, and as wholes only: a word ends with space or a comma.
// Empty where the text has no letter or digit.
std::vector<std::string> typed_words(std::string_view text);

// The parts of the words of a text, folded alike, each once: what hyphens and the like join is apart, so that åsta is
// in aasta-marie and in åsta.csv.
std::vector<std::string> word_parts(std::string_view text);

// Who changes what kept_words or typed_words give raises it: words are stored.
inline constexpr int search_words_version = 1;

}  // namespace muster::text
