// SPDX-License-Identifier: EUPL-1.2
#include "platform/db/database.h"

#include <algorithm>
#include <future>
#include <optional>
#include <thread>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/db/job_queue.h"
#include "platform/db/session_impl.h"
#include "platform/db/thread_readers.h"
#include "platform/db/writer.h"
#include "platform/status/error.h"

namespace muster::db {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int postgresql_writers = 4;

thread_local bool is_writer_thread = false;

constexpr std::string_view sqlite_scheme = "sqlite:";

// Nothing if the URL is of no database.
std::optional<Backend> backend_of(const std::string& url) {
  if (url.starts_with(sqlite_scheme) && url.size() > sqlite_scheme.size()) return Backend::sqlite;
  if (url.starts_with("postgresql://") || url.starts_with("postgres://")) return Backend::postgresql;
  return std::nullopt;
}

}  // namespace

std::string wrong_url(const std::string& url) {
  return backend_of(url) ? "" : "the database must be given as sqlite:PATH or postgresql://user@host:port/name";
}

Location location_of(const Options& options) {
  const auto backend = backend_of(options.url);
  if (!backend) {
    throw status::Error(status::Code::invalid_argument, platform::v1::REASON_WRONG_DATABASE, wrong_url(options.url));
  }
  if (*backend == Backend::postgresql) return {*backend, options.url};
  return {*backend, options.url.substr(sqlite_scheme.size()), options.synchronous_full};
}

class Database::Impl {
 public:
  explicit Impl(Options options);
  ~Impl();

  void submit(JobQueue& queue, Job job, bool patient);
  JobQueue& queue(Pool pool) { return pool == Pool::reads ? reads : statistics; }
  // Makes what is queued and running end soon.
  void interrupt();
  // Waits for what is queued and running, and closes. Does nothing the second time.
  void stop();

  const Options options;
  const Location location;
  JobQueue reads, statistics, writes;
  ThreadReaders thread_readers{location};

 private:
  void run_reader(JobQueue& queue);
  void sweep();

  std::mutex mutex_;
  std::condition_variable wake_;
  Job::Deadline next_sweep_ = Job::Deadline::max();
  bool stopping_ = false;
  int readers_at_work_ = 0;
  std::unique_ptr<GroupWriter> group_writer_;  // on SQLite; its thread is done before its session goes
  std::vector<std::thread> readers_, writers_;
  std::thread sweeper_;
};

Database::Impl::Impl(Options given)
    : options(std::move(given)),
      location(location_of(options)),
      reads(static_cast<std::size_t>(options.queue_limit)),
      statistics(static_cast<std::size_t>(options.queue_limit)),
      writes(static_cast<std::size_t>(options.queue_limit)) {
  // Opened here first, so that its errors are told to whoever starts the program. No later session
  // makes the file: one that went away while it was in use is missed, not begun anew.
  Location at_first = location;
  at_first.create = options.create;
  auto first = std::make_unique<Session>(std::make_unique<Session::Impl>(at_first, Session::Impl::Access::write));
  first->impl().quick_check(location.place);
  if (location.backend == Backend::sqlite) {
    group_writer_ = std::make_unique<GroupWriter>(location, std::move(first));
    writers_.emplace_back([this] {
      is_writer_thread = true;
      group_writer_->run(writes);
    });
  } else {
    first.reset();
    for (int i = 0; i < postgresql_writers; ++i) {
      writers_.emplace_back([this] {
        is_writer_thread = true;
        run_single_writer(location, writes);
      });
    }
  }
  readers_at_work_ = std::max(1, options.workers) + std::max(1, options.statistics_workers);
  for (int i = 0; i < std::max(1, options.workers); ++i) {
    readers_.emplace_back([this] { run_reader(reads); });
  }
  for (int i = 0; i < std::max(1, options.statistics_workers); ++i) {
    readers_.emplace_back([this] { run_reader(statistics); });
  }
  sweeper_ = std::thread([this] { sweep(); });
}

Database::Impl::~Impl() { stop(); }

void Database::Impl::interrupt() {
  using namespace std::chrono_literals;
  // First of all what waits: a worker that is interrupted would take it.
  for (JobQueue* queue : {&reads, &statistics, &writes}) {
    queue->close();
    for (const Job& job : queue->take_expired(Job::Deadline::max())) {
      finish(job, std::make_exception_ptr(status::unavailable(platform::v1::REASON_STOPPING, "the server stops")));
    }
  }
  location.interrupts->ask();
  // Again and again: a cancel request that arrives between two statements does nothing.
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, 20ms, [this] { return readers_at_work_ == 0; })) {
    lock.unlock();
    location.interrupts->cancel_reads();
    lock.lock();
  }
}

