// SPDX-License-Identifier: EUPL-1.2
#include "access/tokens.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <set>

#include "access/sessions.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/list.h"
#include "platform/rows/rows.h"
#include "platform/rpc/fresh_factor.h"
#include "platform/rpc/token_purpose.h"
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

// Conditions on table session: the tokens that are valid now, and those that the caller may see.
db::Query valid_tokens(const rpc::Context& context) {
  return {"kind = 'TOKEN' AND end_time IS NULL AND expire_time > ?", {context.now_micros()}};
}
db::Query visible_tokens(const rpc::Context& context) {
  if (administers_all_units(context)) return "1 = 1";
  return {"account = ?", {context.caller.account}};
}

bool came_with_token(const rpc::Context& context) {
  const auto row =
      db::select_one<std::string>(context.sql, {"SELECT kind FROM session WHERE id = ?", {context.caller.session}});
  return row && std::get<0>(*row) == "TOKEN";
}

std::string json_list(const std::set<std::string>& names) {
  std::string json;
  for (const std::string& name : names) json += (json.empty() ? "\"" : ",\"") + name + '"';
  return '[' + json + ']';
}

// What the token is for.
std::string purposes_of(const rpc::Context& context, const v1::CreateTokenRequest& request) {
  std::set<std::string> names;
  for (const int purpose : request.purposes()) {
    names.insert(platform::v1::TokenPurpose_Name(static_cast<platform::v1::TokenPurpose>(purpose)));
  }
  if (names.empty()) {
    for (const auto purpose : rpc::all_purposes()) names.insert(platform::v1::TokenPurpose_Name(purpose));
    if (!context.caller.system) names.erase(platform::v1::TokenPurpose_Name(platform::v1::TOKEN_PURPOSE_EXPORT));
  }
  if (names.contains(platform::v1::TokenPurpose_Name(platform::v1::TOKEN_PURPOSE_EXPORT))) {
    rpc::require_fresh_factor(context);
  }
  return json_list(names);
}

std::string roles_of(rpc::Context& context, long long account, const v1::CreateTokenRequest& request) {
  std::set<std::string> names;
  for (int i = 0; i < request.roles_size(); ++i) {
    const std::string name = platform::v1::Role_Name(request.roles(i));
    const std::string today = rules::format_date(context.today());
    if (!db::select_one<long long>(context.sql,
                                   {"SELECT 1 FROM role_grant WHERE account = ? AND role = ? AND valid_from <= ?"
                                    " AND (valid_to IS NULL OR valid_to >= ?)",
                                    {account, name, today, today}})) {
      throw status::invalid_argument("roles[" + std::to_string(i) + "]", platform::v1::REASON_ROLE_NOT_HELD,
                                     "is none that the account holds today; a token may do less than its account only",
                                     {{"role", name}});
    }
    names.insert(name);
  }
  return json_list(names);
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
  const long long account = account_of_token(context, request);
  response.set_token(open_session(context, account,
                                  {.kind = SessionKind::token,
                                   .display_name = request.display_name(),
                                   .seconds = days * day_seconds,
                                   .purposes = purposes_of(context, request),
                                   .roles = roles_of(context, account, request)}));
  *response.mutable_expire_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(
      context.now_micros() + days * day_seconds * second_micros);
  return response;
}

proto::Encoded<v1::ListTokensResponse> list_tokens(rpc::Context& context, const v1::ListTokensRequest& request) {
  rows::ListSpec spec;
  spec.table = "session";
  spec.rows_of_now = db::Query("(SELECT " + rows::columns<v1::Token>() + " FROM session WHERE ");
  *spec.rows_of_now += valid_tokens(context);
  *spec.rows_of_now += ") session";
  spec.where = visible_tokens(context);
  return rows::list<v1::Token, v1::ListTokensResponse>(context.sql, request, spec);
}

v1::Token revoke_token(rpc::Context& context, const v1::RevokeTokenRequest& request) {
  const long long id = proto::id_of<v1::Token>(request.name());
  db::Query end{"UPDATE session SET end_time = ? WHERE id = ? AND ", {context.now_micros(), id}};
  end += valid_tokens(context);
  end += " AND ";
  end += visible_tokens(context);
  if (db::execute(context.sql, end) == 0) throw status::not_found(request.name());
  context.sql.record({db::Change::Kind::updated, "session", id, {"end_time"}});
  return *rows::query_one<v1::Token>(context.sql,
                                     {"SELECT " + rows::columns<v1::Token>() + " FROM session WHERE id = ?", {id}});
}

}  // namespace muster::access
