// SPDX-License-Identifier: EUPL-1.2
// Facts hold ids of missions and units; answers and filters show acronyms and codes.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "muster/statistics/v1/statistics.pb.h"
#include "platform/db/session.h"
#include "statistics/question.h"

namespace muster::statistics {

class Names {
 public:
  explicit Names(db::Session& sql);

  // A fact's text as an answer shows it: "12" is "UNMISS" or a unit's code; others as they are.
  std::string shown(int dimension, const std::string& text) const;

  // The fact's text of what a client wrote, or nothing when there is no such value. "" is not
  // stated; enum values with or without their prefix ("MILITARY", "CATEGORY_MILITARY") or by a word of
  // rules/words.h ("Troops").
  std::optional<std::string> stored(int dimension, const std::string& shown) const;

  // What to write instead, for an error: the allowed values, or where to find them.
  static std::string allowed(int dimension);

  const UnitTree& units() const { return units_; }

 private:
  struct Both {
    std::map<std::string, std::string> shown;   // by id
    std::map<std::string, std::string> stored;  // by acronym or code
    void add(long long id, const std::string& name);
  };
  Both missions_;
  Both unit_codes_;
  UnitTree units_;
};

// The names kept as long as no process writes anything. Thread-safe.
class KeptNames {
 public:
  // The names as `sql` sees them, where `head` is Ledger::head() of the same transaction: every write of a mission or a
  // unit moves it, whichever process does it.
  std::shared_ptr<const Names> of(db::Session& sql, long long head);

 private:
  std::mutex mutex_;
  std::shared_ptr<const Names> names_;
  long long head_ = -1;  // that names_ is of
};

// "MISSION" for dimension::mission.
std::string dimension_name(int dimension);
v1::Dimension dimension_value(int dimension);
// "rank_band": what the field of the facts is called that holds the dimension's values.
std::string dimension_field(int dimension);

}  // namespace muster::statistics
