// SPDX-License-Identifier: EUPL-1.2
// One SOCI session with its prepared statements. Included by the .cpp files of db/ and rows/ only.
#pragma once

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "platform/db/backend_error.h"
#include "platform/db/detail/scan.h"
#include "platform/db/interrupts.h"
#include "platform/db/query.h"
#include "platform/db/session.h"

namespace muster::db {

using Deadline = std::chrono::steady_clock::time_point;

// Where a database is and how it is opened.
struct Location {
  Backend backend;
  std::string place;  // the file's path, or the whole postgresql:// URL
  bool synchronous_full = true;
  std::shared_ptr<Interrupts> interrupts = std::make_shared<Interrupts>();
  bool create = false;  // SQLite: the file, when it is not there
};

// A prepared statement. SOCI prepares it and, on PostgreSQL, carries the values as text, which lets
// the server choose the types. On SQLite the values go straight to and from the statement: SOCI
// would bind each to one type for good and copy every column twice, which takes longer than SQLite
// takes to find the row.
class Prepared {
 public:
  Prepared(soci::session& sql, Backend backend, const Query& query, std::vector<Type> columns);

  // False when it was prepared for other columns.
  bool fits(const Query& query, const std::vector<Type>& columns) const;

  void each_row(const Query& query, const std::function<void(Row&)>& row);
  void each_record(const Query& query, const std::function<void(const Record&)>& take);
  long long execute(const Query& query);
  // The result of the last execution on PostgreSQL, for what went wrong; else null.
  const PGresult* result();

 private:
  // A text that SOCI reads from or writes to: its address must not move.
  struct Slot {
    std::string text;
    soci::indicator indicator = soci::i_null;
  };

  sqlite_api::sqlite3_stmt* native();
  void bind_native(const Query& query);
  // Goes on to the next row; false at the end. Throws soci::soci_error.
  bool step();
  void reset();
  void read_native(Row& row);
  void bind_slots(const Query& query);
  void read_slots(Row& row) const;

  Backend backend_;
  std::vector<Type> columns_;
  std::vector<Slot> arguments_;  // PostgreSQL only, as are the results
  std::vector<Slot> results_;
  soci::statement statement_;  // last: it points into the slots
};

class Session::Impl {
 public:
  enum class Access { read, write };

  // Throws status::Error UNAVAILABLE or DATA_LOSS with a plain sentence.
  Impl(const Location& location, Access access);
  ~Impl();
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  Backend backend() const { return backend_; }
  // SQLite's quick_check, for two seconds at most. Throws DATA_LOSS if it finds damage.
  void quick_check(const std::string& path);

  long long statements() const { return statements_; }
  // After a lost connection or a failed write to the disk: throw the session away.
  bool broken() const { return broken_; }
  // The running transaction met a serialisation failure or deadlock: run it again.
  bool must_retry() const { return must_retry_; }
  // COMMIT was answered, but perhaps not replicated.
  bool commit_unconfirmed() const { return commit_unconfirmed_; }

  void each_row(const Query& query, const std::vector<Type>& columns, const std::function<void(Row&)>& row);
  // The same without a copy of any value. On PostgreSQL the whole result is held.
  void each_record(const Query& query, const std::vector<Type>& columns,
                   const std::function<void(const Record&)>& take);
  long long execute(const Query& query);
  // Reads in spite of a failed statement, to find out why it failed; nothing if that fails
  // too. On SQLite only: PostgreSQL answers nothing more in such a transaction.
  std::vector<Row> rows_after_failure(const Query& query, const std::vector<Type>& columns);
  void scan(const std::string& select, const std::function<void(const Record&)>& take);
  // Statements without arguments, several if need be, not kept.
  void script(const std::string& sql);
  // A statement about the transaction itself; it may run after another had failed.
  void command(const char* sql);
  // PostgreSQL only: `statement` is a COPY ... FROM STDIN, `lines` what it reads (text format).
  void copy_in(const std::string& statement, const std::string& lines);

  // Work past `deadline` is interrupted with DEADLINE_EXCEEDED.
  void set_deadline(Deadline deadline) { deadline_ = deadline; }

  void begin_read(Deadline deadline);
  void begin_write(Deadline deadline);
  void commit();
  void rollback() noexcept;
  // A statement failed within the write transaction or savepoint: it can only be undone.
  bool failed() const { return failed_; }
  // The statement that failed left nothing behind, so the transaction goes on; SQLite only.
  void forget_failure() { failed_ = false; }
  // Rows that this session ever changed, and scripts that it ran: SQLite counts no change of the schema,
  // and one comes from a script alone. SQLite only.
  long long total_changes();
  // False after SQLite gave up the whole transaction by itself (disk full, interrupted write).
  bool in_transaction();
  void savepoint();
  void release();
  void rollback_to_savepoint();

  // Another number after each commit of another connection; nothing in a write, and on PostgreSQL.
  std::optional<long long> data_version();

  // Pages in the write-ahead log after the last commit; SQLite only.
  int wal_pages() const { return wal_pages_; }
  // Folds the log into the file as far as nobody reads or writes there. Returns how many of its pages
  // are folded in then.
  int checkpoint() noexcept;
  // After the commit the log is to be folded into the file and emptied, so that it holds nothing old.
  void ask_for_emptying() { emptying_asked_ = backend_ == Backend::sqlite; }
  bool emptying_asked() const { return emptying_asked_; }
  // Does so; false, and asked still, when somebody has read what stands in the log for longer than `wait`.
  bool empty_log(std::chrono::milliseconds wait) noexcept;

  // The id of the row that was inserted last; SQLite only.
  long long last_id();

  sqlite_api::sqlite3* sqlite();
  PGconn* postgresql();

 private:
  using Entry = std::pair<std::string, std::unique_ptr<Prepared>>;

  void open_sqlite(const Location& location, Access access);
  void open_postgresql(const Location& location, Access access);
  Prepared& prepare(const Query& query, const std::vector<Type>& columns);
  void forget(const std::string& text);
  template <class Work>
  auto run(const Query& query, const std::vector<Type>& columns, Work work);
  void check_usable() const;
  // The running work's deadline has passed, or the server ends.
  bool must_end() const {
    return deadline_ != Deadline::max() && (interrupts_->asked() || std::chrono::steady_clock::now() > deadline_);
  }
  static int progress(void* impl) { return static_cast<Impl*>(impl)->must_end() ? 1 : 0; }
  [[noreturn]] void fail(const Failure& failure);
  [[noreturn]] void fail_postgresql(const PGresult* result, const std::string& statement);
  void scan_sqlite(const std::string& select, const std::function<void(const Record&)>& take);
  void scan_postgresql(const std::string& select, const std::function<void(const Record&)>& take);

  Backend backend_;
  std::shared_ptr<Interrupts> interrupts_;
  soci::session sql_;
  Deadline deadline_ = Deadline::max();
  bool broken_ = false;
  bool must_retry_ = false;
  bool commit_unconfirmed_ = false;
  bool reads_only_ = false;
  bool writing_ = false;
  long long statements_ = 0;
  bool failed_ = false;
  bool running_ = false;
  bool emptying_asked_ = false;
  int wal_pages_ = 0;
  long long scripts_ = 0;                  // run on SQLite
  std::optional<long long> data_version_;  // asked for in the running read
  // Most recently used first. After sql_: statements must die before their session.
  std::list<Entry> recent_;
  std::unordered_map<std::string_view, std::list<Entry>::iterator> by_text_;
};

}  // namespace muster::db
