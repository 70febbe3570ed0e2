// SPDX-License-Identifier: EUPL-1.2
#include "platform/imports/decoder.h"

#include <iconv.h>

#include <cerrno>
#include <utility>

namespace muster::imports {
namespace {

constexpr std::pair<std::string_view, const char*> marks[] = {
    {"\xEF\xBB\xBF", "UTF-8"}, {"\xFF\xFE", "UTF-16LE"}, {"\xFE\xFF", "UTF-16BE"}};

}  // namespace

std::string Unreadable::text() const {
  std::string place;
  if (line > 0) place = "line " + std::to_string(line);
  if (column > 0) place += (place.empty() ? "column " : ", column ") + std::to_string(column);
  return place.empty() ? what() : place + ": " + what();
}

bool Decoder::known(std::string_view encoding) {
  return encoding.empty() || encoding == "utf-8" || encoding == "windows-1252";
}

Decoder::Decoder(std::string_view encoding) : encoding_(encoding == "windows-1252" ? "WINDOWS-1252" : "UTF-8") {}

Decoder::~Decoder() {
  if (converter_) iconv_close(static_cast<iconv_t>(converter_));
}

// Looks for the byte order mark as soon as three bytes are there.
void Decoder::open(bool last) {
  if (pending_.size() < 3 && !last) return;
  for (const auto& [mark, encoding] : marks) {
    if (std::string_view(pending_).substr(0, mark.size()) == mark) {
      encoding_ = encoding;
      pending_.erase(0, mark.size());
      break;
    }
  }
  converter_ = iconv_open("UTF-8", encoding_.c_str());
  if (converter_ == reinterpret_cast<void*>(-1)) {
    converter_ = nullptr;
    throw std::runtime_error("iconv does not know " + encoding_);
  }
}

std::string Decoder::decode(std::string_view bytes, bool last) {
  pending_ += bytes;
  if (!converter_) open(last);
  if (!converter_) return "";
  std::string text(pending_.size() * 3 + 4, '\0');
  char* in = pending_.data();
  std::size_t in_left = pending_.size();
  char* out = text.data();
  std::size_t out_left = text.size();
  const bool failed =
      iconv(static_cast<iconv_t>(converter_), &in, &in_left, &out, &out_left) == static_cast<std::size_t>(-1);
  const int error = failed ? errno : 0;
  text.resize(text.size() - out_left);
  for (char c : text) {
    if (c == '\r' || (c == '\n' && before_ != '\r')) ++line_;
    before_ = c;
  }
  if (error == EILSEQ || (error == EINVAL && last)) {
    throw Unreadable(line_, 0,
                     encoding_ == "UTF-8"
                         ? "the text is not UTF-8; save the file as UTF-8, or say that it is windows-1252"
                         : "the text is not " + encoding_ + "; save the file as UTF-8");
  }
  pending_.erase(0, pending_.size() - in_left);
  return text;
}

}  // namespace muster::imports
