// SPDX-License-Identifier: EUPL-1.2
// The encoding of every text that comes in.
#pragma once

#include <string_view>

namespace muster::text {

// Whether the text is UTF-8, as Unicode has it: no surrogates, no longer form than needed.
bool is_utf8(std::string_view text);

}  // namespace muster::text
