// SPDX-License-Identifier: EUPL-1.2
// Calls for the post of a tour.
#pragma once

#include "demo_tours.h"
#include "muster/nominations/v1/nominations.pb.h"

namespace muster::demo {

// Days before the tour.
inline constexpr int call_opens = 190;
inline constexpr int call_deadline = 125;

struct CallWords {
  int number;  // of the reference, "C-12"
  nominations::v1::CallKind kind;
  int min_women_percent;
};

nominations::v1::CallKind invent_kind(platform::v1::Organisation organisation, Random& random);

// Enters the call on the present day, as the desk. Gives its name.
std::string create_call(History& history, const World& world, const Tour& tour, const CallWords& words);

// Takes a step of the call on the present day, as the desk.
void act_on_call(History& history, const World& world, const std::string& verb, const std::string& name,
                 const std::string& reason = "");

// Plans two calls without nominees, with this number and the next: one that is not open yet at the history's
// end, and one that was cancelled.
void plan_idle_calls(History& history, const World& world, const Tour& tour, int number);

}  // namespace muster::demo
