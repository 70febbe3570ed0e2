// SPDX-License-Identifier: EUPL-1.2
// What an Accept-Encoding takes (RFC 9110 12.5.3).
#pragma once

#include <string_view>

namespace muster::connect {

// Whether an Accept-Encoding takes `encoding` ("gzip"): by name or by "*", with a weight above 0.
bool accepts_encoding(std::string_view accept_encoding, std::string_view encoding);

}  // namespace muster::connect
