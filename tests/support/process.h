// SPDX-License-Identifier: EUPL-1.2
// The services in a process of their own, as far as the database can tell.
#pragma once

#include <string>

#include "platform/db/database.h"
#include "platform/imports/runner.h"
#include "platform/rpc/dispatch.h"
#include "platform/rpc/registry.h"
#include "targets.h"

namespace muster::support {

struct Process {
  explicit Process(const std::string& url) : database({.url = url}), dispatcher(registry, database) {
    register_targets(registry, {"all"}, &runner);
  }
  db::Database database;
  rpc::Registry registry;
  imports::Runner runner{import_kinds()};
  rpc::Dispatcher dispatcher;
};

}  // namespace muster::support
