// SPDX-License-Identifier: EUPL-1.2
#include "platform/db/job_queue.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/status/error.h"

namespace muster::db {

std::exception_ptr not_begun_in_time(const Job& job) {
  return std::make_exception_ptr(
      job.deadline <= std::chrono::steady_clock::now()
          ? status::deadline_exceeded()
          : status::unavailable(platform::v1::REASON_TOO_BUSY, "the server is too busy: the request waited too long"));
}

void finish(const Job& job, std::exception_ptr error) noexcept {
  try {
    job.done(std::move(error));
  } catch (...) {
    spdlog::critical("the callback of a database job threw an exception");
  }
}

bool JobQueue::push(Job& job, bool patient) {
  {
    const std::lock_guard lock(mutex_);
    if (closed_ || (!patient && jobs_.size() >= limit_)) return false;
    jobs_.push_back(std::move(job));
  }
  arrived_.notify_one();
  return true;
}

std::deque<Job> JobQueue::take(std::size_t most) {
  std::unique_lock lock(mutex_);
  arrived_.wait(lock, [&] { return closed_ || !jobs_.empty(); });
  return first(most);
}

std::deque<Job> JobQueue::take_until(std::size_t most, Job::Deadline end) {
  std::unique_lock lock(mutex_);
  if (jobs_.empty() && !closed_ && end > std::chrono::steady_clock::now()) {
    arrived_.wait_until(lock, end, [&] { return closed_ || !jobs_.empty(); });
  }
  return first(most);
}

std::deque<Job> JobQueue::first(std::size_t most) {
  std::deque<Job> taken;
  while (!jobs_.empty() && taken.size() < most) {
    taken.push_back(std::move(jobs_.front()));
    jobs_.pop_front();
  }
  return taken;
}

std::vector<Job> JobQueue::take_expired(Job::Deadline now) {
  const std::lock_guard lock(mutex_);
  std::vector<Job> expired;
  std::erase_if(jobs_, [&](Job& job) {
    if (job.expiry > now) return false;
    expired.push_back(std::move(job));
    return true;
  });
  return expired;
}

Job::Deadline JobQueue::next_expiry() const {
  const std::lock_guard lock(mutex_);
  auto next = Job::Deadline::max();
  for (const Job& job : jobs_) next = std::min(next, job.expiry);
  return next;
}

void JobQueue::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  arrived_.notify_all();
}

int JobQueue::size() const {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(jobs_.size());
}

}  // namespace muster::db
