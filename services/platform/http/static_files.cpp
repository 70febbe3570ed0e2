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

bool has_dot(std::string_view path) { return path.substr(path.rfind('/') + 1).find('.') != std::string_view::npos; }

// "/package.Service/...": who calls there reads no text.
bool is_of_a_service(std::string_view path) {
  const auto slash = path.find('/', 1);
  return slash != std::string_view::npos && path.substr(1, slash - 1).find('.') != std::string_view::npos;
}

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

std::set<std::string, std::less<>> lines_of(std::string_view text) {
  std::set<std::string, std::less<>> lines;
  while (!text.empty()) lines.emplace(text::next_part(text, '\n'));
  return lines;
}

}  // namespace

const EmbeddedFile* embedded_files() { return muster_web_files; }

StaticFiles::StaticFiles(const EmbeddedFile* table) {
  for (const EmbeddedFile* row = table; row->path != nullptr; ++row) {
    const std::string_view bytes(row->bytes, row->size);
    if (row->path == std::string_view(areas_file)) {
      areas_ = lines_of(bytes);
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

StaticFiles::StaticFiles(const std::filesystem::path& root) {
  std::error_code error;
  root_ = std::filesystem::canonical(root, error);
  if (error || !std::filesystem::is_directory(root_)) {
    throw std::runtime_error("the web root is not a directory: " + root.string());
  }
  areas_ = lines_of(read_file(root_ / (areas_file + 1)).value_or(""));
}

// A name with a dot is a file.
bool StaticFiles::is_address(std::string_view path) const {
  return path == "/" || (areas_.contains(path.substr(0, path.find('/', 1))) && !has_dot(path));
}

bool StaticFiles::has(std::string_view path) const {
  return is_address(path) || (root_.empty() ? files_.contains(path) : !on_disk(path).empty());
}

connect::Response StaticFiles::serve(const connect::Request& request) const {
  if (files_.empty() && root_.empty() && request.path == "/") {
    return plain_text(404,
                      "This Muster was built without its page. Build it with\n"
                      "  cd services/web && npm ci && npm run build\n"
                      "and then build the server again, or start it with --web-root "
                      "services/web/dist.\nThe API works without the page.\n");
  }
  if (!has(request.path)) return plain_text(404, is_of_a_service(request.path) ? "" : "not found\n");
  if (request.verb != "GET" && request.verb != "HEAD") {
    connect::Response response = plain_text(405, "only GET and HEAD are allowed here\n");
    response.headers.add("Allow", "GET, HEAD");
    return response;
  }
  const std::string_view path = is_address(request.path) ? index : std::string_view(request.path);
  if (root_.empty()) {
    const auto found = files_.find(path);
    return found == files_.end() ? plain_text(404, "not found\n") : answer(request, found->second);
  }
  const auto bytes = read_file(on_disk(path));
  if (!bytes) return plain_text(404, "not found\n");
  const Variant variant{*bytes, "", '"' + short_digest(*bytes) + '"'};
  return answer(request, {content_type_of(path), "no-cache", {variant}});
}

// The file of the directory that `path` names; empty: none.
std::filesystem::path StaticFiles::on_disk(std::string_view path) const {
  if (!is_plain_path(path) || path == areas_file) return {};
  std::error_code error;
  const auto file = std::filesystem::canonical(root_ / path.substr(1), error);
  // A link may lead out of the directory.
  const auto [end, unused] = std::mismatch(root_.begin(), root_.end(), file.begin(), file.end());
  return error || end != root_.end() || !std::filesystem::is_regular_file(file) ? std::filesystem::path() : file;
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
