// SPDX-License-Identifier: EUPL-1.2
// Names for people who do not exist.
#pragma once

#include <string>
#include <vector>

namespace muster::demo {

const std::vector<std::string>& names_of_women();
const std::vector<std::string>& names_of_men();
const std::vector<std::string>& family_names();

}  // namespace muster::demo
