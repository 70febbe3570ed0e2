// SPDX-License-Identifier: EUPL-1.2
// Sessions of the page and, opened by tokens.h, tokens of programs: 32 random bytes, of which the SHA-256 is kept.
#pragma once

#include <any>
#include <string>

#include "muster/access/v1/access.pb.h"
#include "platform/rpc/context.h"

namespace muster::access {

// Before the transaction of SignIn: the account's id if the password is right.
// Errors: UNAUTHENTICATED, the same for an unknown account and a wrong password;
// RESOURCE_EXHAUSTED after ten attempts in a minute on one account from one address.
std::any check_password(rpc::Context& context, const v1::SignInRequest& request);

// Opens a session of twelve hours and sets its cookie.
v1::SignInResponse sign_in(rpc::Context& context, const v1::SignInRequest& request);

// Before the transaction of ConfirmPassword.
// Errors: INVALID_ARGUMENT naming `password` when it is wrong; RESOURCE_EXHAUSTED as for signing in; FAILED_PRECONDITION
// for a token.
std::any check_own_password(rpc::Context& context, const v1::ConfirmPasswordRequest& request);

// From now on the password was given in this session (platform/rpc/fresh_factor.h).
v1::ConfirmPasswordResponse confirm_password(rpc::Context& context, const v1::ConfirmPasswordRequest& request);

// Ends the caller's session and takes the cookie back.
v1::SignOutResponse sign_out(rpc::Context& context, const v1::SignOutRequest& request);

// Empty when nobody is signed in.
v1::Session get_session(rpc::Context& context, const v1::GetSessionRequest& request);

enum class SessionKind { session, token };

struct NewSession {
  SessionKind kind = SessionKind::session;
  std::string display_name = "";
  long long seconds = 0;        // for which it is valid
  std::string purposes = "[]";  // of a token: JSON arrays of the names of TokenPurpose and Role
  std::string roles = "[]";
};

// Keeps a new secret's digest and gives the secret. With a session the password was given.
std::string open_session(rpc::Context& context, long long account, const NewSession& wanted);

}  // namespace muster::access
