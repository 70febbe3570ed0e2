// SPDX-License-Identifier: EUPL-1.2
// Cells that a spreadsheet would run as a formula, on their way out and back in.
// Source: OWASP CSV injection; ASVS 5.0, 1.2.10.
#pragma once

#include <string>
#include <string_view>

namespace muster::rules {

// `text` with a leading apostrophe if a spreadsheet could take it for a formula: its first
// character, white space and invisible characters aside, is one of = + - @ | % or a full-width
// one of them, or it begins with TAB, CR or LF. Plain numbers stay ("-12.5").
std::string formula_safe(std::string_view text);

// Takes off the one apostrophe that formula_safe put there; any other text as it is.
std::string_view without_formula_guard(std::string_view text);

// One cell of a CSV file: formula-safe, and in quotes with inner quotes doubled where it needs them
// (RFC 4180): with a separator of any country's spreadsheets, a quote, a line end or an apostrophe
// or space at its edge.
std::string csv_cell(std::string_view text);

}  // namespace muster::rules
