// SPDX-License-Identifier: EUPL-1.2
#include "statistics/request.h"

#include <algorithm>

#include "muster/platform/v1/reasons.pb.h"
#include "statistics/entries.h"
#include "statistics/groups.h"
#include "statistics/request_reader.h"
#include "statistics/requirements.h"
#include "statistics/stretches.h"

namespace muster::statistics {

std::optional<std::string> Asked::stored_group(const Facts& facts, int dimension, const std::string& shown) const {
  const auto& grouped = others.of(dimension);
  if (!grouped.empty() && rpc::is_reserved_code(shown)) {
    return group_text(question, facts.dimensions, dimension, *grouped.begin());
  }
  const auto text = names->stored(dimension, shown);
  return text && grouped.contains(*text) ? std::nullopt : text;
}

void RequestReader::read_indicator() {
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

void RequestReader::read_fields_of_indicator() {
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

void RequestReader::read_requirement() {
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

bool RequestReader::usable(int dimension, const std::string& field) {
  const auto& dimensions = asked_.indicator->dimensions;
  if (std::find(dimensions.begin(), dimensions.end(), dimension) != dimensions.end()) return true;
  std::string list;
  for (int each : dimensions) list += (list.empty() ? "" : ", ") + dimension_name(each);
  wrong(field, platform::v1::REASON_UNKNOWN_VALUE, "is no dimension of " + code() + "; give one of " + list,
        {{"allowed", list}});
  return false;
}

void RequestReader::read_groups() {
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

std::set<std::string> RequestReader::stored(int dimension, const std::string& value, const std::string& field) {
  const auto& others = asked_.others.of(dimension);
  if (!others.empty() && rpc::is_reserved_code(value)) return others;
  const auto text = asked_.names->stored(dimension, value);
  if (text && !others.contains(*text)) return {*text};
  if (text && !asked_.others.nameless(dimension).contains(*text)) {
    wrong(field, platform::v1::REASON_IN_OTHER,
          "stands in \"other\", with which it is counted beside few people; filter by other");
    return {};
  }
  const auto now = latest_names_->stored(dimension, value);
  const bool nameless = now && asked_.others.nameless(dimension).contains(*now);
  wrong(field, platform::v1::REASON_UNKNOWN_VALUE,
        nameless ? Names::not_a_value(dimension) : asked_.names->why_unknown(dimension, value, *latest_names_));
  return {};
}

void RequestReader::read_filter(const v1::Filter& filter, const std::string& field) {
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
    const auto found = stored(dimension, filter.values(i), field + ".values[" + std::to_string(i) + "]");
    if (found.empty()) continue;
    std::string shown = asked_.shown(dimension, *found.begin());
    // An earlier name, so that a saved question says what it is now called.
    const bool named = (dimension == dimension::mission || dimension == dimension::unit) && shown != rpc::other_code;
    if (named && shown != filter.values(i)) shown += " (" + filter.values(i) + ")";
    if (std::find(asked.values.begin(), asked.values.end(), shown) == asked.values.end()) asked.values.push_back(shown);
    texts.insert(found.begin(), found.end());
  }
  asked_.filters.push_back(std::move(asked));
  if (dimension == dimension::unit) {
    asked_.question.within.push_back(std::move(texts));
  } else {
    asked_.question.selection.restrict(dimension, texts);
  }
}

void RequestReader::read_filters() {
  for (int i = 0; i < request_.where_size(); ++i) {
    read_filter(request_.where(i), "where[" + std::to_string(i) + "]");
  }
}

void RequestReader::read_scope() {
  if (!is_of_units(asked_.question)) return;
  const rpc::Scope scope = scope_of_figures(context_);
  if (scope.everything) return;
  std::set<std::string> tops;
  for (long long unit : scope.units) {
    tops.insert(std::to_string(unit));
    asked_.scope.push_back(asked_.shown(dimension::unit, std::to_string(unit)));
  }
  std::sort(asked_.scope.begin(), asked_.scope.end());
  asked_.question.within.push_back(std::move(tops));
  if (asks_for_units(asked_.question)) return;
  throw status::invalid_argument(path_ + "where", platform::v1::REASON_VALUE_REFUSED,
                                 "asks for units outside yours, of which your figures count nobody: filter by " +
                                     list_of(asked_.scope, "or") +
                                     " or a unit below, or ask somebody whose grant covers the others",
                                 {{"allowed", list_of(asked_.scope, "or")}});
}

void RequestReader::read_others() {
  const auto& spans = asked_.question.spans;
  const Day end = context_.today() + 1;
  Span window = spans.empty() ? Span{end - 1, end} : window_of(asked_.question);
  window.to = std::min(window.to, end);  // later days are refused
  asked_.others.add(grouping_.of(context_.sql, ledger_, kept_, sight_of(context_), scope_of_figures(context_), window));
}

// Who may read the persons asked for knows where they are.
void RequestReader::leave_out_untold() {
  if (asked_.readership == Readership::persons) return;
  const auto refuse_by = [&](int dimension) {
    const std::string name = dimension_name(dimension);
    throw status::permission_denied(
        platform::v1::REASON_TELLS_OTHER,
        name +
            " would tell a unit or mission that stands in \"other\"; leave it out, or ask somebody who may read the " +
            "persons: " + std::string(who_reads_persons),
        {{"dimension", name}});
  };
  const Codes& kinds = ledger_.facts().dimensions[dimension::mission_kind];
  const bool by_kind = std::any_of(asked_.filters.begin(), asked_.filters.end(), [](const AskedFilter& filter) {
    return filter.dimension == dimension::mission_kind;
  });
  std::set<std::string> told;
  for (std::size_t code = 0; code < kinds.size(); ++code) {
    const std::string& kind = kinds.text(static_cast<std::uint16_t>(code));
    // The number of all who are deployed is told, whatever it is of.
    if (kind == "MISSION_KIND_INTERNATIONAL" ||
        !asked_.others.untold_kinds.contains(static_cast<std::uint16_t>(code))) {
      told.insert(kind);
    } else if (by_kind && asked_.question.selection.allows(dimension::mission_kind, kind)) {
      refuse_by(dimension::mission_kind);
    }
  }
  if (told.size() < kinds.size()) asked_.question.selection.restrict(dimension::mission_kind, told);
  for (const int dimension : asked_.group_by) {
    if (asked_.others.untold_dimensions.contains(dimension)) refuse_by(dimension);
  }
  for (const AskedFilter& filter : asked_.filters) {
    if (asked_.others.untold_dimensions.contains(filter.dimension)) refuse_by(filter.dimension);
  }
}

void RequestReader::group_others() {
  Question& question = asked_.question;
  const std::size_t before = asked_.others.missions.size() + asked_.others.units.size();
  if (asked_.last_report) read_others();  // of that earlier day, and maybe more
  if (asked_.others.missions.size() + asked_.others.units.size() > before && !asked_.filters.empty()) {
    throw status::invalid_argument(path_ + "where", platform::v1::REASON_IN_OTHER,
                                   "names what stood in \"other\" on " + rules::format_date(asked_.last_report->day) +
                                       ", the last day that was reported; ask without filters");
  }
  question.other_missions = asked_.others.missions;
  question.other_units = asked_.others.units;
  const auto any = ledger_.facts().dimensions[dimension::organisation].find("ORGANISATION_OTHER");
  for (const std::string& mission : asked_.others.of_any_organisation) {
    const auto code = ledger_.facts().dimensions[dimension::mission].find(mission);
    if (!code || !any) continue;
    for (MissionDays& days : question.missions[*code]) days.organisation = *any;
  }
}

Asked RequestReader::read() {
  read_known();
  latest_names_ = kept_.of(ledger_.facts().directory, known_now);
  asked_.names = kept_.of(ledger_.facts().directory, asked_.question.known);
  read_indicator();
  read_fields_of_indicator();
  read_groups();
  read_dates();
  read_others();
  read_filters();
  violations_.throw_if_any();
  read_scope();
  follow_tree_of(asked_.question, window_of(asked_.question).to - 1);
  asked_.readership = readership_of(sight_of(context_), asked_.question);
  require_coarse(asked_.readership, asked_.asking());
  leave_out_exercises(asked_.question);
  settle_day();
  group_others();
  leave_out_untold();
  return std::move(asked_);
}

Asked read_request(rpc::Context& context, const v1::QueryIndicatorRequest& request, KeptNames& names,
                   Grouping& grouping, const Ledger& ledger, const std::string& path) {
  return RequestReader(context, request, names, grouping, ledger, path).read();
}

}  // namespace muster::statistics
