// SPDX-License-Identifier: EUPL-1.2
#include "platform/db/session.h"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/db/postgresql_url.h"
#include "platform/db/session_impl.h"
#include "platform/status/error.h"

namespace muster::db {
namespace {

using status::Code;
using status::Error;
using namespace sqlite_api;

constexpr std::size_t statements_kept = 200;
// Operations of SQLite's machine between two looks at the clock: about 50 us.
constexpr int operations_per_check = 4000;
constexpr auto check_time = std::chrono::seconds(2);

// Lower case of ASCII and Latin-1 letters in UTF-8; other characters stay.
void fold(sqlite3_context* context, int, sqlite3_value** arguments) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(arguments[0]));
  if (text == nullptr) return sqlite3_result_null(context);
  std::string folded(text, static_cast<std::size_t>(sqlite3_value_bytes(arguments[0])));
  for (std::size_t i = 0; i < folded.size(); ++i) {
    auto c = static_cast<unsigned char>(folded[i]);
    const bool after_c3 = i > 0 && static_cast<unsigned char>(folded[i - 1]) == 0xC3;
    // U+00C0 to U+00DE except the multiplication sign U+00D7.
    const bool latin = after_c3 && c >= 0x80 && c <= 0x9E && c != 0x97;
    if (latin || (c >= 'A' && c <= 'Z')) folded[i] = static_cast<char>(c + 0x20);
  }
  sqlite3_result_text(context, folded.data(), static_cast<int>(folded.size()),
                      reinterpret_cast<sqlite3_destructor_type>(-1));
}

int remember_wal_pages(void* pages, sqlite3*, const char*, int count) {
  *static_cast<int*>(pages) = count;
  return SQLITE_OK;
}

// Notices may quote rows, so none is printed; one after a COMMIT takes back its promise: it was
// cancelled, or the server was stopped, while it waited for a standby. These are told by no state
// of their own but by "warning" and "admin shutdown" (PostgreSQL's syncrep.c), in any language.
void look_at_notice(void* unconfirmed, const PGresult* notice) {
  const char* state = PQresultErrorField(notice, PG_DIAG_SQLSTATE);
  if (state == nullptr || std::strcmp(state, "01000") == 0 || std::strcmp(state, "57P01") == 0) {
    *static_cast<bool*>(unconfirmed) = true;
  }
}

// Makes the file for its owner alone, since it holds personal data; one that is there is never opened here:
// to close any descriptor of it would drop all locks that this process has on it (POSIX), and another
// process would take the log of a database in use for left over, and delete it.
void require_file(const std::string& path, bool create) {
  if (create) {
    const int made = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (made >= 0) ::close(made);
  }
  if (::access(path.c_str(), R_OK | W_OK) == 0) return;
  if (!create && errno == ENOENT) {
    throw Error(Code::not_found, platform::v1::REASON_NO_SUCH_FILE,
                "there is no database file " + path +
                    "; correct the path, or make a new one with 'muster migrate' or 'muster-server --create'");
  }
  throw status::unavailable(platform::v1::REASON_IO_ERROR,
                            "the database file " + path + " cannot be opened: " + std::strerror(errno));
}

std::string sqlite_parameters(const std::string& path, bool read_only) {
  if (path.find('"') != std::string::npos || path.find(":memory:") != std::string::npos) {
    throw Error(Code::invalid_argument, platform::v1::REASON_WRONG_DATABASE,
                "the database file must have a path without quotes");
  }
  return "db=\"" + path + "\" timeout=5" + (read_only ? " readonly=true" : "");
}

std::string first_line(std::string text) { return text.substr(0, text.find('\n')); }

Error damaged(const std::string& path) {
  return {Code::data_loss,
          "the database file " + path + " is damaged or is not a SQLite database: restore it from a backup"};
}

}  // namespace

