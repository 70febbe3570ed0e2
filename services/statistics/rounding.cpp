// SPDX-License-Identifier: EUPL-1.2
#include "statistics/rounding.h"

#include <cstring>

#include "platform/text/digest.h"

namespace muster::statistics {
namespace {

std::uint64_t number_of(const std::string& secret, const std::string& text) {
  const std::string code = text::hmac_sha256(secret, text);
  std::uint64_t number = 0;
  std::memcpy(&number, code.data(), sizeof number);
  return number;
}

}  // namespace

std::int64_t rounded(const std::string& secret, const Members& members) {
  const std::int64_t over = members.count % 3;
  if (over == 0) return members.count;
  const bool far = number_of(secret, "rounding " + std::to_string(members.keys)) % 3 == 0;
  const bool up = (over == 2) != far;
  return members.count - over + (up ? 3 : 0);
}

std::uint64_t MemberKeys::of(const std::string& secret, Of kind, long long id) {
  std::lock_guard lock(mutex_);
  if (secret != secret_) {
    persons_.clear();
    nominations_.clear();
    secret_ = secret;
  }
  auto& kept = kind == Of::person ? persons_ : nominations_;
  const auto [place, is_new] = kept.try_emplace(id);
  if (is_new) {
    place->second = number_of(secret, (kind == Of::person ? "person " : "nomination ") + std::to_string(id));
  }
  return place->second;
}

}  // namespace muster::statistics
