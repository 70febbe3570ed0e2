// SPDX-License-Identifier: EUPL-1.2
// What holds from a day on until something else does, in memory: the arithmetic of changes and corrections.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace muster::missions {

// By field; enums as their numbers.
using Values = std::map<std::string, int>;

struct Period {
  std::string first;  // civil date; "": from the beginning
  Values values;
  bool operator==(const Period&) const = default;
};

// In the order of their days; the first begins with "".
class Timeline {
 public:
  explicit Timeline(std::vector<Period> periods) : periods_(std::move(periods)) {}

  const std::vector<Period>& periods() const { return periods_; }
  const Values& on(const std::string& day) const { return periods_[place_of(day)].values; }

  // The first of the fields of `to` that was changed on that very day; nothing if none was.
  std::optional<std::string> changed_on(const Values& to, const std::string& day) const;

  // Each field is what `to` says from the day on, until the next day on which that field changes.
  void change(const Values& to, const std::string& day);

  // Each field is what `to` says on these days, both counting: without the first from the beginning, without the last
  // for ever; without both as long as it has been and will be what it is on `today`.
  void correct(const Values& to, const std::optional<std::string>& first, const std::optional<std::string>& last,
               const std::string& today);

 private:
  std::size_t place_of(const std::string& day) const;
  // A period begins on the day.
  void split(const std::string& day);
  // What follows with the same values is no period of its own.
  void join();

  std::vector<Period> periods_;
};

}  // namespace muster::missions
