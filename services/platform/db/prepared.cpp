// SPDX-License-Identifier: EUPL-1.2
#include <charconv>

#include "platform/db/session_impl.h"
#include "platform/status/error.h"

namespace muster::db {
namespace {

// SOCI binds by position only through names on PostgreSQL: each `?` outside quotes becomes
// ":a1", ":a2", ... SQLite takes the `?` as they are.
std::string named_arguments(const std::string& text) {
  std::string result;
  result.reserve(text.size() + 16);
  char quote = 0;
  int count = 0;
  for (const char c : text) {
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '?') {
      result += ":a" + std::to_string(++count);
      continue;
    }
    result += c;
  }
  return result;
}

Type type_of(const Value& value) {
  if (std::holds_alternative<long long>(value)) return Type::integer;
  if (std::holds_alternative<double>(value)) return Type::real;
  return Type::text;
}

status::Error unreadable(std::string_view wanted) {
  return {status::Code::internal, "a column of the database is not " + std::string(wanted)};
}

double real_from(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) throw unreadable("a number");
  return value;
}

// PostgreSQL's text of an integer, of a truth value, or of a whole numeric (SUM gives one).
long long integer_from(const std::string& text) {
  long long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size()) return value;
  if (text == "t") return 1;
  if (text == "f") return 0;
  const double real = real_from(text);
  value = static_cast<long long>(real);
  if (static_cast<double>(value) != real) throw unreadable("a whole number");
  return value;
}

std::string text_from(double value) {
  char buffer[64];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
  return {buffer, end};
}

void define(soci::statement& statement, Slot& slot) {
  switch (slot.type) {
    case Type::integer:
      statement.exchange(soci::into(slot.integer, slot.indicator));
      break;
    case Type::real:
      statement.exchange(soci::into(slot.real, slot.indicator));
      break;
    case Type::text:
      statement.exchange(soci::into(slot.text, slot.indicator));
      break;
  }
}

// As a constant: SOCI then never writes back.
void use(soci::statement& statement, Slot& slot) {
  switch (slot.type) {
    case Type::integer:
      statement.exchange(soci::use(std::as_const(slot.integer), slot.indicator));
      break;
    case Type::real:
      statement.exchange(soci::use(std::as_const(slot.real), slot.indicator));
      break;
    case Type::text:
      statement.exchange(soci::use(std::as_const(slot.text), slot.indicator));
      break;
  }
}

void fill(Slot& slot, const Value& value) {
  slot.indicator = soci::i_ok;
  if (std::holds_alternative<std::monostate>(value)) {
    slot.indicator = soci::i_null;
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    if (text->find('\0') != std::string::npos) {
      throw status::Error(status::Code::invalid_argument,
                          "text must not contain the character NUL");
    }
    slot.text = *text;
  } else if (const auto* integer = std::get_if<long long>(&value)) {
    if (slot.type == Type::text) {
      slot.text = std::to_string(*integer);
    } else {
      slot.integer = *integer;
    }
  } else if (slot.type == Type::text) {
    slot.text = text_from(std::get<double>(value));
  } else {
    slot.real = std::get<double>(value);
  }
}

}  // namespace

Prepared::Prepared(soci::session& sql, Backend backend, const Query& query,
                   std::vector<Type> columns, const Prepared* replaced)
    : backend_(backend),
      columns_(std::move(columns)),
      known_(query.args.size()),
      arguments_(query.args.size()),
      results_(columns_.size()),
      statement_(sql) {
  const bool sqlite = backend == Backend::sqlite;
  for (std::size_t i = 0; sqlite && i < arguments_.size(); ++i) {
    known_[i] = !std::holds_alternative<std::monostate>(query.args[i]);
    arguments_[i].type = type_of(query.args[i]);
    // A NULL tells nothing: keep what an earlier call told.
    if (!known_[i] && replaced != nullptr && i < replaced->known_.size() && replaced->known_[i]) {
      known_[i] = true;
      arguments_[i].type = replaced->arguments_[i].type;
    }
  }
  for (std::size_t i = 0; sqlite && i < results_.size(); ++i) results_[i].type = columns_[i];
  for (Slot& slot : results_) define(statement_, slot);
  for (Slot& slot : arguments_) use(statement_, slot);
  statement_.alloc();
  statement_.prepare(sqlite ? query.text : named_arguments(query.text));
  statement_.define_and_bind();
}

bool Prepared::fits(const Query& query, const std::vector<Type>& columns) const {
  if (columns != columns_ || query.args.size() != arguments_.size()) return false;
  if (backend_ != Backend::sqlite) return true;
  for (std::size_t i = 0; i < arguments_.size(); ++i) {
    const Value& value = query.args[i];
    if (std::holds_alternative<std::monostate>(value)) continue;
    if (!known_[i] || arguments_[i].type != type_of(value)) return false;
  }
  return true;
}

void Prepared::bind(const Query& query) {
  for (std::size_t i = 0; i < arguments_.size(); ++i) fill(arguments_[i], query.args[i]);
}

void Prepared::read(Row& row) const {
  for (std::size_t i = 0; i < results_.size(); ++i) {
    const Slot& slot = results_[i];
    if (slot.indicator == soci::i_null) {
      row[i] = std::monostate{};
      continue;
    }
    const bool convert = slot.type != columns_[i];
    switch (columns_[i]) {
      case Type::integer:
        row[i] = convert ? integer_from(slot.text) : slot.integer;
        break;
      case Type::real:
        row[i] = convert ? real_from(slot.text) : slot.real;
        break;
      case Type::text:
        row[i] = slot.text;
        break;
    }
  }
}

void Prepared::reset() {
  if (backend_ == Backend::sqlite) {
    static_cast<soci::sqlite3_statement_backend*>(statement_.get_backend())->reset();
  }
}

void Prepared::each_row(const Query& query, const std::function<void(Row&)>& row) {
  bind(query);
  Row values(results_.size());
  try {
    // Fetching to the end also ends the read transaction that SQLite began.
    for (bool more = statement_.execute(true); more; more = statement_.fetch()) {
      read(values);
      row(values);
    }
  } catch (const soci::soci_error&) {
    throw;
  } catch (...) {
    reset();
    throw;
  }
}

long long Prepared::execute(const Query& query) {
  bind(query);
  const bool returned_rows = statement_.execute(true);
  const long long changed = statement_.get_affected_rows();
  if (returned_rows) reset();
  return changed;
}

const PGresult* Prepared::result() {
  if (backend_ != Backend::postgresql) return nullptr;
  return static_cast<soci::postgresql_statement_backend*>(statement_.get_backend())
      ->result_.get_result();
}

}  // namespace muster::db
