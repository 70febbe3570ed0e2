// SPDX-License-Identifier: EUPL-1.2
// Where a name stands in a list: everything that stores or compares names in an order asks here.
#pragma once

#include <string>
#include <string_view>

namespace muster::text {

// By whose rules names are in order.
struct NameRules {
  std::string locale = "nb";  // as BCP 47 writes it
  bool particles = true;      // "von Adler" is under V, not under A

  bool operator==(const NameRules&) const = default;
};

// Whether there is an order for the language of this tag: "nb", "de-AT".
bool is_locale(std::string_view tag);

// The language that is most spoken in an ISO 3166 alpha-3 country: "nb" of NOR; empty if that is not known. Thread-safe.
std::string locale_of_country(std::string_view country);

// A text whose order, byte by byte, is the name's by the rules; empty for an empty name, which is before all others.
// Case, apostrophes and how a letter is composed do not matter; accents do where nothing else differs. Names that differ
// only after some sixty letters have one. Stored: whoever changes what this gives raises name_order_version.
// Errors: std::runtime_error for rules whose locale is none. Thread-safe.
std::string name_order(std::string_view name, const NameRules& rules);

inline constexpr int name_order_version = 1;

}  // namespace muster::text
