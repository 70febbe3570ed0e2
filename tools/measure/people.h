// SPDX-License-Identifier: EUPL-1.2
// A file of people, to measure imports by.
#pragma once

#include <string>

namespace muster::measure {

// Writes a file for `muster import persons` with made-up people; always the same ones. They
// belong to the units U-1 to U-<units>.
void write_people(const std::string& path, long long count, int units);

}  // namespace muster::measure
