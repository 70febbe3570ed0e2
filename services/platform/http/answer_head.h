// SPDX-License-Identifier: EUPL-1.2
// The head of an answer as it goes over the wire.
#pragma once

#include <string>

#include "platform/connect/message.h"

namespace muster::http {

struct AnswerHead {
  bool http_1_0 = false;  // what the request spoke
  bool close = false;     // the connection closes after this answer
  bool secure = false;    // over TLS: adds Strict-Transport-Security
};

// Status line, the response's fields, the security fields of every answer, Date, x-request-id
// and framing, with the empty line at the end. A field of the response that could break out of
// its line is left out.
std::string answer_head(const connect::Response& response, const AnswerHead& head, std::string_view request_id);

// 128 random bits in hexadecimal.
std::string make_request_id();

}  // namespace muster::http
