// SPDX-License-Identifier: EUPL-1.2
// What a question asks for, in the words of a sentence.
#pragma once

#include <string>
#include <vector>

#include "statistics/indicators.h"

namespace muster::statistics {

// A filter as it was asked: `values` as answers show them ("UNMISS", "CATEGORY_POLICE"), each once; "": not stated.
struct AskedFilter {
  int dimension = 0;
  std::vector<std::string> values;
};

bool asks_for_not_stated(const AskedFilter& filter);

// "in UNMISS or MINUSCA", "who are women", "of the rank band senior or with no stated rank band"; of more than eight
// missions, countries or units their number: "in any of 12 missions".
std::string phrase_of(const AskedFilter& filter, Language language);

// What the dimension is called where nobody states it: "mission", "tier"; in Norwegian with its article after it:
// "operasjonen", "ledernivået".
std::string noun_of(int dimension, Language language);

// A mission or unit as it is called, or `"other"` and «andre» for those that are not named.
std::string name_in_words(const std::string& name, Language language);

// "A, B or C": `last` stands before the last one, "or", "and", "eller", "og".
std::string list_of(const std::vector<std::string>& items, const std::string& last);

}  // namespace muster::statistics
