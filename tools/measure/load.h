// SPDX-License-Identifier: EUPL-1.2
// Sends requests to a server over several keep-alive connections and measures it.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>

namespace muster::measure {

struct Load {
  int port = 0;
  pid_t server = 0;  // whose processor time is measured
  int connections = 8;
  double seconds = 3;
  double warm_up_seconds = 0.5;
  // Requests per second, evenly spaced whether or not answers are late; 0: each connection asks
  // again as soon as it is answered.
  double rate = 0;
  // Writes the next request, head and body.
  std::function<void(std::string& request)> next;
};

struct Measured {
  double rate = 0;    // answered requests per second
  double cpu_us = 0;  // of the server, user and system, per answered request
  double p50_ms = 0;  // from when the request was due to the answer's last byte
  double p99_ms = 0;
  long long answered = 0;
  long long refused = 0;  // answers other than 200
  std::string refusal;    // the first of them
};

// Errors: std::runtime_error when the server cannot be reached or ends a connection.
Measured run_load(const Load& load);

}  // namespace muster::measure
