// SPDX-License-Identifier: EUPL-1.2
// Counts of what the server did, in Prometheus' text form.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/server.h"

namespace muster::http {

// Thread-safe.
class Metrics {
 public:
  // `known_paths` get figures of their own ("/muster.roster.v1.RosterService/GetPerson"), and so
  // does what `is_page` says to be the page's, as one (null: nothing is); all others are counted
  // together, since everybody may invent paths.
  explicit Metrics(const std::vector<std::string>& known_paths,
                   std::function<bool(std::string_view path)> is_page = nullptr);
  ~Metrics();

  // The figure that `path` counts for: itself if it is known, "page" or "other".
  std::string_view label(std::string_view path) const;

  // Counts an answered request.
  void observe(const Finished& finished);

  // A value that is read whenever the text is asked for, such as the length of a queue.
  // Call before serving.
  void add_gauge(const std::string& name, const std::string& help, std::function<double()> value);

  // GET /metrics.
  std::string text();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace muster::http
