// SPDX-License-Identifier: EUPL-1.2
// Training requirements as the statistics need them.
#pragma once

#include <optional>
#include <string>

#include "platform/db/session.h"
#include "statistics/question.h"

namespace muster::statistics {

// The requirement of this code, or nothing.
std::optional<Requirement> find_requirement(db::Session& sql, const std::string& code);

}  // namespace muster::statistics
