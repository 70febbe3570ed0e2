// SPDX-License-Identifier: EUPL-1.2
// What tools/bench measures with. Every command prints name=value words on one line.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>

#include "load.h"
#include "people.h"
#include "raw_rows.h"
#include "requests.h"
#include "statistics.h"

namespace {

using namespace muster::measure;

void measure_load(Load load, const RequestKind& kind) {
  load.next = request_maker(kind);
  const Measured measured = run_load(load);
  if (measured.refused > 0) {
    throw std::runtime_error(std::to_string(measured.refused) + " requests were refused, the first with\n" +
                             measured.refusal);
  }
  std::printf("rate=%.0f cpu_us=%.1f p50_ms=%.2f p99_ms=%.2f\n", measured.rate, measured.cpu_us, measured.p50_ms,
              measured.p99_ms);
}

// Runs a program to its end; its own output goes to standard error.
void measure_program(const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child == 0) {
    dup2(STDERR_FILENO, STDOUT_FILENO);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  if (status != 0) throw std::runtime_error(words.front() + " failed");
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  std::printf("took=%.3f rss_mb=%.0f\n", took.count(), static_cast<double>(usage.ru_maxrss) / 1024);
}

void print_statistics(long long facts) {
  const StatisticsTimes times = measure_statistics(facts);
  std::printf(
      "memory_mb=%.0f days_pass_ms=%.3f at_date_ms=%.3f wide_pass_ms=%.3f series_ms=%.3f counted=%lld passed=%lld\n",
      times.memory_bytes / 1e6, times.days_pass_ms, times.at_date_ms, times.wide_pass_ms, times.series_ms,
      times.counted, times.passed);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("What tools/bench measures with");
  app.require_subcommand(1);

  Load load;
  RequestKind kind;
  auto* load_command = app.add_subcommand("load", "Requests per second of a server on this machine");
  load_command->add_option("--port", load.port)->required();
  load_command->add_option("--process", load.server, "The server's id")->required();
  load_command->add_option("--connections", load.connections);
  load_command->add_option("--seconds", load.seconds);
  load_command->add_option("--rate", load.rate, "Requests per second; as many as it can without it");
  load_command->add_option("--token", kind.token);
  load_command->add_option("--persons", kind.persons);
  load_command->add_option("--units", kind.units);
  load_command->add_flag("--json", kind.json);
  load_command->add_option("WHAT", kind.what, "static, get, list, search or create")->required();
  load_command->callback([&] { measure_load(load, kind); });

  std::string file;
  long long count = 0;
  int units = 1;
  auto* people_command = app.add_subcommand("people", "Write a file for `muster import persons`");
  people_command->add_option("FILE", file)->required();
  people_command->add_option("COUNT", count)->required();
  people_command->add_option("UNITS", units)->required();
  people_command->callback([&] { write_people(file, count, units); });

  int batch = 64;
  double seconds = 4;
  auto* raw_command = app.add_subcommand("raw-rows", "What CreatePerson writes, by SQLite alone");
  raw_command->add_option("DATABASE", file)->required();
  raw_command->add_option("--batch", batch);
  raw_command->add_option("--seconds", seconds);
  raw_command->callback([&] { std::printf("rate=%.0f\n", write_raw_rows(file, batch, seconds)); });

  auto* statistics_command = app.add_subcommand("statistics", "Questions to the engine over made-up facts");
  statistics_command->add_option("FACTS", count)->required();
  statistics_command->callback([&] { print_statistics(count); });

  std::vector<std::string> words;
  auto* run_command = app.add_subcommand("run", "Run a program: its seconds and its greatest resident memory");
  run_command->add_option("COMMAND", words)->required();
  run_command->callback([&] { measure_program(words); });

  try {
    CLI11_PARSE(app, argc, argv);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "muster-bench: %s\n", error.what());
    return 1;
  }
}
