// SPDX-License-Identifier: EUPL-1.2
// One line of JSON per answered request: who asked, from where, for which method. No query, body or header: these hold
// personal data; who did what to whom is in the audit, found by the request id.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "platform/http/server.h"

namespace muster::http {

// {"time":"2026-01-31T12:00:00.123Z","request_id":"...","method":"POST","path":"/...","code":200,
//  "micros":153,"bytes_in":20,"bytes_out":180,"account":"accounts/7","address":"192.0.2.1"}, without the line's end.
// `path` is what Metrics::label() made of the path, since an unknown path may hold anything. The account is "-" where
// nobody is known; of a failed sign-in it is the one whose name was given, if there is one.
std::string request_line(const Finished& finished, std::string_view path, std::chrono::system_clock::time_point time);

// Writes lines to a file from a thread of its own, those of 50 ms at once: woken for each line,
// the thread would cost a request more than reading a person does. A slow reader of the log holds
// up nobody: beyond 8 MB that wait, lines are left out, and a line says how many.
class RequestLog {
 public:
  // `file` is a descriptor, 1 for standard output; it stays open.
  explicit RequestLog(int file);
  // Writes what waits.
  ~RequestLog();

  // From any thread. `line` is without its end.
  void add(std::string_view line);

 private:
  void run(std::stop_token stop);

  const int file_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::string waiting_;
  long long left_out_ = 0;
  std::jthread thread_;  // last: it uses what is above
};

}  // namespace muster::http
