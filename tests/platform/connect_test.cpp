// SPDX-License-Identifier: EUPL-1.2
// The Connect codec without a socket: what each wrong envelope is answered, and what a right one
// holds. Source: Connect protocol specification.
#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <google/rpc/error_details.pb.h>
#include <gtest/gtest.h>

#include <cctype>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/connect/accept.h"
#include "platform/connect/connect.h"
#include "platform/text/base64.h"
#include "platform/text/gzip.h"
#include "proto/everything.pb.h"

namespace muster {
namespace {

using connect::Codec;
using connect::Envelope;
using connect::MethodRules;
using connect::Request;
using connect::Response;
using testing::HasSubstr;
using text::Base64;

using Fields = std::vector<std::pair<std::string, std::string>>;

const MethodRules write_rules;
const MethodRules read_rules{.allow_get = true};

Request post(std::string body,
             Fields fields = {{"Content-Type", "application/json"}, {"Connect-Protocol-Version", "1"}}) {
  Request request;
  request.verb = "POST";
  request.body = std::move(body);
  request.request_id = "id-1";
  for (auto& [name, value] : fields) request.headers.add(name, value);
  return request;
}

Request post_with(std::string body, const Fields& more) {
  Request request = post(std::move(body));
  for (const auto& [name, value] : more) request.headers.add(name, value);
  return request;
}

Request get(std::string query) {
  Request request;
  request.verb = "GET";
  request.query = std::move(query);
  return request;
}

Envelope opened(Request request, const MethodRules& rules = write_rules) {
  auto result = connect::open_envelope(request, &rules);
  if (const auto* response = std::get_if<Response>(&result)) {
    ADD_FAILURE() << response->status << " " << response->body;
    return {};
  }
  return std::get<Envelope>(std::move(result));
}

Response refused(Request request, const MethodRules* rules = &write_rules) {
  auto result = connect::open_envelope(request, rules);
  if (std::holds_alternative<Envelope>(result)) {
    ADD_FAILURE() << "was opened";
    return {};
  }
  return std::get<Response>(std::move(result));
}

std::string header(const Response& response, std::string_view name) {
  return std::string(response.headers.find(name).value_or(""));
}

void expect_error(const Response& response, int status, const std::string& code) {
  EXPECT_EQ(response.status, status);
  EXPECT_EQ(header(response, "content-type"), "application/json");
  EXPECT_THAT(response.body, HasSubstr("{\"code\":\"" + code + "\""));
}

TEST(ConnectPath, IsPackageServiceAndMethod) {
  const auto path = connect::method_path("/muster.roster.v1.RosterService/GetPerson");
  ASSERT_TRUE(path.has_value());
  EXPECT_EQ(path->service, "muster.roster.v1.RosterService");
  EXPECT_EQ(path->method, "GetPerson");
  for (const char* other : {"", "/", "/healthz", "/Roster/Get", "/a.B/", "/a.B/C/", "/a.B/C/D", "//a.B/C", "a.B/C",
                            "/a.B", "/a.B/C%20", "/a.B/C?", "/a b.C/D", "/assets/index.js"}) {
    EXPECT_FALSE(connect::method_path(other).has_value()) << other;
  }
}

TEST(ConnectEnvelope, UnknownMethodIs404) {
  const Response response = refused(post("{}"), nullptr);
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.body, "");
}

TEST(ConnectEnvelope, WrongVerbIs405WithAllow) {
  for (const char* verb : {"PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "GET"}) {
    Request request = post("{}");
    request.verb = verb;
    const Response response = refused(std::move(request));
    EXPECT_EQ(response.status, 405) << verb;
    EXPECT_EQ(header(response, "allow"), "POST");
  }
  Request head = get("encoding=json&message={}");
  head.verb = "HEAD";
  const Response response = refused(std::move(head), &read_rules);
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(header(response, "allow"), "GET, POST");
}

TEST(ConnectEnvelope, WrongContentTypeIs415WithAcceptPost) {
  for (const char* type :
       {"", "text/plain", "application/connect+json", "application/connect+proto", "application/grpc-web",
        "application/jsonx", "application/json; charset=latin1", "application/json, application/proto",
        "application/x-www-form-urlencoded", "multipart/form-data; boundary=a", "application/grpc"}) {
    const Response response = refused(post("{}", {{"Content-Type", type}, {"Connect-Protocol-Version", "1"}}));
    EXPECT_EQ(response.status, 415) << type;
    EXPECT_EQ(response.body, "");
    EXPECT_EQ(header(response, "accept-post"), "application/json, application/proto");
  }
  EXPECT_EQ(refused(post("{}", {{"Connect-Protocol-Version", "1"}})).status, 415);
  EXPECT_EQ(refused(post("{}", {{"Content-Type", "application/json"},
                                {"Content-Type", "application/json"},
                                {"Connect-Protocol-Version", "1"}}))
                .status,
            415);
}

TEST(ConnectEnvelope, TakesBothCodecs) {
  for (const char* type : {"application/json", "Application/JSON", "application/json;charset=utf-8",
                           "application/json; charset=UTF-8", "application/json; charset=\"utf-8\""}) {
    EXPECT_EQ(opened(post("{}", {{"content-type", type}, {"connect-protocol-version", "1"}})).codec, Codec::json)
        << type;
  }
  const Envelope binary =
      opened(post("\x08\x01", {{"content-type", "application/proto"}, {"connect-protocol-version", "1"}}));
  EXPECT_EQ(binary.codec, Codec::proto);
  EXPECT_EQ(binary.message, "\x08\x01");
  EXPECT_FALSE(binary.get);
}

TEST(ConnectEnvelope, PostNeedsTheProtocolVersion) {
  expect_error(refused(post("{}", {{"Content-Type", "application/json"}})), 400, "invalid_argument");
  for (const char* version : {"", "2", "1.0", "v1", "1, 1"}) {
    expect_error(refused(post("{}", {{"Content-Type", "application/json"}, {"Connect-Protocol-Version", version}})),
                 400, "invalid_argument");
  }
}

TEST(ConnectEnvelope, Timeout) {
  EXPECT_FALSE(opened(post("{}")).timeout.has_value());
  EXPECT_EQ(opened(post_with("{}", {{"Connect-Timeout-Ms", "0"}})).timeout, std::chrono::milliseconds(0));
  EXPECT_EQ(opened(post_with("{}", {{"Connect-Timeout-Ms", "9999999999"}})).timeout,
            std::chrono::milliseconds(9'999'999'999));
  for (const char* wrong : {"", "abc", "-1", "+1", "1.5", "10000000000", "1s", " 1", "0x1"}) {
    expect_error(refused(post_with("{}", {{"Connect-Timeout-Ms", wrong}})), 400, "invalid_argument");
  }
  expect_error(refused(post_with("{}", {{"Connect-Timeout-Ms", "1"}, {"Connect-Timeout-Ms", "2"}})), 400,
               "invalid_argument");
}

TEST(ConnectEnvelope, Compression) {
  const std::string text(5000, 'a');
  EXPECT_EQ(opened(post_with(text::gzip(text), {{"Content-Encoding", "gzip"}})).message, text);
  EXPECT_EQ(opened(post_with(text, {{"Content-Encoding", "identity"}})).message, text);
  // An empty body is never decompressed.
  EXPECT_EQ(opened(post_with("", {{"Content-Encoding", "gzip"}})).message, "");
  const Response unknown = refused(post_with("x", {{"Content-Encoding", "br"}}));
  expect_error(unknown, 501, "unimplemented");
  EXPECT_THAT(unknown.body, HasSubstr("gzip or identity"));
  const std::string whole = text::gzip(text);
  for (const std::string& wrong :
       {std::string("not gzip"), whole.substr(0, whole.size() - 1), whole + "x", whole.substr(0, 12), whole + whole}) {
    expect_error(refused(post_with(wrong, {{"Content-Encoding", "gzip"}})), 400, "invalid_argument");
  }
}

TEST(ConnectEnvelope, LimitHoldsAfterDecompression) {
  const MethodRules rules{.message_limit_bytes = 1000};
  const std::string at_limit(1000, 'a');
  EXPECT_EQ(opened(post(at_limit), rules).message.size(), 1000u);
  EXPECT_EQ(opened(post_with(text::gzip(at_limit), {{"Content-Encoding", "gzip"}}), rules).message.size(), 1000u);
  expect_error(refused(post(at_limit + 'a'), &rules), 429, "resource_exhausted");
  const std::string bomb = text::gzip(std::string(8'000'000, 'a'));
  ASSERT_LT(bomb.size(), 80'000u);
  expect_error(refused(post_with(bomb, {{"Content-Encoding", "gzip"}}), &rules), 429, "resource_exhausted");
}

TEST(ConnectEnvelope, Get) {
  const Envelope json = opened(get("message=%7B%22aString%22%3A%22a+b%22%7D&encoding=json&connect=v1&x=y"), read_rules);
  EXPECT_TRUE(json.get);
  EXPECT_EQ(json.codec, Codec::json);
  EXPECT_EQ(json.message, "{\"aString\":\"a b\"}");
  for (const char* message : {"-_-_", "%2B%2F%2B%2F", "-_-_"}) {
    const Envelope binary =
        opened(get(std::string("connect=v1&base64=1&encoding=proto&message=") + message), read_rules);
    EXPECT_EQ(binary.codec, Codec::proto);
    EXPECT_EQ(binary.message, "\xfb\xff\xbf");
  }
  EXPECT_EQ(opened(get("encoding=proto&base64=1&message=CDI"), read_rules).message, "\x08\x32");
  EXPECT_EQ(opened(get("encoding=proto&base64=1&message=CDI%3D"), read_rules).message, "\x08\x32");
  EXPECT_EQ(opened(get("encoding=proto"), read_rules).message, "");
  const std::string packed = text::encode_base64(text::gzip("{}"), Base64::unpadded);
  std::string escaped;
  for (char c : packed) escaped += c == '+' ? std::string("%2B") : std::string(1, c);
  EXPECT_EQ(opened(get("encoding=json&compression=gzip&base64=1&message=" + escaped), read_rules).message, "{}");
}

TEST(ConnectEnvelope, WrongGet) {
  EXPECT_EQ(refused(get("message={}"), &read_rules).status, 415);
  EXPECT_EQ(refused(get("encoding=xml&message={}"), &read_rules).status, 415);
  expect_error(refused(get("encoding=json&message={}&connect=v2"), &read_rules), 400, "invalid_argument");
  expect_error(refused(get("encoding=json&base64=1&message=%"), &read_rules), 400, "invalid_argument");
  expect_error(refused(get("encoding=json&base64=1&message=*"), &read_rules), 400, "invalid_argument");
  expect_error(refused(get("encoding=json&base64=1&message=A"), &read_rules), 400, "invalid_argument");
  expect_error(refused(get("encoding=json&message={}&message={}"), &read_rules), 400, "invalid_argument");
  expect_error(refused(get("encoding=json&message=%7g"), &read_rules), 400, "invalid_argument");
  expect_error(refused(get("encoding=json&message=a&compression=br"), &read_rules), 501, "unimplemented");
  expect_error(refused(get("encoding=json&message=a&compression=gzip"), &read_rules), 400, "invalid_argument");
}

TEST(ConnectAnswer, AcceptEncodingIsReadWithItsWeights) {
  for (const char* yes :
       {"gzip", "gzip, deflate, br", "br;q=1.0, GZIP;q=0.5", "*", "deflate, *;q=0.1", "gzip;q=0.001"}) {
    EXPECT_TRUE(connect::accepts_encoding(yes, "gzip")) << yes;
  }
  for (const char* no : {"", "identity", "br", "gzip;q=0", "gzip;q=0.000, *", "*;q=0", "gzipx"}) {
    EXPECT_FALSE(connect::accepts_encoding(no, "gzip")) << no;
  }
}

TEST(ConnectAnswer, IsCompressedWhenThatPaysAndIsTaken) {
  Envelope envelope = opened(post_with("{}", {{"Accept-Encoding", "gzip, deflate, br, zstd"}}));
  const std::string large(5000, 'a');
  const Response packed = connect::encode_answer(envelope, large, connect::Caching::no_store);
  EXPECT_EQ(packed.status, 200);
  EXPECT_EQ(header(packed, "content-encoding"), "gzip");
  EXPECT_EQ(header(packed, "content-type"), "application/json");
  EXPECT_EQ(header(packed, "vary"), "Accept-Encoding");
  EXPECT_EQ(header(packed, "cache-control"), "no-store");
  std::string unpacked;
  EXPECT_EQ(text::gunzip(packed.body, 10'000, unpacked), text::Inflated::whole);
  EXPECT_EQ(unpacked, large);
  EXPECT_EQ(header(connect::encode_answer(envelope, "{}", connect::Caching::no_store), "content-encoding"), "");
  envelope.accepts_gzip = false;
  envelope.codec = Codec::proto;
  const Response plain = connect::encode_answer(envelope, large, connect::Caching::no_store);
  EXPECT_EQ(plain.body, large);
  EXPECT_EQ(header(plain, "content-type"), "application/proto");
}

TEST(ConnectAnswer, OnlyACacheableGetMayBeKept) {
  Envelope envelope = opened(get("encoding=json&message={}"), read_rules);
  const Response first = connect::encode_answer(envelope, "{}", connect::Caching::minute);
  EXPECT_EQ(header(first, "cache-control"), "private, max-age=60");
  envelope.if_none_match = header(first, "etag");
  ASSERT_FALSE(envelope.if_none_match.empty());
  const Response again = connect::encode_answer(envelope, "{}", connect::Caching::minute);
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(connect::encode_answer(envelope, "{\"a\":1}", connect::Caching::minute).status, 200);
  EXPECT_EQ(header(connect::encode_answer(envelope, "{}", connect::Caching::no_store), "cache-control"), "no-store");
  envelope.get = false;
  EXPECT_EQ(header(connect::encode_answer(envelope, "{}", connect::Caching::minute), "cache-control"), "no-store");
}

TEST(ConnectError, EveryCodeHasItsNameAndStatus) {
  const std::vector<std::pair<std::string, int>> all{{"canceled", 499},
                                                     {"unknown", 500},
                                                     {"invalid_argument", 400},
                                                     {"deadline_exceeded", 504},
                                                     {"not_found", 404},
                                                     {"already_exists", 409},
                                                     {"permission_denied", 403},
                                                     {"resource_exhausted", 429},
                                                     {"failed_precondition", 400},
                                                     {"aborted", 409},
                                                     {"out_of_range", 400},
                                                     {"unimplemented", 501},
                                                     {"internal", 500},
                                                     {"unavailable", 503},
                                                     {"data_loss", 500},
                                                     {"unauthenticated", 401}};
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto code = static_cast<status::Code>(i + 1);
    expect_error(connect::encode_error(status::Error(code, status::Reason{}, "text"), ""), all[i].second, all[i].first);
  }
}

// The details of an error's JSON: type to bytes of the message.
std::map<std::string, std::string> details_of(const std::string& body) {
  std::map<std::string, std::string> details;
  for (std::size_t at = 0; (at = body.find("{\"type\":\"", at)) != std::string::npos;) {
    at += 9;
    const std::string type = body.substr(at, body.find('"', at) - at);
    const std::size_t value = body.find("\"value\":\"", at) + 9;
    const std::string encoded = body.substr(value, body.find('"', value) - value);
    EXPECT_EQ(encoded.find('='), std::string::npos);
    details[type] = text::decode_base64(encoded).value();
  }
  return details;
}

TEST(ConnectError, CarriesViolationsAndReasonAsDetails) {
  status::Violations violations;
  violations.add("person.birth_date", platform::v1::REASON_NOT_A_DATE, "must be a date \"YYYY-MM-DD\"");
  violations.add("person.name", platform::v1::REASON_TOO_LONG, "is too long", {{"limit", "200"}});
  Response response;
  try {
    violations.throw_if_any();
  } catch (const status::Error& error) {
    response = connect::encode_error(error, "0123");
  }
  expect_error(response, 400, "invalid_argument");
  EXPECT_EQ(header(response, "cache-control"), "no-store");
  auto details = details_of(response.body);
  google::rpc::BadRequest bad_request;
  ASSERT_TRUE(bad_request.ParseFromString(details["google.rpc.BadRequest"]));
  ASSERT_EQ(bad_request.field_violations_size(), 2);
  EXPECT_EQ(bad_request.field_violations(0).field(), "person.birth_date");
  EXPECT_EQ(bad_request.field_violations(0).description(), "must be a date \"YYYY-MM-DD\"");
  EXPECT_EQ(bad_request.field_violations(0).reason(), "NOT_A_DATE");
  platform::v1::Violations violated;
  ASSERT_TRUE(violated.ParseFromString(details["muster.platform.v1.Violations"]));
  ASSERT_EQ(violated.violations_size(), 2);
  EXPECT_EQ(violated.violations(0).reason(), "NOT_A_DATE");
  EXPECT_EQ(violated.violations(1).field(), "person.name");
  EXPECT_EQ(violated.violations(1).reason(), "TOO_LONG");
  EXPECT_EQ(violated.violations(1).metadata().at("limit"), "200");
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(info.ParseFromString(details["google.rpc.ErrorInfo"]));
  EXPECT_EQ(info.reason(), "NOT_A_DATE");
  EXPECT_EQ(info.domain(), "muster");
  EXPECT_EQ(info.metadata().at("request_id"), "0123");
  EXPECT_THAT(response.body, HasSubstr(R"("debug":{"fieldViolations":[{"field":"person.birth_date",)"));
  EXPECT_THAT(response.body,
              HasSubstr(R"x("message":"person.birth_date: must be a date \"YYYY-MM-DD\" (and 1 more)")x"));
}

TEST(ConnectError, OwnReasonAndRetryAfter) {
  const Response response = connect::encode_error(
      status::unavailable(platform::v1::REASON_TOO_BUSY, "too much to do", std::chrono::seconds(3)), "");
  EXPECT_EQ(header(response, "retry-after"), "3");
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(info.ParseFromString(details_of(response.body)["google.rpc.ErrorInfo"]));
  EXPECT_EQ(info.reason(), "TOO_BUSY");
  EXPECT_EQ(info.metadata_size(), 0);
}

TEST(ConnectError, MetadataOfOneRefusal) {
  const Response response = connect::encode_error(
      status::failed_precondition(platform::v1::REASON_WRONG_STATE, "no action is possible", {{"state", "LAPSED"}}),
      "7");
  auto details = details_of(response.body);
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(info.ParseFromString(details["google.rpc.ErrorInfo"]));
  EXPECT_EQ(info.reason(), "WRONG_STATE");
  EXPECT_EQ(info.metadata().at("state"), "LAPSED");
  EXPECT_EQ(info.metadata().at("request_id"), "7");
  EXPECT_EQ(details.count("muster.platform.v1.Violations"), 0u);
}

TEST(ConnectError, NoMetadataNoViolationsOfOurs) {
  const Response response = connect::encode_error(
      status::invalid_argument("person.number", platform::v1::REASON_REQUIRED, "is required"), "");
  EXPECT_EQ(details_of(response.body).count("muster.platform.v1.Violations"), 0u);
}

TEST(ConnectError, AFaultHasTheReasonOfItsCode) {
  EXPECT_EQ(status::Error(status::Code::data_loss, "gone").reason(), "DATA_LOSS");
  EXPECT_EQ(status::stale_etag().reason(), "STALE_ETAG");
}

TEST(Base64, TakesBothAlphabetsWithAndWithoutPadding) {
  EXPECT_EQ(text::encode_base64("", Base64::padded), "");
  EXPECT_EQ(text::encode_base64("f", Base64::padded), "Zg==");
  EXPECT_EQ(text::encode_base64("fo", Base64::unpadded), "Zm8");
  EXPECT_EQ(text::encode_base64("foobar", Base64::padded), "Zm9vYmFy");
  for (const char* text : {"Zm8", "Zm8="}) EXPECT_EQ(text::decode_base64(text), "fo") << text;
  EXPECT_EQ(text::decode_base64("-_-_"), text::decode_base64("+/+/"));
  for (const char* wrong : {"Z", "Zm8==", "Zm9v=", "Zm=8", "Zm 8", "====", "Zm9vY", "Zm9"}) {
    EXPECT_FALSE(text::decode_base64(wrong).has_value()) << wrong;
  }
  // Every byte that is in no alphabet, at every place of a letter.
  for (int c = 0; c < 256; ++c) {
    const char byte = static_cast<char>(c);
    if (std::isalnum(c) != 0 || std::string_view("+/-_=").find(byte) != std::string_view::npos) continue;
    for (std::size_t at = 0; at < 4; ++at) {
      std::string text = "AAAA";
      text[at] = byte;
      EXPECT_FALSE(text::decode_base64(text).has_value()) << c << " at " << at;
    }
  }
}

}  // namespace
}  // namespace muster
