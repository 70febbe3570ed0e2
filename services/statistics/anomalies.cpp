// SPDX-License-Identifier: EUPL-1.2
#include "statistics/anomalies.h"

#include <algorithm>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "statistics/reports.h"
#include "statistics/selection.h"
#include "statistics/visit.h"

namespace muster::statistics {
namespace {

// Rows of one report: those of `countries` in `missions`.
struct Known {
  std::string_view source;
  std::string_view month;
  std::span<const std::string_view> missions;
  std::span<const std::string_view> countries;
  std::string_view text;
  std::string_view text_nb;
};

constexpr std::string_view cote_divoire[] = {"UNOCI"};
constexpr std::string_view morocco[] = {"MAR"};
constexpr std::string_view of_august_2020[] = {"MINURSO", "MINUSCA", "MINUSMA", "MONUSCO", "UNAMID",
                                               "UNFICYP", "UNISFA",  "UNMISS",  "UNVMC"};
constexpr std::string_view contributors_of_august_2020[] = {
    "BEN", "BFA", "BGD", "CHN", "CIV", "CMR", "DEU", "EGY", "ETH", "GHA", "GIN", "GMB",
    "IDN", "IND", "JOR", "KOR", "MNG", "MRT", "NER", "NGA", "NPL", "PAK", "PRT", "RWA",
    "SEN", "SLV", "SVK", "SWE", "TCD", "TGO", "THA", "TUN", "TZA", "UKR", "URY", "ZWE"};

// Found by comparing the United Nations' monthly reports "Contribution of uniformed personnel to UN by country, mission
// and personnel type" with those of the months before and after. In the order of months.
constexpr Known known_anomalies[] = {
    {"UN", "2016-01", cote_divoire, morocco,
     "The report of the UN of January 2016 prints 718 soldiers of Morocco in UNOCI as women; those of the months "
     "before "
     "and after print men. They are counted as printed.",
     "FNs rapport for januar 2016 viser 718 soldater fra Marokko i UNOCI som kvinner; rapportene for månedene før og "
     "etter viser menn. De er telt slik de er trykt."},
    {"UN", "2016-04", cote_divoire, morocco,
     "The report of the UN of April 2016 prints 719 soldiers of Morocco in UNOCI as women; that of the month before "
     "prints men. They are counted as printed.",
     "FNs rapport for april 2016 viser 719 soldater fra Marokko i UNOCI som kvinner; rapporten for måneden før viser "
     "menn. De er telt slik de er trykt."},
    {"UN", "2016-05", cote_divoire, morocco,
     "The report of the UN of May 2016 prints 718 soldiers of Morocco in UNOCI as women; earlier ones print men. They "
     "are counted as printed.",
     "FNs rapport for mai 2016 viser 718 soldater fra Marokko i UNOCI som kvinner; tidligere rapporter viser menn. De "
     "er "
     "telt slik de er trykt."},
    {"UN", "2020-08", of_august_2020, contributors_of_august_2020,
     "The report of the UN of August 2020 prints whole contingents of 36 countries as of one gender, most of them men "
     "as "
     "women; those of July and September do not. They are counted as printed.",
     "FNs rapport for august 2020 viser hele kontingenter fra 36 land som av ett kjønn, de fleste menn som kvinner; "
     "rapportene for juli og september gjør det ikke. De er telt slik de er trykt."},
};

// For each profile that stands in a row at fault and that the question asks for another number than no_cell.
template <class Qualifies>
Cells at_fault(const Known& known, const Facts& facts, const Profiles& profiles, const Question& question,
               const Names& names, Qualifies qualifies) {
  std::set<std::string> missions;
  for (const std::string_view acronym : known.missions) {
    if (auto mission = names.stored(dimension::mission, std::string(acronym))) missions.insert(*mission);
  }
  Question part = question;
  part.selection.restrict(dimension::mission, missions);
  part.selection.restrict(dimension::country, {known.countries.begin(), known.countries.end()});
  Groups whole({});
  return cells_of(profiles, facts.dimensions, part, whole, qualifies);
}

bool is_counted(std::int32_t cell) { return cell != no_cell && !is_unstated(cell); }

bool is_in_table(const Known& known, const Facts& facts, const Question& question, const Names& names, Day day) {
  if (question.source != known.source || rules::month_start(day) != *rules::parse_month(known.month)) return false;
  const Report* report = report_for(facts, question, day);
  if (report == nullptr) return false;
  const auto cells =
      at_fault(known, facts, facts.headcount_profiles, question, names, [](const Profile&) { return true; });
  return std::any_of(report->rows.begin(), report->rows.end(), [&](const Report::Row& row) {
    return row.sequence <= question.known && row.count > 0 && is_counted(cells.on(row.profile, day));
  });
}

bool is_deployed(const Known& known, const Facts& facts, const Question& question, const Names& names,
                 const Span& span) {
  const Day month = *rules::parse_month(known.month);
  const Day from = std::max(span.from, month);
  const Day to = std::min(span.to, rules::month_end(rules::add_months(month, 1)));
  const auto source = facts.deployment_profiles.sources().find(known.source);
  if (from >= to || !source) return false;
  const bool of_requirement = question.population != Population::deployed;
  const auto cells = at_fault(known, facts, facts.deployment_profiles, question, names, [&](const Profile& profile) {
    return profile.source == *source &&
           (!of_requirement || in_categories(question.requirement, facts.dimensions, profile));
  });
  bool any = false;
  facts.deployments.visit(
      question.known, [from, to](Day first, Day end) { return (first < to) & (end > from); },
      [&](const DeploymentColumns::Block& block) {
        for (const std::uint16_t row : block.rows) any |= is_counted(cells.on(block.profile[row], from));
      },
      [&](const DeploymentFact& fact) { any |= is_counted(cells.on(fact.profile, from)); });
  return any;
}

bool touches(const Known& known, const Facts& facts, const Question& question, const Names& names, const Span& span) {
  switch (question.population) {
    case Population::reported: return is_in_table(known, facts, question, names, span.from);
    case Population::must_train:
      if (!question.requirement.of_deployed) return false;
      [[fallthrough]];
    case Population::deployed:
    case Population::untrained: return is_deployed(known, facts, question, names, span);
    case Population::departures:
    case Population::nominations:
    case Population::seats: break;
  }
  return false;
}

}  // namespace

std::vector<v1::Anomaly> anomalies_of(const Facts& facts, const Question& question, const Names& names,
                                      const Span& span) {
  std::vector<v1::Anomaly> anomalies;
  for (const Known& known : known_anomalies) {
    if (!touches(known, facts, question, names, span)) continue;
    v1::Anomaly& anomaly = anomalies.emplace_back();
    anomaly.set_source(std::string(known.source));
    anomaly.set_month(std::string(known.month));
    anomaly.set_text(std::string(known.text));
    anomaly.set_text_nb(std::string(known.text_nb));
  }
  return anomalies;
}

}  // namespace muster::statistics
