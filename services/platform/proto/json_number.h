// SPDX-License-Identifier: EUPL-1.2
// Numbers as Protobuf's JSON mapping writes them.
#pragma once

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace muster::proto {

// A whole number of the type, written "42", "42.0" or "4.2e1"; nothing if it is none or does
// not fit.
template <class Number>
std::optional<Number> whole_number(std::string_view text) {
  Number value{};
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc() && stop == end && !text.empty()) return value;
  // 1.0 and 1e3 are whole numbers too.
  double real = 0;
  const auto [real_stop, real_error] = std::from_chars(text.data(), end, real);
  if (real_error != std::errc() || real_stop != end || real != std::trunc(real)) return std::nullopt;
  // Both limits are powers of two, so they are exact as doubles.
  const double limit = std::ldexp(1.0, std::numeric_limits<Number>::digits);
  if (real >= limit || real < (std::is_signed_v<Number> ? -limit : 0.0)) return std::nullopt;
  return static_cast<Number>(real);
}

// A number of the type, or "NaN", "Infinity" and "-Infinity"; nothing if it does not fit.
template <class Real>
std::optional<Real> real_number(std::string_view text) {
  if (text == "NaN") return std::numeric_limits<Real>::quiet_NaN();
  if (text == "Infinity") return std::numeric_limits<Real>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<Real>::infinity();
  const bool starts_well = !text.empty() && (text[0] == '-' || (text[0] >= '0' && text[0] <= '9')) &&
                           (text.size() < 2 || text[0] != '-' || (text[1] >= '0' && text[1] <= '9'));
  if (!starts_well) return std::nullopt;  // from_chars would take "inf" and "nan"
  Real value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (stop != end) return std::nullopt;
  if (error == std::errc()) return value;
  // Too near to zero is read as zero, too far from it is refused; only strtod tells them apart.
  if (std::abs(std::strtod(std::string(text).c_str(), nullptr)) > 1) return std::nullopt;
  return Real{0};
}

// Whether the text is a duration, "1.5s" or "-3s": Protobuf's TimeUtil reads ".-50s" and "--1s" too.
inline bool is_duration(std::string_view text) {
  const auto digits = [](std::string_view part) {
    return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
  };
  if (!text.ends_with('s')) return false;
  text.remove_suffix(1);
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) return digits(text);
  const std::string_view fraction = text.substr(point + 1);
  return digits(text.substr(0, point)) && digits(fraction) && fraction.size() <= 9;
}

}  // namespace muster::proto
