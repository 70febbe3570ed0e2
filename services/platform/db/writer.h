// SPDX-License-Identifier: EUPL-1.2
// The threads that write. Included by the .cpp files of db/ only.
#pragma once

#include <thread>

#include "platform/db/checkpointer.h"
#include "platform/db/database.h"
#include "platform/db/job_queue.h"
#include "platform/db/session_impl.h"

namespace muster::db {

// Where the options say that the database is.
// Errors: INVALID_ARGUMENT when the URL is none.
Location location_of(const Options& options);

// Opens a session; a failure's details go to the log, not to the caller.
std::unique_ptr<Session> open_session(const Location& location, Session::Impl::Access access);

// Runs `work` with an empty list of changes. Returns what it failed with, or null.
std::exception_ptr attempt(Session& session, const std::function<void(Session&)>& work);

// SQLite: takes jobs that wait into one transaction, with some that come in while it runs, so that they
// share one sync of the disk. One that fails leaves nothing behind and the others unharmed.
class GroupWriter {
 public:
  GroupWriter(Location location, std::unique_ptr<Session> session);
  // Runs until the queue is closed and empty.
  void run(JobQueue& queue);

 private:
  void run_jobs(std::deque<Job> jobs, JobQueue& queue);
  bool begin(std::deque<Job>& jobs);
  void run_group(std::deque<Job>& jobs, std::vector<Job>& ready, JobQueue& queue);
  std::exception_ptr run_one(const Job& job);
  std::exception_ptr run_in_savepoint(const Job& job);
  void run_again(std::deque<Job>& jobs, std::vector<Job>& ready);
  void commit(std::vector<Job>& ready);

  Location location_;
  std::unique_ptr<Session> session_;
  std::size_t last_size_ = 0;  // of the group committed last
  bool careful_ = false;       // the next group runs in savepoints
  Checkpointer checkpointer_;  // last: SQLite's last connection, which folds the log, is the writer's
};

// PostgreSQL: each job in a transaction of its own, run again at most three times.
void run_single_writer(const Location& location, JobQueue& queue);

}  // namespace muster::db
