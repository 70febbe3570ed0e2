// SPDX-License-Identifier: EUPL-1.2
#include "support/http_server.h"

namespace muster::support {
namespace {

// Any port; and an end without the wait that load balancers need.
http::Options for_tests(http::Options options) {
  options.listen = "127.0.0.1:0";
  if (options.threads == 0) options.threads = 2;
  return options;
}

}  // namespace

HttpServer::HttpServer(connect::Handler handler, http::Options options)
    : server_(for_tests(std::move(options)), std::move(handler)), thread_([this] { server_.run(); }) {}

HttpServer::~HttpServer() {
  server_.stop();
  server_.stop();
  join();
}

void HttpServer::join() {
  if (thread_.joinable()) thread_.join();
}

}  // namespace muster::support
