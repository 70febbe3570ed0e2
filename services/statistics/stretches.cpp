// SPDX-License-Identifier: EUPL-1.2
#include "statistics/stretches.h"

#include <algorithm>
#include <numeric>

namespace muster::statistics {
namespace {

void follow_tree(Question& question, const UnitTree& units) {
  question.units = units;
  if (!question.within.empty()) question.selection.release(dimension::unit);
  for (const auto& tops : question.within) {
    question.selection.restrict(dimension::unit, with_units_below(units, tops));
  }
  if (question.listed) question.listed_units = with_units_below(units, *question.listed);
}

bool any_bodies(const Facts& facts, const Question& question) {
  return !question.individuals_only && !facts.headcounts.bodies("").empty();
}

// Appends the days to those of the stretch.
void add_days(Stretch& stretch, std::size_t span, const Span& days) {
  auto& spans = stretch.question.spans;
  if (!stretch.spans.empty() && stretch.spans.back() == span && spans.back().to == days.from) {
    spans.back().to = days.to;
    return;
  }
  spans.push_back(days);
  stretch.spans.push_back(span);
}

}  // namespace

std::set<std::string> with_units_below(const UnitTree& units, const std::set<std::string>& tops) {
  std::set<std::string> all = tops;
  for (const std::string& top : tops) {
    if (top.empty()) continue;
    const auto below = units.find(std::stoll(top));
    if (below == units.end()) continue;
    for (const std::int64_t unit : below->second) all.insert(std::to_string(unit));
  }
  return all;
}

void follow_tree_of(Question& question, Day day) {
  const auto& trees = *question.trees;
  const auto next =
      std::upper_bound(trees.begin(), trees.end(), day, [](Day at, const DatedTree& tree) { return at < tree.from; });
  follow_tree(question, std::prev(next)->units);
}

std::vector<Stretch> stretches_of(const Facts& facts, const Question& question) {
  const bool of_units = !question.within.empty() || question.listed || any_bodies(facts, question);
  if (!question.trees || question.trees->size() == 1 || !of_units) {
    std::vector<Stretch> whole(1);
    whole.front().question = question;
    whole.front().spans.resize(question.spans.size());
    std::iota(whole.front().spans.begin(), whole.front().spans.end(), std::size_t{0});
    return whole;
  }
  const bool bodies = any_bodies(facts, question);
  const auto says_the_same = [&](const Question& a, const Question& b) {
    return a.selection == b.selection && a.listed_units == b.listed_units && (!bodies || a.units == b.units);
  };
  std::vector<Stretch> stretches;
  for (auto tree = question.trees->begin(); tree != question.trees->end(); ++tree) {
    const auto next = std::next(tree);
    const Span of_tree{tree->from, next == question.trees->end() ? open_end : next->from};
    Stretch stretch;
    for (std::size_t s = 0; s < question.spans.size(); ++s) {
      const Span& span = question.spans[s];
      const Span days{std::max(span.from, of_tree.from), std::min(span.to, of_tree.to)};
      if (days.from < days.to) add_days(stretch, s, days);
    }
    if (stretch.spans.empty()) continue;
    auto days = std::move(stretch.question.spans);
    stretch.question = question;
    stretch.question.spans = std::move(days);
    follow_tree(stretch.question, tree->units);
    if (stretches.empty() || !says_the_same(stretches.back().question, stretch.question)) {
      stretches.push_back(std::move(stretch));
      continue;
    }
    for (std::size_t i = 0; i < stretch.spans.size(); ++i) {
      add_days(stretches.back(), stretch.spans[i], stretch.question.spans[i]);
    }
  }
  return stretches;
}

}  // namespace muster::statistics
