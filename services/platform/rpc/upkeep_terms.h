// SPDX-License-Identifier: EUPL-1.2
// The roster's numbers for the upkeep of memberships (RosterSettings), as they are set now.
#pragma once

#include "platform/db/session.h"
#include "rules/membership_upkeep.h"

namespace muster::rpc {

// What is not set is as rules::UpkeepTerms begins.
rules::UpkeepTerms upkeep_terms(db::Session& session);

}  // namespace muster::rpc
