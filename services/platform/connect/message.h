// SPDX-License-Identifier: EUPL-1.2
// An HTTP request and its answer as the layers above Beast see them.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::connect {

// Header fields in the order of arrival; names are compared without case.
class Headers {
 public:
  void add(std::string name, std::string value);
  // The first value of `name`, or nothing.
  std::optional<std::string_view> find(std::string_view name) const;
  std::size_t count(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& all() const { return all_; }

 private:
  std::vector<std::pair<std::string, std::string>> all_;
};

// By when a request must be answered.
struct Due {
  std::chrono::steady_clock::time_point at;
  bool writes = false;  // the request changes something
};

struct Request {
  std::string verb;   // "GET", "POST", ... as sent
  std::string path;   // without the query, still percent-encoded
  std::string query;  // without '?', still percent-encoded
  Headers headers;
  std::string body;        // still in its Content-Encoding
  std::string peer;        // the client's address, without port
  bool secure = false;     // came over TLS
  std::string request_id;  // made by the HTTP layer; in the log and in every error
  std::chrono::steady_clock::time_point received;
  // Tells the HTTP layer when the answer is due: then it says itself that the time has run out, and
  // drops what comes later. Only to be called before the handler returns; empty: nobody listens.
  std::function<void(Due)> due;
};

struct Response {
  int status = 200;
  Headers headers;
  std::string body;
  bool close = false;     // close the connection after this answer
  long long account = 0;  // who asked, for the log; 0: nobody, or nobody known
};

// Answers a request: called exactly once, from any thread.
using Respond = std::function<void(Response)>;

// Takes a request and sees to it that `respond` is called. Runs on an io thread, so it
// must not block: what is slow goes to the database's workers.
using Handler = std::function<void(Request, Respond)>;

}  // namespace muster::connect
