// SPDX-License-Identifier: EUPL-1.2
#include "statistics/groups.h"

#include <algorithm>

namespace muster::statistics {

std::size_t Groups::Hash::operator()(const Key& key) const {
  std::uint64_t hash = 0;
  for (std::uint16_t code : key) hash = (hash ^ code) * 0x100000001B3ULL;
  return hash ^ hash >> 29;
}

std::int32_t Groups::index_of(const std::array<std::uint16_t, dimension_count>& codes) {
  Key key{};
  for (std::size_t i = 0; i < dimensions_.size(); ++i) key[i] = codes[dimensions_[i]];
  auto [place, is_new] = indexes_.try_emplace(key, static_cast<std::int32_t>(keys_.size()));
  if (is_new) keys_.push_back(key);
  return place->second;
}

std::vector<std::string> Groups::texts(std::size_t group, const Dimensions& dimensions) const {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < dimensions_.size(); ++i) {
    texts.push_back(dimensions[dimensions_[i]].text(keys_[group][i]));
  }
  return texts;
}

namespace {

// By code of the dimension the one that stands for it in groups; empty: each stands for itself.
std::vector<std::uint16_t> standing_for(const Question& question, const Codes& codes, int dimension) {
  const auto& others = question.others(dimension);
  std::vector<std::uint16_t> standing;
  if (others.empty()) return standing;
  std::optional<std::uint16_t> first;
  for (std::size_t code = 0; code < codes.size(); ++code) {
    standing.push_back(static_cast<std::uint16_t>(code));
    if (!others.contains(codes.text(standing.back()))) continue;
    if (!first) first = standing.back();
    standing.back() = *first;
  }
  return standing;
}

}  // namespace

std::string group_text(const Question& question, const Dimensions& dimensions, int dimension, const std::string& text) {
  const auto& others = question.others(dimension);
  if (!others.contains(text)) return text;
  const Codes& codes = dimensions[dimension];
  for (std::size_t code = 0; code < codes.size(); ++code) {
    const std::string& first = codes.text(static_cast<std::uint16_t>(code));
    if (others.contains(first)) return first;
  }
  return text;
}

std::string not_stated_text(int dimension) { return dimension == dimension::gender ? "GENDER_NOT_STATED" : ""; }

std::vector<int> unknowable_asked_for(const Question& question) {
  std::vector<int> asked;
  for (const int d : unknowable) {
    const bool restricts = question.selection.restricts(d) && !question.selection.allows(d, not_stated_text(d));
    if (restricts || (d == dimension::tier && question.tier_min > 0)) asked.push_back(d);
  }
  return asked;
}

void Cells::set(std::uint32_t profile, std::vector<OnDays> days) {
  const bool alike =
      std::all_of(days.begin(), days.end(), [&](const OnDays& part) { return part.cell == days.front().cell; });
  if (alike) return set(profile, days.empty() ? no_cell : days.front().cell);
  always_[profile] = cell_of_the_day;
  by_day_[profile] = std::move(days);
}

std::int32_t Cells::find(std::uint32_t profile, Day day) const {
  for (const OnDays& part : by_day_.at(profile)) {
    if (part.from <= day && day < part.to) return part.cell;
  }
  return no_cell;
}

std::int32_t Cells::within(std::uint32_t profile, Day from, Day to) const {
  if (always_[profile] != cell_of_the_day) return always_[profile];
  for (const OnDays& part : by_day_.at(profile)) {
    if (part.from <= from && to <= part.to) return part.cell;
  }
  return cell_of_the_day;
}

bool Cells::ever_counts(std::uint32_t profile) const { return always_[profile] != no_cell; }

Cells cells_of(const Profiles& profiles, const Dimensions& dimensions, const Question& question, Groups& groups,
               const std::function<bool(const Profile&)>& qualifies) {
  std::array<std::vector<std::uint8_t>, dimension_count> allowed;
  for (int d = 0; d < dimension_count; ++d) allowed[d] = question.selection.allowed_codes(d, dimensions[d]);
  // By dimension the code of what is not stated, where that leaves open whether somebody is asked for.
  std::array<std::optional<std::uint16_t>, dimension_count> open;
  for (const int d : unknowable_asked_for(question)) open[d] = dimensions[d].find(not_stated_text(d));
  const auto missions = standing_for(question, dimensions[dimension::mission], dimension::mission);
  const auto units = standing_for(question, dimensions[dimension::unit], dimension::unit);
  // On days when the mission was that.
  const auto cell_of = [&](const Profile& profile, const MissionDays& mission) {
    auto codes = profile.codes;
    codes[dimension::mission_kind] = mission.kind;
    if (mission.organisation != 0) codes[dimension::organisation] = mission.organisation;
    bool unstated = false;
    for (int d = 0; d < dimension_count; ++d) {
      if (open[d] && codes[d] == *open[d]) {
        unstated = true;
      } else if (allowed[d][codes[d]] == 0 || (d == dimension::tier && profile.tier < question.tier_min)) {
        return no_cell;
      }
    }
    if (!missions.empty()) codes[dimension::mission] = missions[codes[dimension::mission]];
    if (!units.empty()) codes[dimension::unit] = units[codes[dimension::unit]];
    return groups.index_of(codes) * cell_slots + (unstated ? gender_count : 0) + static_cast<int>(profile.gender);
  };
  Cells cells(profiles.size());
  for (std::uint32_t id = 0; id < profiles.size(); ++id) {
    const Profile& profile = profiles[id];
    if (!qualifies(profile)) continue;
    const std::uint16_t mission = profile.codes[dimension::mission];
    const auto* days = mission < question.missions.size() ? &question.missions[mission] : nullptr;
    if (days == nullptr || days->size() < 2) {
      cells.set(id, cell_of(profile, days == nullptr || days->empty() ? MissionDays() : days->front()));
      continue;
    }
    std::vector<Cells::OnDays> parts;
    for (const MissionDays& part : *days) parts.push_back({part.from, part.to, cell_of(profile, part)});
    cells.set(id, std::move(parts));
  }
  return cells;
}

}  // namespace muster::statistics
