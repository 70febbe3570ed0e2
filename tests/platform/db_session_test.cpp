// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "platform/db/query.h"
#include "platform/db/session_impl.h"
#include "platform/status/error.h"
#include "support/database.h"

namespace muster::db {
namespace {

using status::Code;
using status::Error;

class SessionTest : public support::DatabaseTest {
 protected:
  void SetUp() override {
    run("CREATE TABLE place (id ID_PRIMARY_KEY, code TEXT NOT NULL UNIQUE);"
        "CREATE TABLE thing (id ID_PRIMARY_KEY, place BIGINT REFERENCES place (id),"
        " title TEXT NOT NULL, kind TEXT NOT NULL DEFAULT 'A' CHECK (kind IN ('A', 'B')),"
        " weight DOUBLE PRECISION, size BIGINT,"
        " CONSTRAINT thing_size_check CHECK (size IS NULL OR weight IS NULL OR size > weight),"
        " UNIQUE (place, title))");
  }

  void write(const Query& query) {
    database().write_now([&](Session& session) { execute(session, query); });
  }

  Error error_of(const Query& query) {
    try {
      write(query);
    } catch (const Error& error) {
      return error;
    }
    return {Code::unknown, "no error"};
  }

  Session& reader() { return test_database().reader(); }
};

INSTANTIATE_TEST_SUITE_P(Backends, SessionTest, support::backends(), support::backend_name);

TEST_P(SessionTest, ReadsBackEveryTypeAndNull) {
  const std::string text = "Zoë? 'quoted' \"double\" \\ :name ? æøå 日本\n\t$1";
  write({"INSERT INTO thing (title, weight, size) VALUES (?, ?, ?)", {text, 0.1 + 0.2, 9'007'199'254'740'993LL}});
  const auto row = select_one<std::string, std::optional<double>, std::optional<long long>, std::optional<long long>>(
      reader(), "SELECT title, weight, size, place FROM thing");
  ASSERT_TRUE(row);
  EXPECT_EQ(std::get<0>(*row), text);
  EXPECT_EQ(std::get<1>(*row), 0.1 + 0.2);
  EXPECT_EQ(std::get<2>(*row), 9'007'199'254'740'993LL);
  EXPECT_EQ(std::get<3>(*row), std::nullopt);
}

TEST_P(SessionTest, ArgumentMayBeNullThenAValueThenNull) {
  const std::string sql = "INSERT INTO thing (title, weight, size) VALUES (?, ?, ?)";
  write({sql, {"a", std::monostate{}, std::monostate{}}});
  write({sql, {"b", 1.5, 20LL}});
  write({sql, {"c", std::monostate{}, 30LL}});
  write({sql, {"d", 2.5, std::monostate{}}});
  const auto rows = select<std::string, std::optional<double>, std::optional<long long>>(
      reader(), "SELECT title, weight, size FROM thing ORDER BY title");
  using R = std::tuple<std::string, std::optional<double>, std::optional<long long>>;
  EXPECT_EQ(rows,
            (std::vector<R>{
                {"a", std::nullopt, std::nullopt}, {"b", 1.5, 20}, {"c", std::nullopt, 30}, {"d", 2.5, std::nullopt}}));
}

TEST_P(SessionTest, ReadsExpressionsAsTheDeclaredType) {
  for (const long long size : {1, 2, 4}) {
    write({"INSERT INTO thing (title, size) VALUES (?, ?)", {std::to_string(size), size}});
  }
  const auto row = select_one<long long, long long, double, std::string, long long>(
      reader(),
      "SELECT COUNT(*), SUM(size), AVG(size), MAX(title), "
      "EXISTS (SELECT 1 FROM thing WHERE size = 4) FROM thing");
  ASSERT_TRUE(row);
  EXPECT_EQ(std::get<0>(*row), 3);
  EXPECT_EQ(std::get<1>(*row), 7);
  EXPECT_NEAR(std::get<2>(*row), 7.0 / 3, 1e-12);
  EXPECT_EQ(std::get<3>(*row), "4");
  EXPECT_EQ(std::get<4>(*row), 1);
}

TEST_P(SessionTest, ExecuteGivesTheNumberOfChangedRows) {
  database().write_now([](Session& session) {
    for (const char* title : {"a", "b", "c"}) {
      EXPECT_EQ(execute(session, {"INSERT INTO thing (title) VALUES (?)", {title}}), 1);
    }
    EXPECT_EQ(execute(session, {"UPDATE thing SET size = ? WHERE title <> ?", {5LL, "a"}}), 2);
    EXPECT_EQ(execute(session, "DELETE FROM thing WHERE title = 'z'"), 0);
  });
}

TEST_P(SessionTest, SameTextMayBeReadAsOtherTypes) {
  write({"INSERT INTO thing (title, size) VALUES (?, ?)", {"12", 7LL}});
  const Query query = "SELECT title, size FROM thing";
  EXPECT_EQ((select_one<std::string, long long>(reader(), query)), (std::tuple<std::string, long long>{"12", 7}));
  EXPECT_EQ((select_one<long long, std::string>(reader(), query)), (std::tuple<long long, std::string>{12, "7"}));
}

TEST_P(SessionTest, KeepsWorkingPastTheNumberOfKeptStatements) {
  for (int i = 0; i < 450; ++i) {
    const auto row = select_one<long long>(reader(), {"SELECT CAST(? AS BIGINT) + " + std::to_string(i % 230), {1LL}});
    ASSERT_EQ(std::get<0>(*row), 1 + i % 230);
  }
}

TEST_P(SessionTest, UniqueNamesTheColumns) {
  write({"INSERT INTO place (code) VALUES (?)", {"Secret-1"}});
  const Error one = error_of({"INSERT INTO place (code) VALUES (?)", {"Secret-1"}});
  EXPECT_EQ(one.code(), Code::already_exists);
  ASSERT_EQ(one.violations().size(), 1u);
  EXPECT_EQ(one.violations()[0].field, "code");
  EXPECT_EQ(one.message().find("Secret"), std::string::npos);

  write({"INSERT INTO thing (place, title) VALUES (1, 'x')"});
  const Error two = error_of({"INSERT INTO thing (place, title) VALUES (1, 'x')"});
  EXPECT_EQ(two.code(), Code::already_exists);
  ASSERT_EQ(two.violations().size(), 2u);
  EXPECT_EQ(two.violations()[0].field, "place");
  EXPECT_EQ(two.violations()[1].field, "title");
}

TEST_P(SessionTest, ReferenceErrors) {
  const Error missing = error_of({"INSERT INTO thing (place, title) VALUES (?, 'x')", {77LL}});
  EXPECT_EQ(missing.code(), Code::invalid_argument);
  EXPECT_EQ(missing.reason(), "REFERENCE_NOT_FOUND");
  write("INSERT INTO place (code) VALUES ('p')");
  write("INSERT INTO thing (place, title) VALUES (1, 'x')");
  const Error used = error_of("DELETE FROM place WHERE id = 1");
  EXPECT_EQ(used.code(), Code::failed_precondition);
  EXPECT_EQ(used.reason(), "STILL_REFERENCED");
}

TEST_P(SessionTest, CheckNamesTheColumn) {
  const Error unnamed = error_of({"INSERT INTO thing (title, kind) VALUES ('x', ?)", {"Secret"}});
  EXPECT_EQ(unnamed.code(), Code::invalid_argument);
  ASSERT_EQ(unnamed.violations().size(), 1u);
  EXPECT_EQ(unnamed.violations()[0].field, "kind");
  EXPECT_EQ(unnamed.message().find("Secret"), std::string::npos);

  const Error named = error_of("INSERT INTO thing (title, weight, size) VALUES ('x', 5, 1)");
  ASSERT_EQ(named.violations().size(), 1u);
  EXPECT_EQ(named.violations()[0].field, "size");
}

TEST_P(SessionTest, NotNullNamesTheColumn) {
  const Error error = error_of({"INSERT INTO thing (title) VALUES (?)", {std::monostate{}}});
  EXPECT_EQ(error.code(), Code::invalid_argument);
  ASSERT_EQ(error.violations().size(), 1u);
  EXPECT_EQ(error.violations()[0].field, "title");
}

TEST_P(SessionTest, RefusesTextWithNul) {
  const Error error = error_of({"INSERT INTO thing (title) VALUES (?)", {std::string("a\0b", 3)}});
  EXPECT_EQ(error.code(), Code::invalid_argument);
  EXPECT_EQ(std::get<0>(*select_one<long long>(reader(), "SELECT COUNT(*) FROM thing")), 0);
}

TEST_P(SessionTest, WrongSqlIsInternalAndTellsNothing) {
  const Error error = error_of("INSERT INTO secret_table VALUES (1)");
  EXPECT_EQ(error.code(), Code::internal);
  EXPECT_EQ(error.message().find("secret"), std::string::npos);
}

TEST_P(SessionTest, ReaderCannotWrite) {
  EXPECT_THROW(execute(reader(), "INSERT INTO place (code) VALUES ('x')"), Error);
  EXPECT_EQ(std::get<0>(*select_one<long long>(reader(), "SELECT COUNT(*) FROM place")), 0);
}

TEST_P(SessionTest, ReadingRowsLeavesTheSessionUsableWhenTheCallbackThrows) {
  for (const char* title : {"a", "b", "c"}) {
    write({"INSERT INTO thing (title) VALUES (?)", {title}});
  }
  const Query query = "SELECT title FROM thing ORDER BY title";
  EXPECT_THROW(reader().impl().each_row(query, {Type::text}, [](Row&) { throw std::runtime_error("x"); }),
               std::runtime_error);
  EXPECT_EQ(select<std::string>(reader(), query).size(), 3u);
}

TEST_P(SessionTest, ASwallowedErrorStillUndoesTheWhole) {
  const auto swallow = [](Session& session) {
    execute(session, "INSERT INTO place (code) VALUES ('a')");
    try {
      execute(session, "INSERT INTO place (code) VALUES ('a')");
    } catch (const Error&) {
    }
  };
  EXPECT_THROW(database().write_now(swallow), Error);
  EXPECT_EQ(std::get<0>(*select_one<long long>(reader(), "SELECT COUNT(*) FROM place")), 0);
}

TEST_P(SessionTest, FoldIgnoresCaseOfLatinLetters) {
  const auto row = select_one<std::string>(reader(), {"SELECT fold(?)", {"ÆØÅ ÉÞ × AZ ß 日"}});
  EXPECT_EQ(std::get<0>(*row), "æøå éþ × az ß 日");
}

}  // namespace
}  // namespace muster::db
