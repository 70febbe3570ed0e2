// SPDX-License-Identifier: EUPL-1.2
// Countries (ISO 3166-1) and languages (ISO 639-3) as the operating system's package iso-codes
// has them, with its Norwegian translations, and the codes that ISO 3166 leaves to users and the
// trade has: XKX for Kosovo, XXA for stateless people, and the like. Includes nothing of ours, so that every layer may
// use it. Read at the first use (10 ms for countries, 90 ms for languages), then constant; thread-safe.
// Errors of every function: std::runtime_error when the package is not installed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace muster::rules {

struct IsoCode {
  std::string code;     // "NOR", "nob"
  std::string name;     // in English
  std::string name_nb;  // in Norwegian bokmål; the English name where the package has none
};

// Sorted by English name, byte by byte.
const std::vector<IsoCode>& countries();
// The same; without the codes that name no language (mis, mul, und, zxx).
const std::vector<IsoCode>& languages();

// Whether `code` is an alpha-3 code exactly as ISO writes it, or one of the trade's: "NOR" and "XKX" are, "nor" and
// "NO" are not.
bool is_country(std::string_view code);
// Whether `code` is a language: "nob" is, "NOB" and "no" are not.
bool is_language(std::string_view code);

}  // namespace muster::rules
