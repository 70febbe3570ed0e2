// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/request_log.h"

#include <array>
#include <ctime>

#include <spdlog/fmt/fmt.h>

namespace muster::http {

std::string request_line(const Finished& finished, std::string_view path, rpc::TimePoint time) {
  const auto since_epoch = time.time_since_epoch();
  const auto milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count() % 1000;
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::array<char, 32> second{};
  std::strftime(second.data(), second.size(), "%Y-%m-%dT%H:%M:%S", &utc);
  // Nothing here needs escapes: the verb is one of four, the path one of a list, the id ours.
  return fmt::format(
      R"({{"time":"{}.{:03}Z","request_id":"{}","method":"{}","path":"{}","code":{},"micros":{},)"
      R"("bytes_in":{},"bytes_out":{}}})",
      second.data(), milliseconds, finished.request_id, finished.verb, path, finished.status,
      finished.duration.count(), finished.body_bytes_in, finished.body_bytes_out);
}

}  // namespace muster::http