void Database::Impl::stop() {
  for (JobQueue* queue : {&reads, &statistics, &writes}) queue->close();
  for (auto& thread : readers_) thread.join();
  readers_.clear();
  thread_readers.close();
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (sweeper_.joinable()) sweeper_.join();
  for (auto& thread : writers_) thread.join();
  writers_.clear();
  // Last: SQLite's last connection folds the log into the file, and only the writer's may.
  group_writer_.reset();
}

void Database::Impl::submit(JobQueue& queue, Job job, bool patient) {
  const auto expiry = job.expiry;
  if (!queue.push(job, patient)) {
    finish(job, std::make_exception_ptr(status::unavailable(platform::v1::REASON_TOO_BUSY, "the server is too busy")));
    return;
  }
  if (expiry == Job::Deadline::max()) return;
  const std::lock_guard lock(mutex_);
  if (expiry < next_sweep_) {
    next_sweep_ = expiry;
    wake_.notify_all();
  }
}

// Refuses what has waited too long, at the time it has, even when every worker is busy.
void Database::Impl::sweep() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (next_sweep_ == Job::Deadline::max()) {
      wake_.wait(lock);
    } else {
      wake_.wait_until(lock, next_sweep_);
    }
    if (Clock::now() < next_sweep_) continue;
    next_sweep_ = Job::Deadline::max();
    lock.unlock();
    auto next = Job::Deadline::max();
    for (JobQueue* queue : {&reads, &statistics, &writes}) {
      for (const Job& job : queue->take_expired(Clock::now())) {
        finish(job, not_begun_in_time(job));
      }
      next = std::min(next, queue->next_expiry());
    }
    lock.lock();
    next_sweep_ = std::min(next_sweep_, next);
  }
}

void Database::Impl::run_reader(JobQueue& queue) {
  std::unique_ptr<Session> session;
  for (auto jobs = queue.take(1); !jobs.empty(); jobs = queue.take(1)) {
    const Job& job = jobs.front();
    std::exception_ptr error;
    try {
      if (job.expiry <= Clock::now()) std::rethrow_exception(not_begun_in_time(job));
      begin_read(session, location, job.deadline);
      error = attempt(*session, job.work);
    } catch (...) {
      error = std::current_exception();
    }
    if (session) session->impl().rollback();
    if (error) finish(job, error);
  }
  const std::lock_guard lock(mutex_);
  --readers_at_work_;
  wake_.notify_all();
}

Database::Database(Options options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Database::~Database() = default;

void Database::stop() {
  impl_->interrupt();
  impl_->stop();
}

Backend Database::backend() const { return impl_->location.backend; }
bool Database::embedded() const { return backend() == Backend::sqlite; }
const Options& Database::options() const { return impl_->options; }

void Database::read(Pool pool, Deadline deadline, std::function<void(Session&)> job,
                    std::function<void(std::exception_ptr)> failed) {
  const auto expiry = std::min(deadline, Clock::now() + impl_->options.queue_wait);
  impl_->submit(impl_->queue(pool), {deadline, expiry, std::move(job), std::move(failed)}, false);
}

void Database::read_back(Deadline deadline, std::function<void(Session&)> job,
                         std::function<void(std::exception_ptr)> failed) {
  impl_->submit(impl_->queue(Pool::reads), {deadline, deadline, std::move(job), std::move(failed)}, true);
}

void Database::write(Deadline deadline, std::function<void(Session&)> work,
                     std::function<void(std::exception_ptr)> done) {
  const auto expiry = std::min(deadline, Clock::now() + impl_->options.queue_wait);
  impl_->submit(impl_->writes, {deadline, expiry, std::move(work), std::move(done)}, false);
}

void Database::write_patiently(Deadline deadline, std::function<void(Session&)> work,
                               std::function<void(std::exception_ptr)> done) {
  impl_->submit(impl_->writes, {deadline, deadline, std::move(work), std::move(done)}, false);
}

void Database::read_now(const std::function<void(Session&)>& job) { read_here(Deadline::max(), job); }

void Database::read_here(Deadline deadline, const std::function<void(Session&)>& job) {
  impl_->thread_readers.read(deadline, job);
}

void Database::write_now(const std::function<void(Session&)>& work) {
  if (is_writer_thread) {
    throw status::Error(status::Code::internal, "a write waited for another within its transaction");
  }
  std::promise<void> finished;
  impl_->submit(impl_->writes,
                {Deadline::max(), Deadline::max(), work,
                 [&](std::exception_ptr error) {
                   if (error) {
                     finished.set_exception(error);
                   } else {
                     finished.set_value();
                   }
                 }},
                true);
  finished.get_future().get();
}

int Database::queued(Pool pool) const { return impl_->queue(pool).size(); }
int Database::queued_writes() const { return impl_->writes.size(); }

}  // namespace muster::db
