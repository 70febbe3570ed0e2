// SPDX-License-Identifier: EUPL-1.2
// Whose figures one sees, written down by hand: every role that may ask for figures, limited to a
// unit, counts that unit and what is below it and is told so; only those that may see records are
// shown any, and none from outside.
#include <gmock/gmock.h>

#include "muster/statistics/v1/statistics.pb.h"
#include "support/deployments.h"

namespace muster::access {
namespace {

using namespace statistics::v1;
using platform::v1::Role;

const std::string statistics_service = "muster.statistics.v1.StatisticsService/";

struct Reader {
  Role role;
  bool records;  // may list them
  bool names;    // and sees whose they are
};
constexpr Reader readers[] = {
    {platform::v1::ROLE_HR_UNIT, true, true},      {platform::v1::ROLE_HR_CENTRAL, true, true},
    {platform::v1::ROLE_ENDORSER, true, true},     {platform::v1::ROLE_TRAINING_COORDINATOR, true, true},
    {platform::v1::ROLE_LEADERSHIP, false, false}, {platform::v1::ROLE_ANALYST, false, false}};

class FiguresScopeTest : public support::DeploymentTest {
 protected:
  // Away: one of the battalion below the army, two of the navy.
  void SetUp() override {
    DeploymentTest::SetUp();
    if (HasFatalFailure()) return;
    send("A1", battalion_);
    send("N1", navy_);
    send("N2", navy_);
  }

  void send(const std::string& number, const std::string& unit) {
    depart(planned(add_person(number, platform::v1::GENDER_WOMAN, unit)).name(), day(-5));
  }

  QueryIndicatorRequest today(const char* indicator = "S1") {
    QueryIndicatorRequest request;
    request.set_indicator(indicator);
    request.set_as_of(day(0));
    return request;
  }

