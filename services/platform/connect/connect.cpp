// SPDX-License-Identifier: EUPL-1.2
#include "platform/connect/connect.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <map>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/connect/accept.h"
#include "platform/text/base64.h"
#include "platform/text/gzip.h"
#include "platform/text/header_text.h"

namespace muster::connect {
namespace {

using status::Code;
using status::Error;

Error malformed(status::Reason reason, std::string message) {
  return {Code::invalid_argument, reason, std::move(message)};
}

Response empty_answer(int status, std::string header, std::string value) {
  Response response;
  response.status = status;
  if (!header.empty()) response.headers.add(std::move(header), std::move(value));
  response.headers.add("Cache-Control", "no-store");
  return response;
}

Response unsupported_media_type() { return empty_answer(415, "Accept-Post", "application/json, application/proto"); }

std::optional<Codec> codec_of_content_type(const Headers& headers) {
  if (headers.count("content-type") != 1) return std::nullopt;
  const std::string value = text::lower(*headers.find("content-type"));
  std::string_view rest = value;
  const std::string_view type = text::trim(text::next_part(rest, ';'));
  const std::string_view parameter = text::trim(rest);
  const bool utf8 = parameter.empty() || parameter == "charset=utf-8" || parameter == "charset=\"utf-8\"";
  if (type == "application/json" && utf8) return Codec::json;
  if (type == "application/proto" && parameter.empty()) return Codec::proto;
  return std::nullopt;
}

std::optional<std::chrono::milliseconds> read_timeout(const Headers& headers) {
  const auto text = headers.find("connect-timeout-ms");
  if (!text) return std::nullopt;
  std::int64_t milliseconds = 0;
  const char* end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, milliseconds);
  const bool digits = !text->empty() && text->size() <= 10 && text->front() != '-';
  if (!digits || error != std::errc() || stop != end || headers.count("connect-timeout-ms") > 1) {
    throw malformed(platform::v1::REASON_MALFORMED_TIMEOUT, "Connect-Timeout-Ms must be 1 to 10 digits");
  }
  return std::chrono::milliseconds(milliseconds);
}

// Undoes the Content-Encoding. An empty body is never decompressed.
std::string unpack(std::string bytes, std::string_view encoding, std::size_t limit_bytes) {
  const auto too_large = [&] {
    return status::resource_exhausted(
        platform::v1::REASON_MESSAGE_TOO_LARGE,
        "the message is larger than the " + std::to_string(limit_bytes) + " bytes that this method takes",
        {{"limit", std::to_string(limit_bytes)}});
  };
  if (!encoding.empty() && encoding != "identity" && encoding != "gzip") {
    throw Error(Code::unimplemented, platform::v1::REASON_UNSUPPORTED_ENCODING,
                "this content encoding is not supported; use gzip or identity");
  }
  if (encoding != "gzip" || bytes.empty()) {
    if (bytes.size() > limit_bytes) throw too_large();
    return bytes;
  }
  std::string out;
  switch (text::gunzip(bytes, limit_bytes, out)) {
    case text::Inflated::whole: return out;
    case text::Inflated::too_large: throw too_large();
    case text::Inflated::corrupt: break;
  }
  throw malformed(platform::v1::REASON_MALFORMED_GZIP, "the body is not valid gzip");
}

std::string percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i] == '+' ? ' ' : text[i];
      continue;
    }
    unsigned value = 0;
    const char* start = text.data() + i + 1;
    const bool room = i + 2 < text.size();
    if (!room || std::from_chars(start, start + 2, value, 16).ptr != start + 2) {
      throw malformed(platform::v1::REASON_MALFORMED_QUERY, "the query holds a '%' without two hexadecimal digits");
    }
    out += static_cast<char>(value);
    i += 2;
  }
  return out;
}

