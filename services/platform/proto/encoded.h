// SPDX-License-Identifier: EUPL-1.2
// An answer that is in Protobuf's binary form already.
#pragma once

#include <stdexcept>
#include <string>

namespace muster::proto {

// A message of type M in Protobuf's binary form, as rows become it, its fields in the order of their numbers:
// an answer that is only handed on need not be read into a message first, which takes a fifth of a list's time.
template <class M>
struct Encoded {
  std::string bytes;

  M message() const {
    M message;
    if (!message.ParseFromString(bytes)) throw std::logic_error("bytes of our own cannot be read");
    return message;
  }
};

}  // namespace muster::proto
