// SPDX-License-Identifier: EUPL-1.2
// A server on a free port that runs as long as the object lives.
#pragma once

#include <thread>

#include "platform/http/server.h"

namespace muster::support {

class HttpServer {
 public:
  explicit HttpServer(connect::Handler handler, http::Options options = {});
  ~HttpServer();

  int port() const { return server_.port(); }
  http::Server& server() { return server_; }
  // Waits until run() has returned.
  void join();

 private:
  http::Server server_;
  std::thread thread_;
};

}  // namespace muster::support
