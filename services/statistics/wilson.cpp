// SPDX-License-Identifier: EUPL-1.2
#include "statistics/wilson.h"

#include <cmath>
#include <numbers>

namespace muster::statistics {

double normal_quantile(double probability) {
  if (probability > 0.5) return -normal_quantile(1 - probability);
  // Newton's method on the lower tail, which is convex: from a bound below the root the first step
  // leads past it, and the following ones come back to it from above.
  double x = -std::sqrt(-2 * std::log(probability));
  for (int step = 0; step < 100; ++step) {
    const double tail = 0.5 * std::erfc(-x / std::numbers::sqrt2);
    const double density = std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi);
    const double move = (tail - probability) / density;
    x -= move;
    if (std::abs(move) < 1e-15 * (1 + std::abs(x))) break;
  }
  return x;
}

Interval wilson(double successes, double trials, double confidence) {
  const double z = normal_quantile(0.5 + confidence / 2);
  const double z2 = z * z;
  const double share = successes / trials;
  const double centre = (share + z2 / (2 * trials)) / (1 + z2 / trials);
  const double half = z / (1 + z2 / trials) * std::sqrt(share * (1 - share) / trials + z2 / (4 * trials * trials));
  return {successes == 0 ? 0.0 : centre - half, successes == trials ? 1.0 : centre + half};
}

}  // namespace muster::statistics
