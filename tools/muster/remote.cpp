// SPDX-License-Identifier: EUPL-1.2
#include "remote.h"

#include <curl/curl.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <google/rpc/error_details.pb.h>

#include <algorithm>
#include <cctype>
#include <memory>
#include <vector>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/enums.h"
#include "platform/status/error.h"
#include "platform/text/base64.h"

namespace muster::cli {
namespace {

constexpr long connect_seconds = 10;
constexpr long whole_seconds = 120;

std::size_t append(char* data, std::size_t size, std::size_t count, void* body) {
  static_cast<std::string*>(body)->append(data, size * count);
  return size * count;
}

// "Set-Cookie: muster=abc; Path=/" is kept as "muster=abc".
std::size_t keep_cookie(char* data, std::size_t size, std::size_t count, void* cookie) {
  constexpr std::string_view field = "set-cookie: ";
  const std::string_view line(data, size * count);
  const bool same =
      line.size() > field.size() && std::equal(field.begin(), field.end(), line.begin(), [](char ours, char theirs) {
        return ours == std::tolower(static_cast<unsigned char>(theirs));
      });
  if (same) {
    const std::string_view value = line.substr(field.size());
    *static_cast<std::string*>(cookie) = value.substr(0, value.find_first_of(";\r\n"));
  }
  return line.size();
}

status::Code code_of(const std::string& name) {
  for (int code = 1; code <= 16; ++code) {
    if (status::code_name(static_cast<status::Code>(code)) == name) return static_cast<status::Code>(code);
  }
  return status::Code::unknown;
}

std::vector<status::FieldViolation> violations_of(const google::protobuf::Struct& error) {
  std::vector<status::FieldViolation> violations;
  const auto details = error.fields().find("details");
  if (details == error.fields().end()) return violations;
  for (const auto& detail : details->second.list_value().values()) {
    const auto& fields = detail.struct_value().fields();
    const auto type = fields.find("type");
    const auto value = fields.find("value");
    if (type == fields.end() || value == fields.end()) continue;
    if (type->second.string_value() != "google.rpc.BadRequest") continue;
    google::rpc::BadRequest bad;
    const auto bytes = text::decode_base64(value->second.string_value());
    if (!bytes || !bad.ParseFromString(*bytes)) continue;
    for (const auto& violation : bad.field_violations()) {
      // Unspecified for one that this program does not know.
      const auto reason = proto::enum_named<status::Reason>("REASON_" + violation.reason());
      violations.push_back({violation.field(), reason, violation.description()});
    }
  }
  return violations;
}

[[noreturn]] void throw_error(const std::string& server, long http_status, const std::string& body) {
  google::protobuf::Struct error;
  const bool ours = google::protobuf::util::JsonStringToMessage(body, &error).ok() && error.fields().count("code") &&
                    error.fields().count("message");
  if (!ours) {
    throw status::unavailable(
        platform::v1::REASON_SERVER_UNREACHABLE,
        server + " answered " + std::to_string(http_status) + " and no message of Muster's; is it the right address?");
  }
  auto violations = violations_of(error);
  const status::Reason reason = violations.empty() ? status::Reason{} : violations.front().reason;
  const auto& fields = error.fields();
  throw ServerError(
      status::Error(code_of(fields.at("code").string_value()), reason, fields.at("message").string_value())
          .with_violations(std::move(violations)),
      body);
}

}  // namespace

void call_server(const std::string& server, const std::string& token, std::string& cookie, std::string_view path,
                 const google::protobuf::Message& request, google::protobuf::Message& response) {
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), &curl_easy_cleanup);
  if (!curl) throw status::unavailable(platform::v1::REASON_SERVER_UNREACHABLE, "libcurl cannot start");
  curl_slist* list = nullptr;
  list = curl_slist_append(list, "Content-Type: application/proto");
  list = curl_slist_append(list, "Connect-Protocol-Version: 1");
  list = curl_slist_append(list, "Expect:");
  if (!token.empty()) list = curl_slist_append(list, ("Authorization: Bearer " + token).c_str());
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(list, &curl_slist_free_all);
  if (!cookie.empty()) list = curl_slist_append(list, ("Cookie: " + cookie).c_str());
  const std::string url = server + "/" + std::string(path);
  const std::string message = request.SerializeAsString();
  std::string body;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, message.data());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(message.size()));
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &append);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &body);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, &keep_cookie);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &cookie);
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT, connect_seconds);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, whole_seconds);
  const CURLcode result = curl_easy_perform(curl.get());
  if (result != CURLE_OK) {
    throw status::unavailable(platform::v1::REASON_SERVER_UNREACHABLE,
                              "cannot call " + server + ": " + curl_easy_strerror(result));
  }
  long http_status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &http_status);
  if (http_status != 200) throw_error(server, http_status, body);
  if (!response.ParseFromString(body)) {
    throw status::unavailable(platform::v1::REASON_SERVER_UNREACHABLE,
                              server + " answered what this program cannot read; are the versions the same?");
  }
}

}  // namespace muster::cli
