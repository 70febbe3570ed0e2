// SPDX-License-Identifier: EUPL-1.2
// What tests of missions and nominations stand on: units, people, a mission with posts, an open
// call, and a nomination in any state, reached by its own steps.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "muster/missions/v1/missions.pb.h"
#include "muster/nominations/v1/nominations.pb.h"
#include "support/service.h"

namespace muster::support {

class OperationsTest : public ServiceTest {
 protected:
  void SetUp() override;

  // Civil date `days` from today, "2027-03-01".
  static std::string day(int days);
  static long long day_number(const std::string& date);

  // Rows that the roster owns: by SQL, so that these tests stand on their own.
  long long add_unit(const std::string& code, std::optional<long long> parent = std::nullopt);
  // Belongs to `unit` since 2020.
  std::string add_person(const std::string& number, const std::string& gender, long long unit);
  // An account of somebody on the roster.
  rpc::Caller account_of(const std::string& person, platform::v1::Role role,
                         std::optional<long long> unit = std::nullopt);

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
  // The call's deadline as if time had passed.
  void pass_deadline(const nominations::v1::Call& subject);

  missions::v1::Deployment deploy(const nominations::v1::Nomination& nomination);
  long long count(const db::Query& query);

  static const std::string missions_service;
  static const std::string nominations_service;
  long long ministry = 0;
  long long north = 0;  // below the ministry
  long long south = 0;  // below the ministry
  std::string mission;
  missions::v1::Post post;         // tier 0
  missions::v1::Post leader_post;  // tier 3, of the same mission
};

}  // namespace muster::support
