// SPDX-License-Identifier: EUPL-1.2
#include "roster/name_job.h"

#include <chrono>

#include "muster/roster/v1/roster.pb.h"
#include "platform/db/query.h"
#include "platform/rows/names.h"

namespace muster::roster {
namespace {

constexpr auto look_every = std::chrono::seconds(5);
constexpr long long people_at_once = 500;

bool is_followed(db::Session& session) {
  const auto basis = db::select_one<std::string>(session, "SELECT basis FROM name_basis WHERE id = 1");
  return std::get<0>(*basis) == rows::basis_of(rows::name_rules(session));
}

// The next people; false when none is left. While it goes on there is no basis that holds for all.
bool follow_some(db::Session& session) {
  auto [basis, next, done] = *db::select_one<std::string, std::string, long long>(
      session, "SELECT basis, next_basis, done_to FROM name_basis WHERE id = 1" + db::row_lock(session));
  const std::string asked = rows::basis_of(rows::name_rules(session));
  if (basis == asked) return false;
  if (next != asked) done = 0;
  const auto last = std::get<0>(*db::select_one<std::optional<long long>>(
      session, {"SELECT MAX(id) FROM (SELECT id FROM person WHERE id > ? ORDER BY id LIMIT ?) next_people",
                {done, people_at_once}}));
  if (last) rows::index_names<v1::Person>(session, "person", {"id > ? AND id <= ?", {done, *last}});
  db::execute(session, {"UPDATE name_basis SET basis = ?, next_basis = ?, done_to = ? WHERE id = 1",
                        {last ? "" : asked, last ? asked : "", last.value_or(0)}});
  return last.has_value();
}

}  // namespace

void follow_name_rules(db::Database& database, const std::stop_token& stop) {
  bool left = false;
  database.read_now([&](db::Session& session) { left = !is_followed(session); });
  while (left && !stop.stop_requested()) {
    database.write_now([&](db::Session& session) { left = follow_some(session); });
  }
}

NameJob::NameJob(const rpc::Registry& registry, db::Database& database)
    : served_(registry.find("muster.roster.v1.RosterService/ListPersons") != nullptr), database_(database) {}

void NameJob::start() {
  if (!served_) return;
  job_.start("names_failed", look_every, [this](const std::stop_token& stop) { follow_name_rules(database_, stop); });
}

}  // namespace muster::roster
