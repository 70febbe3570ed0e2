// SPDX-License-Identifier: EUPL-1.2
// Accounts: made and disabled by administrators. What one may do are its grants (grants.h).
#pragma once

#include <any>
#include <map>
#include <string>

#include "muster/access/v1/access.pb.h"
#include "platform/proto/encoded.h"
#include "platform/rpc/context.h"
#include "platform/rpc/scope.h"

namespace muster::access {

// Before the transaction of CreateAccount: the password's hash; empty without a password.
// Errors: INVALID_ARGUMENT naming `password` when it is weak, or of a service account; PERMISSION_DENIED for an administrator
// of some units only.
std::any hash_new_password(rpc::Context& context, const v1::CreateAccountRequest& request);

// The person is told.
// Errors: ALREADY_EXISTS naming account_name, or a person who has a live account; INVALID_ARGUMENT when the person does not exist; FAILED_PRECONDITION when
// the person has died or left.
v1::Account create_account(rpc::Context& context, const v1::CreateAccountRequest& request);

// A condition on table account: those with a grant within the scope; all when it is everything.
db::Query shown_accounts(const rpc::Scope& scope);

// Those that are shown to the caller.
proto::Encoded<v1::ListAccountsResponse> list_accounts(rpc::Context& context, const v1::ListAccountsRequest& request);

// Ends the account's sessions and tokens with it. Errors: NOT_FOUND.
void disable(rpc::Context& context, long long id);

// Ends the account's sessions and tokens with it.
// Errors: PERMISSION_DENIED for an administrator of some units only; FAILED_PRECONDITION for the last one of all units.
v1::Account disable_account(rpc::Context& context, const v1::DisableAccountRequest& request);

// Errors: NOT_FOUND.
v1::Account read_account(rpc::Context& context, long long id);

// What accounts are called, each looked up once.
class AccountNames {
 public:
  explicit AccountNames(rpc::Context& context) : context_(context) {}
  // Of "accounts/4"; whatever is no account, as "console", is given back.
  const std::string& of(const std::string& account);

 private:
  rpc::Context& context_;
  std::map<std::string, std::string> known_;
};

}  // namespace muster::access
