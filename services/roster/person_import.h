// SPDX-License-Identifier: EUPL-1.2
// The import of people who join the roster.
#pragma once

#include "platform/imports/kind.h"

namespace muster::roster {

// People with their first affiliation, one a row, for people who are not on the roster yet. A row
// that says what the roster says already is left unchanged; a number that is somebody else's is
// wrong, in whatever spelling, as is what looks like a national identity number, and one that is easily taken for
// somebody else's is doubtful.
// Who has one name only has it in either column of names; a file may have one of the two.
//   number, given_name, family_name, gender, category, unit, valid_from
//   and if there are any: preferred_name, birth_date, nationality, branch, rank, position
// gender: rules/words.h; never assumed. unit: its code, within the caller's units. rank: its name,
// or scheme:code such as NOR-ARMY:OF-3. valid_from: since when the person belongs to the unit.
imports::Kind person_import();

}  // namespace muster::roster
