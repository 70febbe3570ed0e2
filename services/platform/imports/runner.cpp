// SPDX-License-Identifier: EUPL-1.2
#include "platform/imports/runner.h"

#include <algorithm>
#include <chrono>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/imports/store.h"
#include "platform/imports/sweep.h"
#include "rules/civil_date.h"

namespace muster::imports {
namespace {

using namespace std::chrono_literals;

// A committed StartImport shows within this time; the deadline of a request is 10 s.
constexpr auto commit_wait = 15s;
constexpr auto commit_look = 5ms;
constexpr auto abandoned_after = 30s;
constexpr auto look_every = 10s;
constexpr auto sweep_every = 24h;

}  // namespace

Runner::Runner(std::vector<Kind> kinds) : kinds_(std::move(kinds)) {}

Runner::~Runner() { stop(); }

const Kind* Runner::find(v1::ImportKind kind) const {
  for (const Kind& one : kinds_) {
    if (one.kind == kind && registry_ && registry_->find(one.method)) return &one;
  }
  return nullptr;
}

void Runner::start(const rpc::Registry& registry, rpc::Dispatcher& dispatcher, bool look) {
  registry_ = &registry;
  dispatcher_ = &dispatcher;
  if (look) look_ = std::thread([this] { look_around(); });
}

void Runner::wait() {
  for (Job& job : jobs_) job.thread.join();
  jobs_.clear();
}

void Runner::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  wait();
  if (look_.joinable()) look_.join();
}

bool Runner::stopping() {
  std::lock_guard lock(mutex_);
  return stopping_;
}

std::string Runner::enqueue(long long import, v1::ImportState state, const rpc::Caller& caller) {
  std::lock_guard lock(mutex_);
  if (stopping_) throw status::unavailable(platform::v1::REASON_STOPPING, "the server stops; try again in a moment");
  for (auto job = jobs_.begin(); job != jobs_.end();) {
    if (!job->done) {
      // The transaction runs again after a serialisation failure.
      if (job->import == import && job->state == state) return job->run;
      ++job;
      continue;
    }
    job->thread.join();
    job = jobs_.erase(job);
  }
  if (jobs_.size() >= running_limit) {
    throw status::resource_exhausted(
        platform::v1::REASON_TOO_MANY_IMPORTS,
        std::to_string(running_limit) + " imports are at work; try again when one of them has ended",
        {{"limit", std::to_string(running_limit)}});
  }
  Job& job = jobs_.emplace_back(Job{import, state, new_run(), caller, false, {}});
  job.thread = std::thread([this, &job] { run_job(job); });
  return job.run;
}

Run Runner::make_run(const Kind& kind, const rpc::Caller& caller, long long import, const std::string& run) {
  return {kind,
          Writes(*dispatcher_, *registry_->find(kind.method), caller, import, run, [this] { return stopping(); })};
}

void Runner::run_job(Job& job) {
  try {
    if (wait_until_held(job)) {
      std::optional<v1::Import> import;
      dispatcher_->database().read_now([&](db::Session& session) { import = find_import(session, job.import); });
      const Kind* kind = import ? find(import->kind()) : nullptr;
      if (kind) make_run(*kind, job.caller, job.import, job.run).run();
    }
  } catch (const status::Error&) {
    // The database cannot be read: the import stays as it is until a server takes it over.
  }
  std::lock_guard lock(mutex_);
  job.done = true;
}

bool Runner::wait_until_held(const Job& job) {
  const auto until = std::chrono::steady_clock::now() + commit_wait;
  while (std::chrono::steady_clock::now() < until) {
    bool held = false;
    dispatcher_->database().read_now(
        [&](db::Session& session) { held = holds(session, job.import, job.state, job.run); });
    if (held) return true;
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, commit_look, [this] { return stopping_; })) return false;
  }
  return false;
}

bool Runner::is_own(long long import) {
  std::lock_guard lock(mutex_);
  return std::any_of(jobs_.begin(), jobs_.end(), [&](const Job& job) { return !job.done && job.import == import; });
}

void Runner::look_around() {
  auto next_sweep = std::chrono::steady_clock::now();
  while (true) {
    try {
      end_abandoned();
      if (std::chrono::steady_clock::now() >= next_sweep) {
        sweep(*dispatcher_, [this] { return stopping(); });
        next_sweep = std::chrono::steady_clock::now() + sweep_every;
      }
    } catch (const status::Error&) {
      // The database is away: look again later.
    }
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, look_every, [this] { return stopping_; })) return;
  }
}

void Runner::end_abandoned() {
  const long long micros = rules::to_micros(std::chrono::system_clock::now() - abandoned_after);
  std::vector<Abandoned> all;
  dispatcher_->database().read_now([&](db::Session& session) { all = abandoned_imports(session, micros); });
  for (const Abandoned& one : all) {
    if (!stopping() && !is_own(one.id)) end(one, micros);
  }
}

void Runner::end_now(long long import) {
  std::vector<Abandoned> all;
  dispatcher_->database().read_now([&](db::Session& session) { all = abandoned_imports(session, 0); });
  for (const Abandoned& one : all) {
    if (one.id == import) end(one, 0);
  }
}

void Runner::end(const Abandoned& abandoned, long long before_micros) {
  std::optional<v1::Import> import;
  dispatcher_->database().read_now([&](db::Session& session) { import = find_import(session, abandoned.id); });
  const Kind* kind = import ? find(import->kind()) : nullptr;
  if (!kind) return;
  const std::string name = new_run();
  bool taken = false;
  dispatcher_->database().write_now(
      [&](db::Session& session) { taken = take_over(session, abandoned, before_micros, name); });
  if (!taken) return;
  rpc::Caller caller;
  caller.system = true;
  Run run = make_run(*kind, caller, abandoned.id, name);
  if (abandoned.state == v1::IMPORT_STATE_RUNNING) {
    run.abandon();
  } else {
    run.run();
  }
}

}  // namespace muster::imports
