// SPDX-License-Identifier: EUPL-1.2
#include "missions/unit_follower.h"

#include "muster/facts/v1/facts.pb.h"
#include "muster/missions/v1/missions.pb.h"
#include "platform/rows/rows.h"
#include "platform/rpc/fact_rows.h"

namespace muster::missions {

void follow_unit(rpc::Context& context, const rpc::Restatement& restatement) {
  if (restatement.unit_was == restatement.unit_is) return;
  db::Query which{
      "SELECT id FROM deployment WHERE person = ? AND unit = ? "
      "AND state NOT IN ('DEPLOYMENT_STATE_CANCELLED', 'DEPLOYMENT_STATE_VOID')",
      {restatement.person, restatement.unit_was}};
  const std::string begins = " AND COALESCE(planned_from, actual_from)";
  if (restatement.first_day) which += {begins + " >= ?", {*restatement.first_day}};
  if (restatement.last_day) which += {begins + " <= ?", {*restatement.last_day}};
  which += " ORDER BY id";
  std::vector<long long> ids;
  google::protobuf::FieldMask mask;
  mask.add_paths("unit");
  for (const auto& [id] : db::select<long long>(context.sql, which)) {
    ids.push_back(id);
    v1::Deployment deployment;
    deployment.set_name(proto::name_of<v1::Deployment>(id));
    deployment.set_unit("units/" + std::to_string(restatement.unit_is));
    rows::update(context.sql, "deployment", deployment, mask);
  }
  if (ids.empty()) return;
  db::Query records("SELECT segment.id FROM deployment_segment segment WHERE ");
  records += db::one_of("segment.deployment", ids);
  records +=
      {" AND (SELECT fact.unit FROM deployment_fact fact WHERE fact.record = segment.id ORDER BY fact.id DESC LIMIT 1) "
       "= ?",
       {restatement.unit_was}};
  rpc::supersede<facts::v1::DeploymentFact>(context, records, {{"unit", {"CAST(? AS BIGINT)", {restatement.unit_is}}}});
}

}  // namespace muster::missions
