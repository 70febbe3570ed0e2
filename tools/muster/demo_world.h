// SPDX-License-Identifier: EUPL-1.2
// What the made-up people live in: accounts, units, ranks, missions with posts, courses.
#pragma once

#include <limits>
#include <map>
#include <string>
#include <vector>

#include "demo_history.h"
#include "demo_random.h"
#include "muster/platform/v1/terms.pb.h"

namespace muster::demo {

namespace pv1 = muster::platform::v1;

constexpr rules::Day no_end = std::numeric_limits<rules::Day>::max();

struct Unit {
  std::string name;  // "units/7"
  std::string code;
  std::string branch;
  std::string rank_scheme;
  pv1::Category category;
};

struct Post {
  std::string name;
  pv1::Category category;
  pv1::RankBand band;
  int tier;
  int tour_months;
};

struct Mission {
  std::string name;
  std::string acronym;
  pv1::Organisation organisation;
  rules::Day from;
  rules::Day to;
  std::vector<Post> posts;
};

struct Course {
  std::string code;
  std::string old_version;  // until World::versions_change
  std::string new_version;  // from that day on
};

struct World {
  rules::Day begin = 0;  // the first day of the history
  rules::Day versions_change = 0;
  std::map<std::string, rpc::Caller> callers;  // by account name
  std::map<std::string, std::string> units;    // names, by code
  std::vector<Unit> employers;                 // units that people belong to
  std::string reporting_unit;                  // names nobody, and reports numbers instead
  std::map<std::string, std::vector<std::pair<std::string, pv1::RankBand>>> ranks;  // by scheme
  std::vector<Mission> missions;
  std::map<std::string, Course> courses;  // by code
  std::map<std::string, std::string> requirements;

  const rpc::Caller& caller(const std::string& account) const { return callers.at(account); }
};

struct DemoAccount {
  const char* name;
  const char* display_name;
  pv1::Role role;
  const char* unit_code;  // "": all units
};
const std::vector<DemoAccount>& demo_accounts();
// The password of all of them.
extern const char* const demo_password;

// Sets up everything on the history's first day, `begin`.
void build_units(History& history, World& world);
// A unit comes under another ministry, and one ends, whose successor was there before.
void plan_reorganisations(History& history, const World& world);
void build_missions(History& history, World& world);
void build_courses(History& history, World& world);

// The unit that names nobody reports how many it has away, at every month's end.
void plan_reports(History& history, const World& world, Random& random);

// On the last day one administrator asks for a grant, which waits for the other.
void plan_request(History& history, const World& world);

// The account of the person is made when there are people.
void build_account(History& history, World& world, const DemoAccount& account, const std::string& unit,
                   const std::string& person);

}  // namespace muster::demo
