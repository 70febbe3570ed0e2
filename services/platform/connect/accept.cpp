// SPDX-License-Identifier: EUPL-1.2
#include "platform/connect/accept.h"

#include <optional>
#include <string>

#include "platform/text/header_text.h"

namespace muster::connect {

bool accepts_encoding(std::string_view accept_encoding, std::string_view encoding) {
  const std::string value = text::lower(accept_encoding);
  std::string_view rest = value;
  std::optional<bool> named;
  bool any = false;
  while (!rest.empty()) {
    std::string_view item = text::next_part(rest, ',');
    const std::string_view name = text::trim(text::next_part(item, ';'));
    const std::string_view weight = text::trim(item);
    const bool zero = weight.starts_with("q=0") && weight.find_first_not_of("0.", 2) == std::string_view::npos;
    if (name == encoding) named = !zero;
    if (name == "*") any = !zero;
  }
  return named.value_or(any);
}

}  // namespace muster::connect
