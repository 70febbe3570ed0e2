// SPDX-License-Identifier: EUPL-1.2
#include "rules/rounding.h"

#include <cmath>
#include <cstdio>

namespace muster::rules {

std::string rounded(double value, int decimals) {
  const double scale = std::pow(10.0, decimals);
  char text[40];
  std::snprintf(text, sizeof text, "%.*f", decimals, std::floor(value * scale + 0.5 + 1e-9) / scale);
  return text;
}

}  // namespace muster::rules
