// SPDX-License-Identifier: EUPL-1.2
// Runs imports in the background, each on a thread of its own: checks the whole file, then
// writes it slice by slice so that other writers come in between.
#pragma once

#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

#include "platform/imports/kind.h"
#include "platform/rpc/dispatch.h"
#include "platform/rpc/registry.h"

namespace muster::imports {

// Imports at work in one process at the same time.
constexpr std::size_t kRunningLimit = 4;

// Thread-safe. start() comes before the first request, stop() (or the end) after the last.
class Runner {
 public:
  explicit Runner(std::vector<Kind> kinds);
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  // What serves the kind; null if nothing here does, such as when its service is not among the
  // targets of this process.
  const Kind* find(v1::ImportKind kind) const;

  // Must be called once. With `take_back`, imports that a server left RUNNING are taken back and
  // FAILED: on SQLite, which one process serves, at once; on PostgreSQL, where another process
  // may be at work, when they gave no sign of life for 30 seconds. Only servers do that.
  void start(const rpc::Registry& registry, rpc::Dispatcher& dispatcher, bool take_back);

  // Stops between two slices; what is not finished is taken back at the next start.
  void stop();

  // Runs the import as `caller` as soon as the transaction that sets it RUNNING is committed;
  // if it never is, nothing happens. Called within that transaction.
  // Errors: RESOURCE_EXHAUSTED when kRunningLimit are at work.
  void enqueue(long long import, const rpc::Caller& caller);

 private:
  struct Job {
    long long import;
    rpc::Caller caller;
    bool done = false;
    std::thread thread;
  };

  bool stopping();
  void run_job(Job& job);
  bool wait_until_running(const Job& job);
  void look_for_abandoned();
  void take_back_abandoned();

  const std::vector<Kind> kinds_;
  const rpc::Registry* registry_ = nullptr;
  rpc::Dispatcher* dispatcher_ = nullptr;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::list<Job> jobs_;
  bool stopping_ = false;
  std::thread look_;
};

}  // namespace muster::imports
