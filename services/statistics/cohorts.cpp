// SPDX-License-Identifier: EUPL-1.2
#include "statistics/cohorts.h"

#include <algorithm>

#include "statistics/entries.h"
#include "statistics/groups.h"
#include "statistics/stretches.h"

namespace muster::statistics {
namespace {

std::map<std::uint32_t, NominationFact> entries_of(const Facts& facts, std::string_view state, std::uint32_t known) {
  const auto code = facts.states.find(state);
  return code ? first_entries(facts, *code, known) : std::map<std::uint32_t, NominationFact>();
}

// The state of each nomination: that of its last event.
std::map<std::uint32_t, NominationFact> last_entries(const Facts& facts, std::uint32_t known) {
  std::map<std::uint32_t, NominationFact> entries;
  facts.nominations.visit(known, [&](const NominationFact& fact) {
    auto [entry, is_new] = entries.try_emplace(fact.nomination, fact);
    if (!is_new && fact.record > entry->second.record) entry->second = fact;
  });
  return entries;
}

bool is_open(const Facts& facts, const NominationFact& last) {
  const std::string& state = facts.states.text(last.state);
  return state == "NOMINATION_STATE_SUBMITTED" || state == "NOMINATION_STATE_SHORTLISTED" ||
         state == "NOMINATION_STATE_RESERVE";
}

}  // namespace

Cohort& Cohort::operator+=(const Cohort& other) {
  submitted += other.submitted;
  selected += other.selected;
  open += other.open;
  return *this;
}

std::vector<std::map<std::vector<std::string>, Cohort>> count_cohorts(const Facts& facts, const Question& question) {
  std::vector<std::map<std::vector<std::string>, Cohort>> cohorts(question.spans.size());
  Groups groups(question.group_by);
  const auto selected = entries_of(facts, "NOMINATION_STATE_SELECTED", question.known);
  const auto submitted = entries_of(facts, "NOMINATION_STATE_SUBMITTED", question.known);
  const auto last = last_entries(facts, question.known);
  for (const Stretch& stretch : stretches_of(facts, question)) {
    const auto& spans = stretch.question.spans;
    const auto cells = cells_of(facts.nomination_profiles, facts.dimensions, stretch.question, groups,
                                [](const Profile&) { return true; });
    for (const auto& [nomination, fact] : submitted) {
      const Day day = fact.day_from;
      const std::int32_t cell = cells.on(fact.profile, day);
      if (cell == no_cell || is_unstated(cell)) continue;
      const auto span =
          std::find_if(spans.begin(), spans.end(), [day](const Span& one) { return one.from <= day && day < one.to; });
      if (span == spans.end()) continue;
      const auto group = groups.texts(group_of(cell), facts.dimensions);
      Cohort& cohort = cohorts[stretch.spans[static_cast<std::size_t>(span - spans.begin())]][group];
      ++cohort.submitted;
      if (selected.contains(nomination)) {
        ++cohort.selected;
      } else if (is_open(facts, last.at(nomination))) {
        ++cohort.open;
      }
    }
  }
  return cohorts;
}

}  // namespace muster::statistics
