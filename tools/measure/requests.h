// SPDX-License-Identifier: EUPL-1.2
// The requests that a server is measured with.
#pragma once

#include <functional>
#include <string>

namespace muster::measure {

struct RequestKind {
  std::string what;   // static, get, list or create
  bool json = false;  // else binary Protobuf
  std::string token;
  long long persons = 1;  // ids go from 1 to this
  int units = 1;          // the same
};

// Writes one request after the other: of people chosen by chance, of people who are new.
// Errors: std::invalid_argument for an unknown kind.
std::function<void(std::string&)> request_maker(const RequestKind& kind);

}  // namespace muster::measure
