// SPDX-License-Identifier: EUPL-1.2
#include "platform/imports/runner.h"

#include <chrono>

#include "platform/imports/run.h"
#include "platform/imports/store.h"

namespace muster::imports {
namespace {

using namespace std::chrono_literals;

// A committed StartImport shows within this time; the deadline of a request is 10 s.
constexpr auto kCommitWait = 15s;
constexpr auto kCommitLook = 5ms;
constexpr auto kAbandonedAfter = 30s;
constexpr auto kLookEvery = 10s;

}  // namespace

Runner::Runner(std::vector<Kind> kinds) : kinds_(std::move(kinds)) {}

Runner::~Runner() { stop(); }

const Kind* Runner::find(v1::ImportKind kind) const {
  for (const Kind& one : kinds_) {
    if (one.kind == kind && registry_ && registry_->find(one.method)) return &one;
  }
  return nullptr;
}

void Runner::start(const rpc::Registry& registry, rpc::Dispatcher& dispatcher, bool take_back) {
  registry_ = &registry;
  dispatcher_ = &dispatcher;
  if (!take_back) return;
  take_back_abandoned();
  if (dispatcher.database().backend() != db::Backend::sqlite) {
    look_ = std::thread([this] { look_for_abandoned(); });
  }
}

void Runner::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (Job& job : jobs_) job.thread.join();
  jobs_.clear();
  if (look_.joinable()) look_.join();
}

bool Runner::stopping() {
  std::lock_guard lock(mutex_);
  return stopping_;
}

void Runner::enqueue(long long import, const rpc::Caller& caller) {
  std::lock_guard lock(mutex_);
  if (stopping_) throw status::unavailable("the server stops; start the import again in a moment");
  for (auto job = jobs_.begin(); job != jobs_.end();) {
    if (!job->done) {
      // The transaction runs again after a serialisation failure.
      if (job->import == import) return;
      ++job;
      continue;
    }
    job->thread.join();
    job = jobs_.erase(job);
  }
  if (jobs_.size() >= kRunningLimit) {
    throw status::resource_exhausted(std::to_string(kRunningLimit) +
                                     " imports are at work; start this one when one of them has ended");
  }
  Job& job = jobs_.emplace_back(Job{import, caller, false, {}});
  job.thread = std::thread([this, &job] { run_job(job); });
}

void Runner::run_job(Job& job) {
  try {
    if (wait_until_running(job)) {
      v1::ImportKind kind{};
      dispatcher_->database().read_now(
          [&](db::Session& session) { kind = find_import(session, job.import)->kind(); });
      const Kind& found = *find(kind);
      Run run(*dispatcher_, found, *registry_->find(found.method), job.caller, job.import,
              [this] { return stopping(); });
      run.run();
    }
  } catch (const status::Error&) {
    // The database cannot be read: the import stays RUNNING until a server takes it back.
  }
  std::lock_guard lock(mutex_);
  job.done = true;
}

bool Runner::wait_until_running(const Job& job) {
  const auto until = std::chrono::steady_clock::now() + kCommitWait;
  while (std::chrono::steady_clock::now() < until) {
    bool running = false;
    dispatcher_->database().read_now([&](db::Session& session) { running = is_running(session, job.import); });
    if (running) return true;
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, kCommitLook, [this] { return stopping_; })) return false;
  }
  return false;
}

void Runner::look_for_abandoned() {
  while (true) {
    {
      std::unique_lock lock(mutex_);
      if (changed_.wait_for(lock, kLookEvery, [this] { return stopping_; })) return;
    }
    try {
      take_back_abandoned();
    } catch (const status::Error&) {
      // The database is away: look again later.
    }
  }
}

void Runner::take_back_abandoned() {
  const bool alone = dispatcher_->database().backend() == db::Backend::sqlite;
  const auto before = std::chrono::system_clock::now() - (alone ? -1s : kAbandonedAfter);
  const long long micros = std::chrono::duration_cast<std::chrono::microseconds>(before.time_since_epoch()).count();
  std::vector<long long> ids;
  dispatcher_->database().read_now([&](db::Session& session) { ids = abandoned_imports(session, micros); });
  for (long long id : ids) {
    std::optional<v1::Import> import;
    dispatcher_->database().read_now([&](db::Session& session) { import = find_import(session, id); });
    const Kind* kind = import ? find(import->kind()) : nullptr;
    if (!kind) continue;
    rpc::Caller caller;
    caller.system = true;
    Run run(*dispatcher_, *kind, *registry_->find(kind->method), caller, id, [] { return false; });
    run.take_back(v1::IMPORT_STATE_FAILED, "the server stopped on the way; everything was taken back. Try again");
  }
}

}  // namespace muster::imports
