// SPDX-License-Identifier: EUPL-1.2
// AIP-155: a request that carries a request_id has one effect, however often it is sent.
#pragma once

#include <google/protobuf/message.h>

#include <memory>
#include <string>

#include "platform/rpc/call.h"

namespace muster::rpc {

// The request's request_id; empty: it has none.
std::string retry_key(const google::protobuf::Message& request);

// What tells the request from another with the same request_id. Of nothing secret.
std::string retry_digest(const google::protobuf::Message& request);

// The answer that the request with this digest got before, within a day; null: it is the first.
// Errors: INVALID_ARGUMENT naming request_id when it was used for another request;
// ALREADY_EXISTS when the answer held a secret, which is shown once only.
std::unique_ptr<google::protobuf::Message> earlier_answer(Call& call, const std::string& key, const std::string& digest,
                                                          const google::protobuf::Message& answer_prototype);

// Keeps the answer for a day.
void keep_answer(Call& call, const std::string& key, const std::string& digest,
                 const google::protobuf::Message& answer);

}  // namespace muster::rpc
