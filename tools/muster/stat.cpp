// SPDX-License-Identifier: EUPL-1.2
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "commands.h"
#include "muster/statistics/v1/statistics.pb.h"
#include "platform/status/error.h"
#include "rules/civil_date.h"
#include "rules/formula.h"
#include "stat_columns.h"
#include "statistics/entries.h"
#include "statistics/indicators.h"

namespace muster::cli {
namespace {

using namespace statistics::v1;

struct Flags {
  std::string indicator;
  std::string as_of, from, to, every, known_at, stage, requirement, source;
  std::optional<std::int64_t> known_sequence;
  std::vector<std::string> group_by, where;
  int tier = 0;
  bool individuals_only = false;
  std::string format = "table";
};

// "rank_band" is DIMENSION_RANK_BAND.
Dimension parse_dimension(std::string text, const std::string& flag) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  std::string known;
  const auto& type = *google::protobuf::GetEnumDescriptor<Dimension>();
  for (int i = 0; i < type.value_count(); ++i) {
    const auto dimension = static_cast<Dimension>(type.value(i)->number());
    if (dimension == DIMENSION_UNSPECIFIED) continue;
    const std::string name = dimension_name(dimension);
    if (name == text) return dimension;
    known += (known.empty() ? "" : ", ") + name;
  }
  throw WrongFlags(flag, "knows " + known);
}

// Asked for only where it matters.
using Today = std::function<std::string()>;

// A month is a filter of the answer's dates, not of facts: the request says it by its period.
void choose_month(QueryIndicatorRequest& request, const std::string& month, const Today& today) {
  const auto first = rules::parse_month(month);
  if (!first) throw WrongFlags("--where", "month is written YYYY-MM, such as month=2026-03");
  if (request.has_as_of() || request.has_from() || request.has_to()) {
    throw WrongFlags("--where",
                     "month stands for a period: give one month and no --as-of, --from or --to, "
                     "or several months by --from, --to and --every month");
  }
  request.set_from(rules::format_date(*first));
  // Of the month that runs, as far as it has come.
  const std::string last = rules::format_date(rules::month_end(*first));
  request.set_to(std::max(request.from(), std::min(last, today())));
  request.set_every_month(true);
}

void add_where(QueryIndicatorRequest& request, const std::string& text, const Today& today) {
  const auto equals = text.find('=');
  if (equals == std::string::npos) throw WrongFlags("--where", "write it as dimension=value");
  const Dimension dimension = parse_dimension(text.substr(0, equals), "--where");
  if (dimension == DIMENSION_MONTH) return choose_month(request, text.substr(equals + 1), today);
  for (auto& filter : *request.mutable_where()) {
    if (filter.dimension() == dimension) {
      filter.add_values(text.substr(equals + 1));
      return;
    }
  }
  auto* filter = request.add_where();
  filter->set_dimension(dimension);
  filter->add_values(text.substr(equals + 1));
}

std::string day_of(const std::string& flag, const std::string& text) {
  if (rules::parse_date(text)) return text;
  throw WrongFlags(flag, "is not a date; write YYYY-MM-DD");
}

QueryIndicatorRequest request_of(const Flags& flags, const Today& today) {
  QueryIndicatorRequest request;
  request.set_indicator(flags.indicator);
  if (!flags.as_of.empty()) request.set_as_of(day_of("--as-of", flags.as_of));
  if (!flags.from.empty()) request.set_from(day_of("--from", flags.from));
  if (!flags.to.empty()) request.set_to(day_of("--to", flags.to));
  request.set_every_month(!flags.every.empty());
  for (const std::string& filter : flags.where) add_where(request, filter, today);
  bool by_month = false;
  for (const std::string& dimension : flags.group_by) {
    request.add_group_by(parse_dimension(dimension, "--group-by"));
    by_month |= request.group_by().rbegin()[0] == DIMENSION_MONTH;
  }
  // A series without its months would be a table of rows that nobody can tell apart.
  if (request.every_month() && !by_month) {
    request.add_group_by(DIMENSION_MONTH);
    for (int i = request.group_by_size() - 1; i > 0; --i) request.mutable_group_by()->SwapElements(i, i - 1);
  }
  if (!flags.known_at.empty() &&
      !google::protobuf::util::TimeUtil::FromString(flags.known_at, request.mutable_known_at())) {
    throw WrongFlags("--known-at", "is not a time; write 2026-03-01T12:00:00Z");
  }
  if (flags.known_sequence) request.set_known_sequence(*flags.known_sequence);
  request.set_tier(flags.tier);
  request.set_stage(flags.stage);
  request.set_requirement(flags.requirement);
  request.set_source(flags.source);
  request.set_individuals_only(flags.individuals_only);
  return request;
}

std::string list_of(const google::protobuf::RepeatedPtrField<std::string>& names) {
  std::string list;
  for (const auto& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

// Which dates have no number, or another day's, for whoever reads only the numbers.
void warn_of_reports(const QueryIndicatorResponse& answer) {
  const auto warn = [](const Cell& total, const std::string& text) {
    std::fprintf(stderr, "%s: %s\n", total.date().c_str(), text.c_str());
  };
  for (const Cell& total : answer.totals()) {
    const std::string sources = list_of(total.absent_sources());
    if (total.no_report() && total.not_stated_size() > 0) {
      std::string dimensions;
      for (int dimension : total.not_stated())
        dimensions += (dimensions.empty() ? "" : ", ") + dimension_name(dimension);
      warn(total, "nobody's " + dimensions + " is stated, so there are no numbers");
    } else if (total.no_report()) {
      warn(total, "no report, so there are no numbers");
    } else if (!total.last_reported().empty()) {
      warn(total, "no report; the numbers are those of " + total.last_reported() + ", the last day that was reported");
    } else if (total.absent_months_size() > 0) {
      warn(total, "without the months that have no report: " + list_of(total.absent_months()));
    } else if (!sources.empty()) {
      warn(total, "without the people of " + sources + ", which has no report of it");
    }
    if (total.missing_reports_size() > 0) {
      warn(total, "without " + list_of(total.missing_reports()) + ", whose report of the month is missing");
    }
    for (const Anomaly& anomaly : total.anomalies()) warn(total, anomaly.text());
  }
}

void print_csv(const Rows& rows) {
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) line += (i ? "," : "") + rules::csv_cell(row[i]);
    std::printf("%s\n", line.c_str());
  }
}

std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

void print_table(const QueryIndicatorRequest& request, const QueryIndicatorResponse& answer) {
  const Rows rows = table_rows(request, answer);
  std::vector<std::size_t> widths(rows[0].size());
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  const std::size_t groups = static_cast<std::size_t>(answer.group_by_size());
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string space(widths[i] - width_of(row[i]), ' ');
      line += (i < groups ? row[i] + space : space + row[i]) + "  ";
    }
    std::printf("%s\n", line.c_str());
  }
  if (!answer.sentence().empty()) std::printf("\n%s\n", answer.sentence().c_str());
  for (const Cell& total : answer.totals()) {
    if (answer.totals_size() == 1 || total.headcount_units_size() == 0) continue;
    std::printf("%s: counted by their report of the month: %s\n", total.date().c_str(),
                list_of(total.headcount_units()).c_str());
  }
  if (answer.scope_size()) {
    std::string scope;
    for (const auto& unit : answer.scope()) scope += " " + unit;
    std::printf("Limited to the units:%s\n", scope.c_str());
  }
}

