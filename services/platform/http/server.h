// SPDX-License-Identifier: EUPL-1.2
// The HTTP/1.1 server: sockets, limits, deadlines, TLS and an orderly end.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "platform/connect/message.h"

namespace muster::http {

// A request that was answered, for logs and metrics.
struct Finished {
  std::string verb;
  std::string path;
  std::string request_id;
  int status = 0;
  std::chrono::microseconds duration{0};  // from the last byte of the head to the answer's last
  std::size_t body_bytes_in = 0;
  std::size_t body_bytes_out = 0;
  long long account = 0;     // who asked; 0: nobody, or nobody known
  std::string address = "";  // the client's, without port
};

struct Options {
  std::string listen = "127.0.0.1:8080";  // HOST:PORT or [IPV6]:PORT; port 0: any free one
  int threads = 0;                        // 0: one per processor
  std::string tls_certificate;            // PEM files; both empty: plain HTTP
  std::string tls_key;

  std::size_t max_connections = 4096;  // above: 503 with Retry-After
  std::size_t body_limit_bytes = 1 << 20;
  // Another body limit for some paths (imports); null: none.
  std::function<std::size_t(std::string_view path)> body_limit;
  // What all bodies together may take while they come in and are worked on; beyond: 503 with
  // Retry-After. The first 16 KiB of each are never refused, so that a few that upload large files
  // slowly cannot keep out everybody else.
  std::size_t body_budget_bytes = 256 << 20;

  // Deadlines are absolute: one byte a second does not extend them.
  std::chrono::milliseconds idle_timeout{15000};    // to a request's first byte
  std::chrono::milliseconds header_timeout{5000};   // from there to the head's end
  std::chrono::milliseconds body_timeout{10000};    // from there to the body's end
  std::chrono::milliseconds write_timeout{10000};   // of an answer; large ones have more:
  std::size_t write_bytes_per_second = 100 * 1024;  // the slowest client that gets them

  // After stop(): how long to go on accepting with /readyz at 503, so that load balancers see
  // it; then how long running requests may take.
  std::chrono::milliseconds drain_notice{1500};
  std::chrono::milliseconds drain_timeout{10000};

  // Called on an io thread after each answer; must not block or throw. Null: nobody listens.
  std::function<void(const Finished&)> observe;
};

// What is wrong with Options::listen, as a sentence for the operator; empty: nothing.
std::string wrong_address(const std::string& listen);

class Server {
 public:
  // Opens the port. Throws std::runtime_error with a sentence for the operator when the address
  // is malformed or taken, or the certificate or key cannot be used.
  Server(Options options, connect::Handler handler);
  // run() must have returned (or never been called).
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // The port that is open.
  int port() const;

  // Serves until stop() has taken effect. Call once.
  void run();

  // Ends run(): /readyz turns 503, every answer says `Connection: close`, after drain_notice no
  // connection is accepted, and run() returns when the running requests are answered, at the
  // latest after drain_timeout. Called again: run() returns at once. May be called from any
  // thread and from a signal handler.
  void stop() noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace muster::http
