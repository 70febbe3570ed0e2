// SPDX-License-Identifier: EUPL-1.2
// An HTTP client that sends exactly the bytes it is given: a real client would mend what these
// tests want to be broken.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "platform/connect/message.h"

namespace muster::support {

class HttpClient {
 public:
  // Connects to 127.0.0.1. Throws std::runtime_error if nobody listens.
  explicit HttpClient(int port);
  ~HttpClient();
  HttpClient(HttpClient&& other) noexcept;
  HttpClient(const HttpClient&) = delete;

  // False if the peer has closed the connection.
  bool send(std::string_view bytes);
  // Says that nothing more will be sent.
  void finish_sending();

  // One answer with its body by Content-Length (none after HEAD); nothing if the connection
  // closed before it was whole, or `timeout` passed.
  std::optional<connect::Response> read(bool head = false,
                                        std::chrono::milliseconds timeout = std::chrono::seconds(20));

  // Whether the peer closes within `timeout` without sending anything more.
  bool closed_within(std::chrono::milliseconds timeout);

  // The head of the last answer as it came.
  const std::string& last_head() const { return last_head_; }

 private:
  // Receives more into received_; false on the end, an error or the deadline.
  bool receive(std::chrono::steady_clock::time_point deadline);

  int socket_ = -1;
  std::string received_;
  std::string last_head_;
};

// One request on a connection of its own. Throws std::runtime_error if there is no answer.
connect::Response get(int port, std::string_view target, std::string_view more_headers = "");
// A Connect call; `more_headers` are whole lines, "Cookie: a=b\r\n".
connect::Response post_json(int port, std::string_view path, std::string_view json, std::string_view more_headers = "");

// The value of a header, or "".
std::string header(const connect::Response& response, std::string_view name);

}  // namespace muster::support
