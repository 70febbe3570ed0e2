// SPDX-License-Identifier: EUPL-1.2
// Where the writers of Protobuf and JSON put what they write.
#pragma once

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace muster::proto {

// A text that is written at its end, many short pieces a microsecond: make_room() for a few of them at
// once, and none is looked at again. Without room, put() writes past the end: it is for the writers of
// proto/writer.h, proto/json_write.cpp and proto/json_text.cpp alone.
class Buffer {
 public:
  void make_room(std::size_t size) {
    const std::size_t needed = size_ + size;
    if (needed > text_.size()) text_.resize(std::max(needed, 2 * text_.size()));
  }
  void put(char c) { text_.data()[size_++] = c; }
  void put(std::string_view piece) {
    if (!piece.empty()) std::memcpy(text_.data() + size_, piece.data(), piece.size());
    size_ += piece.size();
  }
  // With room for it.
  void append(std::string_view piece) {
    make_room(piece.size());
    put(piece);
  }

  std::size_t size() const { return size_; }
  char& at(std::size_t place) { return text_.data()[place]; }
  std::string_view view() const { return {text_.data(), size_}; }
  void cut(std::size_t size) { size_ = size; }  // keeps the room
  std::string take() {
    text_.resize(size_);
    size_ = 0;
    return std::move(text_);
  }

 private:
  std::string text_;
  std::size_t size_ = 0;
};

}  // namespace muster::proto
