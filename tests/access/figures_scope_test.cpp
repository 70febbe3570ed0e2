// SPDX-License-Identifier: EUPL-1.2
// Whose figures one sees, written down by hand: every role that may ask for figures, limited to a
// unit, counts that unit and what is below it and is told so; only those that may see records are
// shown any, and none from outside.
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
    {platform::v1::ROLE_HR_UNIT, true, true},    {platform::v1::ROLE_HR_CENTRAL, true, true},
    {platform::v1::ROLE_ENDORSER, true, true},   {platform::v1::ROLE_TRAINING_COORDINATOR, true, true},
    {platform::v1::ROLE_LEADERSHIP, true, true}, {platform::v1::ROLE_ANALYST, false, false}};

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
      // No filter widens it.
      auto elsewhere = today();
      auto* where = elsewhere.add_where();
      where->set_dimension(DIMENSION_UNIT);
      where->add_values("NAVY");
      EXPECT_EQ(total(ask(elsewhere, who)), unit == navy_ || unit == ministry_ ? 2 : 0) << what;
    }
    EXPECT_EQ(ask(today(), caller(reader.role)).scope_size(), 0) << platform::v1::Role_Name(reader.role);
    EXPECT_EQ(total(ask(today(), caller(reader.role))), 3) << platform::v1::Role_Name(reader.role);
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
