// SPDX-License-Identifier: EUPL-1.2
// `muster`: everything that a script or an operator does. Exit codes: 0 done, 1 refused or failed,
// 2 wrong flags.
#include <malloc.h>

#include <curl/curl.h>
#include <sodium.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <cstdlib>
#include <exception>

#include "commands.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/db/database.h"
#include "platform/status/error.h"
#include "version.h"

namespace {

using namespace muster;

constexpr int refused = 1;
constexpr int wrong_flags = 2;

void print_error(const status::Error& error) {
  if (error.violations().empty()) {
    std::fprintf(stderr, "muster: %s\n", error.message().c_str());
    return;
  }
  for (const auto& violation : error.violations()) {
    std::fprintf(stderr, "muster: %s: %s\n", violation.field.c_str(), violation.description.c_str());
  }
}

// A flag outranks the environment, so that MUSTER_SERVER does not get in the way of --database.
void settle(cli::Place& place) {
  const char* server = std::getenv("MUSTER_SERVER");
  if (place.server.empty() && place.database.empty() && server) place.server = server;
  if (!place.server.empty() && !place.database.empty()) {
    throw cli::WrongFlags("--server and --database", "give one of them");
  }
  while (place.server.ends_with('/')) place.server.pop_back();
}

// Nobody sees what could not be written: a full disk must not look like success.
void finish_output() {
  if (std::fflush(stdout) != 0 || std::ferror(stdout)) {
    throw status::unavailable(platform::v1::REASON_DISK_FULL, "the output cannot be written; is the disk full?");
  }
}

}  // namespace

int main(int argc, char** argv) {
  // Standard output is for what was asked for; the log of the layers below is for failures only.
  spdlog::set_default_logger(spdlog::stderr_logger_mt("muster"));
  spdlog::set_level(spdlog::level::err);
  // Each thread with a heap of its own would keep what the others could use: a long import has many.
  mallopt(M_ARENA_MAX, 2);
  CLI::App app("Muster: people in international operations, and how women take part and lead.");
  app.set_version_flag("--version", version, "Print the version");
  app.require_subcommand(1);
  app.fallthrough();
  cli::Place place;
  app.add_option("--server", place.server, "URL of a server to call; $MUSTER_SERVER when no place is given");
  app.add_option("--token", place.token, "Token for the server")->envname("MUSTER_TOKEN");
  app.add_option("--database", place.database, "Work on this database itself: sqlite:PATH or postgresql://...")
      ->check([](const std::string& url) { return db::wrong_url(url); });
  cli::Run run;
  cli::add_account_commands(app, run);
  cli::add_approval_commands(app, run);
  cli::add_database_commands(app, run);
  cli::add_erasure_commands(app, run);
  cli::add_stat_command(app, run);
  cli::add_import_command(app, run);
  cli::add_export_command(app, run);
  cli::add_intervals_command(app, run);
  cli::add_demo_command(app, run);
  cli::add_call_command(app, run);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : wrong_flags;
  }
  if (sodium_init() < 0 || curl_global_init(CURL_GLOBAL_DEFAULT) != 0) {
    std::fprintf(stderr, "muster: libsodium or libcurl cannot start\n");
    return refused;
  }
  try {
    settle(place);
    run(place);
    finish_output();
    return 0;
  } catch (const cli::WrongFlags& error) {
    std::fprintf(stderr, "muster: %s\n", error.what());
    return wrong_flags;
  } catch (const cli::ApiError& error) {
    std::fprintf(stderr, "%s\n", error.what());
  } catch (const status::Error& error) {
    print_error(error);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "muster: %s\n", error.what());
  }
  return refused;
}
