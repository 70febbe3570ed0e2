// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/log_format.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <ctime>
#include <memory>
#include <mutex>

#include <spdlog/details/null_mutex.h>
#include <spdlog/fmt/compile.h>
#include <spdlog/fmt/fmt.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "platform/proto/json_text.h"

namespace muster::http {
namespace {

// spdlog's own sinks write beside the request log, and a line of theirs could end up within one of its.
class JsonSink : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    const auto level = spdlog::level::to_string_view(message.level);
    write_log(
        STDOUT_FILENO,
        log_line({message.payload.data(), message.payload.size()}, {level.data(), level.size()}, message.time) + '\n');
  }
  void flush_() override {}
};

// "2026-01-31T12:00:00", made once a second per thread.
const std::string& utc_second(std::time_t second) {
  thread_local std::time_t made = 0;
  thread_local std::string text;
  if (second != made) {
    std::tm utc{};
    gmtime_r(&second, &utc);
    std::array<char, 32> buffer{};
    text.assign(buffer.data(), std::strftime(buffer.data(), buffer.size(), "%Y-%m-%dT%H:%M:%S", &utc));
    made = second;
  }
  return text;
}

}  // namespace

void write_log(int file, std::string_view lines) {
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  while (!lines.empty()) {
    const ssize_t written = ::write(file, lines.data(), lines.size());
    if (written < 0 && errno != EINTR) return;
    if (written > 0) lines.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::string log_time(std::chrono::system_clock::time_point time) {
  const auto milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count() % 1000;
  return fmt::format(FMT_COMPILE("{}.{:03}Z"), utc_second(std::chrono::system_clock::to_time_t(time)), milliseconds);
}

std::string log_line(std::string_view text, std::string_view level, std::chrono::system_clock::time_point time) {
  std::string line = fmt::format(R"({{"time":"{}","level":"{}",)", log_time(time), level);
  if (text.starts_with(R"({")") && text.ends_with('}')) return line.append(text.substr(1));
  line += R"("message":)";
  proto::append_json_string(line, text);
  return line + '}';
}

void log_as_json() {
  spdlog::set_default_logger(std::make_shared<spdlog::logger>("muster", std::make_shared<JsonSink>()));
}

}  // namespace muster::http
