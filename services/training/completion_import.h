// SPDX-License-Identifier: EUPL-1.2
// The import of completions, such as those of a learning system.
#pragma once

#include "platform/imports/kind.h"

namespace muster::training {

// Completions of courses, one a row:
//   number, course, version, completed_date, and if there is any: evidence
// number: the person's, within the caller's units, or, where nobody has it, an identifier of theirs in force on
// completed_date. course: its code; version: of the course. A
// completion that is recorded already is left unchanged. Validity follows the rule of the course
// version in the order of the dates within 2,000 rows; put earlier completions first.
imports::Kind completion_import();

}  // namespace muster::training