Session::Session(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Session::~Session() = default;
Backend Session::backend() const { return impl_->backend(); }
bool Session::failed() const { return impl_->failed(); }
long long Session::statements() const { return impl_->statements(); }
void Session::leave_no_trace() { impl_->ask_for_emptying(); }

std::any* Session::kept(std::string_view what) {
  const auto version = impl_->data_version();
  if (!version) return nullptr;
  if (*version != kept_of_) kept_.clear();
  kept_of_ = *version;
  const auto place = kept_.find(what);
  return place != kept_.end() ? &place->second : &kept_[std::string(what)];
}

Session::Impl::Impl(const Location& location, Access access)
    : backend_(location.backend), interrupts_(location.interrupts) {
  if (backend_ == Backend::sqlite) {
    open_sqlite(location, access);
  } else {
    open_postgresql(location, access);
  }
}

Session::Impl::~Impl() {
  if (backend_ == Backend::postgresql && sql_.get_backend() != nullptr) interrupts_->remove(postgresql());
  by_text_.clear();
  recent_.clear();
}

sqlite3* Session::Impl::sqlite() { return static_cast<soci::sqlite3_session_backend*>(sql_.get_backend())->conn_; }

long long Session::Impl::last_id() { return sqlite3_last_insert_rowid(sqlite()); }

PGconn* Session::Impl::postgresql() {
  return static_cast<soci::postgresql_session_backend*>(sql_.get_backend())->conn_;
}

void Session::Impl::open_sqlite(const Location& location, Access access) {
  const bool writes = access == Access::write;
  reads_only_ = !writes;
  const std::string parameters = sqlite_parameters(location.place, !writes);
  if (writes) require_file(location.place, location.create);
  // A session belongs to one thread at a time, so SQLite need not lock at every column, nor around counting its
  // memory. Has to come before the process opens its first file, and does nothing later.
  [[maybe_unused]] static const int configured =
      sqlite3_config(SQLITE_CONFIG_MULTITHREAD) | sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  try {
    sql_.open(soci::sqlite3, parameters);
  } catch (const soci::soci_error&) {
    throw status::unavailable(platform::v1::REASON_IO_ERROR,
                              "the database file " + location.place + " cannot be opened");
  }
  sqlite3_extended_result_codes(sqlite(), 1);
  sqlite3_progress_handler(sqlite(), operations_per_check, progress, this);
  sqlite3_create_function(sqlite(), "fold", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, nullptr, fold,
                          nullptr, nullptr);
  try {
    if (writes) {
      // The log is checkpointed by checkpointer.h beside the writer, not within COMMIT.
      script(std::string("PRAGMA journal_mode = WAL; PRAGMA synchronous = ") +
             (location.synchronous_full ? "FULL" : "NORMAL") +
             "; PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 0;"
             // What is deleted is overwritten, as some systems' SQLite does by itself.
             "PRAGMA secure_delete = ON;"
             // What a SAVEPOINT may have to undo stays in memory, not in a file for each.
             "PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -32000;"
             "PRAGMA temp_store = MEMORY");
      sqlite3_wal_hook(sqlite(), remember_wal_pages, &wal_pages_);
    } else {
      // No mmap_size: it saves a read of a person a sixth of its time on one machine and costs a tenth on
      // another, and a disk that fails under a mapping ends the program rather than the request.
      script("PRAGMA query_only = ON; PRAGMA cache_size = -16000");
    }
    script("SELECT COUNT(*) FROM sqlite_schema");
  } catch (const Error& error) {
    if (error.code() == Code::data_loss) throw damaged(location.place);
    throw;
  }
}

void Session::Impl::quick_check(const std::string& path) {
  if (backend_ != Backend::sqlite) return;
  deadline_ = std::chrono::steady_clock::now() + check_time;
  bool whole = true;
  try {
    each_row("PRAGMA quick_check(1)", {Type::text}, [&](Row& row) { whole = std::get<std::string>(row[0]) == "ok"; });
  } catch (const Error& error) {
    // A check cut short by the time limit found nothing.
    whole = error.code() == Code::deadline_exceeded;
  }
  deadline_ = Deadline::max();
  if (!whole) throw damaged(path);
}

void Session::Impl::open_postgresql(const Location& location, Access access) {
  try {
    sql_.open(soci::postgresql, with_default_parameters(location.place));
  } catch (const soci::soci_error& error) {
    // libpq names host, port and user here, never the password.
    throw status::unavailable(platform::v1::REASON_DATABASE_UNAVAILABLE,
                              "the PostgreSQL database cannot be reached: " + first_line(error.get_error_message()));
  }
  PQsetNoticeReceiver(postgresql(), look_at_notice, &commit_unconfirmed_);
  script("SET client_min_messages = warning; SET client_encoding = 'UTF8'");
  if (access == Access::write) return;
  script("SET default_transaction_read_only = on");
  interrupts_->add(postgresql());
}

void Session::Impl::fail(const Failure& failure) {
  broken_ = broken_ || failure.broken;
  must_retry_ = must_retry_ || failure.retry;
  failed_ = failed_ || writing_;
  throw failure.error;
}

void Session::Impl::check_usable() const {
  if (failed_) {
    throw Error(Code::internal, "a statement was run after another had failed in the same transaction");
  }
  if (running_) throw Error(Code::internal, "a statement was run while reading rows of another");
  if (must_end()) throw status::deadline_exceeded();
}

Prepared& Session::Impl::prepare(const Query& query, const std::vector<Type>& columns) {
  const auto found = by_text_.find(query.text);
  if (found != by_text_.end()) {
    recent_.splice(recent_.begin(), recent_, found->second);
    auto& prepared = found->second->second;
    if (!prepared->fits(query, columns)) {
      prepared = std::make_unique<Prepared>(sql_, backend_, query, columns);
    }
    return *prepared;
  }
  auto prepared = std::make_unique<Prepared>(sql_, backend_, query, columns);
  recent_.emplace_front(query.text, std::move(prepared));
  by_text_.emplace(recent_.front().first, recent_.begin());
  if (recent_.size() > statements_kept) {
    by_text_.erase(recent_.back().first);
    recent_.pop_back();
  }
  return *recent_.front().second;
}

void Session::Impl::forget(const std::string& text) {
  const auto found = by_text_.find(text);
  if (found == by_text_.end()) return;
  const auto entry = found->second;
  by_text_.erase(found);
  recent_.erase(entry);
}

template <class Work>
auto Session::Impl::run(const Query& query, const std::vector<Type>& columns, Work work) {
  check_usable();
  ++statements_;
  Prepared* prepared = nullptr;
  struct Running {
    bool& flag;
    ~Running() { flag = false; }
  } running{running_};
  running_ = true;
  try {
    prepared = &prepare(query, columns);
    return work(*prepared);
  } catch (const soci::postgresql_soci_error& error) {
    const bool lost = PQstatus(postgresql()) == CONNECTION_BAD;
    const Failure failure = classify_postgresql(lost ? "" : error.sqlstate(),
                                                prepared == nullptr ? nullptr : prepared->result(), query.text);
    // The server forgets a plan whose tables changed only when it is prepared anew.
    if (failure.error.code() == Code::internal) forget(query.text);
    fail(failure);
  } catch (const soci::soci_error&) {
    if (backend_ == Backend::postgresql) fail(classify_postgresql("", nullptr, query.text));
    const int code = sqlite3_extended_errcode(sqlite());
    const std::string message = sqlite3_errmsg(sqlite());
    forget(query.text);
    fail(classify_sqlite(code, message, query.text));
  }
}

std::vector<Row> Session::Impl::rows_after_failure(const Query& query, const std::vector<Type>& columns) {
  failed_ = false;
  std::vector<Row> rows;
  try {
    each_row(query, columns, [&](Row& row) { rows.push_back(row); });
  } catch (const Error&) {
    rows.clear();
  }
  failed_ = writing_;
  return rows;
}

void Session::Impl::each_row(const Query& query, const std::vector<Type>& columns,
                             const std::function<void(Row&)>& row) {
  run(query, columns, [&](Prepared& prepared) { prepared.each_row(query, row); });
}

void Session::Impl::each_record(const Query& query, const std::vector<Type>& columns,
                                const std::function<void(const Record&)>& take) {
  run(query, columns, [&](Prepared& prepared) { prepared.each_record(query, take); });
}

long long Session::Impl::execute(const Query& query) {
  return run(query, {}, [&](Prepared& prepared) { return prepared.execute(query); });
}

void Session::Impl::command(const char* sql) {
  if (backend_ == Backend::postgresql) return script(sql);
  try {
    const Query query{sql};
    prepare(query, {}).execute(query);
  } catch (const soci::soci_error&) {
    fail(classify_sqlite(sqlite3_extended_errcode(sqlite()), sqlite3_errmsg(sqlite()), sql));
  }
}

void Session::Impl::script(const std::string& sql) {
  if (backend_ == Backend::sqlite) {
    ++scripts_;
    if (sqlite3_exec(sqlite(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
      fail(classify_sqlite(sqlite3_extended_errcode(sqlite()), sqlite3_errmsg(sqlite()), sql));
    }
    return;
  }
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(postgresql(), sql.c_str()), &PQclear);
  const auto status = PQresultStatus(result.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) {
    return;
  }
  fail_postgresql(result.get(), sql);
}

void Session::Impl::fail_postgresql(const PGresult* result, const std::string& statement) {
  const char* sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const bool lost = sqlstate == nullptr || PQstatus(postgresql()) == CONNECTION_BAD;
  fail(classify_postgresql(lost ? "" : sqlstate, result, statement));
}

}  // namespace muster::db
