// SPDX-License-Identifier: EUPL-1.2
#include "access/sessions.h"

#include <google/protobuf/util/time_util.h>
#include <sodium.h>

#include "access/notices.h"
#include "access/passwords.h"
#include "access/settings.h"
#include "access/sign_in_limit.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/db/query.h"
#include "platform/rows/rows.h"
#include "platform/rpc/authenticate.h"
#include "platform/status/error.h"
#include "platform/text/code_key.h"
#include "platform/text/digest.h"

namespace muster::access {
namespace {

constexpr long long second_micros = 1000000;
constexpr long long session_seconds = 12 * 3600;

std::string new_secret() {
  std::string bytes(32, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return text::hexadecimal(bytes);
}

std::string cookie(const rpc::Context& context, const std::string& secret, long long seconds) {
  return rpc::cookie_name(context.secure) + "=" + secret +
         "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(seconds) + (context.secure ? "; Secure" : "");
}

// What anyone may know of this database.
void describe_database(rpc::Context& context, v1::Session& session) {
  session.set_demonstration(read_setting(context, "demonstration") == "1");
  session.set_home_country(read_setting(context, "home_country"));
  session.set_time_zone(context.time_zone());
  session.set_today(rules::format_date(context.today()));
  *session.mutable_server_time() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(rules::to_micros(context.now));
}

void describe_account(rpc::Context& context, long long account, v1::Session& session) {
  auto row = rows::query_one<v1::Account>(
      context.sql, {"SELECT " + rows::columns<v1::Account>() + " FROM account WHERE id = ?", {account}});
  if (!row) return;
  session.set_account(row->name());
  session.set_display_name(row->display_name().empty() ? row->account_name() : row->display_name());
  session.set_person(row->person());
  const std::string today = rules::format_date(context.today());
  for (auto& grant :
       rows::query<v1::Grant>(context.sql, {"SELECT " + rows::columns<v1::Grant>() +
                                                " FROM role_grant WHERE account = ? AND"
                                                " valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?) ORDER BY id",
                                            {account, today, today}})) {
    *session.add_grants() = std::move(grant);
  }
}

}  // namespace

std::string open_session(rpc::Context& context, long long account, const NewSession& wanted) {
  const std::string secret = new_secret();
  const bool token = wanted.kind == SessionKind::token;
  auto row = db::select_one<long long>(
      context.sql, {"INSERT INTO session (digest, account, kind, display_name, create_time, expire_time, factor_time, "
                    "purposes, roles)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                    {text::hexadecimal(text::sha256(secret)), account, token ? "TOKEN" : "SESSION", wanted.display_name,
                     context.now_micros(), context.now_micros() + wanted.seconds * second_micros,
                     token ? 0LL : context.now_micros(), wanted.purposes, wanted.roles}});
  context.sql.record({db::Change::Kind::created, "session", std::get<0>(*row), {}});
  return secret;
}

namespace {

// Whether the password is that of the account with this name's key. Tells the audit and the log whose was tried.
bool is_password_of(rpc::Context& context, const std::string& account_name_key, const std::string& password) {
  const auto row = db::select_one<long long, std::string, long long>(
      context.sql, {"SELECT id, password_hash, disabled FROM account WHERE account_name_key = ?", {account_name_key}});
  if (row) context.account_tried = std::get<0>(*row);
  count_attempt(context, account_name_key);
  return password_matches(row && std::get<2>(*row) == 0 ? std::get<1>(*row) : std::string(), password);
}

}  // namespace

std::any check_password(rpc::Context& context, const v1::SignInRequest& request) {
  if (!is_password_of(context, text::code_key(request.account_name()), request.password())) {
    throw status::unauthenticated(platform::v1::REASON_WRONG_PASSWORD, "the account name or the password is wrong");
  }
  return context.account_tried;
}

std::any check_own_password(rpc::Context& context, const v1::ConfirmPasswordRequest& request) {
  if (context.caller.token || context.caller.session == 0) {
    throw status::failed_precondition(platform::v1::REASON_NOT_BY_TOKEN,
                                      "a password is given in a session: sign in with the account's name and password");
  }
  const auto [key] = *db::select_one<std::string>(
      context.sql, {"SELECT account_name_key FROM account WHERE id = ?", {context.caller.account}});
  if (!is_password_of(context, key, request.password())) {
    throw status::invalid_argument("password", platform::v1::REASON_WRONG_PASSWORD,
                                   "is not the account's; give the one that you sign in with");
  }
  return {};
}

v1::ConfirmPasswordResponse confirm_password(rpc::Context& context, const v1::ConfirmPasswordRequest&) {
  const long long now = context.now_micros();
  db::execute(context.sql, {"UPDATE session SET factor_time = ? WHERE id = ?", {now, context.caller.session}});
  context.sql.record({db::Change::Kind::updated, "session", context.caller.session, {"factor_time"}});
  v1::ConfirmPasswordResponse response;
  *response.mutable_factor_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(now);
  return response;
}

v1::SignInResponse sign_in(rpc::Context& context, const v1::SignInRequest&) {
  const long long account = std::any_cast<long long>(context.prepared);
  const std::string secret = open_session(context, account, {.seconds = session_seconds});
  context.response_headers.emplace_back("Set-Cookie", cookie(context, secret, session_seconds));
  v1::SignInResponse response;
  v1::Session& session = *response.mutable_session();
  describe_account(context, account, session);
  describe_database(context, session);
  add_notices(context, session);
  *session.mutable_expire_time() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(context.now_micros() + session_seconds * second_micros);
  *session.mutable_factor_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(context.now_micros());
  return response;
}

v1::SignOutResponse sign_out(rpc::Context& context, const v1::SignOutRequest&) {
  if (context.caller.session) {
    db::execute(context.sql,
                {"UPDATE session SET end_time = ? WHERE id = ?", {context.now_micros(), context.caller.session}});
    context.sql.record({db::Change::Kind::updated, "session", context.caller.session, {"end_time"}});
  }
  context.response_headers.emplace_back("Set-Cookie", cookie(context, "", 0));
  return {};
}

v1::Session get_session(rpc::Context& context, const v1::GetSessionRequest&) {
  v1::Session session;
  describe_database(context, session);
  if (context.caller.account == 0) return session;
  describe_account(context, context.caller.account, session);
  add_notices(context, session);
  if (auto row = db::select_one<long long>(
          context.sql, {"SELECT expire_time FROM session WHERE id = ?", {context.caller.session}})) {
    *session.mutable_expire_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(std::get<0>(*row));
  }
  if (!context.caller.token && context.caller.factor_time > 0) {
    *session.mutable_factor_time() =
        google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(context.caller.factor_time);
  }
  return session;
}

}  // namespace muster::access
