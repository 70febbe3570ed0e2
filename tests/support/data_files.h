// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>

namespace muster::support {

// The path of a public data file below $MUSTER_DATA or ../shared/data beside the source; nothing, with a line that
// says so, where there is none. One that is not as published (tests/figures/sha256sums) fails the test.
std::optional<std::string> data_file(const std::string& path);

// The path of one of the repository's own files: "tests/figures/extract/contributions.csv".
std::string source_file(const std::string& path);

std::string read_file(const std::string& path);

}  // namespace muster::support
