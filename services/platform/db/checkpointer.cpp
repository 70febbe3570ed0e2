// SPDX-License-Identifier: EUPL-1.2
#include "platform/db/checkpointer.h"

#include <utility>

#include "platform/db/writer.h"
#include "platform/status/error.h"

namespace muster::db {
namespace {

// A pass that found so few new pages leaves the writer as few, for some milliseconds' work.
constexpr int few_pages = 300;
constexpr int passes_at_most = 5;

}  // namespace

Checkpointer::Checkpointer(Location location)
    : location_(std::move(location)), thread_([this](const std::stop_token& stop) { run(stop); }) {}

Checkpointer::~Checkpointer() = default;  // the thread is asked to stop, and waited for

void Checkpointer::ask() {
  {
    const std::lock_guard lock(mutex_);
    if (state_ != State::idle) return;
    state_ = State::asked;
  }
  wake_.notify_one();
}

bool Checkpointer::take_ended() {
  const std::lock_guard lock(mutex_);
  if (state_ != State::ended) return false;
  state_ = State::idle;
  return true;
}

void Checkpointer::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (wake_.wait(lock, stop, [this] { return state_ == State::asked; })) {
    lock.unlock();
    fold();
    lock.lock();
    state_ = State::ended;
  }
}

// Again for what came in meanwhile, which is less each time. What fails here is left to the writer's own
// checkpoint, which then finds all of it still to do.
void Checkpointer::fold() {
  try {
    if (!session_) session_ = open_session(location_, Session::Impl::Access::write);
    int before = 0, folded = session_->impl().checkpoint();
    for (int passes = 1; passes < passes_at_most && folded - before > few_pages; ++passes) {
      before = std::exchange(folded, session_->impl().checkpoint());
    }
  } catch (const status::Error&) {
    session_.reset();
  }
}

}  // namespace muster::db
