// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/attempts.h"

#include <utility>
#include <vector>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/rpc/gathered_write.h"
#include "platform/rpc/registry.h"

namespace muster::rpc {
namespace {

constexpr auto gathering_time = std::chrono::minutes(10);
// From more addresses than this they are counted together, so that no stranger fills memory and audit.
constexpr std::size_t keys_kept = 10000;
constexpr const char* many = "many addresses";

bool is_refusal(const status::Error& error) {
  return error.code() == status::Code::permission_denied || error.cause() == platform::v1::REASON_WRONG_PASSWORD ||
         error.cause() == platform::v1::REASON_TOO_MANY_ATTEMPTS;
}

}  // namespace

void Attempts::note(const Method& method, long long account, const std::string& address, const status::Error& error,
                    TimePoint now) {
  if (!is_refusal(error)) return;
  const std::lock_guard lock(mutex_);
  Key key{&method, account, address, error.reason()};
  if (gathered_.size() >= keys_kept && !gathered_.contains(key)) key.address = many;
  Gathered& gathered = gathered_.try_emplace(key, Gathered{0, now}).first->second;
  ++gathered.count;
}

void Attempts::write(db::Database& database, TimePoint now, bool all) {
  std::vector<std::pair<Key, long long>> due;
  {
    const std::lock_guard lock(mutex_);
    for (auto one = gathered_.begin(); one != gathered_.end();) {
      auto& [key, gathered] = *one;
      const bool over = all || now >= gathered.due;
      if (over && gathered.count == 0) {
        one = gathered_.erase(one);
        continue;
      }
      if (over) {
        due.emplace_back(key, std::exchange(gathered.count, 0));
        gathered.due = now + gathering_time;
      }
      ++one;
    }
  }
  // An entry is a transaction; refusals are few.
  for (std::size_t i = 0; i < due.size(); ++i) {
    const auto& [key, count] = due[i];
    try {
      write_gathered(database, *key.method, key.account, key.address, now, [&](Context& context) {
        context.audit_lines.push_back("refused " + std::to_string(count) + " " + key.reason);
        return true;
      });
    } catch (...) {
      // Next time, with those behind it.
      const std::lock_guard lock(mutex_);
      for (; i < due.size(); ++i) {
        Gathered& again = gathered_[due[i].first];
        again.count += due[i].second;
        again.due = now;
      }
      throw;
    }
  }
}

}  // namespace muster::rpc
