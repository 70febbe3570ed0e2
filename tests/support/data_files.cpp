// SPDX-License-Identifier: EUPL-1.2
#include "support/data_files.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "platform/text/digest.h"

namespace muster::support {
namespace {

// The digest of each public data file as it was published, by its path.
const std::map<std::string, std::string>& digests() {
  static const auto lines = [] {
    std::map<std::string, std::string> digests;
    std::istringstream in(read_file(source_file("tests/figures/sha256sums")));
    for (std::string digest, path; in >> digest >> path;) digests[path] = digest;
    return digests;
  }();
  return lines;
}

}  // namespace

std::optional<std::string> data_file(const std::string& path) {
  const char* folder = std::getenv("MUSTER_DATA");
  const auto beside = std::filesystem::path(MUSTER_SOURCE_DIR) / ".." / "shared" / "data";
  std::string file = ((folder != nullptr ? std::filesystem::path(folder) : beside) / path).string();
  if (!std::filesystem::exists(file)) {
    std::printf("SKIPPED: the public data file %s is not here; set MUSTER_DATA\n", path.c_str());
    // tools/test tells it after all tests.
    testing::Test::RecordProperty("missing_data",
                                  "the public data file " + path + " is not in ../shared/data or $MUSTER_DATA");
    return std::nullopt;
  }
  const auto published = digests().find(path);
  const std::string digest = text::hexadecimal(text::sha256(read_file(file)));
  if (published == digests().end() || published->second != digest) {
    ADD_FAILURE() << file << " is not the file that the tests know: its SHA-256 is " << digest
                  << "; see tests/figures/sha256sums for that of the published one";
    return std::nullopt;
  }
  return file;
}

std::string source_file(const std::string& path) { return (std::filesystem::path(MUSTER_SOURCE_DIR) / path).string(); }

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

}  // namespace muster::support
