// SPDX-License-Identifier: EUPL-1.2
// Who somebody is to a requirement on a day: on the roster or deployed, in which category, and the
// occasions on which training is judged. Read from the facts that the statistics count by.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/rpc/context.h"
#include "rules/training_status.h"

namespace muster::training {

// Being there that day, through one affiliation or one segment of a deployment.
struct Place {
  std::string category;                 // the fact's, "CATEGORY_POLICE"
  std::optional<rules::Day> departure;  // deployments: the first actual day
};

struct Standing {
  // The one that counts first: of affiliations the earliest, then of the lowest id; of segments
  // that of the highest tier, then the earliest, then of the lowest id.
  std::vector<Place> on_roster;
  std::vector<Place> deployed;
  // The first entry into review of the last nomination by that day.
  std::optional<rules::Day> nomination;
};

// As known now. A person without facts stands nowhere.
Standing standing_of(rpc::Context& context, long long person, rules::Day day);

}  // namespace muster::training
