// SPDX-License-Identifier: EUPL-1.2
#include "access/accounts.h"

#include "access/notices.h"
#include "access/passwords.h"
#include "access/second_hands.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/list.h"
#include "platform/rows/rows.h"
#include "platform/rpc/active_person.h"
#include "platform/rpc/scope.h"
#include "platform/rpc/second_hand.h"
#include "platform/status/error.h"

namespace muster::access {
namespace {

// A program is nobody, and has nothing to sign in with.
void check_service_account(const v1::CreateAccountRequest& request) {
  status::Violations wrong;
  if (!request.password().empty()) {
    wrong.add("password", platform::v1::REASON_SERVICE_ACCOUNT,
              "must be empty for a service account, which acts by tokens");
  }
  if (!request.account().person().empty()) {
    wrong.add("account.person", platform::v1::REASON_SERVICE_ACCOUNT,
              "must be empty for a service account, which is nobody of the roster");
  }
  wrong.throw_if_any();
}

// One person signs in as one account: with two, they would be their own second hand.
void require_no_other_account(rpc::Context& context, long long person) {
  context.sequence();  // two accounts of the person at once: the second one waits here
  const auto other = db::select_one<long long>(
      context.sql, {"SELECT id FROM account WHERE person = ? AND disabled = 0 ORDER BY id", {person}});
  if (!other) return;
  const std::string name = proto::name_of<v1::Account>(std::get<0>(*other));
  throw status::already_exists("account.person", platform::v1::REASON_PERSON_HAS_ACCOUNT,
                               "has the account " + name + " already; disable that first, or give it the grants",
                               {{"name", name}});
}

}  // namespace

std::any hash_new_password(rpc::Context& context, const v1::CreateAccountRequest& request) {
  rpc::require_all_units(context);
  if (request.account().service()) check_service_account(request);
  if (request.password().empty()) return std::string();
  require_strong_password(request.password(), request.account().account_name());
  return hash_password(request.password());
}

v1::Account create_account(rpc::Context& context, const v1::CreateAccountRequest& request) {
  if (!request.account().person().empty()) {
    const long long person = proto::id_of(request.account().person(), "persons", "account.person");
    if (!db::select_one<long long>(context.sql, {"SELECT 1 FROM person WHERE id = ?", {person}})) {
      throw status::invalid_argument("account.person", platform::v1::REASON_REFERENCE_NOT_FOUND,
                                     "is not on the roster; create the person first",
                                     {{"name", request.account().person()}});
    }
    rpc::require(rpc::person_not_active(context, request.account().person()));
    require_no_other_account(context, person);
  }
  v1::Account account = request.account();
  account.set_created_by(rpc::first_hand_of(context));
  account.set_approved_by(rpc::second_hand_of(context));
  const long long id = rows::insert(context.sql, "account", account);
  db::execute(context.sql, {"UPDATE account SET password_hash = ? WHERE id = ?",
                            {std::any_cast<std::string>(context.prepared), id}});
  if (!account.person().empty()) {
    tell_person(context, proto::id_of(account.person(), "persons", "account.person"), v1::NOTICE_KIND_ACCOUNT_CREATED,
                id);
  }
  return read_account(context, id);
}

db::Query shown_accounts(const rpc::Scope& scope) {
  if (scope.everything) return "1 = 1";
  db::Query condition("EXISTS (SELECT 1 FROM role_grant WHERE role_grant.account = account.id AND ");
  condition += rpc::visible_units(scope, "role_grant.unit");
  condition += ")";
  return condition;
}

proto::Encoded<v1::ListAccountsResponse> list_accounts(rpc::Context& context, const v1::ListAccountsRequest& request) {
  rows::ListSpec spec;
  spec.table = "account";
  spec.where = shown_accounts(rpc::scope_of(context));
  spec.default_order = "account_name";
  return rows::list<v1::Account, v1::ListAccountsResponse>(context.sql, request, spec);
}

void disable(rpc::Context& context, long long id) {
  v1::Account account = read_account(context, id);
  account.set_disabled(true);
  account.clear_etag();
  google::protobuf::FieldMask mask;
  mask.add_paths("disabled");
  rows::update(context.sql, "account", account, mask);
  db::execute(context.sql,
              {"UPDATE session SET end_time = ? WHERE account = ? AND end_time IS NULL", {context.now_micros(), id}});
}

v1::Account disable_account(rpc::Context& context, const v1::DisableAccountRequest& request) {
  rpc::require_all_units(context);
  const long long id = proto::id_of<v1::Account>(request.name());
  require_another_administrator(context, id, 0);
  disable(context, id);
  return read_account(context, id);
}

v1::Account read_account(rpc::Context& context, long long id) {
  auto account = rows::query_one<v1::Account>(
      context.sql, {"SELECT " + rows::columns<v1::Account>() + " FROM account WHERE id = ?", {id}});
  if (!account) throw status::not_found(proto::name_of<v1::Account>(id));
  return *account;
}

const std::string& AccountNames::of(const std::string& account) {
  const auto [place, is_new] = known_.emplace(account, account);
  if (!is_new || !account.starts_with("accounts/")) return place->second;
  auto row = db::select_one<std::string>(
      context_.sql,
      {"SELECT CASE display_name WHEN '' THEN account_name ELSE display_name END FROM account WHERE id = ?",
       {proto::id_of<v1::Account>(account)}});
  if (row) place->second = std::move(std::get<0>(*row));
  return place->second;
}

}  // namespace muster::access
