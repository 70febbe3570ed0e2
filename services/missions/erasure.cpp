// SPDX-License-Identifier: EUPL-1.2
#include "missions/erasure.h"

#include "muster/missions/v1/missions.pb.h"
#include "platform/proto/resources.h"

namespace muster::missions {
namespace {

void find_obstacles(rpc::Context& context, long long person, std::vector<platform::v1::Consequence>& obstacles) {
  for (const auto& [id, state] : db::select<long long, std::string>(
           context.sql, {"SELECT id, state FROM deployment WHERE person = ? AND state IN ('DEPLOYMENT_STATE_PLANNED',"
                         " 'DEPLOYMENT_STATE_PREPARING', 'DEPLOYMENT_STATE_READY', 'DEPLOYMENT_STATE_DEPLOYED')"
                         " ORDER BY id",
                         {person}})) {
    const bool runs = state == "DEPLOYMENT_STATE_DEPLOYED";
    const std::string name = proto::name_of<v1::Deployment>(id);
    obstacles.push_back(rpc::obstacle(name, runs ? "EndDeployment" : "CancelDeployment",
                                      name + (runs ? " runs; end it first" : " is planned; cancel it first")));
  }
}

// Why a tour ended early is told to some only, and is nobody's business after this.
void veil_end_reasons(rpc::Context& context, const rpc::Erased& erased) {
  db::execute(context.sql,
              {"UPDATE deployment SET end_reason = 'END_REASON_ENDED_EARLY' WHERE person = ? AND end_reason IN "
               "('END_REASON_MEDICAL', 'END_REASON_PERFORMANCE', 'END_REASON_CONDUCT')",
               {erased.person()}});
}

}  // namespace

rpc::ErasureRule erasure_rule() {
  return {&find_obstacles, &veil_end_reasons, {{v1::Deployment::descriptor(), {"person", "nomination"}}}};
}

}  // namespace muster::missions
