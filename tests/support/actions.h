// SPDX-License-Identifier: EUPL-1.2
// What a resource says may be done next, held against what then happens.
#pragma once

#include <google/protobuf/message.h>
#include <gtest/gtest.h>

#include <algorithm>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "muster/platform/v1/actions.pb.h"

namespace muster::support {

// Values for fields by their proto names; enums by the names of their values.
using Values = std::map<std::string, std::string>;

// The verb's request for "deployments/7" with the fields that the action says are needed, and no others; fails the test
// if `values` has none for one of them. `service` is "muster.missions.v1.MissionsService/".
std::unique_ptr<google::protobuf::Message> needed_request(const std::string& service,
                                                          const platform::v1::Action& action, const std::string& name,
                                                          const Values& values);

// "EndorseNomination", ... in alphabetical order.
template <class Resource>
std::vector<std::string> verbs_of(const Resource& resource) {
  std::vector<std::string> verbs;
  for (const platform::v1::Action& action : resource.actions()) verbs.push_back(action.verb());
  std::sort(verbs.begin(), verbs.end());
  return verbs;
}

// The action of this verb; fails the test without one.
template <class Resource>
platform::v1::Action action_of(const Resource& resource, const std::string& verb) {
  for (const platform::v1::Action& action : resource.actions()) {
    if (action.verb() == verb) return action;
  }
  ADD_FAILURE() << resource.name() << " does not tell of " << verb;
  return {};
}

}  // namespace muster::support
