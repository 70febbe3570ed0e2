// SPDX-License-Identifier: EUPL-1.2
// Made-up people: who they are, where they belong, what they speak and when they are away.
#pragma once

#include <utility>

#include "demo_world.h"
#include "muster/roster/v1/roster.pb.h"

namespace muster::demo {

struct Person {
  std::string name;  // "persons/42", from the day they join
  pv1::Gender gender;
  pv1::Category category;
  pv1::RankBand band;
  std::size_t employer;  // of World::employers
  rules::Day joined;
  rules::Day left = no_end;
  std::string membership;                                // of the roster's, whose upkeep is seen to; "": none
  rules::Day free_from;                                  // after the last tour and a rest
  std::vector<std::pair<rules::Day, rules::Day>> tours;  // first and last days; nobody takes leave then
};

class People {
 public:
  // Makes up `count` people and plans what happens to them.
  People(History& history, World& world, Random& random, int count);

  Person& at(std::size_t index) { return people_[index]; }
  std::size_t size() const { return people_.size(); }

  // The person leaves today, unless they left before.
  void leave(std::size_t index);

  // Somebody for a post from `from` to `to`: of the wanted gender, free, and of a fitting rank if
  // there is anybody. Nothing when nobody is free.
  std::optional<std::size_t> find(Random& random, const Post& post, pv1::Gender gender, rules::Day from,
                                  rules::Day to) const;

 private:
  void invent(std::size_t index);
  void plan(std::size_t index);
  void join(std::size_t index, int number);
  void move_on(std::size_t index);
  void become_norwegian(std::size_t index);
  void add_details(std::size_t index);
  void add_identifiers(std::size_t index);
  void enrol(std::size_t index);
  void renew(std::size_t index);
  void renew_passport(std::size_t index);
  std::string rank_of(const Unit& unit, pv1::RankBand band, rules::Day day);
  void fill_affiliation(std::size_t index, rules::Day day, roster::v1::Affiliation& affiliation);

  History& history_;
  World& world_;
  Random& random_;
  std::vector<Person> people_;
  std::map<pv1::Category, std::vector<std::size_t>> employers_;
  std::map<std::pair<pv1::Category, pv1::Gender>, std::vector<std::size_t>> pools_;
};

}  // namespace muster::demo
