// SPDX-License-Identifier: EUPL-1.2
// An answer as known at a moment is final. A write takes its time when it locks the ledger, and is seen when it is
// committed: whoever asked in between would get an answer without it, and later one with it. So the ledger is settled
// up to the moment before the answer's snapshot is opened: every write of that time has ended, and none will get it.
#pragma once

#include <google/protobuf/message.h>
#include <google/protobuf/timestamp.pb.h>

#include <chrono>
#include <exception>
#include <functional>
#include <optional>

#include "platform/db/database.h"
#include "platform/rpc/context.h"

namespace muster::rpc {

// In microseconds since 1970, as time columns hold it; -1 if it is before, the year 10000 if it is after 9999.
long long moment_of(const google::protobuf::Timestamp& time);

// The moment that the request asks for, in microseconds since 1970: `known_at` of its message, or of one in that.
// Nothing: it asks for none, or for one before 1970 or after `now`, which the method refuses.
std::optional<long long> known_moment(const google::protobuf::Message& request, TimePoint now);

// Whether the ledger is settled up to the moment, in this snapshot: whether its head has a later time. For no write
// has an earlier time than the head that it locked (Context::sequence), whatever the clock does, and who sees a head
// sees all writes before it.
bool is_settled(db::Session& session, long long moment);

// Settles it: waits its turn among the writes of all processes and moves the head's time, and nothing else of it,
// behind the moment. That touches no record, so the audit has no entry of it. `done` is called once, with null when
// an answer is final now. Where the database cannot be written at all (its file is read-only, or the disk full), it is
// so too: no write is at work, and only a clock that goes back could still bring one of an earlier time.
// Errors, in `done`: UNAVAILABLE with TOO_BUSY after `longest`, DEADLINE_EXCEEDED at the deadline; UNAVAILABLE with
// what it failed with, as on a standby of PostgreSQL, where writes of the primary may still come.
void settle(db::Database& database, long long moment, db::Database::Deadline deadline,
            std::chrono::milliseconds longest, std::function<void(std::exception_ptr)> done);

// The same, waiting for it. Throws what `done` is called with.
void settle_now(db::Database& database, long long moment, std::chrono::milliseconds longest);

}  // namespace muster::rpc
