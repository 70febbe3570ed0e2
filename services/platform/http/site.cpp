// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/site.h"

#include <algorithm>
#include <optional>

#include "platform/connect/connect.h"
#include "platform/text/digest.h"

namespace muster::http {
namespace {

connect::Response plain_text(int status, std::string text, std::string_view type = "text/plain") {
  connect::Response response;
  response.status = status;
  response.headers.add("Content-Type", std::string(type));
  response.headers.add("Cache-Control", "no-store");
  response.body = std::move(text);
  return response;
}

connect::Response readiness(const Site& site) {
  const std::string_view awaited = site.waits_for ? site.waits_for() : "";
  if (awaited.empty()) return plain_text(200, "ready\n");
  connect::Response response = plain_text(503, "not ready: waits for " + std::string(awaited) + "\n");
  response.headers.add("Retry-After", "1");
  return response;
}

bool may_read_metrics(const Site& site, const connect::Request& request) {
  if (site.metrics_token.empty()) return true;
  constexpr std::string_view bearer = "Bearer ";
  const auto given = request.headers.find("authorization");
  return given && given->starts_with(bearer) && text::is_same_secret(given->substr(bearer.size()), site.metrics_token);
}

connect::Response metrics_of(const Site& site, const connect::Request& request) {
  if (may_read_metrics(site, request)) {
    return plain_text(200, site.metrics->text(), "text/plain; version=0.0.4; charset=utf-8");
  }
  connect::Response response = plain_text(401, "give the metrics' token: Authorization: Bearer ...\n");
  response.headers.add("WWW-Authenticate", "Bearer");
  return response;
}

// The paths for the operator; nothing for every other path.
std::optional<connect::Response> operations(const Site& site, const connect::Request& request) {
  const bool health = request.path == "/healthz";
  const bool ready = request.path == "/readyz";
  const bool metrics = request.path == "/metrics" && site.metrics != nullptr;
  const bool version = request.path == "/version" && !site.version.empty();
  if (!health && !ready && !metrics && !version) return std::nullopt;
  if (request.verb != "GET" && request.verb != "HEAD") {
    connect::Response response = plain_text(405, "only GET and HEAD are allowed here\n");
    response.headers.add("Allow", "GET, HEAD");
    return response;
  }
  if (health) return plain_text(200, "alive\n");
  if (ready) return readiness(site);
  if (version) return plain_text(200, site.version, "application/json");
  return metrics_of(site, request);
}

connect::Response whole_server_options() {
  connect::Response response;
  response.status = 204;
  response.headers.add("Allow", "GET, HEAD, POST, OPTIONS");
  return response;
}

}  // namespace

bool is_probe(std::string_view path) {
  const auto end = operator_paths.begin() + probes;
  return std::find(operator_paths.begin(), end, path) != end;
}

connect::Handler make_handler(Site site) {
  return [site = std::move(site)](connect::Request request, connect::Respond respond) {
    if (site.rpc && connect::method_path(request.path)) {
      site.rpc(std::move(request), std::move(respond));
    } else if (request.path == "*") {
      respond(whole_server_options());
    } else if (auto answer = operations(site, request)) {
      respond(std::move(*answer));
    } else if (site.files != nullptr) {
      respond(site.files->serve(request));
    } else {
      respond(plain_text(404, "not found\n"));
    }
  };
}

}  // namespace muster::http
