// SPDX-License-Identifier: EUPL-1.2
// Ten years of tours: who was where, and how they got there.
#pragma once

#include <optional>
#include <vector>

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
  int slot = 0;         // of the mission: its tours follow one another
  // On the way to another of the mission's posts.
  std::optional<std::size_t> next_post = {};
  bool crowded = false;  // others were to be in the post on some of the days
  std::string nomination = {};
  std::string deployment = {};
};

// Fills the missions' posts one tour after another until some months after the history's end. The
// share of women rises over the years and is lower where people lead.
std::vector<Tour> invent_tours(const World& world, People& people, Random& random, rules::Day end);

// Gives each post a seat for each of its slots, and that of the slate two more; marks the tours that were to meet others
// there all the same.
void plan_seats(History& history, const World& world, std::vector<Tour>& tours, const Tour& slate);

// Some years ago a post became a leading one.
void plan_post_change(History& history, const World& world);

// Plans the tour's deployment, from its creation to its close.
void plan_deployment(History& history, const World& world, People& people, Random& random, Tour& tour);

// Plans a deployment of somebody to the tour's post that is entered shortly before the history's end, by
// mistake, and voided by somebody else.
void plan_mistake(History& history, const World& world, People& people, Random& random, const Tour& tour);

}  // namespace muster::demo
