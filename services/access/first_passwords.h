// SPDX-License-Identifier: EUPL-1.2
// Passwords that their owners set: the first one by a code, so that no administrator knows it, and later ones.
#pragma once

#include <any>

#include "muster/access/v1/access.pb.h"
#include "platform/rpc/context.h"

namespace muster::access {

// A code of 72 hours, which ends the one before.
// Errors: NOT_FOUND; FAILED_PRECONDITION for an account with a password, a service account and a disabled one;
// PERMISSION_DENIED for an administrator of some units only.
v1::CreatePasswordCodeResponse create_password_code(rpc::Context& context,
                                                    const v1::CreatePasswordCodeRequest& request);

// Before the transaction of SetPassword: the new password's hash.
// Errors: UNAUTHENTICATED, the same for an unknown account and a wrong code; RESOURCE_EXHAUSTED after ten attempts in a
// minute; INVALID_ARGUMENT for a weak password.
std::any check_code(rpc::Context& context, const v1::SetPasswordRequest& request);
v1::SetPasswordResponse set_password(rpc::Context& context, const v1::SetPasswordRequest& request);

// Before the transaction of ChangePassword: the new password's hash.
// Errors: UNAUTHENTICATED for a wrong present password; FAILED_PRECONDITION for a token; and those of check_code.
std::any check_present_password(rpc::Context& context, const v1::ChangePasswordRequest& request);
v1::ChangePasswordResponse change_password(rpc::Context& context, const v1::ChangePasswordRequest& request);

}  // namespace muster::access
