// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium/randombytes.h>
#include <sodium/utils.h>

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

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

std::string hmac_sha256(std::string_view key, std::string_view text) {
  std::string code(32, '\0');
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
           text.size(), reinterpret_cast<unsigned char*>(code.data()), nullptr) == nullptr) {
    throw std::runtime_error("OpenSSL has no HMAC with SHA-256");
  }
  return code;
}

bool is_same_secret(std::string_view sent, std::string_view right) {
  // Digests, so that their length is no secret either.
  const std::string one = sha256(sent), other = sha256(right);
  return sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

std::string hexadecimal(std::string_view bytes) {
  std::string text(2 * bytes.size() + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  text.pop_back();  // its end, a NUL
  return text;
}

}  // namespace muster::text
