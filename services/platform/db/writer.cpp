// SPDX-License-Identifier: EUPL-1.2
#include "platform/db/writer.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <random>
#include <utility>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/status/error.h"

namespace muster::db {
namespace {

using Clock = std::chrono::steady_clock;

// Half of those who write at a time: while the disk syncs for them, the other half comes in, and its group
// begins at once. With all in one group, all would wait for the disk, and the disk then for them.
constexpr std::size_t group_size = 32;
constexpr std::size_t group_size_at_most = 128;
// A group is committed so long after its first work was done, even if more waits: that one has waited
// enough.
constexpr auto group_time = std::chrono::milliseconds(20);
// How long a group that is much smaller than the one before waits for more, about as long as a sync takes:
// those who were answered together come back together, and the first of them would cost all others a sync.
constexpr auto gather_time = std::chrono::milliseconds(1);
constexpr int reruns_at_most = 3;
// How long who erased something waits for readers of the log, before it is emptied after later writes.
constexpr auto readers_wait = std::chrono::milliseconds(2000);

status::Error too_busy() { return status::unavailable(platform::v1::REASON_TOO_BUSY, "the database is too busy"); }

status::Error unknown_outcome() {
  return status::unavailable(platform::v1::REASON_OUTCOME_UNKNOWN,
                             "the connection to the database was lost while saving: whether it was saved is "
                             "unknown; repeat the request with the same request_id");
}

// Of so many that wait. The sync of the disk takes as long for many as for one.
std::size_t group_size_of(int waiting) {
  return std::clamp(static_cast<std::size_t>(waiting) / 2, group_size, group_size_at_most);
}

// The running exception, from a COMMIT for several requests: to each of them it is the
// database that failed, whatever the cause.
std::exception_ptr commit_error() {
  try {
    throw;
  } catch (const status::Error& error) {
    if (error.code() == status::Code::unavailable) return std::current_exception();
  } catch (...) {
  }
  return std::make_exception_ptr(
      status::unavailable(platform::v1::REASON_DATABASE_UNAVAILABLE, "the database could not save; nothing was saved"));
}

}  // namespace

std::unique_ptr<Session> open_session(const Location& location, Session::Impl::Access access) {
  try {
    return std::make_unique<Session>(std::make_unique<Session::Impl>(location, access));
  } catch (const status::Error& error) {
    spdlog::error("{}", error.message());
    throw status::unavailable(platform::v1::REASON_DATABASE_UNAVAILABLE, "the database is not available");
  }
}

std::exception_ptr attempt(Session& session, const std::function<void(Session&)>& work) {
  session.clear_changes();
  try {
    work(session);
    if (session.impl().failed()) {
      throw status::Error(status::Code::internal, "a statement failed and the transaction went on without a savepoint");
    }
    return nullptr;
  } catch (...) {
    return std::current_exception();
  }
}

GroupWriter::GroupWriter(Location location, std::unique_ptr<Session> session)
    : location_(location), session_(std::move(session)), checkpointer_(std::move(location)) {}

void GroupWriter::run(JobQueue& queue) {
  const auto next_jobs = [&] { return queue.take(group_size_of(queue.size())); };
  for (auto jobs = next_jobs(); !jobs.empty(); jobs = next_jobs()) {
    run_jobs(std::move(jobs), queue);
    if (!session_) continue;
    if (session_->impl().emptying_asked() && session_->impl().empty_log(std::chrono::milliseconds(0))) continue;
    const bool folded = checkpointer_.take_ended();
    // A short log has begun anew since, and needs nothing more.
    if (session_->impl().wal_pages() < pages_before_checkpoint) continue;
    if (folded) {
      session_->impl().checkpoint();
    } else {
      checkpointer_.ask();
    }
  }
}

void GroupWriter::run_jobs(std::deque<Job> jobs, JobQueue& queue) {
  while (!jobs.empty()) {
    if (!begin(jobs)) return;
    std::vector<Job> ready;
    run_group(jobs, ready, queue);
    commit(ready);
  }
}

bool GroupWriter::begin(std::deque<Job>& jobs) {
  try {
    if (session_ && session_->impl().broken()) session_.reset();
    if (!session_) session_ = open_session(location_, Session::Impl::Access::write);
    session_->impl().begin_write(Deadline::max());
    return true;
  } catch (...) {
    for (const Job& job : jobs) finish(job, std::current_exception());
    return false;
  }
}

void GroupWriter::run_group(std::deque<Job>& jobs, std::vector<Job>& ready, JobQueue& queue) {
  const bool careful = std::exchange(careful_, false);
  const auto gathered = Clock::now() + gather_time;
  auto end = Clock::time_point::max();
  while (Clock::now() < end) {
    // What came in meanwhile joins.
    if (jobs.empty() && ready.size() < group_size) {
      const bool few = !ready.empty() && 2 * ready.size() < last_size_;
      jobs = queue.take_until(group_size - ready.size(), few ? gathered : Clock::time_point::min());
    }
    if (jobs.empty()) return;
    Job job = std::move(jobs.front());
    jobs.pop_front();
    const std::exception_ptr error = careful ? run_in_savepoint(job) : run_one(job);
    if (!session_->impl().in_transaction()) {
      // Undone by run_one(), or by SQLite itself: a full disk, or a write that was interrupted.
      finish(job, error ? error : std::make_exception_ptr(too_busy()));
      run_again(jobs, ready);
      careful_ = true;
      return;
    }
    if (error) {
      finish(job, error);
    } else {
      ready.push_back(std::move(job));
      if (ready.size() == 1) end = Clock::now() + group_time;
    }
  }
}

// Without a savepoint: in one, SQLite keeps a copy of every page that it changes, which takes a third of
// a small write's time and half of an import's memory. Most work that fails has written nothing yet;
// after that which has, the whole transaction is undone and the others of the group run again, then with
// savepoints.
std::exception_ptr GroupWriter::run_one(const Job& job) {
  auto& impl = session_->impl();
  if (job.expiry <= Clock::now()) return not_begun_in_time(job);
  const long long changes = impl.total_changes();
  impl.set_deadline(job.deadline);
  std::exception_ptr error = attempt(*session_, job.work);
  impl.set_deadline(Deadline::max());
  if (!error) return nullptr;
  if (impl.total_changes() == changes) {
    impl.forget_failure();
  } else {
    impl.rollback();
  }
  return error;
}

std::exception_ptr GroupWriter::run_in_savepoint(const Job& job) {
  auto& impl = session_->impl();
  if (job.expiry <= Clock::now()) return not_begun_in_time(job);
  std::exception_ptr error;
  try {
    impl.savepoint();
    impl.set_deadline(job.deadline);
    error = attempt(*session_, job.work);
    impl.set_deadline(Deadline::max());
    if (error) {
      impl.rollback_to_savepoint();
    } else {
      impl.release();
    }
  } catch (...) {
    error = std::current_exception();
    impl.rollback();
  }
  return error;
}

// What the others of the group wrote went with the transaction, through no fault of theirs.
void GroupWriter::run_again(std::deque<Job>& jobs, std::vector<Job>& ready) {
  while (!ready.empty()) {
    Job job = std::move(ready.back());
    ready.pop_back();
    if (++job.runs > reruns_at_most) {
      finish(job, std::make_exception_ptr(too_busy()));
    } else {
      job.expiry = job.deadline;  // it has waited its turn already
      jobs.push_front(std::move(job));
    }
  }
}

void GroupWriter::commit(std::vector<Job>& ready) {
  auto& impl = session_->impl();
  std::exception_ptr error;
  try {
    if (ready.empty()) {
      impl.rollback();
    } else {
      impl.commit();
      if (impl.emptying_asked() && !impl.empty_log(readers_wait)) {
        spdlog::warn("what was deleted stands in the write-ahead log until whoever reads there has ended");
      }
    }
  } catch (...) {
    error = commit_error();
    spdlog::error("a commit failed; the database is opened anew");
    session_.reset();
  }
  last_size_ = ready.size();
  for (const Job& job : ready) finish(job, error);
}

namespace {

// Lets the transaction that this one collided with go first: run again at once, the two would
// often collide again. By chance, so that several losers do not meet either.
void pause_before_rerun(int rerun) {
  thread_local std::minstd_rand random(std::random_device{}());
  std::this_thread::sleep_for(std::chrono::milliseconds(rerun * (10 + random() % 30)));
}

// One run in a transaction of its own. True when it is to be run again.
bool run_once(Session& session, const Job& job, std::exception_ptr& error) {
  auto& impl = session.impl();
  bool begun = false;
  bool committing = false;
  try {
    impl.begin_write(job.deadline);
    begun = true;
    error = attempt(session, job.work);
    if (!error) {
      committing = true;
      impl.commit();
      if (impl.commit_unconfirmed()) throw unknown_outcome();
      return false;
    }
  } catch (...) {
    error = std::current_exception();
    const bool lost = impl.broken() && PQstatus(impl.postgresql()) == CONNECTION_BAD;
    if (committing && lost) error = std::make_exception_ptr(unknown_outcome());
  }
  // A connection that was lost while idle is noticed here, before anything was done.
  const bool again = impl.must_retry() || (!begun && impl.broken());
  impl.rollback();
  return again;
}

}  // namespace

void run_single_writer(const Location& location, JobQueue& queue) {
  std::unique_ptr<Session> session;
  for (auto jobs = queue.take(1); !jobs.empty(); jobs = queue.take(1)) {
    Job& job = jobs.front();
    std::exception_ptr error;
    if (job.expiry <= Clock::now()) {
      finish(job, not_begun_in_time(job));
      continue;
    }
    try {
      while (true) {
        if (session && session->impl().broken()) session.reset();
        if (!session) session = open_session(location, Session::Impl::Access::write);
        if (!run_once(*session, job, error) || ++job.runs > reruns_at_most) break;
        pause_before_rerun(job.runs);
      }
    } catch (...) {
      error = std::current_exception();
    }
    finish(job, error);
  }
}

}  // namespace muster::db
