// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/request_log.h"

#include <chrono>

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

std::string request_line(const Finished& finished, std::string_view path, std::chrono::system_clock::time_point time) {
  // Nothing here needs escapes: the verb is one of eight, the path one of a list, the id ours, the address the system's.
  return fmt::format(FMT_COMPILE(R"({{"time":"{}","request_id":"{}","method":"{}","path":"{}","code":{},"micros":{},)"
                                 R"("bytes_in":{},"bytes_out":{},"account":"{}","address":"{}"}})"),
                     log_time(time), finished.request_id, finished.verb, path, finished.status,
                     finished.duration.count(), finished.body_bytes_in, finished.body_bytes_out,
                     finished.account ? "accounts/" + std::to_string(finished.account) : "-", finished.address);
}

}  // namespace muster::http
