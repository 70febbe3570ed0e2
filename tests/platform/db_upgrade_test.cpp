// SPDX-License-Identifier: EUPL-1.2
// A database of an older version with data in every table comes up to this program's schema: every row
// stays, and what a migration changes in old rows is what it promises. What the services then answer
// shows that they can work with it.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "muster/platform/v1/options.pb.h"
#include "muster/statistics/v1/statistics.pb.h"
#include "platform/db/migrate.h"
#include "platform/db_upgrade_rows.h"
#include "platform/imports/runner.h"
#include "platform/rpc/dispatch.h"
#include "platform/rpc/registry.h"
#include "platform/status/error.h"
#include "roster/name_job.h"
#include "support/database.h"
#include "targets.h"

namespace muster::db {
namespace {

// A table's rows, "a|b|-", in no order.
using Rows = std::multiset<std::string>;
// Table to its columns.
using Columns = std::map<std::string, std::vector<std::string>>;

// The last version into whose tables the rows fit; to later ones they came by migrations.
constexpr int rows_until_version = 13;

class UpgradeTest : public ::testing::TestWithParam<Backend> {
 protected:
  Backend backend() const { return GetParam(); }
  Database& database() { return database_->database(); }

  // A database of the version with old rows in it.
  void make(int version) {
    database_ = std::make_unique<support::TestDatabase>(backend());
    migrate_to(database(), std::min(version, rows_until_version));
    run(rows_of_version_6);
    migrate_to(database(), version);
  }
  void run(const std::string& script) {
    database().write_now([&](Session& session) { run_script(session, script); });
  }

  std::vector<std::string> values(const std::string& select_text) {
    std::vector<std::string> found;
    for (auto& [value] : select<std::string>(database_->reader(), select_text)) found.push_back(value);
    return found;
  }

