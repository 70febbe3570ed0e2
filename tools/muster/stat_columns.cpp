// SPDX-License-Identifier: EUPL-1.2
#include "stat_columns.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <string_view>
#include <variant>

#include "rules/civil_date.h"
#include "rules/rounding.h"
#include "statistics/indicators.h"
#include "statistics/request.h"

namespace muster::cli {
namespace {

using namespace statistics::v1;
using statistics::Parameter;
using statistics::Share;

// One row: a cell, and the total of its date, which says what all its cells lack.
struct Line {
  const QueryIndicatorRequest& request;
  const QueryIndicatorResponse& answer;
  const statistics::Indicator* indicator;  // null: one that only the server knows
  const Cell& cell;
  const Cell& total;

  bool is(Share share) const { return indicator != nullptr && indicator->share == share; }
  bool takes(Parameter parameter) const { return indicator != nullptr && indicator->takes(parameter); }
};

// Nothing, a text, a count, or a share of 1.
using Value = std::variant<std::monostate, std::string, std::int64_t, double>;

enum class InTable { always, where_told, never };

struct Column {
  std::string_view name;
  InTable in_table;
  Value (*of)(const Line& line);
};

Value count(const Line& line, std::int64_t value) { return line.cell.no_report() ? Value() : Value(value); }

// Of people: seats have no gender.
Value people(const Line& line, std::int64_t value) { return line.is(Share::vacancy) ? Value() : count(line, value); }

Value part(std::int64_t value, std::int64_t of) {
  return of == 0 ? Value() : Value(static_cast<double>(value) / static_cast<double>(of));
}

// The share that the wire gives, where it is this one.
Value share_if(const Line& line, Share share, bool there, double value) {
  return line.is(share) && there ? Value(value) : Value();
}

// Of women, where the wire's share is another one.
bool has_share_of_women(const Line& line) {
  return !line.is(Share::coverage) && !line.is(Share::index) && !line.is(Share::vacancy);
}

Value share_of_women(const Line& line) {
  const Cell& cell = line.cell;
  if (has_share_of_women(line)) return cell.has_share() ? Value(cell.share()) : Value();
  if (line.is(Share::vacancy)) return {};
  return part(cell.women(), cell.total() - cell.unknown());
}

Value lowest_share(const Line& line) { return line.cell.has_women_low() ? Value(line.cell.women_low()) : Value(); }

Value highest_share(const Line& line) { return line.cell.has_women_high() ? Value(line.cell.women_high()) : Value(); }

Value of_status(const Line& line, const char* status) {
  const auto found = line.cell.statuses().find(status);
  return found == line.cell.statuses().end() ? Value() : count(line, found->second);
}

Value of_cohort(const Line& line, std::int64_t value) {
  return line.request.stage() == "SELECTED" ? count(line, value) : Value();
}

Value of_base(const Line& line, std::int64_t value) { return line.cell.has_base() ? count(line, value) : Value(); }

template <class Names>
Value list(const Names& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : "; ") + std::string(name);
  return text.empty() ? Value() : Value(text);
}

Value mark(bool there) { return there ? Value(std::string("yes")) : Value(); }

Value last_day(const Line& line) {
  const std::string& to = line.request.to();
  if (line.indicator == nullptr || !line.indicator->period()) return {};
  if (line.answer.totals_size() == 1) return to;
  const auto day = rules::parse_date(line.cell.date());
  return day ? Value(std::min(to, rules::format_date(rules::month_end(*day)))) : Value();
}

Value asked(const Line& line, Parameter parameter, const std::string& given, std::string_view otherwise) {
  if (!line.takes(parameter)) return {};
  return given.empty() && otherwise.empty() ? Value() : Value(given.empty() ? std::string(otherwise) : given);
}

Value filter_of(const Line& line) {
  std::vector<std::string> filters;
  for (const Filter& filter : line.request.where()) {
    std::string text = dimension_name(filter.dimension()) + "=";
    for (int i = 0; i < filter.values_size(); ++i) text += (i > 0 ? "|" : "") + filter.values(i);
    filters.push_back(std::move(text));
  }
  return list(filters);
}

Value names_of_dimensions(const Line& line) {
  std::vector<std::string> names;
  for (int dimension : line.total.not_stated()) names.push_back(dimension_name(dimension));
  return list(names);
}

Value anomalies_of(const Line& line) {
  std::vector<std::string> anomalies;
  for (const Anomaly& anomaly : line.total.anomalies()) anomalies.push_back(anomaly.source() + " " + anomaly.month());
  return list(anomalies);
}

constexpr auto always = InTable::always, where_told = InTable::where_told, never = InTable::never;

const Column columns[] = {
    {"women", always, [](const Line& line) { return people(line, line.cell.women()); }},
    {"men", always, [](const Line& line) { return people(line, line.cell.men()); }},
    {"other", always, [](const Line& line) { return people(line, line.cell.other()); }},
    {"unknown", always, [](const Line& line) { return people(line, line.cell.unknown()); }},
    {"total", always, [](const Line& line) { return count(line, line.cell.total()); }},
    {"share", where_told, share_of_women},
    {"share_low", where_told, lowest_share},
    {"share_high", where_told, highest_share},
    {"coverage", where_told,
     [](const Line& line) { return share_if(line, Share::coverage, line.cell.has_share(), line.cell.share()); }},
    {"coverage_low", where_told,
     [](const Line& line) {
       return share_if(line, Share::coverage, line.cell.has_bound_low(), line.cell.bound_low());
     }},
    {"coverage_high", where_told,
     [](const Line& line) {
       return share_if(line, Share::coverage, line.cell.has_bound_high(), line.cell.bound_high());
     }},
    {"index", where_told,
     [](const Line& line) { return share_if(line, Share::index, line.cell.has_share(), line.cell.share()); }},
    {"index_low", where_told,
     [](const Line& line) { return share_if(line, Share::index, line.cell.has_bound_low(), line.cell.bound_low()); }},
    {"index_high", where_told,
     [](const Line& line) { return share_if(line, Share::index, line.cell.has_bound_high(), line.cell.bound_high()); }},
    {"vacant", where_told,
     [](const Line& line) { return line.is(Share::vacancy) ? count(line, line.cell.numerator()) : Value(); }},
    {"vacancy", where_told,
     [](const Line& line) { return share_if(line, Share::vacancy, line.cell.has_share(), line.cell.share()); }},
    {"rate", where_told,
     [](const Line& line) { return line.cell.has_cohort_rate() ? Value(line.cell.cohort_rate()) : Value(); }},
    {"rate_low", where_told,
     [](const Line& line) { return line.cell.has_interval_low() ? Value(line.cell.interval_low()) : Value(); }},
    {"rate_high", where_told,
     [](const Line& line) { return line.cell.has_interval_high() ? Value(line.cell.interval_high()) : Value(); }},
    {"valid", where_told, [](const Line& line) { return of_status(line, "VALID"); }},
    {"soon", where_told, [](const Line& line) { return of_status(line, "SOON"); }},
    {"expired", where_told, [](const Line& line) { return of_status(line, "EXPIRED"); }},
    {"never", where_told, [](const Line& line) { return of_status(line, "NEVER"); }},
    {"waived", where_told, [](const Line& line) { return of_status(line, "WAIVED"); }},
    {"training_unknown", where_told, [](const Line& line) { return of_status(line, "UNKNOWN"); }},
    {"cohort_submitted", where_told, [](const Line& line) { return of_cohort(line, line.cell.cohort_submitted()); }},
    {"cohort_selected", where_told, [](const Line& line) { return of_cohort(line, line.cell.cohort_selected()); }},
    {"cohort_open", where_told, [](const Line& line) { return of_cohort(line, line.cell.cohort_open()); }},
    {"base_women", never, [](const Line& line) { return of_base(line, line.cell.base().women()); }},
    {"base_men", never, [](const Line& line) { return of_base(line, line.cell.base().men()); }},
    {"base_other", never, [](const Line& line) { return of_base(line, line.cell.base().other()); }},
    {"base_unknown", never, [](const Line& line) { return of_base(line, line.cell.base().unknown()); }},
    {"base_total", never, [](const Line& line) { return of_base(line, line.cell.base().total()); }},
    {"numerator", never,
     [](const Line& line) { return line.is(Share::index) ? Value() : count(line, line.cell.numerator()); }},
    {"denominator", never,
     [](const Line& line) { return line.is(Share::index) ? Value() : count(line, line.cell.denominator()); }},
    {"date", never, [](const Line& line) -> Value { return line.cell.date(); }},
    {"date_to", never, last_day},
    {"indicator", never, [](const Line& line) -> Value { return line.answer.indicator(); }},
    {"requirement", never,
     [](const Line& line) { return asked(line, Parameter::requirement, line.request.requirement(), ""); }},
    {"stage", never,
     [](const Line& line) { return asked(line, Parameter::stage, line.request.stage(), statistics::default_stage); }},
    {"tier_min", never,
     [](const Line& line) {
       const int tier = line.request.tier() == 0 ? statistics::default_tier : line.request.tier();
       return asked(line, Parameter::tier, std::to_string(tier), "");
     }},
    {"source", never,
     [](const Line& line) {
       return asked(line, Parameter::source, line.request.source(), statistics::default_source);
     }},
    {"filter", never, filter_of},
    {"scope", never, [](const Line& line) { return list(line.answer.scope()); }},
    {"known_at", never,
     [](const Line& line) {
       using google::protobuf::util::TimeUtil;
       return line.request.has_known_at() ? Value(TimeUtil::ToString(line.request.known_at())) : Value();
     }},
    {"sequence", never, [](const Line& line) -> Value { return std::int64_t{line.answer.sequence()}; }},
    {"completeness", never,
     [](const Line& line) { return line.cell.has_completeness() ? Value(line.cell.completeness()) : Value(); }},
    {"low_completeness", where_told,
     [](const Line& line) { return mark(line.cell.has_completeness() && line.cell.completeness() < complete_enough); }},
    {"no_report", where_told, [](const Line& line) { return mark(line.cell.no_report()); }},
    {"not_stated", where_told, names_of_dimensions},
    {"last_reported", where_told, [](const Line& line) { return list(std::vector{line.total.last_reported()}); }},
    {"last_reported_by", where_told, [](const Line& line) { return list(line.total.last_reported_by()); }},
    {"absent_sources", where_told, [](const Line& line) { return list(line.total.absent_sources()); }},
    {"absent_months", where_told, [](const Line& line) { return list(line.total.absent_months()); }},
    {"missing_reports", never, [](const Line& line) { return list(line.total.missing_reports()); }},
    {"headcount_units", never, [](const Line& line) { return list(line.total.headcount_units()); }},
    {"from_headcounts", never, [](const Line& line) { return people(line, line.cell.from_headcounts()); }},
    {"unstated", where_told, [](const Line& line) { return count(line, line.cell.unstated()); }},
    {"counted_elsewhere", where_told, [](const Line& line) { return people(line, line.cell.counted_elsewhere()); }},
    {"dormant", where_told,
     [](const Line& line) { return line.cell.has_dormant() ? count(line, line.cell.dormant()) : Value(); }},
    {"anomalies", where_told, anomalies_of},
};

std::string in_file(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  if (const auto* share = std::get_if<double>(&value)) return rules::rounded(*share, 6);
  return "";
}

// An index is no part of anything, so it is no per cent either.
std::string for_eyes(std::string_view name, const Value& value) {
  const auto* share = std::get_if<double>(&value);
  if (share == nullptr) return in_file(value);
  return name.starts_with("index") ? rules::rounded(*share, 2) : rules::rounded(*share * 100, 1) + " %";
}

// Calls emit(line, groups) for each row.
template <class Emit>
void each_line(const QueryIndicatorRequest& request, const QueryIndicatorResponse& answer, Emit emit) {
  const auto* indicator = statistics::find_indicator(answer.indicator());
  int next = 0;
  for (const Cell& total : answer.totals()) {
    for (; next < answer.cells_size() && answer.cells(next).date() == total.date(); ++next) {
      emit(Line{request, answer, indicator, answer.cells(next), total});
    }
    const bool split = std::any_of(answer.group_by().begin(), answer.group_by().end(),
                                   [](int dimension) { return dimension != DIMENSION_MONTH; });
    // Without a split the cell says it itself.
    if (!total.no_report() || !split) continue;
    Cell without = total;
    for (int dimension : answer.group_by()) {
      without.add_group(dimension == DIMENSION_MONTH ? total.date().substr(0, 7) : "");
    }
    emit(Line{request, answer, indicator, without, total});
  }
}

}  // namespace

