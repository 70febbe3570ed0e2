// SPDX-License-Identifier: EUPL-1.2
#include "support/figures.h"

#include <algorithm>
#include <ostream>
#include <sstream>

namespace muster::support {
namespace {

using namespace statistics::v1;

using Line = std::map<std::string, std::string>;

// Commas within quotes belong to the cell.
std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else if (c != '\r') {
      cells.back() += c;
    }
  }
  return cells;
}

std::vector<Line> lines_of(const std::string& content) {
  std::istringstream in(content);
  std::string text;
  std::getline(in, text);
  const auto header = cells_of(text);
  std::vector<Line> lines;
  while (std::getline(in, text)) {
    const auto cells = cells_of(text);
    Line& line = lines.emplace_back();
    for (std::size_t i = 0; i < header.size(); ++i) line[header[i]] = cells.at(i);
  }
  return lines;
}

const std::map<std::string, std::string> types{{"Troops", "PERSONNEL_TYPE_TROOPS"},
                                               {"Staff Officer", "PERSONNEL_TYPE_STAFF_OFFICER"},
                                               {"Experts on Mission", "PERSONNEL_TYPE_EXPERT_ON_MISSION"},
                                               {"Individual Police", "PERSONNEL_TYPE_INDIVIDUAL_POLICE"},
                                               {"Formed Police Units", "PERSONNEL_TYPE_FORMED_POLICE_UNIT"}};

Counts counts_of(const Cell& cell) { return {cell.women(), cell.men(), cell.unknown()}; }

std::string text_of(const Stratum& stratum) {
  const auto& [month, mission, country, type] = stratum;
  return month + " '" + mission + "' " + country + " " + type;
}

struct Level {
  std::string name;
  std::vector<Dimension> group_by;
};
const std::vector<Level> levels{{"grand", {}},
                                {"mission", {DIMENSION_MISSION}},
                                {"country", {DIMENSION_COUNTRY}},
                                {"country_mission", {DIMENSION_COUNTRY, DIMENSION_MISSION}}};

std::vector<std::string> group_of(const PrintedTotal& printed) {
  std::vector<std::string> group;
  if (!printed.country.empty()) group.push_back(printed.country);
  if (!printed.mission.empty()) group.push_back(printed.mission);
  return group;
}

// Made-up people cannot show that a table prints a zero; the table itself must.
void expect_printed(const QueryIndicatorResponse& response, const std::vector<PrintedTotal>& printed) {
  std::map<std::vector<std::string>, Cell> cells;
  for (const Cell& cell : response.cells()) cells[{cell.group().begin(), cell.group().end()}] = cell;
  for (const PrintedTotal& total : printed) {
    SCOPED_TRACE(total.date + " " + total.level + " '" + total.mission + "' '" + total.country + "'");
    const auto found = cells.find(group_of(total));
    if (response.indicator() == "H1" && response.group_by_size() > 0) {
      EXPECT_NE(found, cells.end());
    }
    const Cell cell = found == cells.end() ? Cell() : found->second;
    EXPECT_FALSE(cell.no_report());
    EXPECT_EQ(cell.total(), total.total);
    if (total.men) {
      EXPECT_EQ(cell.men(), *total.men);
    }
    if (total.women) {
      EXPECT_EQ(cell.women(), *total.women);
    }
  }
}

}  // namespace

void PrintTo(const Counts& counts, std::ostream* out) {
  *out << counts.women << " women, " << counts.men << " men, " << counts.unknown << " unknown";
}

Strata strata_of(const std::string& contributions) {
  Strata strata;
  for (const Line& line : lines_of(contributions)) {
    const Stratum stratum{line.at("report_date").substr(0, 7), line.at("mission"), line.at("iso3"),
                          types.at(line.at("personnel_type"))};
    const bool stated = !line.at("male").empty();
    Counts& counts = strata[stratum];
    counts.women += stated ? std::stoll(line.at("female")) : 0;
    counts.men += stated ? std::stoll(line.at("male")) : 0;
    counts.unknown += stated ? 0 : std::stoll(line.at("total"));
  }
  return strata;
}

