// SPDX-License-Identifier: EUPL-1.2
// The services of Muster by name: what --target chooses from. With main.cpp the only place that
// knows them all.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/imports/runner.h"
#include "platform/rpc/day_job.h"
#include "platform/rpc/registry.h"

namespace muster {

// "access, roster, ...".
std::string target_names();

// Whether `target` is among the names that --target gave, or all are.
bool is_target(const std::vector<std::string>& names, std::string_view target);

// What is wrong with a name that --target gave, and what would be right; empty: nothing.
std::string wrong_target(const std::string& name);

// Registers the methods of the named services ("all": every one) and checks that they are
// complete. Imports are served only with a runner, which outlives the calls of the registry's
// methods; the caller starts it.
// Errors: INVALID_ARGUMENT naming a service that there is not.
void register_targets(rpc::Registry& registry, const std::vector<std::string>& names,
                      imports::Runner* runner = nullptr);

// Every kind of import that the services have: for the runner.
std::vector<imports::Kind> import_kinds();

// Every kind of rows that say what holds now: for the job that has them follow the roster's day.
std::vector<rpc::RowsOfToday> rows_of_today();

}  // namespace muster
