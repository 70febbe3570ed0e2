// SPDX-License-Identifier: EUPL-1.2
// Where a connection's coroutine and the Respond it gave to the handler meet. Included by
// server.cpp only: it is full of Asio.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "platform/connect/message.h"

namespace muster::http {

using Executor = boost::asio::io_context::executor_type;
template <class T>
using Task = boost::asio::awaitable<T, Executor>;

class Exchange {
 public:
  explicit Exchange(Executor executor) : executor_(executor) {}

  // Waits for the answer, on the connection's thread. An answer that is there already costs no
  // hop through the executor.
  Task<connect::Response> wait() {
    if (!answered()) {
      boost::asio::use_awaitable_t<Executor> token;
      co_await boost::asio::async_initiate<decltype(token), void()>(
          [this](auto handler) { resume_with(std::move(handler)); }, token);
    }
    co_return std::move(*response_);
  }

  bool answered() {
    std::lock_guard lock(mutex_);
    return response_.has_value();
  }

  // From any thread; every call after the first is ignored.
  void answer(connect::Response response) {
    std::lock_guard lock(mutex_);
    if (response_ || abandoned_) return;
    response_ = std::move(response);
    if (resume_) boost::asio::post(executor_, std::exchange(resume_, nullptr));
  }

  // The server ends: an answer that comes later must not touch its executor. The coroutine that
  // waits is destroyed.
  void abandon() {
    std::function<void()> waiting;
    {
      std::lock_guard lock(mutex_);
      abandoned_ = true;
      waiting.swap(resume_);
    }
  }

 private:
  template <class Handler>
  void resume_with(Handler handler) {
    // std::function wants to be able to copy what it holds.
    auto shared = std::make_shared<Handler>(std::move(handler));
    std::function<void()> resume = [shared] { std::move (*shared)(); };
    std::lock_guard lock(mutex_);
    if (response_) {
      boost::asio::post(executor_, std::move(resume));
    } else {
      resume_ = std::move(resume);
    }
  }

  Executor executor_;
  std::mutex mutex_;
  std::optional<connect::Response> response_;
  std::function<void()> resume_;
  bool abandoned_ = false;
};

}  // namespace muster::http
