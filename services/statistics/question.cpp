// SPDX-License-Identifier: EUPL-1.2
#include "statistics/question.h"

#include <algorithm>

namespace muster::statistics {

const std::set<std::string>& Question::others(int dimension) const {
  static const std::set<std::string> none;
  if (dimension == dimension::mission) return other_missions;
  return dimension == dimension::unit ? other_units : none;
}

bool is_of_deployed(const Question& question) {
  switch (question.population) {
    case Population::deployed:
    case Population::departures:
    case Population::untrained: return true;
    case Population::must_train: return question.requirement.of_deployed;
    case Population::nominations:
    case Population::reported:
    case Population::seats: break;
  }
  return false;
}

bool is_of_units(const Question& question) {
  return question.population != Population::reported && question.population != Population::seats;
}

Question of_any_tier(const Question& question) {
  Question all = question;
  all.tier_min = 0;
  all.selection.release(dimension::tier);
  return all;
}

void leave_out_exercises(Question& question) {
  const auto& groups = question.group_by;
  const bool on_missions = is_of_deployed(question) || question.population == Population::seats;
  if (!on_missions || question.selection.restricts(dimension::mission_kind) ||
      question.selection.restricts(dimension::mission) ||
      std::find(groups.begin(), groups.end(), dimension::mission_kind) != groups.end()) {
    return;
  }
  question.selection.restrict(dimension::mission_kind, {"", "MISSION_KIND_INTERNATIONAL"});
}

}  // namespace muster::statistics
