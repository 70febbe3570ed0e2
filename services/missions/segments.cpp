// SPDX-License-Identifier: EUPL-1.2
#include "missions/segments.h"

#include <google/protobuf/util/field_mask_util.h>

#include "missions/deployment_facts.h"
#include "muster/facts/v1/facts.pb.h"
#include "muster/missions/v1/missions.pb.h"
#include "platform/rows/rows.h"
#include "platform/rpc/fact_rows.h"
#include "rules/civil_date.h"

namespace muster::missions {
namespace {

using facts::v1::DeploymentFact;

// The first keeps the days before `day`; answers the second.
long long cut(rpc::Context& context, v1::DeploymentSegment segment, const std::string& day) {
  const long long id = proto::id_of<v1::DeploymentSegment>(segment.name());
  v1::DeploymentSegment next = segment;
  next.set_valid_from(day);
  segment.set_valid_to(rules::days_after(day, -1));
  google::protobuf::FieldMask mask;
  mask.add_paths("valid_to");
  rows::update(context.sql, "deployment_segment", segment, mask);
  const long long second = rows::insert(context.sql, "deployment_segment", next);
  append_cut(context, id, second, day);
  return second;
}

}  // namespace

std::vector<long long> cut_segments(rpc::Context& context, const db::Query& segments, const std::string& day) {
  db::Query query("SELECT " + rows::columns<v1::DeploymentSegment>() + " FROM deployment_segment WHERE id IN (");
  query += segments;
  // A void deployment has no days any more.
  query +=
      {") AND valid_from < ? AND (valid_to IS NULL OR valid_to >= ?) AND deployment NOT IN (SELECT id FROM deployment "
       "WHERE state = 'DEPLOYMENT_STATE_VOID') ORDER BY id",
       {day, day}};
  std::vector<long long> cut_off;
  for (const auto& segment : rows::query<v1::DeploymentSegment>(context.sql, query)) {
    cut_off.push_back(cut(context, segment, day));
  }
  return cut_off;
}

void append_restated(rpc::Context& context, const db::Query& segments) {
  db::Query differing(
      "SELECT segment.id FROM deployment_segment segment "
      "JOIN deployment_fact known ON known.id = (SELECT MAX(id) FROM deployment_fact WHERE record = segment.id) "
      "WHERE segment.valid_from IS NOT NULL AND (known.day_to IS NULL OR known.day_to > known.day_from) "
      "AND (known.category <> segment.category OR known.personnel_type <> segment.personnel_type "
      "OR known.rank_band <> segment.rank_band OR COALESCE(known.tier, -1) <> COALESCE(segment.leadership_tier, -1) "
      "OR COALESCE(known.mission, 0) <> COALESCE(segment.mission, 0)) AND segment.id IN (");
  differing += segments;
  differing += ")";
  const auto own = [](const std::string& column) {
    return db::Query("(SELECT " + column + " FROM deployment_segment WHERE id = fact.record)");
  };
  rpc::supersede<DeploymentFact>(
      context, differing,
      {{"category", own("category")},
       {"personnel_type", own("personnel_type")},
       {"rank_band", own("rank_band")},
       {"tier", own("leadership_tier")},
       {"mission", own("mission")},
       {"organisation", std::string("COALESCE((SELECT ") + organisation_then +
                            " FROM deployment_segment segment WHERE segment.id = fact.record), "
                            "fact.organisation)"}});
}

void take_out_segments(rpc::Context& context, const db::Query& segments) {
  rpc::void_records<DeploymentFact>(context, segments);
  for (const auto& [id] : db::select<long long>(context.sql, segments)) {
    rows::remove(context.sql, "deployment_segment", id);
  }
}

}  // namespace muster::missions
