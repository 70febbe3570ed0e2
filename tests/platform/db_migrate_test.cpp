// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <algorithm>
#include <future>

#include "platform/db/migrate.h"
#include "platform/status/error.h"
#include "support/database.h"

namespace muster::db {
namespace {

using status::Code;
using status::Error;

class MigrateTest : public support::DatabaseTest {
 protected:
  std::vector<Migration> first() const {
    return migrations(backend(), {{"0001_base.sql", "CREATE TABLE thing (id ID_PRIMARY_KEY, a TEXT)"}});
  }
  std::vector<Migration> both() const {
    return migrations(backend(), {{"0001_base.sql", "CREATE TABLE thing (id ID_PRIMARY_KEY, a TEXT)"},
                                  {"0002_more.sql", "ALTER TABLE thing ADD COLUMN b BIGINT;"},
                                  {"0002_more.sqlite.sql", "INSERT INTO thing (a, b) VALUES ('sqlite', 2)"},
                                  {"0002_more.postgresql.sql", "INSERT INTO thing (a, b) VALUES ('postgresql', 2)"}});
  }
  std::string error_of(const std::vector<Migration>& all) {
    try {
      migrate(database(), all);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), Code::failed_precondition);
      return error.message();
    }
    return "no error";
  }
};

INSTANTIATE_TEST_SUITE_P(Backends, MigrateTest, support::backends(), support::backend_name);

TEST_P(MigrateTest, AppliesWhatIsMissingInOrder) {
  EXPECT_EQ(migrate(database(), first()), std::vector<int>{1});
  database().write_now([](Session& session) { execute(session, "INSERT INTO thing (a) VALUES ('kept')"); });
  EXPECT_EQ(migrate(database(), both()), std::vector<int>{2});
  EXPECT_EQ(migrate(database(), both()), std::vector<int>{});
  const auto rows = select<long long, std::string, std::optional<long long>>(test_database().reader(),
                                                                             "SELECT id, a, b FROM thing ORDER BY id");
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(std::get<1>(rows[0]), "kept");
  EXPECT_EQ(std::get<1>(rows[1]), backend() == Backend::sqlite ? "sqlite" : "postgresql");
}

TEST_P(MigrateTest, IdsAreNeverUsedAgain) {
  migrate(database(), first());
  database().write_now([](Session& session) {
    execute(session, "INSERT INTO thing (a) VALUES ('x')");
    execute(session, "DELETE FROM thing");
    execute(session, "INSERT INTO thing (a) VALUES ('y')");
  });
  EXPECT_EQ(std::get<0>(*select_one<long long>(test_database().reader(), "SELECT id FROM thing")), 2);
}

TEST_P(MigrateTest, RefusesANewerDatabase) {
  migrate(database(), both());
  EXPECT_NE(error_of(first()).find("schema version 2, this program knows only 1"), std::string::npos);
}

TEST_P(MigrateTest, RefusesAnotherText) {
  migrate(database(), first());
  auto changed = both();
  changed[0].sha256 = "other";
  EXPECT_NE(error_of(changed).find("0001_base"), std::string::npos);
  // Nothing of the rest was applied.
  EXPECT_EQ(migrate(database(), both()), std::vector<int>{2});
}

TEST_P(MigrateTest, AFailingMigrationLeavesTheVersionBefore) {
  auto broken = migrations(backend(), {{"0001_base.sql", "CREATE TABLE thing (id ID_PRIMARY_KEY, a TEXT)"},
                                       {"0002_more.sql", "CREATE TABLE other (a TEXT); NONSENSE;"}});
  EXPECT_THROW(migrate(database(), broken), Error);
  EXPECT_EQ(migrate(database(), both()), std::vector<int>{2});
  EXPECT_THROW(select<std::string>(test_database().reader(), "SELECT a FROM other"), Error);
}

TEST_P(MigrateTest, ThisProgramsMigrationsApply) {
  const auto all = migrations(backend());
  ASSERT_FALSE(all.empty());
  EXPECT_EQ(migrate_to(database(), 1), std::vector<int>{1});
  EXPECT_EQ(migrate(database()).size(), all.size() - 1);
  const auto row = select_one<long long>(test_database().reader(), "SELECT MAX(version) FROM schema_version");
  EXPECT_EQ(std::get<0>(*row), all.back().version);
}

TEST_P(MigrateTest, ASchemaIsRequiredWithoutMakingOne) {
  const auto refusal = [&](Older older) {
    try {
      require_schema(database(), older);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), Code::failed_precondition);
      return error.message();
    }
    return std::string();
  };
  EXPECT_NE(refusal(Older::allowed).find("holds nothing of Muster"), std::string::npos);
  EXPECT_THROW(select<long long>(test_database().reader(), "SELECT version FROM schema_version"), Error);
  migrate_to(database(), 1);
  EXPECT_EQ(refusal(Older::allowed), "");
  EXPECT_NE(refusal(Older::refused).find("lacks migration 0002_"), std::string::npos);
  migrate(database());
  EXPECT_EQ(refusal(Older::refused), "");
  database().write_now([](Session& session) {
    execute(session, "INSERT INTO schema_version (version, name, sha256, applied_time) VALUES (9999, 'later', '', 0)");
  });
  EXPECT_NE(refusal(Older::allowed).find("schema version 9999, this program knows only"), std::string::npos);
}

// SQLite has one process.
TEST(MigratePostgresqlTest, SeveralInstancesMayMigrateAtOnce) {
  support::TestDatabase test_database(Backend::postgresql);
  Database second({.url = test_database.url()});
  auto other = std::async(std::launch::async, [&] { return migrate(second); });
  auto applied = migrate(test_database.database());
  const auto theirs = other.get();
  applied.insert(applied.end(), theirs.begin(), theirs.end());
  std::sort(applied.begin(), applied.end());
  std::vector<int> expected;
  for (const auto& one : migrations(Backend::postgresql)) expected.push_back(one.version);
  EXPECT_EQ(applied, expected);
}

TEST(MigrationFilesTest, WrongNamesAreRefused) {
  EXPECT_THROW(migrations(Backend::sqlite, {{"base.sql", ""}}), Error);
  EXPECT_THROW(migrations(Backend::sqlite, {{"0001.sql", ""}}), Error);
  EXPECT_THROW(migrations(Backend::sqlite, {{"0001_a.sql", ""}, {"0001_b.sql", ""}}), Error);
}

}  // namespace
}  // namespace muster::db
