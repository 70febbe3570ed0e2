// SPDX-License-Identifier: EUPL-1.2
#include "rules/rounding.h"

#include <gtest/gtest.h>

namespace muster::rules {
namespace {

TEST(RoundingTest, IsHalfUp) {
  EXPECT_EQ(rounded(100.0 / 16, 1), "6.3");
  EXPECT_EQ(rounded(100.0 * 29 / 2000, 1), "1.5") << "which a double holds a little less of";
  EXPECT_EQ(rounded(0, 1), "0.0");
  EXPECT_EQ(rounded(99.95, 1), "100.0");
  EXPECT_EQ(rounded(0.125, 2), "0.13");
  EXPECT_EQ(rounded(1.0 / 3, 6), "0.333333");
}

// Of whole numbers it is what whole numbers say: floor(1000 n / d + 1/2) tenths of a per cent.
TEST(RoundingTest, AgreesWithWholeNumbers) {
  for (long long d = 1; d <= 700; ++d) {
    for (long long n = 0; n <= d; ++n) {
      const long long tenths = (2000 * n + d) / (2 * d);
      ASSERT_EQ(rounded(static_cast<double>(n) / static_cast<double>(d) * 100, 1),
                std::to_string(tenths / 10) + "." + std::to_string(tenths % 10))
          << n << " of " << d;
    }
  }
}

}  // namespace
}  // namespace muster::rules
