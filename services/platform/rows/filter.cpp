// SPDX-License-Identifier: EUPL-1.2
#include "platform/rows/filter.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <optional>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/rows.h"
#include "platform/status/error.h"
#include "platform/text/code_key.h"

namespace muster::rows {
namespace {

namespace pb = google::protobuf;
using status::Error;

constexpr std::size_t length_at_most = 2000;
constexpr int restrictions_at_most = 20;

struct Token {
  enum class Kind { word, quoted, comparison, end };
  Kind kind;
  std::string text;
  std::size_t position;  // of its first byte, from 1
};

Error wrong(std::size_t position, const std::string& what) {
  return status::invalid_argument("filter", platform::v1::REASON_MALFORMED_FILTER,
                                  "at position " + std::to_string(position) + ": " + what,
                                  {{"position", std::to_string(position)}});
}

bool word_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '_' || c == '-' || c == '/';
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Token next() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    const std::size_t position = at_ + 1;
    if (at_ == text_.size()) return {Token::Kind::end, "", position};
    const char c = text_[at_];
    if (c == '"') return quoted(position);
    if (word_character(c)) {
      const std::size_t start = at_;
      while (at_ < text_.size() && word_character(text_[at_])) ++at_;
      return {Token::Kind::word, std::string(text_.substr(start, at_ - start)), position};
    }
    for (const std::string_view sign : {"!=", "<=", ">=", "=", "<", ">", ":"}) {
      if (!text_.substr(at_).starts_with(sign)) continue;
      at_ += sign.size();
      return {Token::Kind::comparison, std::string(sign), position};
    }
    if (c == '(' || c == ')') throw wrong(position, "parentheses are not supported");
    throw wrong(position,
                "unexpected character; put text with other characters than letters, "
                "digits and . _ - / between double quotes");
  }

