// SPDX-License-Identifier: EUPL-1.2
// The page: files that are part of the binary.
#pragma once

#include <cstddef>
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

// A file of the build that lists the page's addresses but "/", one a line ("/people/:id"): ":id" stands for one part,
// without a dot, which would be the name of a file. It is not served itself.
inline constexpr const char* routes_file = "/routes.txt";

class StaticFiles {
 public:
  // Serves a table that ends with a row without a path and outlives this object.
  explicit StaticFiles(const EmbeddedFile* table);

  // The answer to a GET or HEAD of a file, or of an address of the page, which is index.html; 405 for
  // other methods of these. Every other path 404.
  connect::Response serve(const connect::Request& request) const;

  // Whether `path` is one of the page's files or addresses.
  bool has(std::string_view path) const;

 private:
  bool is_address(std::string_view path) const;
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

  std::map<std::string, File, std::less<>> files_;
  std::vector<std::string_view> routes_;
};

}  // namespace muster::http
