// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/digest.h"

#include <openssl/evp.h>

#include <stdexcept>

namespace muster::text {

std::string sha256(std::string_view text) {
  // Found once: looking for the implementation takes longer than the digest of a line.
  static EVP_MD* const implementation = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  std::string digest(32, '\0');
  if (EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr, implementation,
                 nullptr) != 1) {
    throw std::runtime_error("OpenSSL has no SHA-256");
  }
  return digest;
}

std::string hexadecimal(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const char byte : bytes) {
    text += digits[static_cast<unsigned char>(byte) >> 4];
    text += digits[static_cast<unsigned char>(byte) & 15];
  }
  return text;
}

}  // namespace muster::text
