// SPDX-License-Identifier: EUPL-1.2
#include "missions/headcount_rows.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "platform/text/code_key.h"
#include "rules/civil_date.h"
#include "rules/iso_codes.h"
#include "rules/words.h"

namespace muster::missions {
namespace {

using namespace platform::v1;
using imports::Findings;
using imports::Row;
using imports::v1::ROW_OUTCOME_QUARANTINED;
using imports::v1::ROW_OUTCOME_SUBTOTAL;

enum LongColumn : std::size_t { report_date, mission, iso3, personnel_type, male, female, total };
// A wide row has twelve columns of types from here, then the three of its own sums.
enum WideColumn : std::size_t { wide_date, contributor, wide_iso3, wide_mission, first_type };

constexpr const char* wide_name = "wide table";

constexpr std::array wide_types{PERSONNEL_TYPE_INDIVIDUAL_POLICE, PERSONNEL_TYPE_FORMED_POLICE_UNIT,
                                PERSONNEL_TYPE_EXPERT_ON_MISSION, PERSONNEL_TYPE_TROOPS};

imports::Layout long_layout() {
  return {"UN table",
          {{"report_date"},
           {"mission"},
           {"iso3"},
           {"personnel_type"},
           {"male"},
           {"female"},
           {"total"},
           {"country_as_printed", false},
           {"m49", false},
           {"layout", false}}};
}

imports::Layout wide_layout() {
  imports::Layout layout{wide_name, {{"Date"}, {"Contributor"}, {"Contributor_ISO-3"}, {"Mission"}}};
  for (const char* type : {"Individual_Police", "Formed_Police_Units", "Experts_on_Mission", "Troops", "Total"}) {
    for (const char* part : {"_Male", "_Female", "_Total"}) layout.columns.push_back({std::string(type) + part});
  }
  return layout;
}

// The cell without stray white space and apostrophes at its ends; NA is nothing.
std::string_view clean(std::string_view cell) {
  auto stray = [](char c) { return c == '\'' || c == ' '; };
  while (!cell.empty() && stray(cell.front())) cell.remove_prefix(1);
  while (!cell.empty() && stray(cell.back())) cell.remove_suffix(1);
  return cell == "NA" ? "" : cell;
}

// A number of people in a cell; nothing when it is empty or, with a finding, when it is none.
std::optional<long long> read_number(const Row& row, std::size_t column, Findings& findings) {
  const std::string_view text = clean(row.at(column));
  if (text.empty()) return std::nullopt;
  long long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size() && value >= 0 && value <= 1'000'000) return value;
  findings.wrong(row, column, "is not a number of people; give a whole number, or leave it empty if it is not stated");
  return std::nullopt;
}

bool is_sum_word(std::string_view word) {
  std::string text(word);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text == "all" || text == "total" || text == "totals" || text == "grand total";
}

// The finding for a sum of other rows; true if it is one.
bool is_sum(const Row& row, std::initializer_list<std::size_t> columns, Findings& findings) {
  for (std::size_t column : columns) {
    if (!is_sum_word(clean(row.at(column)))) continue;
    findings.add(row, ROW_OUTCOME_SUBTOTAL, row.name_of(column), "is a sum of other rows and would count people twice");
    return true;
  }
  return false;
}

struct Numbers {
  std::optional<long long> male, female, total;
};

// One type's three numbers as an entry. Nothing stated: no entry.
void read_entry(const Row& row, std::size_t column, PersonnelType type, std::vector<HeadcountEntry>& entries,
                Findings& findings) {
  const Numbers n{read_number(row, column, findings), read_number(row, column + 1, findings),
                  read_number(row, column + 2, findings)};
  if (findings.left_out(row.line) || (!n.male && !n.female && !n.total)) return;
  if (n.male.has_value() != n.female.has_value()) {
    findings.wrong(row, n.male ? column + 1 : column, "is empty while the other is stated; give both or neither");
    return;
  }
  if (n.male && n.total && *n.male + *n.female != *n.total) {
    findings.add(row, ROW_OUTCOME_QUARANTINED, row.name_of(column + 2),
                 "is " + std::to_string(*n.total) + ", but men and women are " + std::to_string(*n.male + *n.female) +
                     "; one of the three is wrong");
    return;
  }
  entries.push_back({type, n.male.value_or(0), n.female.value_or(0), n.male ? 0 : *n.total, n.male.has_value()});
}

// The parts that both layouts share.
HeadcountRow read_place(const Row& row, std::size_t date_column, std::size_t country_column, std::size_t mission_column,
                        const std::string& latest, Findings& findings) {
  HeadcountRow result;
  const std::string_view date = clean(row.at(date_column));
  if (!rules::parse_date(date)) {
    findings.wrong(row, date_column, "is not a date; write YYYY-MM-DD");
  } else if (date > latest) {
    findings.wrong(row, date_column, "is in the future; a report is of a day that has been");
  } else {
    result.month = date.substr(0, 7);
  }
  result.country = clean(row.at(country_column));
  if (!rules::is_country(result.country)) {
    findings.wrong(row, country_column, "is not a country; give its ISO 3166 alpha-3 code, such as NOR");
  }
  result.mission = clean(row.at(mission_column));
  return result;
}

// The wide row's own sums must be those of its parts.
void check_own_total(const Row& row, const std::vector<HeadcountEntry>& entries, Findings& findings) {
  const std::size_t column = first_type + 3 * wide_types.size() + 2;
  const auto stated = read_number(row, column, findings);
  if (findings.left_out(row.line) || !stated) return;
  long long sum = 0;
  for (const auto& entry : entries) sum += entry.men + entry.women + entry.not_stated;
  if (sum == *stated) return;
  findings.add(
      row, ROW_OUTCOME_QUARANTINED, row.name_of(column),
      "is " + std::to_string(*stated) + ", but its parts are " + std::to_string(sum) + "; one of them is wrong");
}

}  // namespace

