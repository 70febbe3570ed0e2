// SPDX-License-Identifier: EUPL-1.2
// The smaller kinds of facts. Subjects and profiles are numbers by Subjects and Profiles; days as
// in DeploymentFact.
#pragma once

#include <cstdint>
#include <deque>
#include <unordered_map>
#include <unordered_set>

#include "statistics/columns.h"

namespace muster::statistics {

// A nomination entered `state` (by Codes) on day_from.
struct NominationFact {
  std::uint32_t record = 0;
  std::uint32_t sequence = 0;
  std::uint32_t nomination = 0;
  std::uint32_t subject = 0;
  std::uint32_t profile = 0;
  std::uint16_t state = 0;
  Day day_from = 0;
  Day day_to = open_end;
};

// Somebody belongs to a unit.
struct MembershipFact {
  std::uint32_t record = 0;
  std::uint32_t sequence = 0;
  std::uint32_t subject = 0;
  std::uint32_t profile = 0;
  Day day_from = 0;
  Day day_to = open_end;
};

// A completion is good for these days. `topics`, by Codes, is the JSON array of the course's.
struct CompletionFact {
  std::uint32_t record = 0;
  std::uint32_t sequence = 0;
  std::uint32_t subject = 0;
  std::uint32_t course = 0;
  std::uint16_t topics = 0;
  Day day_from = 0;
  Day day_to = open_end;
};

// A member of the roster is dormant.
struct DormancyFact {
  std::uint32_t record = 0;
  std::uint32_t sequence = 0;
  std::uint32_t subject = 0;
  Day day_from = 0;
  Day day_to = open_end;
};

struct WaiverFact {
  std::uint32_t record = 0;
  std::uint32_t sequence = 0;
  std::uint32_t subject = 0;
  std::uint32_t requirement = 0;
  Day day_from = 0;
  Day day_to = open_end;
};

// Facts of one kind with the versions that later ones replaced.
template <class Fact>
class Versions {
 public:
  // In the order in which they were recorded: of a record the last one holds.
  void apply(const Fact& fact) {
    auto [place, is_new] = rows_.try_emplace(fact.record, current_.size());
    if (is_new) {
      current_.push_back(fact);
      return;
    }
    Fact& row = current_[place->second];
    superseded_.push_back({row, fact.sequence});
    row = fact;
  }

  bool has(std::uint32_t record) const { return rows_.contains(record); }

  // Gives every version of the facts of these subjects another profile: change(subject, profile).
  template <class Change>
  void change_profiles(const std::unordered_set<std::uint32_t>& subjects, Change change) {
    auto apply_to = [&](Fact& fact) {
      if (subjects.contains(fact.subject)) fact.profile = change(fact.subject, fact.profile);
    };
    for (Fact& fact : current_) apply_to(fact);
    for (Superseded& old : superseded_) apply_to(old.fact);
  }

  // Calls visit(fact) for every fact that at sequence `known` held and is not void.
  template <class Visit>
  void visit(std::uint32_t known, Visit visit) const {
    for (const Fact& fact : current_) {
      if (fact.sequence <= known && fact.day_from < fact.day_to) visit(fact);
    }
    for (const Superseded& old : superseded_) {
      if (old.fact.sequence <= known && known < old.by && old.fact.day_from < old.fact.day_to) visit(old.fact);
    }
  }

 private:
  struct Superseded {
    Fact fact;
    std::uint32_t by;
  };
  std::deque<Fact> current_;
  std::unordered_map<std::uint32_t, std::size_t> rows_;
  std::deque<Superseded> superseded_;
};

}  // namespace muster::statistics
