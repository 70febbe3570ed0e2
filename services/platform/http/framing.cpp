// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/framing.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "platform/text/header_text.h"

namespace muster::http {
namespace {

constexpr std::size_t max_content_length_digits = 10;
constexpr std::size_t max_chunk_size_digits = 8;
constexpr std::size_t max_chunk_line_bytes = 256;
constexpr std::size_t max_chunk_overhead_bytes = 8 * 1024;
constexpr std::size_t max_trailer_fields = 20;

constexpr Refusal bad(const char* reason) { return {400, reason}; }

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// A table is asked for every byte of a head; a chain of comparisons takes four times as long.
using CharSet = std::array<bool, 256>;

template <class Contains>
constexpr CharSet char_set(Contains contains) {
  CharSet set{};
  for (int byte = 0; byte < 256; ++byte) set[static_cast<std::size_t>(byte)] = contains(static_cast<char>(byte));
  return set;
}

constexpr bool has(const CharSet& set, char c) { return set[static_cast<unsigned char>(c)]; }

// RFC 9110 5.6.2: the characters of a token.
constexpr CharSet token_chars = char_set([](char c) {
  return is_digit(c) || is_alpha(c) ||
         (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
});

// RFC 9110 5.5: what a field value may hold; CR, LF and NUL are how one smuggles.
constexpr CharSet value_chars = char_set([](char c) {
  const unsigned char byte = static_cast<unsigned char>(c);
  return c == '\t' || (byte >= 0x20 && byte != 0x7f);
});

bool is_token_char(char c) { return has(token_chars, c); }
bool is_value_char(char c) { return has(value_chars, c); }

bool is_token(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char); }

bool all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

bool same(std::string_view a, std::string_view lower_case) {
  return a.size() == lower_case.size() && std::equal(a.begin(), a.end(), lower_case.begin(), [](char x, char y) {
           return (is_alpha(x) ? (x | 0x20) : x) == y;
         });
}

bool is_host(std::string_view host) {
  if (host.starts_with('[')) {
    const std::size_t end = host.find(']');
    if (end == std::string_view::npos || end < 3) return false;
    const std::string_view address = host.substr(1, end - 1);
    if (address.find_first_not_of("0123456789abcdefABCDEF:.") != std::string_view::npos) {
      return false;
    }
    host.remove_prefix(end + 1);
    return host.empty() || (host[0] == ':' && all_digits(host.substr(1)) && host.size() <= 6);
  }
  const std::size_t colon = host.find(':');
  if (colon != std::string_view::npos) {
    const std::string_view port = host.substr(colon + 1);
    if (!all_digits(port) || port.size() > 5) return false;
    host = host.substr(0, colon);
  }
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return is_digit(c) || is_alpha(c) || c == '.' || c == '-' || c == '_';
  });
}

struct Field {
  std::string_view name;
  std::string_view value;
};

// A line "Name: value" without its end; nothing if it is none. No white space before the colon
// or at the line's start (obs-fold).
std::optional<Field> parse_field(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const Field field{line.substr(0, colon), text::trim(line.substr(colon + 1))};
  const bool value = std::all_of(field.value.begin(), field.value.end(), is_value_char);
  if (!is_token(field.name) || !value) return std::nullopt;
  return field;
}

std::optional<Refusal> check_method(std::string_view method) {
  // Some are allowed nowhere, but what Allow says then depends on the path (site.cpp, rpc/connect.cpp).
  constexpr std::array known{"GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE"};
  if (std::find(known.begin(), known.end(), method) != known.end()) return std::nullopt;
  if (method == "CONNECT") return Refusal{405, "this server is no proxy"};
  if (!is_token(method)) return bad("the request line has no method");
  return Refusal{501, "this method is not known"};
}

std::optional<Refusal> check_version(std::string_view version, Head& head) {
  const bool form = version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) && version[6] == '.' &&
                    is_digit(version[7]);
  if (!form) return bad("the request line has no HTTP version");
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return Refusal{505, "only HTTP/1.1 and HTTP/1.0 are spoken here"};
  }
  head.http_1_0 = version == "HTTP/1.0";
  return std::nullopt;
}

