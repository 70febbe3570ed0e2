// SPDX-License-Identifier: EUPL-1.2
// What is wrong with a text.
#pragma once

#include <string>

#include "platform/status/error.h"

namespace muster::text {

struct Complaint {
  status::Reason reason;
  std::string description;  // a sentence without its subject, with the remedy
  status::Metadata metadata = {};
};

}  // namespace muster::text
