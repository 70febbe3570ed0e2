// SPDX-License-Identifier: EUPL-1.2
// The one definition of every figure: what is counted, by which dates, and the words that say so.
// A new indicator is one entry in indicators.cpp.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "statistics/question.h"

namespace muster::statistics {

// What Cell.share says.
enum class Share { women, coverage, index };

struct Indicator {
  std::string_view code;
  std::string_view display_name;
  std::string_view display_name_nb;
  std::string_view unit_of_count;
  std::string_view numerator;
  std::string_view numerator_nb;
  std::string_view denominator;
  std::string_view denominator_nb;
  std::string_view date_rule;
  std::string_view date_rule_nb;
  std::string_view unknown_rule;
  std::string_view unknown_rule_nb;
  std::string_view definition;
  std::string_view definition_nb;

  Population population;
  Measure measure;
  Share share;
  std::vector<int> dimensions;  // dimension::month is always one besides
  // Which fields of the request apply.
  bool takes_tier = false;
  bool takes_stage = false;
  bool takes_requirement = false;
  bool takes_source = false;
  // Headcounts of bodies stand in for their individuals, unless individuals_only.
  bool takes_headcounts = false;

  // Needs a period; otherwise it is a stock on a day.
  bool period() const { return measure != Measure::stock; }
};

// In the order in which they are listed.
std::span<const Indicator> indicators();

// Null if there is none of this code.
const Indicator* find_indicator(std::string_view code);

}  // namespace muster::statistics
