// SPDX-License-Identifier: EUPL-1.2
// Base64 (RFC 4648) as the Connect protocol and Protobuf's JSON use it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace muster::text {

enum class Padding { with, without };

// The standard alphabet.
std::string encode_base64(std::string_view bytes, Padding padding);

// Takes the standard and the URL-safe alphabet, padded or not; nothing if `text` is neither, or
// if its length, its padding or the unused bits of its last letter cannot be right: each content has one text.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace muster::text
