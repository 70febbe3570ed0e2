// SPDX-License-Identifier: EUPL-1.2
#include "support/http_client.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <utility>

namespace muster::support {
namespace {

using Clock = std::chrono::steady_clock;

connect::Response parse_head(std::string_view head) {
  connect::Response response;
  response.status = std::stoi(std::string(head.substr(9, 3)));
  head.remove_prefix(head.find("\r\n") + 2);
  while (!head.starts_with("\r\n")) {
    const std::string_view line = head.substr(0, head.find("\r\n"));
    const std::size_t colon = line.find(": ");
    response.headers.add(std::string(line.substr(0, colon)), std::string(line.substr(colon + 2)));
    head.remove_prefix(line.size() + 2);
  }
  return response;
}

connect::Response ask(int port, std::string_view request) {
  HttpClient client(port);
  client.send(request);
  auto response = client.read();
  if (!response) throw std::runtime_error("the server gave no answer");
  return std::move(*response);
}

}  // namespace

HttpClient::HttpClient(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    throw std::runtime_error("nobody listens on port " + std::to_string(port));
  }
  const int on = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

HttpClient::~HttpClient() {
  if (socket_ >= 0) ::close(socket_);
}

HttpClient::HttpClient(HttpClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), received_(std::move(other.received_)) {}

bool HttpClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void HttpClient::finish_sending() { ::shutdown(socket_, SHUT_WR); }

bool HttpClient::receive(Clock::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
  pollfd watched{socket_, POLLIN, 0};
  if (left.count() < 0 || ::poll(&watched, 1, static_cast<int>(left.count())) != 1) return false;
  char bytes[16384];
  const ssize_t size = ::recv(socket_, bytes, sizeof bytes, 0);
  if (size <= 0) return false;
  received_.append(bytes, static_cast<std::size_t>(size));
  return true;
}

std::optional<connect::Response> HttpClient::read(bool head, std::chrono::milliseconds timeout) {
  const auto deadline = Clock::now() + timeout;
  std::size_t end = 0;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (!receive(deadline)) return std::nullopt;
  }
  last_head_ = received_.substr(0, end + 4);
  received_.erase(0, end + 4);
  connect::Response response = parse_head(last_head_);
  const auto length = response.headers.find("content-length");
  const std::size_t size = head || !length ? 0 : std::stoul(std::string(*length));
  while (received_.size() < size) {
    if (!receive(deadline)) return std::nullopt;
  }
  response.body = received_.substr(0, size);
  received_.erase(0, size);
  return response;
}

bool HttpClient::closed_within(std::chrono::milliseconds timeout) {
  const auto deadline = Clock::now() + timeout;
  return received_.empty() && !receive(deadline) && Clock::now() < deadline;
}

connect::Response get(int port, std::string_view target, std::string_view more_headers) {
  return ask(port,
             "GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(more_headers) + "\r\n");
}

connect::Response post_json(int port, std::string_view path, std::string_view json, std::string_view more_headers) {
  return ask(port, "POST " + std::string(path) +
                       " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                       "Connect-Protocol-Version: 1\r\nContent-Length: " +
                       std::to_string(json.size()) + "\r\n" + std::string(more_headers) + "\r\n" + std::string(json));
}

std::string header(const connect::Response& response, std::string_view name) {
  return std::string(response.headers.find(name).value_or(""));
}

}  // namespace muster::support
