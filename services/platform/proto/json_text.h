// SPDX-License-Identifier: EUPL-1.2
// JSON text (RFC 8259), strictly: tokens in, escaped strings out.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "platform/proto/buffer.h"

namespace muster::proto {

// Levels of nesting that a message may have, in either codec.
constexpr int max_depth = 32;

// Appends `text` (valid UTF-8) as a JSON string with its quotes.
void append_json_string(std::string& out, std::string_view text);
void append_json_string(proto::Buffer& out, std::string_view text);

// Reads JSON token by token. Every function throws invalid_argument, with the position and what
// was expected but without a byte of the text, when the text is not JSON.
class JsonScanner {
 public:
  explicit JsonScanner(std::string_view text) : text_(text) {}

  // The next character that is no white space, not taken; '\0' at the end.
  char peek();
  // Takes `c` if it is next.
  bool take(char c);
  // Takes `c`, or throws that `expected` ("':' after a name") was expected.
  void expect(char c, std::string_view expected);
  // Takes "true", "false" or "null" if it is next.
  bool take_word(std::string_view word);
  // A string, without quotes and escapes. The view is good until the next call of string().
  std::string_view string();
  // A number, as it was written.
  std::string_view number();
  // Any value, which is checked and thrown away. `depth` is the number of levels above it.
  void skip_value(int depth);
  // Throws unless only white space is left.
  void expect_end();

  [[noreturn]] void fail(std::string_view expected) const;

 private:
  void escape();
  unsigned hex4();
  std::size_t digits();

  std::string_view text_;
  std::size_t at_ = 0;
  std::string buffer_;
};

}  // namespace muster::proto
