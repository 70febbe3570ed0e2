// SPDX-License-Identifier: EUPL-1.2
#include "statistics/request.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <set>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/rpc/known_moment.h"
#include "platform/status/error.h"
#include "statistics/entries.h"
#include "statistics/requirements.h"
#include "statistics/stretches.h"

namespace muster::statistics {
namespace {

// Reads one request; each step fills its part of `asked`.
class Reader {
 public:
  Reader(rpc::Context& context, const v1::QueryIndicatorRequest& request, const Ledger& ledger, const std::string& path)
      : context_(context), request_(request), ledger_(ledger), path_(path) {}

  Asked read(KeptNames& kept);

 private:
  void wrong(const std::string& field, status::Reason reason, std::string description, status::Metadata metadata = {}) {
    violations_.add(path_ + field, reason, std::move(description), std::move(metadata));
  }
  // Complains about what the request gives for a parameter that the indicator does not take.
  void refuse(Parameter parameter, const std::string& remedy = "leave it out") {
    wrong(std::string(name_of(parameter)), platform::v1::REASON_NOT_APPLICABLE,
          "belongs to " + codes_taking(parameter) + "; " + remedy);
  }
  std::string code() const { return std::string(asked_.indicator->code); }

  void read_indicator();
  void read_fields_of_indicator();
  void read_requirement();
  void read_groups();
  void read_filters();
  void read_filter(const v1::Filter& filter, const std::string& field);
  void read_dates();
  void read_day();
  void read_period();
  void add_months(Day from, Day to);
  void read_known();
  void read_known_sequence();
  void settle_day();
  void read_scope();
  bool asks_for_units() const;
  // Whether the day has come; complains if not.
  bool has_come(const std::string& field, Day day);
  bool usable(int dimension, const std::string& field);

