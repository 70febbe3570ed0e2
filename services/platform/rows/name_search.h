// SPDX-License-Identifier: EUPL-1.2
// A list of the rows that have words beginning as typed ones do.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/rows/list.h"

namespace muster::rows {

// Limits the list to rows each of which has, for every one of `words` (text::typed_words), a word that begins so; first
// come those of which all are whole words. Without any word nothing is found.
// In the order of names, up or down, a page of a million people takes few milliseconds; in another order, or where few of
// those found are in the list, what it takes grows with how many are found. `everybody`: `spec.where` leaves nobody out.
void search_names(db::Session& session, ListSpec& spec, std::vector<std::string> words, bool everybody);

}  // namespace muster::rows
