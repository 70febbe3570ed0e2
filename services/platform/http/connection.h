// SPDX-License-Identifier: EUPL-1.2
// One connection: reads requests, calls the handler, writes answers. Included by server.cpp only:
// it is full of Asio.
#pragma once

#include <array>
#include <atomic>
#include <cstring>
#include <set>
#include <vector>

#include <spdlog/spdlog.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/rate_policy.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/connect/connect.h"
#include "platform/http/answer_head.h"
#include "platform/http/body_share.h"
#include "platform/http/exchange.h"
#include "platform/http/framing.h"
#include "platform/http/parse.h"
#include "platform/http/server.h"

namespace muster::http {

using Clock = std::chrono::steady_clock;
using PlainStream = boost::beast::basic_stream<boost::asio::ip::tcp, Executor, boost::beast::unlimited_rate_policy>;
using TlsStream = boost::beast::ssl_stream<PlainStream>;
using Timer = boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, Executor>;

// What all connections of a server share.
struct Shared {
  Options options;
  connect::Handler handler;
  std::atomic<std::size_t> connections{0};
  std::atomic<bool> draining{false};
  std::atomic<bool> closing{false};  // no request is waited for any more
  std::atomic<std::size_t> body_bytes{0};
};

// A connection as its thread sees it when the server ends.
class OpenConnection {
 public:
  virtual ~OpenConnection() = default;
  // Closes it if it waits for a request.
  virtual void close_if_idle() = 0;
  std::shared_ptr<Exchange> exchange;  // while the handler works
};

using OpenConnections = std::set<OpenConnection*>;  // of one thread, used by it only

// The Respond of a handler that loses it would leave its client waiting: the last copy answers.
class Promise {
 public:
  Promise(std::shared_ptr<Exchange> exchange, std::string request_id)
      : exchange_(std::move(exchange)), request_id_(std::move(request_id)) {}
  ~Promise() {
    if (exchange_->answered()) return;
    exchange_->answer(connect::encode_error({status::Code::internal, "internal error"}, request_id_));
  }
  void keep(connect::Response response) { exchange_->answer(std::move(response)); }
  const std::string& request_id() const { return request_id_; }

 private:
  std::shared_ptr<Exchange> exchange_;
  std::string request_id_;
};

template <class Stream>
class Connection : public OpenConnection {
 public:
  Connection(Stream stream, std::string peer, Shared& shared, OpenConnections& open)
      : stream_(std::move(stream)), peer_(std::move(peer)), shared_(shared), open_(open) {
    open_.insert(this);
  }
  ~Connection() override { open_.erase(this); }

  // Serves requests until one side closes.
  Task<void> serve() {
    if constexpr (is_tls) {
      set_deadline(options().header_timeout);
      const auto [error] = co_await stream_.async_handshake(boost::asio::ssl::stream_base::server, use_tuple);
      if (error) co_return;
    }
    // Not `while (co_await ...) {}`: GCC 12 spins in it.
    for (bool more = true; more;) more = co_await serve_one();
    co_await close();
  }

  void close_if_idle() override {
    if (idle_) lowest().socket().cancel();
  }

 private:
  static constexpr std::size_t max_bytes_along = 14 * 1024;  // with the head below a TLS record
  static constexpr bool is_tls = std::is_same_v<Stream, TlsStream>;
  static constexpr auto use_tuple = boost::asio::as_tuple(boost::asio::use_awaitable_t<Executor>{});

  const Options& options() const { return shared_.options; }
  PlainStream& lowest() { return boost::beast::get_lowest_layer(stream_); }
  void set_deadline(Clock::duration time) { lowest().expires_after(time); }
  std::string_view received() const { return {buffer_.data() + begin_, end_ - begin_}; }

  // One request and its answer. False if the connection is to be closed.
  Task<bool> serve_one() {
    connect::Request request;
    Head head;
    request.request_id = make_request_id();
    request.peer = peer_;
    request.secure = is_tls;
    if (!co_await read_head(request, head)) co_return false;
    const auto started = request.received = Clock::now();
    Finished finished{request.verb, request.path, request.request_id};
    finished.address = peer_;
    connect::Response response;
    AnswerHead answer{head.http_1_0, !head.keep_alive, is_tls};
    BodyShare share(shared_.body_bytes, options().body_budget_bytes);
    if (auto refusal = co_await read_body(request, head, share)) {
      if (refusal->status == 0) co_return false;  // the client went away
      response = refuse(*refusal, request.request_id, body_limit(request.path));
    } else {
      finished.body_bytes_in = request.body.size();
      response = co_await handle(std::move(request));
    }
    answer.close = answer.close || response.close || shared_.draining;
    finished.status = response.status;
    finished.account = response.account;
    const bool body = finished.verb != "HEAD" && response.status != 304 && response.status != 204;
    finished.body_bytes_out = body ? response.body.size() : 0;
    const bool written = co_await write(response, answer, finished.request_id, body);
    report(finished, started);
    co_return written && !answer.close;
  }

