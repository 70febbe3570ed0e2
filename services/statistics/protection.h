// SPDX-License-Identifier: EUPL-1.2
// Who gets what of figures, decided from the caller's roles and from whom the question counts. The strongest role wins:
//
//   who may                participation                  sensitive figures
//   read the persons       everything, exactly            everything, exactly
//   leadership             exactly, by two dimensions     exactly, by organisation, category and tier
//   analysts               exactly, by two dimensions     rounded, by two dimensions, of a month's release
//
// Dimensions are those of groups and filters together, beside the gender; the months of a series, the tier that makes a
// leading position and the caller's own units are none. Participation is what the indicator's entry says is
// (indicators.cpp), and who is nominated; all else is sensitive, so training, and nominations in later stages. The command
// line on the database reads persons.
#pragma once

#include <set>
#include <string>

#include "platform/rpc/context.h"
#include "platform/rpc/scope.h"
#include "statistics/indicators.h"
#include "statistics/phrases.h"
#include "statistics/question.h"

namespace muster::statistics {

// What the caller is to those whom a question counts, the strongest last.
enum class Readership { analyst, leadership, persons };

// The units for which the caller has roles that read persons, and for which leadership besides.
struct Sight {
  rpc::Scope persons;
  rpc::Scope leadership;
};
Sight sight_of(const rpc::Context& context);

// `question` follows the trees of its days, and `within` has the caller's own units.
Readership readership_of(const Sight& sight, const Question& question);

// Whether on any of its days a unit is in all that the question says of units.
bool asks_for_units(const Question& question);

bool is_participation(const Indicator& indicator, const Arguments& arguments);

// What is told rounded, of a release: sensitive figures to analysts.
bool is_rounded(Readership readership, const Indicator& indicator, const Arguments& arguments);

// What a question asks by: its groups, and its filters.
struct Asking {
  const Indicator& indicator;
  const Arguments& arguments;
  const std::vector<int>& group_by;
  const std::vector<AskedFilter>& filters;
};

// Errors: PERMISSION_DENIED (TOO_FINE), saying what may be asked by, and who may ask by more.
void require_coarse(Readership readership, const Asking& asking);

// Whether leadership decides by these records, so that it may read their names with a reason: who is deployed without
// training, who is nominated, who leads in tier 3 and 4.
bool is_decided_by_leadership(const Asking& asking);

// Who may read the persons, in words for a refusal.
inline constexpr const char* who_reads_persons = "HR, endorsers and training coordinators";

}  // namespace muster::statistics
