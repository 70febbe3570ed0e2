// SPDX-License-Identifier: EUPL-1.2
// The one definition of every figure: what is counted, by which dates, and the words that say so.
// A new indicator is one entry in indicators.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "statistics/question.h"

namespace muster::statistics {

// What Cell.share says.
enum class Share { women, coverage, index, vacancy };

enum class Language { english, norwegian_bokmal };

// Fields of a request that apply to some indicators only.
enum class Parameter { tier, stage, requirement, source, individuals_only };

// The parameter's field in QueryIndicatorRequest: "tier".
std::string_view name_of(Parameter parameter);

// What a request gives for the parameters that narrow what is counted, defaults filled in; empty where the indicator
// does not take them.
struct Arguments {
  int tier = 0;
  std::string stage;        // the name of a Stage
  std::string requirement;  // its code
};

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

  // What is counted, in a sentence after a number: "61 of 214 deployed".
  std::string_view noun = "persons";
  std::string_view noun_nb = "personer";
  // Of an index: those whose share it compares with.
  std::string_view base = {};
  std::string_view base_nb = {};
  // What the arguments make of the noun, after it and with a space before: " in positions of tier 2 or above".
  std::string (*qualifier)(const Arguments& arguments, Language language) = nullptr;

  Population population;
  Measure measure;
  Share share;
  // Tells who takes part, exactly; else it is sensitive (protection.h).
  bool participation = false;
  std::vector<int> dimensions;  // dimension::month is always one besides
  // Where individuals_only is one, headcounts of bodies stand in for their individuals without it.
  std::vector<Parameter> parameters = {};

  bool takes(Parameter parameter) const;
  // Needs a period; otherwise it is a stock on a day.
  bool period() const { return measure != Measure::stock; }
};

// In the order in which they are listed.
std::span<const Indicator> indicators();

// Null if there is none of this code.
const Indicator* find_indicator(std::string_view code);

// The codes of all, in their order: "A, B, C".
std::string codes();
// The codes of those that take the parameter: "A", "A and B" or "A, B and C".
std::string codes_taking(Parameter parameter);

}  // namespace muster::statistics
