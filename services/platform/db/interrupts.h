// SPDX-License-Identifier: EUPL-1.2
// How the end of a server reaches what its sessions are doing. Included by the .cpp files of db/
// only.
#pragma once

#include <libpq-fe.h>

#include <atomic>
#include <map>
#include <mutex>

namespace muster::db {

// One for each Database, shared by its sessions. Thread-safe.
class Interrupts {
 public:
  // Work that has a deadline is to end as if it had passed.
  bool asked() const { return asked_.load(std::memory_order_relaxed); }
  void ask() { asked_ = true; }

  // Sessions on PostgreSQL that read: their statements can be cancelled from here while their
  // thread waits for the answer. Sessions that write are never added: a COMMIT that is cancelled
  // while it waits for a standby is answered as done although it may yet be lost.
  void add(PGconn* connection);
  void remove(PGconn* connection);
  void cancel_reads();

 private:
  std::atomic<bool> asked_ = false;
  std::mutex mutex_;
  std::map<PGconn*, PGcancel*> reads_;
};

}  // namespace muster::db
