// SPDX-License-Identifier: EUPL-1.2
// The transactions that Database runs around a request's work.
#include <algorithm>

#include "platform/db/session_impl.h"
#include "platform/status/error.h"

namespace muster::db {
namespace {

using namespace sqlite_api;

constexpr int busy_wait_ms = 5000;  // as sessions are opened (session.cpp)

// What PostgreSQL is told to keep to in each statement, from now to `deadline`; 0 is no limit. It is
// told once for the transaction, since telling costs a round trip: the last statement may overrun
// the deadline by as much as was left at the start. The client is answered in time all the same
// (http/connection.h).
std::string timeout_until(Deadline deadline) {
  if (deadline == Deadline::max()) return "0";
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  return std::to_string(std::clamp<long long>(left.count(), 1, 86'400'000));
}

}  // namespace

void Session::Impl::begin_read(Deadline deadline) {
  deadline_ = deadline;
  data_version_.reset();
  if (backend_ == Backend::sqlite) {
    command("BEGIN");
  } else {
    script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = " + timeout_until(deadline));
  }
}

void Session::Impl::begin_write(Deadline deadline) {
  failed_ = false;
  must_retry_ = false;
  commit_unconfirmed_ = false;
  deadline_ = deadline;
  if (backend_ == Backend::sqlite) {
    // Not a plain BEGIN: that one loses at once when it turns from reading to writing.
    command("BEGIN IMMEDIATE");
  } else {
    script("BEGIN; SET LOCAL statement_timeout = " + timeout_until(deadline));
  }
  writing_ = true;
}

void Session::Impl::commit() {
  deadline_ = Deadline::max();  // a COMMIT is never interrupted
  commit_unconfirmed_ = false;  // what was noticed before concerned something else
  const bool wrote = writing_;
  writing_ = false;
  try {
    // In PostgreSQL each statement of a script has a time limit of its own.
    command(backend_ == Backend::postgresql && wrote ? "SET LOCAL statement_timeout = 0; COMMIT" : "COMMIT");
  } catch (...) {
    // After a failed sync nothing on this connection can be trusted.
    broken_ = broken_ || wrote;
    throw;
  }
}

void Session::Impl::rollback() noexcept {
  deadline_ = Deadline::max();
  writing_ = false;
  failed_ = false;
  if (!in_transaction()) return;
  try {
    command("ROLLBACK");
  } catch (...) {
    broken_ = true;
  }
}

bool Session::Impl::in_transaction() {
  if (backend_ == Backend::sqlite) return sqlite3_get_autocommit(sqlite()) == 0;
  const auto status = PQtransactionStatus(postgresql());
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

long long Session::Impl::total_changes() { return sqlite3_total_changes64(sqlite()) + scripts_; }

void Session::Impl::savepoint() { command("SAVEPOINT s"); }

void Session::Impl::release() { command("RELEASE SAVEPOINT s"); }

void Session::Impl::rollback_to_savepoint() {
  if (in_transaction()) {
    command("ROLLBACK TO SAVEPOINT s");
    command("RELEASE SAVEPOINT s");
  }
  failed_ = !in_transaction();
}

// Asked for by a statement, which begins the snapshot that all others of the read see.
std::optional<long long> Session::Impl::data_version() {
  if (backend_ != Backend::sqlite || !reads_only_ || !in_transaction()) return std::nullopt;
  if (!data_version_) {
    each_row("PRAGMA data_version", {Type::integer}, [&](Row& row) { data_version_ = std::get<long long>(row[0]); });
  }
  return data_version_;
}

int Session::Impl::checkpoint() noexcept {
  if (backend_ != Backend::sqlite) return 0;
  wal_pages_ = 0;
  int folded = 0;
  sqlite3_wal_checkpoint_v2(sqlite(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, &folded);
  return std::max(folded, 0);
}

bool Session::Impl::empty_log(std::chrono::milliseconds wait) noexcept {
  sqlite3_busy_timeout(sqlite(), static_cast<int>(wait.count()));
  const int result = sqlite3_wal_checkpoint_v2(sqlite(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  sqlite3_busy_timeout(sqlite(), busy_wait_ms);
  if (result != SQLITE_OK) return false;
  wal_pages_ = 0;
  emptying_asked_ = false;
  return true;
}

}  // namespace muster::db