std::string dimension_name(int dimension) {
  std::string name = Dimension_Name(static_cast<Dimension>(dimension)).substr(10);
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  return name;
}

Rows file_rows(const QueryIndicatorRequest& request, const QueryIndicatorResponse& answer) {
  Rows rows(1);
  for (int dimension : answer.group_by()) rows[0].push_back(dimension_name(dimension));
  for (const Column& column : columns) rows[0].emplace_back(column.name);
  each_line(request, answer, [&](const Line& line) {
    auto& row = rows.emplace_back(line.cell.group().begin(), line.cell.group().end());
    for (const Column& column : columns) row.push_back(in_file(column.of(line)));
  });
  return rows;
}

Rows table_rows(const QueryIndicatorRequest& request, const QueryIndicatorResponse& answer) {
  std::vector<bool> told;
  const auto* indicator = statistics::find_indicator(answer.indicator());
  const bool of_people = indicator == nullptr || indicator->share != Share::vacancy;
  for (const Column& column : columns) told.push_back(of_people && column.in_table == always);
  each_line(request, answer, [&](const Line& line) {
    for (std::size_t i = 0; i < std::size(columns); ++i) {
      const std::string text = in_file(columns[i].of(line));
      if (columns[i].in_table != never && !text.empty() && text != "0") told[i] = true;
    }
  });
  Rows rows(1);
  for (int dimension : answer.group_by()) rows[0].push_back(dimension_name(dimension));
  for (std::size_t i = 0; i < std::size(columns); ++i) {
    if (told[i]) rows[0].emplace_back(columns[i].name);
  }
  each_line(request, answer, [&](const Line& line) {
    auto& row = rows.emplace_back(line.cell.group().begin(), line.cell.group().end());
    for (std::size_t i = 0; i < std::size(columns); ++i) {
      if (told[i]) row.push_back(for_eyes(columns[i].name, columns[i].of(line)));
    }
  });
  return rows;
}

}  // namespace muster::cli
