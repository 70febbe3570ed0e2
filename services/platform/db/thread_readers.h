// SPDX-License-Identifier: EUPL-1.2
// Sessions for reads on the threads that ask for them. Included by the .cpp files of db/ only.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "platform/db/session_impl.h"

namespace muster::db {

// Begins a read transaction, on a new session if there is none or its connection was lost. Errors: UNAVAILABLE when
// there is no connection to be had.
void begin_read(std::unique_ptr<Session>& session, const Location& location, Deadline deadline);

// One session for each thread that reads. Thread-safe.
class ThreadReaders {
 public:
  explicit ThreadReaders(const Location& location) : location_(location) {}

  // Runs `job` on it in one read transaction. Throws what `job` throws; UNAVAILABLE once closed.
  void read(Deadline deadline, const std::function<void(Session&)>& job);

  // Refuses what still comes, waits for the reads that run, and closes all sessions. Not from a job.
  void close();

 private:
  // The session that a thread used last, and whose it is.
  struct LastUsed {
    unsigned long readers = 0;
    std::unique_ptr<Session>* session = nullptr;
  };
  // Counts a read while it runs: before it looks whether they are closed, so that whoever closes sees it, or
  // it is refused.
  class Running;

  // The calling thread's own session; none before its first read. Errors: UNAVAILABLE once closed.
  std::unique_ptr<Session>& mine();

  const Location& location_;
  std::mutex mutex_;
  std::map<std::thread::id, std::unique_ptr<Session>> readers_;
  const unsigned long number_ = ++made_;
  std::atomic<bool> closed_ = false;
  std::atomic<int> running_ = 0;

  static std::atomic<unsigned long> made_;
  static thread_local LastUsed last_used_;
};

}  // namespace muster::db
