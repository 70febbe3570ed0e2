// SPDX-License-Identifier: EUPL-1.2
// Real databases for tests: a SQLite file in a folder of its own, or a database of its own in
// a PostgreSQL cluster that the test process starts when first needed (Debian's package, a
// free port, a temporary folder, no fsync) and stops when it ends.
//
//   class PersonsTest : public muster::support::DatabaseTest {};       // both backends
//   INSTANTIATE_TEST_SUITE_P(Backends, PersonsTest, muster::support::backends(),
//                            muster::support::backend_name);
//   TEST_P(PersonsTest, Inserts) { database().write_now([](auto& session) { ... }); }
//
// DatabaseTest starts empty; MigratedTest has this program's schema. For another
// number of databases or options in one test, make TestDatabase objects.
// Run one backend: muster-tests --gtest_filter='*sqlite*'.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

#include "platform/db/database.h"
#include "platform/db/session.h"

namespace muster::support {

// A folder under the system's temporary one, removed with everything in it at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// What a fresh database holds.
enum class Schema { empty, current };

// A fresh database and, while open, a db::Database on it.
class TestDatabase {
 public:
  // `options.url` is filled in.
  explicit TestDatabase(db::Backend backend, db::Options options = {}, Schema schema = Schema::empty);
  ~TestDatabase();

  db::Database& database() { return *database_; }
  // A read-only session of its own, outside any transaction.
  db::Session& reader();
  const std::string& url() const { return options_.url; }
  // For temporary files of the test; the SQLite file is folder()/"muster.db".
  const std::filesystem::path& folder() const { return folder_.path(); }

  void close() {
    reader_.reset();
    database_.reset();
  }
  void open() { database_ = std::make_unique<db::Database>(options_); }
  void reopen() {
    close();
    open();
  }

 private:
  TemporaryFolder folder_;
  db::Options options_;
  std::string name_;  // on PostgreSQL
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<db::Session> reader_;
};

class DatabaseTest : public ::testing::TestWithParam<db::Backend> {
 protected:
  explicit DatabaseTest(Schema schema = Schema::empty) : test_database_(GetParam(), {}, schema) {}

  db::Backend backend() const { return GetParam(); }
  db::Database& database() { return test_database_.database(); }
  TestDatabase& test_database() { return test_database_; }

  // Runs statements without arguments, separated by ";", that may hold ID_PRIMARY_KEY.
  // On PostgreSQL the function fold(text) is there.
  void run(const std::string& script);

 private:
  TestDatabase test_database_;
};

class MigratedTest : public DatabaseTest {
 protected:
  MigratedTest() : DatabaseTest(Schema::current) {}
};

inline auto backends() { return ::testing::Values(db::Backend::sqlite, db::Backend::postgresql); }

inline std::string backend_name(const ::testing::TestParamInfo<db::Backend>& info) {
  return info.param == db::Backend::sqlite ? "sqlite" : "postgresql";
}

// Runs statements on the cluster's own database "postgres", outside any transaction.
void run_on_cluster(const std::string& statement);

}  // namespace muster::support
