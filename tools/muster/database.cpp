// SPDX-License-Identifier: EUPL-1.2
#include <cstdio>
#include <filesystem>
#include <memory>

#include "commands.h"
#include "muster/access/v1/access.pb.h"
#include "platform/db/migrate.h"
#include "platform/rpc/audit.h"
#include "platform/status/error.h"

namespace muster::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view sqlite_prefix = "sqlite:";

db::Options options_of(const Place& place) {
  if (place.database.empty()) {
    throw status::invalid_argument("--database", "this works on the database itself; give sqlite:PATH or postgresql://...");
  }
  db::Options options;
  options.url = place.database;
  return options;
}

void migrate(const Place& place) {
  db::Database database(options_of(place));
  const auto applied = db::migrate(database);
  if (applied.empty()) {
    std::printf("The database is up to date.\n");
    return;
  }
  std::printf("Applied the migrations %04d to %04d.\n", applied.front(), applied.back());
}

void backup(const Place& place, const std::string& file) {
  db::Database database(options_of(place));
  database.backup(file);
  std::printf("%s: %ju bytes\n", file.c_str(), static_cast<std::uintmax_t>(fs::file_size(file)));
}

// Puts a backup where no database is: a running server's file is never replaced under it.
void restore(const Place& place, const std::string& file) {
  const db::Options options = options_of(place);
  if (!options.url.starts_with(sqlite_prefix)) {
    throw status::failed_precondition("restore is for SQLite; use pg_restore on PostgreSQL");
  }
  const fs::path target = options.url.substr(sqlite_prefix.size());
  for (const char* suffix : {"", "-wal", "-shm"}) {
    if (fs::exists(target.string() + suffix)) {
      throw status::failed_precondition(target.string() + suffix +
                                        " exists; stop the server and move it away, then restore again");
    }
  }
  if (!fs::exists(file)) throw status::invalid_argument("FILE", file + " does not exist");
  const fs::path half = target.string() + ".restoring";
  fs::copy_file(file, half, fs::copy_options::overwrite_existing);
  fs::rename(half, target);
  db::Database database(options);
  database.read_now([](db::Session& session) {
    const auto verdict = rpc::verify_audit(session);
    if (!verdict.problem.empty()) throw status::Error(status::Code::data_loss, "the audit is broken: " + verdict.problem);
    std::printf("Restored; the audit's %lld entries are whole.\n", verdict.entries);
  });
}

void set_country(const Place& place, const std::string& code) {
  access::v1::SetHomeCountryRequest request;
  request.set_country(code);
  Client client(place);
  const auto now = client.call<access::v1::SetHomeCountryResponse>("muster.access.v1.AccessService/SetHomeCountry", request);
  std::printf("%s\n", now.country().c_str());
}

void verify(const Place& place) {
  db::Database database(options_of(place));
  database.read_now([](db::Session& session) {
    const auto verdict = rpc::verify_audit(session);
    if (!verdict.problem.empty()) throw status::Error(status::Code::data_loss, "the audit is broken: " + verdict.problem);
    std::printf("The audit's %lld entries are whole.\n", verdict.entries);
  });
}

}  // namespace

void add_database_commands(CLI::App& app, Run& run) {
  app.add_subcommand("migrate", "Bring the database to this program's schema")->callback([&run] { run = migrate; });
  app.add_subcommand("verify", "Recompute the audit's chain")->callback([&run] { run = verify; });
  auto* country_command = app.add_subcommand("country", "Set the country whose people this database deploys");
  auto country = std::make_shared<std::string>();
  country_command->add_option("CODE", *country, "ISO 3166 alpha-3, such as NOR")->required();
  country_command->callback([country, &run] { run = [country](const Place& place) { set_country(place, *country); }; });
  auto file = std::make_shared<std::string>();
  auto* backup_command = app.add_subcommand("backup", "Copy a SQLite database into FILE while it is in use");
  backup_command->add_option("FILE", *file, "A file that does not exist yet")->required();
  backup_command->callback([file, &run] { run = [file](const Place& place) { backup(place, *file); }; });
  auto* restore_command = app.add_subcommand("restore", "Put a backup in the place of a database that is not there");
  restore_command->add_option("FILE", *file, "A backup")->required();
  restore_command->callback([file, &run] { run = [file](const Place& place) { restore(place, *file); }; });
}

}  // namespace muster::cli
