// SPDX-License-Identifier: EUPL-1.2
// Posts as facts: what each of them is from day to day, and who holds its seats.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "statistics/columns.h"

namespace muster::statistics {

// What a post is from day_from until before day_to.
struct PostFact {
  std::uint32_t post = 0;
  std::uint32_t sequence = 0;
  std::uint32_t profile = 0;
  std::int32_t seats = 0;
  Day day_from = 0;
  Day day_to = open_end;
};

// Somebody is in a post; `record` is the segment. The facts of deployments with a post once more, so that a question
// about posts need not go through all of them.
struct HolderFact {
  std::uint32_t record = 0;
  std::uint32_t sequence = 0;
  std::uint32_t post = 0;
  Day day_from = 0;
  Day day_to = open_end;
};

// The facts of one transaction about a post replace all earlier ones.
class Posts {
 public:
  // In the order in which they were recorded.
  void apply(const PostFact& fact) { of_post_[fact.post].push_back(fact); }

  // Calls visit(facts) for each post that was known at sequence `known`: what it is on all its days, one after another.
  template <class Visit>
  void visit(std::uint32_t known, Visit visit) const {
    for (const auto& [post, facts] : of_post_) {
      const auto end = std::partition_point(facts.begin(), facts.end(),
                                            [known](const PostFact& fact) { return fact.sequence <= known; });
      if (end == facts.begin()) continue;
      const std::uint32_t last = std::prev(end)->sequence;
      const auto begin =
          std::partition_point(facts.begin(), end, [last](const PostFact& fact) { return fact.sequence < last; });
      visit(std::span<const PostFact>(begin, end));
    }
  }

 private:
  std::map<std::uint32_t, std::vector<PostFact>> of_post_;
};

}  // namespace muster::statistics
