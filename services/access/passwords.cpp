// SPDX-License-Identifier: EUPL-1.2
#include "access/passwords.h"

#include <sodium.h>

#include <set>
#include <stdexcept>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/status/error.h"
#include "platform/text/code_key.h"

namespace muster::access {
namespace {

constexpr unsigned long long passes = 2;
constexpr std::size_t memory_bytes = 19 << 20;
constexpr std::size_t different_characters = 5;
constexpr std::size_t telling_name = 4;  // shorter names are in many phrases by chance

}  // namespace

std::string hash_password(const std::string& password) {
  char hash[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str_alg(hash, password.data(), password.size(), passes, memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::runtime_error("no memory for a password hash");
  }
  return hash;
}

bool password_matches(const std::string& hash, const std::string& password) {
  static const std::string nobody = hash_password("the password of an account that is not there");
  const std::string& used = hash.empty() ? nobody : hash;
  const bool same = crypto_pwhash_str_verify(used.c_str(), password.data(), password.size()) == 0;
  return same && !hash.empty();
}

void require_strong_password(const std::string& password, const std::string& account_name) {
  if (std::set<char>(password.begin(), password.end()).size() < different_characters) {
    throw status::invalid_argument("password", platform::v1::REASON_WEAK_PASSWORD,
                                   "repeats too few characters; use a longer phrase");
  }
  if (account_name.size() >= telling_name &&
      text::code_key(password).find(text::code_key(account_name)) != std::string::npos) {
    throw status::invalid_argument("password", platform::v1::REASON_WEAK_PASSWORD,
                                   "holds the account's name; choose another");
  }
}

}  // namespace muster::access
