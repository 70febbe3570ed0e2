// SPDX-License-Identifier: EUPL-1.2
// What is possible and yet mostly a slip of the pen: it is taken only with a word on why it is right. Each function
// answers in English why something is to be doubted, as what follows the field's name; nothing if it is plausible. None
// tells a birth date, or which of several days it was compared with: that would tell whoever guesses whether he is right.
#pragma once

#include <optional>
#include <string>

#include "rules/civil_date.h"

namespace muster::rules {

using Doubt = std::optional<std::string>;

// Born more than a hundred years before `today`.
Doubt doubt_of_birth(Day birth, Day today);

// Joined before the age of 15. Without a birth date nothing is known.
Doubt doubt_of_joining(Day joined, std::optional<Day> birth);

// More than ten years after `today`.
Doubt doubt_of_far_day(Day day, Day today);

// A birth by which the person joined before the age of 15, or completed something before being born. `joined`: the first
// day at a unit, `completed` the first completion; unset: none.
Doubt doubt_of_birth_beside(Day birth, std::optional<Day> joined, std::optional<Day> completed);

// Left or died before something that is recorded of the person. `recorded`: the last such day; unset: none.
Doubt doubt_of_leaving(Day last, std::optional<Day> recorded);

// Completed before the person was born, or after the last day on which the person belonged somewhere: left or deceased.
// `last`: unset while it is open.
Doubt doubt_of_completion(Day completed, std::optional<Day> birth, std::optional<Day> last);

// A tour from `first` to `last`, longer than twice the `tour_months` of its post.
Doubt doubt_of_length(Day first, Day last, int tour_months);

// Departed more than 30 days before or after what was planned.
Doubt doubt_of_departure(Day departed, Day planned);

// Departed before the age of 15, or after the last day on which the person belonged somewhere: left or deceased.
// `last`: unset while it is open.
Doubt doubt_of_service(Day departed, std::optional<Day> birth, std::optional<Day> last);

}  // namespace muster::rules
