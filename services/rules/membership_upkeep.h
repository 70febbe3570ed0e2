// SPDX-License-Identifier: EUPL-1.2
// When a member of the roster is dormant, and for want of what. Source: the upkeep of NORDEM's roster (University of
// Oslo): a letter of intent every calendar year and at each change of job, a passport good for six months at all times.
#pragma once

#include <optional>
#include <vector>

#include "rules/civil_date.h"

namespace muster::rules {

// The roster's own numbers (RosterSettings).
struct UpkeepTerms {
  int letter_days = 31;      // of a calendar year, within which its letter is in time
  int job_change_days = 30;  // from a change of job, or from the entry, within which what is needed is in time
  int passport_months = 6;   // for which a passport must be good from each day on
};

struct Letter {
  int year = 0;  // the calendar year for which it is
  Day signed_on = 0;
  bool refused = false;  // the employer does not consent: it renews nothing
};

struct Passport {
  Day first = 0;
  std::optional<Day> last;  // unset: does not expire
};

// What is known of a member; in any order.
struct Upkeep {
  Day entry = 0;
  std::optional<Day> exit;  // the last day
  std::vector<Letter> letters;
  std::vector<Day> job_changes;  // first days of a new job
  std::vector<Passport> passports;
};

enum class UpkeepItem { letter_of_intent, letter_after_change_of_job, employer_consent, passport };

// Something that is needed from `since` on and not there until before `until` (unset: until somebody brings it). The
// member is dormant from `dormant_from` on, if that is before `until`.
struct Lapse {
  UpkeepItem item{};
  int year = 0;  // of a letter for a calendar year
  Day since = 0;
  Day dormant_from = 0;
  std::optional<Day> until;

  bool holds_on(Day day) const { return since <= day && (!until || day < *until); }
};

// All that was ever missing or will be, as far as it is known: of letters to the first calendar year without one. A letter
// for a year counts for the years before too, from the day on which it was signed. Earliest first.
std::vector<Lapse> lapses_of(const Upkeep& member, const UpkeepTerms& terms);

// Half-open; unset: without end.
struct Stretch {
  Day from = 0;
  std::optional<Day> to;
  bool operator==(const Stretch&) const = default;
};

// The days on which the member is dormant, within entry and exit, in order, none touching another.
std::vector<Stretch> dormant_stretches(const Upkeep& member, const std::vector<Lapse>& lapses);

}  // namespace muster::rules
