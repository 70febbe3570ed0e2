// SPDX-License-Identifier: EUPL-1.2
// The gender of each pseudonym, current values only: facts of every `known` use it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "statistics/profile.h"

namespace muster::statistics {

class Genders {
 public:
  // `codes` are those of the dimension, and outlive it.
  explicit Genders(Codes& codes) : codes_(codes) {}

  // Takes in the gender of a subject (by Subjects), "GENDER_WOMAN", or that it is not stated: "". Whether it differs
  // from what is held.
  bool set(std::uint32_t subject, std::string_view gender) {
    const std::uint16_t code = codes_.code_of(gender.empty() ? "GENDER_NOT_STATED" : gender);
    if (subject >= genders_.size()) genders_.resize(subject + 1, 0);
    const bool differs = genders_[subject] != code;
    genders_[subject] = code;
    return differs;
  }
  // By the dimension's codes; 0: none was taken in, which is the same as not stated.
  std::uint16_t code_of(std::uint32_t subject) const { return subject < genders_.size() ? genders_[subject] : 0; }
  const std::string& text_of(std::uint32_t subject) const { return codes_.text(code_of(subject)); }

 private:
  Codes& codes_;
  std::vector<std::uint16_t> genders_;  // by subject
};

}  // namespace muster::statistics
