// SPDX-License-Identifier: EUPL-1.2
// Facts hold ids of missions and units; answers and filters show acronyms and codes, as they were known.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "muster/statistics/v1/statistics.pb.h"
#include "statistics/ledger.h"
#include "statistics/question.h"

namespace muster::statistics {

class Names {
 public:
  // Those of sequence `known`.
  Names(const Directory& directory, std::uint32_t known);

  // A fact's text as an answer shows it: "12" is "UNMISS" or a unit's code, the last that was known; others as they
  // are.
  std::string shown(int dimension, const std::string& text) const;

  // The fact's text of what a client wrote, or nothing when there is no such value. An acronym or code that a mission or
  // unit had earlier is one too: no other is ever given it. "" is not stated; enum values with or without their prefix ("MILITARY", "CATEGORY_MILITARY") or by a word of
  // rules/words.h ("Troops").
  std::optional<std::string> stored(int dimension, const std::string& shown) const;

  // What to write instead, for an error: the allowed values, or where to find them.
  static std::string allowed(int dimension);

  // What a value is that no mission or unit has.
  static std::string not_a_value(int dimension);

  // What is wrong with a value that stored() does not know, and what to give instead. `latest`: the names of now, for it
  // may be one that came later.
  std::string why_unknown(int dimension, const std::string& value, const Names& latest) const;

  // The trees of units of all days, in order, the first since ever.
  const std::shared_ptr<const std::vector<DatedTree>>& trees() const { return trees_; }

  // As Question::missions has them.
  std::vector<std::vector<MissionDays>> missions(const Codes& missions) const;

 private:
  struct Both {
    std::map<std::string, std::string> shown;   // by id
    std::map<std::string, std::string> stored;  // by acronym or code
    std::map<std::string, std::set<std::string>> by_key;
    void add(long long id, const std::string& name);
    // In whatever spelling. Several had one key only before keys were unique: then each has its own spelling alone.
    std::optional<std::string> find(const std::string& name) const;
  };
  Both missions_;
  std::map<std::string, std::vector<MissionDays>> mission_days_;  // by id
  Both unit_codes_;
  std::shared_ptr<const std::vector<DatedTree>> trees_;
};

// Names kept, for they change seldom. Thread-safe.
class KeptNames {
 public:
  // The names as known at a sequence. The ledger is locked.
  std::shared_ptr<const Names> of(const Directory& directory, std::uint32_t known);

 private:
  static constexpr std::size_t kept_max = 16;

  // Names are the same where as many facts of missions and of units were known.
  using Known = std::pair<std::size_t, std::size_t>;
  std::mutex mutex_;
  std::map<Known, std::shared_ptr<const Names>> kept_;
};

// "MISSION" for dimension::mission.
std::string dimension_name(int dimension);
v1::Dimension dimension_value(int dimension);
// "rank_band": what the field of the facts is called that holds the dimension's values.
std::string dimension_field(int dimension);

}  // namespace muster::statistics
