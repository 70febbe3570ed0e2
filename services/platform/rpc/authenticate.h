// SPDX-License-Identifier: EUPL-1.2
// Who sent a request: sessions of the page (a cookie) and tokens of programs (a bearer token).
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "platform/connect/message.h"
#include "platform/db/session.h"
#include "platform/rpc/context.h"
#include "platform/rpc/registry.h"

namespace muster::rpc {

// The secret that a request carries, from "Authorization: Bearer" or the session's cookie, and
// which of the two. Only its SHA-256 is ever stored.
struct Secret {
  std::string text;
  bool cookie = false;
};
std::optional<Secret> secret_of(const connect::Request& request);

// The name of the session's cookie: with the __Host- prefix, which browsers take over TLS only.
std::string cookie_name(bool secure);

// Remembers whom secrets stand for, for two seconds or until told to forget. Thread-safe.
class Callers {
 public:
  // `remember` is false where other processes share the database: then every call looks.
  explicit Callers(bool remember);
  ~Callers();

  // How often they were told to forget.
  unsigned generation() const;
  // The caller with today's grants; the nobody caller when `secret` is empty. Is remembered unless forget()
  // was said since `generation`, which must be from before the session's snapshot was chosen: one from before
  // a sign-out would bring the caller back.
  // Errors: UNAUTHENTICATED when the secret stands for nobody (any more).
  Caller find(db::Session& session, const std::optional<Secret>& secret, TimePoint now, unsigned generation);
  // To be said after the commit of what changes sessions, accounts or grants.
  void forget();

 private:
  class Memory;
  std::unique_ptr<Memory> memory_;
};

// An account as it would call now, with today's grants and without a session; none: it is disabled or not there.
std::optional<Caller> caller_of(db::Session& session, long long account, TimePoint now);

// Throws UNAUTHENTICATED or PERMISSION_DENIED unless the method's access lets the caller in.
void check_access(const Method& method, const Caller& caller);

// Throws PERMISSION_DENIED for a request that another site made a browser send: a cookie is there
// and Sec-Fetch-Site or Origin say it came from elsewhere.
void check_same_origin(const connect::Request& request);

}  // namespace muster::rpc
