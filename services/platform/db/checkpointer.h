// SPDX-License-Identifier: EUPL-1.2
// The thread that folds SQLite's log into the database file while others write. Included by the .cpp
// files of db/, and by tools/measure, whose raw writer has its log folded in alike.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "platform/db/session_impl.h"

namespace muster::db {

// 64 MB of log: an import changes the same pages of an index slice after slice, and a checkpoint
// writes each of them once.
inline constexpr int pages_before_checkpoint = 16000;

// A checkpoint copies every page of the log to its place and waits for the disk: for a log of 64 MB that
// is as long as ten groups of writes take. Done beside the writer, it leaves it the pages of the last
// groups only. Those the writer folds in between two groups: the log begins anew only when none is left.
class Checkpointer {
 public:
  explicit Checkpointer(Location location);
  ~Checkpointer();  // waits for a checkpoint that runs

  // Begins a checkpoint soon, on the thread, unless one was asked for already.
  void ask();
  // True once after each checkpoint that was asked for has ended.
  bool take_ended();

 private:
  enum class State { idle, asked, ended };

  void run(const std::stop_token& stop);
  void fold();

  const Location location_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  State state_ = State::idle;
  std::unique_ptr<Session> session_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace muster::db
