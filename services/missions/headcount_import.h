// SPDX-License-Identifier: EUPL-1.2
// The import of month-end headcounts that an organisation published: how many, not who.
#pragma once

#include "platform/imports/kind.h"

namespace muster::missions {

// Published month-end tables, such as the United Nations'. Two layouts:
//   UN table: report_date, mission, iso3, personnel_type, male, female, total
//             (country_as_printed, m49 and layout may be there)
//   wide table: Date, Contributor, Contributor_ISO-3, Mission, and <type>_Male, <type>_Female,
//             <type>_Total for Individual_Police, Formed_Police_Units, Experts_on_Mission, Troops,
//             Total; NA: nobody
// An empty mission or gender is not stated. Numbers are kept as printed. A mission that is not
// known is created. Left out with their text: sums (of "all" missions or countries), repetitions,
// and rows that contradict another or themselves, which are put in quarantine. What an import
// says of a month replaces what the source said of it before, as a whole: the check tells what that
// is, and only a file that may (`replace`) is taken, or one that says the same.
imports::Kind headcount_import();

}  // namespace muster::missions
