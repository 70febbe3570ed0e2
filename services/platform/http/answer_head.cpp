// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/answer_head.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <stdexcept>

#include <openssl/rand.h>

#include "platform/text/digest.h"

namespace muster::http {
namespace {

// Source: OWASP ASVS 5.0 3.4; the page uses Trusted Types and no inline code.
constexpr std::string_view security_fields =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: same-origin\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), microphone=(), geolocation=(), payment=(), usb=()\r\n";
constexpr std::string_view transport_security = "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n";

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200: return "OK";
    case 204: return "No Content";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    default: return "";  // RFC 9112 4: the phrase may be empty
  }
}

// The time as RFC 9110 5.6.7 wants it, made once a second per thread.
const std::string& http_date() {
  thread_local std::time_t made = 0;
  thread_local std::string text;
  const std::time_t now = std::time(nullptr);
  if (now != made) {
    std::tm utc{};
    gmtime_r(&now, &utc);
    std::array<char, 32> buffer{};
    text.assign(buffer.data(), std::strftime(buffer.data(), buffer.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc));
    made = now;
  }
  return text;
}

bool is_safe(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const unsigned char byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
  });
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  out += value;
  out += "\r\n";
}

}  // namespace

std::string answer_head(const connect::Response& response, const AnswerHead& head, std::string_view request_id) {
  std::string out;
  out.reserve(1536);
  // RFC 9110 2.5: an answer always names the server's own highest minor version.
  out += "HTTP/1.1 ";
  out += std::to_string(response.status);
  out += ' ';
  out += reason_phrase(response.status);
  out += "\r\n";
  for (const auto& [name, value] : response.headers.all()) {
    if (is_safe(name) && is_safe(value)) append_field(out, name, value);
  }
  const bool bodyless = response.status == 204 || response.status == 304;
  if (!bodyless) append_field(out, "Content-Length", std::to_string(response.body.size()));
  append_field(out, "Date", http_date());
  if (!request_id.empty()) append_field(out, "x-request-id", request_id);
  if (head.close) {
    append_field(out, "Connection", "close");
  } else if (head.http_1_0) {
    append_field(out, "Connection", "keep-alive");
  }
  out += security_fields;
  if (head.secure) out += transport_security;
  out += "\r\n";
  return out;
}

std::string make_request_id() {
  constexpr std::size_t id_bytes = 16;
  // Drawn for many requests at once: a call of the generator costs more than its bytes.
  thread_local std::array<unsigned char, id_bytes * 64> pool;
  thread_local std::size_t used = pool.size();
  if (used == pool.size()) {
    if (RAND_bytes(pool.data(), static_cast<int>(pool.size())) != 1) {
      throw std::runtime_error("the system gives no random numbers");
    }
    used = 0;
  }
  const std::string_view bytes(reinterpret_cast<const char*>(pool.data()) + used, id_bytes);
  used += id_bytes;
  return text::hexadecimal(bytes);
}

}  // namespace muster::http
