// SPDX-License-Identifier: EUPL-1.2
// Training requirements as the statistics need them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/db/session.h"
#include "statistics/question.h"

namespace muster::statistics {

// The requirement of this code, or nothing.
std::optional<Requirement> find_requirement(db::Session& sql, const std::string& code);

// The codes of all requirements, in order.
std::vector<std::string> requirement_codes(db::Session& sql);

// What to do who gave none of them: "give one of SEAH, WPS".
std::string choice_of(const std::vector<std::string>& codes);

}  // namespace muster::statistics
