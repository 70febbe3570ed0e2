// SPDX-License-Identifier: EUPL-1.2
#include "access/tokens.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>

#include "access/sessions.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/list.h"
#include "platform/rows/rows.h"
#include "platform/status/error.h"

namespace muster::access {
namespace {

constexpr long long second_micros = 1000000;
constexpr long long day_seconds = 24 * 3600;
constexpr int token_days_default = 90;

// Everyone may list and revoke tokens, so the method declares no role that would be the scope.
bool administers_all_units(const rpc::Context& context) {
  return context.caller.system ||
         std::any_of(context.caller.grants.begin(), context.caller.grants.end(), [](const rpc::Grant& grant) {
           return grant.role == platform::v1::ROLE_ADMINISTRATOR && !grant.unit;
         });
}

// A condition on table session: the tokens that the caller may see.
db::Query visible_tokens(const rpc::Context& context) {
  db::Query condition{"kind = 'TOKEN' AND end_time IS NULL AND expire_time > ?", {context.now_micros()}};
  if (!administers_all_units(context)) condition += {" AND account = ?", {context.caller.account}};
  return condition;
}

bool came_with_token(const rpc::Context& context) {
  const auto row =
      db::select_one<std::string>(context.sql, {"SELECT kind FROM session WHERE id = ?", {context.caller.session}});
  return row && std::get<0>(*row) == "TOKEN";
}

// Of a service account, by an administrator; else the caller's own.
long long account_of_token(rpc::Context& context, const v1::CreateTokenRequest& request) {
  if (request.account().empty()) return context.caller.account;
  const long long id = proto::id_of<v1::Account>(request.account(), "account");
  if (!administers_all_units(context)) {
    throw status::invalid_argument("account", platform::v1::REASON_SERVICE_ACCOUNT,
                                   "is for administrators of all units; leave it out for a token of your own");
  }
  auto row =
      db::select_one<long long, long long>(context.sql, {"SELECT service, disabled FROM account WHERE id = ?", {id}});
  if (!row || std::get<0>(*row) == 0 || std::get<1>(*row) != 0) {
    throw status::invalid_argument("account", platform::v1::REASON_SERVICE_ACCOUNT,
                                   "is no live service account; a person's tokens are made by that person");
  }
  return id;
}

}  // namespace

v1::CreateTokenResponse create_token(rpc::Context& context, const v1::CreateTokenRequest& request) {
  if (context.caller.account == 0)
    throw status::failed_precondition(platform::v1::REASON_ACCOUNT_REQUIRED, "a token is of an account: sign in first");
  if (came_with_token(context)) {
    throw status::failed_precondition(platform::v1::REASON_NOT_BY_TOKEN,
                                      "a token makes no tokens: sign in with the account's name and password");
  }
  const long long days = request.valid_days() ? request.valid_days() : token_days_default;
  v1::CreateTokenResponse response;
  response.set_token(open_session(context, account_of_token(context, request), SessionKind::token,
                                  request.display_name(), days * day_seconds));
  *response.mutable_expire_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(
      context.now_micros() + days * day_seconds * second_micros);
  return response;
}

proto::Encoded<v1::ListTokensResponse> list_tokens(rpc::Context& context, const v1::ListTokensRequest& request) {
  rows::ListSpec spec;
  spec.table = "session";
  spec.where = visible_tokens(context);
  return rows::list<v1::Token, v1::ListTokensResponse>(context.sql, request, spec);
}

v1::Token revoke_token(rpc::Context& context, const v1::RevokeTokenRequest& request) {
  const long long id = proto::id_of<v1::Token>(request.name());
  db::Query end{"UPDATE session SET end_time = ? WHERE id = ? AND ", {context.now_micros(), id}};
  end += visible_tokens(context);
  if (db::execute(context.sql, end) == 0) throw status::not_found(request.name());
  context.sql.record({db::Change::Kind::updated, "session", id, {"end_time"}});
  return *rows::query_one<v1::Token>(context.sql,
                                     {"SELECT " + rows::columns<v1::Token>() + " FROM session WHERE id = ?", {id}});
}

}  // namespace muster::access
