// SPDX-License-Identifier: EUPL-1.2
// Tokens of programs: sessions that a person made for one, which last for days.
#pragma once

#include "muster/access/v1/access.pb.h"
#include "platform/proto/encoded.h"
#include "platform/rpc/context.h"

namespace muster::access {

// A token of the caller's account for `valid_days` (90 when 0).
// Errors: FAILED_PRECONDITION for a caller with a token: one that leaked must not outlive its end; PERMISSION_DENIED for
// TOKEN_PURPOSE_EXPORT without a fresh factor, and INVALID_ARGUMENT naming `roles` for one that the account does not hold.
v1::CreateTokenResponse create_token(rpc::Context& context, const v1::CreateTokenRequest& request);

// Valid tokens: the caller's own; everybody's for administrators of all units.
proto::Encoded<v1::ListTokensResponse> list_tokens(rpc::Context& context, const v1::ListTokensRequest& request);

// Errors: NOT_FOUND unless list_tokens shows it to the caller.
v1::Token revoke_token(rpc::Context& context, const v1::RevokeTokenRequest& request);

}  // namespace muster::access
