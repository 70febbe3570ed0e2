// SPDX-License-Identifier: EUPL-1.2
// What somebody can work out who knows of sums of unknown numbers that each lies between two bounds: an integer linear
// program, which CBC solves.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <unistd.h>

namespace muster::statistics::testing {

class IntegerProgram {
 public:
  // Of unknowns from 0 to `highest`.
  explicit IntegerProgram(std::size_t unknowns, int highest) : unknowns_(unknowns), highest_(highest) {}

  // The sum of these lies between the bounds, both counting.
  void add(const std::vector<std::size_t>& sum, int low, int high) {
    auto [place, is_new] = rows_.try_emplace(sum, low, high);
    if (is_new) return;
    place->second = {std::max(low, place->second.first), std::min(high, place->second.second)};
  }
  std::size_t size() const { return rows_.size(); }

  // Whether `values` may be the unknowns.
  bool allows(const std::vector<int>& values) const {
    return std::all_of(rows_.begin(), rows_.end(), [&](const auto& row) {
      int total = 0;
      for (const std::size_t i : row.first) total += values[i];
      return row.second.first <= total && total <= row.second.second;
    });
  }

  struct Solution {
    bool optimal = false;
    std::vector<int> values;  // empty: there is none
  };

  // The values that make the weighted sum the largest.
  Solution maximise(const std::vector<int>& weights, int seconds) const {
    const auto folder = std::filesystem::temp_directory_path() / ("muster-program-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    const std::string model = folder / "model.lp", answer = folder / "answer.txt";
    write(model, weights);
    const std::string command = "cbc " + model + " sec " + std::to_string(seconds) + " solve solu " + answer + " > " +
                                (folder / "log.txt").string() + " 2>&1";
    if (std::system(command.c_str()) != 0) ADD_FAILURE() << "cbc is needed: tools/install test brings it";
    Solution solution = read(answer);
    std::filesystem::remove_all(folder);
    return solution;
  }

 private:
  void write(const std::string& file, const std::vector<int>& weights) const {
    std::ofstream out(file);
    out << "Maximize\n obj:";
    for (std::size_t i = 0; i < unknowns_; ++i) {
      out << (weights[i] < 0 ? " - " : " + ") << std::abs(weights[i]) << " x" << i << '\n';
    }
    out << "Subject To\n";
    int row = 0;
    for (const auto& [sum, bounds] : rows_) {
      for (const bool low : {true, false}) {
        out << " c" << row++ << ':';
        for (const std::size_t i : sum) out << " + 1 x" << i << '\n';
        out << (low ? " >= " : " <= ") << (low ? bounds.first : bounds.second) << '\n';
      }
    }
    out << "Bounds\n";
    for (std::size_t i = 0; i < unknowns_; ++i) out << " 0 <= x" << i << " <= " << highest_ << '\n';
    out << "Integers\n";
    for (std::size_t i = 0; i < unknowns_; ++i) out << " x" << i << '\n';
    out << "End\n";
  }

  // "Optimal - objective value 12", then "3 x17 1 -1" for what is not 0.
  Solution read(const std::string& file) const {
    Solution solution;
    std::ifstream in(file);
    std::string line;
    if (!std::getline(in, line) || line.find("nfeasible") != std::string::npos) return solution;
    solution.optimal = line.starts_with("Optimal");
    solution.values.resize(unknowns_);
    while (std::getline(in, line)) {
      if (line.starts_with("**")) return {};
      std::istringstream words(line);
      std::string number, name;
      double value = 0;
      if (words >> number >> name >> value) solution.values[std::stoul(name.substr(1))] = static_cast<int>(value + 0.5);
    }
    return solution;
  }

  std::size_t unknowns_;
  int highest_;
  std::map<std::vector<std::size_t>, std::pair<int, int>> rows_;
};

// How many of the unknowns, each 0 or 1, can be nothing but what they are in `truth`.
inline std::size_t pinned(const IntegerProgram& program, const std::vector<int>& truth) {
  constexpr int seconds = 10, rounds_max = 200;
  EXPECT_TRUE(program.allows(truth));
  std::vector<bool> open(truth.size(), true);  // of whom no world has shown yet that they may be otherwise
  for (int round = 0; round < rounds_max; ++round) {
    std::vector<int> weights(truth.size());
    for (std::size_t i = 0; i < truth.size(); ++i) weights[i] = open[i] ? (truth[i] == 0 ? 1 : -1) : 0;
    const auto world = program.maximise(weights, seconds);
    std::size_t others = 0;
    for (std::size_t i = 0; i < world.values.size(); ++i) {
      if (open[i] && world.values[i] != truth[i]) open[i] = false, ++others;
    }
    const auto left = static_cast<std::size_t>(std::count(open.begin(), open.end(), true));
    if (left == 0) return 0;
    if (others > 0) continue;
    EXPECT_TRUE(world.optimal) << "cbc could not decide in its time";
    return left;
  }
  ADD_FAILURE() << "cbc could not decide in so many rounds";
  return 0;
}

}  // namespace muster::statistics::testing
