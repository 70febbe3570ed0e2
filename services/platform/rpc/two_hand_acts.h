// SPDX-License-Identifier: EUPL-1.2
// The one table of acts that take a second hand. A service says where an act happens (Registry::second_hand); how it
// is done, and why, stands here, for ListTwoHandActs and whoever reads it.
#pragma once

#include <span>
#include <string>

#include "muster/platform/v1/hands.pb.h"
#include "muster/platform/v1/options.pb.h"

namespace muster::rpc {

struct TwoHandRule {
  platform::v1::TwoHandAct act;
  platform::v1::SecondHandMode mode;
  // With fewer live accounts than these there may be nobody else: then a fresh factor will do. 0: never.
  int alone_below_accounts;
  const char* why;
  const char* why_nb;
  // Of an act that is looked at afterwards: its reviewer holds one of them, for all units.
  std::span<const platform::v1::Role> reviewer_roles = {};
};

// In the order of the acts.
std::span<const TwoHandRule> two_hand_rules();

// Errors: std::logic_error for an act that is not in the table.
const TwoHandRule& two_hand_rule(platform::v1::TwoHandAct act);

// "OWN_CASE" of TWO_HAND_ACT_OWN_CASE: as reasons name it.
std::string act_name(platform::v1::TwoHandAct act);

}  // namespace muster::rpc
