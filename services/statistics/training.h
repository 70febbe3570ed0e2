// SPDX-License-Identifier: EUPL-1.2
// Who has what a requirement asks for.
#pragma once

#include <cstdint>
#include <vector>

#include "rules/training_status.h"
#include "statistics/ledger.h"
#include "statistics/question.h"

namespace muster::statistics {

// The completions that meet a requirement and its waivers, by person.
class Training {
 public:
  Training(const Facts& facts, const Requirement& requirement, std::uint32_t known);
  rules::TrainingStatus status(std::uint32_t subject, Day day) const;

 private:
  // Spans of one person lie side by side.
  struct BySubject {
    std::vector<std::uint32_t> subjects;
    std::vector<rules::Validity> validities;
    std::span<const rules::Validity> of(std::uint32_t subject) const;
  };
  struct Holding;
  static BySubject sorted(std::vector<Holding> holdings);

  BySubject completions_;
  BySubject waivers_;
  int soon_days_;
};

}  // namespace muster::statistics
