// SPDX-License-Identifier: EUPL-1.2
// encode_answer() and encode_error() of connect.h: the way out.
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/rpc/error_details.pb.h>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/connect/connect.h"
#include "platform/proto/json.h"
#include "platform/proto/json_text.h"
#include "platform/text/base64.h"
#include "platform/text/digest.h"
#include "platform/text/gzip.h"

namespace muster::connect {
namespace {

// Below this a packet holds the answer anyway.
constexpr std::size_t worth_compressing_bytes = 1024;

// One element of "details"; `value` holds the bytes, `debug` the same for people.
void append_detail(std::string& out, const google::protobuf::Message& detail) {
  // The same error has the same bytes: the entries of a map would come in any order.
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    detail.SerializeToCodedStream(&coded);
  }
  out += R"({"type":")" + detail.GetDescriptor()->full_name();
  out += R"(","value":")" + text::encode_base64(bytes, text::Base64::unpadded);
  out += R"(","debug":)" + proto::write_json(*detail.GetDescriptor(), bytes) + '}';
}

void append_violations(std::string& out, const std::vector<status::FieldViolation>& all) {
  google::rpc::BadRequest bad_request;
  platform::v1::Violations with_metadata;
  bool any_metadata = false;
  for (const auto& violation : all) {
    auto& field = *bad_request.add_field_violations();
    field.set_field(violation.field);
    field.set_reason(status::reason_name(violation.reason));
    field.set_description(violation.description);
    auto& same = *with_metadata.add_violations();
    same.set_field(field.field());
    same.set_reason(field.reason());
    same.mutable_metadata()->insert(violation.metadata.begin(), violation.metadata.end());
    any_metadata = any_metadata || !violation.metadata.empty();
  }
  append_detail(out, bad_request);
  out += ',';
  if (!any_metadata) return;
  append_detail(out, with_metadata);
  out += ',';
}

}  // namespace

Response encode_answer(const Envelope& envelope, std::string message, Caching caching) {
  Response response;
  const bool cached = caching == Caching::minute && envelope.get;
  const bool compress = envelope.accepts_gzip && message.size() > worth_compressing_bytes;
  response.headers.add("Cache-Control", cached ? "private, max-age=60" : "no-store");
  // What is kept for one caller is none for the next one who signs in at the same browser.
  response.headers.add("Vary", cached ? "Accept-Encoding, Authorization, Cookie" : "Accept-Encoding");
  if (cached) {
    const std::string tag =
        '"' + text::hexadecimal(text::sha256(message)).substr(0, 16) + (compress ? "-gzip\"" : "\"");
    response.headers.add("ETag", tag);
    if (envelope.if_none_match.find(tag) != std::string::npos) {
      response.status = 304;
      return response;
    }
  }
  response.headers.add("Content-Type", envelope.codec == Codec::json ? "application/json" : "application/proto");
  if (compress) response.headers.add("Content-Encoding", "gzip");
  response.body = compress ? text::gzip(message) : std::move(message);
  return response;
}

Response encode_error(const status::Error& error, std::string_view request_id) {
  std::string body = R"({"code":")" + std::string(status::code_name(error.code())) + '"';
  if (!error.message().empty()) {
    body += R"(,"message":)";
    proto::append_json_string(body, error.message());
  }
  body += R"(,"details":[)";
  if (!error.violations().empty()) append_violations(body, error.violations());
  google::rpc::ErrorInfo info;
  info.set_reason(error.reason());
  info.set_domain("muster");
  info.mutable_metadata()->insert(error.metadata().begin(), error.metadata().end());
  if (!request_id.empty()) (*info.mutable_metadata())["request_id"] = request_id;
  append_detail(body, info);
  body += "]}";

  Response response;
  response.status = status::http_status(error.code());
  response.headers.add("Content-Type", "application/json");
  response.headers.add("Cache-Control", "no-store");
  if (error.retry_after().count() > 0) {
    response.headers.add("Retry-After", std::to_string(error.retry_after().count()));
  }
  response.body = std::move(body);
  return response;
}

Response encode_overdue(const Due& due, std::string_view request_id) {
  if (!due.writes) return encode_error(status::deadline_exceeded(), request_id);
  return encode_error(
      status::Error(status::Code::deadline_exceeded, platform::v1::REASON_OUTCOME_UNKNOWN,
                    "the time for this request has run out while it was being saved: whether it was saved is "
                    "unknown; repeat it with the same request_id and more time"),
      request_id);
}

}  // namespace muster::connect
