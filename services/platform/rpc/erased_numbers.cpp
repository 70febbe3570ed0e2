// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/erased_numbers.h"

#include "platform/db/query.h"
#include "platform/text/code_key.h"
#include "platform/text/digest.h"

namespace muster::rpc {

std::map<std::string, std::string> hashes_of_numbers(db::Session& session, const std::set<std::string>& number_keys) {
  const auto [key] = *db::select_one<std::string>(session, "SELECT hmac_key FROM erasure_key WHERE id = 1");
  std::map<std::string, std::string> numbers;
  for (const std::string& number : number_keys) numbers[text::hexadecimal(text::hmac_sha256(key, number))] = number;
  return numbers;
}

bool anybody_was_erased(db::Session& session) {
  return db::select_one<long long>(session, "SELECT id FROM erasure LIMIT 1").has_value();
}

bool number_was_erased(db::Session& session, std::string_view number) {
  if (number.empty() || !anybody_was_erased(session)) return false;
  const std::string hash = hashes_of_numbers(session, {text::code_key(number)}).begin()->first;
  return db::select_one<long long>(session, {"SELECT id FROM erasure WHERE number_hash = ?", {hash}}).has_value();
}

}  // namespace muster::rpc