// The protocol's parameters; all others are ignored, whatever they hold.
std::map<std::string, std::string, std::less<>> read_query(std::string_view query) {
  constexpr std::array<std::string_view, 5> known{"base64", "compression", "connect", "encoding", "message"};
  std::map<std::string, std::string, std::less<>> parameters;
  while (!query.empty()) {
    std::string_view pair = text::next_part(query, '&');
    std::string name = percent_decode(text::next_part(pair, '='));
    if (std::find(known.begin(), known.end(), name) == known.end()) continue;
    if (!parameters.emplace(std::move(name), percent_decode(pair)).second) {
      throw malformed(platform::v1::REASON_MALFORMED_QUERY, "the query holds a parameter twice");
    }
  }
  return parameters;
}

std::variant<Envelope, Response> open_get(const Request& request, const MethodRules& rules) {
  const auto parameters = read_query(request.query);
  const auto parameter = [&](std::string_view name) -> std::string_view {
    const auto found = parameters.find(name);
    return found == parameters.end() ? std::string_view() : std::string_view(found->second);
  };
  Envelope envelope;
  envelope.get = true;
  const std::string_view encoding = parameter("encoding");
  if (encoding != "json" && encoding != "proto") return unsupported_media_type();
  envelope.codec = encoding == "json" ? Codec::json : Codec::proto;
  if (parameters.contains("connect") && parameter("connect") != "v1") {
    throw malformed(platform::v1::REASON_PROTOCOL_VERSION, "the query parameter connect must be v1");
  }
  envelope.timeout = read_timeout(request.headers);
  std::string message(parameter("message"));
  if (parameter("base64") == "1") {
    auto bytes = text::decode_base64(message);
    if (!bytes) throw malformed(platform::v1::REASON_MALFORMED_BASE64, "the query parameter message is not base64");
    message = std::move(*bytes);
  }
  envelope.message = unpack(std::move(message), parameter("compression"), rules.message_limit_bytes);
  envelope.if_none_match = request.headers.find("if-none-match").value_or("");
  return envelope;
}

std::variant<Envelope, Response> open_post(Request& request, const MethodRules& rules) {
  Envelope envelope;
  const auto codec = codec_of_content_type(request.headers);
  if (!codec) return unsupported_media_type();
  envelope.codec = *codec;
  // Required: a cross-site form or image cannot send it without a preflight.
  if (request.headers.count("connect-protocol-version") != 1 ||
      request.headers.find("connect-protocol-version") != "1") {
    throw malformed(platform::v1::REASON_PROTOCOL_VERSION, "the header Connect-Protocol-Version: 1 is missing");
  }
  envelope.timeout = read_timeout(request.headers);
  if (request.headers.count("content-encoding") > 1) {
    throw malformed(platform::v1::REASON_UNSUPPORTED_ENCODING, "Content-Encoding is given twice");
  }
  envelope.message = unpack(std::move(request.body), text::lower(request.headers.find("content-encoding").value_or("")),
                            rules.message_limit_bytes);
  return envelope;
}

bool is_word(std::string_view text, bool dots) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](unsigned char c) {
    return std::isalnum(c) || c == '_' || (dots && c == '.');
  });
}

}  // namespace

std::optional<MethodPath> method_path(std::string_view path) {
  if (!path.starts_with('/')) return std::nullopt;
  path.remove_prefix(1);
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const MethodPath parts{path.substr(0, slash), path.substr(slash + 1)};
  const bool package = parts.service.find('.') != std::string_view::npos;
  if (!package || !is_word(parts.service, true) || !is_word(parts.method, false)) {
    return std::nullopt;
  }
  return parts;
}

std::variant<Envelope, Response> open_envelope(Request& request, const MethodRules* rules) {
  if (rules == nullptr) return empty_answer(404, "", "");
  const bool get = request.verb == "GET" && rules->allow_get;
  if (!get && request.verb != "POST") {
    return empty_answer(405, "Allow", rules->allow_get ? "GET, POST" : "POST");
  }
  try {
    auto opened = get ? open_get(request, *rules) : open_post(request, *rules);
    if (auto* envelope = std::get_if<Envelope>(&opened)) {
      envelope->accepts_gzip = accepts_encoding(request.headers.find("accept-encoding").value_or(""), "gzip");
    }
    return opened;
  } catch (const Error& error) {
    return encode_error(error, request.request_id);
  }
}

}  // namespace muster::connect
