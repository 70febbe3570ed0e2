// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/static_files.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>

#include "platform/connect/accept.h"
#include "platform/text/digest.h"

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

bool has_dot(std::string_view path) { return path.substr(path.rfind('/') + 1).find('.') != std::string_view::npos; }

// Paths that belong to others: the page must not answer for them, or a client would take its
// HTML for their answer.
bool is_reserved(std::string_view path) {
  for (const std::string_view prefix : {"/auth/", "/scim/", "/xAPI/"}) {
    if (path.starts_with(prefix)) return true;
  }
  for (const std::string_view name : {"/healthz", "/readyz", "/metrics"}) {
    if (path == name || (path.starts_with(name) && path[name.size()] == '/')) return true;
  }
  // "/package.Service/...", also with a method that does not exist.
  const auto slash = path.find('/', 1);
  return slash != std::string_view::npos && path.substr(1, slash - 1).find('.') != std::string_view::npos;
}

// An address within the page, which the page itself resolves; a name with a dot is a file.
bool is_page_address(std::string_view path) { return !has_dot(path) && !path.starts_with("/assets/"); }

// Only characters that mean nothing to a file system, no empty, hidden or parent part.
bool is_plain_path(std::string_view path) {
  const bool plain = std::all_of(path.begin(), path.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '/' || c == '.' || c == '_' || c == '-';
  });
  return plain && path.starts_with('/') && path.find("/.") == std::string_view::npos &&
         path.find("//") == std::string_view::npos;
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

std::optional<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace

const EmbeddedFile* embedded_files() { return muster_web_files; }

StaticFiles::StaticFiles(const EmbeddedFile* table) {
  for (const EmbeddedFile* row = table; row->path != nullptr; ++row) {
    const std::string_view bytes(row->bytes, row->size);
    const std::string digest = short_digest(bytes);
    File file{content_type_of(row->path), cache_control_of(row->path), {}};
    if (row->br) file.variants.push_back({{row->br, row->br_size}, "br", '"' + digest + "-br\""});
    if (row->gz) file.variants.push_back({{row->gz, row->gz_size}, "gzip", '"' + digest + "-gzip\""});
    file.variants.push_back({bytes, "", '"' + digest + '"'});
    files_.emplace(row->path, std::move(file));
  }
}

StaticFiles::StaticFiles(const std::filesystem::path& root) {
  std::error_code error;
  root_ = std::filesystem::canonical(root, error);
  if (error || !std::filesystem::is_directory(root_)) {
    throw std::runtime_error("the web root is not a directory: " + root.string());
  }
}

connect::Response StaticFiles::serve(const connect::Request& request) const {
  if (is_reserved(request.path)) return plain_text(404, "");
  if (request.verb != "GET" && request.verb != "HEAD") {
    connect::Response response = plain_text(405, "only GET and HEAD are allowed here\n");
    response.headers.add("Allow", "GET, HEAD");
    return response;
  }
  if (!root_.empty()) return serve_from_disk(request);
  if (files_.empty() && is_page_address(request.path)) {
    return plain_text(404,
                      "This Muster was built without its page. Build it with\n"
                      "  cd services/web && npm ci && npm run build\n"
                      "and then build the server again, or start it with --web-root "
                      "services/web/dist.\nThe API works without the page.\n");
  }
  auto found = files_.find(request.path);
  if (found == files_.end() && is_page_address(request.path)) {
    found = files_.find(index);
  }
  if (found == files_.end()) return plain_text(404, "not found\n");
  return answer(request, found->second);
}

connect::Response StaticFiles::serve_from_disk(const connect::Request& request) const {
  std::string path = request.path;
  if (!is_plain_path(path)) return plain_text(404, "not found\n");
  if (is_page_address(path)) path = index;
  std::error_code error;
  const auto file = std::filesystem::canonical(root_ / path.substr(1), error);
  // A link may lead out of the directory.
  const auto [end, unused] = std::mismatch(root_.begin(), root_.end(), file.begin(), file.end());
  if (error || end != root_.end() || !std::filesystem::is_regular_file(file)) {
    return plain_text(404, "not found\n");
  }
  const auto bytes = read_file(file);
  if (!bytes) return plain_text(404, "not found\n");
  const Variant variant{*bytes, "", '"' + short_digest(*bytes) + '"'};
  return answer(request, {content_type_of(path), "no-cache", {variant}});
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
