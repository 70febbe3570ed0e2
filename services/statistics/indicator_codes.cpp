// SPDX-License-Identifier: EUPL-1.2
// Finding indicators and what they take, whichever there are.
#include <algorithm>

#include "statistics/indicators.h"

namespace muster::statistics {

std::string_view name_of(Parameter parameter) {
  switch (parameter) {
    case Parameter::tier: return "tier";
    case Parameter::stage: return "stage";
    case Parameter::requirement: return "requirement";
    case Parameter::source: return "source";
    case Parameter::individuals_only: break;
  }
  return "individuals_only";
}

bool Indicator::takes(Parameter parameter) const {
  return std::find(parameters.begin(), parameters.end(), parameter) != parameters.end();
}

const Indicator* find_indicator(std::string_view code) {
  const auto all = indicators();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Indicator& one) { return one.code == code; });
  return found == all.end() ? nullptr : &*found;
}

std::string codes() {
  std::string text;
  for (const Indicator& indicator : indicators()) text += (text.empty() ? "" : ", ") + std::string(indicator.code);
  return text;
}

std::string codes_taking(Parameter parameter) {
  std::string text, last;
  for (const Indicator& indicator : indicators()) {
    if (!indicator.takes(parameter)) continue;
    if (!last.empty()) text += (text.empty() ? "" : ", ") + last;
    last = indicator.code;
  }
  return text.empty() ? last : text + " and " + last;
}

}  // namespace muster::statistics