  void report(Finished& finished, Clock::time_point started) const {
    if (!options().observe) return;
    finished.duration = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started);
    options().observe(finished);
  }

  // Reads more bytes after those that are there. False if there are none to come.
  Task<bool> fill() {
    if (end_ == buffer_.size()) {
      std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
    }
    const auto [error, count] =
        co_await stream_.async_read_some(boost::asio::buffer(buffer_.data() + end_, buffer_.size() - end_), use_tuple);
    end_ += count;
    co_return !error;
  }

  Task<bool> wait_for_first_byte() {
    begin_ = end_ = 0;
    // A connection that was taken in last may have sent its request already.
    boost::system::error_code ignored;
    if (shared_.closing && lowest().socket().available(ignored) == 0) co_return false;
    if (buffer_.empty()) buffer_.resize(max_head_bytes);
    set_deadline(options().idle_timeout);
    idle_ = true;
    const bool got = co_await fill();
    idle_ = false;
    co_return got;
  }

  // Fills `request` and `head`, whose views are good until the next fill(). False if the client
  // went away or was refused.
  Task<bool> read_head(connect::Request& request, Head& head) {
    if (begin_ == end_ && !co_await wait_for_first_byte()) co_return false;
    set_deadline(options().header_timeout);
    std::size_t checked = 0;
    HeadEnd found = find_head(received(), checked);
    while (found.length == 0 && !found.refusal) {
      if (!co_await fill()) co_return false;
      found = find_head(received(), checked);
    }
    const std::string_view text = received().substr(0, found.length);
    if (!found.refusal) found.refusal = check_head(text, head);
    if (!found.refusal && !parse_head(text, head, request)) found.refusal.emplace();
    if (found.refusal) {
      co_await answer_refusal(*found.refusal, request);
      co_return false;
    }
    begin_ += found.length;
    co_return true;
  }

  Task<void> answer_refusal(const Refusal& refusal, const connect::Request& request) {
    const connect::Response response = refuse(refusal, request.request_id);
    const AnswerHead head{false, true, is_tls};
    co_await write(response, head, request.request_id, true);
    Finished finished{"", "", request.request_id, response.status};
    finished.address = peer_;
    finished.body_bytes_out = response.body.size();
    report(finished, Clock::now());
  }

  std::size_t body_limit(std::string_view path) const {
    return options().body_limit ? options().body_limit(path) : options().body_limit_bytes;
  }

  // `limit_bytes`: of a body; 0 as long as the path is not known.
  static connect::Response refuse(const Refusal& refusal, const std::string& request_id, std::size_t limit_bytes = 0) {
    connect::Response response;
    if (refusal.status == 413) {
      status::Metadata metadata;
      if (limit_bytes != 0) metadata["limit"] = std::to_string(limit_bytes);
      response = connect::encode_error(
          status::resource_exhausted(platform::v1::REASON_MESSAGE_TOO_LARGE, refusal.reason, std::move(metadata)),
          request_id);
    } else if (refusal.status == 503) {
      response = connect::encode_error(status::unavailable(platform::v1::REASON_TOO_BUSY, refusal.reason), request_id);
    } else {
      response.headers.add("Content-Type", "text/plain; charset=utf-8");
      response.headers.add("Cache-Control", "no-store");
      response.body = std::string(refusal.reason) + "\n";
    }
    if (refusal.status == 405) response.headers.add("Allow", "GET, HEAD, POST, OPTIONS");
    response.status = refusal.status;
    response.close = true;
    return response;
  }

  static Refusal no_room() { return {503, "the server holds too many large bodies"}; }

  // Reads the body into `request`. A Refusal with status 0: the client went away.
  Task<std::optional<Refusal>> read_body(connect::Request& request, const Head& head, BodyShare& share) {
    const bool chunked = head.chunked;
    const std::size_t length = head.content_length;
    if (!chunked && length == 0) co_return std::nullopt;
    const std::size_t limit = body_limit(request.path);
    if (length > limit) co_return Refusal{413, "the body is too large"};
    set_deadline(options().body_timeout);
    if (head.expects_continue && !head.http_1_0 && begin_ == end_) {
      constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
      if (!co_await write(boost::asio::buffer(go_on))) co_return Refusal{0};
    }
    if (chunked) co_return co_await read_chunks(request.body, limit, share);
    co_return co_await read_bytes(request.body, length, share);
  }

