// SPDX-License-Identifier: EUPL-1.2
// Training requirements as the statistics need them, as they were known.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "statistics/directory.h"

namespace muster::statistics {

struct NamedRequirement {
  std::string code;  // the last one known, which may be another than was asked for
  Requirement requirement;
};

// The requirement that had this code, in whatever spelling, at sequence `known` or before, as it was known then; nothing
// if none had.
std::optional<NamedRequirement> find_requirement(const Directory& directory, const std::string& code,
                                                 std::uint32_t known);

// The codes of all requirements that were known, in order.
std::vector<std::string> requirement_codes(const Directory& directory, std::uint32_t known);

// What to do who gave none of them: "give one of SEAH, WPS".
std::string choice_of(const std::vector<std::string>& codes);

// The texts of a repeated field's column.
// Errors: std::logic_error for what is no JSON array.
std::vector<std::string> elements(std::string_view json_array);

}  // namespace muster::statistics
