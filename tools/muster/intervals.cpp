// SPDX-License-Identifier: EUPL-1.2
#include "intervals.h"

#include <charconv>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/imports/table.h"
#include "platform/status/error.h"
#include "rules/civil_date.h"

namespace muster::cli {
namespace {

enum Column { report_date, mission, iso3, personnel_type, male, female, total };

const std::vector<imports::Layout> layouts{{"UN table",
                                            {{"report_date"},
                                             {"mission"},
                                             {"iso3"},
                                             {"personnel_type"},
                                             {"male"},
                                             {"female"},
                                             {"total"},
                                             {"country_as_printed", false},
                                             {"m49", false},
                                             {"layout", false}}}};

// Mission, country, personnel type as printed, gender.
using Stratum = std::tuple<std::string, std::string, std::string, std::string>;

struct Present {
  int subject;
  rules::Day from;
};

status::Error wrong_cell(const imports::Row& row, Column column, const std::string& what) {
  return status::invalid_argument("line " + std::to_string(row.line) + ", column " + row.name_of(column),
                                  platform::v1::REASON_VALUE_REFUSED, what);
}

int number_of(const imports::Row& row, Column column) {
  const std::string_view text = row.at(column);
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) {
    throw wrong_cell(row, column, "is not a whole number");
  }
  return value;
}

// "Contingent Troop(s)" is the older name of the same type.
std::string type_of(const imports::Row& row) {
  const std::string_view printed = row.at(personnel_type);
  return printed.starts_with("Contingent Troop") ? "Troops" : std::string(printed);
}

class Intervals {
 public:
  explicit Intervals(std::ostream& out) : out_(out) {
    out_ << "subject,mission,country,personnel_type,category,gender,actual_from,actual_to\n";
  }

  void take(const Stratum& stratum, int count) { counts_[stratum] += count; }

  // The report of `day` is complete: moves every stratum to its count.
  void close_report(rules::Day day) {
    for (auto& [stratum, present] : present_) {
      const auto found = counts_.find(stratum);
      const std::size_t wanted = found == counts_.end() ? 0 : static_cast<std::size_t>(found->second);
      while (present.size() > wanted) {
        write(stratum, present.front(), rules::format_date(day - 1));
        present.pop_front();
      }
    }
    for (const auto& [stratum, count] : counts_) {
      auto& present = present_[stratum];
      while (present.size() < static_cast<std::size_t>(count)) present.push_back({++subjects_, day});
    }
    counts_.clear();
  }

  // After the last report, who is there stays.
  void finish() {
    for (const auto& [stratum, present] : present_) {
      for (const Present& person : present) write(stratum, person, "");
    }
  }

  int count() const { return subjects_; }

 private:
  void write(const Stratum& stratum, const Present& person, const std::string& last_day) {
    const auto& [place, country, type, gender] = stratum;
    const bool police = type == "Individual Police" || type == "Formed Police Units";
    out_ << 'u' << person.subject << ',' << place << ',' << country << ',' << type << ','
         << (police ? "police" : "military") << ',' << gender << ',' << rules::format_date(person.from) << ','
         << last_day << '\n';
  }

  std::ostream& out_;
  std::map<Stratum, int> counts_;
  std::map<Stratum, std::deque<Present>> present_;
  int subjects_ = 0;
};

void take_row(const imports::Row& row, Intervals& intervals) {
  auto take = [&](const char* gender, int count) {
    intervals.take({std::string(row.at(mission)), std::string(row.at(iso3)), type_of(row), gender}, count);
  };
  if (row.at(male).empty() && row.at(female).empty()) {
    take("not_stated", number_of(row, total));
  } else {
    take("man", number_of(row, male));
    take("woman", number_of(row, female));
  }
}

}  // namespace

IntervalCounts write_intervals(std::istream& table, std::ostream& out) {
  auto next_bytes = [&] {
    std::string bytes(1 << 16, '\0');
    table.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(table.gcount()));
    return bytes;
  };
  imports::Table reader(next_bytes, {}, layouts);
  Intervals intervals(out);
  IntervalCounts counts;
  std::optional<rules::Day> month;
  std::vector<imports::Row> rows;
  for (reader.read(rows, 1000); !rows.empty(); reader.read(rows, 1000)) {
    for (const imports::Row& row : rows) {
      const auto day = rules::parse_date(row.at(report_date));
      if (!day) throw wrong_cell(row, report_date, "is not a date; write YYYY-MM-DD");
      if (month && *day < *month) throw wrong_cell(row, report_date, "is earlier than the row before; sort by date");
      if (month && *day != *month) intervals.close_report(*month);
      const std::string reported = rules::format_date(*day).substr(0, 7);
      if (counts.months.empty() || counts.months.back() != reported) counts.months.push_back(reported);
      month = day;
      take_row(row, intervals);
      ++counts.rows;
    }
  }
  if (month) intervals.close_report(*month);
  intervals.finish();
  counts.intervals = intervals.count();
  return counts;
}

}  // namespace muster::cli
