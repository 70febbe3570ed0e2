// SPDX-License-Identifier: EUPL-1.2
// The database: its readers, its worker pool and its one writer. Only db/ knows the backend.
#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <string>

#include "platform/db/session.h"

namespace muster::db {

struct Options {
  std::string url;                             // "sqlite:PATH" or "postgresql://..."
  bool create = true;                          // a SQLite file that is not there; false: refuse
  int workers = 2;                             // threads for slow reads, one session each
  int statistics_workers = 1;                  // threads for statistics, exports: cannot starve the others
  int queue_limit = 128;                       // waiting jobs per pool; beyond: UNAVAILABLE at once
  std::chrono::milliseconds queue_wait{2000};  // longest wait in a queue; beyond: UNAVAILABLE
  bool synchronous_full = true;                // false only to show in tests what would be lost
};

// What is wrong with Options::url, as a sentence for the operator; empty: nothing that shows before it is opened.
std::string wrong_url(const std::string& url);

enum class Pool { reads, statistics };

// Thread-safe. Destroying it finishes what is queued, checkpoints and closes; unless stop() has.
class Database {
 public:
  // Opens and checks the file or server; does not migrate.
  // Errors: a plain sentence in status::Error if it cannot be opened or is damaged; NOT_FOUND for a
  // SQLite file that is not there and not to be created.
  explicit Database(Options options);
  ~Database();

  // Whether the database is a file of this process alone: then short reads are quickest where one is, and
  // nobody else changes what is remembered of it.
  bool embedded() const;
  Backend backend() const;  // for db/ and rows/ themselves
  const Options& options() const;

  // Runs `job` on a worker with a read-only session, each in one read transaction (snapshot).
  // `failed` is called instead with UNAVAILABLE when the queue is full or the wait too long,
  // or with whatever `job` throws. A job past its deadline is interrupted.
  using Deadline = std::chrono::steady_clock::time_point;
  void read(Pool pool, Deadline deadline, std::function<void(Session&)> job,
            std::function<void(std::exception_ptr)> failed);

  // The same on the pool of reads for what a write that was committed still answers: never refused for want of room,
  // which the writes' own queue has given it, nor for having waited. `failed`: past the deadline, or at the end.
  void read_back(Deadline deadline, std::function<void(Session&)> job, std::function<void(std::exception_ptr)> failed);

  // Runs `job` here, on the thread's own session, in one read transaction. Throws what `job` throws.
  void read_here(Deadline deadline, const std::function<void(Session&)>& job);

  // Runs `work` in a transaction of its own (SQLite: a SAVEPOINT within the writer's group)
  // and calls `done` once, with null after the commit is durable or with the error that
  // rolled it back. `work` may run again after a serialisation failure (at most three
  // times), so it must not keep results of an earlier run.
  void write(Deadline deadline, std::function<void(Session&)> work, std::function<void(std::exception_ptr)> done);

  // The same for what a read waits for: it may wait for its turn until the deadline.
  void write_patiently(Deadline deadline, std::function<void(Session&)> work,
                       std::function<void(std::exception_ptr)> done);

  // The same without a deadline, waiting: for the command line, start-up and tests, not for io
  // threads.
  void read_now(const std::function<void(Session&)>& job);
  void write_now(const std::function<void(Session&)>& work);

  // Ends now: refuses with UNAVAILABLE what is queued and whatever still comes, interrupts what
  // runs with a deadline (never a COMMIT), waits for it, checkpoints and closes. Jobs are finished
  // or refused when it returns, so what they use may go. Not from a job or callback.
  void stop();

  // Waiting jobs, for metrics.
  int queued(Pool pool) const;
  int queued_writes() const;

  // A consistent copy of a SQLite database in `path` while running (VACUUM INTO); the file
  // appears under its name only when whole. Errors: FAILED_PRECONDITION on PostgreSQL, with
  // the command to use instead; ALREADY_EXISTS if the file exists.
  void backup(const std::string& path);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// Puts a copy of the backup `file` where `options.url` says and no database is: never under a
// running server. `check` sees the copy before it has its name, and refuses it by throwing; then,
// or when the copy cannot be written, nothing of it stays.
// Errors: what `check` throws; FAILED_PRECONDITION on PostgreSQL, with the command to use instead,
// or when a database is there; NOT_FOUND without the backup; DATA_LOSS when it is damaged.
void restore(Options options, const std::string& file, const std::function<void(Database&)>& check);

}  // namespace muster::db