  Task<std::optional<Refusal>> read_bytes(std::string& body, std::size_t length, BodyShare& share) {
    // Memory follows what has come, not what was announced.
    constexpr std::size_t step_bytes = 64 * 1024;
    const std::size_t here = std::min(length, end_ - begin_);
    body.assign(buffer_.data() + begin_, here);
    begin_ += here;
    share.grow(body.size());
    while (body.size() < length) {
      const std::size_t had = body.size();
      body.resize(std::min(length, had + step_bytes));
      if (!share.grow(body.capacity())) co_return no_room();
      const auto [error, count] =
          co_await stream_.async_read_some(boost::asio::buffer(body.data() + had, body.size() - had), use_tuple);
      if (error) co_return Refusal{0};
      body.resize(had + count);
    }
    co_return std::nullopt;
  }

  Task<std::optional<Refusal>> read_chunks(std::string& body, std::size_t limit, BodyShare& share) {
    ChunkReader reader(limit);
    while (true) {
      begin_ += reader.take(received(), body);
      if (reader.refusal()) co_return reader.refusal();
      if (!share.grow(body.capacity())) co_return no_room();
      if (reader.done()) co_return std::nullopt;
      begin_ = end_ = 0;
      if (!co_await fill()) co_return Refusal{0};
    }
  }

  Task<connect::Response> handle(connect::Request request) {
    if (shared_.draining && request.path == "/readyz") {
      connect::Response response;
      response.status = 503;
      response.headers.add("Content-Type", "text/plain; charset=utf-8");
      response.headers.add("Cache-Control", "no-store");
      response.body = "stopping\n";
      co_return response;
    }
    lowest().expires_never();
    exchange = std::make_shared<Exchange>(lowest().get_executor());
    std::optional<connect::Due> due;
    std::optional<Timer> timer;
    request.due = [&due](connect::Due when) { due = when; };
    {
      auto promise = std::make_shared<Promise>(exchange, request.request_id);
      try {
        shared_.handler(std::move(request),
                        [promise](connect::Response response) { promise->keep(std::move(response)); });
      } catch (const std::exception&) {
        // Its text may hold anything, so it is not logged; the promise answers "internal".
        spdlog::error("a handler threw out of its request");
      }
      // Not before: most answers are there by now.
      if (due && !exchange->answered()) watch(timer.emplace(lowest().get_executor()), *due, promise->request_id());
    }
    connect::Response response = co_await exchange->wait();
    exchange.reset();
    co_return response;
  }

  // Has the exchange answered when the time has run out. A little later than that: what is
  // interrupted at its deadline says so itself, and knows whether it was saved.
  void watch(Timer& timer, const connect::Due& due, const std::string& request_id) {
    constexpr auto grace = std::chrono::milliseconds(50);
    timer.expires_at(due.at + grace);
    timer.async_wait([exchange = exchange, due, request_id](boost::system::error_code cancelled) {
      if (!cancelled) exchange->answer(connect::encode_overdue(due, request_id));
    });
  }

  Task<bool> write(const connect::Response& response, const AnswerHead& answer, const std::string& request_id,
                   bool with_body) {
    set_deadline(options().write_timeout +
                 std::chrono::milliseconds(response.body.size() * 1000 / options().write_bytes_per_second));
    std::string start = answer_head(response, answer, request_id);
    const std::string_view body = with_body ? std::string_view(response.body) : std::string_view();
    if constexpr (is_tls) {
      // One buffer at a time: Beast 1.81's TLS stream ends a write of two early, as done, when only
      // the second is left. So the head takes the start of the body along.
      const std::string_view along = body.substr(0, max_bytes_along);
      start += along;
      if (!co_await write(boost::asio::buffer(start))) co_return false;
      if (along.size() == body.size()) co_return true;
      co_return co_await write(boost::asio::buffer(body.substr(along.size())));
    } else {
      co_return co_await write(
          std::array<boost::asio::const_buffer, 2>{boost::asio::buffer(start), boost::asio::buffer(body)});
    }
  }

  template <class Buffers>
  Task<bool> write(const Buffers& buffers) {
    const auto [error, count] = co_await boost::asio::async_write(stream_, buffers, use_tuple);
    co_return !error;
  }

  // Closes so that the client can read the last answer: bytes that it still sends would
  // otherwise reset the connection under it.
  Task<void> close() {
    // Most clients read no answer before they have sent their request: of a message over the limit,
    // that is all of it.
    constexpr std::size_t max_ignored_bytes = 16 << 20;
    set_deadline(std::chrono::seconds(2));
    if constexpr (is_tls) {
      const auto [error] = co_await stream_.async_shutdown(use_tuple);
      if (error) co_return;
    }
    boost::system::error_code ignored;
    lowest().socket().shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
    if (ignored || buffer_.empty()) co_return;
    for (std::size_t read = 0; read < max_ignored_bytes;) {
      const auto [error, count] = co_await lowest().async_read_some(boost::asio::buffer(buffer_), use_tuple);
      if (error) co_return;
      read += count;
    }
  }

  Stream stream_;
  std::string peer_;
  Shared& shared_;
  OpenConnections& open_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  // of what is received and not yet used
  std::size_t end_ = 0;
  bool idle_ = false;
};

}  // namespace muster::http
