// SPDX-License-Identifier: EUPL-1.2
// Takes back what an import wrote.
#pragma once

#include <string>
#include <vector>

#include "platform/imports/kind.h"
#include "platform/imports/writes.h"
#include "platform/rpc/scope.h"

namespace muster::imports {

// Takes back an import that is TAKING_BACK or UNDOING and gives it its end state: slice by slice, the
// newest first, each in a transaction of its own, so that others write in between. What it has
// not done when it throws is done by whoever unwinds the import next.
// Errors: Stopped; FAILED_PRECONDITION when something was built on a row that is to be undone.
void unwind(const Writes& writes, const Kind& kind, v1::ImportState state);

// What was later built on what the import wrote, as sentences; empty: it can be undone. Looks at every resource with a
// reference to one that the kind creates, at whether those were changed, and at what the kind knows besides.
std::vector<std::string> built_on(const Kind& kind, rpc::Context& context, const Effects& effects);

// How many of the people whom the import wrote of are of units outside the scope by now.
std::size_t people_outside(const Kind& kind, rpc::Context& context, const Effects& effects, const rpc::Scope& scope);

// Whether it wrote something of this person.
bool wrote_of(const Kind& kind, rpc::Context& context, const Effects& effects, long long person);

// Of the reasons why an import cannot be undone, the first few, as one text.
std::string in_words(const std::vector<std::string>& reasons);

}  // namespace muster::imports
