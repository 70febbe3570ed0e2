// SPDX-License-Identifier: EUPL-1.2
#include "missions/deployments.h"

#include <unordered_map>

#include "missions/deployment_states.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/enums.h"
#include "platform/rows/list.h"
#include "platform/rows/rows.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"

namespace muster::missions {
namespace {

db::Query visible(rpc::Context& context, const rpc::Scope& scope) {
  db::Query condition = "(";
  condition += rpc::visible_persons(scope, "deployment.person", context.today());
  condition += " OR (deployment.person IS NULL AND ";
  condition += rpc::visible_units(scope, "deployment.unit");
  condition += "))";
  return condition;
}

v1::EndReason shown(v1::EndReason reason) {
  switch (reason) {
    case v1::END_REASON_DECEASED:
    case v1::END_REASON_MEDICAL:
    case v1::END_REASON_PERFORMANCE:
    case v1::END_REASON_CONDUCT: return v1::END_REASON_ENDED_EARLY;
    default: return reason;
  }
}

using ById = std::unordered_map<long long, v1::Deployment*>;

void add_segments(rpc::Context& context, const std::vector<long long>& ids, const ById& deployments) {
  db::Query query = "SELECT " + rows::columns<v1::DeploymentSegment>() + " FROM deployment_segment WHERE ";
  query += db::one_of("deployment", ids);
  // A segment that was cut off another has a later id than those after it; only one that is alone has no days.
  query += " ORDER BY COALESCE(valid_from, ''), id";
  for (v1::DeploymentSegment& segment : rows::query<v1::DeploymentSegment>(context.sql, query)) {
    *deployments.at(proto::id_of<v1::Deployment>(segment.deployment()))->add_segments() = std::move(segment);
  }
}

// Lists hide the column altogether, so that nothing can be filtered by it.
void add_end_reasons(rpc::Context& context, const std::vector<long long>& ids, const ById& deployments) {
  db::Query query = "SELECT id, end_reason FROM deployment WHERE ";
  query += db::one_of("id", ids);
  for (const auto& [id, name] : db::select<long long, std::string>(context.sql, query)) {
    deployments.at(id)->set_end_reason(shown(proto::enum_named<v1::EndReason>(name)));
  }
}

v1::Deployment read_visible(rpc::Context& context, long long id) {
  db::Query query{"SELECT " + rows::columns<v1::Deployment>() + " FROM deployment WHERE id = ? AND ", {id}};
  query += visible(context, rpc::scope_of(context));
  auto deployment = rows::query_one<v1::Deployment>(context.sql, query);
  if (!deployment) throw status::not_found(proto::name_of<v1::Deployment>(id));
  add_segments(context, {id}, {{id, &*deployment}});
  return std::move(*deployment);
}

}  // namespace

v1::Deployment read_deployment(rpc::Context& context, long long id) {
  v1::Deployment deployment = read_visible(context, id);
  deployment.set_end_reason(shown(deployment.end_reason()));
  return deployment;
}

v1::Deployment see_deployment(rpc::Context& context, const std::string& name) {
  const long long id = proto::id_of<v1::Deployment>(name);
  v1::Deployment deployment = read_deployment(context, id);
  rpc::Callable callable(context, [&](const rpc::Scope& scope) {
    db::Query query{"SELECT id FROM deployment WHERE id = ? AND ", {id}};
    query += visible(context, scope);
    return db::select_one<long long>(context.sql, query).has_value();
  });
  *deployment.mutable_actions() = rpc::actions(machine(), deployment.state(), std::move(callable),
                                               [&](const Step&) { return Situation{context, deployment}; });
  return deployment;
}

v1::Deployment get_deployment(rpc::Context& context, const v1::GetDeploymentRequest& request) {
  return see_deployment(context, request.name());
}

v1::Deployment read_deployment_details(rpc::Context& context, const v1::ReadDeploymentDetailsRequest& request) {
  v1::Deployment deployment = read_visible(context, proto::id_of<v1::Deployment>(request.name()));
  context.audit_lines.push_back("read " + request.name());
  return deployment;
}

v1::ListDeploymentsResponse list_deployments(rpc::Context& context, const v1::ListDeploymentsRequest& request) {
  rows::ListSpec spec;
  spec.table = "deployment";
  spec.where = visible(context, rpc::scope_of(context));
  spec.default_order = "id desc";
  spec.hidden = {"end_reason"};
  auto response = rows::list<v1::Deployment, v1::ListDeploymentsResponse>(context.sql, request, spec).message();
  ById by_id;
  std::vector<long long> ids;
  for (v1::Deployment& deployment : *response.mutable_deployments()) {
    ids.push_back(proto::id_of<v1::Deployment>(deployment.name()));
    by_id[ids.back()] = &deployment;
  }
  if (ids.empty()) return response;
  add_segments(context, ids, by_id);
  add_end_reasons(context, ids, by_id);
  return response;
}

proto::Encoded<v1::ListDeploymentEventsResponse> list_deployment_events(
    rpc::Context& context, const v1::ListDeploymentEventsRequest& request) {
  const long long id = proto::id_of<v1::Deployment>(request.deployment(), "deployment");
  read_visible(context, id);
  rows::ListSpec spec;
  spec.table = "deployment_event";
  spec.where = {"deployment_event.deployment = ?", {id}};
  return rows::list<v1::DeploymentEvent, v1::ListDeploymentEventsResponse>(context.sql, request, spec);
}

void record_event(rpc::Context& context, v1::DeploymentEvent event) {
  if (context.caller.account != 0) event.set_actor("accounts/" + std::to_string(context.caller.account));
  rows::insert(context.sql, "deployment_event", event, context.now_micros());
}

}  // namespace muster::missions