  Columns columns() {
    const bool sqlite = backend() == Backend::sqlite;
    Columns found;
    for (const auto& table :
         values(sqlite ? "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                       : "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema()")) {
      found[table] =
          values(sqlite ? "SELECT name FROM pragma_table_info('" + table + "') ORDER BY cid"
                        : "SELECT CAST(column_name AS TEXT) FROM information_schema.columns WHERE table_schema = "
                          "current_schema() AND table_name = '" +
                              table + "' ORDER BY ordinal_position");
    }
    return found;
  }
  Rows rows(const std::string& table, const std::vector<std::string>& names) {
    std::string row;
    for (const auto& name : names)
      row += (row.empty() ? "" : " || '|' || ") + ("COALESCE(CAST(\"" + name + "\" AS TEXT), '-')");
    const auto found = values("SELECT " + row + " FROM " + table);
    return {found.begin(), found.end()};
  }

  // The women, men and unknown of a figure that the program's own services answer, and for training who
  // has which status.
  std::string figure(const std::string& indicator, const std::string& source_or_requirement = "") {
    rpc::Registry registry;
    rpc::Dispatcher dispatcher(registry, database());
    imports::Runner runner(import_kinds());
    register_targets(registry, {"all"}, &runner);
    rpc::Caller system;
    system.system = true;
    statistics::v1::QueryIndicatorRequest request;
    request.set_indicator(indicator);
    request.set_as_of("2024-01-31");
    if (indicator == "H1") request.set_source(source_or_requirement);
    if (indicator == "T2") request.set_requirement(source_or_requirement);
    const auto answer = dispatcher.call<statistics::v1::QueryIndicatorResponse>(
        "muster.statistics.v1.StatisticsService/QueryIndicator", request, system);
    std::string text;
    for (const auto& cell : answer.cells()) {
      text += "[" + std::to_string(cell.women()) + " " + std::to_string(cell.men()) + " " +
              std::to_string(cell.unknown()) + "]";
      for (const auto& [status, count] : std::map<std::string, int>(cell.statuses().begin(), cell.statuses().end())) {
        if (count > 0) text += " " + status + " " + std::to_string(count);
      }
    }
    return text;
  }

 private:
  std::unique_ptr<support::TestDatabase> database_;
};
INSTANTIATE_TEST_SUITE_P(Backends, UpgradeTest, support::backends(), support::backend_name);

TEST_P(UpgradeTest, EveryRowStaysWhicheverVersionItWasWrittenIn) {
  const int newest = migrations(backend()).back().version;
  ASSERT_GE(newest, 14);
  for (int version = 6; version < newest; ++version) {
    make(version);
    Columns then = columns();
    // 0014: what belongs to the pseudonym is no column of its facts.
    for (const char* table : {"deployment_fact", "nomination_fact", "membership_fact"}) {
      std::erase(then[table], "gender");
    }
    std::map<std::string, Rows> before;
    for (const auto& [table, names] : then) before[table] = rows(table, names);
    EXPECT_EQ(migrate(database()).size(), static_cast<std::size_t>(newest - version));
    require_schema(database());
    for (const auto& [table, names] : then) {
      if (table == "requirement" && version < 9) continue;  // below
      if (table == "person_word_run") continue;             // 0037: empty but while an import is at work
      const Rows after = rows(table, names);
      if (table == "schema_version" || (table == "rank" && version < 7)) {
        EXPECT_TRUE(std::includes(after.begin(), after.end(), before[table].begin(), before[table].end()))
            << table << version;
      } else {
        EXPECT_EQ(after, before[table]) << table << " of version " << version;
      }
    }
  }
}

TEST_P(UpgradeTest, RanksJoinThoseThatABodyHadEntered) {
  make(6);
  migrate(database());
  const std::string rank = "SELECT rank.display_name FROM affiliation JOIN rank ON rank.id = affiliation.rank";
  EXPECT_EQ(values(rank), std::vector<std::string>{"Warden"});
  EXPECT_EQ(values("SELECT display_name FROM rank WHERE scheme = 'UN' AND code = 'P-5'").size(), 1u);
}

// 0022: an affiliation has what figures have counted it with, whatever the person is now; without a fact the person's.
TEST_P(UpgradeTest, AnAffiliationHasTheCategoryThatItWasCountedWith) {
  make(13);
  run("UPDATE person SET category = 'CATEGORY_POLICE', nationality = 'SWE'");
  migrate(database());
  EXPECT_EQ(rows("affiliation", {"person", "category", "nationality", "reason"}),
            (Rows{"1|CATEGORY_MILITARY|NOR|", "2|CATEGORY_POLICE|SWE|"}));
}

// 0009: who has no pseudonym of a person was reported without a name, and their training is unknown.
TEST_P(UpgradeTest, TrainingOfPeopleWithoutANameBecomesUnknown) {
  make(8);
  migrate(database());
  EXPECT_EQ(rows("deployment_fact", {"subject", "anonymous"}), (Rows{"101|0", "900|1"}));
  EXPECT_EQ(rows("requirement", {"code", "time"}),
            (Rows{"ROSTER-DEPARTURE|REQUIREMENT_TIME_CONTINUOUS", "ROSTER-TOUR|REQUIREMENT_TIME_CONTINUOUS",
                  "ROSTER-NOMINATION|REQUIREMENT_TIME_ON_NOMINATION", "DEPLOYED|REQUIREMENT_TIME_ON_DEPARTURE"}));
  EXPECT_EQ(rows("waiver", {"reason", "revoked_date", "revoked_reason"}), Rows{"Ill|-|"});
  EXPECT_EQ(figure("S1"), "[1 1 0]");
  EXPECT_EQ(figure("T2", "DEPLOYED"), "[0 0 0] UNKNOWN 1");
}

// 0011: a report that was taken back is told from one that holds nobody, and what was entered here from
// what a source reported.
TEST_P(UpgradeTest, ReportsThatWereTakenBackStayTakenBack) {
  make(10);
  migrate(database());
  EXPECT_EQ(rows("headcount_fact", {"source", "country", "count", "withdrawn"}),
            (Rows{"UN|NOR|5|0", "UN|DNK|0|0", "EU|NOR|9|0", "EU||0|1"}));
  EXPECT_EQ(rows("deployment_fact", {"subject", "source"}), (Rows{"101|", "900|"}));
  EXPECT_EQ(rows("import", {"file_name", "reported_months"}), Rows{"un.csv|[]"});
  EXPECT_EQ(rows("ledger_head", {"sequence", "hash", "recorded_time"}), Rows{"7|h|0"});
  EXPECT_EQ(figure("H1", "UN"), "[5 0 0]");
  EXPECT_EQ(figure("S1"), "[1 1 0]");
}

// 0013: the table of pseudonyms is made anew on SQLite, with its rules.
TEST_P(UpgradeTest, PseudonymsStayThoseOfTheirPeople) {
  make(12);
  migrate(database());
  EXPECT_EQ(rows("person_subject", {"person", "subject"}), (Rows{"1|101", "2|102"}));
  for (const char* wrong :
       {"INSERT INTO person_subject (person, subject) VALUES (99, 199)",
        "INSERT INTO person_subject (person, subject) VALUES (1, 199)",
        "UPDATE person_subject SET subject = 101 WHERE person = 2", "DELETE FROM person WHERE id = 1"}) {
    EXPECT_THROW(run(wrong), status::Error) << wrong;
  }
  run("DELETE FROM person_subject WHERE person = 1");
  EXPECT_EQ(rows("person_subject", {"person", "subject"}), Rows{"2|102"});
  EXPECT_EQ(figure("S1"), "[1 1 0]") << "an erased person still counts";
}

// 0016: names, tree and rules are as if they had been so ever since; who has no tier keeps the 0.
TEST_P(UpgradeTest, WhatFactsAreNamedByIsAFactToo) {
  make(13);
  migrate(database());
  for (const auto& [table, code] :
       std::map<std::string, std::string>{{"mission", "acronym"}, {"unit", "code"}, {"requirement", "code"}}) {
    EXPECT_EQ(rows(table + "_fact", {"record", code}), rows(table, {"id", code})) << table;
    EXPECT_FALSE(rows(table, {"id"}).empty()) << table;
  }
  EXPECT_EQ(rows("unit_fact", {"parent"}), rows("unit", {"parent"}));
  EXPECT_EQ(figure("S1"), "[1 1 0]");
}

// 0025: where units stand they have stood ever since, and all are in force.
TEST_P(UpgradeTest, UnitsHaveAPlaceEverSince) {
  make(13);
  migrate(database());
  EXPECT_EQ(rows("unit_place", {"unit", "parent"}), rows("unit", {"id", "parent"}));
  EXPECT_FALSE(rows("unit_place", {"id"}).empty());
  for (const auto& day : rows("unit_place", {"valid_from"})) EXPECT_EQ(day, "");
  for (const auto& stated : rows("unit_fact", {"day_from", "day_to"})) EXPECT_EQ(stated, "-|-");
  for (const auto& end : rows("unit", {"valid_to"})) EXPECT_EQ(end, "-");
}

// 0014: gender moves from the facts to the pseudonyms, the last known of each; of who is on the roster it is what the
// roster says.
TEST_P(UpgradeTest, GenderBelongsToThePseudonym) {
  make(13);
  run("UPDATE person SET gender = 'GENDER_OTHER' WHERE id = 2;"
      "INSERT INTO membership_fact (sequence, recorded_time, record, subject, day_from, day_to, gender, category,"
      " rank_band, unit, country) VALUES"
      " (5, 1, 2, 102, 18262, NULL, 'GENDER_MAN', 'CATEGORY_MILITARY', 'RANK_BAND_MIDDLE', 2, 'NOR'),"
      // Erased since; a man to begin with, known to be a woman from sequence 6 on.
      " (5, 1, 3, 901, 18262, NULL, 'GENDER_MAN', 'CATEGORY_MILITARY', 'RANK_BAND_MIDDLE', 2, 'NOR'),"
      " (6, 1, 3, 901, 18262, NULL, 'GENDER_WOMAN', 'CATEGORY_MILITARY', 'RANK_BAND_MIDDLE', 2, 'NOR');"
      "INSERT INTO nomination_fact (sequence, recorded_time, record, nomination, subject, state, day_from, day_to,"
      " gender, category, personnel_type, rank_band, tier, organisation, country) VALUES"
      " (4, 1, 1, 1, 901, 'NOMINATION_STATE_DRAFT', 18262, 18263, 'GENDER_MAN', 'CATEGORY_MILITARY',"
      " 'PERSONNEL_TYPE_TROOPS', 'RANK_BAND_MIDDLE', 0, 'ORGANISATION_UN', 'NOR'),"
      " (4, 1, 2, 2, 902, 'NOMINATION_STATE_DRAFT', 18262, 18263, '', 'CATEGORY_MILITARY',"
      " 'PERSONNEL_TYPE_TROOPS', 'RANK_BAND_MIDDLE', 0, 'ORGANISATION_UN', 'NOR')");
  migrate(database());
  EXPECT_EQ(
      rows("subject_profile", {"subject", "gender"}),
      (Rows{"101|GENDER_WOMAN", "102|GENDER_OTHER", "900|GENDER_MAN", "901|GENDER_WOMAN", "902|GENDER_NOT_STATED"}));
  EXPECT_EQ(rows("subject_profile_log", {"subject"}), Rows{});
  const auto now = columns();
  for (const char* table : {"deployment_fact", "nomination_fact", "membership_fact"}) {
    EXPECT_EQ(std::count(now.at(table).begin(), now.at(table).end(), "gender"), 0) << table;
  }
  EXPECT_EQ(figure("S1"), "[1 1 0]");
  EXPECT_THROW(run("INSERT INTO subject_profile (subject, gender) VALUES (101, 'GENDER_MAN')"), status::Error);
}

// 0017: until then every segment was in its deployment's mission.
TEST_P(UpgradeTest, SegmentsAreInTheirDeploymentsMission) {
  make(14);
  migrate(database());
  EXPECT_EQ(rows("deployment_segment", {"deployment", "mission"}), Rows{"1|1"});
  EXPECT_EQ(rows("deployment_event", {"verb", "segment", "from_before", "to_after"}), Rows{"Depart|-|-|-"});
  EXPECT_EQ(rows("import", {"file_name", "replace"}), Rows{"un.csv|0"});
}

// 0023: what is recorded of posts and missions holds ever since, every post has a seat, every segment its deployment's
// category.
TEST_P(UpgradeTest, PostsAndMissionsAreWhatTheyWereEverSince) {
  make(19);
  run("INSERT INTO post (mission, code, code_key, display_name, category, personnel_type, function, grade_min, "
      "grade_max,"
      " rank_band, leadership_tier, tour_months, duty_station, valid_from, create_time, update_time, row_version) "
      "VALUES"
      " (1, '0001', '0001', 'Chief of staff', 'CATEGORY_MILITARY', 'PERSONNEL_TYPE_STAFF_OFFICER',"
      " 'POST_FUNCTION_CHIEF_OF_STAFF', '', '', 'RANK_BAND_SENIOR', 3, 12, '', '2020-01-01', 1, 1, 1)");
  migrate(database());
  EXPECT_EQ(rows("post", {"code", "seats"}), Rows{"0001|1"});
  EXPECT_EQ(rows("post_period", {"valid_from", "leadership_tier", "rank_band"}), Rows{"|3|RANK_BAND_SENIOR"});
  EXPECT_EQ(rows("mission_period", {"valid_from", "organisation", "kind"}),
            Rows{"|ORGANISATION_UN|MISSION_KIND_INTERNATIONAL"});
  EXPECT_EQ(rows("mission_fact", {"organisation", "day_from", "day_to"}), Rows{"ORGANISATION_UN|-|-"});
  EXPECT_EQ(rows("deployment_segment", {"deployment", "category"}), Rows{"1|CATEGORY_MILITARY"});
  EXPECT_EQ(figure("S1"), "[1 1 0]");
}

// 0028: what posts are is a fact from their recording on, each period within the days of the post; of segments in a post
// the facts say so.
TEST_P(UpgradeTest, PostsAreFactsAndSoIsWhoHoldsThem) {
  make(27);
  const auto add = [&](const std::string& id, const std::string& valid_to, const std::string& create_time) {
    run("INSERT INTO post (id, mission, code, code_key, display_name, category, personnel_type, function, grade_min,"
        " grade_max, rank_band, leadership_tier, tour_months, duty_station, valid_from, valid_to, seats, create_time,"
        " update_time, row_version) VALUES (" +
        id + ", 1, '" + id + "', '" + id +
        "', 'Chief of staff', 'CATEGORY_MILITARY', 'PERSONNEL_TYPE_STAFF_OFFICER', 'POST_FUNCTION_CHIEF_OF_STAFF', '',"
        " '', 'RANK_BAND_SENIOR', 3, 12, '', '2020-01-01', " +
        valid_to + ", 2, " + create_time + ", 1, 1)");
  };
  const auto period = [&](const std::string& post, const std::string& from, const std::string& tier) {
    run("INSERT INTO post_period (post, valid_from, category, personnel_type, function, rank_band, leadership_tier)"
        " VALUES (" +
        post + ", '" + from +
        "', 'CATEGORY_MILITARY', 'PERSONNEL_TYPE_STAFF_OFFICER', 'POST_FUNCTION_CHIEF_OF_STAFF', 'RANK_BAND_SENIOR', " +
        tier + ")");
  };
  add("7", "'2022-06-30'", "9000000000000000");  // later than whatever was written
  period("7", "", "3");
  period("7", "2021-01-01", "2");
  period("7", "2023-01-01", "1");  // never
  add("8", "NULL", "0");
  period("8", "", "0");
  run("UPDATE deployment_segment SET post = 8");
  migrate(database());
  EXPECT_EQ(rows("post_fact", {"record", "day_from", "day_to", "tier", "seats", "mission", "function"}),
            (Rows{"7|18262|18628|3|2|1|POST_FUNCTION_CHIEF_OF_STAFF",
                  "7|18628|19174|2|2|1|POST_FUNCTION_CHIEF_OF_STAFF", "8|18262|-|0|2|1|POST_FUNCTION_CHIEF_OF_STAFF"}));
  EXPECT_EQ(values("SELECT CAST(record AS TEXT) FROM post_fact ORDER BY id"),
            (std::vector<std::string>{"8", "7", "7"}));
  EXPECT_EQ(values("SELECT DISTINCT CAST(sequence AS TEXT) FROM post_fact WHERE record = 7"),
            std::vector<std::string>{"0"});
  EXPECT_EQ(values("SELECT DISTINCT CAST(post AS TEXT) FROM deployment_fact WHERE record IN (SELECT id FROM "
                   "deployment_segment)"),
            std::vector<std::string>{"8"});
  EXPECT_EQ(values("SELECT CAST(promised AS TEXT) FROM post_holder WHERE post = 8"), std::vector<std::string>{"0"});
}

// 0024: who had left was on the roster until they belonged to no unit.
TEST_P(UpgradeTest, WhoHadLeftKeepsTheLastDay) {
  make(19);
  run("UPDATE person SET status = 'PERSON_STATUS_INACTIVE' WHERE id = 2;"
      "UPDATE affiliation SET valid_to = '2023-06-30' WHERE person = 2");
  migrate(database());
  EXPECT_EQ(rows("person", {"id", "last_day"}), (Rows{"1|-", "2|2023-06-30"}));
  EXPECT_EQ(rows("mission", {"end_reason"}), Rows{""});
}

// 0018: whatever is called by a code has its key, and what facts remember too.
TEST_P(UpgradeTest, EveryCodeHasItsKey) {
  make(17);
  run("UPDATE mission SET acronym = 'EUTM Måli'; UPDATE mission_fact SET acronym = 'EUTM Måli';"
      "UPDATE person SET number = 'N01' WHERE id = 2");
  migrate(database());
  EXPECT_EQ(rows("person", {"number", "number_key", "number_likeness"}), (Rows{"N1|n1|-", "N01|n01|n1"}));
  EXPECT_EQ(rows("mission", {"acronym", "acronym_key"}), Rows{"EUTM Måli|eutm måli"});
  EXPECT_EQ(rows("mission_fact", {"acronym", "acronym_key"}), Rows{"EUTM Måli|eutm måli"});
  for (const auto& [table, code] : std::vector<std::pair<std::string, std::string>>{{"account", "account_name"},
                                                                                    {"unit", "code"},
                                                                                    {"unit_fact", "code"},
                                                                                    {"course", "code"},
                                                                                    {"course_version", "version"},
                                                                                    {"requirement", "code"},
                                                                                    {"requirement_fact", "code"}}) {
    EXPECT_FALSE(rows(table, {code}).empty()) << table;
    const auto folded = values("SELECT lower(" + code + ") FROM " + table);
    EXPECT_EQ(rows(table, {code + "_key"}), Rows(folded.begin(), folded.end())) << table;
  }
}

// 0020: who was there before is found, and is in order, once the roster was started.
TEST_P(UpgradeTest, NamesAreFollowedByTheRoster) {
  make(19);
  run("UPDATE person SET given_name = 'Zoë', family_name = 'Ås' WHERE id = 1;"
      "UPDATE person SET given_name = '', family_name = 'Aber' WHERE id = 2");
  migrate(database());
  EXPECT_EQ(rows("person_word", {"word"}), Rows{});
  roster::follow_name_rules(database());
  EXPECT_EQ(rows("person_word", {"word", "person"}), (Rows{"aber|2", "as|1", "n1|1", "n2|2", "zo|1"}));
  EXPECT_EQ(values("SELECT family_name FROM person ORDER BY family_name_order"),
            (std::vector<std::string>{"Aber", "Ås"}));
  EXPECT_EQ(rows("name_basis", {"next_basis", "done_to"}), Rows{"|0"});
}

// 0033: tokens may do what they could, and no entry of the audit gets an address that its hash does not cover.
TEST_P(UpgradeTest, TokensMayDoWhatTheyCould) {
  make(27);
  migrate(database());
  for (int i = 1; i <= platform::v1::TokenPurpose_MAX; ++i) {
    const auto name = platform::v1::TokenPurpose_Name(static_cast<platform::v1::TokenPurpose>(i));
    EXPECT_EQ(values("SELECT display_name FROM session WHERE purposes LIKE '%\"" + name + "\"%'"),
              std::vector<std::string>{"script"})
        << name;
  }
  EXPECT_EQ(rows("session", {"roles"}), Rows{"[]"});
  EXPECT_EQ(rows("audit_entry", {"address"}), Rows{"-"});
}

TEST_P(UpgradeTest, CodesThatAreOneAreNamedAndTheDatabaseStays) {
  make(13);
  run("UPDATE person SET number = 'n1' WHERE id = 2;"
      "INSERT INTO account (account_name, display_name, disabled, create_time, update_time, row_version) VALUES"
      " ('DESK', '', 0, 1, 1, 1)");
  try {
    migrate(database());
    ADD_FAILURE() << "was migrated";
  } catch (const status::Error& error) {
    EXPECT_EQ(error.code(), status::Code::failed_precondition);
    for (const char* named : {"number of person/1 and person/2", "account_name of account/1 and account/2"}) {
      EXPECT_NE(error.message().find(named), std::string::npos) << error.message();
    }
  }
  EXPECT_EQ(values("SELECT CAST(MAX(version) AS TEXT) FROM schema_version"), std::vector<std::string>{"13"});
  run("UPDATE person SET number = 'N2' WHERE id = 2; UPDATE account SET account_name = 'desk2' WHERE id = 2");
  migrate(database());
  EXPECT_EQ(rows("account", {"account_name_key"}), (Rows{"desk", "desk2"}));
}

}  // namespace
}  // namespace muster::db