 private:
  Token quoted(std::size_t position) {
    std::string value;
    for (++at_; at_ < text_.size(); ++at_) {
      char c = text_[at_];
      if (c == '"') {
        ++at_;
        return {Token::Kind::quoted, std::move(value), position};
      }
      if (c == '\\') {
        if (++at_ == text_.size()) break;
        c = text_[at_];
        if (c != '"' && c != '\\') throw wrong(at_, "after \\ only \" or \\ may follow");
      }
      value += c;
    }
    throw wrong(position, "the closing double quote is missing");
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

template <class Number>
Number number_of(const Token& literal, const std::string& field) {
  Number value{};
  const char* end = literal.text.data() + literal.text.size();
  const auto [stop, error] = std::from_chars(literal.text.data(), end, value);
  if (error != std::errc() || stop != end || literal.kind != Token::Kind::word ||
      !std::isfinite(static_cast<double>(value))) {
    throw wrong(literal.position, field + " compares with a " +
                                      (std::is_integral_v<Number> ? "whole number, such as 3" : "number, such as 3.5"));
  }
  return value;
}

long long time_of(const Token& literal, const std::string& field) {
  pb::Timestamp time;
  const bool day = literal.text.size() == 10;
  if (!pb::util::TimeUtil::FromString(literal.text + (day ? "T00:00:00Z" : ""), &time)) {
    throw wrong(literal.position, field +
                                      " compares with a date such as 2026-03-31 or a time such "
                                      "as \"2026-03-31T12:00:00Z\"");
  }
  return pb::util::TimeUtil::TimestampToMicroseconds(time);
}

std::string enum_value_of(const Token& literal, const pb::FieldDescriptor& field) {
  const auto* type = field.enum_type();
  if (type->FindValueByName(literal.text) != nullptr) return literal.text;
  std::string names;
  for (int i = 0; i < type->value_count(); ++i) {
    names += (i == 0 ? "" : ", ") + type->value(i)->name();
  }
  throw wrong(literal.position, field.name() + " is one of " + names);
}

db::Value literal_value(const Column& column, const Token& literal) {
  const std::string& name = column.field->name();
  switch (column.kind) {
    case Kind::text: return literal.text;
    case Kind::enumeration: return enum_value_of(literal, *column.field);
    case Kind::boolean:
      if (literal.text == "true") return 1LL;
      if (literal.text == "false") return 0LL;
      throw wrong(literal.position, name + " is true or false");
    case Kind::integer: return number_of<long long>(literal, name);
    case Kind::real: return number_of<double>(literal, name);
    case Kind::time: return time_of(literal, name);
    case Kind::id:
    case Kind::reference: try { return proto::id_of(literal.text, column.collection, "filter");
      } catch (const Error&) {
        throw wrong(literal.position, name + " compares with a name such as " + column.collection + "/42");
      }
    case Kind::list:
      if (column.field->cpp_type() == pb::FieldDescriptor::CPPTYPE_ENUM) {
        return enum_value_of(literal, *column.field);
      }
      return literal.text;
    case Kind::version:
    case Kind::key:
    case Kind::likeness:
    case Kind::order:
    case Kind::words: break;
  }
  throw wrong(literal.position, name + " cannot be filtered by");
}

bool is_ordered(Kind kind) {
  return kind == Kind::text || kind == Kind::integer || kind == Kind::real || kind == Kind::time;
}

db::Query contains(const Column& column, const std::string& name, db::Value value, db::Backend backend) {
  const bool sqlite = backend == db::Backend::sqlite;
  if (column.kind == Kind::list) {
    return sqlite
               ? db::Query("EXISTS (SELECT 1 FROM json_each(" + name + ") AS e WHERE e.value = ?)", {std::move(value)})
               : db::Query("CAST(" + name + " AS jsonb) @> jsonb_build_array(CAST(? AS TEXT))", {std::move(value)});
  }
  return {std::string(sqlite ? "instr" : "strpos") + "(fold(" + name + "), fold(?)) > 0", {std::move(value)}};
}

// A code as the one that it is, whatever its spelling; nothing for what compares otherwise.
std::optional<db::Query> code_restriction(const Column& column, const std::string& comparison, const std::string& text,
                                          const FilterContext& context) {
  const Column* key = plan_of(*column.field->containing_type()).key_of(*column.field);
  if (key == nullptr) return std::nullopt;
  const std::string name = context.table + "." + key->name;
  if (comparison == "=") return db::Query(name + " = ?", {text::code_key(text)});
  if (comparison == "!=") return db::Query(name + " <> ?", {text::code_key(text)});
  if (comparison != ":" || text::code_key(text).empty()) return std::nullopt;
  const std::string contains = context.backend == db::Backend::sqlite ? "instr(" : "strpos(";
  return db::Query(contains + name + ", ?) > 0", {text::code_key(text)});
}

// Before and behind in the order that lists are in, and by the index for that; nothing for what compares otherwise.
std::optional<db::Query> name_restriction(const Column& column, const std::string& comparison, const std::string& text,
                                          const FilterContext& context) {
  const Column* order = plan_of(*column.field->containing_type()).order_of(*column.field);
  if (order == nullptr || comparison == ":" || comparison == "!=" || text.empty()) return std::nullopt;
  const std::string name = context.table + "." + order->name;
  db::Query query{name + " " + comparison + " ?", {text::name_order(text, context.name_rules)}};
  if (comparison == "=") query += {" AND " + context.table + "." + column.name + " = ?", {text}};
  return query;
}

db::Query is_unset(const Column& column, const std::string& name, const Token& comparison) {
  const bool equal = comparison.text == "=";
  if (!equal && comparison.text != "!=") {
    throw wrong(comparison.position, "null goes with = and != only");
  }
  if (column.nullable) return name + (equal ? " IS NULL" : " IS NOT NULL");
  if (column.kind == Kind::text) return name + (equal ? " = ''" : " <> ''");
  if (column.kind == Kind::list) return name + (equal ? " = '[]'" : " <> '[]'");
  throw wrong(comparison.position, column.field->name() + " is always set");
}

db::Query restriction(const Column& column, const Token& comparison, const Token& literal,
                      const FilterContext& context) {
  const std::string name = context.table + "." + column.name;
  if (literal.kind == Token::Kind::word && literal.text == "null") {
    return is_unset(column, name, comparison);
  }
  const bool has = comparison.text == ":";
  if (column.kind == Kind::list ? !has : has && column.kind != Kind::text) {
    throw wrong(comparison.position,
                column.field->name() + (has ? " is compared with = or !=" : " is repeated: use \":\""));
  }
  const bool equality = comparison.text == "=" || comparison.text == "!=";
  if (!has && !equality && !is_ordered(column.kind)) {
    throw wrong(comparison.position, column.field->name() + " is compared with = or != only");
  }
  db::Value value = literal_value(column, literal);
  if (auto code = code_restriction(column, comparison.text, literal.text, context)) return std::move(*code);
  if (auto place = name_restriction(column, comparison.text, literal.text, context)) return std::move(*place);
  if (has) return contains(column, name, std::move(value), context.backend);
  if (comparison.text == "!=") {
    // What is unset differs from every value.
    const std::string unset = column.nullable ? name + " IS NULL OR " : "";
    return {"(" + unset + name + " <> ?)", {std::move(value)}};
  }
  return {name + " " + comparison.text + " ?", {std::move(value)}};
}

std::string names_of(const std::vector<const Column*>& columns) {
  std::string names;
  for (const Column* column : columns) {
    if (column->kind == Kind::version) continue;
    names += (names.empty() ? "" : ", ") + column->field->name();
  }
  return names;
}

const Column* find(const FilterContext& context, std::string_view field) {
  for (const Column* column : context.columns) {
    if (column->field->name() == field && column->kind != Kind::version) return column;
  }
  return nullptr;
}

const Column& filtered_column(const Token& token, const FilterContext& context) {
  if (token.kind != Token::Kind::word) throw wrong(token.position, "a field name was expected");
  if (token.text == "NOT" || token.text == "OR" || token.text == "AND") {
    throw wrong(token.position, token.text +
                                    " is not possible here: a filter is field, "
                                    "comparison, value, joined by AND");
  }
  const Column* column = find(context, token.text);
  if (column == nullptr) {
    throw wrong(token.position,
                "\"" + token.text + "\" is not a field to filter by; those are " + names_of(context.columns));
  }
  return *column;
}

}  // namespace

db::Query compile_filter(std::string_view filter, const FilterContext& context) {
  if (filter.size() > length_at_most) {
    throw status::invalid_argument("filter", platform::v1::REASON_TOO_LONG, "must have at most 2000 bytes",
                                   {{"limit", "2000"}});
  }
  Lexer lexer(filter);
  db::Query condition;
  Token token = lexer.next();
  if (token.kind == Token::Kind::end) return "1 = 1";
  for (int count = 1;; ++count) {
    if (count > restrictions_at_most) throw wrong(token.position, "at most 20 restrictions");
    const Column& column = filtered_column(token, context);
    const Token comparison = lexer.next();
    if (comparison.kind != Token::Kind::comparison) {
      throw wrong(comparison.position, "one of = != < <= > >= : was expected after " + token.text);
    }
    const Token literal = lexer.next();
    if (literal.kind != Token::Kind::word && literal.kind != Token::Kind::quoted) {
      throw wrong(literal.position, "a value was expected after " + comparison.text);
    }
    condition += restriction(column, comparison, literal, context);
    token = lexer.next();
    if (token.kind == Token::Kind::end) return condition;
    if (token.kind != Token::Kind::word || token.text != "AND") {
      throw wrong(token.position, token.text == "OR" ? "OR is not supported, only AND" : "AND was expected");
    }
    condition.text += " AND ";
    token = lexer.next();
  }
}

}  // namespace muster::rows
