// SPDX-License-Identifier: EUPL-1.2
// The server: flags, start and orderly end. Exit codes: 0 ended in order, 1 failed, 2 wrong flags.
#include <sodium.h>
#include <spdlog/spdlog.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "nominations/lapse_job.h"
#include "platform/db/database.h"
#include "platform/db/migrate.h"
#include "platform/db/pulse.h"
#include "platform/http/log_format.h"
#include "platform/http/metrics.h"
#include "platform/http/request_log.h"
#include "platform/http/server.h"
#include "platform/http/site.h"
#include "platform/http/static_files.h"
#include "platform/rpc/day_job.h"
#include "platform/rpc/dispatch.h"
#include "platform/rpc/registry.h"
#include "platform/rpc/repeated_job.h"
#include "platform/rpc/retry.h"
#include "platform/rpc/warm_up_job.h"
#include "roster/name_job.h"
#include "roster/open_ends_job.h"
#include "roster/ranks.h"
#include "rules/civil_date.h"
#include "targets.h"
#include "training/validity.h"
#include "version.h"

namespace {

using namespace muster;

struct Flags {
  std::string database = "sqlite:muster.db";
  bool create = false;
  std::vector<std::string> target = {"all"};
  http::Options http;
  std::string metrics_listen;
  std::string metrics_token_file;
};

constexpr int failed = 1;
constexpr int wrong_flags = 2;
// Of who read whom and what was refused: within a second.
constexpr auto write_gathered_every = std::chrono::milliseconds(500);

void add_flags(CLI::App& app, Flags& flags) {
  app.set_version_flag("--version", version, "Print the version");
  app.add_option("--database", flags.database, "sqlite:PATH or postgresql://USER@HOST/NAME")
      ->check([](const std::string& url) { return db::wrong_url(url); })
      ->capture_default_str();
  app.add_flag("--create", flags.create, "Make the SQLite file if it is not there");
  app.add_option("--listen", flags.http.listen, "HOST:PORT; port 0 for any free one")
      ->check([](const std::string& address) { return http::wrong_address(address); })
      ->capture_default_str();
  app.add_option("--target", flags.target,
                 "What to serve, comma-separated: all or some of " + target_names() + " (the page)")
      ->delimiter(',')
      ->check([](const std::string& name) { return wrong_target(name); })
      ->capture_default_str();
  auto* listener = app.add_option("--metrics-listen", flags.metrics_listen,
                                  "HOST:PORT that serves GET /metrics to whoever reaches it; without it and without a "
                                  "token there is no /metrics")
                       ->check([](const std::string& address) { return http::wrong_address(address); });
  app.add_option("--metrics-token-file", flags.metrics_token_file,
                 "File with the token for GET /metrics on --listen (Authorization: Bearer TOKEN)")
      ->excludes(listener);
  app.add_option("--threads", flags.http.threads, "Threads for connections; 0: one per processor");
  auto* certificate = app.add_option("--tls-certificate", flags.http.tls_certificate, "PEM file; serves TLS");
  auto* key = app.add_option("--tls-key", flags.http.tls_key, "PEM file of its key");
  certificate->needs(key);
  key->needs(certificate);
}

std::atomic<http::Server*> running_server = nullptr;

// The first signal ends the server in order, the next one at once, whatever still runs. (Not by the
// default action: the kernel spares the first process of a container from that.)
void stop_running(int signal) {
  if (http::Server* server = running_server.exchange(nullptr)) {
    server->stop();
  } else {
    _exit(128 + signal);
  }
}

// Those that are counted apart.
std::vector<std::string> paths_of(const rpc::Registry& registry) {
  std::vector<std::string> paths(http::operator_paths.begin(), http::operator_paths.end());
  for (const auto& [path, method] : registry.all()) paths.push_back("/" + path);
  return paths;
}

void add_gauges(http::Metrics& metrics, const db::Database& database) {
  metrics.add_gauge("muster_queued_reads", "Reads that wait for a worker",
                    [&] { return database.queued(db::Pool::reads); });
  metrics.add_gauge("muster_queued_statistics", "Statistics that wait for a worker",
                    [&] { return database.queued(db::Pool::statistics); });
  metrics.add_gauge("muster_queued_writes", "Writes that wait for the writer",
                    [&] { return database.queued_writes(); });
}

// For GET /version.
std::string version_of(const db::Database& database) {
  const int schema = db::migrations(database.backend()).back().version;
  return std::string(R"({"version":")") + version + R"(","schema":)" + std::to_string(schema) + "}\n";
}

// How large a body may be is declared by the method that it is for.
std::size_t body_limit(const rpc::Registry& registry, std::string_view path, std::size_t otherwise) {
  if (path.starts_with('/')) path.remove_prefix(1);
  const rpc::Method* method = registry.find(path);
  return method ? method->message_limit_bytes : otherwise;
}

// They hold names of people, and a quiet server would keep them for long.
void forget_old_answers(db::Database& database) {
  database.write_now([](db::Session& session) { rpc::forget_old_answers(session, rules::now_micros()); });
}

// The first line of the file.
std::string read_token(const std::string& path) {
  constexpr std::size_t shortest = 16;
  std::ifstream file(path);
  std::string token;
  std::getline(file, token);
  token.erase(token.find_last_not_of(" \t\r") + 1);
  if (token.size() < shortest) {
    throw std::runtime_error("the file " + path +
                             " of --metrics-token-file cannot be read, or its first line is no token of 16 characters "
                             "or more; make one with: openssl rand -hex 32");
  }
  return token;
}

// Serves /metrics, and the probes besides, on a port of its own as long as it lives.
class MetricsListener {
 public:
  MetricsListener(const std::string& listen, http::Metrics& metrics) {
    http::Options options;
    options.listen = listen;
    options.threads = 1;
    http::Site site;
    site.metrics = &metrics;
    server_ = std::make_unique<http::Server>(options, http::make_handler(site));
    spdlog::info(
        R"({{"event":"serving_metrics","metrics_port":{0},"message":"Muster serves its metrics on port {0}."}})",
        server_->port());
    thread_ = std::thread([this] { server_->run(); });
  }
  ~MetricsListener() {
    server_->stop();
    server_->stop();  // at once
    thread_.join();
  }
  MetricsListener(const MetricsListener&) = delete;
  MetricsListener& operator=(const MetricsListener&) = delete;

 private:
  std::unique_ptr<http::Server> server_;
  std::thread thread_;
};

// The database may be away by now.
void write_what_is_left(rpc::Dispatcher& dispatcher) {
  try {
    dispatcher.write_gathered(std::chrono::system_clock::now(), true);
  } catch (const std::exception&) {
    spdlog::warn(R"({"event":"gathered_not_written"})");
  }
}

void serve(Flags flags) {
  db::Options options;
  options.url = flags.database;
  options.create = flags.create;
  db::Database database(options);
  db::migrate(database);
  forget_old_answers(database);
  auto pulse = std::make_unique<db::Pulse>(options);
  rpc::Registry registry;
  rpc::Dispatcher dispatcher(registry, database);
  imports::Runner runner(import_kinds());
  register_targets(registry, flags.target, &runner);
  if (is_target(flags.target, "training")) training::follow_present_rule(dispatcher);
  if (is_target(flags.target, "roster")) {
    roster::follow_rank_bands(dispatcher);
    roster::follow_name_rules(database);
  }
  runner.start(registry, dispatcher, true);
  rpc::DayJob days(registry, dispatcher, rows_of_today());
  days.start();
  nominations::LapseJob lapse(registry, dispatcher);
  lapse.start();
  roster::NameJob names(registry, database);
  names.start();
  roster::OpenEndsJob open_ends(registry, database);
  open_ends.start();
  rpc::RepeatedJob gathering;
  gathering.start("gathered_not_written", write_gathered_every,
                  [&](const std::stop_token&) { dispatcher.write_gathered(std::chrono::system_clock::now()); });
  rpc::WarmUpJob warming(registry, database);
  const http::StaticFiles page(http::embedded_files());
  http::Site site;
  if (is_target(flags.target, "web")) site.files = &page;
  http::Metrics metrics(paths_of(registry),
                        [&](std::string_view path) { return site.files != nullptr && site.files->has(path); });
  add_gauges(metrics, database);
  metrics.add_gauge("muster_open_ends", "What the last night found in a state that its parent makes impossible",
                    [&] { return open_ends.found(); });
  http::RequestLog log(STDOUT_FILENO);
  flags.http.observe = [&](const http::Finished& finished) {
    metrics.observe(finished);
    if (http::is_probe(finished.path)) return;
    log.add(http::request_line(finished, metrics.label(finished.path), std::chrono::system_clock::now()));
  };
  flags.http.body_limit = [&registry, limit = flags.http.body_limit_bytes](std::string_view path) {
    return body_limit(registry, path, limit);
  };
  site.rpc = [&](connect::Request request, connect::Respond respond) {
    dispatcher.dispatch(std::move(request), std::move(respond));
  };
  site.waits_for = [&]() -> std::string_view {
    if (!pulse->beats()) return "the database";
    if (database.queued_writes() >= options.queue_limit) return "the writes that are queued";
    if (!warming.done()) return "the facts, which the first figure needs";
    return "";
  };
  if (!flags.metrics_token_file.empty()) {
    site.metrics_token = read_token(flags.metrics_token_file);
    site.metrics = &metrics;
  }
  site.version = version_of(database);
  http::Server server(flags.http, http::make_handler(site));
  running_server = &server;
  std::signal(SIGTERM, stop_running);
  std::signal(SIGINT, stop_running);
  std::signal(SIGPIPE, SIG_IGN);  // whoever read the log may go away; the server stays
  std::unique_ptr<MetricsListener> metrics_listener;
  if (!flags.metrics_listen.empty())
    metrics_listener = std::make_unique<MetricsListener>(flags.metrics_listen, metrics);
  spdlog::info(R"({{"event":"serving","port":{0},"message":"Muster serves on port {0}."}})", server.port());
  server.run();
  metrics_listener.reset();  // its gauges ask what ends now
  // What the database still works on uses all that stands above: it ends first. Imports stop between
  // two slices, which they must still write; SQLite's last session, which folds the log into the
  // file, must be the writer's.
  runner.stop();
  names.stop();
  days.stop();
  gathering.stop();
  write_what_is_left(dispatcher);
  pulse.reset();
  warming.stop();
  database.stop();
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Muster: people in international operations, and how women take part and lead.");
  Flags flags;
  add_flags(app, flags);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : wrong_flags;
  }
  if (sodium_init() < 0) {
    std::fprintf(stderr, "muster-server: libsodium cannot start\n");
    return failed;
  }
  http::log_as_json();
  try {
    serve(flags);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "muster-server: %s\n", error.what());
    return failed;
  }
}
