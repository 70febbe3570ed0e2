// SPDX-License-Identifier: EUPL-1.2
// The server: flags, start and orderly end.
#include <CLI/CLI.hpp>
#include <sodium.h>
#include <spdlog/spdlog.h>

#include <csignal>
#include <cstdio>
#include <string>
#include <vector>

#include "platform/db/database.h"
#include "platform/db/migrate.h"
#include "platform/http/server.h"
#include "platform/rpc/dispatch.h"
#include "platform/rpc/registry.h"
#include "targets.h"

namespace {

using namespace muster;

struct Flags {
  std::string database = "sqlite:muster.db";
  std::vector<std::string> target = {"all"};
  http::Options http;
};

void add_flags(CLI::App& app, Flags& flags) {
  app.add_option("--database", flags.database, "sqlite:PATH or postgresql://USER@HOST/NAME")->capture_default_str();
  app.add_option("--listen", flags.http.listen, "HOST:PORT; port 0 for any free one")->capture_default_str();
  app.add_option("--target", flags.target, "Services to serve, comma-separated: all or some of " + target_names())
      ->delimiter(',')
      ->capture_default_str();
  app.add_option("--threads", flags.http.threads, "Threads for connections; 0: one per processor");
  auto* certificate = app.add_option("--tls-certificate", flags.http.tls_certificate, "PEM file; serves TLS");
  auto* key = app.add_option("--tls-key", flags.http.tls_key, "PEM file of its key");
  certificate->needs(key);
  key->needs(certificate);
}

http::Server* running_server = nullptr;

void stop_running(int) { running_server->stop(); }

void serve(Flags flags) {
  db::Options options;
  options.url = flags.database;
  db::Database database(options);
  db::migrate(database);
  rpc::Registry registry;
  rpc::Dispatcher dispatcher(registry, database);
  imports::Runner runner(import_kinds());
  register_targets(registry, flags.target, &runner);
  runner.start(registry, dispatcher, true);
  http::Server server(flags.http, [&](rpc::Request request, rpc::Respond respond) {
    dispatcher.dispatch(std::move(request), std::move(respond));
  });
  running_server = &server;
  std::signal(SIGTERM, stop_running);
  std::signal(SIGINT, stop_running);
  std::printf("Muster serves on port %d.\n", server.port());
  std::fflush(stdout);
  server.run();
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Muster: people in international operations, and how women take part and lead.");
  Flags flags;
  add_flags(app, flags);
  CLI11_PARSE(app, argc, argv);
  if (sodium_init() < 0) {
    std::fprintf(stderr, "muster-server: libsodium cannot start\n");
    return 1;
  }
  try {
    serve(flags);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "muster-server: %s\n", error.what());
    return 1;
  }
}
