// SPDX-License-Identifier: EUPL-1.2
// The table of a deployment's states: which verb leads from where to where, and what it needs.
// Who may is the access option of the verb's method; nobody may on their own deployment.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "muster/missions/v1/missions.pb.h"

namespace muster::missions {

// Whose account, or another one of the same person, may not take the step: it takes two.
enum class SecondPerson { not_needed, than_who_entered, than_who_closed };

struct DeploymentStep {
  std::string_view verb;  // of MissionsService
  std::vector<v1::DeploymentState> from;
  v1::DeploymentState to;
  bool needs_reason = false;
  SecondPerson second_person = SecondPerson::not_needed;
};

const std::vector<DeploymentStep>& deployment_steps();

// The step that `verb` takes from `state`.
// Errors: FAILED_PRECONDITION (WRONG_STATE) with the state and what would be possible.
const DeploymentStep& find_step(std::string_view verb, v1::DeploymentState state);

// "PLANNED" of DEPLOYMENT_STATE_PLANNED.
std::string short_name(v1::DeploymentState state);

}  // namespace muster::missions
