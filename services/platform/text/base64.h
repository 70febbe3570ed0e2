// SPDX-License-Identifier: EUPL-1.2
// Base64 (RFC 4648) as the Connect protocol, Protobuf's JSON and page tokens use it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace muster::text {

enum class Base64 {
  padded,    // the standard alphabet, section 4
  unpadded,  // the same without '='
  url,       // the URL-safe alphabet, section 5, without '='
};

std::string encode_base64(std::string_view bytes, Base64 form);

// Takes the standard and the URL-safe alphabet, padded or not; nothing if `text` is neither, or
// if its length, its padding or the unused bits of its last letter cannot be right: each content has one text.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace muster::text
