// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/server.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include <deque>
#include <stdexcept>
#include <thread>

#include <spdlog/spdlog.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/http/connection.h"

namespace muster::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using Socket = asio::basic_stream_socket<tcp, Executor>;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

// One io thread. The connections stand before the context, whose end destroys the coroutines
// that take themselves off the list.
struct IoThread {
  OpenConnections open;
  asio::io_context context{1};
  Acceptor acceptor{context};
};

tcp::endpoint parse_address(const std::string& listen) {
  const std::runtime_error malformed(
      "the address to listen on must be HOST:PORT with a number "
      "as HOST, such as 127.0.0.1:8080 or [::]:8443: " +
      listen);
  const std::size_t colon = listen.rfind(':');
  if (colon == std::string::npos) throw malformed;
  std::string host = listen.substr(0, colon);
  const std::string port = listen.substr(colon + 1);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (host == "localhost") host = "127.0.0.1";
  boost::system::error_code error;
  const auto address = asio::ip::make_address(host, error);
  const bool digits = !port.empty() && port.size() <= 5 && port.find_first_not_of("0123456789") == std::string::npos;
  if (error || !digits || std::stoi(port) > 65535) throw malformed;
  return {address, static_cast<unsigned short>(std::stoi(port))};
}

void open_acceptor(Acceptor& acceptor, const tcp::endpoint& endpoint, bool share_port) {
  acceptor.open(endpoint.protocol());
  acceptor.set_option(tcp::acceptor::reuse_address(true));
  if (share_port) acceptor.set_option(ReusePort(true));
  acceptor.bind(endpoint);
  acceptor.listen(asio::socket_base::max_listen_connections);
}

// SO_REUSEPORT would quietly share the port with another server of the same user, so the port is
// first opened without it.
void check_port_is_free(IoThread& thread, const tcp::endpoint& endpoint) {
  Acceptor probe(thread.context);
  open_acceptor(probe, endpoint, false);
}

asio::ssl::context make_tls(const Options& options) {
  asio::ssl::context tls(asio::ssl::context::tls_server);
  SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION);
  SSL_CTX_set_options(tls.native_handle(),
                      SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_cipher_list(tls.native_handle(), "ECDHE+AESGCM:ECDHE+CHACHA20");
  boost::system::error_code error;
  tls.use_certificate_chain_file(options.tls_certificate, error);
  if (error) {
    throw std::runtime_error("the TLS certificate cannot be read: " + options.tls_certificate);
  }
  tls.use_private_key_file(options.tls_key, asio::ssl::context::pem, error);
  if (error || SSL_CTX_check_private_key(tls.native_handle()) != 1) {
    throw std::runtime_error("the TLS key cannot be read or is not that of the certificate: " + options.tls_key);
  }
  return tls;
}

// Every connection takes a descriptor, and the usual soft limit is 1024.
void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

// Counts a connection as long as it lives.
class Counted {
 public:
  explicit Counted(std::atomic<std::size_t>& count) : count_(count), number_(++count) {}
  ~Counted() { --count_; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;
  std::size_t number() const { return number_; }

 private:
  std::atomic<std::size_t>& count_;
  std::size_t number_;
};

}  // namespace

struct Server::State {
  Shared shared;
  std::optional<asio::ssl::context> tls;
  std::deque<IoThread> threads;
  int port = 0;
  int stop_requests = -1;  // an eventfd: writing to it is allowed in a signal handler

  State(Options options, connect::Handler handler);
  ~State();
  Task<void> accept(IoThread& thread);
  Task<void> serve(Socket socket, IoThread& thread);
  Task<void> turn_away(PlainStream stream);
  bool stop_requested_within(std::chrono::milliseconds time) const;
  void stop_accepting();
  void run(IoThread& thread);
};

Server::State::State(Options options, connect::Handler handler) {
  shared.options = std::move(options);
  shared.handler = std::move(handler);
  if (!shared.options.tls_certificate.empty()) tls = make_tls(shared.options);
  raise_descriptor_limit();
  const unsigned processors = std::max(1u, std::thread::hardware_concurrency());
  const unsigned count = shared.options.threads > 0 ? static_cast<unsigned>(shared.options.threads) : processors;
  tcp::endpoint endpoint = parse_address(shared.options.listen);
  try {
    for (unsigned i = 0; i < count; ++i) {
      IoThread& thread = threads.emplace_back();
      if (i == 0 && endpoint.port() != 0) check_port_is_free(thread, endpoint);
      open_acceptor(thread.acceptor, endpoint, true);
      endpoint.port(thread.acceptor.local_endpoint().port());
    }
    port = endpoint.port();
  } catch (const boost::system::system_error& error) {
    throw std::runtime_error("cannot listen on " + shared.options.listen + ": " + error.code().message());
  }
  stop_requests = eventfd(0, EFD_CLOEXEC | EFD_SEMAPHORE);
  if (stop_requests < 0) throw std::runtime_error("no file descriptor is left");
}

