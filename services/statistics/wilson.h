// SPDX-License-Identifier: EUPL-1.2
// Wilson's score interval for a proportion.
#pragma once

namespace muster::statistics {

struct Interval {
  double low;
  double high;
};

// The interval of `successes` of `trials` (at least 1) at `confidence`, above 0 and below 1, such
// as 0.95; without continuity correction. 0 of n starts at exactly 0, n of n ends at exactly 1.
// Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference,
// JASA 22 (1927).
Interval wilson(double successes, double trials, double confidence);

// The value below which a standard normal variable lies with `probability`, above 0 and below 1;
// good to 1e-15 relative.
double normal_quantile(double probability);

}  // namespace muster::statistics
