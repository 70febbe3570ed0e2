// SPDX-License-Identifier: EUPL-1.2
#include "access/accounts.h"

#include "access/passwords.h"
#include "platform/db/list.h"
#include "platform/db/rows.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"

namespace muster::access {

std::any hash_new_password(rpc::Call& call, const v1::CreateAccountRequest& request) {
  rpc::require_all_units(call);
  require_strong_password(request.password(), request.account().account_name());
  return hash_password(request.password());
}

v1::Account create_account(rpc::Call& call, const v1::CreateAccountRequest& request) {
  if (!request.account().person().empty()) {
    const long long person = db::id_of(request.account().person(), "persons", "account.person");
    if (!db::select_one<long long>(call.sql, {"SELECT 1 FROM person WHERE id = ?", {person}})) {
      throw status::invalid_argument("account.person", "is not on the roster; create the person first");
    }
  }
  const long long id = db::insert(call.sql, "account", request.account());
  db::execute(call.sql,
              {"UPDATE account SET password_hash = ? WHERE id = ?", {std::any_cast<std::string>(call.prepared), id}});
  return read_account(call, id);
}

db::Encoded<v1::ListAccountsResponse> list_accounts(rpc::Call& call, const v1::ListAccountsRequest& request) {
  db::ListSpec spec;
  spec.table = "account";
  const rpc::Scope scope = rpc::scope_of(call);
  if (!scope.everything) {
    spec.where = "EXISTS (SELECT 1 FROM role_grant WHERE role_grant.account = account.id AND ";
    spec.where += rpc::visible_units(scope, "role_grant.unit");
    spec.where += ")";
  }
  spec.default_order = "account_name";
  return db::list<v1::Account, v1::ListAccountsResponse>(call.sql, request, spec);
}

v1::Account disable_account(rpc::Call& call, const v1::DisableAccountRequest& request) {
  rpc::require_all_units(call);
  const long long id = db::id_of<v1::Account>(request.name());
  v1::Account account = read_account(call, id);
  account.set_disabled(true);
  account.clear_etag();
  google::protobuf::FieldMask mask;
  mask.add_paths("disabled");
  db::update(call.sql, "account", account, mask);
  db::execute(call.sql,
              {"UPDATE session SET end_time = ? WHERE account = ? AND end_time IS NULL", {call.now_micros(), id}});
  return read_account(call, id);
}

v1::Account read_account(rpc::Call& call, long long id) {
  auto account = db::query_one<v1::Account>(
      call.sql, {"SELECT " + db::columns<v1::Account>() + " FROM account WHERE id = ?", {id}});
  if (!account) throw status::not_found(db::name_of<v1::Account>(id));
  return *account;
}

}  // namespace muster::access
