// SPDX-License-Identifier: EUPL-1.2
#include "missions/headcounts.h"

#include <map>
#include <set>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/rows.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"

namespace muster::missions {
namespace {

// The organisations of the missions that the report names.
std::map<std::string, std::string> organisations(rpc::Context& context, const v1::ReportHeadcountsRequest& request) {
  std::set<long long> ids;
  for (const v1::Headcount& line : request.headcounts()) {
    if (!line.mission().empty()) ids.insert(proto::id_of<v1::Mission>(line.mission(), "mission"));
  }
  db::Query query = "SELECT id, organisation FROM mission WHERE ";
  query += db::one_of("id", {ids.begin(), ids.end()});
  std::map<std::string, std::string> result{{"", "ORGANISATION_UNSPECIFIED"}};
  for (const auto& [id, organisation] : db::select<long long, std::string>(context.sql, query)) {
    result[proto::name_of<v1::Mission>(id)] = organisation;
  }
  return result;
}

void check_lines(const v1::ReportHeadcountsRequest& request, const std::map<std::string, std::string>& missions) {
  status::Violations violations;
  std::set<std::string> seen;
  for (int i = 0; i < request.headcounts_size(); ++i) {
    v1::Headcount line = request.headcounts(i);
    const std::string path = "headcounts[" + std::to_string(i) + "]";
    if (!missions.contains(line.mission())) {
      violations.add(path + ".mission", platform::v1::REASON_REFERENCE_NOT_FOUND,
                     line.mission() + " does not exist; see ListMissions", {{"name", line.mission()}});
    }
    line.clear_count();
    if (!seen.insert(line.SerializeAsString()).second) {
      violations.add(path, platform::v1::REASON_NAMED_TWICE,
                     "says the same as a line above; add the counts up into one line");
    }
  }
  violations.throw_if_any();
}

// Persons of the body and country who are deployed on the day, each once.
int individuals(rpc::Context& context, long long unit, const std::string& country, const std::string& day) {
  // Somebody without a name is a deployment of their own.
  const auto row = db::select_one<long long>(
      context.sql, {"SELECT COUNT(DISTINCT COALESCE(deployment.person, -deployment.id)) FROM deployment "
                    "JOIN deployment_segment segment ON segment.deployment = deployment.id "
                    "WHERE deployment.unit IN (SELECT descendant FROM unit_closure WHERE ancestor = ?) "
                    "AND deployment.country = ? AND deployment.state <> 'DEPLOYMENT_STATE_VOID' "
                    "AND segment.valid_from <= ? AND (segment.valid_to IS NULL OR segment.valid_to >= ?)",
                    {unit, country, day, day}});
  return static_cast<int>(std::get<0>(*row));
}

// Whether the last that the body said of the country and month is a report.
bool is_reported(rpc::Context& context, long long unit, const std::string& country, const std::string& month) {
  const auto last = db::select_one<long long>(
      context.sql, {"SELECT withdrawn FROM headcount_fact WHERE source = '' AND unit = ? AND country = ? AND month = ?"
                    " ORDER BY id DESC LIMIT 1",
                    {unit, country, month}});
  return last && std::get<0>(*last) == 0;
}

// The last day of a month, YYYY-MM.
rules::Day end_of(const std::string& month) { return rules::month_end(*rules::parse_month(month)); }

}  // namespace

v1::ReportHeadcountsResponse report_headcounts(rpc::Context& context, const v1::ReportHeadcountsRequest& request) {
  const long long unit = proto::id_of(request.unit(), "units", "unit");
  rpc::require_visible_unit(context, unit);
  const rules::Day month_end = end_of(request.month());
  if (month_end > context.today()) {
    throw status::invalid_argument("month", platform::v1::REASON_IN_FUTURE,
                                   "has not come to its last day, whose numbers are reported; report it from " +
                                       rules::format_date(month_end) + " on");
  }
  const auto missions = organisations(context, request);
  check_lines(request, missions);
  v1::ReportHeadcountsResponse response;
  for (const v1::Headcount& line : request.headcounts()) {
    const db::Value mission =
        line.mission().empty() ? db::Value() : db::Value(proto::id_of<v1::Mission>(line.mission(), "mission"));
    db::execute(context.sql,
                {"INSERT INTO headcount_fact (sequence, recorded_time, source, unit, month, mission, organisation, "
                 "country, category, personnel_type, rank_band, tier, gender, count) "
                 "VALUES (?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                 {context.sequence(), context.now_micros(), unit, request.month(), mission, missions.at(line.mission()),
                  request.country(), platform::v1::Category_Name(line.category()),
                  platform::v1::PersonnelType_Name(line.personnel_type()),
                  platform::v1::RankBand_Name(line.rank_band()), static_cast<long long>(line.leadership_tier()),
                  platform::v1::Gender_Name(line.gender()), static_cast<long long>(line.count())}});
    response.set_total(response.total() + line.count());
  }
  response.set_individuals_replaced(individuals(context, unit, request.country(), rules::format_date(month_end)));
  context.audit_lines.push_back("headcounts of " + request.unit() + " for " + request.month());
  return response;
}

v1::WithdrawHeadcountsResponse withdraw_headcounts(rpc::Context& context,
                                                   const v1::WithdrawHeadcountsRequest& request) {
  const long long unit = proto::id_of(request.unit(), "units", "unit");
  rpc::require_visible_unit(context, unit);
  context.sequence();  // of two withdrawals the second sees the first
  if (!is_reported(context, unit, request.country(), request.month())) {
    throw status::failed_precondition(platform::v1::REASON_NO_REPORT, request.unit() + " has no report for " +
                                                                          request.country() + " and " +
                                                                          request.month() + " that could be withdrawn");
  }
  db::execute(context.sql,
              {"INSERT INTO headcount_fact (sequence, recorded_time, source, unit, month, organisation, country, "
               "category, personnel_type, rank_band, tier, gender, count, withdrawn) VALUES (?, ?, '', ?, ?, "
               "'ORGANISATION_UNSPECIFIED', ?, 'CATEGORY_UNSPECIFIED', 'PERSONNEL_TYPE_UNSPECIFIED', "
               "'RANK_BAND_UNSPECIFIED', 0, 'GENDER_NOT_STATED', 0, 1)",
               {context.sequence(), context.now_micros(), unit, request.month(), request.country()}});
  context.audit_lines.push_back("withdrew headcounts of " + request.unit() + " for " + request.month());
  v1::WithdrawHeadcountsResponse response;
  response.set_individuals(individuals(context, unit, request.country(), rules::format_date(end_of(request.month()))));
  return response;
}

}  // namespace muster::missions