// METHOD SP target SP version, with single spaces. `authority` is set by an absolute target.
std::optional<Refusal> check_request_line(std::string_view line, Head& head, std::string_view& authority) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return bad("the request line is broken");
  head.method = line.substr(0, first);
  head.target = line.substr(first + 1, last - first - 1);
  if (auto refusal = check_version(line.substr(last + 1), head)) return refusal;
  if (auto refusal = check_method(head.method)) return refusal;
  if (head.target.size() > max_target_bytes) return Refusal{414, "the request target is too long"};
  const bool visible = std::all_of(head.target.begin(), head.target.end(), [](char c) {
    return c > 0x20 && c < 0x7f && c != '#' && c != '"' && c != '<' && c != '>' && c != '\\';
  });
  if (!visible) return bad("the request target holds characters that must be percent-encoded");
  // RFC 9112 3.2.2: a server takes the absolute form too.
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!head.target.starts_with(scheme)) continue;
    authority = head.target.substr(scheme.size());
    authority = authority.substr(0, authority.find_first_of("/?"));
    head.target.remove_prefix(scheme.size() + authority.size());
    if (!is_host(authority)) return bad("the request target names no host");
    if (head.target.empty()) head.target = "/";
    break;
  }
  const bool whole_server = head.target == "*" && head.method == "OPTIONS";
  if (!head.target.starts_with('/') && !whole_server) return bad("the request target is no path");
  return std::nullopt;
}

// What the fields say, collected before it is judged as a whole.
struct Framing {
  std::size_t hosts = 0;
  std::string_view host;
  std::size_t lengths = 0;
  std::string_view length;
  std::size_t codings = 0;
  std::string_view coding;
  bool close = false;
  bool keep_alive = false;
};

void read_connection(std::string_view value, Framing& framing) {
  while (!value.empty()) {
    const std::string_view option = text::trim(text::next_part(value, ','));
    if (same(option, "close")) framing.close = true;
    if (same(option, "keep-alive")) framing.keep_alive = true;
  }
}

std::optional<Refusal> read_field(const Field& field, Framing& framing, Head& head) {
  if (same(field.name, "host")) {
    ++framing.hosts;
    framing.host = field.value;
  } else if (same(field.name, "content-length")) {
    ++framing.lengths;
    framing.length = field.value;
  } else if (same(field.name, "transfer-encoding")) {
    ++framing.codings;
    framing.coding = field.value;
  } else if (same(field.name, "connection")) {
    read_connection(field.value, framing);
  } else if (same(field.name, "expect")) {
    if (!same(field.value, "100-continue")) return Refusal{417, "only 100-continue can be expected"};
    head.expects_continue = true;
  }
  return std::nullopt;
}

std::optional<Refusal> check_framing(const Framing& framing, std::string_view authority, Head& head) {
  // HTTP/1.0 knows no Host; load balancers' health checks leave it out.
  const bool may_lack_host = head.http_1_0 && framing.hosts == 0;
  if (!may_lack_host && (framing.hosts != 1 || !is_host(framing.host))) {
    return bad("exactly one Host with a legal name is needed");
  }
  if (!authority.empty() && framing.host != authority) {
    return bad("the request target and Host name different hosts");
  }
  if (framing.codings > 0) {
    if (framing.lengths > 0) return bad("Transfer-Encoding and Content-Length exclude each other");
    if (head.http_1_0) return bad("HTTP/1.0 knows no Transfer-Encoding");
    if (framing.codings > 1) return bad("Transfer-Encoding is given twice");
    if (framing.coding != "chunked") return Refusal{501, "the only Transfer-Encoding is chunked"};
    head.chunked = true;
  }
  if (framing.lengths > 0) {
    const std::string_view length = framing.length;
    if (framing.lengths > 1) return bad("Content-Length is given twice");
    if (!all_digits(length)) return bad("Content-Length must be digits");
    if (length.size() > max_content_length_digits) return Refusal{413, "the body is too large"};
    std::from_chars(length.data(), length.data() + length.size(), head.content_length);
  }
  head.keep_alive = !framing.close && (!head.http_1_0 || framing.keep_alive);
  return std::nullopt;
}

}  // namespace

