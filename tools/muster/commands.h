// SPDX-License-Identifier: EUPL-1.2
// The subcommands. Each adds itself to the program and, when chosen, leaves in `run` what to do.
#pragma once

#include <CLI/CLI.hpp>

#include <functional>
#include <stdexcept>
#include <string>

#include "client.h"

namespace muster::cli {

// What the command line chose: called with the place after all flags are read.
using Run = std::function<void(const Place&)>;

// A refusal that is told as the API tells it, in JSON.
class ApiError : public std::runtime_error {
 public:
  using runtime_error::runtime_error;
};

void add_account_commands(CLI::App& app, Run& run);   // account create, token create
void add_approval_commands(CLI::App& app, Run& run);  // approvals, approve, refuse
void add_database_commands(CLI::App& app, Run& run);  // migrate, country, settings, backup, restore, verify
void add_erasure_commands(CLI::App& app, Run& run);   // erase, retention
void add_stat_command(CLI::App& app, Run& run);
void add_import_command(CLI::App& app, Run& run);  // import persons, ..., import undo
void add_export_command(CLI::App& app, Run& run);
void add_intervals_command(CLI::App& app, Run& run);
void add_demo_command(CLI::App& app, Run& run);
void add_call_command(CLI::App& app, Run& run);

}  // namespace muster::cli
