// SPDX-License-Identifier: EUPL-1.2
#include "raw_rows.h"

#include <chrono>
#include <memory>
#include <random>
#include <stdexcept>
#include <variant>
#include <vector>

#include "platform/db/checkpointer.h"
#include "platform/text/code_key.h"
#include "platform/text/name_order.h"
#include "platform/text/search_words.h"

namespace muster::measure {
namespace {

using namespace sqlite_api;  // where SOCI has it

using Value = std::variant<long long, std::string>;

class Raw {
 public:
  explicit Raw(const std::string& path) {
    if (sqlite3_open(path.c_str(), &database_) != SQLITE_OK) fail();
    // As services/platform/db/session.cpp sets the server's writer.
    run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
        "PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -32000;"
        "PRAGMA journal_size_limit = 67108864; PRAGMA temp_store = MEMORY");
    sqlite3_wal_hook(
        database_,
        [](void* pages, sqlite3*, const char*, int count) {
          *static_cast<int*>(pages) = count;
          return SQLITE_OK;
        },
        &wal_pages_);
  }
  ~Raw() {
    for (sqlite3_stmt* statement : statements_) sqlite3_finalize(statement);
    sqlite3_close(database_);
  }
  Raw(const Raw&) = delete;
  Raw& operator=(const Raw&) = delete;

  void run(const char* script) {
    if (sqlite3_exec(database_, script, nullptr, nullptr, nullptr) != SQLITE_OK) fail();
  }

