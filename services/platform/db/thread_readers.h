// SPDX-License-Identifier: EUPL-1.2
// Sessions for reads on the threads that ask for them. Included by the .cpp files of db/ only.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "platform/db/session_impl.h"

namespace muster::db {

// One session for each thread that reads. Thread-safe.
class ThreadReaders {
 public:
  explicit ThreadReaders(const Location& location) : location_(location) {}

  // The calling thread's own session, opened at first use. Errors: UNAVAILABLE once closed.
  Session& mine();

  // Runs `job` on it in one read transaction. Throws what `job` throws; UNAVAILABLE once closed.
  void read(Deadline deadline, const std::function<void(Session&)>& job);

  // The same, and keeps the snapshot for the reads of this thread until end_turn(): to begin and to end one
  // costs a short read a seventh of its time. A later read begins anew when this process has committed
  // since, so that it sees all that was answered before it, or when a millisecond has passed, which is what
  // it may miss of other processes. The job must use no other read of the thread.
  void read_in_turn(Deadline deadline, const std::function<void(Session&)>& job);
  // The calling thread has nothing more to read at once.
  void end_turn();
  // Keeps no snapshot that has begun for a later read. To be called behind every commit, before anybody is
  // told of it.
  void outdate_snapshots() noexcept { ++age_; }

  // Refuses what still comes, waits for the reads that run, and closes all sessions. Not from a job.
  void close();

 private:
  struct Snapshot {
    unsigned long age;  // when it began
    std::chrono::steady_clock::time_point until;
  };
  struct Reader {
    std::unique_ptr<Session> session;
    std::optional<Snapshot> kept;
  };
  // The reader that a thread used last, and whose it is.
  struct LastUsed {
    unsigned long readers = 0;
    Reader* reader = nullptr;
  };
  // Counts a read while it runs: before it looks whether they are closed, so that whoever closes sees it, or
  // it is refused.
  class Running;

  Reader& reader();
  static void end_snapshot(Reader& reader);

  const Location& location_;
  std::mutex mutex_;
  std::map<std::thread::id, Reader> readers_;
  const unsigned long number_ = ++made_;
  std::atomic<bool> closed_ = false;
  std::atomic<int> running_ = 0;
  std::atomic<unsigned long> age_ = 0;

  static std::atomic<unsigned long> made_;
  static thread_local LastUsed last_used_;
};

}  // namespace muster::db
