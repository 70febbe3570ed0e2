// SPDX-License-Identifier: EUPL-1.2
#include "platform/db/thread_readers.h"

#include "muster/platform/v1/reasons.pb.h"
#include "platform/db/writer.h"
#include "platform/status/error.h"

namespace muster::db {

std::atomic<unsigned long> ThreadReaders::made_ = 0;
thread_local ThreadReaders::LastUsed ThreadReaders::last_used_;

class ThreadReaders::Running {
 public:
  explicit Running(ThreadReaders& readers) : readers_(readers) { ++readers_.running_; }
  ~Running() {
    if (--readers_.running_ == 0 && readers_.closed_) readers_.running_.notify_all();
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

 private:
  ThreadReaders& readers_;
};

void begin_read(std::unique_ptr<Session>& session, const Location& location, Deadline deadline) {
  if (session && !session->impl().broken()) {
    try {
      return session->impl().begin_read(deadline);
    } catch (const status::Error&) {
      if (!session->impl().broken()) throw;
    }
  }
  session.reset();
  session = open_session(location, Session::Impl::Access::read);
  session->impl().begin_read(deadline);
}

std::unique_ptr<Session>& ThreadReaders::mine() {
  if (closed_) throw status::unavailable(platform::v1::REASON_STOPPING, "the server stops");
  if (last_used_.readers == number_) return *last_used_.session;
  const std::lock_guard lock(mutex_);
  std::unique_ptr<Session>& session = readers_[std::this_thread::get_id()];
  last_used_ = {number_, &session};
  return session;
}

void ThreadReaders::read(Deadline deadline, const std::function<void(Session&)>& job) {
  const Running running(*this);
  std::unique_ptr<Session>& session = mine();
  begin_read(session, location_, deadline);
  const std::exception_ptr error = attempt(*session, job);
  session->impl().rollback();
  if (error) std::rethrow_exception(error);
}

void ThreadReaders::close() {
  closed_ = true;
  for (int running = running_; running != 0; running = running_) running_.wait(running);
  const std::lock_guard lock(mutex_);
  readers_.clear();
}

}  // namespace muster::db
