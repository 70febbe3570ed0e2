// SPDX-License-Identifier: EUPL-1.2
#include "roster/membership_facts.h"

#include "platform/db/bulk.h"
#include "platform/rows/rows.h"
#include "platform/rpc/facts.h"

namespace muster::roster {
namespace {

// The casts tell PostgreSQL the types of arguments in a select list.
constexpr const char* insert_select =
    "INSERT INTO membership_fact (sequence, recorded_time, record, subject, day_from, day_to, gender, "
    "category, rank_band, unit, country) SELECT CAST(? AS BIGINT), CAST(? AS BIGINT), ";

}  // namespace

std::vector<long long> append_memberships(rpc::Context& context, const std::vector<Membership>& memberships) {
  const long long sequence = context.sequence(), now = context.now_micros();
  std::vector<db::Row> rows;
  rows.reserve(memberships.size());
  for (const Membership& one : memberships) {
    rows.push_back({sequence, now, one.affiliation, one.subject, rpc::day_from(one.valid_from),
                    rpc::day_to(one.valid_to), platform::v1::Gender_Name(one.gender),
                    platform::v1::Category_Name(one.category), platform::v1::RankBand_Name(one.rank_band), one.unit,
                    one.country});
  }
  return db::insert_rows(context.sql, "membership_fact",
                         {"sequence", "recorded_time", "record", "subject", "day_from", "day_to", "gender", "category",
                          "rank_band", "unit", "country"},
                         std::move(rows));
}

void append_membership_end(rpc::Context& context, long long affiliation, const std::string& last_day) {
  db::execute(context.sql,
              {std::string(insert_select) +
                   "record, subject, day_from, CAST(? AS BIGINT), gender, category, rank_band, unit, country "
                   "FROM membership_fact WHERE record = ? ORDER BY id DESC LIMIT 1",
               {context.sequence(), context.now_micros(), rpc::day_to(last_day), affiliation}});
}

void append_membership_corrections(rpc::Context& context, long long person) {
  const std::string lasts = "CASE WHEN fact.day_to IS NULL OR fact.day_to > CAST(? AS BIGINT) THEN ";
  const long long today = context.today();
  db::execute(context.sql,
              {std::string(insert_select) + "fact.record, fact.subject, fact.day_from, fact.day_to, person.gender, " +
                   lasts + "person.category ELSE fact.category END, fact.rank_band, fact.unit, " + lasts +
                   "COALESCE(person.nationality, '') ELSE fact.country END "
                   "FROM affiliation JOIN person ON person.id = affiliation.person "
                   "JOIN membership_fact fact ON fact.id = "
                   "(SELECT MAX(id) FROM membership_fact WHERE record = affiliation.id) "
                   "WHERE affiliation.person = ?",
               {context.sequence(), context.now_micros(), today, today, person}});
}

}  // namespace muster::roster
