// SPDX-License-Identifier: EUPL-1.2
#include "rules/membership_upkeep.h"

#include <algorithm>
#include <string>

namespace muster::rules {
namespace {

int year_of(Day day) { return std::stoi(format_date(day).substr(0, 4)); }

Day new_year(int year) { return *parse_date(std::to_string(year) + "-01-01"); }

// When the first letter was signed of those that `counts` takes; unset: none was.
template <class Counts>
std::optional<Day> first_signed(const std::vector<Letter>& letters, Counts counts) {
  std::optional<Day> first;
  for (const Letter& letter : letters) {
    if (counts(letter) && (!first || letter.signed_on < *first)) first = letter.signed_on;
  }
  return first;
}

// A lapse that a letter ends which `counts` takes.
template <class Counts>
void add_letter_lapse(const Upkeep& member, Lapse lapse, Counts counts, std::vector<Lapse>& lapses) {
  lapse.until = first_signed(member.letters, [&](const Letter& one) { return !one.refused && counts(one); });
  if (lapse.until && *lapse.until <= lapse.since) return;
  const auto refused = first_signed(member.letters, [&](const Letter& one) { return one.refused && counts(one); });
  if (refused && (!lapse.until || *refused < *lapse.until)) lapse.item = UpkeepItem::employer_consent;
  lapses.push_back(lapse);
}

void add_yearly_letters(const Upkeep& member, const UpkeepTerms& terms, std::vector<Lapse>& lapses) {
  const int first_year = year_of(member.entry);
  int last_year = first_year - 1;
  for (const Letter& letter : member.letters) {
    if (!letter.refused) last_year = std::max(last_year, letter.year);
  }
  for (int year = first_year; year <= last_year + 1; ++year) {
    const Lapse lapse{
        .item = UpkeepItem::letter_of_intent,
        .year = year,
        .since = std::max(new_year(year), member.entry),
        .dormant_from = std::max(new_year(year) + terms.letter_days, member.entry + terms.job_change_days),
        .until = {}};
    add_letter_lapse(member, lapse, [year](const Letter& one) { return one.year >= year; }, lapses);
  }
}

void add_letters_after_changes(const Upkeep& member, const UpkeepTerms& terms, std::vector<Lapse>& lapses) {
  for (const Day day : member.job_changes) {
    if (day <= member.entry) continue;
    const Lapse lapse{.item = UpkeepItem::letter_after_change_of_job,
                      .since = day,
                      .dormant_from = day + terms.job_change_days,
                      .until = {}};
    add_letter_lapse(member, lapse, [day](const Letter& one) { return one.signed_on >= day; }, lapses);
  }
}

void add_passports(const Upkeep& member, const UpkeepTerms& terms, std::vector<Lapse>& lapses) {
  // While each is good for long enough.
  std::vector<Stretch> good;
  for (const Passport& passport : member.passports) {
    std::optional<Day> to;
    if (passport.last) to = add_months(*passport.last, -terms.passport_months) + 1;
    if (!to || *to > passport.first) good.push_back({passport.first, to});
  }
  std::sort(good.begin(), good.end(), [](const Stretch& a, const Stretch& b) { return a.from < b.from; });
  Day day = member.entry;  // up to which it is looked at
  const auto add_gap = [&](std::optional<Day> until) {
    lapses.push_back({.item = UpkeepItem::passport,
                      .since = day,
                      .dormant_from = day == member.entry ? day + terms.job_change_days : day,
                      .until = until});
  };
  for (const Stretch& stretch : good) {
    if (stretch.to && *stretch.to <= day) continue;
    if (stretch.from > day) add_gap(stretch.from);
    if (!stretch.to) return;
    day = *stretch.to;
  }
  add_gap({});
}

}  // namespace

std::vector<Lapse> lapses_of(const Upkeep& member, const UpkeepTerms& terms) {
  std::vector<Lapse> lapses;
  add_yearly_letters(member, terms, lapses);
  add_letters_after_changes(member, terms, lapses);
  add_passports(member, terms, lapses);
  std::stable_sort(lapses.begin(), lapses.end(), [](const Lapse& a, const Lapse& b) { return a.since < b.since; });
  return lapses;
}

std::vector<Stretch> dormant_stretches(const Upkeep& member, const std::vector<Lapse>& lapses) {
  std::vector<Stretch> all;
  for (const Lapse& lapse : lapses) {
    Stretch one{std::max(lapse.dormant_from, member.entry), lapse.until};
    if (member.exit && (!one.to || *one.to > *member.exit + 1)) one.to = *member.exit + 1;
    if (!one.to || one.from < *one.to) all.push_back(one);
  }
  std::sort(all.begin(), all.end(), [](const Stretch& a, const Stretch& b) { return a.from < b.from; });
  std::vector<Stretch> merged;
  for (const Stretch& one : all) {
    if (merged.empty() || (merged.back().to && *merged.back().to < one.from)) {
      merged.push_back(one);
    } else if (merged.back().to) {
      merged.back().to = one.to ? std::optional(std::max(*merged.back().to, *one.to)) : std::nullopt;
    }
  }
  return merged;
}

}  // namespace muster::rules
