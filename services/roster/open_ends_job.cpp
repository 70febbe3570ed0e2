// SPDX-License-Identifier: EUPL-1.2
#include "roster/open_ends_job.h"

#include <spdlog/spdlog.h>

#include <condition_variable>
#include <mutex>
#include <typeinfo>

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
  thread_ = std::jthread([this](const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any stopped;
    system_clock::time_point due{};
    while (!stop.stop_requested()) {
      try {
        if (const auto now = system_clock::now(); now >= due) {
          run_once(now);
          std::string zone;
          database_.read_now([&](db::Session& session) { zone = rpc::roster_zone(session); });
          due = next_night(now, zone);
        }
      } catch (const std::exception& error) {
        // The database is away or busy: the next look at the clock is early enough.
        spdlog::warn(R"({{"event":"open_ends_failed","type":"{}"}})", typeid(error).name());
      }
      std::unique_lock lock(mutex);
      stopped.wait_for(lock, stop, look_at_clock_every, [] { return false; });
    }
  });
}

}  // namespace muster::roster
