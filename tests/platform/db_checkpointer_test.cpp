// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "platform/db/database.h"
#include "platform/db/migrate.h"
#include "support/database.h"
#include "support/database_work.h"

namespace muster::db {
namespace {

// The header of SQLite's log, whose salt is another one each time the log begins anew.
std::string header(const std::filesystem::path& log) {
  std::string bytes(32, '\0');
  std::ifstream(log, std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return bytes;
}

// What SQLite's own program, another process, answers.
std::string by_shell(support::TestDatabase& database, const std::string& select) {
  const std::string command = "sqlite3 '" + (database.folder() / "muster.db").string() + "' '" + select + "'";
  const std::unique_ptr<FILE, int (*)(FILE*)> shell(::popen(command.c_str(), "r"), &::pclose);
  std::string answer;
  for (int c = 0; shell && (c = std::fgetc(shell.get())) != EOF && c != '\n';) answer += static_cast<char>(c);
  return answer;
}

TEST(CheckpointerTest, TheLogBeginsAnewWhileWritesGoOnAndNothingIsLost) {
  support::TestDatabase test_database(Backend::sqlite);
  Database& database = test_database.database();
  database.write_now([](Session& session) { run_script(session, schema); });
  const auto log = test_database.folder() / "muster.db-wal";
  const std::string first = header(log);
  // Of each a megabyte goes into the table and one into its index: some thirty are a log to be folded in.
  constexpr int at_most = 300;
  int written = 0;
  while (header(log) == first && written < at_most) {
    database.write_now(add(std::to_string(written++) + std::string(1 << 20, '.')));
  }
  EXPECT_LT(written, at_most) << "the log was never folded in";
  const auto rows = select_one<long long, long long>(test_database.reader(),
                                                     "SELECT COUNT(*), SUM(LENGTH(code) > 1048576) FROM place");
  EXPECT_EQ(rows, std::tuple(written, written));

  // Another program takes the log of a database that nobody has locked for left over, and deletes it.
  const std::string count = "SELECT COUNT(*) FROM place";
  EXPECT_EQ(by_shell(test_database, count), std::to_string(written));
  database.write_now(add("one more"));
  EXPECT_EQ(by_shell(test_database, count), std::to_string(written + 1));
}

}  // namespace
}  // namespace muster::db
