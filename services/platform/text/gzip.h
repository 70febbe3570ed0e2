// SPDX-License-Identifier: EUPL-1.2
// gzip (RFC 1952) of whole messages.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace muster::text {

std::string gzip(std::string_view bytes);

enum class Inflated { whole, corrupt, too_large };

// Decompresses `bytes` into `out` and stops as soon as more than `limit_bytes` came out, so that
// a small bomb cannot fill the memory. One gzip member with nothing after it, or `corrupt`.
Inflated gunzip(std::string_view bytes, std::size_t limit_bytes, std::string& out);

}  // namespace muster::text
