// SPDX-License-Identifier: EUPL-1.2
// Ten years of tours: who was where, and how they got there.
#pragma once

#include "demo_people.h"
#include "muster/missions/v1/missions.pb.h"

namespace muster::demo {

struct Tour {
  std::size_t mission;
  std::size_t post;  // of the mission's posts
  std::size_t person;
  rules::Day start;
  rules::Day planned_end;
  rules::Day end;       // what really happens
  bool called = false;  // through a call and a nomination
  std::string nomination;
  std::string deployment;
};

// Fills the missions' posts one tour after another until some months after the history's end. The
// share of women rises over the years and is lower where people lead.
std::vector<Tour> invent_tours(const World& world, People& people, Random& random, rules::Day end);

// Plans the tour's deployment, from its creation to its close.
void plan_deployment(History& history, const World& world, People& people, Random& random, Tour& tour);

// Plans a deployment of somebody to the tour's post that is entered shortly before the history's end, by
// mistake, and voided by somebody else.
void plan_mistake(History& history, const World& world, People& people, Random& random, const Tour& tour);

}  // namespace muster::demo