void print_json(const QueryIndicatorResponse& answer) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.always_print_primitive_fields = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(answer, &json, options).ok()) {
    throw status::Error(status::Code::internal, "the answer cannot be printed as JSON");
  }
  std::printf("%s\n", json.c_str());
}

void run_stat(const Place& place, const Flags& flags) {
  Client client(place);
  const auto request = request_of(flags, [&] { return client.today(); });
  const auto answer =
      client.call<QueryIndicatorResponse>("muster.statistics.v1.StatisticsService/QueryIndicator", request);
  warn_of_reports(answer);
  if (flags.format == "csv") {
    print_csv(file_rows(request, answer));
  } else if (flags.format == "json") {
    print_json(answer);
  } else {
    print_table(request, answer);
  }
}

}  // namespace

void add_stat_command(CLI::App& app, Run& run) {
  using statistics::Parameter;
  auto of = [](Parameter parameter, const std::string& text) {
    return statistics::codes_taking(parameter) + ": " + text;
  };
  auto flags = std::make_shared<Flags>();
  auto* stat = app.add_subcommand("stat", "Print an indicator: one of " + statistics::codes());
  stat->add_option("CODE", flags->indicator, "The indicator")->required();
  stat->add_option("--as-of", flags->as_of, "A day, YYYY-MM-DD; today without it");
  stat->add_option("--from", flags->from, "First day of a period");
  stat->add_option("--to", flags->to, "Last day of a period");
  stat->add_option("--every", flags->every, "month: a series over the period")->check(CLI::IsMember({"month"}));
  stat->add_option("--group-by", flags->group_by, "Dimensions, comma-separated")->delimiter(',');
  stat->add_option("--where", flags->where,
                   "dimension=value; several of one dimension mean any of them; month=YYYY-MM "
                   "stands for that month's --from, --to and --every month");
  stat->add_option("--known-at", flags->known_at, "As the ledger stood then: 2026-03-01T12:00:00Z");
  stat->add_option("--known-sequence", flags->known_sequence,
                   "As the ledger stood at the sequence that an earlier answer told");
  stat->add_option("--tier", flags->tier, of(Parameter::tier, "the lowest leadership tier that counts"));
  stat->add_option("--stage", flags->stage, of(Parameter::stage, "one of " + statistics::stage_names()));
  stat->add_option("--requirement", flags->requirement,
                   of(Parameter::requirement, "the requirement's code; needed where there are several"));
  stat->add_option("--source", flags->source, of(Parameter::source, "whose reported table; UN without it"));
  stat->add_flag("--individuals-only", flags->individuals_only,
                 of(Parameter::individuals_only, "leave out headcounts that stand in for individuals"));
  stat->add_option("--format", flags->format, "table, csv or json")
      ->check(CLI::IsMember({"table", "csv", "json"}))
      ->capture_default_str();
  stat->callback([flags, &run] { run = [flags](const Place& place) { run_stat(place, *flags); }; });
}

}  // namespace muster::cli
