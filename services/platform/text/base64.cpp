// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/base64.h"

#include <sodium/utils.h>

#include <algorithm>

namespace muster::text {

std::string encode_base64(std::string_view bytes, Base64 form) {
  const int variant = form == Base64::padded     ? sodium_base64_VARIANT_ORIGINAL
                      : form == Base64::unpadded ? sodium_base64_VARIANT_ORIGINAL_NO_PADDING
                                                 : sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                    variant);
  text.pop_back();  // its end, a NUL
  return text;
}

std::optional<std::string> decode_base64(std::string_view text) {
  // libsodium takes some bytes beyond ASCII for letters.
  if (std::any_of(text.begin(), text.end(), [](unsigned char c) { return c > 0x7F; })) return std::nullopt;
  const bool padded = text.ends_with('=');
  const bool url = text.find_first_of("-_") != std::string_view::npos;
  const int variant = url ? (padded ? sodium_base64_VARIANT_URLSAFE : sodium_base64_VARIANT_URLSAFE_NO_PADDING)
                          : (padded ? sodium_base64_VARIANT_ORIGINAL : sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(), nullptr,
                        &size, nullptr, variant) != 0) {
    return std::nullopt;
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace muster::text
