// SPDX-License-Identifier: EUPL-1.2
// Units move, so a question is judged by the tree of each of its days: it is taken apart into stretches of days on which
// the tree says the same to it.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "statistics/ledger.h"
#include "statistics/question.h"

namespace muster::statistics {

struct Stretch {
  Question question;               // with these days, and what their tree says
  std::vector<std::size_t> spans;  // whose part each of its spans is: the place in the whole question
};

// In order of days; one where nothing that matters to the question ever moved. Together they have all of its days.
std::vector<Stretch> stretches_of(const Facts& facts, const Question& question);

// Has the question follow the tree that holds on `day`.
void follow_tree_of(Question& question, Day day);

// The units of `tops` and all below them; "" (none is stated) for itself.
std::set<std::string> with_units_below(const UnitTree& units, const std::set<std::string>& tops);

}  // namespace muster::statistics
