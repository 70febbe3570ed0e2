// SPDX-License-Identifier: EUPL-1.2
// Somebody of the navy with one of everything and every field filled: who was sent through a
// nomination and came home ill.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "support/deployments.h"

namespace muster::support {

class FullRecordTest : public DeploymentTest {
 protected:
  void SetUp() override;

  // Answers the request, with every $word in it replaced.
  std::unique_ptr<google::protobuf::Message> ask(const std::string& method, const std::string& json,
                                                 const rpc::Caller& who);

  // $person, $deployment, $navy and what their requests need besides.
  std::map<std::string, std::string> names_;
  // One converted, a reserve and a withdrawn one, which fill all fields together.
  std::vector<std::string> nominations_;

 private:
  void add_nominations();
  void send();
};

}  // namespace muster::support
