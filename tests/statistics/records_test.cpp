// SPDX-License-Identifier: EUPL-1.2
// The records behind a number: as many as it says, names only for those who may see them.
#include <google/protobuf/util/time_util.h>
#include <gtest/gtest.h>

#include <set>

#include "muster/roster/v1/roster.pb.h"
#include "statistics_database.h"

namespace muster::statistics::testing {
namespace {

class RecordsTest : public StatisticsTest {
 protected:
  void SetUp() override {
    StatisticsTest::SetUp();
    World world;
    world.parents = {{1, 0}, {2, 1}, {3, 1}};
    // Two in unit 2, two in unit 3, one reported without a name.
    for (long long i = 1; i <= 5; ++i) {
      Row row;
      row.sequence = ++world.last_sequence;
      row.record = 100 + i;
      row.parent = 200 + i;
      row.subject = 1000 + i;
      row.texts = {"1",
                   "NOR",
                   "",
                   "ORGANISATION_UN",
                   "CATEGORY_MILITARY",
                   "RANK_BAND_SENIOR",
                   "2",
                   i <= 2 ? "2" : "3",
                   i % 2 == 0 ? "GENDER_WOMAN" : "GENDER_MAN"};
      row.day_from = *rules::parse_date("2026-01-10");
      if (i == 1) row.day_to = rules::parse_date("2026-07-01");
      world.rows.push_back(row);
    }
    insert(world);
    sql([](db::Session& session) {
      for (long long i = 1; i <= 4; ++i) insert_person(session, i);
    });
  }

  static void insert_person(db::Session& session, long long i) {
    db::execute(
        session,
        {"INSERT INTO person (id, number, number_key, given_name, family_name, preferred_name, gender, gender_source,"
         " category, status, create_time, update_time, row_version) VALUES (?, ?, ?, 'Given', ?, ?,"
         " ?, 'GENDER_SOURCE_SELF', 'CATEGORY_MILITARY', 'PERSON_STATUS_ACTIVE', 0, 0, 1)",
         {i, "N" + std::to_string(i), "n" + std::to_string(i), "Family" + std::to_string(i), i == 2 ? "Called" : "",
          i % 2 == 0 ? "GENDER_WOMAN" : "GENDER_MAN"}});
    db::execute(session, {"INSERT INTO person_subject (person, subject) VALUES (?, ?)", {i, 1000 + i}});
    db::execute(session,
                {"INSERT INTO affiliation (person, unit, branch, position, valid_from, create_time, update_time,"
                 " row_version) VALUES (?, ?, '', '', '2020-01-01', 0, 0, 1)",
                 {i, i <= 2 ? 2LL : 3LL}});
  }

