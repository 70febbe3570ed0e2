// SPDX-License-Identifier: EUPL-1.2
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>

#include "commands.h"
#include "muster/access/v1/access.pb.h"
#include "platform/db/migrate.h"
#include "platform/rpc/audit.h"
#include "platform/rpc/audit_head.h"
#include "platform/rpc/dispatch.h"
#include "platform/rpc/registry.h"
#include "platform/rpc/roster_day.h"
#include "platform/status/error.h"
#include "roster/name_job.h"
#include "roster/open_ends.h"
#include "roster/ranks.h"
#include "targets.h"
#include "training/validity.h"

namespace muster::cli {
namespace {

namespace fs = std::filesystem;

// `create`: whether a SQLite file that is not there is made.
db::Options options_of(const Place& place, bool create = false) {
  if (place.database.empty()) {
    throw WrongFlags("--database", "this works on the database itself; give sqlite:PATH or postgresql://...");
  }
  db::Options options;
  options.url = place.database;
  options.create = create;
  return options;
}

void migrate(const Place& place) {
  db::Database database(options_of(place, true));
  const auto applied = db::migrate(database);
  rpc::Registry registry;
  register_targets(registry, {"all"});
  rpc::Dispatcher dispatcher(registry, database);
  training::follow_present_rule(dispatcher);
  roster::follow_rank_bands(dispatcher);
  roster::follow_name_rules(database);
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

long long verified_entries(db::Session& session) {
  const auto verdict = rpc::verify_audit(session);
  if (!verdict.problem.empty()) throw status::Error(status::Code::data_loss, "the audit is broken: " + verdict.problem);
  return verdict.entries;
}

// Of the restore, in the audit of what was restored: the console is its second hand. An older database gets it from the
// program that brings it up, or not at all where its ledger has another form.
bool record_restore(const Place& place) {
  db::Database database(options_of(place));
  try {
    db::require_schema(database);
  } catch (const status::Error&) {
    return false;
  }
  rpc::Caller console;
  console.system = true;
  rpc::Method method;
  method.path = "muster restore";
  database.write_now([&](db::Session& session) {
    rpc::Context context(session, method, console, std::chrono::system_clock::now());
    context.clock = rpc::Clock::running;
    context.audit_lines.push_back("second hand console");
    rpc::write_audit(context);
  });
  return true;
}

// A backup of an older program is taken: the server brings it up when it starts.
void restore(const Place& place, const std::string& file) {
  long long entries = 0;
  db::restore(options_of(place), file, [&](db::Database& copy) {
    db::require_schema(copy, db::Older::allowed);
    copy.read_now([&](db::Session& session) { entries = verified_entries(session); });
  });
  const bool recorded = record_restore(place);
  std::printf("Restored; the audit's %lld entries are whole.%s\n", entries,
              recorded ? "" : " The backup is of an older program: the restore itself is not in its audit.");
}

// What a server does beside its other work.
void follow_names(const Place& place) {
  if (place.database.empty()) return;
  db::Database database(options_of(place));
  roster::follow_name_rules(database);
}

void set_country(const Place& place, const std::string& code) {
  access::v1::SetHomeCountryRequest request;
  request.set_country(code);
  const auto now =
      Client(place).call<access::v1::SetHomeCountryResponse>("muster.access.v1.AccessService/SetHomeCountry", request);
  follow_names(place);
  std::printf("%s\n", now.country().c_str());
}

void set_settings(const Place& place, const access::v1::SetRosterSettingsRequest& request) {
  const auto now =
      Client(place).call<access::v1::RosterSettings>("muster.access.v1.AccessService/SetRosterSettings", request);
  follow_names(place);
  std::printf("time zone: %s\nlanguage of lists: %s\nparticles count in lists: %s\n", now.time_zone().c_str(),
              now.locale().c_str(), now.sort_by_particles() ? "yes" : "no");
  std::printf("days of a handover: %d\n", now.handover_days());
  std::printf("days for a letter of intent: %d\ndays after a change of job: %d\nmonths of a passport: %d\n",
              now.letter_days(), now.job_change_days(), now.passport_months());
}

struct Heads {
  std::string file;
  std::string public_key;
};

// Lines of `muster head`. Returns how many there were.
int check_heads(db::Session& session, const Heads& heads) {
  std::ifstream in(heads.file);
  if (!in) throw WrongFlags("--heads", heads.file + " cannot be read");
  int checked = 0;
  for (std::string line; std::getline(in, line); ++checked) rpc::check_audit_head(session, line, heads.public_key);
  if (checked == 0) throw WrongFlags("--heads", heads.file + " holds no head");
  return checked;
}

// By rule, with the first of each. An older database lacks what the rules look at.
void print_open_ends(db::Database& database) {
  try {
    db::require_schema(database);
  } catch (const status::Error&) {
    std::printf("Open ends: bring the database up with `muster migrate` to look for them.\n");
    return;
  }
  constexpr int named = 20;
  long long all = 0;
  std::string text;
  database.read_now([&](db::Session& session) {
    const roster::OpenEndView view{rpc::Scope::all(), rpc::roster_day(session, std::chrono::system_clock::now())};
    for (const auto& rule : roster::find_open_ends(session, view, named)) {
      all += rule.count();
      text += rule.rule() + ": " + std::to_string(rule.count()) + ". " + rule.explanation() + " Settle by " +
              rule.verb() + ".\n";
      for (const auto& end : rule.open_ends()) {
        text += "  " + end.name() + (end.parent().empty() ? "" : " of " + end.parent()) + "\n";
      }
      if (rule.count() > named) text += "  and more: ListOpenEnds\n";
    }
  });
  std::printf("Open ends: %lld.\n%s", all, text.c_str());
}

// People who could be their own second hand. Of an older program; a new account of theirs is refused.
void print_double_accounts(db::Database& database) {
  database.read_now([](db::Session& session) {
    const auto doubles = db::select<long long, long long>(
        session,
        "SELECT id, person FROM account WHERE disabled = 0 AND person IN (SELECT person FROM account WHERE"
        " disabled = 0 AND person IS NOT NULL GROUP BY person HAVING COUNT(*) > 1) ORDER BY person, id");
    long long last = 0;
    for (const auto& [account, person] : doubles) {
      if (person != last) std::printf("persons/%lld has several live accounts; disable all but one:\n", person);
      std::printf("  accounts/%lld\n", account);
      last = person;
    }
  });
}

void verify(const Place& place, const Heads& heads) {
  db::Database database(options_of(place));
  db::require_schema(database, db::Older::allowed);
  long long entries = 0;
  int checked = 0;
  database.read_now([&](db::Session& session) {
    entries = verified_entries(session);
    checked = heads.file.empty() ? 0 : check_heads(session, heads);
  });
  std::printf("The audit's %lld entries are whole.\n", entries);
  if (checked > 0) std::printf("They lead through the %d signed heads.\n", checked);
  print_double_accounts(database);
  print_open_ends(database);
}

void print_head(const Place& place, const std::string& key) {
  db::Database database(options_of(place));
  db::require_schema(database);
  std::string head;
  database.read_now([&](db::Session& session) { head = rpc::sign_audit_head(session, key); });
  std::printf("%s\n", head.c_str());
}

void add_audit_commands(CLI::App& app, Run& run) {
  auto* verify_command = app.add_subcommand("verify", "Recompute the audit's chain, and look for open ends");
  auto heads = std::make_shared<Heads>();
  auto* file = verify_command->add_option("--heads", heads->file,
                                          "Lines that `muster head` has printed: the chain must lead through them");
  auto* key = verify_command->add_option("--public-key", heads->public_key,
                                         "Public half of the key they were signed with, in PEM");
  file->needs(key);
  key->needs(file);
  verify_command->callback([heads, &run] { run = [heads](const Place& place) { verify(place, *heads); }; });
  auto* head_command = app.add_subcommand("head", "Print the audit's head, signed, to be kept elsewhere");
  auto private_key = std::make_shared<std::string>();
  head_command->add_option("--key", *private_key, "Private key of Ed25519 in PEM")->required();
  head_command->callback(
      [private_key, &run] { run = [private_key](const Place& place) { print_head(place, *private_key); }; });
}

}  // namespace

void add_database_commands(CLI::App& app, Run& run) {
  app.add_subcommand("migrate", "Bring the database to this program's schema")->callback([&run] { run = migrate; });
  add_audit_commands(app, run);
  auto* country_command = app.add_subcommand("country", "Set the country whose people this database deploys");
  auto country = std::make_shared<std::string>();
  country_command->add_option("CODE", *country, "ISO 3166 alpha-3, such as NOR")->required();
  country_command->callback([country, &run] { run = [country](const Place& place) { set_country(place, *country); }; });
  auto* settings_command = app.add_subcommand("settings", "Set what holds for the whole roster, and print it");
  auto settings = std::make_shared<access::v1::SetRosterSettingsRequest>();
  settings_command->add_option_function<std::string>(
      "--time-zone", [settings](const std::string& zone) { settings->set_time_zone(zone); },
      "IANA time zone whose days are the roster's, such as Europe/Oslo; at first the home country's");
  settings_command->add_option_function<std::string>(
      "--locale", [settings](const std::string& locale) { settings->set_locale(locale); },
      "Language in whose order lists of people are, such as nb; at first the home country's");
  settings_command->add_option_function<bool>(
      "--sort-by-particles", [settings](bool counts) { settings->set_sort_by_particles(counts); },
      "Whether von, de, al- and their like count in that order: true (at first) or false");
  settings_command->add_option_function<int>(
      "--handover-days", [settings](int days) { settings->set_handover_days(days); },
      "For how many days in a row a post may have more holders than seats without a word; at first 14");
  settings_command->add_option_function<int>(
      "--letter-days", [settings](int days) { settings->set_letter_days(days); },
      "Within how many days of a calendar year a member's letter of intent for it is in time; at first 31");
  settings_command->add_option_function<int>(
      "--job-change-days", [settings](int days) { settings->set_job_change_days(days); },
      "Within how many days of a change of job, or of the entry, what a member needs is in time; at first 30");
  settings_command->add_option_function<int>(
      "--passport-months", [settings](int months) { settings->set_passport_months(months); },
      "For how many months more a member's passport must be good on each day; at first 6");
  settings_command->callback(
      [settings, &run] { run = [settings](const Place& place) { set_settings(place, *settings); }; });
  auto file = std::make_shared<std::string>();
  auto* backup_command = app.add_subcommand("backup", "Copy a SQLite database into FILE while it is in use");
  backup_command->add_option("FILE", *file, "A file that does not exist yet")->required();
  backup_command->callback([file, &run] { run = [file](const Place& place) { backup(place, *file); }; });
  auto* restore_command = app.add_subcommand("restore", "Put a backup in the place of a database that is not there");
  restore_command->add_option("FILE", *file, "A backup")->required();
  restore_command->callback([file, &run] { run = [file](const Place& place) { restore(place, *file); }; });
}

}  // namespace muster::cli
