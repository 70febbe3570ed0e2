// SPDX-License-Identifier: EUPL-1.2
// Passwords are kept as Argon2id through libsodium: 19 MiB, two passes (OWASP's floor; some 25 ms).
// Both functions are slow on purpose: never on an io thread or inside a write.
#pragma once

#include <string>
#include <string_view>

namespace muster::access {

std::string hash_password(const std::string& password);

// False for a wrong password; takes as long for an empty hash, so that nobody learns from the
// time which accounts there are.
bool password_matches(const std::string& hash, const std::string& password);

// Throws INVALID_ARGUMENT naming `password` unless at least five of its characters differ and it does
// not hold the account's name, in whatever case.
void require_strong_password(const std::string& password, const std::string& account_name);

}  // namespace muster::access
