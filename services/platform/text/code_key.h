// SPDX-License-Identifier: EUPL-1.2
// When two spellings are one code: everything that stores, compares or looks up a code asks here.
#pragma once

#include <string>
#include <string_view>

namespace muster::text {

// What all spellings of a code have in common: it is without regard to case, width (full or half), how its letters are
// composed (NFC, NFD), invisible characters and surrounding white space (Unicode's NFKC_Casefold). Zeros in front stay.
// Keys are stored: for characters that Unicode assigns they are the same in every later version of it.
std::string code_key(std::string_view text);

// What codes have in common that one is easily taken for: their key without the zeros in front of each number in it,
// and with 0 for o and 1 for i and l.
std::string code_likeness(std::string_view text);

}  // namespace muster::text
