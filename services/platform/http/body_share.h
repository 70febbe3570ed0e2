// SPDX-License-Identifier: EUPL-1.2
// A limit on what the bodies of all requests take together: many clients that have not even signed
// in could otherwise fill the memory with large ones.
#pragma once

#include <atomic>
#include <cstddef>

namespace muster::http {

// One body's part of what all take, as long as it lives.
class BodyShare {
 public:
  BodyShare(std::atomic<std::size_t>& all_bytes, std::size_t budget_bytes)
      : all_bytes_(all_bytes), budget_bytes_(budget_bytes) {}
  ~BodyShare() { all_bytes_ -= held_bytes_; }
  BodyShare(const BodyShare&) = delete;
  BodyShare& operator=(const BodyShare&) = delete;

  // False if the body, now of `bytes`, is more than there is room for. A small one never is, so that
  // a few clients that upload large files slowly do not keep out everybody else.
  bool grow(std::size_t bytes) {
    constexpr std::size_t small_bytes = 16 * 1024;
    if (bytes <= held_bytes_) return true;
    const std::size_t more = bytes - held_bytes_;
    held_bytes_ = bytes;
    return (all_bytes_ += more) <= budget_bytes_ || bytes <= small_bytes;
  }

 private:
  std::atomic<std::size_t>& all_bytes_;
  const std::size_t budget_bytes_;
  std::size_t held_bytes_ = 0;
};

}  // namespace muster::http
