// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/authenticate.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <shared_mutex>
#include <unordered_map>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/enums.h"
#include "platform/rpc/roster_day.h"
#include "platform/rpc/scope.h"
#include "platform/rpc/token_purpose.h"
#include "platform/status/error.h"
#include "platform/text/digest.h"
#include "rules/civil_date.h"

namespace muster::rpc {
namespace {

constexpr std::string_view bearer = "Bearer ";
constexpr auto memory_time = std::chrono::seconds(2);
constexpr std::size_t memory_limit = 10000;

std::optional<std::string_view> cookie_value(std::string_view cookies, std::string_view name) {
  while (!cookies.empty()) {
    auto end = cookies.find(';');
    std::string_view one = cookies.substr(0, end);
    while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
    if (one.size() > name.size() && one.substr(0, name.size()) == name && one[name.size()] == '=') {
      return one.substr(name.size() + 1);
    }
    if (end == std::string_view::npos) break;
    cookies.remove_prefix(end + 1);
  }
  return std::nullopt;
}

std::vector<Grant> load_grants(db::Session& session, long long account, TimePoint now) {
  const std::string today = rules::format_date(roster_day(session, now));
  std::vector<Grant> grants;
  for (auto& [role, unit] : db::select<std::string, std::optional<long long>>(
           session, {"SELECT role, unit FROM role_grant WHERE account = ? AND valid_from <= ?"
                     " AND (valid_to IS NULL OR valid_to >= ?) ORDER BY id",
                     {account, today, today}})) {
    grants.push_back({proto::enum_named<platform::v1::Role>(role), unit});
  }
  return grants;
}

// Whether a JSON array of names of ours has this one.
bool lists(const std::string& json, const std::string& name) {
  return json.find('"' + name + '"') != std::string::npos;
}

// What of its account a token may do.
void limit_to(const std::string& purposes, const std::string& roles, Caller& caller) {
  caller.token = true;
  for (const auto purpose : all_purposes()) {
    if (lists(purposes, platform::v1::TokenPurpose_Name(purpose))) caller.purposes |= purpose_bit(purpose);
  }
  if (roles == "[]") return;
  std::erase_if(caller.grants, [&](const Grant& grant) { return !lists(roles, platform::v1::Role_Name(grant.role)); });
}

Caller load_caller(db::Session& session, const std::string& digest, TimePoint now) {
  const long long micros = rules::to_micros(now);
  auto row =
      db::select_one<long long, long long, std::optional<long long>, std::string, long long, std::string, std::string>(
          session,
          {"SELECT session.id, account.id, account.person, session.kind, session.factor_time, session.purposes,"
           " session.roles FROM session"
           " JOIN account ON account.id = session.account"
           " WHERE session.digest = ? AND session.end_time IS NULL AND session.expire_time > ?"
           " AND account.disabled = 0",
           {digest, micros}});
  if (!row)
    throw status::unauthenticated(platform::v1::REASON_SESSION_ENDED,
                                  "the session has ended or the token is not valid; sign in again");
  Caller caller;
  std::string kind, purposes, roles;
  std::tie(caller.session, caller.account, caller.person, kind, caller.factor_time, purposes, roles) = *row;
  caller.grants = load_grants(session, caller.account, now);
  if (kind == "TOKEN") limit_to(purposes, roles, caller);
  return caller;
}

}  // namespace

std::optional<Secret> secret_of(const connect::Request& request) {
  if (auto header = request.headers.find("authorization"); header && header->substr(0, bearer.size()) == bearer) {
    return Secret{std::string(header->substr(bearer.size())), false};
  }
  if (auto cookies = request.headers.find("cookie")) {
    if (auto value = cookie_value(*cookies, cookie_name(request.secure))) {
      return Secret{std::string(*value), true};
    }
  }
  return std::nullopt;
}

std::string cookie_name(bool secure) { return secure ? "__Host-muster" : "muster"; }

class Callers::Memory {
 public:
  struct Entry {
    Caller caller;
    std::chrono::steady_clock::time_point until;
  };