HeadEnd find_head(std::string_view received, std::size_t& checked) {
  const std::size_t end = std::min(received.size(), max_head_bytes);
  if (!received.empty() && !is_token_char(received[0])) {
    return {0, bad("a request begins with its method")};
  }
  const char* const bytes = received.data();
  while (checked < end) {
    // Nearly all of a head are characters that any line may hold.
    while (checked < end && is_value_char(bytes[checked])) ++checked;
    if (checked == end) break;
    if (bytes[checked] != '\r') {
      return {0, bad(bytes[checked] == '\n' ? "lines end with CR LF" : "the head holds a control character")};
    }
    if (checked + 1 == end) break;  // looked at again when more has come
    if (bytes[checked + 1] != '\n') return {0, bad("lines end with CR LF")};
    checked += 2;
    if (received.substr(0, checked).ends_with("\r\n\r\n")) return {checked, std::nullopt};
  }
  const bool one_line = received.substr(0, end).find('\n') == std::string_view::npos;
  if (one_line && end > max_target_bytes + 32) return {0, Refusal{414, "the request target is too long"}};
  if (end == max_head_bytes) return {0, Refusal{431, "the head is larger than 16 KB"}};
  return {};
}

std::optional<Refusal> check_head(std::string_view text, Head& head) {
  const auto next_line = [&] {
    const std::size_t end = text.find("\r\n");
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
    return line;
  };
  std::string_view authority;
  if (auto refusal = check_request_line(next_line(), head, authority)) return refusal;
  Framing framing;
  std::size_t fields = 0;
  for (std::string_view line = next_line(); !line.empty(); line = next_line()) {
    if (++fields > max_fields) return Refusal{431, "there are more than 100 header fields"};
    const auto field = parse_field(line);
    if (!field) return bad("a header field is broken");
    if (auto refusal = read_field(*field, framing, head)) return refusal;
  }
  if (!text.empty()) return bad("the head does not end with an empty line");
  return check_framing(framing, authority, head);
}

std::size_t ChunkReader::take(std::string_view bytes, std::string& body) {
  std::size_t at = 0;
  while (at < bytes.size() && !done() && !refusal_) {
    if (state_ != State::data) {
      take_line_byte(bytes[at++]);
      continue;
    }
    const std::size_t part = std::min<std::uint64_t>(left_, bytes.size() - at);
    body.append(bytes, at, part);
    at += part;
    left_ -= part;
    if (left_ == 0) state_ = State::data_end;
  }
  return at;
}

void ChunkReader::take_line_byte(char c) {
  const bool after_cr = !line_.empty() && line_.back() == '\r';
  if ((c == '\n') != after_cr) return refuse(400, "lines of a chunked body end with CR LF");
  if (c != '\n') {
    if (c != '\r' && !is_value_char(c)) return refuse(400, "a chunked body holds a control character");
    if (state_ == State::data_end) {
      if (c != '\r') return refuse(400, "a chunk is longer than it says");
    } else if (line_.size() > max_chunk_line_bytes || ++line_bytes_ > max_chunk_overhead_bytes) {
      return refuse(state_ == State::trailer ? 431 : 400, "chunk extensions and trailers are too long");
    }
    line_ += c;
    return;
  }
  line_.pop_back();
  if (state_ == State::size_line) {
    end_size_line();
  } else if (state_ == State::trailer) {
    end_trailer_line();
  } else {
    state_ = State::size_line;
  }
  line_.clear();
}

void ChunkReader::end_size_line() {
  const std::string_view line = line_;
  const std::string_view size = line.substr(0, line.find(';'));
  const char* end = size.data() + size.size();
  const bool hex = !size.empty() && size.size() <= max_chunk_size_digits &&
                   size.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
  if (!hex) return refuse(400, "a chunk's size must be 1 to 8 hexadecimal digits");
  // Only extensions count against the overhead: a client may send many small chunks.
  if (size.size() == line.size()) line_bytes_ -= line.size() + 1;
  std::from_chars(size.data(), end, left_, 16);
  if (left_ > limit_ - taken_) return refuse(413, "the body is too large");
  taken_ += left_;
  state_ = left_ == 0 ? State::trailer : State::data;
}

void ChunkReader::end_trailer_line() {
  if (line_.empty()) {
    state_ = State::done;
    return;
  }
  // RFC 9110 6.5.1: no field that frames, routes or authenticates may come as a trailer.
  constexpr std::array forbidden{
      "host",    "content-length", "transfer-encoding", "connection",       "trailer",       "te",
      "upgrade", "expect",         "content-type",      "content-encoding", "content-range", "authorization",
      "cookie",  "cache-control",  "max-forwards"};
  const auto field = parse_field(line_);
  if (!field || ++trailer_fields_ > max_trailer_fields) return refuse(400, "a trailer is broken");
  const bool refused =
      std::any_of(forbidden.begin(), forbidden.end(), [&](const char* name) { return same(field->name, name); });
  if (refused) refuse(400, "this field may not be a trailer");
}

}  // namespace muster::http
