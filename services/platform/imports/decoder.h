// SPDX-License-Identifier: EUPL-1.2
// Bytes of a file to UTF-8, piece by piece.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace muster::imports {

// The file cannot be read as a table at all. `line` and `column` count from 1; 0: not known.
class Unreadable : public std::runtime_error {
 public:
  Unreadable(int at_line, int at_column, const std::string& what_is_wrong)
      : std::runtime_error(what_is_wrong), line(at_line), column(at_column) {}
  const int line;
  const int column;
  // "line 3, column 2: ..."
  std::string text() const;
};

// UTF-8 with or without a byte order mark, UTF-16 with one, or windows-1252 when told. A byte
// order mark outranks what was told.
class Decoder {
 public:
  // `encoding`: "" or "utf-8", or "windows-1252".
  explicit Decoder(std::string_view encoding);
  ~Decoder();
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  // The text of the next bytes; what ends in the middle of a character waits for more. `last`
  // says that nothing follows. Throws Unreadable at the first byte that is not in the encoding.
  std::string decode(std::string_view bytes, bool last);

  static bool known(std::string_view encoding);

 private:
  void open(bool last);

  std::string encoding_;
  std::string pending_;
  void* converter_ = nullptr;  // iconv_t
  int line_ = 1;
  char before_ = 0;  // the last character of what was decoded, to count CR LF as one line end
};

}  // namespace muster::imports
