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

bool Selection::allows_only(int dimension, const std::set<std::string>& those) const {
  const auto& allowed = allowed_[dimension];
  return allowed && std::includes(those.begin(), those.end(), allowed->begin(), allowed->end());
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

}  // namespace muster::statistics
