// SPDX-License-Identifier: EUPL-1.2
#include "missions/service.h"

#include "missions/category_follower.h"
#include "missions/deployment_actions.h"
#include "missions/deployment_plans.h"
#include "missions/deployments.h"
#include "missions/erasure.h"
#include "missions/follow_end.h"
#include "missions/headcounts.h"
#include "missions/missions.h"
#include "missions/posts.h"
#include "missions/seats.h"
#include "missions/unit_follower.h"
#include "platform/rpc/own_case.h"

namespace muster::missions {

void register_methods(rpc::Registry& registry) {
  const std::string service = "muster.missions.v1.MissionsService/";
  registry.add(service + "CreateMission", &create_mission);
  registry.add(service + "UpdateMission", &update_mission);
  registry.add(service + "ChangeMission", &change_mission);
  registry.add(service + "CorrectMission", &correct_mission);
  registry.add(service + "ChangeMissionDisclosure", &change_mission_disclosure);
  registry.add(service + "ListMissionDisclosures", &list_mission_disclosures);
  registry.add(service + "GetMissionHistory", &get_mission_history);
  registry.add(service + "EndMission", &end_mission);
  registry.add(service + "GetMission", &get_mission, rpc::Run::io_thread);
  registry.add(service + "ListMissions", &list_missions);
  registry.add(service + "CreatePost", &create_post);
  registry.add(service + "UpdatePost", &update_post);
  registry.add(service + "ChangePost", &change_post);
  registry.add(service + "CorrectPost", &correct_post);
  registry.add(service + "GetPostHistory", &get_post_history);
  registry.add(service + "ListPosts", &list_posts);
  registry.add(service + "ListVacancies", &list_vacancies);
  registry.add(service + "CreateDeployment", &create_deployment, &see_deployment);
  registry.add(service + "GetDeployment", &get_deployment);
  registry.add(service + "ListDeployments", &list_deployments);
  registry.add(service + "StartPreparing", &start_preparing, &see_deployment);
  registry.add(service + "ClearDeployment", &clear_deployment, &see_deployment);
  registry.add(service + "Depart", &depart, &see_deployment);
  registry.add(service + "ExtendDeployment", &extend_deployment, &see_deployment);
  registry.add(service + "ChangeRole", &change_role, &see_deployment);
  registry.add(service + "EndDeployment", &end_deployment, &see_deployment);
  registry.add(service + "CorrectDeploymentDays", &correct_deployment_days, &see_deployment);
  registry.add(service + "CloseDeployment", &close_deployment, &see_deployment);
  registry.add(service + "ReopenDeployment", &reopen_deployment, &see_deployment);
  registry.add(service + "CancelDeployment", &cancel_deployment, &see_deployment);
  registry.add(service + "VoidDeployment", &void_deployment, &see_deployment);
  registry.add(service + "ListDeploymentEvents", &list_deployment_events);
  registry.add(service + "ReadDeploymentDetails", &read_deployment_details);
  registry.add(service + "ReportHeadcounts", &report_headcounts);
  registry.add(service + "WithdrawHeadcounts", &withdraw_headcounts);
  rpc::own_case_takes_two(registry, service, {"CreateDeployment"});
}

void register_corrections(rpc::Registry& registry) {
  registry.on_restatement(&follow_category);
  registry.on_restatement(&follow_unit);
  registry.on_end(&follow_end);
  registry.on_erasure(erasure_rule());
}

}  // namespace muster::missions
