// SPDX-License-Identifier: EUPL-1.2
#include "access/tokens.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>

#include "access/sessions.h"
#include "platform/db/list.h"
#include "platform/db/rows.h"
#include "platform/status/error.h"

namespace muster::access {
namespace {

constexpr long long second_micros = 1000000;
constexpr long long day_seconds = 24 * 3600;
constexpr int token_days_default = 90;

// Everyone may list and revoke tokens, so the method declares no role that would be the scope.
bool administers_all_units(const rpc::Call& call) {
  return call.caller.system ||
         std::any_of(call.caller.grants.begin(), call.caller.grants.end(), [](const rpc::Grant& grant) {
           return grant.role == platform::v1::ROLE_ADMINISTRATOR && !grant.unit;
         });
}

// A condition on table session: the tokens that the caller may see.
db::Query visible_tokens(const rpc::Call& call) {
  db::Query condition{"kind = 'TOKEN' AND end_time IS NULL AND expire_time > ?", {call.now_micros()}};
  if (!administers_all_units(call)) condition += {" AND account = ?", {call.caller.account}};
  return condition;
}

bool came_with_token(const rpc::Call& call) {
  const auto row =
      db::select_one<std::string>(call.sql, {"SELECT kind FROM session WHERE id = ?", {call.caller.session}});
  return row && std::get<0>(*row) == "TOKEN";
}

}  // namespace

v1::CreateTokenResponse create_token(rpc::Call& call, const v1::CreateTokenRequest& request) {
  if (call.caller.account == 0) throw status::failed_precondition("a token is of an account: sign in first");
  if (came_with_token(call)) {
    throw status::failed_precondition("a token makes no tokens: sign in with the account's name and password");
  }
  const long long days = request.valid_days() ? request.valid_days() : token_days_default;
  v1::CreateTokenResponse response;
  response.set_token(
      open_session(call, call.caller.account, SessionKind::token, request.display_name(), days * day_seconds));
  *response.mutable_expire_time() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(call.now_micros() + days * day_seconds * second_micros);
  return response;
}

db::Encoded<v1::ListTokensResponse> list_tokens(rpc::Call& call, const v1::ListTokensRequest& request) {
  db::ListSpec spec;
  spec.table = "session";
  spec.where = visible_tokens(call);
  return db::list<v1::Token, v1::ListTokensResponse>(call.sql, request, spec);
}

v1::Token revoke_token(rpc::Call& call, const v1::RevokeTokenRequest& request) {
  const long long id = db::id_of<v1::Token>(request.name());
  db::Query end{"UPDATE session SET end_time = ? WHERE id = ? AND ", {call.now_micros(), id}};
  end += visible_tokens(call);
  if (db::execute(call.sql, end) == 0) throw status::not_found(request.name());
  call.sql.record({db::Change::Kind::updated, "session", id, {"end_time"}});
  return *db::query_one<v1::Token>(call.sql,
                                   {"SELECT " + db::columns<v1::Token>() + " FROM session WHERE id = ?", {id}});
}

}  // namespace muster::access
