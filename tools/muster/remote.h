// SPDX-License-Identifier: EUPL-1.2
// The command line as a client of a server.
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <string_view>

#include "platform/status/error.h"

namespace muster::cli {

// A server's refusal, and its answer as it came: a Connect error in JSON.
class ServerError : public status::Error {
 public:
  ServerError(status::Error error, std::string answer) : Error(std::move(error)), body(std::move(answer)) {}
  std::string body;
};

// Calls a method over the Connect protocol with binary messages, with the token or the session's cookie
// unless they are empty. A cookie that the server sets is put into `cookie`.
// Errors: ServerError, with its field violations; UNAVAILABLE with a sentence when
// the server cannot be reached or its answer is none of Muster's.
void call_server(const std::string& server, const std::string& token, std::string& cookie, std::string_view path,
                 const google::protobuf::Message& request, google::protobuf::Message& response);

}  // namespace muster::cli
