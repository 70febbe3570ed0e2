// SPDX-License-Identifier: EUPL-1.2
#include "statistics/selection.h"

#include <algorithm>
#include <iterator>

namespace muster::statistics {

void Selection::restrict(int dimension, const std::set<std::string>& texts) {
  auto& allowed = allowed_[dimension];
  if (!allowed) {
    allowed = texts;
    return;
  }
  std::set<std::string> both;
  std::set_intersection(allowed->begin(), allowed->end(), texts.begin(), texts.end(), std::inserter(both, both.end()));
  allowed = std::move(both);
}

bool Selection::allows(int dimension, const std::string& text) const {
  return !allowed_[dimension] || allowed_[dimension]->contains(text);
}

std::vector<std::uint8_t> Selection::allowed_codes(int dimension, const Codes& codes) const {
  std::vector<std::uint8_t> allowed(codes.size(), restricts(dimension) ? 0 : 1);
  if (!restricts(dimension)) return allowed;
  for (const std::string& text : *allowed_[dimension]) {
    if (auto code = codes.find(text)) allowed[*code] = 1;
  }
  return allowed;
}

std::size_t Groups::Hash::operator()(const Key& key) const {
  std::uint64_t hash = 0;
  for (std::uint16_t code : key) hash = (hash ^ code) * 0x100000001B3ULL;
  return hash ^ hash >> 29;
}

std::int32_t Groups::index_of(const Profile& profile) {
  Key key{};
  for (std::size_t i = 0; i < dimensions_.size(); ++i) key[i] = profile.codes[dimensions_[i]];
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

std::vector<std::int32_t> cells_of(const Profiles& profiles, const Dimensions& dimensions, const Selection& selection,
                                   Groups& groups, const std::function<bool(const Profile&)>& qualifies) {
  std::array<std::vector<std::uint8_t>, dimension_count> allowed;
  for (int d = 0; d < dimension_count; ++d) allowed[d] = selection.allowed_codes(d, dimensions[d]);
  std::vector<std::int32_t> cells(profiles.size(), no_cell);
  for (std::uint32_t id = 0; id < profiles.size(); ++id) {
    const Profile& profile = profiles[id];
    bool wanted = true;
    for (int d = 0; d < dimension_count && wanted; ++d) wanted = allowed[d][profile.codes[d]] != 0;
    if (!wanted || !qualifies(profile)) continue;
    cells[id] = groups.index_of(profile) * gender_count + static_cast<int>(profile.gender);
  }
  return cells;
}

}  // namespace muster::statistics
