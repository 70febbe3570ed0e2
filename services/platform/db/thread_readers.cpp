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

Session& ThreadReaders::mine() {
  if (closed_) throw status::unavailable(platform::v1::REASON_STOPPING, "the server stops");
  if (last_used_.readers == number_ && !last_used_.session->impl().broken()) return *last_used_.session;
  const std::lock_guard lock(mutex_);
  std::unique_ptr<Session>& session = readers_[std::this_thread::get_id()];
  if (!session || session->impl().broken()) {
    last_used_ = {};
    session = open_session(location_, Session::Impl::Access::read);
  }
  last_used_ = {number_, session.get()};
  return *session;
}

void ThreadReaders::read(Deadline deadline, const std::function<void(Session&)>& job) {
  const Running running(*this);
  Session& session = mine();
  session.impl().begin_read(deadline);
  const std::exception_ptr error = attempt(session, job);
  session.impl().rollback();
  if (error) std::rethrow_exception(error);
}

void ThreadReaders::close() {
  closed_ = true;
  for (int running = running_; running != 0; running = running_) running_.wait(running);
  const std::lock_guard lock(mutex_);
  readers_.clear();
}

}  // namespace muster::db
