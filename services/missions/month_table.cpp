// SPDX-License-Identifier: EUPL-1.2
#include "missions/month_table.h"

#include <algorithm>
#include <functional>
#include <vector>

namespace muster::missions {
namespace {

constexpr std::size_t names_told = 20;

using Named = std::set<std::pair<std::string, std::string>>;

// The countries, or the missions, of all that is named.
template <class Part>
std::set<std::string> parts(const Named& named, Part part) {
  std::set<std::string> result;
  for (const auto& one : named) result.insert(one.*part);
  return result;
}

std::string mission_in_words(const std::string& mission) { return mission.empty() ? "no stated mission" : mission; }

// A country that is gone altogether stands for all its missions, a mission that is for all the countries left.
std::vector<std::string> gone(const Named& before, const Named& after) {
  const auto country = &Named::value_type::first, mission = &Named::value_type::second;
  const auto countries = parts(after, country), missions = parts(after, mission);
  std::vector<std::string> words, whole_missions, others;
  for (const auto& one : before) {
    if (after.contains(one)) continue;
    if (one.first.empty()) {
      words.push_back(mission_in_words(one.second));
    } else if (!countries.contains(one.first)) {
      if (words.empty() || words.back() != one.first) words.push_back(one.first);
    } else if (!missions.contains(one.second)) {
      whole_missions.push_back("everybody in " + mission_in_words(one.second));
    } else {
      others.push_back(one.first + " in " + mission_in_words(one.second));
    }
  }
  std::sort(whole_missions.begin(), whole_missions.end());
  words.insert(words.end(), whole_missions.begin(), std::unique(whole_missions.begin(), whole_missions.end()));
  words.insert(words.end(), others.begin(), others.end());
  return words;
}

std::string in_words(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), names_told); ++i) text += (i > 0 ? ", " : "") + names[i];
  if (names.size() > names_told) text += " and " + std::to_string(names.size() - names_told) + " more";
  return text;
}

}  // namespace

void MonthTable::add(const std::string& country, const std::string& mission, std::size_t said, long long count_of_lines,
                     long long count_of_people) {
  lines += count_of_lines;
  people += count_of_people;
  digest += said;
  named.emplace(country, mission);
}

std::size_t digest_of(const std::string& line) { return std::hash<std::string>()(line); }

std::optional<platform::v1::ReplacedTable> replaced_table(const std::string& month, const MonthTable& before,
                                                          const MonthTable& after) {
  const bool same = before.lines == after.lines && before.people == after.people && before.digest == after.digest;
  if (before.lines == 0 || same) return std::nullopt;
  platform::v1::ReplacedTable table;
  table.set_month(month);
  table.set_lines(static_cast<int>(before.lines));
  table.set_people(before.people);
  table.set_new_lines(static_cast<int>(after.lines));
  table.set_new_people(after.people);
  table.set_gone(in_words(gone(before.named, after.named)));
  return table;
}

}  // namespace muster::missions
