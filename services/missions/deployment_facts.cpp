// SPDX-License-Identifier: EUPL-1.2
#include "missions/deployment_facts.h"

#include "muster/facts/v1/facts.pb.h"
#include "platform/rpc/fact_rows.h"

namespace muster::missions {
namespace {

using facts::v1::DeploymentFact;

// The day on which a segment begins, as facts hold it; with its deployment's person.
struct Beginning {
  long long person;
  long long day;
};

Beginning beginning_of(rpc::Context& context, long long segment) {
  const auto [person, first_day] = *db::select_one<std::optional<long long>, std::string>(
      context.sql, {"SELECT deployment.person, segment.valid_from FROM deployment_segment segment "
                    "JOIN deployment ON deployment.id = segment.deployment WHERE segment.id = ?",
                    {segment}});
  return {person.value_or(0), rpc::day_from(first_day)};
}

}  // namespace

void append_departure(rpc::Context& context, long long segment) {
  const Beginning beginning = beginning_of(context, segment);
  const long long subject = rpc::subject_of(context, beginning.person);
  rpc::append_from<DeploymentFact>(
      context,
      {"deployment_segment segment JOIN deployment ON deployment.id = segment.deployment "
       "WHERE segment.id = ?",
       {segment}},
      {{"record", "segment.id"},
       {"deployment", "deployment.id"},
       {"subject", {"CAST(? AS BIGINT)", {subject}}},
       {"day_from", {"CAST(? AS BIGINT)", {beginning.day}}},
       {"day_to", "NULL"},
       {"departure", "1"},
       {"category", "segment.category"},
       {"personnel_type", "segment.personnel_type"},
       {"rank_band", "segment.rank_band"},
       {"tier", "segment.leadership_tier"},
       {"mission", "segment.mission"},
       {"post", "segment.post"},
       {"organisation", std::string("COALESCE(") + organisation_then + ", 'ORGANISATION_UNSPECIFIED')"},
       {"country", "deployment.country"},
       {"unit", "deployment.unit"},
       {"source", "''"},
       {"anonymous", "0"}});
}

void append_next_segment(rpc::Context& context, long long before, long long segment) {
  const Beginning beginning = beginning_of(context, segment);
  const auto own = [&](const char* column) {
    return db::Query{std::string("(SELECT ") + column + " FROM deployment_segment WHERE id = ?)", {segment}};
  };
  rpc::supersede<DeploymentFact>(
      context, {"SELECT CAST(? AS BIGINT)", {before}},
      {{"record", {"CAST(? AS BIGINT)", {segment}}},
       {"day_from", {"CAST(? AS BIGINT)", {beginning.day}}},
       {"day_to", "NULL"},
       {"departure", "0"},
       {"category", own("category")},
       {"personnel_type", own("personnel_type")},
       {"rank_band", own("rank_band")},
       {"tier", own("leadership_tier")},
       {"mission", own("mission")},
       {"post", own("post")},
       {"organisation",
        {std::string("(SELECT ") + organisation_then + " FROM deployment_segment segment WHERE segment.id = ?)",
         {segment}}}});
}

void append_cut(rpc::Context& context, long long before, long long segment, const std::string& day) {
  const db::Query first{"CAST(? AS BIGINT)", {rpc::day_from(day)}};
  const db::Query cut{"SELECT CAST(? AS BIGINT)", {before}};
  // The second one first: it has the last day of what the first one was.
  rpc::supersede<DeploymentFact>(
      context, cut, {{"record", {"CAST(? AS BIGINT)", {segment}}}, {"day_from", first}, {"departure", "0"}});
  rpc::supersede<DeploymentFact>(context, cut, {{"day_to", first}});
}

void append_last_day(rpc::Context& context, long long segment, const std::string& last_day) {
  rpc::supersede<DeploymentFact>(context, {"SELECT CAST(? AS BIGINT)", {segment}},
                                 {{"day_to", {"CAST(? AS BIGINT)", {rpc::day_to(last_day)}}}});
}

void append_days(rpc::Context& context, long long segment, const std::string& first_day,
                 const std::optional<std::string>& last_day) {
  const db::Query to = last_day ? db::Query("CAST(? AS BIGINT)", {rpc::day_to(*last_day)}) : db::Query("NULL");
  rpc::supersede<DeploymentFact>(context, {"SELECT CAST(? AS BIGINT)", {segment}},
                                 {{"day_from", {"CAST(? AS BIGINT)", {rpc::day_from(first_day)}}}, {"day_to", to}});
}

void append_void(rpc::Context& context, long long deployment) {
  rpc::void_records<DeploymentFact>(context, {"SELECT id FROM deployment_segment WHERE deployment = ?", {deployment}});
}

}  // namespace muster::missions
