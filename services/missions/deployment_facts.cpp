// SPDX-License-Identifier: EUPL-1.2
#include "missions/deployment_facts.h"

#include "platform/rpc/facts.h"

namespace muster::missions {
namespace {

// The casts tell PostgreSQL the types of arguments in a select list.
constexpr const char* insert_select =
    "INSERT INTO deployment_fact (sequence, recorded_time, record, deployment, subject, day_from, day_to, "
    "departure, gender, category, personnel_type, rank_band, tier, mission, organisation, country, unit, source, "
    "anonymous) "
    "SELECT CAST(? AS BIGINT), CAST(? AS BIGINT), ";

// Of fact.record the row that holds.
constexpr const char* latest = "fact.id = (SELECT MAX(id) FROM deployment_fact WHERE record = ";

}  // namespace

void append_departure(rpc::Context& context, long long segment) {
  auto [person, first_day] = *db::select_one<long long, std::string>(
      context.sql, {"SELECT deployment.person, segment.valid_from FROM deployment_segment segment "
                    "JOIN deployment ON deployment.id = segment.deployment WHERE segment.id = ?",
                    {segment}});
  const long long subject = rpc::subject_of(context, person);
  db::execute(context.sql,
              {std::string(insert_select) +
                   "segment.id, deployment.id, CAST(? AS BIGINT), CAST(? AS BIGINT), NULL, 1, person.gender, "
                   "deployment.category, segment.personnel_type, segment.rank_band, segment.leadership_tier, "
                   "deployment.mission, COALESCE(mission.organisation, 'ORGANISATION_UNSPECIFIED'), "
                   "deployment.country, deployment.unit, '', 0 FROM deployment_segment segment "
                   "JOIN deployment ON deployment.id = segment.deployment "
                   "JOIN person ON person.id = deployment.person "
                   "LEFT JOIN mission ON mission.id = deployment.mission WHERE segment.id = ?",
               {context.sequence(), context.now_micros(), subject, rpc::day_from(first_day), segment}});
}

void append_next_segment(rpc::Context& context, long long before, long long segment) {
  auto [first_day] =
      *db::select_one<std::string>(context.sql, {"SELECT valid_from FROM deployment_segment WHERE id = ?", {segment}});
  db::execute(context.sql, {std::string(insert_select) +
                                "segment.id, fact.deployment, fact.subject, CAST(? AS BIGINT), NULL, 0, fact.gender, "
                                "fact.category, segment.personnel_type, segment.rank_band, segment.leadership_tier, "
                                "fact.mission, fact.organisation, fact.country, fact.unit, fact.source, fact.anonymous "
                                "FROM deployment_segment segment JOIN deployment_fact fact ON " +
                                latest + "?) WHERE segment.id = ?",
                            {context.sequence(), context.now_micros(), rpc::day_from(first_day), before, segment}});
}

void append_last_day(rpc::Context& context, long long segment, const std::string& last_day) {
  db::execute(context.sql,
              {std::string(insert_select) +
                   "record, deployment, subject, day_from, CAST(? AS BIGINT), departure, gender, category, "
                   "personnel_type, rank_band, tier, mission, organisation, country, unit, source, anonymous "
                   "FROM deployment_fact fact WHERE " +
                   latest + "?)",
               {context.sequence(), context.now_micros(), rpc::day_to(last_day), segment}});
}

void append_void(rpc::Context& context, long long deployment) {
  db::execute(context.sql,
              {std::string(insert_select) +
                   "fact.record, fact.deployment, fact.subject, fact.day_from, fact.day_from, fact.departure, "
                   "fact.gender, fact.category, fact.personnel_type, fact.rank_band, fact.tier, fact.mission, "
                   "fact.organisation, fact.country, fact.unit, fact.source, fact.anonymous "
                   "FROM deployment_segment segment JOIN deployment_fact fact ON " +
                   latest + "segment.id) WHERE segment.deployment = ?",
               {context.sequence(), context.now_micros(), deployment}});
}

void append_gender_correction(rpc::Context& context, long long person) {
  db::execute(context.sql,
              {std::string(insert_select) +
                   "fact.record, fact.deployment, fact.subject, fact.day_from, fact.day_to, fact.departure, "
                   "person.gender, fact.category, fact.personnel_type, fact.rank_band, fact.tier, fact.mission, "
                   "fact.organisation, fact.country, fact.unit, fact.source, fact.anonymous "
                   "FROM deployment JOIN person ON person.id = deployment.person "
                   "JOIN deployment_segment segment ON segment.deployment = deployment.id "
                   "JOIN deployment_fact fact ON " +
                   latest +
                   "segment.id) WHERE deployment.person = ? AND fact.gender <> person.gender "
                   "AND (fact.day_to IS NULL OR fact.day_to > fact.day_from)",
               {context.sequence(), context.now_micros(), person}});
}

}  // namespace muster::missions
