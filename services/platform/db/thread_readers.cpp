// SPDX-License-Identifier: EUPL-1.2
#include "platform/db/thread_readers.h"

#include "platform/db/writer.h"
#include "platform/status/error.h"

namespace muster::db {
namespace {

// The session that this thread used last, and whose it is.
struct LastUsed {
  unsigned long readers = 0;
  Session* session = nullptr;
};
thread_local LastUsed last_used;

}  // namespace

std::atomic<unsigned long> ThreadReaders::made_ = 0;

Session& ThreadReaders::mine() {
  if (closed_) throw status::unavailable("the server stops");
  if (last_used.readers == number_ && !last_used.session->impl().broken()) return *last_used.session;
  const std::lock_guard lock(mutex_);
  auto& session = sessions_[std::this_thread::get_id()];
  if (!session || session->impl().broken()) {
    last_used = {};
    session.reset();
    session = open_session(location_, Session::Impl::Access::read);
  }
  last_used = {number_, session.get()};
  return *session;
}

void ThreadReaders::read(Deadline deadline, const std::function<void(Session&)>& job) {
  // Counted before it looks whether they are closed: whoever closes sees it, or it is refused.
  struct Running {
    ThreadReaders& readers;
    explicit Running(ThreadReaders& all) : readers(all) { ++readers.running_; }
    ~Running() {
      if (--readers.running_ == 0 && readers.closed_) readers.running_.notify_all();
    }
  } running(*this);
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
  sessions_.clear();
}

}  // namespace muster::db
