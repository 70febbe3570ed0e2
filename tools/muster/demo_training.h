// SPDX-License-Identifier: EUPL-1.2
// Courses that the made-up people take: some for everybody on the roster, more before a tour.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "demo_tours.h"

namespace muster::demo {

class Training {
 public:
  Training(History& history, const World& world, People& people, Random& random);

  // Plans what the tour needs, before it starts; now and then something is missing.
  void prepare(const Tour& tour);
  // Excuses a few of the people who are away at the history's end from a requirement.
  void excuse(const std::vector<Tour>& tours);

 private:
  void plan_roster();
  void plan_course(const std::string& course, std::size_t person, rules::Day day, double renewal_chance);
  // Has the person in the course's next session, unless a completion is still good on `until`.
  void enrol(const std::string& course, std::size_t person, rules::Day until);
  void hold_sessions();

  History& history_;
  const World& world_;
  People& people_;
  Random& random_;
  std::map<std::string, std::vector<std::size_t>> enrolled_;
  std::map<std::pair<std::string, std::size_t>, rules::Day> good_until_;
};

}  // namespace muster::demo
