// SPDX-License-Identifier: EUPL-1.2
// Work waiting for a thread with a session. Included by the .cpp files of db/ only.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <vector>

#include "platform/db/session.h"

namespace muster::db {

struct Job {
  using Deadline = std::chrono::steady_clock::time_point;

  Deadline deadline;  // the work is interrupted then
  Deadline expiry;    // when it is refused if it has not begun
  std::function<void(Session&)> work;
  std::function<void(std::exception_ptr)> done;
  int runs = 0;  // how often it ran and was undone for no fault of its own
};

// What a job that could not begin in time ends with: DEADLINE_EXCEEDED when its own time has run
// out, UNAVAILABLE when it only waited too long.
std::exception_ptr not_begun_in_time(const Job& job);

// Calls job.done; an exception from it is a programming error and is logged.
void finish(const Job& job, std::exception_ptr error) noexcept;

// Thread-safe, first in first out.
class JobQueue {
 public:
  explicit JobQueue(std::size_t limit) : limit_(limit) {}

  // False when it is full or closed; the job is then untouched. `patient` jobs are never
  // refused for want of room.
  bool push(Job& job, bool patient);
  // Up to `most` jobs, waiting for the first; none when the queue is closed and empty.
  std::deque<Job> take(std::size_t most);
  // The same, waiting until `end` at the latest; none when none came.
  std::deque<Job> take_until(std::size_t most, Job::Deadline end);
  // Removes those that expired; all with a deadline or none when `now` is max().
  std::vector<Job> take_expired(Job::Deadline now);
  // When the next one expires; max() if none does.
  Job::Deadline next_expiry() const;
  // What is in it is still handed out; nothing more is taken in.
  void close();
  int size() const;

 private:
  std::deque<Job> first(std::size_t most);  // the mutex is held

  const std::size_t limit_;
  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Job> jobs_;
  bool closed_ = false;
};

}  // namespace muster::db