  sqlite3_stmt* prepare(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(database_, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
      fail();
    statements_.push_back(statement);
    return statement;
  }

  // As the server's writer does after each group: a thread folds the log in, what comes meanwhile itself.
  void fold_log_in(db::Checkpointer& checkpointer) {
    const bool folded = checkpointer.take_ended();
    if (wal_pages_ < db::pages_before_checkpoint) return;
    if (!folded) return checkpointer.ask();
    wal_pages_ = 0;
    sqlite3_wal_checkpoint_v2(database_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  }

  // Returns the id of the row inserted.
  long long execute(sqlite3_stmt* statement, const std::vector<Value>& values) {
    int place = 0;
    for (const Value& value : values) {
      ++place;
      if (const auto* number = std::get_if<long long>(&value)) {
        sqlite3_bind_int64(statement, place, *number);
      } else {
        const std::string& text = std::get<std::string>(value);
        sqlite3_bind_text(statement, place, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
      }
    }
    if (sqlite3_step(statement) != SQLITE_DONE) fail();
    sqlite3_reset(statement);
    return sqlite3_last_insert_rowid(database_);
  }

  long long number(const char* sql) {
    sqlite3_stmt* statement = prepare(sql);
    if (sqlite3_step(statement) != SQLITE_ROW) fail();
    const long long value = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return value;
  }

 private:
  [[noreturn]] void fail() { throw std::runtime_error(sqlite3_errmsg(database_)); }

  sqlite3* database_ = nullptr;
  int wal_pages_ = 0;
  std::vector<sqlite3_stmt*> statements_;
};

class PersonWriter {
 public:
  explicit PersonWriter(Raw& raw) : raw_(raw) {}

  void write() {
    const long long sequence = ++sequence_;
    const std::string key = "R-1764000000000-" + std::to_string(sequence);
    const long long unit = std::uniform_int_distribution<long long>(1, units_)(random_);
    const auto subject = static_cast<long long>(random_() >> 2);
    raw_.execute(head_, {sequence, hash_});
    const std::vector<std::string> words = words_of(key);
    std::string all = " ";
    for (const std::string& word : words) all += word + ' ';
    const long long person =
        raw_.execute(person_, {key, text::code_key(key), time_, time_, family_order_, given_order_, all});
    for (const std::string& word : words) raw_.execute(word_, {word, family_order_ + ' ' + given_order_, person, all});
    const long long affiliation = raw_.execute(affiliation_, {person, unit, time_, time_});
    raw_.execute(subject_, {person, subject});
    raw_.execute(profile_, {subject});
    raw_.execute(fact_, {sequence, time_, affiliation, subject, unit});
    raw_.execute(audit_, {sequence, time_, key,
                          "[\"created person/" + std::to_string(person) + "\",\"created affiliation/" +
                              std::to_string(affiliation) + "\"]",
                          hash_});
    raw_.execute(answer_, {key, hash_, answer_text_, time_});
  }

 private:
  // By which the search finds the person.
  static std::vector<std::string> words_of(const std::string& number) {
    std::vector<std::string> words = text::kept_words(number);
    words.insert(words.end(), {"ingrid", "odegard"});
    return words;
  }

  Raw& raw_;
  long long sequence_ = raw_.number("SELECT sequence FROM ledger_head");
  const long long units_ = raw_.number("SELECT COUNT(*) FROM unit");
  std::mt19937_64 random_{static_cast<std::uint64_t>(sequence_)};  // others in the next round
  const long long time_ = 1'764'000'000'000'000;
  const std::string hash_ = std::string(64, 'a');
  const std::string answer_text_ = std::string(260, 'A');
  const std::string family_order_ = text::name_order("Ødegård", {}), given_order_ = text::name_order("Ingrid", {});
  sqlite3_stmt* head_ = raw_.prepare("UPDATE ledger_head SET sequence = ?, hash = ? WHERE id = 1");
  sqlite3_stmt* person_ = raw_.prepare(
      "INSERT INTO person (number, number_key, given_name, family_name, preferred_name, birth_date, gender, "
      "gender_source, "
      "nationality,"
      " category, status, create_time, update_time, row_version, family_name_order, given_name_order, words)"
      " VALUES (?, ?, 'Ingrid', 'Ødegård', '', '1985-02-28',"
      " 'GENDER_WOMAN', 'GENDER_SOURCE_SELF', 'NOR', 'CATEGORY_MILITARY', 'PERSON_STATUS_ACTIVE', ?, ?, 1, ?, ?, ?)");
  sqlite3_stmt* word_ = raw_.prepare("INSERT INTO person_word (word, name_order, person, words) VALUES (?, ?, ?, ?)");
  sqlite3_stmt* affiliation_ = raw_.prepare(
      "INSERT INTO affiliation (person, unit, branch, position, valid_from, create_time, update_time, row_version)"
      " VALUES (?, ?, '', 'Adviser', '2021-05-01', ?, ?, 1)");
  sqlite3_stmt* subject_ = raw_.prepare("INSERT INTO person_subject (person, subject) VALUES (?, ?)");
  sqlite3_stmt* profile_ = raw_.prepare("INSERT INTO subject_profile (subject, gender) VALUES (?, 'GENDER_WOMAN')");
  sqlite3_stmt* fact_ = raw_.prepare(
      "INSERT INTO membership_fact (sequence, recorded_time, record, subject, day_from, category, rank_band, unit,"
      " country) VALUES (?, ?, ?, ?, 18748, 'CATEGORY_MILITARY', 'RANK_BAND_UNSPECIFIED', ?, 'NOR')");
  sqlite3_stmt* audit_ = raw_.prepare(
      "INSERT INTO audit_entry (id, create_time, account, method, request_id, purpose, lines, hash)"
      " VALUES (?, ?, 1, 'muster.roster.v1.RosterService/CreatePerson', ?, '', ?, ?)");
  sqlite3_stmt* answer_ = raw_.prepare(
      "INSERT INTO answered_request (account, method, request_id, digest, answer, create_time)"
      " VALUES (1, 'muster.roster.v1.RosterService/CreatePerson', ?, ?, ?, ?)");
};

}  // namespace

double write_raw_rows(const std::string& database, int batch, double seconds) {
  using Clock = std::chrono::steady_clock;
  Raw raw(database);
  db::Checkpointer checkpointer({.backend = db::Backend::sqlite, .place = database});
  PersonWriter writer(raw);
  const auto begin = Clock::now();
  double passed = 0;
  long long written = 0;
  while (passed < seconds) {
    raw.run("BEGIN IMMEDIATE");
    for (int i = 0; i < batch; ++i) writer.write();
    raw.run("COMMIT");
    raw.fold_log_in(checkpointer);
    written += batch;
    passed = std::chrono::duration<double>(Clock::now() - begin).count();
  }
  return static_cast<double>(written) / passed;
}

}  // namespace muster::measure