  QueryIndicatorResponse ask(const QueryIndicatorRequest& request, const rpc::Caller& who) {
    return call<QueryIndicatorResponse>(statistics_service + "QueryIndicator", request, who);
  }
  static int total(const QueryIndicatorResponse& answer) {
    return answer.totals_size() == 0 ? 0 : answer.totals(0).total();
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, FiguresScopeTest, support::backends(), support::backend_name);

TEST_P(FiguresScopeTest, EveryRoleCountsItsUnitsAndIsToldSo) {
  for (const Reader& reader : readers) {
    for (const auto& [unit, expected] :
         std::vector<std::pair<std::string, int>>{{army_, 1}, {battalion_, 1}, {navy_, 2}, {ministry_, 3}}) {
      const auto who = caller_of(reader.role, unit);
      const std::string what = platform::v1::Role_Name(reader.role) + " of " + unit;
      const auto answer = ask(today(), who);
      EXPECT_EQ(total(answer), expected) << what;
      ASSERT_EQ(answer.scope_size(), 1) << what;
    }
    EXPECT_EQ(ask(today(), caller(reader.role)).scope_size(), 0) << platform::v1::Role_Name(reader.role);
    EXPECT_EQ(total(ask(today(), caller(reader.role))), 3) << platform::v1::Role_Name(reader.role);
  }
}

// No filter widens the scope: units outside are refused, never answered by 0; of units partly outside the answer is of
// what lies within, and its sentence says so.
TEST_P(FiguresScopeTest, UnitsOutsideAreNotYours) {
  auto filtered = [&](const std::vector<std::string>& units) {
    auto request = today();
    auto* where = request.add_where();
    where->set_dimension(DIMENSION_UNIT);
    for (const std::string& unit : units) where->add_values(unit);
    return request;
  };
  for (const Reader& reader : readers) {
    const std::string what = platform::v1::Role_Name(reader.role);
    const auto who = caller_of(reader.role, army_);
    for (const std::vector<std::string>& units : {std::vector<std::string>{"NAVY"}, {""}, {"NAVY", ""}}) {
      const auto error = refused(statistics_service + "QueryIndicator", filtered(units), who);
      EXPECT_EQ(error.code(), status::Code::invalid_argument) << what;
      EXPECT_TRUE(support::names_field(error, "where")) << support::violations_of(error);
      EXPECT_THAT(support::violations_of(error), ::testing::HasSubstr("filter by ARMY or a unit below")) << what;
    }
    // A table that somebody published is of no unit.
    auto table = filtered({"NAVY"});
    table.set_indicator("H1");
    EXPECT_TRUE(support::names_field(refused(statistics_service + "QueryIndicator", table, who), "where[0].dimension"));
    const auto partly = ask(filtered({"ARMY", "NAVY"}), who);
    EXPECT_EQ(total(partly), 1) << what;
    EXPECT_THAT(partly.sentence(),
                ::testing::HasSubstr(", in the unit ARMY, among those in the unit ARMY or NAVY, 1 of 1 "));
    EXPECT_EQ(total(ask(filtered({"NAVY"}), caller_of(reader.role, ministry_))), 2) << what;
    EXPECT_EQ(total(ask(filtered({"NAVY"}), caller_of(reader.role, navy_))), 2) << what;
    EXPECT_EQ(total(ask(filtered({"NAVY"}), caller(reader.role))), 2) << what;
    EXPECT_EQ(total(ask(filtered({""}), caller(reader.role))), 0) << what;
  }
}

// One account with two roles: counted is by both, listed by that which may list. What is not listed is told, so that
// the list and it are as long as the number.
TEST_P(FiguresScopeTest, WhatIsCountedAndNotListedIsTold) {
  auto grant = [](Role role, std::optional<std::string> unit) {
    return rpc::Grant{role, unit ? std::optional(std::stoll(unit->substr(unit->find('/') + 1))) : std::nullopt};
  };
  struct Case {
    std::vector<rpc::Grant> grants;
    int number, listed;
  };
  for (const Reader& lister : readers) {
    if (!lister.records) continue;
    for (const Case& one : {
             Case{{grant(platform::v1::ROLE_ANALYST, {}), grant(lister.role, navy_)}, 3, 2},
             Case{{grant(platform::v1::ROLE_ANALYST, {}), grant(lister.role, army_)}, 3, 1},
             Case{{grant(platform::v1::ROLE_ANALYST, army_), grant(lister.role, navy_)}, 3, 2},
             Case{{grant(platform::v1::ROLE_ANALYST, ministry_), grant(lister.role, battalion_)}, 3, 1},
             Case{{grant(platform::v1::ROLE_ANALYST, battalion_), grant(lister.role, army_)}, 1, 1},
             Case{{grant(platform::v1::ROLE_ANALYST, army_), grant(lister.role, {})}, 3, 3},
             Case{{grant(platform::v1::ROLE_AUDITOR, {}), grant(lister.role, navy_)}, 2, 2},
             Case{{grant(lister.role, navy_), grant(lister.role, battalion_)}, 3, 3},
         }) {
      rpc::Caller who = caller(lister.role);
      who.grants = one.grants;
      const std::string what = platform::v1::Role_Name(lister.role);
      EXPECT_EQ(total(ask(today(), who)), one.number) << what;
      ListCellRecordsRequest request;
      *request.mutable_query() = today();
      const auto list = call<ListCellRecordsResponse>(statistics_service + "ListCellRecords", request, who);
      EXPECT_EQ(list.records_size(), one.listed) << what;
      EXPECT_EQ(list.total_size(), one.listed) << what;
      EXPECT_EQ(list.total_count(), one.listed) << what;
      EXPECT_EQ(list.not_listed_count(), one.number - one.listed) << what;
      for (const auto& record : list.records()) EXPECT_FALSE(record.person().empty()) << what;
    }
  }
}

TEST_P(FiguresScopeTest, RecordsAreOfTheUnitsAndForSomeRoles) {
  ListCellRecordsRequest request;
  *request.mutable_query() = today();
  for (const Reader& reader : readers) {
    const auto who = caller_of(reader.role, army_);
    const std::string what = platform::v1::Role_Name(reader.role);
    if (!reader.records) {
      EXPECT_EQ(refused(statistics_service + "ListCellRecords", request, who).code(), status::Code::permission_denied)
          << what;
      continue;
    }
    const auto list = call<ListCellRecordsResponse>(statistics_service + "ListCellRecords", request, who);
    ASSERT_EQ(list.records_size(), 1) << what;
    EXPECT_EQ(!list.records(0).person().empty(), reader.names) << what << ": " << list.ShortDebugString();
  }
}

TEST_P(FiguresScopeTest, OthersSeeNone) {
  for (const Role role : {platform::v1::ROLE_PERSON, platform::v1::ROLE_AUDITOR, platform::v1::ROLE_ADMINISTRATOR}) {
    EXPECT_EQ(refused(statistics_service + "QueryIndicator", today(), caller(role)).code(),
              status::Code::permission_denied);
  }
}

}  // namespace
}  // namespace muster::access
