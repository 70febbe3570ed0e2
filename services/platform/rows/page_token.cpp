// SPDX-License-Identifier: EUPL-1.2
#include "platform/rows/page_token.h"

#include <charconv>
#include <optional>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/status/error.h"
#include "platform/text/base64.h"

namespace muster::rows {
namespace {

char letter(db::Type type) { return "irt"[static_cast<int>(type)]; }

// A key is its type's letter, its length in bytes, ":", and its text.
std::string key_text(const db::Value& value) {
  char buffer[64];
  if (const auto* text = std::get_if<std::string>(&value)) {
    return "t" + std::to_string(text->size()) + ":" + *text;
  }
  char* const end = std::holds_alternative<long long>(value)
                        ? std::to_chars(buffer, buffer + sizeof buffer, std::get<long long>(value)).ptr
                        : std::to_chars(buffer, buffer + sizeof buffer, std::get<double>(value)).ptr;
  const std::string text(buffer, static_cast<std::size_t>(end - buffer));
  const char type = letter(std::holds_alternative<long long>(value) ? db::Type::integer : db::Type::real);
  return type + std::to_string(text.size()) + ":" + text;
}

template <class Number>
std::optional<db::Value> number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return db::Value(value);
}

// Takes one key from the front of `rest`.
std::optional<db::Value> take_key(std::string_view& rest, db::Type type) {
  const auto colon = rest.find(':');
  if (rest.empty() || rest.front() != letter(type) || colon == std::string_view::npos) {
    return std::nullopt;
  }
  const auto length = number<long long>(rest.substr(1, colon - 1));
  if (!length) return std::nullopt;
  const auto size = static_cast<std::size_t>(std::get<long long>(*length));
  rest.remove_prefix(colon + 1);
  if (size > rest.size()) return std::nullopt;
  const std::string_view text = rest.substr(0, size);
  rest.remove_prefix(size);
  if (type == db::Type::integer) return number<long long>(text);
  if (type == db::Type::real) return number<double>(text);
  return db::Value(std::string(text));
}

}  // namespace

std::string encode_token(std::string_view digest, const std::vector<db::Value>& keys) {
  std::string bytes(digest);
  for (const db::Value& key : keys) bytes += key_text(key);
  return text::encode_base64(bytes, text::Base64::url);
}

std::vector<db::Value> decode_token(std::string_view token, std::string_view digest,
                                    const std::vector<db::Type>& types) {
  const auto bytes = text::decode_base64(token);
  if (!bytes || bytes->size() < digest.size()) {
    throw status::invalid_argument("page_token", platform::v1::REASON_WRONG_PAGE_TOKEN,
                                   "is not a token that this server gave; leave it out to start at the first page");
  }
  if (!bytes->starts_with(digest)) {
    throw status::invalid_argument("page_token", platform::v1::REASON_WRONG_PAGE_TOKEN,
                                   "is of a list with another filter, order or scope: start at the first page");
  }
  std::string_view rest = std::string_view(*bytes).substr(digest.size());
  std::vector<db::Value> keys;
  for (const db::Type type : types) {
    auto key = take_key(rest, type);
    if (!key) break;
    keys.push_back(std::move(*key));
  }
  if (keys.size() != types.size() || !rest.empty()) {
    throw status::invalid_argument("page_token", platform::v1::REASON_WRONG_PAGE_TOKEN,
                                   "is not a token that this server gave; leave it out to start at the first page");
  }
  return keys;
}

}  // namespace muster::rows
