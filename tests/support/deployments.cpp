// SPDX-License-Identifier: EUPL-1.2
#include "support/deployments.h"

namespace muster::support {

using namespace muster::missions::v1;

CreateDeploymentRequest DeploymentTest::plan(const std::string& person) {
  CreateDeploymentRequest request;
  request.mutable_deployment()->set_person(person);
  request.mutable_deployment()->set_planned_from(day(-10));
  request.mutable_deployment()->set_planned_to(day(355));
  request.set_post(post.name());
  return request;
}

Deployment DeploymentTest::planned(const std::string& person) {
  return call<Deployment>(missions_service + "CreateDeployment", plan(person));
}

Deployment DeploymentTest::get(const std::string& name) { return get(name, system()); }

Deployment DeploymentTest::get(const std::string& name, const rpc::Caller& who) {
  GetDeploymentRequest request;
  request.set_name(name);
  return call<Deployment>(missions_service + "GetDeployment", request, who);
}

Deployment DeploymentTest::depart(const std::string& name, const std::string& first_day) {
  DepartRequest request;
  request.set_name(name);
  request.set_actual_from(first_day);
  request.set_reason("needed at once");
  return call<Deployment>(missions_service + "Depart", request);
}

Deployment DeploymentTest::change_role(const std::string& name, const std::string& to_post,
                                       const std::string& first_day) {
  ChangeRoleRequest request;
  request.set_name(name);
  request.set_post(to_post);
  request.set_valid_from(first_day);
  return call<Deployment>(missions_service + "ChangeRole", request);
}

Deployment DeploymentTest::end(const std::string& name, const std::string& last_day, EndReason reason) {
  EndDeploymentRequest request;
  request.set_name(name);
  request.set_actual_to(last_day);
  request.set_end_reason(reason);
  return call<Deployment>(missions_service + "EndDeployment", request);
}

std::vector<std::string> DeploymentTest::facts(const std::string& deployment, long long sequence) {
  const std::string today = std::to_string(*rules::parse_date(day(0)));
  const std::string known = sequence < 0 ? "" : " AND sequence <= " + std::to_string(sequence);
  return rows("SELECT CAST(day_from - " + today + " AS TEXT), CAST(day_to - " + today +
                  " AS TEXT), CAST(departure AS TEXT), "
                  "(SELECT gender FROM subject_profile WHERE subject = fact.subject), CAST(tier AS TEXT), 'units/' || "
                  "CAST(unit AS TEXT) "
                  "FROM deployment_fact fact WHERE deployment = " +
                  std::to_string(number_of(deployment)) +
                  " AND id = (SELECT MAX(id) FROM deployment_fact WHERE record = fact.record" + known +
                  ") ORDER BY record",
              6);
}

long long DeploymentTest::last_sequence() {
  return std::stoll(rows("SELECT CAST(sequence AS TEXT) FROM ledger_head", 1).front());
}

}  // namespace muster::support
