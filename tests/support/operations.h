// SPDX-License-Identifier: EUPL-1.2
// What tests of missions and nominations stand on besides the roster: a mission with posts, open
// calls, and a nomination in any state, reached by its own steps.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "muster/missions/v1/missions.pb.h"
#include "muster/nominations/v1/nominations.pb.h"
#include "support/roster.h"

namespace muster::support {

class OperationsTest : public RosterTest {
 protected:
  void SetUp() override;

  // A woman of the army unless said otherwise.
  std::string add_person(const std::string& number);
  std::string add_person(const std::string& number, platform::v1::Gender gender, const std::string& unit);
  // A new account of somebody on the roster, who may have several.
  rpc::Caller account_of(const std::string& person, platform::v1::Role role);

  std::string add_mission(const std::string& acronym);
  missions::v1::Post add_post(const std::string& mission, const std::string& code, int tier);
  // Open until in ten days.
  nominations::v1::Call add_call(const std::string& reference, const std::vector<std::string>& posts,
                                 const std::function<void(nominations::v1::Call&)>& change = {});
  nominations::v1::Nomination nominate(const std::string& person, const nominations::v1::Call& subject,
                                       const rpc::Caller& who);
  nominations::v1::Nomination nominate(const std::string& person, const nominations::v1::Call& subject) {
    return nominate(person, subject, system());
  }

  // A request that gives all that some step needs: a reason, a reference, and for a reserve its end.
  static nominations::v1::NominationActionRequest full_request(const std::string& verb, const std::string& name);
  nominations::v1::Nomination act(const std::string& verb, const std::string& name, const rpc::Caller& who);
  nominations::v1::Nomination act(const std::string& verb, const std::string& name) {
    return act(verb, name, system());
  }
  // Takes a draft through the steps that lead to `state` (ACCEPTED is converted by a deployment).
  nominations::v1::Nomination bring_to(nominations::v1::NominationState state, const std::string& name);
  // The person's status alone, with nothing of what it brings with it.
  void mark(const std::string& person, roster::v1::PersonStatus status);
  // The call's deadline as if time had passed.
  void pass_deadline(const nominations::v1::Call& subject);

  missions::v1::Deployment deploy(const nominations::v1::Nomination& nomination);

  static const std::string missions_service;
  static const std::string nominations_service;
  std::string mission;
  missions::v1::Post post;         // tier 0
  missions::v1::Post leader_post;  // tier 3, of the same mission
};

}  // namespace muster::support
