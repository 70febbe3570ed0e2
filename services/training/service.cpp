// SPDX-License-Identifier: EUPL-1.2
#include "training/service.h"

#include "platform/rpc/own_case.h"
#include "training/completions.h"
#include "training/courses.h"
#include "training/follow_end.h"
#include "training/person_status.h"
#include "training/requirements.h"
#include "training/waivers.h"

namespace muster::training {

void register_methods(rpc::Registry& registry) {
  const std::string service = "muster.training.v1.TrainingService/";
  registry.add(service + "CreateCourse", &create_course);
  registry.add(service + "UpdateCourse", &update_course);
  registry.add(service + "ListCourses", &list_courses);
  registry.add(service + "CreateCourseVersion", &create_course_version);
  registry.add(service + "UpdateCourseVersion", &update_course_version);
  registry.add(service + "ListCourseVersions", &list_course_versions);
  registry.add(service + "RecordCompletions", &record_completions);
  registry.add(service + "RevokeCompletion", &revoke_completion);
  registry.add(service + "ListCompletions", &list_completions);
  registry.add(service + "CreateRequirement", &create_requirement);
  registry.add(service + "UpdateRequirement", &update_requirement);
  registry.add(service + "ListRequirements", &list_requirements);
  registry.add(service + "CreateWaiver", &create_waiver);
  registry.add(service + "ListWaivers", &list_waivers);
  registry.add(service + "RevokeWaiver", &revoke_waiver);
  registry.add(service + "GetTrainingStatus", &get_training_status);
  registry.second_hand(service + "CreateWaiver", &waiver_act);
  registry.on_end(&follow_end);
  rpc::own_case_takes_two(registry, service, {"RecordCompletions", "RevokeCompletion"});
}

}  // namespace muster::training
