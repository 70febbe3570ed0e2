// SPDX-License-Identifier: EUPL-1.2
#include "nominations/lapse_job.h"

#include <chrono>

#include "nominations/closing.h"

namespace muster::nominations {
namespace {

constexpr auto look_every = std::chrono::hours(1);
// Its access and name stand in the audit.
constexpr const char* method = "muster.nominations.v1.NominationsService/LapseNomination";

}  // namespace

LapseJob::LapseJob(const rpc::Registry& registry, rpc::Dispatcher& dispatcher)
    : served_(registry.find(method) != nullptr), dispatcher_(dispatcher) {}

void LapseJob::run_once() {
  rpc::Caller caller;
  caller.system = true;
  while (true) {
    bool overdue = false;
    dispatcher_.database().read_now(
        [&](db::Session& session) { overdue = any_overdue(session, std::chrono::system_clock::now()); });
    if (!overdue) return;
    dispatcher_.write_as(caller, method, [](rpc::Context& context) { lapse_overdue(context); });
  }
}

void LapseJob::start() {
  if (!served_) return;
  job_.start("lapse_failed", look_every, [this](const std::stop_token&) { run_once(); });
}

}  // namespace muster::nominations
