// SPDX-License-Identifier: EUPL-1.2
// Writing what the rows of a file of people say, and taking it back. Judging them is in person_import.cpp.
#pragma once

#include <vector>

#include "muster/roster/v1/roster.pb.h"
#include "platform/imports/kind.h"
#include "platform/text/name_order.h"

namespace muster::roster {

// What a row says, checked.
struct PersonDraft {
  v1::CreatePersonRequest request;
  long long unit = 0;
  const v1::Rank* rank = nullptr;
};

// What will write the people, with whatever of it needs no database done at once. `rules`: those of names.
imports::Write write_people(std::vector<PersonDraft> drafts, const text::NameRules& rules);

// Takes back what is not deleted with people and affiliations.
void undo_people(rpc::Context& context, const imports::Effects& effects);

}  // namespace muster::roster
