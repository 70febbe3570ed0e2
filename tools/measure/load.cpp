// SPDX-License-Identifier: EUPL-1.2
#include "load.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <deque>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <vector>

namespace muster::measure {
namespace {

using Clock = std::chrono::steady_clock;
using Time = Clock::time_point;

Clock::duration seconds(double count) {
  return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(count));
}

// User and system time of a process, in seconds.
double processor_time(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  std::string text;
  std::getline(file, text);
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string::npos) throw std::runtime_error("there is no process " + std::to_string(process));
  // After the name: state, then the numbers 4 to 13, then utime and stime.
  unsigned long user = 0, system = 0;
  std::sscanf(text.c_str() + name_end + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
  return static_cast<double>(user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

struct Connection {
  int socket = -1;
  std::string request;
  std::string answer;
  Time due;
};

int connect_to(int port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("nobody listens on port " + std::to_string(port));
  }
  const int on = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return socket;
}

// The length of the whole answer, once its head is there. As Muster spells its fields: the client has to
// be quick, since it runs on the server's processors.
std::optional<std::size_t> answer_length(const std::string& answer) {
  constexpr std::string_view field = "\r\nContent-Length: ";
  const auto* end = static_cast<const char*>(memmem(answer.data(), answer.size(), "\r\n\r\n", 4));
  if (!end) return std::nullopt;
  const auto* length = static_cast<const char*>(memmem(answer.data(), answer.size(), field.data(), field.size()));
  if (!length) throw std::runtime_error("an answer has no Content-Length");
  return static_cast<std::size_t>(end - answer.data()) + 4 + std::strtoul(length + field.size(), nullptr, 10);
}

class Client {
 public:
  explicit Client(const Load& load);
  ~Client();
  Measured run();

 private:
  void send(Connection& connection, Time due);
  void receive(Connection& connection);
  void finish(Connection& connection);
  void send_due(Time now);
  void wait(Time now);

  const Load& load_;
  const int poll_ = epoll_create1(EPOLL_CLOEXEC);
  std::vector<Connection> connections_;
  std::deque<Connection*> idle_;
  Time next_due_ = Time::max();
  bool sending_ = true;
  bool counting_ = false;
  Measured measured_;
  std::vector<float> latencies_ms_;
};

Client::Client(const Load& load) : load_(load), connections_(static_cast<std::size_t>(load.connections)) {
  for (Connection& connection : connections_) {
    connection.socket = connect_to(load.port);
    epoll_event event{.events = EPOLLIN, .data = {.ptr = &connection}};
    epoll_ctl(poll_, EPOLL_CTL_ADD, connection.socket, &event);
    idle_.push_back(&connection);
  }
}

Client::~Client() {
  for (const Connection& connection : connections_) close(connection.socket);
  close(poll_);
}

// Requests are far smaller than a socket's buffer, so one call sends all of one.
void Client::send(Connection& connection, Time due) {
  connection.due = due;
  connection.request.clear();
  load_.next(connection.request);
  const ssize_t sent = ::send(connection.socket, connection.request.data(), connection.request.size(), MSG_NOSIGNAL);
  if (sent != static_cast<ssize_t>(connection.request.size())) throw std::runtime_error("a request cannot be sent");
}

void Client::receive(Connection& connection) {
  char bytes[65536];
  const ssize_t count = ::recv(connection.socket, bytes, sizeof bytes, 0);
  if (count <= 0) throw std::runtime_error("the server ended a connection");
  connection.answer.append(bytes, static_cast<std::size_t>(count));
  const auto length = answer_length(connection.answer);
  if (length && connection.answer.size() >= *length) finish(connection);
}

void Client::finish(Connection& connection) {
  const Time now = Clock::now();
  if (counting_) {
    ++measured_.answered;
    latencies_ms_.push_back(std::chrono::duration<float, std::milli>(now - connection.due).count());
  }
  if (connection.answer.compare(0, 12, "HTTP/1.1 200") != 0 && ++measured_.refused == 1) {
    measured_.refusal = connection.answer;
  }
  connection.answer.clear();
  if (load_.rate == 0 && sending_) {
    send(connection, now);
  } else {
    idle_.push_back(&connection);
  }
}

// Sends what is due; with no connection idle it waits, and its latency counts from when it was due.
void Client::send_due(Time now) {
  while (sending_ && next_due_ <= now && !idle_.empty()) {
    Connection* connection = idle_.front();
    idle_.pop_front();
    send(*connection, next_due_);
    next_due_ += seconds(1 / load_.rate);
  }
}

void Client::wait(Time now) {
  const auto pause = idle_.empty() ? std::chrono::nanoseconds(100'000'000)
                                   : std::clamp<std::chrono::nanoseconds>(next_due_ - now, std::chrono::nanoseconds(0),
                                                                          std::chrono::nanoseconds(100'000'000));
  const timespec timeout{.tv_sec = 0, .tv_nsec = pause.count()};
  epoll_event events[64];
  const int count = epoll_pwait2(poll_, events, 64, &timeout, nullptr);
  for (int i = 0; i < count; ++i) receive(*static_cast<Connection*>(events[i].data.ptr));
}

Measured Client::run() {
  const Time begin = Clock::now() + seconds(load_.warm_up_seconds);
  const Time end = begin + seconds(load_.seconds);
  if (load_.rate > 0) {
    next_due_ = Clock::now();
  } else {
    while (!idle_.empty()) {
      send(*idle_.front(), Clock::now());
      idle_.pop_front();
    }
  }
  double processor_before = 0;
  Time counted_from;
  for (Time now = Clock::now(); now < end; now = Clock::now()) {
    if (!counting_ && now >= begin) {
      counting_ = true;
      counted_from = now;
      processor_before = processor_time(load_.server);
    }
    send_due(now);
    wait(now);
  }
  const double processor = processor_time(load_.server) - processor_before;
  const std::chrono::duration<double> passed = Clock::now() - counted_from;
  measured_.rate = static_cast<double>(measured_.answered) / passed.count();
  if (latencies_ms_.empty()) throw std::runtime_error("the server answered nothing");
  measured_.cpu_us = processor * 1e6 / static_cast<double>(measured_.answered);
  // Every request is answered before the connections end, so that the server logs no broken ones.
  counting_ = sending_ = false;
  while (idle_.size() < connections_.size()) wait(Clock::now());
  std::sort(latencies_ms_.begin(), latencies_ms_.end());
  measured_.p50_ms = latencies_ms_[latencies_ms_.size() / 2];
  measured_.p99_ms = latencies_ms_[latencies_ms_.size() * 99 / 100];
  return measured_;
}

}  // namespace

Measured run_load(const Load& load) { return Client(load).run(); }

}  // namespace muster::measure
