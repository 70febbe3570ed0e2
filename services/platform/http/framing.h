// SPDX-License-Identifier: EUPL-1.2
// Where a request begins and ends, decided strictly and before Beast's parser sees a byte:
// Beast 1.81 takes framing that a proxy in front may read otherwise, which is what request
// smuggling lives on. Source: RFC 9112 (HTTP/1.1), RFC 9110 5.5 (field values).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster::http {

constexpr std::size_t max_head_bytes = 16 * 1024;
constexpr std::size_t max_target_bytes = 8 * 1024;
constexpr std::size_t max_fields = 100;

// A refusal: the status to answer with, and a sentence for the person who reads it. The
// connection closes after it, since nobody knows where the next request would begin.
struct Refusal {
  int status = 400;
  const char* reason = "";
};

// Looks for the end of the request's head, the empty line. `checked` is where the last call
// stopped (0 at first) and is moved on.
// Returns the head's length with the empty line, 0 if more bytes are needed, or a Refusal: a
// control character, a bare CR or LF, or a head that is too long.
struct HeadEnd {
  std::size_t length = 0;
  std::optional<Refusal> refusal;
};
HeadEnd find_head(std::string_view received, std::size_t& checked);

// What a head says about framing.
struct Head {
  std::string_view method;
  std::string_view target;  // origin form: path and query; "*" of OPTIONS
  bool http_1_0 = false;
  bool chunked = false;
  std::uint64_t content_length = 0;
  bool keep_alive = true;
  bool expects_continue = false;
};

// Checks a whole head (of find_head) and fills `head`, whose views point into `text`.
std::optional<Refusal> check_head(std::string_view text, Head& head);

// Takes a chunked body apart as its bytes arrive. Extensions and trailers are checked and
// thrown away.
class ChunkReader {
 public:
  explicit ChunkReader(std::size_t body_limit_bytes) : limit_(body_limit_bytes) {}

  // Takes bytes from the front of `bytes` until they end or the body does, and appends the data
  // to `body`. Returns how many bytes were taken.
  std::size_t take(std::string_view bytes, std::string& body);

  bool done() const { return state_ == State::done; }
  const std::optional<Refusal>& refusal() const { return refusal_; }

 private:
  enum class State { size_line, data, data_end, trailer, done };

  void take_line_byte(char c);
  void end_size_line();
  void end_trailer_line();
  void refuse(int status, const char* reason) { refusal_ = Refusal{status, reason}; }

  std::size_t limit_;
  State state_ = State::size_line;
  std::string line_;            // the size line or trailer line so far
  std::size_t line_bytes_ = 0;  // of all size lines' extensions and all trailers
  std::size_t trailer_fields_ = 0;
  std::uint64_t left_ = 0;  // bytes of the chunk that are still to come
  std::size_t taken_ = 0;   // bytes of data so far
  std::optional<Refusal> refusal_;
};

}  // namespace muster::http
