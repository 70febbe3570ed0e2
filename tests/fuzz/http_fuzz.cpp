// SPDX-License-Identifier: EUPL-1.2
// The bytes of a connection: framing must come to the same end however the network cuts them,
// must never take more than it was given, and what Beast's parser takes of it must read alike.
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>

#include "platform/connect/connect.h"
#include "platform/http/framing.h"
#include "platform/http/parse.h"

namespace {

using namespace muster;

constexpr std::size_t body_limit_bytes = 4096;

void require(bool holds) {
  if (!holds) std::abort();
}

struct Found {
  std::size_t length = 0;
  int refused = 0;  // the status

  bool operator==(const Found&) const = default;
};

// Shows the bytes in parts of `step`, as they would arrive.
Found find_in_parts(std::string_view bytes, std::size_t step) {
  std::size_t checked = 0;
  for (std::size_t shown = std::min(step, bytes.size());; shown = std::min(shown + step, bytes.size())) {
    const http::HeadEnd end = http::find_head(bytes.substr(0, shown), checked);
    if (end.refusal) return {0, end.refusal->status};
    if (end.length > 0) return {end.length, 0};
    if (shown == bytes.size()) return {};
  }
}

struct Body {
  std::string bytes;
  std::size_t taken = 0;
  bool done = false;
  int refused = 0;

  bool operator==(const Body&) const = default;
};

Body read_in_parts(std::string_view bytes, std::size_t step) {
  http::ChunkReader reader(body_limit_bytes);
  Body body;
  while (body.taken < bytes.size() && !reader.done() && !reader.refusal()) {
    const std::string_view part = bytes.substr(body.taken, step);
    const std::size_t taken = reader.take(part, body.bytes);
    require(taken <= part.size());
    body.taken += taken;
  }
  body.done = reader.done();
  body.refused = reader.refusal() ? reader.refusal()->status : 0;
  require(body.bytes.size() <= body_limit_bytes);
  return body;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size < 1) return 0;
  const std::size_t step = 1 + data[0] % 16;
  std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Found found = find_in_parts(bytes, bytes.size() + 1);
  require(find_in_parts(bytes, step) == found);
  if (found.length == 0) return 0;

  const std::string_view text = bytes.substr(0, found.length);
  require(text.ends_with("\r\n\r\n") && text.size() <= http::max_head_bytes);
  http::Head head;
  if (http::check_head(text, head)) return 0;
  connect::Request request;
  if (!http::parse_head(text, head, request)) return 0;  // Beast is stricter about some lists: answered 400
  require(head.http_1_0 || request.headers.count("host") == 1);
  require(!head.chunked || request.headers.count("content-length") == 0);

  bytes.remove_prefix(found.length);
  if (head.chunked) {
    Body body = read_in_parts(bytes, bytes.size() + 1);
    require(read_in_parts(bytes, step) == body);
    request.body = std::move(body.bytes);
  } else {
    request.body = bytes.substr(0, head.content_length);
  }
  const connect::MethodRules rules{.allow_get = true, .message_limit_bytes = body_limit_bytes};
  const auto opened = connect::open_envelope(request, &rules);
  if (const auto* envelope = std::get_if<connect::Envelope>(&opened)) {
    require(envelope->message.size() <= body_limit_bytes);
  }
  return 0;
}
