// SPDX-License-Identifier: EUPL-1.2
#include "roster/open_ends_job.h"

#include <spdlog/spdlog.h>

#include "platform/rpc/roster_day.h"
#include "roster/open_ends.h"
#include "rules/time_zone.h"

namespace muster::roster {
namespace {

using std::chrono::system_clock;

constexpr auto look_at_clock_every = std::chrono::minutes(15);
constexpr int minutes_of_night = 3 * 60;
constexpr const char* method = "muster.roster.v1.RosterService/ListOpenEnds";

}  // namespace

system_clock::time_point next_night(system_clock::time_point now, std::string_view zone) {
  const rules::Day day = rules::local_day(now, zone);
  const auto night = rules::local_time(day, minutes_of_night, zone);
  return night > now ? night : rules::local_time(day + 1, minutes_of_night, zone);
}

OpenEndsJob::OpenEndsJob(const rpc::Registry& registry, db::Database& database)
    : served_(registry.find(method) != nullptr), database_(database) {}

void OpenEndsJob::run_once(system_clock::time_point now) {
  std::vector<v1::OpenEndRule> rules;
  database_.read_now([&](db::Session& session) {
    rules = find_open_ends(session, {rpc::Scope::all(), rpc::roster_day(session, now)}, 0);
  });
  long long all = 0;
  for (const v1::OpenEndRule& rule : rules) {
    all += rule.count();
    spdlog::warn(R"({{"event":"open_ends","rule":"{}","count":{}}})", rule.rule(), rule.count());
  }
  found_ = all;
}

void OpenEndsJob::start() {
  if (!served_) return;
  job_.start("open_ends_failed", look_at_clock_every,
             [this, due = system_clock::time_point()](const std::stop_token&) mutable {
               const auto now = system_clock::now();
               if (now < due) return;
               run_once(now);
               std::string zone;
               database_.read_now([&](db::Session& session) { zone = rpc::roster_zone(session); });
               due = next_night(now, zone);
             });
}

}  // namespace muster::roster
