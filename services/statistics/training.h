// SPDX-License-Identifier: EUPL-1.2
// Who has what a requirement asks for.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "rules/training_status.h"
#include "statistics/ledger.h"
#include "statistics/presence.h"
#include "statistics/question.h"

namespace muster::statistics {

// The completions that meet a requirement, its waivers and the occasions on which it is judged.
class Training {
 public:
  // For people who are there within the question's spans. `facts` and `question` outlive it.
  Training(const Facts& facts, const Question& question);
  // Of somebody who is on the roster on the day.
  rules::TrainingStatus of_member(std::uint32_t subject, Day day) const;
  // Of somebody who is deployed on the day, in this segment. Unknown without a name: completions
  // are of people.
  rules::TrainingStatus of_deployed(const Presence& segment, Day day) const;

 private:
  // Spans of one person lie side by side.
  struct BySubject {
    std::vector<std::uint32_t> subjects;
    std::vector<rules::Validity> validities;
    std::span<const rules::Validity> of(std::uint32_t subject) const;
  };
  struct Holding;
  static BySubject sorted(std::vector<Holding> holdings);

  void read_completions();
  void read_waivers();
  void read_nominations();
  void read_departures();
  rules::TrainingStatus status(std::uint32_t subject, Day day, std::optional<Day> departure) const;

  const Facts& facts_;
  const Question& question_;
  BySubject completions_;
  BySubject waivers_;
  BySubject nominations_;                              // each from its first entry into review
  std::unordered_map<std::uint32_t, Day> departures_;  // of deployments that are in a later segment
};

}  // namespace muster::statistics
