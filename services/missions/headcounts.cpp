// SPDX-License-Identifier: EUPL-1.2
#include "missions/headcounts.h"

#include <map>
#include <set>

#include "missions/month_table.h"
#include "muster/facts/v1/facts.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/enums.h"
#include "platform/rows/rows.h"
#include "platform/rpc/fact_rows.h"
#include "platform/rpc/scope.h"
#include "platform/rpc/unit_in_force.h"
#include "platform/status/error.h"

namespace muster::missions {
namespace {

using facts::v1::HeadcountFact;

// The organisations of the missions that the report names.
std::map<std::string, platform::v1::Organisation> organisations(rpc::Context& context,
                                                                const v1::ReportHeadcountsRequest& request) {
  std::set<long long> ids;
  for (const v1::Headcount& line : request.headcounts()) {
    if (!line.mission().empty()) ids.insert(proto::id_of<v1::Mission>(line.mission(), "mission"));
  }
  db::Query query = "SELECT id, organisation FROM mission WHERE ";
  query += db::one_of("id", {ids.begin(), ids.end()});
  std::map<std::string, platform::v1::Organisation> result{{"", platform::v1::ORGANISATION_UNSPECIFIED}};
  for (const auto& [id, organisation] : db::select<long long, std::string>(context.sql, query)) {
    result[proto::name_of<v1::Mission>(id)] = proto::enum_named<platform::v1::Organisation>(organisation);
  }
  return result;
}

void check_lines(const v1::ReportHeadcountsRequest& request,
                 const std::map<std::string, platform::v1::Organisation>& missions) {
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

enum class Line { below, above };

// The unit, and those below or above it on the day: for an IN.
db::Query line_of(long long unit, Line line, const std::string& day) {
  const std::string step = line == Line::below
                               ? "SELECT place.unit FROM unit_place place JOIN line ON place.parent = line.unit"
                               : "SELECT place.parent FROM unit_place place JOIN line ON place.unit = line.unit";
  return {
      "(WITH RECURSIVE line (unit) AS (SELECT CAST(? AS BIGINT) UNION " + step +
          " WHERE place.parent IS NOT NULL AND place.valid_from <= ? AND NOT EXISTS (SELECT 1 FROM unit_place later "
          "WHERE later.unit = place.unit AND later.valid_from > place.valid_from AND later.valid_from <= ?)) "
          "SELECT unit FROM line)",
      {unit, day, day}};
}

// Persons of the body and country who are deployed on the day, each once.
int individuals(rpc::Context& context, long long unit, const std::string& country, const std::string& day) {
  // Somebody without a name is a deployment of their own.
  db::Query count(
      "SELECT COUNT(DISTINCT COALESCE(deployment.person, -deployment.id)) FROM deployment "
      "JOIN deployment_segment segment ON segment.deployment = deployment.id WHERE deployment.unit IN ");
  count += line_of(unit, Line::below, day);
  count +=
      {" AND deployment.country = ? AND deployment.state <> 'DEPLOYMENT_STATE_VOID' "
       "AND segment.valid_from <= ? AND (segment.valid_to IS NULL OR segment.valid_to >= ?)",
       {country, day, day}};
  return static_cast<int>(std::get<0>(*db::select_one<long long>(context.sql, count)));
}

// The last that the body said of the country and month, if that is a report; otherwise nothing.
std::vector<HeadcountFact> last_report(rpc::Context& context, long long unit, const std::string& country,
                                       const std::string& month) {
  const db::Query of_body{" FROM headcount_fact WHERE source = '' AND unit = ? AND country = ? AND month = ?",
                          {unit, country, month}};
  db::Query last("SELECT sequence, withdrawn");
  last += of_body;
  last += " ORDER BY id DESC LIMIT 1";
  const auto found = db::select_one<long long, long long>(context.sql, last);
  if (!found || std::get<1>(*found) == 1) return {};
  db::Query lines("SELECT " + rows::columns<HeadcountFact>());
  lines += of_body;
  lines += {" AND sequence = ?", {std::get<0>(*found)}};
  return rows::query<HeadcountFact>(context.sql, lines);
}

// What the report says, its missions by acronym.
MonthTable table_of(rpc::Context& context, const std::vector<HeadcountFact>& facts) {
  std::set<long long> ids;
  for (const HeadcountFact& fact : facts) {
    if (fact.has_mission()) ids.insert(fact.mission());
  }
  db::Query query = "SELECT id, acronym FROM mission WHERE ";
  query += db::one_of("id", {ids.begin(), ids.end()});
  std::map<long long, std::string> acronyms;
  for (auto& [id, acronym] : db::select<long long, std::string>(context.sql, query)) acronyms[id] = std::move(acronym);
  MonthTable table;
  for (HeadcountFact fact : facts) {
    // When it was said is no part of it.
    fact.clear_id();
    fact.clear_sequence();
    fact.clear_recorded_time();
    table.add("", fact.has_mission() ? acronyms[fact.mission()] : "", digest_of(fact.SerializeAsString()), 1,
              fact.count());
  }
  return table;
}

HeadcountFact report_of(long long unit, const std::string& country, const std::string& month) {
  HeadcountFact fact;
  fact.set_unit(unit);
  fact.set_country(country);
  fact.set_month(month);
  return fact;
}

// Of the units below or above at the month's end: those that reported the month too.
std::vector<std::string> reported_too(rpc::Context& context, Line line, long long unit, const std::string& country,
                                      const std::string& month) {
  std::vector<std::string> names;
  db::Query related{
      "SELECT DISTINCT unit FROM headcount_fact WHERE source = '' AND country = ? AND month = ? "
      "AND unit <> ? AND unit IN ",
      {country, month, unit}};
  related += line_of(unit, line, rules::format_date(rules::month_end(*rules::parse_month(month))));
  related += " ORDER BY unit";
  for (const auto& [id] : db::select<long long>(context.sql, related)) {
    if (!last_report(context, id, country, month).empty()) names.push_back("units/" + std::to_string(id));
  }
  return names;
}

// The last day of a month, YYYY-MM.
rules::Day end_of(const std::string& month) { return rules::month_end(*rules::parse_month(month)); }

// The last month whose last day is `latest` or an earlier one, YYYY-MM.
std::string last_month(rules::Day latest) {
  const std::string day = rules::format_date(rules::month_start(latest + 1) - 1);
  return day.substr(0, std::string_view("YYYY-MM").size());
}

}  // namespace

v1::ReportHeadcountsResponse report_headcounts(rpc::Context& context, const v1::ReportHeadcountsRequest& request) {
  const long long unit = proto::id_of(request.unit(), "units", "unit");
  rpc::require_visible_unit(context, unit);
  const rules::Day month_end = end_of(request.month());
  rpc::require_unit_in_force(context, unit, rules::format_date(month_end), "unit");
  if (month_end > context.latest_day()) {
    throw status::invalid_argument("month", platform::v1::REASON_IN_FUTURE,
                                   "has not come to its last day, whose numbers are reported; report it from " +
                                       rules::format_date(month_end) + " on",
                                   {{"latest", last_month(context.latest_day())}});
  }
  const auto missions = organisations(context, request);
  check_lines(request, missions);
  v1::ReportHeadcountsResponse response;
  std::vector<HeadcountFact> facts;
  for (const v1::Headcount& line : request.headcounts()) {
    HeadcountFact& fact = facts.emplace_back(report_of(unit, request.country(), request.month()));
    if (!line.mission().empty()) fact.set_mission(proto::id_of<v1::Mission>(line.mission(), "mission"));
    fact.set_organisation(missions.at(line.mission()));
    fact.set_category(line.category());
    fact.set_personnel_type(line.personnel_type());
    fact.set_rank_band(line.rank_band());
    if (line.has_leadership_tier()) fact.set_tier(line.leadership_tier());
    fact.set_gender(line.gender());
    fact.set_count(line.count());
    response.set_total(response.total() + line.count());
  }
  context.sequence();  // of two reports the second sees the first
  const auto before = last_report(context, unit, request.country(), request.month());
  if (auto replaced = replaced_table(request.month(), table_of(context, before), table_of(context, facts))) {
    *response.mutable_replaced() = std::move(*replaced);
  }
  for (auto& name : reported_too(context, Line::below, unit, request.country(), request.month())) {
    response.add_stands_for(std::move(name));
  }
  for (auto& name : reported_too(context, Line::above, unit, request.country(), request.month())) {
    response.add_stood_for_by(std::move(name));
  }
  response.set_individuals_replaced(individuals(context, unit, request.country(), rules::format_date(month_end)));
  rpc::append_all<HeadcountFact>(context, facts);
  context.audit_lines.push_back("headcounts of " + request.unit() + " for " + request.month());
  return response;
}

v1::WithdrawHeadcountsResponse withdraw_headcounts(rpc::Context& context,
                                                   const v1::WithdrawHeadcountsRequest& request) {
  const long long unit = proto::id_of(request.unit(), "units", "unit");
  rpc::require_visible_unit(context, unit);
  context.sequence();  // of two withdrawals the second sees the first
  if (last_report(context, unit, request.country(), request.month()).empty()) {
    throw status::failed_precondition(platform::v1::REASON_NO_REPORT, request.unit() + " has no report for " +
                                                                          request.country() + " and " +
                                                                          request.month() + " that could be withdrawn");
  }
  HeadcountFact fact = report_of(unit, request.country(), request.month());
  fact.set_gender(platform::v1::GENDER_NOT_STATED);
  fact.set_withdrawn(true);
  rpc::append<HeadcountFact>(context, fact);
  context.audit_lines.push_back("withdrew headcounts of " + request.unit() + " for " + request.month());
  v1::WithdrawHeadcountsResponse response;
  response.set_individuals(individuals(context, unit, request.country(), rules::format_date(end_of(request.month()))));
  return response;
}

}  // namespace muster::missions
