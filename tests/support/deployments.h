// SPDX-License-Identifier: EUPL-1.2
// Deployments straight from the roster, and the facts that hold of them.
#pragma once

#include <string>
#include <vector>

#include "support/operations.h"

namespace muster::support {

class DeploymentTest : public OperationsTest {
 protected:
  // Planned from ten days ago to in a year, in `post`.
  missions::v1::CreateDeploymentRequest plan(const std::string& person);
  missions::v1::Deployment planned(const std::string& person);
  missions::v1::Deployment get(const std::string& name);
  missions::v1::Deployment get(const std::string& name, const rpc::Caller& who);
  missions::v1::Deployment depart(const std::string& name, const std::string& first_day);
  missions::v1::Deployment change_role(const std::string& name, const std::string& to_post,
                                       const std::string& first_day);
  missions::v1::Deployment end(const std::string& name, const std::string& last_day,
                               missions::v1::EndReason reason = missions::v1::END_REASON_TOUR_COMPLETE);

  // Of the deployment's records the facts that hold, as known at `sequence` (-1: now): days counted
  // from today, "from|to|departure|gender|tier|unit", "-" for an open end.
  std::vector<std::string> facts(const std::string& deployment, long long sequence = -1);
  long long last_sequence();
};

}  // namespace muster::support