Server::State::~State() {
  for (IoThread& thread : threads) {
    std::vector<std::shared_ptr<Exchange>> waiting;
    for (const OpenConnection* connection : thread.open) {
      if (connection->exchange) waiting.push_back(connection->exchange);
    }
    for (const auto& exchange : waiting) exchange->abandon();
  }
  threads.clear();
  if (stop_requests >= 0) ::close(stop_requests);
}

Task<void> Server::State::accept(IoThread& thread) {
  constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable_t<Executor>{});
  while (thread.acceptor.is_open()) {
    auto [error, socket] = co_await thread.acceptor.async_accept(use_tuple);
    if (error == asio::error::operation_aborted) co_return;
    if (error) {
      // Out of descriptors, mostly: the next attempt at once would fail as well.
      Timer pause(thread.context, std::chrono::milliseconds(50));
      co_await pause.async_wait(use_tuple);
      continue;
    }
    asio::co_spawn(thread.context, serve(std::move(socket), thread), [](std::exception_ptr failure) {
      if (failure) spdlog::error("a connection ended by an exception");
    });
  }
}

Task<void> Server::State::serve(Socket socket, IoThread& thread) {
  // Beyond the cap a few more are told so; beyond those the socket is closed without a word.
  constexpr std::size_t max_turned_away = 256;
  const Counted counted(shared.connections);
  boost::system::error_code error;
  const auto remote = socket.remote_endpoint(error);
  if (error) co_return;
  std::string peer = remote.address().to_string();
  socket.set_option(tcp::no_delay(true), error);
  PlainStream stream(std::move(socket));
  if (counted.number() > shared.options.max_connections) {
    if (!tls && counted.number() <= shared.options.max_connections + max_turned_away) {
      co_await turn_away(std::move(stream));
    }
    co_return;
  }
  if (tls) {
    Connection<TlsStream> connection(TlsStream(std::move(stream), *tls), std::move(peer), shared, thread.open);
    co_await connection.serve();
  } else {
    Connection<PlainStream> connection(std::move(stream), std::move(peer), shared, thread.open);
    co_await connection.serve();
  }
}

Task<void> Server::State::turn_away(PlainStream stream) {
  constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable_t<Executor>{});
  const std::string id = make_request_id();
  const connect::Response response = connect::encode_error(
      status::unavailable(platform::v1::REASON_TOO_BUSY, "the server has too many connections"), id);
  const std::string answer = answer_head(response, {false, true, false}, id) + response.body;
  stream.expires_after(std::chrono::seconds(1));
  const auto [error, count] = co_await asio::async_write(stream, asio::buffer(answer), use_tuple);
  boost::system::error_code ignored;
  stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
  // Its request is read and thrown away: closing over unread bytes would reset the connection
  // before the client has read the answer.
  std::array<char, 4096> unread;
  for (bool more = !error; more;) {
    const auto [failed, size] = co_await stream.async_read_some(asio::buffer(unread), use_tuple);
    more = !failed;
  }
}

// Waits for stop() for at most `time`, or for ever if that is negative.
bool Server::State::stop_requested_within(std::chrono::milliseconds time) const {
  const auto end = Clock::now() + time;
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now());
    pollfd watched{stop_requests, POLLIN, 0};
    const int wait = time.count() < 0 ? -1 : static_cast<int>(std::max<std::int64_t>(0, left.count()));
    const int ready = ::poll(&watched, 1, wait);
    std::uint64_t one = 0;
    if (ready > 0) return ::read(stop_requests, &one, sizeof one) == sizeof one;
    if (ready == 0) return false;  // otherwise a signal came: wait on
  }
}

void Server::State::stop_accepting() {
  shared.closing = true;
  for (IoThread& thread : threads) {
    asio::post(thread.context, [&thread] {
      boost::system::error_code ignored;
      thread.acceptor.close(ignored);
      for (OpenConnection* connection : thread.open) connection->close_if_idle();
    });
  }
}

void Server::State::run(IoThread& thread) { thread.context.run(); }

std::string wrong_address(const std::string& listen) {
  try {
    parse_address(listen);
    return "";
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

Server::Server(Options options, connect::Handler handler)
    : state_(std::make_unique<State>(std::move(options), std::move(handler))) {}

Server::~Server() = default;

int Server::port() const { return state_->port; }

void Server::run() {
  using namespace std::chrono_literals;
  std::vector<std::thread> running;
  for (IoThread& thread : state_->threads) {
    asio::co_spawn(thread.context, state_->accept(thread), asio::detached);
    running.emplace_back([this, &thread] { state_->run(thread); });
  }
  state_->stop_requested_within(-1ms);
  state_->shared.draining = true;
  bool now = state_->stop_requested_within(state_->shared.options.drain_notice);
  state_->stop_accepting();
  const auto end = Clock::now() + state_->shared.options.drain_timeout;
  while (!now && state_->shared.connections > 0 && Clock::now() < end) {
    now = state_->stop_requested_within(10ms);
  }
  for (IoThread& thread : state_->threads) thread.context.stop();
  for (std::thread& thread : running) thread.join();
}

void Server::stop() noexcept {
  const std::uint64_t one = 1;
  // The counter cannot be full, so this cannot fail.
  [[maybe_unused]] const auto written = ::write(state_->stop_requests, &one, sizeof one);
}

}  // namespace muster::http
