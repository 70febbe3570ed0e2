// SPDX-License-Identifier: EUPL-1.2
// Pieces of header values and queries.
#pragma once

#include <string>
#include <string_view>

namespace muster::text {

// ASCII letters in lower case.
std::string lower(std::string_view text);

// Without spaces and tabs at either end.
std::string_view trim(std::string_view text);

// Takes the part before the next `separator` off `rest`, and the separator with it.
std::string_view next_part(std::string_view& rest, char separator);

}  // namespace muster::text