  std::optional<Caller> find(const std::string& digest) {
    std::shared_lock lock(mutex_);
    auto found = entries_.find(digest);
    if (found == entries_.end() || found->second.until < std::chrono::steady_clock::now()) return std::nullopt;
    return found->second.caller;
  }

  unsigned generation() const { return generation_; }

  // Not when somebody said forget() since the caller was loaded.
  void remember(const std::string& digest, const Caller& caller, unsigned generation) {
    std::unique_lock lock(mutex_);
    if (generation != generation_) return;
    if (entries_.size() >= memory_limit) entries_.clear();
    entries_[digest] = {caller, std::chrono::steady_clock::now() + memory_time};
  }

  void forget() {
    std::unique_lock lock(mutex_);
    ++generation_;
    entries_.clear();
  }

 private:
  std::shared_mutex mutex_;
  std::atomic<unsigned> generation_ = 0;
  std::unordered_map<std::string, Entry> entries_;
};

Callers::Callers(bool remember) : memory_(remember ? std::make_unique<Memory>() : nullptr) {}
Callers::~Callers() = default;

unsigned Callers::generation() const { return memory_ ? memory_->generation() : 0; }

Caller Callers::find(db::Session& session, const std::optional<Secret>& secret, TimePoint now, unsigned generation) {
  if (!secret) return {};
  const std::string digest = text::hexadecimal(text::sha256(secret->text));
  if (!memory_) return load_caller(session, digest, now);
  if (auto known = memory_->find(digest)) return *known;
  Caller caller = load_caller(session, digest, now);
  memory_->remember(digest, caller, generation);
  return caller;
}

void Callers::forget() {
  if (memory_) memory_->forget();
}

std::optional<Caller> caller_of(db::Session& session, long long account, TimePoint now) {
  auto row = db::select_one<std::optional<long long>>(
      session, {"SELECT person FROM account WHERE id = ? AND disabled = 0", {account}});
  if (!row) return std::nullopt;
  Caller caller;
  caller.account = account;
  caller.person = std::get<0>(*row);
  caller.grants = load_grants(session, account, now);
  return caller;
}

void check_access(const Method& method, const Caller& caller) {
  if (method.access.anyone() || caller.system) return;
  if (caller.account == 0) throw status::unauthenticated(platform::v1::REASON_SIGN_IN_REQUIRED, "sign in first");
  check_purpose(method, caller);
  if (method.access.signed_in()) return;
  if (method.access.any_grant()) {
    if (!caller.grants.empty()) return;
    throw status::permission_denied(platform::v1::REASON_NO_GRANT,
                                    "no grant of yours is in force today; ask an administrator for one");
  }
  for (const Grant& grant : caller.grants) {
    const auto& roles = method.access.roles();
    if (std::find(roles.begin(), roles.end(), grant.role) != roles.end()) return;
  }
  throw status::permission_denied(
      platform::v1::REASON_ROLE_MISSING,
      "none of your roles may call " + method.descriptor->name() + ": it takes a grant of " +
          roles_in_words(method.access.roles()),
      {{"method", method.descriptor->name()}, {"roles", roles_listed(method.access.roles())}});
}

void check_same_origin(const connect::Request& request) {
  if (auto site = request.headers.find("sec-fetch-site")) {
    if (*site == "same-origin" || *site == "none") return;
    throw status::permission_denied(platform::v1::REASON_OTHER_SITE, "the request came from another site");
  }
  auto origin = request.headers.find("origin");
  auto host = request.headers.find("host");
  if (!origin || !host) return;
  const std::string own = (request.secure ? "https://" : "http://") + std::string(*host);
  if (*origin != own)
    throw status::permission_denied(platform::v1::REASON_OTHER_SITE, "the request came from another site");
}

}  // namespace muster::rpc
