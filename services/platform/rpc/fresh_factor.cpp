// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/fresh_factor.h"

#include "muster/platform/v1/reasons.pb.h"
#include "platform/rpc/registry.h"
#include "platform/status/error.h"

namespace muster::rpc {
namespace {

constexpr long long fresh_micros = fresh_factor_minutes * 60LL * 1'000'000;

}  // namespace

bool has_fresh_factor(const Context& context) {
  const Caller& caller = context.caller;
  if (caller.system) return true;
  return !caller.token && caller.factor_time > 0 && rules::to_micros(context.now) - caller.factor_time <= fresh_micros;
}

void require_fresh_factor(const Context& context) {
  if (has_fresh_factor(context)) return;
  throw status::permission_denied(
      platform::v1::REASON_FRESH_FACTOR_NEEDED,
      context.method.descriptor->name() +
          (context.caller.token
               ? " needs a password, which a token has not: sign in with the account's name and password"
               : " needs the password anew: give it with ConfirmPassword, and call again within ten "
                 "minutes"),
      {{"minutes", std::to_string(fresh_factor_minutes)}});
}

}  // namespace muster::rpc
