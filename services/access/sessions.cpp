// SPDX-License-Identifier: EUPL-1.2
#include "access/sessions.h"

#include <google/protobuf/util/time_util.h>
#include <sodium.h>

#include "access/passwords.h"
#include "access/settings.h"
#include "access/sign_in_limit.h"
#include "platform/db/digest.h"
#include "platform/db/query.h"
#include "platform/db/rows.h"
#include "platform/rpc/authenticate.h"
#include "platform/status/error.h"

namespace muster::access {
namespace {

constexpr long long second_micros = 1000000;
constexpr long long session_seconds = 12 * 3600;

std::string new_secret() {
  std::string bytes(32, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return db::hexadecimal(bytes);
}

std::string cookie(const rpc::Call& call, const std::string& secret, long long seconds) {
  return rpc::cookie_name(call.secure) + "=" + secret +
         "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(seconds) + (call.secure ? "; Secure" : "");
}

// What anyone may know of this database.
void describe_database(rpc::Call& call, v1::Session& session) {
  session.set_demonstration(read_setting(call, "demonstration") == "1");
  session.set_home_country(read_setting(call, "home_country"));
}

void describe_account(rpc::Call& call, long long account, v1::Session& session) {
  auto row = db::query_one<v1::Account>(
      call.sql, {"SELECT " + db::columns<v1::Account>() + " FROM account WHERE id = ?", {account}});
  if (!row) return;
  session.set_account(row->name());
  session.set_display_name(row->display_name().empty() ? row->account_name() : row->display_name());
  session.set_person(row->person());
  const std::string today = rules::format_date(call.today());
  for (auto& grant :
       db::query<v1::Grant>(call.sql, {"SELECT " + db::columns<v1::Grant>() +
                                           " FROM role_grant WHERE account = ? AND"
                                           " valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?) ORDER BY id",
                                       {account, today, today}})) {
    *session.add_grants() = std::move(grant);
  }
}

}  // namespace

std::string open_session(rpc::Call& call, long long account, SessionKind kind, const std::string& display_name,
                         long long seconds) {
  const std::string secret = new_secret();
  auto row = db::select_one<long long>(
      call.sql, {"INSERT INTO session (digest, account, kind, display_name, create_time, expire_time)"
                 " VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
                 {db::hexadecimal(db::sha256(secret)), account, kind == SessionKind::token ? "TOKEN" : "SESSION",
                  display_name, call.now_micros(), call.now_micros() + seconds * second_micros}});
  call.sql.record({db::Change::Kind::created, "session", std::get<0>(*row), {}});
  return secret;
}

std::any check_password(rpc::Call& call, const v1::SignInRequest& request) {
  static SignInLimit limit;
  limit.count(request.account_name() + "\n" + call.peer, std::chrono::steady_clock::now());
  auto row = db::select_one<long long, std::string>(
      call.sql,
      {"SELECT id, password_hash FROM account WHERE account_name = ? AND disabled = 0", {request.account_name()}});
  if (!password_matches(row ? std::get<1>(*row) : std::string(), request.password())) {
    throw status::unauthenticated("the account name or the password is wrong");
  }
  return std::get<0>(*row);
}

v1::SignInResponse sign_in(rpc::Call& call, const v1::SignInRequest&) {
  const long long account = std::any_cast<long long>(call.prepared);
  const std::string secret = open_session(call, account, SessionKind::session, "", session_seconds);
  call.response_headers.emplace_back("Set-Cookie", cookie(call, secret, session_seconds));
  v1::SignInResponse response;
  v1::Session& session = *response.mutable_session();
  describe_account(call, account, session);
  describe_database(call, session);
  *session.mutable_expire_time() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(call.now_micros() + session_seconds * second_micros);
  return response;
}

v1::SignOutResponse sign_out(rpc::Call& call, const v1::SignOutRequest&) {
  if (call.caller.session) {
    db::execute(call.sql, {"UPDATE session SET end_time = ? WHERE id = ?", {call.now_micros(), call.caller.session}});
    call.sql.record({db::Change::Kind::updated, "session", call.caller.session, {"end_time"}});
  }
  call.response_headers.emplace_back("Set-Cookie", cookie(call, "", 0));
  return {};
}

v1::Session get_session(rpc::Call& call, const v1::GetSessionRequest&) {
  v1::Session session;
  describe_database(call, session);
  if (call.caller.account == 0) return session;
  describe_account(call, call.caller.account, session);
  if (auto row = db::select_one<long long>(call.sql,
                                           {"SELECT expire_time FROM session WHERE id = ?", {call.caller.session}})) {
    *session.mutable_expire_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(std::get<0>(*row));
  }
  return session;
}

}  // namespace muster::access
