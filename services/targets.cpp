// SPDX-License-Identifier: EUPL-1.2
#include "targets.h"

#include <algorithm>
#include <array>

#include "access/service.h"
#include "platform/status/error.h"
#include "statistics/service.h"

namespace muster {
namespace {

struct Target {
  const char* name;
  void (*register_methods)(rpc::Registry&);
};

constexpr std::array targets{
    Target{"access", &access::register_methods},
    Target{"statistics", &statistics::register_methods},
};

}  // namespace

std::string target_names() {
  std::string names;
  for (const Target& target : targets) names += (names.empty() ? "" : ", ") + std::string(target.name);
  return names;
}

void register_targets(rpc::Registry& registry, const std::vector<std::string>& names) {
  auto wanted = [&](std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); };
  for (const std::string& name : names) {
    const bool known = name == "all" || std::any_of(targets.begin(), targets.end(), [&](const Target& target) {
                         return name == target.name;
                       });
    if (!known) throw status::invalid_argument("--target", "knows no " + name + "; give all or some of " + target_names());
  }
  for (const Target& target : targets) {
    if (wanted("all") || wanted(target.name)) target.register_methods(registry);
  }
  registry.check_complete();
}

}  // namespace muster
