// SPDX-License-Identifier: EUPL-1.2
#include "missions/deployments.h"

#include <unordered_map>

#include "platform/db/list.h"
#include "platform/db/rows.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"

namespace muster::missions {
namespace {

db::Query visible(rpc::Call& call) {
  const rpc::Scope scope = rpc::scope_of(call);
  db::Query condition = "(";
  condition += rpc::visible_persons(scope, "deployment.person", call.today());
  condition += " OR (deployment.person IS NULL AND ";
  condition += rpc::visible_units(scope, "deployment.unit");
  condition += "))";
  return condition;
}

v1::EndReason shown(v1::EndReason reason) {
  switch (reason) {
    case v1::END_REASON_MEDICAL:
    case v1::END_REASON_PERFORMANCE:
    case v1::END_REASON_CONDUCT: return v1::END_REASON_ENDED_EARLY;
    default: return reason;
  }
}

using ById = std::unordered_map<long long, v1::Deployment*>;

void add_segments(rpc::Call& call, const std::vector<long long>& ids, const ById& deployments) {
  db::Query query = "SELECT " + db::columns<v1::DeploymentSegment>() + " FROM deployment_segment WHERE ";
  query += db::one_of("deployment", ids);
  query += " ORDER BY id";
  for (v1::DeploymentSegment& segment : db::query<v1::DeploymentSegment>(call.sql, query)) {
    *deployments.at(db::id_of<v1::Deployment>(segment.deployment()))->add_segments() = std::move(segment);
  }
}

// Lists hide the column altogether, so that nothing can be filtered by it.
void add_end_reasons(rpc::Call& call, const std::vector<long long>& ids, const ById& deployments) {
  db::Query query = "SELECT id, end_reason FROM deployment WHERE ";
  query += db::one_of("id", ids);
  for (const auto& [id, name] : db::select<long long, std::string>(call.sql, query)) {
    v1::EndReason reason = v1::END_REASON_UNSPECIFIED;
    v1::EndReason_Parse(name, &reason);
    deployments.at(id)->set_end_reason(shown(reason));
  }
}

v1::Deployment read_visible(rpc::Call& call, long long id) {
  db::Query query{"SELECT " + db::columns<v1::Deployment>() + " FROM deployment WHERE id = ? AND ", {id}};
  query += visible(call);
  auto deployment = db::query_one<v1::Deployment>(call.sql, query);
  if (!deployment) throw status::not_found(db::name_of<v1::Deployment>(id));
  add_segments(call, {id}, {{id, &*deployment}});
  return std::move(*deployment);
}

}  // namespace

v1::Deployment read_deployment(rpc::Call& call, long long id) {
  v1::Deployment deployment = read_visible(call, id);
  deployment.set_end_reason(shown(deployment.end_reason()));
  return deployment;
}

v1::Deployment get_deployment(rpc::Call& call, const v1::GetDeploymentRequest& request) {
  return read_deployment(call, db::id_of<v1::Deployment>(request.name()));
}

v1::Deployment read_deployment_details(rpc::Call& call, const v1::ReadDeploymentDetailsRequest& request) {
  v1::Deployment deployment = read_visible(call, db::id_of<v1::Deployment>(request.name()));
  call.audit_lines.push_back("read " + request.name());
  return deployment;
}

v1::ListDeploymentsResponse list_deployments(rpc::Call& call, const v1::ListDeploymentsRequest& request) {
  db::ListSpec spec;
  spec.table = "deployment";
  spec.where = visible(call);
  spec.default_order = "id desc";
  spec.hidden = {"end_reason"};
  auto response = db::list<v1::Deployment, v1::ListDeploymentsResponse>(call.sql, request, spec).message();
  ById by_id;
  std::vector<long long> ids;
  for (v1::Deployment& deployment : *response.mutable_deployments()) {
    ids.push_back(db::id_of<v1::Deployment>(deployment.name()));
    by_id[ids.back()] = &deployment;
  }
  if (ids.empty()) return response;
  add_segments(call, ids, by_id);
  add_end_reasons(call, ids, by_id);
  return response;
}

db::Encoded<v1::ListDeploymentEventsResponse> list_deployment_events(rpc::Call& call,
                                                                     const v1::ListDeploymentEventsRequest& request) {
  const long long id = db::id_of<v1::Deployment>(request.deployment(), "deployment");
  read_visible(call, id);
  db::ListSpec spec;
  spec.table = "deployment_event";
  spec.where = {"deployment_event.deployment = ?", {id}};
  return db::list<v1::DeploymentEvent, v1::ListDeploymentEventsResponse>(call.sql, request, spec);
}

void record_event(rpc::Call& call, const v1::DeploymentEvent& event) {
  // Not db::insert(): that stamps the moment of writing, and history that is played has moments of its own.
  db::execute(call.sql,
              {"INSERT INTO deployment_event (deployment, verb, from_state, to_state, actor, effective_date, reason, "
               "overlap_reason, create_time) VALUES (?, ?, ?, ?, NULLIF(CAST(? AS BIGINT), 0), ?, ?, ?, ?)",
               {db::value_of(event, "deployment"), event.verb(), v1::DeploymentState_Name(event.from_state()),
                v1::DeploymentState_Name(event.to_state()), call.caller.account, event.effective_date(), event.reason(),
                event.overlap_reason(), call.now_micros()}});
}

void require_not_own_case(rpc::Call& call, const v1::Deployment& deployment) {
  if (rpc::is_own_person(call, deployment.person())) {
    throw status::failed_precondition("nobody decides on their own deployment; ask a colleague");
  }
}

}  // namespace muster::missions
