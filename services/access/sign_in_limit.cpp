// SPDX-License-Identifier: EUPL-1.2
#include "access/sign_in_limit.h"

#include "muster/platform/v1/reasons.pb.h"
#include "platform/status/error.h"

namespace muster::access {
namespace {

constexpr auto window_time = std::chrono::minutes(1);
constexpr int attempts_allowed = 10;
constexpr std::size_t keys_kept = 100000;

}  // namespace

void SignInLimit::count(const std::string& key, Time now) {
  std::lock_guard lock(mutex_);
  if (windows_.size() > keys_kept) {
    std::erase_if(windows_, [&](const auto& entry) { return now - entry.second.start > window_time; });
  }
  Window& window = windows_[key];
  if (window.attempts == 0 || now - window.start > window_time) window = {now, 0};
  if (++window.attempts <= attempts_allowed) return;
  const auto wait = std::chrono::ceil<std::chrono::seconds>(window.start + window_time - now);
  throw status::Error(
      status::resource_exhausted(platform::v1::REASON_TOO_MANY_ATTEMPTS, "too many attempts to sign in; wait a minute"))
      .with_retry_after(wait);
}

void count_attempt(const rpc::Context& context, const std::string& account_name_key) {
  static SignInLimit limit;
  limit.count(account_name_key + "\n" + context.peer, std::chrono::steady_clock::now());
}

}  // namespace muster::access
