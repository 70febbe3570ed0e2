// SPDX-License-Identifier: EUPL-1.2
// The seats that a deployment takes, and the days on which seats are vacant.
#pragma once

#include <string>

#include "muster/missions/v1/missions.pb.h"
#include "platform/rpc/context.h"

namespace muster::missions {

// Throws unless the posts of the deployment's segments have seats on the days that it holds them and did not before
// (`before`: the same deployment; nothing for a new one), by actual days and else by planned ones. A reason lets pass.
// Looked at after the ledger's lock was taken.
// Errors: FAILED_PRECONDITION (POST_FULL) naming the post, another holder and the days.
void require_seats(rpc::Context& context, const v1::Deployment& before, const v1::Deployment& after,
                   const std::string& handover_reason);

// Errors: INVALID_ARGUMENT (no such mission or post).
v1::ListVacanciesResponse list_vacancies(rpc::Context& context, const v1::ListVacanciesRequest& request);

}  // namespace muster::missions
