// SPDX-License-Identifier: EUPL-1.2
// The page: files that are part of the binary, or of a directory while it is being developed.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "platform/connect/message.h"

namespace muster::http {

// A row of the table that services/web/CMakeLists.txt makes; its last row has no path.
struct EmbeddedFile {
  const char* path;  // "/assets/index-B1x2.js"
  const char* bytes;
  std::size_t size;
  const char* br;  // null if it was not made or does not pay
  std::size_t br_size;
  const char* gz;
  std::size_t gz_size;
};

// The files of the page that this binary was built with.
const EmbeddedFile* embedded_files();

class StaticFiles {
 public:
  // Serves a table that ends with a row without a path and outlives this object.
  explicit StaticFiles(const EmbeddedFile* table);
  // Serves a directory, read anew at each request. Throws std::runtime_error if it is none.
  explicit StaticFiles(const std::filesystem::path& root);

  // The answer to a GET or HEAD; 405 for other methods. A path without a dot in its last part
  // that is no file is a view of the page, and gets index.html; every other unknown path 404.
  connect::Response serve(const connect::Request& request) const;

 private:
  struct Variant {
    std::string_view bytes;
    std::string encoding;  // "br", "gzip" or ""
    std::string etag;
  };
  struct File {
    std::string_view content_type;
    std::string_view cache_control;
    std::vector<Variant> variants;  // best first; the last is as it is
  };

  connect::Response answer(const connect::Request& request, const File& file) const;
  connect::Response serve_from_disk(const connect::Request& request) const;

  std::map<std::string, File, std::less<>> files_;
  std::filesystem::path root_;  // empty: files_
};

}  // namespace muster::http
