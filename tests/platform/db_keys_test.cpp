// SPDX-License-Identifier: EUPL-1.2
// Codes that stood before they had a key get one, and those that would be one are named before anything is changed.
#include <gtest/gtest.h>

#include "platform/db/migrate.h"
#include "platform/status/error.h"
#include "platform/text/code_key.h"
#include "support/database.h"

namespace muster::db {
namespace {

using status::Code;
using status::Error;

constexpr const char* old = "CREATE TABLE thing (id ID_PRIMARY_KEY, owner BIGINT, code TEXT NOT NULL)";

class KeysMigrationTest : public support::DatabaseTest {
 protected:
  std::vector<Migration> with(const std::string& filling) const {
    return migrations(backend(), {{"0001_base.sql", old},
                                  {"0002_other.sql", "CREATE TABLE other (id ID_PRIMARY_KEY)"},
                                  {"0003_keys.sql", filling}});
  }
  void things(const std::vector<std::pair<long long, std::string>>& codes) {
    migrate(database(), migrations(backend(), {{"0001_base.sql", old}}));
    database().write_now([&](Session& session) {
      for (const auto& [owner, code] : codes) {
        execute(session, {"INSERT INTO thing (owner, code) VALUES (?, ?)", {owner, code}});
      }
    });
  }
  std::string refusal(const std::vector<Migration>& all) {
    try {
      migrate(database(), all);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), Code::failed_precondition);
      return error.message();
    }
    return "";
  }
  std::vector<std::string> texts(const std::string& query) {
    std::vector<std::string> found;
    for (auto& [text] : select<std::string>(test_database().reader(), query)) found.push_back(text);
    return found;
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, KeysMigrationTest, support::backends(), support::backend_name);

const std::string unique_key =
    "ALTER TABLE thing ADD COLUMN code_key TEXT NOT NULL DEFAULT '';\n"
    "FILL_KEY thing (code);\n"
    "CREATE UNIQUE INDEX thing_code ON thing (code_key);\n"
    "ALTER TABLE thing ADD COLUMN code_likeness TEXT;\n"
    "FILL_LIKENESS thing (code);\n";

TEST_P(KeysMigrationTest, EveryRowGetsWhatTheProgramWouldWrite) {
  std::vector<std::pair<long long, std::string>> codes{{1, "UNMISS"}, {1, " P-01"}, {1, "ÅS"}, {1, "\uFF21\uFF11"},
                                                       {1, "x\t"},    {1, "İ"},     {1, "I"}};
  for (int i = 0; i < 1203; ++i) codes.emplace_back(1, "N" + std::to_string(10000 + i) + "-0" + std::to_string(i));
  things(codes);
  EXPECT_EQ(migrate(database(), with(unique_key)), (std::vector<int>{2, 3}));
  const auto rows = select<std::string, std::string, std::optional<std::string>>(
      test_database().reader(), "SELECT code, code_key, code_likeness FROM thing ORDER BY id");
  ASSERT_EQ(rows.size(), codes.size());
  for (const auto& [code, key, likeness] : rows) {
    EXPECT_EQ(key, text::code_key(code));
    EXPECT_EQ(likeness.value_or(key), text::code_likeness(code)) << code;
    EXPECT_NE(likeness, key) << code;
  }
}

TEST_P(KeysMigrationTest, CodesThatWouldBeOneAreNamedBeforeAnythingIsChanged) {
  things({{1, "a-1"}, {2, "B"}, {3, "A-1"}, {4, "c"}, {5, "\uFF21-1"}, {6, "b "}, {7, "D"}});
  const std::string text = refusal(with(unique_key));
  EXPECT_NE(text.find("code of thing/1 and thing/3 and thing/5; code of thing/2 and thing/6."), std::string::npos)
      << text;
  EXPECT_EQ(text.find("A-1"), std::string::npos) << "a code may be a person's";
  EXPECT_EQ(texts("SELECT name FROM schema_version"), std::vector<std::string>{"0001_base"})
      << "the older program still takes the database";
  database().write_now([](Session& session) {
    execute(session, "UPDATE thing SET code = 'E' || CAST(id AS TEXT) WHERE id IN (3, 5, 6)");
  });
  EXPECT_EQ(refusal(with(unique_key)), "");
  EXPECT_EQ(texts("SELECT code_key FROM thing WHERE id = 3"), std::vector<std::string>{"e3"});
}

TEST_P(KeysMigrationTest, AKeyIsUniqueWithinWhatItIsSaidToBe) {
  const std::string within =
      "ALTER TABLE thing ADD COLUMN code_key TEXT NOT NULL DEFAULT '';\n"
      "FILL_KEY thing (code) WITHIN (owner);\n"
      "CREATE UNIQUE INDEX thing_code ON thing (owner, code_key);\n";
  things({{1, "a"}, {2, "A"}, {2, "b"}, {3, "c"}, {3, "C"}});
  EXPECT_NE(refusal(with(within)).find("code of thing/4 and thing/5."), std::string::npos);
  database().write_now([](Session& session) { execute(session, "DELETE FROM thing WHERE id = 5"); });
  EXPECT_EQ(refusal(with(within)), "");
}

TEST_P(KeysMigrationTest, WhereSeveralMayHaveItNothingIsRefused) {
  things({{1, "a"}, {1, "A"}});
  EXPECT_EQ(refusal(with("ALTER TABLE thing ADD COLUMN code_key TEXT NOT NULL DEFAULT '';\n"
                         "FILL_KEY thing (code) NOT UNIQUE;\n")),
            "");
  EXPECT_EQ(texts("SELECT code_key FROM thing"), (std::vector<std::string>{"a", "a"}));
}

TEST_P(KeysMigrationTest, ALineThatIsNoneIsAFault) {
  things({});
  EXPECT_THROW(migrate(database(), with("FILL_KEY thing code;\n")), Error);
}

}  // namespace
}  // namespace muster::db
