// SPDX-License-Identifier: EUPL-1.2
// Which facts a question asks for.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "statistics/profile.h"

namespace muster::statistics {

// For each dimension the texts that qualify, as the fact tables hold them; unset: all do.
class Selection {
 public:
  // Only these, of those that qualified before.
  void restrict(int dimension, const std::set<std::string>& texts);
  // All of the dimension again.
  void release(int dimension) { allowed_[dimension].reset(); }
  bool allows(int dimension, const std::string& text) const;
  // Whether any text of the dimension does.
  bool allows_any(int dimension) const { return !allowed_[dimension] || !allowed_[dimension]->empty(); }
  // Whether it asks for texts of `those` alone.
  bool allows_only(int dimension, const std::set<std::string>& those) const;
  bool restricts(int dimension) const { return allowed_[dimension].has_value(); }
  // For each code of a dimension whether it qualifies.
  std::vector<std::uint8_t> allowed_codes(int dimension, const Codes& codes) const;
  bool operator==(const Selection&) const = default;

 private:
  std::array<std::optional<std::set<std::string>>, dimension_count> allowed_;
};

}  // namespace muster::statistics
