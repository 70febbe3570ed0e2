// SPDX-License-Identifier: EUPL-1.2
// Data of every older version comes through this program's migrations: nothing is lost, and what a
// migration promises to change is changed.
#include <gtest/gtest.h>

#include <map>

#include "platform/db/migrate.h"
#include "support/database.h"

namespace muster::db {
namespace {

// The first version that has all tables which the data below is in.
constexpr int oldest_with_data = 6;

// As that version had its columns; later ones gave what they added a default.
constexpr const char* data = R"(
INSERT INTO unit (code, display_name, display_name_nb, kind, create_time, update_time, row_version)
VALUES ('TOP', 'Ministry', 'Departement', 'UNIT_KIND_MINISTRY', 1, 1, 1);
INSERT INTO unit_closure (ancestor, descendant) SELECT id, id FROM unit;
INSERT INTO person (number, given_name, family_name, preferred_name, gender, gender_source, category, status,
  create_time, update_time, row_version)
VALUES ('N1', 'Kari', 'Ødegård', '', 'GENDER_WOMAN', '', 'CATEGORY_POLICE', 'PERSON_STATUS_ACTIVE', 1, 1, 1),
  ('N2', 'Ola', 'Li', '', 'GENDER_MAN', '', 'CATEGORY_POLICE', 'PERSON_STATUS_ACTIVE', 1, 1, 1);
INSERT INTO person_subject (person, subject) SELECT id, 9000000000 + id FROM person;
INSERT INTO affiliation (person, unit, branch, position, valid_from, create_time, update_time, row_version)
SELECT person.id, unit.id, '', 'Adviser', '2020-01-01', 1, 1, 1 FROM person, unit;
INSERT INTO availability (person, kind, valid_from, valid_to, create_time, row_version)
SELECT id, 'AVAILABILITY_KIND_LEAVE', '2024-07-01', '2024-07-31', 1, 1 FROM person WHERE number = 'N1';
INSERT INTO requirement (code, display_name, display_name_nb, population, categories, topics, courses, time, soon_days,
  valid_from, create_time, update_time, row_version)
VALUES ('ROSTER', 'a', '', 'POPULATION_ROSTER', '[]', '[]', '[]', 'REQUIREMENT_TIME_ON_DEPARTURE', 0, '2020-01-01', 1, 1, 1),
  ('AWAY', 'b', '', 'POPULATION_DEPLOYED', '[]', '[]', '[]', 'REQUIREMENT_TIME_ON_DEPARTURE', 0, '2020-01-01', 1, 1, 1);
INSERT INTO waiver (person, requirement, reason, valid_from, valid_to, approver, create_time, row_version)
SELECT person.id, requirement.id, 'Ill', '2024-01-01', '2024-02-01', 1, 1, 1 FROM person, requirement
WHERE number = 'N1' AND requirement.code = 'AWAY';
INSERT INTO mission (acronym, display_name, display_name_nb, organisation, kind, host_countries, themes, create_time,
  update_time, row_version)
VALUES ('UNMISS', 'Mission', '', 'ORGANISATION_UN', 'MISSION_KIND_INTERNATIONAL', '["SSD"]', '[]', 1, 1, 1);
INSERT INTO deployment (person, mission, country, category, state, planned_from, planned_to, actual_from, end_reason,
  create_time, update_time, row_version)
SELECT person.id, mission.id, 'NOR', 'CATEGORY_POLICE', 'DEPLOYMENT_STATE_DEPLOYED', '2024-03-01', '2024-12-31',
  '2024-03-01', '', 1, 1, 1 FROM person, mission WHERE number = 'N1';
INSERT INTO deployment_event (deployment, verb, from_state, to_state, effective_date, reason, create_time)
SELECT id, 'Depart', 'DEPLOYMENT_STATE_READY', 'DEPLOYMENT_STATE_DEPLOYED', '2024-03-01', 'as planned', 1 FROM deployment;
INSERT INTO deployment_fact (sequence, recorded_time, record, deployment, subject, day_from, departure, gender, category,
  personnel_type, rank_band, tier, organisation, country)
SELECT 1, 1, 1, 1, subject, 19783, 1, 'GENDER_WOMAN', 'CATEGORY_POLICE', '', '', 0, 'ORGANISATION_UN', 'NOR'
FROM person_subject JOIN person ON person.id = person_subject.person WHERE number = 'N1';
INSERT INTO deployment_fact (sequence, recorded_time, record, deployment, subject, day_from, departure, gender, category,
  personnel_type, rank_band, tier, organisation, country)
VALUES (2, 2, 2, 2, 77, 19783, 1, 'GENDER_MAN', 'CATEGORY_POLICE', '', '', 0, 'ORGANISATION_UN', 'NOR');
INSERT INTO import (kind, file_name, size_bytes, dry_run, clean_rows_only, header_mapping, encoding, separator, source,
  state, uploaded_bytes, rows_read, rows_created, rows_unchanged, rows_wrong, rows_subtotal, rows_duplicate,
  rows_quarantined, refusal, create_time, update_time, row_version)
VALUES ('IMPORT_KIND_HEADCOUNTS', 'a.csv', 9, 0, 0, '[]', '', '', '', 'IMPORT_STATE_APPLIED', 9, 1, 1, 0, 0, 0, 0, 0, '',
  1, 1, 1);
INSERT INTO import_effect (import, table_name, first_id, last_id) SELECT id, 'headcount_fact', 1, 2 FROM import;
INSERT INTO headcount_fact (sequence, recorded_time, source, month, organisation, country, category, personnel_type,
  rank_band, tier, gender, count)
VALUES (3, 3, '', '2024-05', '', '', '', '', '', 0, 'GENDER_NOT_STATED', 0),
  (4, 4, 'UN', '2024-05', 'ORGANISATION_UN', 'NOR', '', '', '', 0, 'GENDER_WOMAN', 4)
)";

const std::vector<std::string> tables = {"unit", "unit_closure", "rank", "person", "person_subject", "affiliation",
                                         "availability", "requirement", "waiver", "mission", "deployment",
                                         "deployment_event", "deployment_fact", "import", "import_effect", "headcount_fact"};

using Texts = std::vector<std::string>;

// The one column of each row.
Texts texts(Database& database, const std::string& select) {
  Texts found;
  for (auto& [text] : db::select<std::string>(database.thread_reader(), select)) found.push_back(std::move(text));
  return found;
}

std::map<std::string, std::string> sizes(Database& database) {
  std::map<std::string, std::string> rows;
  for (const auto& table : tables) rows[table] = texts(database, "SELECT CAST(COUNT(*) AS TEXT) FROM " + table).at(0);
  return rows;
}

// What a migration sets from the data that it finds: what came after it stays as it was entered.
void expect_conversions(Database& database, int from) {
  // 0009
  EXPECT_EQ(texts(database, "SELECT CAST(anonymous AS TEXT) FROM deployment_fact ORDER BY id"),
            (Texts{"0", from < 9 ? "1" : "0"}));
  const std::string of_roster = from < 9 ? "REQUIREMENT_TIME_CONTINUOUS" : "REQUIREMENT_TIME_ON_DEPARTURE";
  EXPECT_EQ(texts(database, "SELECT time FROM requirement ORDER BY code"), (Texts{"REQUIREMENT_TIME_ON_DEPARTURE", of_roster}));
  // 0011
  EXPECT_EQ(texts(database, "SELECT CAST(withdrawn AS TEXT) FROM headcount_fact ORDER BY id"),
            (Texts{from < 11 ? "1" : "0", "0"}));
}

void expect_all_there(Database& database) {
  EXPECT_EQ(texts(database, "SELECT given_name || ' ' || family_name || ' ' || CAST(subject AS TEXT) FROM person "
                            "JOIN person_subject ON person_subject.person = person.id ORDER BY number"),
            (Texts{"Kari Ødegård 9000000001", "Ola Li 9000000002"}));
  EXPECT_EQ(texts(database, "SELECT name FROM person_commitment ORDER BY name"), (Texts{"availabilities/1", "deployments/1"}));
  EXPECT_EQ(texts(database, "SELECT reason || '|' || revoked_reason || '|' || COALESCE(revoked_date, '-') FROM waiver"),
            (Texts{"Ill||-"}));
  EXPECT_EQ(texts(database, "SELECT reason || '|' || overlap_reason FROM deployment_event"), (Texts{"as planned|"}));
  EXPECT_EQ(texts(database, "SELECT CAST(slice AS TEXT) FROM import_effect"), (Texts{"0"}));
}

class UpgradeTest : public ::testing::TestWithParam<Backend> {};
INSTANTIATE_TEST_SUITE_P(Backends, UpgradeTest, support::backends(), support::backend_name);

TEST_P(UpgradeTest, DataOfEveryVersionComesThrough) {
  const int newest = migrations(GetParam()).back().version;
  for (int from = oldest_with_data; from < newest; ++from) {
    SCOPED_TRACE("from version " + std::to_string(from));
    support::TestDatabase older(GetParam());
    Database& database = older.database();
    migrate_to(database, from);
    database.write_now([](Session& session) { run_script(session, data); });
    auto before = sizes(database);
    EXPECT_EQ(migrate(database).back(), newest);
    auto after = sizes(database);
    if (from < 7) {  // 0007 brings the ranks
      EXPECT_GT(std::stoi(after.extract("rank").mapped()), std::stoi(before.extract("rank").mapped()));
    }
    EXPECT_EQ(after, before);
    expect_all_there(database);
    expect_conversions(database, from);
  }
}

}  // namespace
}  // namespace muster::db
