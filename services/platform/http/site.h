// SPDX-License-Identifier: EUPL-1.2
// Which part of the server answers which path.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>

#include "platform/connect/message.h"
#include "platform/http/metrics.h"
#include "platform/http/static_files.h"

namespace muster::http {

// The paths that are the operator's; the first ones are probes: machines ask them every few seconds.
inline constexpr std::array<std::string_view, 4> operator_paths{"/healthz", "/readyz", "/metrics", "/version"};
inline constexpr std::size_t probes = 3;
bool is_probe(std::string_view path);

struct Site {
  connect::Handler rpc;  // "/<package>.<Service>/<Method>"
  // What requests would have to wait for now, such as "the database"; "": nothing. Asked by GET /readyz.
  std::function<std::string_view()> waits_for;
  Metrics* metrics = nullptr;          // null: no /metrics
  std::string metrics_token = {};      // that GET /metrics takes as a bearer token; empty: it takes none
  std::string version;                 // JSON, answered to GET /version; empty: no /version
  const StaticFiles* files = nullptr;  // null: no page
};

// A handler for Server:
//   /healthz   200 as long as the process lives
//   /readyz    200, or 503 with Retry-After while `waits_for` names something, which the body tells
//   /metrics   Prometheus' text, or 401 without the token
//   /version   JSON
//   RPC paths  to `rpc`
//   the rest   the page, or 404
connect::Handler make_handler(Site site);

}  // namespace muster::http
