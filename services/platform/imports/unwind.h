// SPDX-License-Identifier: EUPL-1.2
// Takes back what an import wrote.
#pragma once

#include <string>
#include <vector>

#include "platform/imports/kind.h"
#include "platform/imports/writes.h"

namespace muster::imports {

// Takes back an import that is TAKING_BACK or UNDOING and gives it its end state: slice by slice, the
// newest first, each in a transaction of its own, so that others write in between. What it has
// not done when it throws is done by whoever unwinds the import next.
// Errors: Stopped; FAILED_PRECONDITION when something was built on a row that is to be undone.
void unwind(const Writes& writes, const Kind& kind, v1::ImportState state);

// Of the reasons why an import cannot be undone, the first few, as one text.
std::string in_words(const std::vector<std::string>& reasons);

}  // namespace muster::imports
