// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/retry.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <algorithm>
#include <stdexcept>
#include <tuple>
#include <vector>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/rpc/registry.h"
#include "platform/status/error.h"
#include "platform/text/base64.h"
#include "platform/text/digest.h"

namespace muster::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr long long day_micros = 24LL * 3600 * 1000000;
constexpr long long prune_every = 256;  // writes
constexpr long long answers_at_once = 2000;

bool is_secret(const FieldDescriptor& field) {
  return field.options().GetExtension(platform::v1::field).privacy() == platform::v1::PRIVACY_SENSITIVE &&
         field.cpp_type() == FieldDescriptor::CPPTYPE_STRING;
}

bool can_hold_secret(const google::protobuf::Descriptor& type) {
  for (int i = 0; i < type.field_count(); ++i) {
    if (is_secret(*type.field(i))) return true;
  }
  return false;
}

// Whether a secret is set: hide_fields has cleared those that the method does not give, so most
// answers of a type that can hold one hold none. One that does is kept as ''.
bool holds_secret(const Message& answer) {
  std::vector<const FieldDescriptor*> set;
  answer.GetReflection()->ListFields(answer, &set);
  return std::any_of(set.begin(), set.end(), [](const FieldDescriptor* field) { return is_secret(*field); });
}

}  // namespace

std::string retry_key(const Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("request_id");
  return field ? request.GetReflection()->GetString(request, field) : std::string();
}

// Secrets stay out: a digest of a password could be searched for.
std::string retry_digest(const Message& request) {
  std::unique_ptr<Message> copy(request.New());
  copy->CopyFrom(request);
  const auto* type = copy->GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const auto* field = type->field(i);
    const bool secret = field->options().GetExtension(platform::v1::field).privacy() == platform::v1::PRIVACY_SENSITIVE;
    if (secret || field->name() == "request_id") copy->GetReflection()->ClearField(copy.get(), field);
  }
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream output(&bytes);
    google::protobuf::io::CodedOutputStream coded(&output);
    coded.SetSerializationDeterministic(true);
    copy->SerializeToCodedStream(&coded);
  }
  return text::hexadecimal(text::sha256(bytes));
}

std::optional<std::string> earlier_answer(Context& context, const std::string& key, const std::string& digest) {
  auto row = db::select_one<std::string, std::string>(
      context.sql, {"SELECT digest, answer FROM answered_request"
                    " WHERE account = ? AND method = ? AND request_id = ? AND create_time > ?",
                    {context.caller.account, context.method.path, key, context.now_micros() - day_micros}});
  if (!row) return std::nullopt;
  const auto& [earlier, kept] = *row;
  if (earlier != digest) {
    throw status::invalid_argument("request_id", platform::v1::REASON_REQUEST_ID_REUSED,
                                   "was used for another request; make a new one for each");
  }
  if (kept.empty() && can_hold_secret(*context.method.descriptor->output_type())) {
    throw status::already_exists("request_id", platform::v1::REASON_SECRET_SHOWN_ONCE,
                                 "was carried out, and its secret is shown once only; make another");
  }
  auto bytes = text::decode_base64(kept);
  if (!bytes) throw std::logic_error("a kept answer cannot be read");
  return bytes;
}

void keep_answer(Context& context, const std::string& key, const std::string& digest, const Message& answer,
                 std::string_view bytes) {
  const bool secret = holds_secret(answer);
  // One of more than a day ago may still be there.
  db::execute(context.sql,
              {"INSERT INTO answered_request (account, method, request_id, digest, answer, create_time)"
               " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (account, method, request_id) DO UPDATE"
               " SET digest = excluded.digest, answer = excluded.answer, create_time = excluded.create_time",
               {context.caller.account, context.method.path, key, digest,
                secret ? std::string() : text::encode_base64(bytes, text::Base64::unpadded), context.now_micros()}});
  if (context.sequence() % prune_every == 0) forget_old_answers(context.sql, context.now_micros());
}

void forget_answers(db::Session& session, const std::string& name) {
  // As the field stands in Protobuf's binary form: its length, so that no longer name is taken for it, and its bytes.
  const std::string field = static_cast<char>(name.size()) + name;
  std::string last_method, last_id;
  long long last_account = -1;
  while (true) {
    const auto answers = db::select<long long, std::string, std::string, std::string>(
        session, {"SELECT account, method, request_id, answer FROM answered_request"
                  " WHERE account > ? OR (account = ? AND (method > ? OR (method = ? AND request_id > ?)))"
                  " ORDER BY account, method, request_id LIMIT ?",
                  {last_account, last_account, last_method, last_method, last_id, answers_at_once}});
    for (const auto& [account, method, id, answer] : answers) {
      const auto bytes = text::decode_base64(answer);
      if (!bytes || bytes->find(field) == std::string::npos) continue;
      db::execute(session, {"DELETE FROM answered_request WHERE account = ? AND method = ? AND request_id = ?",
                            {account, method, id}});
    }
    if (answers.size() < static_cast<std::size_t>(answers_at_once)) return;
    std::tie(last_account, last_method, last_id, std::ignore) = answers.back();
  }
}

void forget_old_answers(db::Session& session, long long now_micros) {
  db::execute(session, {"DELETE FROM answered_request WHERE create_time < ?", {now_micros - day_micros}});
}

}  // namespace muster::rpc
