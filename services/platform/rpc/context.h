// SPDX-License-Identifier: EUPL-1.2
// What a handler has in hand: the transaction's session, the caller and the moment.
#pragma once

#include <any>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "muster/platform/v1/consequences.pb.h"
#include "muster/platform/v1/options.pb.h"
#include "platform/db/query.h"
#include "platform/db/session.h"
#include "platform/status/error.h"
#include "rules/civil_date.h"

namespace muster::rpc {

using TimePoint = std::chrono::system_clock::time_point;

// A role for a unit and all below it; no unit: everywhere.
struct Grant {
  platform::v1::Role role;
  std::optional<long long> unit;
};

// Who calls. The grants are those of today.
struct Caller {
  long long account = 0;            // 0: nobody
  std::optional<long long> person;  // when the account is somebody of the roster
  std::vector<Grant> grants;
  long long session = 0;  // the session's or token's row; 0: none
  bool system = false;    // the command line on the database itself: may everything
  bool token = false;     // came with a token
  unsigned purposes = 0;  // of the token: token_purpose.h
  // When the password was last given in the session, in microseconds since 1970; 0: never (fresh_factor.h).
  long long factor_time = 0;
};

struct Method;
struct Apart;

// Where a write's time comes from: the moment at which it locked the ledger, or the moment it was
// given, as when history is played in.
enum class Clock { running, given };

// One call of one method: lives as long as its transaction. Handlers never begin, commit,
// audit or look at HTTP.
class Context {
 public:
  Context(db::Session& session, const Method& called, const Caller& calling, TimePoint at)
      : sql(session), method(called), caller(calling), now(at) {}

  db::Session& sql;
  const Method& method;
  const Caller& caller;
  const TimePoint now;
  Clock clock = Clock::given;
  // Of the HTTP request; in the log and the audit.
  std::string request_id;
  // retry_digest() of the request, when it was worked out before the transaction.
  std::string request_digest;
  // The request came over TLS.
  bool secure = false;
  // The client's address, for limits, the audit and the log; empty: the command line.
  std::string peer;
  // The account that a password is given for, signed in or not; 0: of no account.
  long long account_tried = 0;
  // Why sensitive fields are read; in the audit.
  std::string purpose;
  // What the read asked to be written before it (WriteFirst) has been.
  bool written_first = false;
  // What the method's prepare step made (see Registry::add).
  std::any prepared;
  // What stands apart from the caller (apart.h); null: not read yet.
  std::shared_ptr<const Apart> apart;
  // Fields for the answer's header, such as Set-Cookie.
  std::vector<std::pair<std::string, std::string>> response_headers;
  // Rows that were read and not written, for the audit: "read person/42".
  std::vector<std::string> audit_lines;
  // What the step brings with it elsewhere (consequences.h), for the answer.
  std::vector<platform::v1::Consequence> consequences;
  // Records that it reaches besides those that it was called for (consequences.h): "deployments/7".
  std::vector<std::string> reached;
  // Who approved what runs here (second_hand.h): "accounts/4", or "console"; empty: nobody.
  std::string second_hand;
  // What the caller is told although what was written stays: that the act waits for a second hand, or what has to be
  // counted (taken_numbers.h).
  std::optional<status::Error> refusal;

  // The roster's time zone (roster_day.h), as it was when it was first asked for, or before the transaction.
  const std::string& time_zone() const;
  void know_time_zone(std::string zone) { time_zone_ = std::move(zone); }
  // The roster's day at `time`.
  rules::Day day_at(TimePoint time) const;
  // The roster's today: of figures and lists, of what holds now, of what happens by this call.
  rules::Day today() const { return day_at(now); }
  // The last day for which something that has happened may be recorded: it has begun somewhere on earth (UTC+14). The
  // roster's today, or up to two days after it; what is recorded for those counts from that day on.
  rules::Day latest_day() const { return rules::latest_day(now); }
  // Microseconds since 1970, as time columns hold it: of `now`, and from sequence() on of the moment
  // at which the ledger was locked. So what is recorded later never has an earlier time, however
  // long it waited for its turn.
  long long now_micros() const;

  // This transaction's number in the ledger, which every fact it appends carries: taken from
  // the locked head at the first use, so numbers follow the order of commits. For writes only.
  long long sequence();
  // Goes on within `outer`, whose transaction this is: with its number in the ledger and its moment.
  void go_on_within(Context& outer);

  // The audit's hash before this transaction; valid after sequence().
  const std::string& previous_hash() const { return previous_hash_; }

 private:
  long long sequence_ = 0;
  long long recorded_micros_ = 0;  // 0: not yet, or the time was given
  std::string previous_hash_;
  mutable std::optional<std::string> time_zone_;
};

}  // namespace muster::rpc
