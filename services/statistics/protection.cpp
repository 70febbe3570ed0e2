// SPDX-License-Identifier: EUPL-1.2
#include "statistics/protection.h"

#include <algorithm>
#include <array>
#include <functional>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/rpc/disclosure.h"
#include "platform/status/error.h"
#include "statistics/names.h"
#include "statistics/stretches.h"

namespace muster::statistics {
namespace {

constexpr std::array coarse = {dimension::organisation, dimension::category, dimension::tier, dimension::gender};
constexpr std::size_t dimensions_max = 2;
constexpr int leading_tier = 3;

// Calls take(units) with all units that the question asks for by each of its trees; false as soon as it is.
bool each_tree(const Question& question, const std::function<bool(const Selection&, const UnitTree&)>& take) {
  const Span window = window_of(question);
  for (auto tree = question.trees->begin(); tree != question.trees->end(); ++tree) {
    const auto next = std::next(tree);
    const bool ended = next != question.trees->end() && next->from <= window.from;
    if (ended || tree->from >= window.to) continue;
    Selection asked_for;
    for (const auto& tops : question.within) asked_for.restrict(dimension::unit, with_units_below(tree->units, tops));
    if (!take(asked_for, tree->units)) return false;
  }
  return true;
}

bool covers(const rpc::Scope& scope, const Question& question) {
  if (scope.everything) return true;
  if (scope.units.empty() || question.within.empty()) return false;
  std::set<std::string> tops;
  for (const long long unit : scope.units) tops.insert(std::to_string(unit));
  return each_tree(question, [&](const Selection& asked_for, const UnitTree& tree) {
    const auto covered = with_units_below(tree, tops);
    return asked_for.allows_only(dimension::unit, covered);
  });
}

std::set<int> dimensions_of(const Asking& asking) {
  std::set<int> dimensions(asking.group_by.begin(), asking.group_by.end());
  for (const AskedFilter& filter : asking.filters) dimensions.insert(filter.dimension);
  dimensions.erase(dimension::month);
  return dimensions;
}

template <class Dimensions>
std::string names_of(const Dimensions& dimensions) {
  std::vector<std::string> names;
  for (const int d : dimensions) names.push_back(dimension_name(d));
  return list_of(names, "and");
}

[[noreturn]] void refuse(const std::string& what, status::Metadata metadata) {
  throw status::permission_denied(
      platform::v1::REASON_TOO_FINE,
      what + ", or ask somebody who may read the persons: " + std::string(who_reads_persons), std::move(metadata));
}

}  // namespace

Sight sight_of(const rpc::Context& context) {
  static const auto leadership = [] {
    platform::v1::Access access;
    access.add_roles(platform::v1::ROLE_LEADERSHIP);
    return access;
  }();
  Sight sight{rpc::reading_scope(context.caller), rpc::scope_of(context.caller, leadership)};
  // Whoever reads the persons of some units may do there what leadership does.
  auto& units = sight.leadership.units;
  units.insert(units.end(), sight.persons.units.begin(), sight.persons.units.end());
  sight.leadership.everything = sight.leadership.everything || sight.persons.everything;
  return sight;
}

Readership readership_of(const Sight& sight, const Question& question) {
  const bool of_units = is_of_units(question);
  const auto sees = [&](const rpc::Scope& scope) { return of_units ? covers(scope, question) : !scope.empty(); };
  if (sees(sight.persons)) return Readership::persons;
  return sees(sight.leadership) ? Readership::leadership : Readership::analyst;
}

bool asks_for_units(const Question& question) {
  return !each_tree(question,
                    [](const Selection& asked_for, const UnitTree&) { return !asked_for.allows_any(dimension::unit); });
}

bool is_participation(const Indicator& indicator, const Arguments& arguments) {
  return indicator.participation || arguments.stage == "NOMINATED";
}

bool is_rounded(Readership readership, const Indicator& indicator, const Arguments& arguments) {
  return readership == Readership::analyst && !is_participation(indicator, arguments);
}

void require_coarse(Readership readership, const Asking& asking) {
  if (readership == Readership::persons) return;
  const std::string code(asking.indicator.code);
  std::set<int> dimensions = dimensions_of(asking);
  if (readership == Readership::leadership && !is_participation(asking.indicator, asking.arguments)) {
    for (const int d : coarse) dimensions.erase(d);
    if (dimensions.empty()) return;
    refuse(code + " is told to leadership by " + names_of(coarse) + ", and not by " + names_of(dimensions) +
               "; leave " + (dimensions.size() == 1 ? "that" : "those") + " out",
           {{"allowed", names_of(coarse)}});
  }
  dimensions.erase(dimension::gender);
  if (dimensions.size() > dimensions_max) {
    refuse(code + " is asked for by " + names_of(dimensions) + ", and is told by two of them at most, beside the " +
               "gender; leave some out",
           {{"limit", std::to_string(dimensions_max)}});
  }
  if (!is_rounded(readership, asking.indicator, asking.arguments)) return;
  // Of sums of many values, rounded each, the exact numbers could be worked out.
  for (std::size_t i = 0; i < asking.filters.size(); ++i) {
    const AskedFilter& filter = asking.filters[i];
    const bool twice = std::any_of(asking.filters.begin(), asking.filters.begin() + static_cast<std::ptrdiff_t>(i),
                                   [&](const AskedFilter& other) { return other.dimension == filter.dimension; });
    if (filter.values.size() == 1 && !twice) continue;
    refuse(code + " is told by one value of a filter; give one of " + dimension_name(filter.dimension) +
               ", or group by it",
           {{"limit", "1"}});
  }
}

bool is_decided_by_leadership(const Asking& asking) {
  if (asking.indicator.population == Population::untrained || asking.indicator.population == Population::nominations) {
    return true;
  }
  if (asking.indicator.share != Share::women || !asking.indicator.takes(Parameter::tier)) return false;
  return asking.arguments.tier >= leading_tier;
}

}  // namespace muster::statistics
