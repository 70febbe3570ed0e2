// SPDX-License-Identifier: EUPL-1.2
// Whom the rows of a file name in their column `number`: by the person's number, or by an identifier of the person.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/imports/kind.h"

namespace muster::imports {

// For rows that would write something of `person`: adds what is wrong where that is the caller, who keeps no record of
// their own alone; the way is by hand, with a second hand. Whether it is. The command line on the database may.
bool complain_of_own(const rpc::Context& context, const Row& row, long long person, Findings& findings);

class PeopleNamed {
 public:
  // `day`: the column with the day on which an identifier has to be in force. Of identifiers only those of people within
  // the call's scope count.
  PeopleNamed(rpc::Context& context, std::span<const Row> rows, std::string day);

  // The key of the number of whom the row names. What nobody has as a number, and one person as an identifier on the
  // row's day, is that person's number; everything else is what the row says.
  std::string number_key(const Row& row) const;
  // All of them.
  std::set<std::string> number_keys(std::span<const Row> rows) const;

  // Adds what is wrong where an identifier is that of several people on the row's day, and names them.
  // Whether there was something.
  bool complain(const Row& row, Findings& findings) const;

 private:
  struct Named {
    std::string number_key;
    std::string called;  // "4711 Kari Nordmann (persons/1)"
    std::string first;
    std::optional<std::string> last;
  };
  // In force on the row's day, each person once.
  std::vector<const Named*> named_by(const Row& row) const;

  const std::string day_;
  std::multimap<std::string, Named> identifiers_;  // by the value's key: those that are nobody's number
};

}  // namespace muster::imports