  rpc::Context& context_;
  const v1::QueryIndicatorRequest& request_;
  const Ledger& ledger_;
  const std::string path_;
  std::shared_ptr<const Names> latest_names_;
  status::Violations violations_;
  Asked asked_;
};

void Reader::read_indicator() {
  asked_.indicator = find_indicator(request_.indicator());
  if (asked_.indicator == nullptr) {
    throw status::invalid_argument(path_ + "indicator", platform::v1::REASON_UNKNOWN_VALUE,
                                   "is unknown; give one of " + codes(), {{"allowed", codes()}});
  }
  Question& question = asked_.question;
  question.population = asked_.indicator->population;
  question.measure = asked_.indicator->measure;
  question.trees = asked_.names->trees();
  question.missions = asked_.names->missions(ledger_.facts().dimensions[dimension::mission]);
}

void Reader::read_fields_of_indicator() {
  const Indicator& indicator = *asked_.indicator;
  Question& question = asked_.question;
  question.individuals_only = !indicator.takes(Parameter::individuals_only) || request_.individuals_only();
  if (indicator.takes(Parameter::tier)) {
    question.tier_min = request_.tier() == 0 ? default_tier : request_.tier();
    asked_.arguments.tier = question.tier_min;
  } else if (request_.tier() != 0) {
    refuse(Parameter::tier, "leave it out, or filter by DIMENSION_TIER in where");
  }
  if (indicator.takes(Parameter::stage)) {
    asked_.arguments.stage = request_.stage().empty() ? default_stage : request_.stage();
    if (const Stage* stage = find_stage(asked_.arguments.stage)) {
      question.state = stage->state;
    } else {
      wrong("stage", platform::v1::REASON_UNKNOWN_VALUE, "is unknown; give one of " + stage_names(),
            {{"allowed", stage_names()}});
    }
  } else if (!request_.stage().empty()) {
    refuse(Parameter::stage);
  }
  if (indicator.takes(Parameter::source)) {
    question.source =
        ledger_.facts().headcounts.source_named(request_.source().empty() ? default_source : request_.source());
  } else if (!request_.source().empty()) {
    refuse(Parameter::source);
  }
  read_requirement();
}

void Reader::read_requirement() {
  if (!asked_.indicator->takes(Parameter::requirement)) {
    if (!request_.requirement().empty()) refuse(Parameter::requirement);
    return;
  }
  const Directory& directory = ledger_.facts().directory;
  const std::vector<std::string> codes = requirement_codes(directory, asked_.question.known);
  // Where there is one only, it is the one that is meant.
  const bool meant = request_.requirement().empty() && codes.size() == 1;
  auto found = find_requirement(directory, meant ? codes.front() : request_.requirement(), asked_.question.known);
  if (!found) {
    wrong("requirement",
          request_.requirement().empty() ? platform::v1::REASON_REQUIRED : platform::v1::REASON_UNKNOWN_VALUE,
          (request_.requirement().empty() ? "is needed: "
           : find_requirement(directory, request_.requirement(), known_now)
               ? "had another code or did not exist yet at that time: "
               : "does not exist: ") +
              choice_of(codes));
    return;
  }
  asked_.arguments.requirement = std::move(found->code);
  asked_.question.requirement = std::move(found->requirement);
}

bool Reader::usable(int dimension, const std::string& field) {
  const auto& dimensions = asked_.indicator->dimensions;
  if (std::find(dimensions.begin(), dimensions.end(), dimension) != dimensions.end()) return true;
  std::string list;
  for (int each : dimensions) list += (list.empty() ? "" : ", ") + dimension_name(each);
  wrong(field, platform::v1::REASON_UNKNOWN_VALUE, "is no dimension of " + code() + "; give one of " + list,
        {{"allowed", list}});
  return false;
}

void Reader::read_groups() {
  std::set<int> seen;
  for (int i = 0; i < request_.group_by_size(); ++i) {
    const int dimension = static_cast<int>(request_.group_by(i)) - 1;
    const std::string field = "group_by[" + std::to_string(i) + "]";
    if (!seen.insert(dimension).second) {
      wrong(field, platform::v1::REASON_NAMED_TWICE, "is there twice; leave one out");
      continue;
    }
    if (dimension == dimension::month) {
      asked_.series = true;
    } else if (!usable(dimension, field)) {
      continue;
    } else {
      asked_.question.group_by.push_back(dimension);
    }
    asked_.group_by.push_back(dimension);
  }
}

void Reader::read_filter(const v1::Filter& filter, const std::string& field) {
  const int dimension = static_cast<int>(filter.dimension()) - 1;
  if (dimension == dimension::month) {
    wrong(field + ".dimension", platform::v1::REASON_NOT_APPLICABLE,
          "is the answer's own: choose months with from and to");
    return;
  }
  if (!usable(dimension, field + ".dimension")) return;
  if (filter.values_size() == 0) {
    wrong(field + ".values", platform::v1::REASON_REQUIRED,
          "is empty: give at least one value, or leave the filter out");
    return;
  }
  std::set<std::string> texts;
  AskedFilter asked{.dimension = dimension, .values = {}};
  for (int i = 0; i < filter.values_size(); ++i) {
    auto text = asked_.names->stored(dimension, filter.values(i));
    if (!text) {
      wrong(field + ".values[" + std::to_string(i) + "]", platform::v1::REASON_UNKNOWN_VALUE,
            asked_.names->why_unknown(dimension, filter.values(i), *latest_names_));
      continue;
    }
    std::string shown = asked_.names->shown(dimension, *text);
    // An earlier name, so that a saved question says what it is now called.
    const bool named = dimension == dimension::mission || dimension == dimension::unit;
    if (named && shown != filter.values(i)) shown += " (" + filter.values(i) + ")";
    if (std::find(asked.values.begin(), asked.values.end(), shown) == asked.values.end()) asked.values.push_back(shown);
    texts.insert(*text);
  }
  asked_.filters.push_back(std::move(asked));
  if (dimension == dimension::unit) {
    asked_.question.within.push_back(std::move(texts));
  } else {
    asked_.question.selection.restrict(dimension, texts);
  }
}

void Reader::read_filters() {
  for (int i = 0; i < request_.where_size(); ++i) {
    read_filter(request_.where(i), "where[" + std::to_string(i) + "]");
  }
}

// Month ends within [from, to] for a stock, the parts of months for a flow.
void Reader::add_months(Day from, Day to) {
  auto& spans = asked_.question.spans;
  for (Day month = rules::month_start(from); month <= to; month = rules::add_months(month, 1)) {
    const Day end = rules::month_end(month);
    if (asked_.indicator->period()) {
      spans.push_back({std::max(from, month), std::min(to, end) + 1});
    } else if (end <= to) {
      spans.push_back({end, end + 1});
    }
    if (spans.size() > months_max) {
      wrong("to", platform::v1::REASON_TOO_MANY, "makes a series of more than 600 months; ask for a shorter period",
            {{"limit", std::to_string(months_max)}});
      return;
    }
  }
  if (spans.empty())
    wrong("to", platform::v1::REASON_NO_MONTH_END,
          "the period contains no month end; a stock's series is of month ends");
}

bool Reader::has_come(const std::string& field, Day day) {
  if (day <= context_.today()) return true;
  const std::string today = rules::format_date(context_.today());
  wrong(field, platform::v1::REASON_IN_FUTURE,
        "is later than today, " + today + ": a figure counts what has happened; give that day or an earlier one",
        {{"latest", today}});
  return false;
}

void Reader::read_day() {
  Day day = context_.today();
  if (request_.has_as_of()) day = *rules::parse_date(request_.as_of());
  has_come("as_of", day);
  // A published table is of a month's end.
  if (asked_.indicator->population == Population::reported) day = rules::month_end(day);
  asked_.question.spans.push_back({day, day + 1});
}

void Reader::read_period() {
  const bool stock = !asked_.indicator->period();
  if (request_.has_as_of()) {
    wrong("as_of", stock ? platform::v1::REASON_EXCLUSIVE : platform::v1::REASON_COUNTS_IN_A_PERIOD,
          stock ? "and a period exclude each other: give as_of for a day, or from and to for a series"
                : "is a day, but " + code() + " counts in a period: give from and to",
          stock ? status::Metadata() : status::Metadata{{"indicator", code()}});
  }
  if (stock && !asked_.series) {
    wrong("from", platform::v1::REASON_STOCK_OF_A_DAY,
          code() + " is a stock on a day: give as_of, or add every_month for a series of month ends",
          {{"indicator", code()}});
  }
  if (!request_.has_from()) wrong("from", platform::v1::REASON_REQUIRED, "is needed: the first day of the period");
  if (!request_.has_to()) wrong("to", platform::v1::REASON_REQUIRED, "is needed: the last day of the period");
  if (!violations_.empty()) return;
  const Day from = *rules::parse_date(request_.from());
  const Day to = *rules::parse_date(request_.to());
  const bool begun = has_come("from", from);
  if (!has_come("to", to) || !begun) return;
  if (asked_.series) {
    add_months(from, to);
  } else {
    asked_.question.spans.push_back({from, to + 1});
  }
}

void Reader::read_dates() {
  asked_.series = asked_.series || request_.every_month();
  const bool period_given = request_.has_from() || request_.has_to() || request_.every_month();
  if (asked_.indicator->period() || period_given) {
    read_period();
  } else {
    asked_.series = false;
    read_day();
  }
}

void Reader::read_known_sequence() {
  if (request_.has_known_at()) {
    wrong("known_sequence", platform::v1::REASON_EXCLUSIVE, "and known_at exclude each other: give one of them");
    return;
  }
  // Numbers follow the order of commits, so what is known at one that was reached is final, facts in it or none.
  const long long latest = std::max<long long>(ledger_.sequence(), Ledger::head(context_.sql));
  if (request_.known_sequence() > latest) {
    wrong("known_sequence", platform::v1::REASON_IN_FUTURE,
          "is later than " + std::to_string(latest) + ", the ledger's last; give what an answer told",
          {{"latest", std::to_string(latest)}});
    return;
  }
  asked_.question.known = static_cast<std::uint32_t>(request_.known_sequence());
  // Before the first fact there is no day to tell.
  const std::int64_t micros = ledger_.micros_of(asked_.question.known);
  if (micros > 0) asked_.known_day = context_.day_at(rpc::TimePoint(std::chrono::microseconds(micros)));
}

void Reader::read_known() {
  if (request_.has_known_sequence()) return read_known_sequence();
  if (!request_.has_known_at()) return;
  const long long micros = rpc::moment_of(request_.known_at());
  if (micros < 0) {
    wrong("known_at", platform::v1::REASON_TOO_EARLY,
          "lies before 1970, when nothing was known; leave it out for what is known now", {{"earliest", "1970-01-01"}});
    return;
  }
  if (micros > context_.now_micros()) {
    using google::protobuf::util::TimeUtil;
    wrong("known_at", platform::v1::REASON_KNOWN_AT_IN_FUTURE,
          "lies in the future, of which nothing can be known yet; give an earlier time, or leave it out for what is "
          "known now",
          {{"latest", TimeUtil::ToString(TimeUtil::MicrosecondsToTimestamp(context_.now_micros()))}});
    return;
  }
  // Final: the dispatcher has settled the ledger up to this moment.
  asked_.question.known = ledger_.sequence_at(micros);
  asked_.known_day = context_.day_at(rpc::TimePoint(std::chrono::microseconds(micros)));
}

void Reader::read_scope() {
  if (!is_of_units(asked_.question)) return;
  const rpc::Scope scope = scope_of_figures(context_);
  if (scope.everything) return;
  std::set<std::string> tops;
  for (long long unit : scope.units) {
    tops.insert(std::to_string(unit));
    asked_.scope.push_back(asked_.names->shown(dimension::unit, std::to_string(unit)));
  }
  std::sort(asked_.scope.begin(), asked_.scope.end());
  asked_.question.within.push_back(std::move(tops));
  if (asks_for_units()) return;
  throw status::invalid_argument(path_ + "where", platform::v1::REASON_VALUE_REFUSED,
                                 "asks for units outside yours, of which your figures count nobody: filter by " +
                                     list_of(asked_.scope, "or") +
                                     " or a unit below, or ask somebody whose grant covers the others",
                                 {{"allowed", list_of(asked_.scope, "or")}});
}

// Whether on any of its days a unit is in all that the question says of units.
bool Reader::asks_for_units() const {
  const Question& question = asked_.question;
  const Span window = window_of(question);
  for (auto tree = question.trees->begin(); tree != question.trees->end(); ++tree) {
    const auto next = std::next(tree);
    const bool ended = next != question.trees->end() && next->from <= window.from;
    if (ended || tree->from >= window.to) continue;
    Selection asked_for;
    for (const auto& tops : question.within) asked_for.restrict(dimension::unit, with_units_below(tree->units, tops));
    if (asked_for.allows_any(dimension::unit)) return true;
  }
  return false;
}

// Where nothing was reported since, what was reported last is the answer of a day, and says so; in a series each month
// stands for itself.
void Reader::settle_day() {
  if (asked_.series) return;
  Question& question = asked_.question;
  const bool index = asked_.indicator->share == Share::index;
  asked_.last_report = last_report(ledger_.facts(), index ? of_any_tier(question) : question);
  if (!asked_.last_report) return;
  asked_.asked_day = question.spans.front().from;
  question.spans = {{asked_.last_report->day, asked_.last_report->day + 1}};
  follow_tree_of(question, asked_.last_report->day);
}

Asked Reader::read(KeptNames& kept) {
  read_known();
  latest_names_ = kept.of(ledger_.facts().directory, known_now);
  asked_.names = kept.of(ledger_.facts().directory, asked_.question.known);
  read_indicator();
  read_fields_of_indicator();
  read_groups();
  read_filters();
  read_dates();
  violations_.throw_if_any();
  read_scope();
  follow_tree_of(asked_.question, window_of(asked_.question).to - 1);
  leave_out_exercises(asked_.question);
  settle_day();
  return std::move(asked_);
}

}  // namespace

Asked read_request(rpc::Context& context, const v1::QueryIndicatorRequest& request, KeptNames& names,
                   const Ledger& ledger, const std::string& path) {
  return Reader(context, request, ledger, path).read(names);
}

}  // namespace muster::statistics
