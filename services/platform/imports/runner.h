// SPDX-License-Identifier: EUPL-1.2
// Runs imports in the background, each on a thread of its own: checks the whole file, then
// writes it slice by slice so that other writers come in between.
#pragma once

#include <condition_variable>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "platform/imports/kind.h"
#include "platform/imports/run.h"
#include "platform/rpc/dispatch.h"
#include "platform/rpc/registry.h"

namespace muster::imports {

// Imports at work in one process at the same time.
constexpr std::size_t running_limit = 4;

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

  // Must be called once. With `look`, on a thread of its own, looks now and then for imports at work that
  // nobody is at, or that gave no sign of life for 30 seconds, and ends them: RUNNING ones are taken
  // back and FAILED, the others go on. On SQLite too, where `muster` may import beside the server.
  // Once a day also sweeps (see sweep.h). Only servers do that.
  void start(const rpc::Registry& registry, rpc::Dispatcher& dispatcher, bool look);

  // Waits until the imports at work here have ended; nothing is enqueued meanwhile.
  void wait();

  // Stops between two slices; what is not finished is taken up at the next start.
  void stop();

  // Ends an import at work that nobody holds, as a run does that was stopped: a RUNNING one is taken
  // back and FAILED. For a runner that is not stopped; waits. Errors: the database's.
  void end_now(long long import);

  // Runs the import as `caller` as soon as a transaction is committed that leaves it in `state`, RUNNING
  // or UNDOING, and held by the run that this gives; if none ever is, nothing happens. Called within
  // that transaction, which may run again.
  // Errors: RESOURCE_EXHAUSTED when running_limit are at work.
  std::string enqueue(long long import, v1::ImportState state, const rpc::Caller& caller);

 private:
  struct Job {
    long long import;
    v1::ImportState state;
    std::string run;
    rpc::Caller caller;
    bool done = false;
    std::thread thread;
  };

  bool stopping();
  void run_job(Job& job);
  bool wait_until_held(const Job& job);
  bool is_own(long long import);
  Run make_run(const Kind& kind, const rpc::Caller& caller, long long import, const std::string& run);
  void look_around();
  void end_abandoned();
  void end(const Abandoned& abandoned, long long before_micros);

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
