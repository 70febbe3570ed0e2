// SPDX-License-Identifier: EUPL-1.2
// From a request to a question: everything is checked, and every fault is told at once.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "muster/statistics/v1/statistics.pb.h"
#include "platform/rpc/context.h"
#include "platform/rpc/disclosure.h"
#include "platform/rpc/scope.h"
#include "statistics/absences.h"
#include "statistics/grouping.h"
#include "statistics/indicators.h"
#include "statistics/ledger.h"
#include "statistics/names.h"
#include "statistics/phrases.h"
#include "statistics/protection.h"
#include "statistics/question.h"
#include "statistics/scope.h"

namespace muster::statistics {

struct Asked {
  const Indicator* indicator = nullptr;
  Question question;
  // By request.group_by; dimension::month among them.
  std::vector<int> group_by;
  // A series, as opposed to one day or one period.
  bool series = false;
  // By request.where.
  std::vector<AskedFilter> filters;
  // Codes of the units that the caller's grants limit the answer to; empty: no limit.
  std::vector<std::string> scope;
  Arguments arguments;
  // The day up to which facts were known; nothing: now.
  std::optional<Day> known_day;
  // Names as they were known then.
  std::shared_ptr<const Names> names;
  // What the caller is to those asked about, and what stands as "other" to them.
  Readership readership = Readership::persons;
  Others others;
  // The answer is of this earlier day, the last that was reported; question.spans has it.
  std::optional<LastReport> last_report;
  // The day that was asked for, where the answer is of an earlier one.
  Day asked_day = 0;

  Asking asking() const { return {*indicator, arguments, group_by, filters}; }
  bool rounded() const { return is_rounded(readership, *indicator, arguments); }

  // A fact's text as the answer shows it.
  std::string shown(int dimension, const std::string& text) const {
    return others.of(dimension).contains(text) ? std::string(rpc::other_code) : names->shown(dimension, text);
  }

  // The text by which the facts hold a group that an answer showed; nothing for what is none.
  std::optional<std::string> stored_group(const Facts& facts, int dimension, const std::string& shown) const;

  // The date of a span as its cells show it.
  std::string date_of(std::size_t span) const {
    return rules::format_date(last_report ? asked_day : question.spans[span].from);
  }
};

// The ledger has followed the database and is locked.
// Errors: INVALID_ARGUMENT naming each wrong field under `path` ("" or "query.") and what to do; PERMISSION_DENIED for
// what the caller may not ask by (require_coarse).
Asked read_request(rpc::Context& context, const v1::QueryIndicatorRequest& request, KeptNames& names,
                   Grouping& grouping, const Ledger& ledger, const std::string& path);

// Without a tier, these positions and those above are leading ones.
inline constexpr int default_tier = 1;
// Without a stage, and whose table is meant without a source.
inline constexpr const char* default_stage = "SUBMITTED";
inline constexpr const char* default_source = "UN";
// A series goes no further: 50 years.
inline constexpr int months_max = 600;

}  // namespace muster::statistics
