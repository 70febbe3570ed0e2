// SPDX-License-Identifier: EUPL-1.2
#include "statistics/wilson.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "support/data_files.h"

namespace muster::statistics {
namespace {

TEST(WilsonTest, AgreesWithPublishedVectors) {
  const auto path = support::data_file("stats/wilson_clopper_vectors.csv");
  if (!path) GTEST_SKIP();
  std::ifstream file(*path);
  std::string line;
  std::getline(file, line);
  ASSERT_EQ(line.substr(0, 34), "x,n,conf,wilson_low,wilson_high,cl");
  int checked = 0;
  while (std::getline(file, line)) {
    std::istringstream columns(line);
    std::vector<double> values;
    for (std::string text; std::getline(columns, text, ',');) values.push_back(std::stod(text));
    ASSERT_GE(values.size(), 5u) << line;
    const Interval interval = wilson(values[0], values[1], values[2]);
    EXPECT_NEAR(interval.low, values[3], 1e-9) << line;
    EXPECT_NEAR(interval.high, values[4], 1e-9) << line;
    ++checked;
  }
  EXPECT_GT(checked, 100);
}

// The worked examples of the handbook: 7 of 20, 0 of 8, 20 of 72.
TEST(WilsonTest, AgreesWithWorkedExamples) {
  EXPECT_NEAR(wilson(7, 20, 0.95).low, 0.1812, 5e-5);
  EXPECT_NEAR(wilson(7, 20, 0.95).high, 0.5671, 5e-5);
  EXPECT_EQ(wilson(0, 8, 0.95).low, 0.0);
  EXPECT_NEAR(wilson(0, 8, 0.95).high, 0.3244, 5e-5);
  EXPECT_NEAR(wilson(20, 72, 0.95).low, 0.1876, 5e-5);
  EXPECT_NEAR(wilson(20, 72, 0.95).high, 0.3905, 5e-5);
  EXPECT_EQ(wilson(8, 8, 0.95).high, 1.0);
}

TEST(WilsonTest, QuantileIsTheInverseOfTheDistribution) {
  for (double p : {1e-12, 1e-6, 0.005, 0.025, 0.3, 0.5, 0.7, 0.975, 0.995, 1 - 1e-6}) {
    EXPECT_NEAR(0.5 * std::erfc(-normal_quantile(p) / std::sqrt(2.0)), p, 1e-14 + 1e-12 * p);
  }
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-14);
}

}  // namespace
}  // namespace muster::statistics
