// SPDX-License-Identifier: EUPL-1.2
// Lets nominations lapse as time passes, with nobody as the actor.
#pragma once

#include "platform/rpc/dispatch.h"
#include "platform/rpc/registry.h"
#include "platform/rpc/repeated_job.h"

namespace muster::nominations {

// One a process; several processes on one database do not disturb each other.
class LapseJob {
 public:
  // Outlived by the dispatcher. Does nothing where the nominations service is not served.
  LapseJob(const rpc::Registry& registry, rpc::Dispatcher& dispatcher);

  // Looks at once and then every hour, on a thread of its own, until the end of this object.
  void start();

  // Looks now; writes nothing when nothing is overdue. Errors: the database's.
  void run_once();

 private:
  const bool served_;
  rpc::Dispatcher& dispatcher_;
  rpc::RepeatedJob job_;
};

}  // namespace muster::nominations
