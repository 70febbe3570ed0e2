// SPDX-License-Identifier: EUPL-1.2
// The Connect protocol, unary, over HTTP/1.1, as pure functions: from a Request to the bytes of
// one message, and from a message or an Error to a Response. Nothing here knows a method, a
// caller or the database. Source: Connect protocol specification (connectrpc.com/docs/protocol).
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <google/protobuf/message.h>

#include "platform/connect/message.h"
#include "platform/status/error.h"

namespace muster::connect {

enum class Codec { json, proto };

// "/muster.roster.v1.RosterService/GetPerson" taken apart.
struct MethodPath {
  std::string_view service;  // "muster.roster.v1.RosterService"
  std::string_view method;   // "GetPerson"
};

// The parts of a path that has the form of an RPC ("/<package>.<Service>/<Method>"), whether or
// not such a method exists; nothing for every other path. The views point into `path`.
std::optional<MethodPath> method_path(std::string_view path);

// What must be known of a method before its message may be read.
struct MethodRules {
  bool allow_get = false;                     // read-only and no personal data
  std::size_t message_limit_bytes = 1 << 20;  // after decompression
};

// What a request holds once it is out of its HTTP form.
struct Envelope {
  Codec codec = Codec::json;
  bool get = false;                                  // came as GET
  std::string message;                               // the bytes of one message, decompressed
  std::optional<std::chrono::milliseconds> timeout;  // counted from Request::received
  bool accepts_gzip = false;
  std::string if_none_match;  // of a GET
};

// Opens the envelope, taking the body out of `request`; or gives the Response that refuses it:
// 404 (`rules` is null: no such method), 405 with Allow, 415 with Accept-Post, and Connect
// errors for a missing protocol version, a bad timeout, a bad or unknown encoding, bad base64,
// and a message over the limit (resource_exhausted, checked while it is decompressed).
std::variant<Envelope, Response> open_envelope(Request& request, const MethodRules* rules);

// What becomes of fields that the binary form holds and this server does not know: a newer client must not
// believe that such a field was stored, but may well ask something of an older server.
enum class UnknownFields { refused, dropped };

// Reads `bytes` into the empty `message`.
// Throws invalid_argument with a violation per wrong field as far as it can be told: unknown
// field names, unknown field numbers unless they are dropped, unknown enum values, values of the wrong kind, invalid UTF-8, more
// than 32 levels. Fields are named by proto path, "person.birth_date". The text never repeats
// what the client sent, except names of unknown JSON fields made of letters, digits and '_'.
void decode(Codec codec, std::string_view bytes, google::protobuf::Message& message,
            UnknownFields unknown = UnknownFields::refused);

// The message in the codec's form; JSON is Protobuf's JSON mapping (lowerCamelCase, default
// values left out).
std::string encode(Codec codec, const google::protobuf::Message& message);
// Of a message of `type` in Protobuf's binary form, its fields in the order of their numbers.
std::string encode(Codec codec, const google::protobuf::Descriptor& type, std::string bytes);

// How long an answer may be kept.
enum class Caching {
  no_store,  // personal data, and everything that is not a GET
  minute,    // a GET without personal data: private, for 60 s, with an ETag
};

// The 200 answer that carries `message` (of `encode`), compressed when that pays and the client
// takes it; or 304 when the client of a cacheable GET has it already.
Response encode_answer(const Envelope& envelope, std::string message, Caching caching);

// The answer for an error: always application/json, never stored, with google.rpc.BadRequest
// for the violations and one google.rpc.ErrorInfo that carries the reason (the code's name if
// the error has none) and the request id. Retry-After when the error says how long to wait.
Response encode_error(const status::Error& error, std::string_view request_id);

// The answer to a request that was still being worked on when its time ran out: 504. Of one that
// writes, it says that the outcome is unknown (reason OUTCOME_UNKNOWN): the work may be at a COMMIT.
Response encode_overdue(const Due& due, std::string_view request_id);

}  // namespace muster::connect
