// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/site.h"

#include <optional>

#include "platform/rpc/connect.h"

namespace muster::http {
namespace {

rpc::Response plain_text(int status, std::string text, std::string_view type = "text/plain") {
  rpc::Response response;
  response.status = status;
  response.headers.add("Content-Type", std::string(type));
  response.headers.add("Cache-Control", "no-store");
  response.body = std::move(text);
  return response;
}

rpc::Response readiness(const Site& site) {
  if (!site.ready || site.ready()) return plain_text(200, "ready\n");
  rpc::Response response = plain_text(503, "not ready\n");
  response.headers.add("Retry-After", "1");
  return response;
}

// The paths for the operator; nothing for every other path.
std::optional<rpc::Response> operations(const Site& site, const rpc::Request& request) {
  const bool health = request.path == "/healthz";
  const bool ready = request.path == "/readyz";
  const bool metrics = request.path == "/metrics" && site.metrics != nullptr;
  if (!health && !ready && !metrics) return std::nullopt;
  if (request.verb != "GET" && request.verb != "HEAD") {
    rpc::Response response = plain_text(405, "only GET and HEAD are allowed here\n");
    response.headers.add("Allow", "GET, HEAD");
    return response;
  }
  if (health) return plain_text(200, "alive\n");
  if (ready) return readiness(site);
  return plain_text(200, site.metrics->text(), "text/plain; version=0.0.4; charset=utf-8");
}

rpc::Response whole_server_options() {
  rpc::Response response;
  response.status = 204;
  response.headers.add("Allow", "GET, HEAD, POST, OPTIONS");
  return response;
}

}  // namespace

rpc::Handler make_handler(Site site) {
  return [site = std::move(site)](rpc::Request request, rpc::Respond respond) {
    if (site.rpc && rpc::method_path(request.path)) {
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
