// SPDX-License-Identifier: EUPL-1.2
#include "targets.h"

#include <algorithm>
#include <array>

#include "access/service.h"
#include "missions/deployment_import.h"
#include "missions/headcount_import.h"
#include "missions/rows_of_today.h"
#include "missions/service.h"
#include "muster/platform/v1/reasons.pb.h"
#include "nominations/service.h"
#include "platform/imports/service.h"
#include "platform/status/error.h"
#include "roster/person_import.h"
#include "roster/rows_of_today.h"
#include "roster/service.h"
#include "statistics/service.h"
#include "training/completion_import.h"
#include "training/service.h"

namespace muster {
namespace {

struct Target {
  const char* name;
  void (*register_methods)(rpc::Registry&);
};

constexpr std::array targets{
    Target{"access", &access::register_methods},           Target{"roster", &roster::register_methods},
    Target{"training", &training::register_methods},       Target{"missions", &missions::register_methods},
    Target{"nominations", &nominations::register_methods}, Target{"statistics", &statistics::register_methods},
};

}  // namespace

std::string target_names() {
  std::string names;
  for (const Target& target : targets) names += (names.empty() ? "" : ", ") + std::string(target.name);
  return names + ", imports, web";
}

std::string wrong_target(const std::string& name) {
  const bool known =
      name == "all" || name == "imports" || name == "web" ||
      std::any_of(targets.begin(), targets.end(), [&](const Target& target) { return name == target.name; });
  return known ? "" : "knows no " + name + "; give all or some of " + target_names();
}

bool is_target(const std::vector<std::string>& names, std::string_view target) {
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return name == "all" || name == target; });
}

std::vector<imports::Kind> import_kinds() {
  return {roster::person_import(), training::completion_import(), missions::headcount_import(),
          missions::deployment_import()};
}

std::vector<rpc::RowsOfToday> rows_of_today() {
  auto rows = roster::rows_of_today();
  for (auto& one : missions::rows_of_today()) rows.push_back(std::move(one));
  return rows;
}

void register_targets(rpc::Registry& registry, const std::vector<std::string>& names, imports::Runner* runner) {
  for (const std::string& name : names) {
    if (auto wrong = wrong_target(name); !wrong.empty()) {
      throw status::invalid_argument("--target", platform::v1::REASON_NO_SUCH_TARGET, std::move(wrong),
                                     {{"allowed", target_names()}});
    }
  }
  // A correction of a person, or the end of what others hang on, reaches what other services show and do, whichever of
  // them are served here. In this order: a nomination is free to be closed once its deployment is called off.
  roster::register_corrections(registry);
  missions::register_corrections(registry);
  nominations::register_corrections(registry);
  access::register_corrections(registry);
  imports::register_corrections(registry);
  for (const Target& target : targets) {
    if (is_target(names, target.name)) target.register_methods(registry);
  }
  if (runner && is_target(names, "imports")) imports::register_methods(registry, *runner);
  registry.check_complete();
}

}  // namespace muster
