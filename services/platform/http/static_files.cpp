// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/static_files.h"

#include <algorithm>
#include <array>

#include "platform/connect/accept.h"
#include "platform/text/digest.h"
#include "platform/text/header_text.h"

extern "C" const muster::http::EmbeddedFile muster_web_files[];

namespace muster::http {
namespace {

constexpr std::string_view index = "/index.html";

std::string_view content_type_of(std::string_view path) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> types{{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".woff", "font/woff"},
      {".txt", "text/plain; charset=utf-8"},
      {".csv", "text/csv; charset=utf-8"},
      {".pdf", "application/pdf"},
  }};
  for (const auto& [suffix, type] : types) {
    if (path.ends_with(suffix)) return type;
  }
  return "application/octet-stream";
}

// Vite puts a hash of the content into the names under /assets/; all else may change.
std::string_view cache_control_of(std::string_view path) {
  return path.starts_with("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
}

// "/package.Service/...": who calls there reads no text.
bool is_of_a_service(std::string_view path) {
  const auto slash = path.find('/', 1);
  return slash != std::string_view::npos && path.substr(1, slash - 1).find('.') != std::string_view::npos;
}

connect::Response plain_text(int status, std::string text) {
  connect::Response response;
  response.status = status;
  response.headers.add("Content-Type", "text/plain; charset=utf-8");
  response.headers.add("Cache-Control", "no-store");
  response.body = std::move(text);
  return response;
}

std::string short_digest(std::string_view bytes) { return text::hexadecimal(text::sha256(bytes)).substr(0, 16); }

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) lines.push_back(text::next_part(text, '\n'));
  return lines;
}

// As the page's own router has it, which takes a slash at the end too.
bool fits(std::string_view path, std::string_view route) {
  while (!path.empty() && !route.empty()) {
    const std::string_view part = text::next_part(path, '/');
    const std::string_view wanted = text::next_part(route, '/');
    const bool stands_for_any = wanted.starts_with(':') && !part.empty() && part.find('.') == std::string_view::npos;
    if (part != wanted && !stands_for_any) return false;
  }
  return path.empty() && route.empty();
}

}  // namespace

const EmbeddedFile* embedded_files() { return muster_web_files; }

StaticFiles::StaticFiles(const EmbeddedFile* table) {
  for (const EmbeddedFile* row = table; row->path != nullptr; ++row) {
    const std::string_view bytes(row->bytes, row->size);
    if (row->path == std::string_view(routes_file)) {
      routes_ = lines_of(bytes);
      continue;
    }
    const std::string digest = short_digest(bytes);
    File file{content_type_of(row->path), cache_control_of(row->path), {}};
    if (row->br) file.variants.push_back({{row->br, row->br_size}, "br", '"' + digest + "-br\""});
    if (row->gz) file.variants.push_back({{row->gz, row->gz_size}, "gzip", '"' + digest + "-gzip\""});
    file.variants.push_back({bytes, "", '"' + digest + '"'});
    files_.emplace(row->path, std::move(file));
  }
}

bool StaticFiles::is_address(std::string_view path) const {
  return path == "/" ||
         std::any_of(routes_.begin(), routes_.end(), [&](std::string_view route) { return fits(path, route); });
}

bool StaticFiles::has(std::string_view path) const { return is_address(path) || files_.contains(path); }

connect::Response StaticFiles::serve(const connect::Request& request) const {
  if (files_.empty() && request.path == "/") {
    return plain_text(404,
                      "This Muster was built without its page. Build it with\n"
                      "  cd services/web && npm ci && npm run build\n"
                      "and then build the server again.\nThe API works without the page.\n");
  }
  if (!has(request.path)) return plain_text(404, is_of_a_service(request.path) ? "" : "not found\n");
  if (request.verb != "GET" && request.verb != "HEAD") {
    connect::Response response = plain_text(405, "only GET and HEAD are allowed here\n");
    response.headers.add("Allow", "GET, HEAD");
    return response;
  }
  const std::string_view path = is_address(request.path) ? index : std::string_view(request.path);
  const auto found = files_.find(path);
  return found == files_.end() ? plain_text(404, "not found\n") : answer(request, found->second);
}

connect::Response StaticFiles::answer(const connect::Request& request, const File& file) const {
  const std::string_view accepted = request.headers.find("accept-encoding").value_or("");
  auto variant = file.variants.begin();
  while (!variant->encoding.empty() && !connect::accepts_encoding(accepted, variant->encoding)) ++variant;
  connect::Response response;
  response.headers.add("ETag", variant->etag);
  response.headers.add("Cache-Control", std::string(file.cache_control));
  if (file.variants.size() > 1) response.headers.add("Vary", "Accept-Encoding");
  const std::string_view known = request.headers.find("if-none-match").value_or("");
  if (known.find(variant->etag) != std::string_view::npos) {
    response.status = 304;
    return response;
  }
  response.headers.add("Content-Type", std::string(file.content_type));
  if (!variant->encoding.empty()) response.headers.add("Content-Encoding", variant->encoding);
  response.body = variant->bytes;
  return response;
}

}  // namespace muster::http
