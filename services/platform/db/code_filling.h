// SPDX-License-Identifier: EUPL-1.2
// What migrations do to codes and SQL cannot: rows that stood before a code had a key get theirs.
//
//   FILL_KEY person (number);                          number_key := text::code_key(number), which no two rows have
//   FILL_KEY course_version (version) WITHIN (course);       no two rows of a course
//   FILL_KEY unit_fact (code) NOT UNIQUE;                    several may have it
//   FILL_LIKENESS person (number);                     number_likeness := text::code_likeness, NULL if that is the key
// Each on a line of its own; the columns are there already. Included by the .cpp files of db/ only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/db/session.h"

namespace muster::db {

// One of the lines above, or what stands between two of them.
struct CodeFilling {
  enum class What { script, key, likeness };
  What what = What::script;
  std::string script;  // of a script alone
  std::string table, column;
  std::string within;  // or empty
  bool unique = true;
};

// A migration's text in parts, in order. Errors: INTERNAL for a line that begins as those above and is none of them.
std::vector<CodeFilling> parts_of(std::string_view sql);

// Writes the key or likeness of every row. Rows that are right already stay.
void fill(Session& session, const CodeFilling& filling);

// Which rows could not have the key that the filling gives them, since others would have it too: "person/3 and
// person/7", without their codes, which may be of people; nothing if the code is not there yet.
std::vector<std::string> same_codes(Session& session, const CodeFilling& filling);

}  // namespace muster::db
