// SPDX-License-Identifier: EUPL-1.2
#include "platform/db/thread_readers.h"

#include "muster/platform/v1/reasons.pb.h"
#include "platform/db/writer.h"
#include "platform/status/error.h"

namespace muster::db {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto longest_turn = std::chrono::milliseconds(1);

}  // namespace

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

ThreadReaders::Reader& ThreadReaders::reader() {
  if (closed_) throw status::unavailable(platform::v1::REASON_STOPPING, "the server stops");
  if (last_used_.readers == number_ && !last_used_.reader->session->impl().broken()) return *last_used_.reader;
  const std::lock_guard lock(mutex_);
  Reader& reader = readers_[std::this_thread::get_id()];
  if (!reader.session || reader.session->impl().broken()) {
    last_used_ = {};
    reader = {};
    reader.session = open_session(location_, Session::Impl::Access::read);
  }
  last_used_ = {number_, &reader};
  return reader;
}

void ThreadReaders::end_snapshot(Reader& reader) {
  if (!reader.kept) return;
  reader.kept.reset();
  reader.session->impl().rollback();
}

Session& ThreadReaders::mine() {
  Reader& mine = reader();
  end_snapshot(mine);
  return *mine.session;
}

void ThreadReaders::read(Deadline deadline, const std::function<void(Session&)>& job) {
  const Running running(*this);
  Session& session = mine();
  session.impl().begin_read(deadline);
  const std::exception_ptr error = attempt(session, job);
  session.impl().rollback();
  if (error) std::rethrow_exception(error);
}

void ThreadReaders::read_in_turn(Deadline deadline, const std::function<void(Session&)>& job) {
  const Running running(*this);
  Reader& mine = reader();
  auto& impl = mine.session->impl();
  const unsigned long age = age_;  // before the snapshot begins, which is at its first statement
  const auto now = Clock::now();
  if (mine.kept && (mine.kept->age != age || now >= mine.kept->until)) end_snapshot(mine);
  if (mine.kept) {
    impl.set_deadline(deadline);
  } else {
    impl.begin_read(deadline);
    mine.kept = {age, now + longest_turn};
  }
  const std::exception_ptr error = attempt(*mine.session, job);
  impl.set_deadline(Deadline::max());
  if (!error) return;
  end_snapshot(mine);
  std::rethrow_exception(error);
}

void ThreadReaders::end_turn() {
  if (last_used_.readers != number_) return;
  const Running running(*this);
  if (!closed_) end_snapshot(*last_used_.reader);
}

void ThreadReaders::close() {
  closed_ = true;
  for (int running = running_; running != 0; running = running_) running_.wait(running);
  const std::lock_guard lock(mutex_);
  readers_.clear();
}

}  // namespace muster::db
