// SPDX-License-Identifier: EUPL-1.2
// AIP-155: a request that carries a request_id has one effect, however often it is sent.
#pragma once

#include <google/protobuf/message.h>

#include <optional>
#include <string>
#include <string_view>

#include "platform/rpc/context.h"

namespace muster::rpc {

// The request's request_id; empty: it has none.
std::string retry_key(const google::protobuf::Message& request);

// What tells the request from another with the same request_id. Of nothing secret.
std::string retry_digest(const google::protobuf::Message& request);

// The answer that the request with this digest got before, within a day, in Protobuf's binary form; none: it
// is the first.
// Errors: INVALID_ARGUMENT naming request_id when it was used for another request;
// ALREADY_EXISTS when the answer held a secret, which is shown once only.
std::optional<std::string> earlier_answer(Context& context, const std::string& key, const std::string& digest);

// Deletes the answers that were kept for a day and more: what keep_answer() does now and then, for
// a server that starts.
void forget_old_answers(db::Session& session, long long now_micros);

// Deletes the answers that name the resource, "persons/42", in whatever field. Who repeats such a request is told that
// the person was erased.
void forget_answers(db::Session& session, const std::string& name);

// Keeps the answer, which is `bytes` in Protobuf's binary form, for a day; only that it was there if it holds
// a secret.
void keep_answer(Context& context, const std::string& key, const std::string& digest,
                 const google::protobuf::Message& answer, std::string_view bytes);

}  // namespace muster::rpc
