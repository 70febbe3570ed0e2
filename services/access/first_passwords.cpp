// SPDX-License-Identifier: EUPL-1.2
#include "access/first_passwords.h"

#include <google/protobuf/util/time_util.h>
#include <sodium.h>

#include "access/passwords.h"
#include "access/sign_in_limit.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/db/query.h"
#include "platform/proto/resources.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"
#include "platform/text/code_key.h"
#include "platform/text/digest.h"

namespace muster::access {
namespace {

constexpr long long code_micros = 72LL * 3600 * 1'000'000;
constexpr std::size_t code_bytes = 16;

std::string new_code() {
  std::string bytes(code_bytes, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return text::hexadecimal(bytes);
}

std::string digest_of(const std::string& code) { return text::hexadecimal(text::sha256(code)); }

status::Error wrong_code() {
  return status::unauthenticated(
      platform::v1::REASON_WRONG_PASSWORD,
      "the account name or the code is wrong, or the code's time is up; ask an administrator "
      "for a new one");
}

void write_password(rpc::Context& context, long long account, const std::string& hash) {
  db::execute(
      context.sql,
      {"UPDATE account SET password_hash = ?, password_code = '', update_time = ?, row_version = row_version + 1"
       " WHERE id = ?",
       {hash, context.now_micros(), account}});
  context.sql.record({db::Change::Kind::updated, "account", account, {"password"}});
}

// An account that has the code, or one whose password is this already, as of a request that comes again.
struct Checked {
  long long account = 0;
  std::string hash;  // empty: nothing is to be done
};

}  // namespace

v1::CreatePasswordCodeResponse create_password_code(rpc::Context& context,
                                                    const v1::CreatePasswordCodeRequest& request) {
  rpc::require_all_units(context);
  const long long id = proto::id_of<v1::Account>(request.name());
  auto row = db::select_one<std::string, long long, long long>(
      context.sql, {"SELECT password_hash, service, disabled FROM account WHERE id = ?", {id}});
  if (!row) throw status::not_found(request.name());
  const auto& [hash, service, disabled] = *row;
  if (service != 0) {
    throw status::failed_precondition(platform::v1::REASON_SERVICE_ACCOUNT,
                                      "a service account has no password; make a token for it");
  }
  if (!hash.empty() || disabled != 0) {
    throw status::failed_precondition(
        platform::v1::REASON_PASSWORD_SET,
        disabled != 0 ? "the account is disabled" : "the account has a password, which only its owner changes");
  }
  const std::string code = new_code();
  const long long until = context.now_micros() + code_micros;
  db::execute(context.sql, {"UPDATE account SET password_code = ?, password_code_expire_time = ? WHERE id = ?",
                            {digest_of(code), until, id}});
  context.sql.record({db::Change::Kind::updated, "account", id, {"password_code"}});
  v1::CreatePasswordCodeResponse response;
  response.set_code(code);
  *response.mutable_expire_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(until);
  return response;
}

std::any check_code(rpc::Context& context, const v1::SetPasswordRequest& request) {
  const std::string key = text::code_key(request.account_name());
  count_attempt(context, key);
  auto row = db::select_one<long long, std::string, std::string, long long>(
      context.sql, {"SELECT id, password_hash, password_code, password_code_expire_time FROM account"
                    " WHERE account_name_key = ? AND disabled = 0 AND service = 0",
                    {key}});
  if (!row) throw wrong_code();
  const auto& [id, hash, code, expire_time] = *row;
  if (!hash.empty() && password_matches(hash, request.password())) return Checked{id, ""};
  if (!hash.empty() || code.empty() || code != digest_of(request.code()) || expire_time <= context.now_micros()) {
    throw wrong_code();
  }
  require_strong_password(request.password(), request.account_name());
  return Checked{id, hash_password(request.password())};
}

v1::SetPasswordResponse set_password(rpc::Context& context, const v1::SetPasswordRequest& request) {
  const auto checked = std::any_cast<Checked>(context.prepared);
  if (checked.hash.empty()) return {};
  context.sequence();  // the code is good once
  if (!db::select_one<long long>(context.sql, {"SELECT 1 FROM account WHERE id = ? AND password_code = ?",
                                               {checked.account, digest_of(request.code())}})) {
    throw wrong_code();
  }
  write_password(context, checked.account, checked.hash);
  return {};
}

std::any check_present_password(rpc::Context& context, const v1::ChangePasswordRequest& request) {
  auto row = db::select_one<std::string, std::string>(
      context.sql, {"SELECT account_name, password_hash FROM account WHERE id = ?", {context.caller.account}});
  if (!row) {
    throw status::failed_precondition(platform::v1::REASON_ACCOUNT_REQUIRED,
                                      "a password is of an account: sign in first");
  }
  const auto& [name, hash] = *row;
  if (db::select_one<long long>(context.sql,
                                {"SELECT 1 FROM session WHERE id = ? AND kind = 'TOKEN'", {context.caller.session}})) {
    throw status::failed_precondition(platform::v1::REASON_NOT_BY_TOKEN,
                                      "a token changes no password: sign in with the account's name and password");
  }
  count_attempt(context, text::code_key(name));
  if (hash.empty() || !password_matches(hash, request.password())) {
    if (!hash.empty() && password_matches(hash, request.new_password())) return std::string();  // it came again
    throw status::unauthenticated(platform::v1::REASON_WRONG_PASSWORD, "the present password is wrong");
  }
  require_strong_password(request.new_password(), name);
  return hash_password(request.new_password());
}

v1::ChangePasswordResponse change_password(rpc::Context& context, const v1::ChangePasswordRequest&) {
  const auto hash = std::any_cast<std::string>(context.prepared);
  if (hash.empty()) return {};
  const long long account = context.caller.account;
  write_password(context, account, hash);
  db::execute(context.sql, {"UPDATE session SET end_time = ? WHERE account = ? AND kind = 'SESSION' AND id <> ? AND"
                            " end_time IS NULL",
                            {context.now_micros(), account, context.caller.session}});
  return {};
}

}  // namespace muster::access
