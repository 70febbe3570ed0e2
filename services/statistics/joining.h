// SPDX-License-Identifier: EUPL-1.2
// Which units and missions join those that are grouped, on one day.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "statistics/question.h"

namespace muster::statistics {

using Ids = std::set<std::int64_t>;
using People = std::map<std::int64_t, std::int64_t>;  // how many, by unit or mission

// How many units or missions with people, and how many people, "other" has at least.
inline constexpr int others_min = 2;
inline constexpr std::int64_t people_min = 5;

// The units of `tops` and all below them.
Ids with_below(const UnitTree& tree, const Ids& tops);

// By dimension (dimension::category) and text of what people are, how many of them each unit or mission has.
using PeopleByValue = std::map<std::pair<int, std::string>, People>;

// Adds to `joined` until, of each kind of people and below each unit that is named, "other" holds others_min units with
// people and people_min people: the smallest unit beside, and where there is none the unit above. Where most of a grouped
// unit's people have a value of `alike`, another one in "other" has such people too.
// Answers the dimensions of the values that nobody beside has: they tell a grouped unit.
std::set<int> join_units(const UnitTree& tree, const std::vector<People>& kinds, const PeopleByValue& alike,
                         const Ids& grouped, Ids& joined);

// A mission's organisation and kind, by their codes.
using MissionClass = std::pair<std::uint16_t, std::uint16_t>;

// What of missions would tell them.
struct ToldByClass {
  // Missions whose organisation would: it stands as another one.
  Ids of_any_organisation = {};
  // Kinds that would, by their codes: of those that are grouped alone.
  std::set<std::uint16_t> kinds = {};
};

// The same of missions with one organisation and kind. Where there is none left, the organisation of these is told no
// more, and missions of other organisations join; where there is none either, the kind is.
std::set<int> join_missions(const std::map<std::int64_t, MissionClass>& classes, const People& deployed,
                            const PeopleByValue& alike, const Ids& grouped, Ids& joined, ToldByClass& told);

}  // namespace muster::statistics
