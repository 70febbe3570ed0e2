// SPDX-License-Identifier: EUPL-1.2
// What of accounts, grants and tokens takes a second hand (platform/rpc/two_hand_acts.h).
#pragma once

#include <optional>

#include "muster/access/v1/access.pb.h"
#include "platform/rpc/second_hand.h"

namespace muster::access {

// Of every role but ANALYST.
std::optional<rpc::Act> grant_act(rpc::Context& context, const v1::CreateGrantRequest& request);
// Of an account that is a person; of a small office, a fresh factor will do.
std::optional<rpc::Act> account_act(rpc::Context& context, const v1::CreateAccountRequest& request);
// Of a service account, and of an account without a password, that hold such grants.
std::optional<rpc::Act> token_act(rpc::Context& context, const v1::CreateTokenRequest& request);
std::optional<rpc::Act> password_code_act(rpc::Context& context, const v1::CreatePasswordCodeRequest& request);

// For what takes an administrator of all units from their place: throws FAILED_PRECONDITION (SOLE_ADMINISTRATOR) if
// nobody else would be one. `grant`: 0: all of the account's. The console may.
void require_another_administrator(rpc::Context& context, long long account, long long grant);

}  // namespace muster::access
