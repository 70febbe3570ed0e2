// SPDX-License-Identifier: EUPL-1.2
#include "rules/identifier_forms.h"

#include <algorithm>
#include <array>
#include <string>

namespace muster::rules {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// By modulus 11; 10 is the control digit of no number.
template <std::size_t Size>
int control_digit(const std::string& digits, const std::array<int, Size>& weights) {
  int sum = 0;
  for (std::size_t i = 0; i < Size; ++i) sum += weights[i] * (digits[i] - '0');
  return (11 - sum % 11) % 11;
}

// "DDMM" of an identity number: D-numbers have 40 more days, made-up numbers 40, 65 or 80 more months.
bool is_day_and_month(std::string_view digits) {
  const int day = (digits[0] - '0') * 10 + (digits[1] - '0'), month = (digits[2] - '0') * 10 + (digits[3] - '0');
  const int plain_day = day > 40 ? day - 40 : day;
  if (plain_day < 1 || plain_day > 31) return false;
  constexpr std::array more_months = {0, 40, 65, 80};
  return std::any_of(more_months.begin(), more_months.end(),
                     [&](int more) { return month > more && month <= more + 12; });
}

// Letters and digits, any byte of other scripts, and the signs that `signs` lists.
bool holds_only(std::string_view text, std::string_view signs) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
    return letter || is_digit(c) || signs.find(c) != std::string_view::npos;
  });
}

// Neither empty, nor at an end, nor twice in a row.
bool has_parts(std::string_view text, char between) {
  return !text.empty() && text.front() != between && text.back() != between &&
         text.find(std::string(2, between)) == std::string_view::npos;
}

}  // namespace

bool is_norwegian_identity_number(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (is_digit(c)) {
      digits += c;
    } else if (c != ' ' && c != '.' && c != '-') {
      return false;
    }
  }
  if (digits.size() != 11) return false;
  constexpr std::array first = {3, 7, 6, 1, 8, 9, 4, 5, 2};
  constexpr std::array second = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2};
  return control_digit(digits, first) == digits[9] - '0' && control_digit(digits, second) == digits[10] - '0';
}

bool holds_norwegian_identity_number(std::string_view text) {
  if (std::count_if(text.begin(), text.end(), &is_digit) < 11) return false;
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    if (!is_digit(text[begin]) || (begin > 0 && (is_digit(text[begin - 1]) || text[begin - 1] == '+'))) continue;
    std::string digits;
    std::size_t at = begin;
    for (; at < text.size() && digits.size() < 11; ++at) {
      if (is_digit(text[at])) {
        digits += text[at];
        continue;
      }
      const bool between = digits.size() == 2 || digits.size() == 4 || digits.size() == 6;
      if (!between || !is_digit(text[at - 1]) || std::string_view(" .-").find(text[at]) == std::string_view::npos)
        break;
    }
    if (digits.size() < 11 || (at < text.size() && is_digit(text[at]))) continue;
    if (is_day_and_month(digits) && is_norwegian_identity_number(digits)) return true;
  }
  return false;
}

bool is_email_address(std::string_view text) {
  const auto at = text.rfind('@');
  if (at == std::string_view::npos || text.size() > 254) return false;
  const std::string_view box = text.substr(0, at), domain = text.substr(at + 1);
  if (box.size() > 64 || !has_parts(box, '.') || !holds_only(box, "!#$%&'*+-/=?^_`{|}~.")) return false;
  if (!has_parts(domain, '.') || !holds_only(domain, "-.") || domain.find('.') == std::string_view::npos) return false;
  if (domain.front() == '-' || domain.back() == '-') return false;
  return domain.find(".-") == std::string_view::npos && domain.find("-.") == std::string_view::npos;
}

bool is_phone_number(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  const auto digits = std::count_if(text.begin(), text.end(), &is_digit);
  return digits >= 3 && digits <= 17 && std::all_of(text.begin(), text.end(), [](char c) {
           return is_digit(c) || std::string_view(" -./()").find(c) != std::string_view::npos;
         });
}

}  // namespace muster::rules
