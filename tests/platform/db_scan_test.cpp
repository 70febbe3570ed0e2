// SPDX-License-Identifier: EUPL-1.2
#include "platform/db/detail/scan.h"

#include <gtest/gtest.h>

#include "platform/db/query.h"
#include "platform/status/error.h"
#include "support/database.h"

namespace muster::db {
namespace {

class ScanTest : public support::DatabaseTest {
 protected:
  void SetUp() override {
    run("CREATE TABLE thing (id ID_PRIMARY_KEY, amount BIGINT, note TEXT);"
        "INSERT INTO thing (amount, note) VALUES (9007199254740993, 'blåbær');"
        "INSERT INTO thing (amount, note) VALUES (0, '');"
        "INSERT INTO thing (amount, note) VALUES (NULL, NULL)");
  }
  // The error that the SELECT, or `take` of one of its rows, ends with.
  std::optional<status::Code> code_of(const std::string& select, const std::function<void(const Record&)>& take) {
    std::optional<status::Code> code;
    database().read_now([&](Session& session) {
      try {
        scan(session, select, take);
      } catch (const status::Error& error) {
        code = error.code();
      }
    });
    return code;
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, ScanTest, support::backends(), support::backend_name);

TEST_P(ScanTest, ReadsNumbersTextsAndNulls) {
  std::string seen;
  database().read_now([&](Session& session) {
    scan(session, "SELECT amount, note FROM thing ORDER BY id", [&](const Record& row) {
      const auto amount = row.maybe_integer(0);
      seen += (amount ? std::to_string(*amount) : "none") + "," + std::string(row.text(1)) + ";";
    });
    // The session is free again, and no cursor is open.
    EXPECT_EQ(std::get<0>(*select_one<long long>(session, "SELECT COUNT(*) FROM thing")), 3);
  });
  EXPECT_EQ(seen, "9007199254740993,blåbær;0,;none,;");
}

TEST_P(ScanTest, SaysWhatIsNoNumber) {
  auto integer = [](const Record& row) { (void)row.integer(0); };
  EXPECT_EQ(code_of("SELECT amount FROM thing WHERE amount = 0", integer), std::nullopt);
  EXPECT_EQ(code_of("SELECT amount FROM thing WHERE amount IS NULL", integer), status::Code::internal);
  EXPECT_EQ(code_of("SELECT note FROM thing WHERE note <> ''", integer), status::Code::internal);
}

TEST_P(ScanTest, AFailureLeavesTheSessionUsable) {
  EXPECT_EQ(code_of("SELECT amount FROM no_such_table", [](const Record&) {}), status::Code::internal);
  auto fails = [](const Record&) { throw status::Error(status::Code::out_of_range, status::Reason{}, "enough"); };
  EXPECT_EQ(code_of("SELECT amount FROM thing", fails), status::Code::out_of_range);
  int rows = 0;
  EXPECT_EQ(code_of("SELECT amount FROM thing", [&](const Record&) { ++rows; }), std::nullopt);
  EXPECT_EQ(rows, 3);
}

}  // namespace
}  // namespace muster::db