std::vector<PrintedTotal> printed_totals(const std::string& content) {
  auto number = [](const std::string& text) { return text.empty() ? std::nullopt : std::optional(std::stoll(text)); };
  std::vector<PrintedTotal> totals;
  for (const Line& line : lines_of(content)) {
    totals.push_back({line.at("report_date"), line.at("level"), line.at("mission"), line.at("iso3"),
                      number(line.at("male")), number(line.at("female")), *number(line.at("total"))});
  }
  return totals;
}

Strata strata_of(const Series& series) {
  Strata strata;
  for (const auto& [stratum, cell] : series.cells) strata[stratum] = counts_of(cell);
  return strata;
}

void expect_same(const Strata& got, const Strata& wanted) {
  EXPECT_EQ(got.size(), wanted.size());
  int shown = 0;
  auto differs = [&](const Stratum& stratum, const Counts& is, const Counts& should_be) {
    if (is == should_be || ++shown > 10) return;
    EXPECT_EQ(is, should_be) << text_of(stratum);
  };
  for (const auto& [stratum, counts] : wanted) {
    const auto found = got.find(stratum);
    differs(stratum, found == got.end() ? Counts() : found->second, counts);
  }
  for (const auto& [stratum, counts] : got) {
    if (!wanted.contains(stratum)) differs(stratum, counts, Counts());
  }
}

QueryIndicatorResponse FiguresTest::ask(const QueryIndicatorRequest& request) {
  return call<QueryIndicatorResponse>("muster.statistics.v1.StatisticsService/QueryIndicator", request);
}

QueryIndicatorRequest FiguresTest::on(const std::string& indicator, const std::string& date) {
  QueryIndicatorRequest request;
  request.set_indicator(indicator);
  request.set_as_of(date);
  return request;
}

void FiguresTest::expect_printed_totals(const std::string& indicator, const std::string& content, std::size_t lines) {
  std::map<std::pair<std::string, std::string>, std::vector<PrintedTotal>> by_question;
  const auto totals = printed_totals(content);
  EXPECT_EQ(totals.size(), lines);
  for (const PrintedTotal& total : totals) by_question[{total.date, total.level}].push_back(total);
  for (const auto& [question, printed] : by_question) {
    const auto level = std::find_if(levels.begin(), levels.end(),
                                    [&name = question.second](const Level& one) { return one.name == name; });
    ASSERT_NE(level, levels.end()) << question.second;
    auto request = on(indicator, question.first);
    for (Dimension dimension : level->group_by) request.add_group_by(dimension);
    expect_printed(ask(request), printed);
    if (HasFailure()) return;
  }
}

Series FiguresTest::series_of(const std::string& indicator) {
  Series series;
  for (int year = 2015; year <= 2025; ++year) {
    QueryIndicatorRequest request;
    request.set_indicator(indicator);
    request.set_from(std::to_string(year) + "-01-01");
    request.set_to(std::to_string(year) + (year == 2025 ? "-07-31" : "-12-31"));
    request.set_every_month(true);
    for (Dimension dimension : {DIMENSION_MONTH, DIMENSION_MISSION, DIMENSION_COUNTRY, DIMENSION_PERSONNEL_TYPE}) {
      request.add_group_by(dimension);
    }
    const auto response = ask(request);
    for (const Cell& cell : response.cells()) {
      series.cells[{cell.group(0), cell.group(1), cell.group(2), cell.group(3)}] = cell;
    }
    for (const Cell& total : response.totals()) series.totals[total.date().substr(0, 7)] = total;
  }
  return series;
}

void where(QueryIndicatorRequest& request, Dimension dimension, const std::string& value) {
  Filter& filter = *request.add_where();
  filter.set_dimension(dimension);
  filter.add_values(value);
}

}  // namespace muster::support
