// SPDX-License-Identifier: EUPL-1.2
#include "rules/formula.h"

#include <initializer_list>

namespace muster::rules {
namespace {

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> beginnings) {
  for (std::string_view beginning : beginnings) {
    if (text.substr(0, beginning.size()) == beginning) return true;
  }
  return false;
}

// The length of the invisible character that `text` begins with; 0: it is visible.
std::size_t invisible(std::string_view text) {
  if (text.empty()) return 0;
  if (text[0] == ' ' || text[0] == '\0') return 1;
  if (starts_with_any(text, {"\u00a0"})) return 2;
  if (starts_with_any(text, {"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u3000"})) return 3;
  return 0;
}

bool is_number(std::string_view text) {
  std::size_t at = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  std::size_t digits = 0, points = 0;
  for (; at < text.size(); ++at) {
    if (text[at] == '.') {
      ++points;
    } else if (text[at] >= '0' && text[at] <= '9') {
      ++digits;
    } else {
      return false;
    }
  }
  return digits > 0 && points <= 1 && text.back() != '.';
}

bool is_dangerous(std::string_view text) {
  if (is_number(text)) return false;
  while (std::size_t length = invisible(text)) text.remove_prefix(length);
  return starts_with_any(text,
                         {"=", "+", "-", "@", "|", "%", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"});
}

}  // namespace

std::string formula_safe(std::string_view text) {
  return is_dangerous(text) ? "'" + std::string(text) : std::string(text);
}

std::string_view without_formula_guard(std::string_view text) {
  if (!text.empty() && text[0] == '\'' && is_dangerous(text.substr(1))) return text.substr(1);
  return text;
}

std::string csv_cell(std::string_view text) {
  std::string safe = formula_safe(text);
  const bool edged = !safe.empty() && (safe.front() == '\'' || safe.front() == ' ' || safe.back() == ' ');
  if (!edged && safe.find_first_of(",;\t\"\r\n") == std::string::npos) return safe;
  std::string cell = "\"";
  for (char c : safe) {
    if (c == '"') cell += '"';
    cell += c;
  }
  return cell + "\"";
}

}  // namespace muster::rules
