// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/request_log.h"

#include <array>
#include <chrono>
#include <ctime>

#include <spdlog/fmt/compile.h>
#include <spdlog/fmt/fmt.h>

#include "platform/http/log_format.h"

namespace muster::http {
namespace {

constexpr auto gathering_time = std::chrono::milliseconds(50);
constexpr std::size_t most_waiting_bytes = 8 << 20;

}  // namespace

RequestLog::RequestLog(int file) : file_(file), thread_([this](std::stop_token stop) { run(stop); }) {}

RequestLog::~RequestLog() = default;  // the thread is asked to stop, and waited for

void RequestLog::add(std::string_view line) {
  const std::lock_guard lock(mutex_);
  if (waiting_.size() + line.size() > most_waiting_bytes) {
    ++left_out_;
    return;
  }
  const bool first = waiting_.empty();
  waiting_ += line;
  waiting_ += '\n';
  if (first) wake_.notify_one();
}

void RequestLog::run(std::stop_token stop) {
  std::string text;
  std::unique_lock lock(mutex_);
  while (wake_.wait(lock, stop, [&] { return !waiting_.empty(); }) || !waiting_.empty()) {
    wake_.wait_for(lock, stop, gathering_time, [] { return false; });
    text.clear();
    text.swap(waiting_);
    if (left_out_ > 0)
      text += fmt::format(R"({{"event":"lines_left_out","count":{}}})"
                          "\n",
                          left_out_);
    left_out_ = 0;
    lock.unlock();
    write_log(file_, text);
    lock.lock();
  }
}

namespace {

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

std::string request_line(const Finished& finished, std::string_view path, std::chrono::system_clock::time_point time) {
  const auto milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count() % 1000;
  // Nothing here needs escapes: the verb is one of eight, the path one of a list, the id ours.
  return fmt::format(
      FMT_COMPILE(R"({{"time":"{}.{:03}Z","request_id":"{}","method":"{}","path":"{}","code":{},"micros":{},)"
                  R"("bytes_in":{},"bytes_out":{}}})"),
      utc_second(std::chrono::system_clock::to_time_t(time)), milliseconds, finished.request_id, finished.verb, path,
      finished.status, finished.duration.count(), finished.body_bytes_in, finished.body_bytes_out);
}

}  // namespace muster::http
