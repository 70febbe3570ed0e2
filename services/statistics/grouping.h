// SPDX-License-Identifier: EUPL-1.2
// Units and missions that stand as "other" in figures, month by month: those that are grouped (with all units below
// them), and enough others beside each that nobody can work its numbers out.
//
// What joins them is settled once for a month, for all questions alike: whom one question showed by name another one
// could be subtracted from. It rests on the people of the month's first day, as they were known then or when the
// grouping was recorded, whatever is corrected since; and who joined once stays until nothing is grouped any more. A
// group is of what a filter can single out: units with one unit above them, missions of one organisation and kind, and
// who has a category or country.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "platform/db/session.h"
#include "statistics/joining.h"
#include "statistics/ledger.h"
#include "statistics/names.h"
#include "statistics/protection.h"
#include "statistics/question.h"

namespace muster::statistics {

// What one question may not tell apart, by the texts of facts.
struct Others {
  std::set<std::string> missions = {};
  std::set<std::string> units = {};
  // Of them those that are grouped: for the caller there are none of their names.
  std::set<std::string> nameless_missions = {};
  std::set<std::string> nameless_units = {};
  // Missions whose organisation would tell them: it stands as another one.
  std::set<std::string> of_any_organisation = {};
  // Kinds of missions that are of grouped ones alone, too few to be told: nobody on them is counted.
  std::set<std::uint16_t> untold_kinds = {};
  // Dimensions by which a grouped unit or mission would be told: they are not asked by.
  std::set<int> untold_dimensions = {};

  const std::set<std::string>& of(int dimension) const;
  const std::set<std::string>& nameless(int dimension) const;
  void add(const Others& more);
};

// Kept, since it changes seldom. Thread-safe.
class Grouping {
 public:
  // What a caller does not see by name in figures of the days of `window`: all but the units whose people they may read,
  // or for which their role is. The ledger is locked.
  Others of(db::Session& sql, const Ledger& ledger, KeptNames& names, const Sight& sight, const rpc::Scope& figures,
            const Span& window);

 private:
  // A unit or mission is grouped from a day on, or named.
  struct Change {
    std::int64_t target = 0;
    bool grouped = false;
    Day first = 0;
    std::uint32_t sequence = 0;
    std::int64_t time = 0;  // microseconds since 1970
  };
  struct Month {
    Ids grouped;
    Ids joined;
    ToldByClass told;
    std::set<int> untold_dimensions;
  };
  struct Kind {
    std::vector<Change> changes;  // in the order in which they were recorded
    std::map<Day, Month> months;  // by their first days
  };

  static std::vector<Change> read(db::Session& sql, const char* table);
  void settle(const Ledger& ledger, KeptNames& names, bool of_units, Day until);

  std::mutex mutex_;
  Kind units_, missions_;
  Day until_ = 0;
};

}  // namespace muster::statistics
