// SPDX-License-Identifier: EUPL-1.2
// Digests and their digits.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace muster::text {

// SHA-256 of `text`, 32 bytes.
std::string sha256(std::string_view text);

// HMAC-SHA-256 of `text`, 32 bytes.
std::string hmac_sha256(std::string_view key, std::string_view text);

// Whether a secret that was sent is the right one, in a time that tells nothing of either.
bool is_same_secret(std::string_view sent, std::string_view right);
// As many bytes that nobody can guess.
std::string random_bytes(std::size_t count);

// Bytes as lower-case hexadecimal digits.
std::string hexadecimal(std::string_view bytes);

}  // namespace muster::text