const std::vector<imports::Layout>& headcount_layouts() {
  static const std::vector<imports::Layout> layouts{long_layout(), wide_layout()};
  return layouts;
}

RowPlace place_of(const std::string& key) {
  const auto mission = key.find('\n') + 1, country = key.find('\n', mission) + 1;
  return {key.substr(0, mission - 1), key.substr(mission, country - 1 - mission),
          key.substr(country, key.find('\n', country) - country)};
}

std::string text_of(const HeadcountEntry& entry) {
  return std::to_string(entry.type) + ':' + std::to_string(entry.men) + ',' + std::to_string(entry.women) + ',' +
         std::to_string(entry.not_stated);
}

std::optional<HeadcountRow> read_headcounts(const Row& row, const std::string& latest, Findings& findings) {
  const bool wide = row.header->layout->name == wide_name;
  if (wide ? is_sum(row, {contributor, wide_iso3, wide_mission}, findings)
           : is_sum(row, {iso3, mission, personnel_type}, findings)) {
    return std::nullopt;
  }
  HeadcountRow result = wide ? read_place(row, wide_date, wide_iso3, wide_mission, latest, findings)
                             : read_place(row, report_date, iso3, mission, latest, findings);
  result.key = result.month + '\n' + text::code_key(result.mission) + '\n' + result.country;
  if (wide) {
    for (std::size_t i = 0; i < wide_types.size(); ++i) {
      read_entry(row, first_type + 3 * i, wide_types[i], result.entries, findings);
    }
    check_own_total(row, result.entries, findings);
  } else if (const auto type = rules::parse_personnel_type(clean(row.at(personnel_type)))) {
    read_entry(row, male, *type, result.entries, findings);
    result.key += '\n' + std::to_string(*type);
  } else {
    findings.wrong(row, personnel_type, "must be one of " + rules::personnel_type_words());
  }
  if (result.entries.empty() && !findings.left_out(row.line)) {
    // In a wide table NA may mean nobody, or a number that was lost on the way.
    findings.add(row, wide ? ROW_OUTCOME_QUARANTINED : imports::v1::ROW_OUTCOME_WRONG,
                 row.name_of(wide ? first_type + 2 : total), "states no number at all; give the total at least");
  }
  if (findings.left_out(row.line)) return std::nullopt;
  return result;
}

}  // namespace muster::missions
