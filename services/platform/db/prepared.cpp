// SPDX-License-Identifier: EUPL-1.2
#include <charconv>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/db/session_impl.h"
#include "platform/status/error.h"

namespace muster::db {

using namespace sqlite_api;

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

// Text with a NUL would end there in PostgreSQL, and in half of SQLite's functions.
void check(const std::string& text) {
  if (text.find('\0') == std::string::npos) return;
  throw status::Error(status::Code::invalid_argument, platform::v1::REASON_INVALID_CHARACTER,
                      "text must not contain the character NUL");
}

Value value_from(const std::string& text, Type type) {
  switch (type) {
    case Type::integer: return integer_from(text);
    case Type::real: return real_from(text);
    case Type::text: break;
  }
  return text;
}

}  // namespace

Prepared::Prepared(soci::session& sql, Backend backend, const Query& query, std::vector<Type> columns)
    : backend_(backend), columns_(std::move(columns)), statement_(sql) {
  if (backend_ == Backend::postgresql) {
    arguments_.resize(query.args.size());
    results_.resize(columns_.size());
    for (Slot& slot : results_) statement_.exchange(soci::into(slot.text, slot.indicator));
    // As constants: SOCI then never writes back.
    for (Slot& slot : arguments_) {
      statement_.exchange(soci::use(std::as_const(slot.text), slot.indicator));
    }
  }
  statement_.alloc();
  statement_.prepare(backend_ == Backend::sqlite ? query.text : named_arguments(query.text));
  statement_.define_and_bind();
}

bool Prepared::fits(const Query& query, const std::vector<Type>& columns) const {
  return columns == columns_ && (backend_ == Backend::sqlite || query.args.size() == arguments_.size());
}

sqlite3_stmt* Prepared::native() {
  return static_cast<soci::sqlite3_statement_backend*>(statement_.get_backend())->stmt_;
}

// The arguments outlive the execution, so SQLite needs no copies.
void Prepared::bind_native(const Query& query) {
  sqlite3_stmt* statement = native();
  if (sqlite3_bind_parameter_count(statement) != static_cast<int>(query.args.size())) {
    throw status::Error(status::Code::internal, "a statement was given too few or too many arguments");
  }
  int place = 0;
  for (const Value& value : query.args) {
    ++place;
    if (const auto* text = std::get_if<std::string>(&value)) {
      check(*text);
      sqlite3_bind_text(statement, place, text->data(), static_cast<int>(text->size()), nullptr);
    } else if (const auto* integer = std::get_if<long long>(&value)) {
      sqlite3_bind_int64(statement, place, *integer);
    } else if (const auto* real = std::get_if<double>(&value)) {
      sqlite3_bind_double(statement, place, *real);
    } else {
      sqlite3_bind_null(statement, place);
    }
  }
}

bool Prepared::step() {
  const int code = sqlite3_step(native());
  if (code == SQLITE_ROW) return true;
  reset();
  if (code == SQLITE_DONE) return false;
  throw soci::soci_error("SQLite could not run a statement");  // its session asks SQLite why
}

// Also ends the read transaction that SQLite began for a SELECT of its own.
void Prepared::reset() { sqlite3_reset(native()); }

void Prepared::read_native(Row& row) {
  sqlite3_stmt* statement = native();
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const int column = static_cast<int>(i);
    if (sqlite3_column_type(statement, column) == SQLITE_NULL) {
      row[i] = std::monostate{};
    } else if (columns_[i] == Type::integer) {
      row[i] = static_cast<long long>(sqlite3_column_int64(statement, column));
    } else if (columns_[i] == Type::real) {
      row[i] = sqlite3_column_double(statement, column);
    } else {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
      row[i].emplace<std::string>(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
    }
  }
}

void Prepared::bind_slots(const Query& query) {
  for (std::size_t i = 0; i < arguments_.size(); ++i) {
    Slot& slot = arguments_[i];
    slot.indicator = soci::i_ok;
    if (const auto* text = std::get_if<std::string>(&query.args[i])) {
      check(*text);
      slot.text = *text;
    } else if (const auto* integer = std::get_if<long long>(&query.args[i])) {
      slot.text = std::to_string(*integer);
    } else if (const auto* real = std::get_if<double>(&query.args[i])) {
      slot.text = text_from(*real);
    } else {
      slot.indicator = soci::i_null;
    }
  }
}

void Prepared::read_slots(Row& row) const {
  for (std::size_t i = 0; i < results_.size(); ++i) {
    if (results_[i].indicator == soci::i_null) {
      row[i] = std::monostate{};
    } else {
      row[i] = value_from(results_[i].text, columns_[i]);
    }
  }
}

void Prepared::each_row(const Query& query, const std::function<void(Row&)>& row) {
  Row values(columns_.size());
  if (backend_ == Backend::postgresql) {
    bind_slots(query);
    for (bool more = statement_.execute(true); more; more = statement_.fetch()) {
      read_slots(values);
      row(values);
    }
    return;
  }
  bind_native(query);
  try {
    while (step()) {
      read_native(values);
      row(values);
    }
  } catch (...) {
    reset();
    throw;
  }
}

void Prepared::each_record(const Query& query, const std::function<void(const Record&)>& take) {
  if (backend_ == Backend::postgresql) {
    bind_slots(query);
    statement_.execute(true);  // which also fills the slots from the first row, in vain
    const PGresult* rows = result();
    for (int row = 0; row < PQntuples(rows); ++row) take(Record(rows, row));
    return;
  }
  bind_native(query);
  try {
    const Record record(native());
    while (step()) take(record);
  } catch (...) {
    reset();
    throw;
  }
}

long long Prepared::execute(const Query& query) {
  if (backend_ == Backend::postgresql) {
    bind_slots(query);
    statement_.execute(true);
    return statement_.get_affected_rows();
  }
  bind_native(query);
  if (step()) reset();
  return sqlite3_changes(sqlite3_db_handle(native()));
}

const PGresult* Prepared::result() {
  if (backend_ != Backend::postgresql) return nullptr;
  return static_cast<soci::postgresql_statement_backend*>(statement_.get_backend())->result_.get_result();
}

}  // namespace muster::db