  v1::ListCellRecordsRequest cell(const v1::QueryIndicatorRequest& query, const std::vector<std::string>& group = {}) {
    v1::ListCellRecordsRequest request;
    *request.mutable_query() = query;
    for (const std::string& text : group) request.add_group(text);
    return request;
  }
  v1::ListCellRecordsResponse list(const v1::ListCellRecordsRequest& request) { return list(request, system()); }
  v1::ListCellRecordsResponse list(const v1::ListCellRecordsRequest& request, const rpc::Caller& who) {
    return call<v1::ListCellRecordsResponse>(records_path, request, who);
  }
};

TEST_P(RecordsTest, ShowsEachRecordOnce) {
  const auto records = list(cell(on("S1", "2026-03-01")));
  ASSERT_EQ(records.records_size(), 5);
  EXPECT_EQ(records.total_size(), ask(on("S1", "2026-03-01")).totals(0).total());
  const v1::CellRecord& first = records.records(0);
  EXPECT_EQ(first.record(), "deployments/201");
  EXPECT_EQ(first.person(), "persons/1");
  EXPECT_EQ(first.person_display_name(), "Given Family1");
  EXPECT_EQ(first.mission(), "MISSION-1");
  EXPECT_EQ(first.unit(), "UNIT-2");
  EXPECT_EQ(first.rank_band(), "RANK_BAND_SENIOR");
  EXPECT_EQ(first.tier(), 2);
  EXPECT_EQ(first.gender(), "GENDER_MAN");
  EXPECT_EQ(first.valid_from(), "2026-01-10");
  EXPECT_EQ(first.valid_to(), "2026-06-30") << "the last day, not the day after";
  EXPECT_EQ(first.count(), 1);
  EXPECT_EQ(records.records(1).person_display_name(), "Called Family2");
  EXPECT_EQ(records.records(1).valid_to(), "");
  EXPECT_EQ(records.records(4).person(), "") << "reported without a name";
}

TEST_P(RecordsTest, ChoosesGroupDateAndGender) {
  auto query = within("S1", "2026-01-01", "2026-10-31");
  query.set_every_month(true);
  query.add_group_by(v1::DIMENSION_MONTH);
  query.add_group_by(v1::DIMENSION_UNIT);
  int cells = 0;
  const auto response = ask(query);
  for (const v1::Cell& answered : response.cells()) {
    auto request = cell(query, {answered.group().begin(), answered.group().end()});
    request.set_date(answered.date());
    EXPECT_EQ(list(request).total_size(), answered.total());
    request.set_gender("WOMAN");
    EXPECT_EQ(list(request).total_size(), answered.women());
    request.set_gender("GENDER_MAN");
    EXPECT_EQ(list(request).total_size(), answered.men());
    ++cells;
  }
  EXPECT_EQ(cells, 20);
}

TEST_P(RecordsTest, CountsOfPersonDaysAddUp) {
  const auto query = within("S2", "2026-06-29", "2026-07-02");
  long long days = 0;
  const auto records = list(cell(query));
  for (const v1::CellRecord& record : records.records()) days += record.count();
  EXPECT_EQ(days, 4 * 4 + 2);
  EXPECT_EQ(days, ask(query).totals(0).total());
  auto first_page = cell(query);
  first_page.set_page_size(1);
  EXPECT_EQ(list(first_page).total_count(), days) << "of all pages";
}

TEST_P(RecordsTest, NamesOnlyPeopleOfTheCallersUnits) {
  const rpc::Caller limited = caller(platform::v1::ROLE_HR_UNIT, 2);
  const auto records = list(cell(on("S1", "2026-03-01")), limited);
  EXPECT_EQ(records.records_size(), 2);
  for (const auto& record : records.records()) EXPECT_FALSE(record.person_display_name().empty());
  // Somebody who moved on to another unit since stays in the number, without a name.
  sql([](db::Session& session) { db::execute(session, "UPDATE affiliation SET unit = 3 WHERE person = 1"); });
  const auto after = list(cell(on("S1", "2026-03-01")), limited);
  ASSERT_EQ(after.records_size(), 2);
  EXPECT_EQ(after.records(0).person(), "");
  EXPECT_EQ(after.records(0).person_display_name(), "");
  EXPECT_FALSE(after.records(1).person().empty());
}

// Counted by one grant and listed by another: of each cell, gender and page what is not listed is told.
TEST_P(RecordsTest, TellWhatOtherGrantsCountBesides) {
  rpc::Caller who = caller(platform::v1::ROLE_ANALYST);
  who.grants = {{platform::v1::ROLE_ANALYST, std::nullopt}, {platform::v1::ROLE_HR_UNIT, 2}};
  auto query = on("S1", "2026-03-01");
  query.add_group_by(v1::DIMENSION_GENDER);
  const auto answer = ask(query, who);
  EXPECT_EQ(answer.totals(0).total(), 5);
  for (const v1::Cell& counted : answer.cells()) {
    const auto records = list(cell(query, {counted.group().begin(), counted.group().end()}), who);
    EXPECT_EQ(records.total_count() + records.not_listed_count(), counted.total());
    EXPECT_EQ(records.total_count(), 1) << "one of each in unit 2";
  }
  auto request = cell(on("S1", "2026-03-01"));
  request.set_page_size(1);
  request.set_gender("MAN");
  const auto first = list(request, who);
  ASSERT_EQ(first.records_size(), 1);
  EXPECT_EQ(first.records(0).record(), "deployments/201");
  EXPECT_EQ(first.total_size(), 1);
  EXPECT_EQ(first.not_listed_count(), 2);
  EXPECT_EQ(first.next_page_token(), "");
  // Person-days too; and nothing where one grant is for all.
  const auto days = list(cell(within("S2", "2026-03-01", "2026-03-10")), who);
  EXPECT_EQ(days.total_count(), 20);
  EXPECT_EQ(days.not_listed_count(), 30);
  EXPECT_EQ(list(cell(on("S1", "2026-03-01"))).not_listed_count(), 0);
  EXPECT_EQ(list(cell(on("S1", "2026-03-01")), caller(platform::v1::ROLE_HR_UNIT, 2)).not_listed_count(), 0);
}

// Gender belongs to the person: known as it was before the correction, a record has the corrected one too, beside
// the name as ever.
TEST_P(RecordsTest, AFormerGenderIsShownAtNoKnownAt) {
  ASSERT_EQ(list(cell(on("S1", "2026-03-01"))).records(1).gender(), "GENDER_WOMAN");
  roster::v1::UpdatePersonRequest update;
  update.mutable_person()->set_name("persons/2");
  update.mutable_person()->set_gender(platform::v1::GENDER_MAN);
  update.mutable_update_mask()->add_paths("gender");
  call<roster::v1::Person>("muster.roster.v1.RosterService/UpdatePerson", update);
  auto then = on("S1", "2026-03-01");
  *then.mutable_known_at() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(time_of(5));
  for (const auto& query : {on("S1", "2026-03-01"), then}) {
    const auto records = list(cell(query));
    EXPECT_EQ(records.total_size(), 5);
    ASSERT_GE(records.records_size(), 2);
    EXPECT_EQ(records.records(1).gender(), "GENDER_MAN");
    EXPECT_EQ(records.records(1).record(), "deployments/202");
    EXPECT_EQ(records.records(1).person_display_name(), "Called Family2");
    auto women = cell(query);
    women.set_gender("WOMAN");
    const auto of_women = list(women);
    for (const auto& record : of_women.records()) EXPECT_NE(record.record(), "deployments/202");
  }
}

TEST_P(RecordsTest, ErasureLeavesTheNumber) {
  const int before = ask(on("S1", "2026-03-01")).totals(0).total();
  sql([](db::Session& session) {
    db::execute(session, "DELETE FROM person_subject WHERE person = 2");
    db::execute(session, "DELETE FROM affiliation WHERE person = 2");
    db::execute(session, "DELETE FROM person WHERE id = 2");
  });
  EXPECT_EQ(ask(on("S1", "2026-03-01")).totals(0).total(), before);
  const auto records = list(cell(on("S1", "2026-03-01")));
  ASSERT_EQ(records.records_size(), before);
  EXPECT_EQ(records.records(1).record(), "deployments/202");
  EXPECT_EQ(records.records(1).person(), "");
}

TEST_P(RecordsTest, PagesSeeTheLedgerAsTheFirstOneDid) {
  auto request = cell(on("S1", "2026-03-01"));
  request.set_page_size(2);
  std::set<std::string> seen;
  for (int page = 0;; ++page) {
    const auto records = list(request);
    EXPECT_EQ(records.total_size(), 5);
    for (const auto& record : records.records()) EXPECT_TRUE(seen.insert(record.record()).second) << record.record();
    if (records.next_page_token().empty()) break;
    request.set_page_token(records.next_page_token());
    sql([&](db::Session& session) {
      Row row;
      row.sequence = 50 + page;
      row.record = page + 1;  // would come first
      row.parent = row.subject = 900 + page;
      row.texts = {"1", "NOR", "", "ORGANISATION_UN", "CATEGORY_MILITARY", "", "0", "2", "GENDER_MAN"};
      row.day_from = *rules::parse_date("2026-01-01");
      insert_row(session, row);
    });
  }
  EXPECT_EQ(seen.size(), 5u);
  request.set_gender("WOMAN");
  EXPECT_TRUE(support::names_field(refused(records_path, request, system()), "page_token"))
      << "the token of another list";
  request.set_page_token("1-2-3-4");
  EXPECT_TRUE(support::names_field(refused(records_path, request, system()), "page_token"));
}

TEST_P(RecordsTest, RefusesWhatIsNoCell) {
  auto series = within("S1", "2026-01-01", "2026-10-31");
  series.set_every_month(true);
  EXPECT_TRUE(support::names_field(refused(records_path, cell(series), system()), "date"));
  auto other_day = cell(series);
  other_day.set_date("2026-01-30");
  EXPECT_TRUE(support::names_field(refused(records_path, other_day, system()), "date"));
  auto grouped = on("S1", "2026-03-01");
  grouped.add_group_by(v1::DIMENSION_UNIT);
  EXPECT_TRUE(support::names_field(refused(records_path, cell(grouped), system()), "group"));
  EXPECT_TRUE(support::names_field(refused(records_path, cell(grouped, {"UNIT-9"}), system()), "group[0]"));
  auto wrong_gender = cell(on("S1", "2026-03-01"));
  wrong_gender.set_gender("X");
  EXPECT_TRUE(support::names_field(refused(records_path, wrong_gender, system()), "gender"));
  auto wrong_query = cell(on("S9", "2026-03-01"));
  EXPECT_TRUE(support::names_field(refused(records_path, wrong_query, system()), "query.indicator"));
  auto large = cell(on("S1", "2026-03-01"));
  large.set_page_size(501);
  EXPECT_TRUE(support::names_field(refused(records_path, large, system()), "page_size"));
}

INSTANTIATE_TEST_SUITE_P(Backends, RecordsTest, support::backends(), support::backend_name);

}  // namespace
}  // namespace muster::statistics::testing
