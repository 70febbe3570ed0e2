// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/taken_numbers.h"

#include <algorithm>
#include <chrono>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/db/query.h"

namespace muster::rpc {
namespace {

constexpr long long hour_micros = 3600LL * 1000 * 1000;

// How often the account was told within the last hour, and when first (microseconds).
struct Told {
  long long times = 0;
  long long first = 0;
};

Told told(Context& context) {
  const auto [times, first] = *db::select_one<long long, long long>(
      context.sql, {"SELECT COUNT(*), COALESCE(MIN(create_time), 0) FROM taken_number WHERE account = ? "
                    "AND create_time > ?",
                    {context.caller.account, context.now_micros() - hour_micros}});
  return {times, first};
}

}  // namespace

const char* const number_not_available_in_a_file =
    "is not available: an import adds people only; see ListPersons whether it is the person whom you mean and change "
    "or "
    "correct them there, or give another number";

status::Error number_not_available(const std::string& field) {
  return status::already_exists(field, platform::v1::REASON_NUMBER_NOT_AVAILABLE,
                                "is not available; see ListPersons whether it is the person whom you mean, or give "
                                "another");
}

void require_numbers_left(Context& context) {
  if (context.caller.account == 0) return;
  const Told so_far = told(context);
  if (so_far.times < taken_numbers_told) return;
  const std::string limit = std::to_string(taken_numbers_told);
  const std::chrono::microseconds wait(so_far.first + hour_micros - context.now_micros());
  throw status::Error(
      status::resource_exhausted(platform::v1::REASON_TOO_MANY_TAKEN_NUMBERS,
                                 "you were told of " + limit +
                                     " numbers or names within an hour that they are not available, and are told of "
                                     "no more; wait, or ask somebody whose grant is for all units",
                                 {{"limit", limit}}))
      .with_retry_after(std::max(std::chrono::seconds(1), std::chrono::ceil<std::chrono::seconds>(wait)));
}

bool is_to_be_counted(const Context& context, const status::Error& error) {
  return context.caller.account != 0 && (error.cause() == platform::v1::REASON_NUMBER_NOT_AVAILABLE ||
                                         error.cause() == platform::v1::REASON_NO_SUCH_ACCOUNT);
}

bool count_taken_numbers(Context& context, long long numbers) {
  if (context.caller.account == 0 || numbers == 0) return true;
  context.sequence();  // of two that count at the same time the second sees the first
  const long long left = std::max(0LL, taken_numbers_told - told(context).times);
  const long long counted = std::min(left, numbers);
  db::execute(context.sql, {"DELETE FROM taken_number WHERE account = ? AND create_time <= ?",
                            {context.caller.account, context.now_micros() - hour_micros}});
  for (long long i = 0; i < counted; ++i) {
    db::execute(context.sql, {"INSERT INTO taken_number (account, create_time) VALUES (?, ?)",
                              {context.caller.account, context.now_micros()}});
  }
  context.audit_lines.push_back("refused as not available " + std::to_string(counted) +
                                (counted == 1 ? " number" : " numbers"));
  return counted == numbers;
}

}  // namespace muster::rpc
