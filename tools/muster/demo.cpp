// SPDX-License-Identifier: EUPL-1.2
// `muster demo`: ten years of made-up people, tours, courses and nominations, the same for the
// same day and seed.
#include <cstdio>
#include <memory>

#include "commands.h"
#include "demo_calls.h"
#include "demo_nominations.h"
#include "demo_training.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/db/migrate.h"
#include "platform/status/error.h"
#include "rules/time_zone.h"
#include "targets.h"

namespace muster::cli {
namespace {

constexpr int months_of_history = 132;
constexpr const char* home_country = "NOR";

struct DemoOptions {
  std::string today;
  int people = 4000;
  unsigned long long seed = 1325;
};

// A demonstration goes into an empty database only, and once.
bool is_loaded(db::Session& session) {
  return db::select_one<std::string>(session, "SELECT value FROM setting WHERE key = 'demonstration'").has_value();
}

void require_empty(db::Session& session) {
  if (db::select_one<long long>(session, "SELECT id FROM unit LIMIT 1") ||
      db::select_one<long long>(session, "SELECT id FROM person LIMIT 1")) {
    throw status::failed_precondition(platform::v1::REASON_WRONG_DATABASE,
                                      "the database holds data; the demonstration needs an empty one");
  }
}

// The account of ROLE_PERSON is somebody who is deployed now.
void plan_own_account(demo::History& history, demo::World& world, demo::People& people,
                      const std::vector<demo::Tour>& tours) {
  for (const demo::Tour& tour : tours) {
    if (tour.start >= history.end() - 10 || tour.end < history.end()) continue;
    history.plan(history.end() - 5, [&history, &world, &people, person = tour.person] {
      for (const demo::DemoAccount& account : demo::demo_accounts()) {
        if (account.role != platform::v1::ROLE_PERSON) continue;
        demo::build_account(history, world, account, "", people.at(person).name);
      }
    });
    return;
  }
}

// The post of the open call: the first that is not a leading one.
demo::Tour slate_tour(const demo::World& world, rules::Day end) {
  demo::Tour tour{0, 0, 0, end + 165, end + 345, end + 345};
  while (world.missions[tour.mission].acronym != "KFOR") ++tour.mission;
  while (world.missions[tour.mission].posts[tour.post].tier > 0) ++tour.post;
  return tour;
}

int load(db::Session& session, const rpc::Registry& registry, rules::Day today, const DemoOptions& options) {
  require_empty(session);
  db::execute(session, "INSERT INTO setting (key, value) VALUES ('demonstration', '1')");
  db::execute(session, "INSERT INTO setting (key, value) VALUES ('home_country', '" + std::string(home_country) + "')");
  demo::History history(registry, session, today);
  demo::Random random(options.seed);
  demo::World world;
  world.begin = rules::add_months(rules::month_start(today), -months_of_history);
  world.versions_change = rules::add_months(world.begin, 60);
  history.plan(world.begin, [&] {
    demo::build_units(history, world);
    demo::build_missions(history, world);
    demo::build_courses(history, world);
  });
  history.play();

  demo::plan_reorganisations(history, world);
  demo::People people(history, world, random, options.people);
  std::vector<demo::Tour> tours = demo::invent_tours(world, people, random, today);
  demo::Training training(history, world, people, random);
  demo::Tour slate = slate_tour(world, today);
  demo::plan_seats(history, world, tours, slate);
  demo::plan_post_change(history, world);
  int calls = 0;
  for (demo::Tour& tour : tours) {
    if (tour.called) demo::plan_call(history, world, people, random, tour, ++calls);
    demo::plan_deployment(history, world, people, random, tour);
    training.prepare(tour);
  }
  training.excuse(tours);
  demo::plan_slate(history, world, people, random, slate, ++calls);
  demo::plan_idle_calls(history, world, slate, ++calls);
  demo::plan_mistake(history, world, people, random, slate);
  plan_own_account(history, world, people, tours);
  demo::plan_request(history, world);
  demo::plan_reports(history, world, random);
  history.play();
  return history.calls();
}

void print_accounts() {
  std::printf("Sign in with one of these; the password of all is: %s\n", demo::demo_password);
  for (const auto& account : demo::demo_accounts()) {
    std::printf("  %-10s %s\n", account.name, platform::v1::Role_Name(account.role).c_str() + 5);
  }
}

rules::Day read_today(const std::string& text) {
  if (text.empty()) return rules::local_day(std::chrono::system_clock::now(), rules::zone_of_country(home_country));
  const auto day = rules::parse_date(text);
  if (!day) throw WrongFlags("--today", "is not a date; write YYYY-MM-DD");
  return *day;
}

void run_demo(const Place& place, const DemoOptions& options) {
  if (place.database.empty()) {
    throw WrongFlags("--database", "the demonstration goes into a database; give sqlite:PATH or postgresql://...");
  }
  const rules::Day today = read_today(options.today);
  db::Options database_options;
  database_options.url = place.database;
  db::Database database(database_options);
  db::migrate(database);
  rpc::Registry registry;
  register_targets(registry, {"all"});
  bool loaded = false;
  database.read_now([&](db::Session& session) { loaded = is_loaded(session); });
  if (loaded) {
    std::printf("The demonstration is loaded already.\n");
  } else {
    std::printf("Making up %d people and ten years of their work\n", options.people);
    std::fflush(stdout);
    int steps = 0;
    // All or nothing: an interrupted demonstration leaves an empty database.
    database.write_now([&](db::Session& session) { steps = load(session, registry, today, options); });
    std::printf("Done: %d steps.\n", steps);
  }
  print_accounts();
}

}  // namespace

void add_demo_command(CLI::App& app, Run& run) {
  auto options = std::make_shared<DemoOptions>();
  auto* command = app.add_subcommand("demo", "Fill an empty database with made-up people and ten years of their work");
  command->add_option("--today", options->today, "The day that the history leads up to, YYYY-MM-DD; today without it");
  command->add_option("--people", options->people, "How many people")
      ->check(CLI::Range(500, 100000))
      ->capture_default_str();
  command->add_option("--seed", options->seed, "Another number makes up other people")->capture_default_str();
  command->callback([options, &run] { run = [options](const Place& place) { run_demo(place, *options); }; });
}

}  // namespace muster::cli
