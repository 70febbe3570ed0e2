// SPDX-License-Identifier: EUPL-1.2
// The definitions of the indicators once more, as slow plain loops over rows, day by day and
// person by person. Shares nothing with the engine but the question.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "statistics/engine.h"
#include "world.h"

namespace muster::statistics::testing {

// What a group counts: women, men, other, unknown; the same of those of whom it is open whether they are asked for;
// those on a tour in it who are counted elsewhere; then those from headcounts, then statuses. Seats are of unknown gender.
struct OracleCell {
  long long genders[4] = {0, 0, 0, 0};
  long long unstated[4] = {0, 0, 0, 0};
  long long elsewhere = 0;
  long long from_headcounts = 0;
  long long statuses[6] = {0, 0, 0, 0, 0, 0};
  long long dormant = 0;
  long long vacant = 0;
  bool operator==(const OracleCell&) const = default;
};
using OracleAnswer = std::map<std::vector<std::string>, OracleCell>;

class Oracle {
 public:
  Oracle(const World& world, const Question& question) : world_(world), question_(question) {}

  OracleAnswer answer(Span span) const {
    switch (question_.population) {
      case Population::deployed: return question_.measure == Measure::days ? person_days(span) : deployed_on(span.from);
      case Population::departures: return departures(span);
      case Population::nominations: return nominations(span);
      case Population::must_train:
      case Population::untrained: return trained_on(span.from);
      case Population::reported: return reported_on(span.from);
      case Population::seats: return seats_on(span.from);
    }
    return {};
  }

 private:
  static int gender_index(const std::string& text) {
    if (text == "GENDER_WOMAN") return 0;
    if (text == "GENDER_MAN") return 1;
    return text == "GENDER_OTHER" ? 2 : 3;
  }
  static int tier_of(const Row& row) {
    return row.texts[dimension::tier].empty() ? 0 : std::stoi(row.texts[dimension::tier]);
  }

  // Of each record the last row known then; void ones are gone.
  std::vector<Row> known_rows(Kind kind) const {
    std::vector<Row> result;
    for (const Row& row : world_.rows) {
      if (row.kind != kind || row.sequence > static_cast<long long>(question_.known)) continue;
      bool replaced = false;
      for (const Row& other : world_.rows) {
        replaced |= other.kind == kind && other.record == row.record && other.id > row.id &&
                    other.sequence <= static_cast<long long>(question_.known);
      }
      const bool is_void = row.day_to && *row.day_to <= row.day_from;
      if (!replaced && !is_void) result.push_back(row);
    }
    return result;
  }

  enum class Asked { no, perhaps, yes };

  static bool is_unknowable(int d) {
    return d == dimension::mission || d == dimension::mission_kind || d == dimension::gender || d == dimension::tier ||
           d == dimension::rank_band || d == dimension::personnel_type;
  }
  // With what the mission was on the day.
  Texts texts_on(Texts texts, int day) const {
    const auto kind = world_.kinds.find(texts[dimension::mission]);
    texts[dimension::mission_kind] = kind == world_.kinds.end() ? "" : kind->second;
    const auto change = world_.changes.find(texts[dimension::mission]);
    if (kind == world_.kinds.end() || change == world_.changes.end() || day < change->second.day) return texts;
    texts[dimension::mission_kind] = change->second.kind;
    if (!change->second.organisation.empty()) texts[dimension::organisation] = change->second.organisation;
    return texts;
  }
  Row as_of(Row row, int day) const {
    row.texts = texts_on(row.texts, day);
    return row;
  }
  // Whether it is asked for on any day.
  bool ever_asked(const Texts& texts) const {
    constexpr int long_ago = -100'000, far_ahead = 100'000;
    return asked(texts_on(texts, long_ago), true) != Asked::no || asked(texts_on(texts, far_ahead), true) != Asked::no;
  }
  std::string text_in(const Texts& texts, int d) const {
    return d == dimension::gender && texts[d].empty() ? "GENDER_NOT_STATED" : texts[d];
  }
  Asked asked(const Texts& texts, bool any_tier = false) const {
    bool open = false;
    for (int d = 0; d < dimension_count; ++d) {
      const std::string text = text_in(texts, d);
      const std::string none = d == dimension::gender ? "GENDER_NOT_STATED" : "";
      const bool of_tier = d == dimension::tier && question_.tier_min > 0 && !any_tier;
      const bool allowed = question_.selection.allows(d, text);
      if (text == none && is_unknowable(d) && (!allowed || of_tier)) {
        open = true;
      } else if (!allowed || (of_tier && std::stoi(text) < question_.tier_min)) {
        return Asked::no;
      }
    }
    return open ? Asked::perhaps : Asked::yes;
  }

  std::vector<std::string> group_of(const Texts& texts) const {
    std::vector<std::string> group;
    for (int d : question_.group_by) group.push_back(text_in(texts, d));
    return group;
  }

  // `apart`: by status only, not in the number.
  void add(OracleAnswer& answer, const Texts& texts, long long count, bool headcount, int status = -1,
           bool apart = false) const {
    const bool open = apart || asked(texts) == Asked::perhaps;
    OracleCell& cell = answer[group_of(texts)];
    const int gender = gender_index(texts[dimension::gender]);
    if (open) {
      cell.unstated[gender] += count;
      if (status >= 0 && asked(texts) != Asked::perhaps) cell.statuses[status] += count;
      return;
    }
    cell.genders[gender] += count;
    if (headcount) cell.from_headcounts += count;
    if (status >= 0) cell.statuses[status] += count;
  }

  static bool on(const Row& row, int day) { return row.day_from <= day && (!row.day_to || day < *row.day_to); }

  // The units above `unit`, itself first.
  std::vector<long long> line_of(long long unit) const {
    std::vector<long long> line;
    for (; unit != 0; unit = world_.parents.at(unit)) line.push_back(unit);
    return line;
  }

  // The rows of the last report, or nothing. A published table (unit 0) is of all countries at once.
  std::vector<HeadcountRow> report(const std::string& source, long long unit, const std::string& country,
                                   const std::string& month, bool& found) const {
    std::vector<std::pair<std::pair<int, long long>, HeadcountRow>> said;  // by import, or by transaction
    for (const HeadcountRow& row : world_.headcounts) {
      if (row.source != source || row.unit != unit || row.month != month) continue;
      if (unit != 0 && row.texts[dimension::country] != country) continue;
      if (row.sequence > static_cast<long long>(question_.known)) continue;
      said.push_back({row.import ? std::pair{1, *row.import} : std::pair{0, row.sequence}, row});
    }
    std::vector<std::pair<int, long long>> order;
    for (const auto& [name, row] : said) {
      if (std::find(order.begin(), order.end(), name) == order.end()) order.push_back(name);
    }
    std::vector<HeadcountRow> rows;
    bool withdrawn = true;
    for (const auto& [name, row] : said) {
      if (name != order.back()) continue;
      rows.push_back(row);
      withdrawn &= row.withdrawn;
    }
    found = !rows.empty() && !withdrawn;
    return found ? rows : std::vector<HeadcountRow>();
  }

  // The topmost unit in the line of `unit` whose report of the country counts in the month; 0: none.
  long long reporting_body(long long unit, const std::string& country, const std::string& month) const {
    if (!question_.selection.allows(dimension::country, country)) return 0;
    long long body = 0;
    for (long long upper : line_of(unit)) {
      bool asked = true;
      for (const auto& [other, parent] : world_.parents) {
        const auto line = line_of(other);
        const bool below = std::find(line.begin(), line.end(), upper) != line.end();
        if (below) asked &= question_.selection.allows(dimension::unit, std::to_string(other));
      }
      bool found = false;
      report("", upper, country, month, found);
      if (found && asked) body = upper;
    }
    return body;
  }

 public:
  // The months that sources reported.
  std::map<std::string, std::set<std::string>> reported_months() const {
    std::map<std::string, std::set<std::string>> reported;
    for (const CoverageRow& row : world_.coverage) {
      if (row.sequence > static_cast<long long>(question_.known)) continue;
      bool last = true;
      for (const CoverageRow& other : world_.coverage) {
        last &= other.import != row.import || other.source != row.source || other.month != row.month ||
                other.sequence <= row.sequence || other.sequence > static_cast<long long>(question_.known);
      }
      if (last && !row.withdrawn) reported[row.source].insert(row.month);
    }
    return reported;
  }

  bool is_of_deployed() const {
    return question_.population == Population::deployed || question_.population == Population::untrained ||
           (question_.population == Population::must_train && question_.requirement.of_deployed);
  }

  // The sources whose people are left out on the day: without a report of its month, though of one before.
  std::set<std::string> absent(int day) const {
    std::set<std::string> sources;
    const std::string month = rules::format_date(day).substr(0, 7);
    const auto known = known_rows(Kind::deployment);
    for (const auto& [source, months] : reported_months()) {
      const auto is_left_out = [&source = source, this](const Row& row) {
        return row.source == source && ever_asked(row.texts) &&
               (question_.population != Population::departures || (row.departure && row.anonymous));
      };
      if (!std::any_of(known.begin(), known.end(), is_left_out)) continue;
      const bool silent = is_of_deployed() && *months.begin() < month && !months.contains(month);
      if (silent || question_.population == Population::departures) sources.insert(source);
    }
    return sources;
  }
  std::set<std::string> absent(Span span) const {
    std::set<std::string> sources;
    for (int day = span.from; day < span.to; ++day) sources.merge(absent(day));
    return sources;
  }

  // Nobody is left, or nobody who could be asked for states what is asked.
  bool no_report(Span span) const {
    long long counted = 0, open = 0, unknown = 0;
    for (const auto& [group, cell] : answer(span)) {
      for (const long long count : cell.genders) counted += count;
      for (const long long count : cell.unstated) open += count;
      unknown += cell.statuses[5];
    }
    if (question_.population == Population::must_train || question_.population == Population::untrained) {
      const Span& in_force = question_.requirement.in_force;
      if (span.from < in_force.from || span.from >= in_force.to) return true;
    }
    if (question_.population == Population::must_train && unknown > 0 && unknown == counted) return true;
    if (counted > 0) return false;
    if (open == 0) return !absent(span).empty();
    Question all = question_;
    all.group_by = {};
    all.tier_min = 0;
    std::vector<int> dimensions;
    for (int d = 0; d < dimension_count; ++d) {
      const std::string none = d == dimension::gender ? "GENDER_NOT_STATED" : "";
      const bool values = question_.selection.restricts(d) && !question_.selection.allows(d, none);
      if (!is_unknowable(d) || !(values || (d == dimension::tier && question_.tier_min > 0))) continue;
      all.selection.release(d);
      all.group_by.push_back(d);
    }
    for (const auto& [group, cell] : Oracle(world_, all).answer(span)) {
      long long people = 0;
      for (const long long count : cell.genders) people += count;
      for (const long long count : cell.unstated) people += count;
      const bool states_all = std::none_of(group.begin(), group.end(), [](const std::string& text) {
        return text.empty() || text == "GENDER_NOT_STATED";
      });
      if (people > 0 && states_all) return false;
    }
    return true;
  }

 private:
  // All segments of each person on a day, the primary one first.
  std::map<long long, std::vector<Row>> present(int day, const std::set<std::string>& categories,
                                                bool stand_ins) const {
    std::map<long long, std::vector<Row>> people;
    const std::string month = rules::format_date(day).substr(0, 7);
    const auto without = absent(day);
    for (const Row& known : known_rows(Kind::deployment)) {
      const Row row = as_of(known, day);
      if (!on(row, day) || asked(row.texts) == Asked::no) continue;
      if (!categories.empty() && !categories.contains(row.texts[dimension::category])) continue;
      if (without.contains(row.source)) continue;
      const std::string& unit = row.texts[dimension::unit];
      const std::string& country = row.texts[dimension::country];
      if (stand_ins && !unit.empty() && reporting_body(std::stoll(unit), country, month) != 0) continue;
      people[row.subject].push_back(row);
    }
    for (auto& [subject, rows] : people) {
      std::sort(rows.begin(), rows.end(), [this](const Row& a, const Row& b) {
        const bool a_open = asked(a.texts) == Asked::perhaps, b_open = asked(b.texts) == Asked::perhaps;
        if (a_open != b_open) return b_open;
        if (tier_of(a) != tier_of(b)) return tier_of(a) > tier_of(b);
        if (a.day_from != b.day_from) return a.day_from < b.day_from;
        return a.record < b.record;
      });
    }
    return people;
  }

  // Marks the groups of a person's other segments.
  void add_elsewhere(OracleAnswer& answer, const std::vector<Row>& rows) const {
    if (asked(rows.front().texts) == Asked::perhaps) return;
    std::set<std::vector<std::string>> groups;
    for (const Row& row : rows) {
      if (asked(row.texts) == Asked::yes) groups.insert(group_of(row.texts));
    }
    groups.erase(group_of(rows.front().texts));
    for (const auto& group : groups) ++answer[group].elsewhere;
  }

  // As its mission was at the end of the month.
  void add_row(OracleAnswer& answer, const HeadcountRow& row, int day) const {
    const Texts texts = texts_on(row.texts, rules::month_end(day));
    if (row.count > 0 && asked(texts) != Asked::no) add(answer, texts, row.count, true);
  }

  void add_reports(OracleAnswer& answer, int day) const {
    const std::string month = rules::format_date(day).substr(0, 7);
    for (const auto& [unit, parent] : world_.parents) {
      for (const std::string country : {"NOR", "SWE"}) {
        if (reporting_body(unit, country, month) != unit) continue;
        bool found = false;
        for (const HeadcountRow& row : report("", unit, country, month, found)) add_row(answer, row, day);
      }
    }
  }

  OracleAnswer deployed_on(int day) const {
    OracleAnswer answer;
    const bool stand_ins = !question_.individuals_only;
    for (const auto& [subject, rows] : present(day, {}, stand_ins)) {
      add(answer, rows.front().texts, 1, false);
      add_elsewhere(answer, rows);
    }
    if (stand_ins) add_reports(answer, day);
    return answer;
  }

  // What is counted on each day of the span, added up.
  OracleAnswer person_days(Span span) const {
    OracleAnswer sum;
    for (int day = span.from; day < span.to; ++day) {
      for (auto [group, cell] : deployed_on(day)) {
        // Of stocks only.
        cell.elsewhere = 0;
        if (cell == OracleCell{}) continue;
        OracleCell& all = sum[group];
        for (int i = 0; i < 4; ++i) {
          all.genders[i] += cell.genders[i];
          all.unstated[i] += cell.unstated[i];
        }
        all.from_headcounts += cell.from_headcounts;
      }
    }
    return sum;
  }

  OracleAnswer departures(Span span) const {
    OracleAnswer answer;
    for (const Row& known : known_rows(Kind::deployment)) {
      const Row row = as_of(known, known.day_from);
      const bool of_a_stock = row.anonymous && absent(span.from).contains(row.source);
      if (row.departure && row.day_from >= span.from && row.day_from < span.to && !of_a_stock &&
          asked(row.texts) != Asked::no) {
        add(answer, row.texts, 1, false);
      }
    }
    return answer;
  }

  OracleAnswer nominations(Span span) const {
    OracleAnswer answer;
    const auto rows = known_rows(Kind::nomination);
    for (const Row& row : rows) {
      if (row.state != question_.state || row.day_from < span.from || row.day_from >= span.to) continue;
      const bool entered_before = std::any_of(rows.begin(), rows.end(), [&](const Row& other) {
        return other.parent == row.parent && other.state == row.state &&
               (other.day_from < row.day_from || (other.day_from == row.day_from && other.record < row.record));
      });
      const Texts texts = texts_on(row.texts, row.day_from);
      if (!entered_before && asked(texts) != Asked::no) add(answer, texts, 1, false);
    }
    return answer;
  }

  // The first day of the tour that the segment is part of.
  int first_day_of_tour(const Row& segment) const {
    if (segment.departure) return segment.day_from;
    int first = segment.day_from;
    for (const Row& row : known_rows(Kind::deployment)) {
      if (row.departure && row.parent == segment.parent) first = std::min(first, row.day_from);
    }
    return first;
  }

  // The day of the person's last nomination up to `day`; `day` without one.
  int last_nomination(long long subject, int day) const {
    std::map<long long, Row> firsts;
    for (const Row& row : known_rows(Kind::nomination)) {
      if (row.state != "NOMINATION_STATE_IN_REVIEW") continue;
      auto place = firsts.find(row.parent);
      const bool earlier = place == firsts.end() || row.day_from < place->second.day_from ||
                           (row.day_from == place->second.day_from && row.record < place->second.record);
      if (earlier) firsts[row.parent] = row;
    }
    std::optional<int> last;
    for (const auto& [nomination, row] : firsts) {
      if (row.subject == subject && row.day_from <= day && (!last || row.day_from > *last)) last = row.day_from;
    }
    return last.value_or(day);
  }

  // On the day that the requirement's time names, asked about `day`. `segment`: null on the roster.
  int status_when_due(long long subject, const Row* segment, int day) const {
    if (segment != nullptr && segment->anonymous) return 5;
    switch (question_.requirement.time) {
      case rules::RequirementTime::on_departure:
        return status(subject, segment == nullptr ? day : first_day_of_tour(*segment));
      case rules::RequirementTime::on_nomination: return status(subject, last_nomination(subject, day));
      default: return status(subject, day);
    }
  }

  // 0 valid, 1 soon, 2 expired, 3 never, 4 waived; 5, unknown, is of people without a name.
  int status(long long subject, int day) const {
    const Requirement& requirement = question_.requirement;
    int last_day = -1;
    bool forever = false;
    bool had = false;
    for (const Row& row : known_rows(Kind::completion)) {
      bool meets = std::count(requirement.courses.begin(), requirement.courses.end(), row.course) > 0;
      for (const std::string& topic : requirement.topics) meets |= row.topics.find(topic + "\"") != std::string::npos;
      if (row.subject != subject || !meets || row.day_from > day) continue;
      had = true;
      if (!row.day_to) forever = true;
      if (row.day_to && *row.day_to > day) last_day = std::max(last_day, *row.day_to - 1);
    }
    if (forever) return 0;
    const int soon = requirement.soon_days == 0 ? 90 : requirement.soon_days;
    if (last_day >= day) return last_day - day > soon ? 0 : 1;
    for (const Row& row : known_rows(Kind::waiver)) {
      if (row.subject == subject && row.requirement == requirement.id && on(row, day)) return 4;
    }
    return had ? 2 : 3;
  }

  bool is_dormant(long long subject, int day) const {
    for (const Row& row : known_rows(Kind::dormancy)) {
      if (row.subject == subject && on(row, day)) return true;
    }
    return false;
  }

  OracleAnswer trained_on(int day) const {
    OracleAnswer answer;
    const Requirement& requirement = question_.requirement;
    if (day < requirement.in_force.from || day >= requirement.in_force.to) return answer;
    const std::set<std::string> categories(requirement.categories.begin(), requirement.categories.end());
    if (question_.population == Population::untrained || requirement.of_deployed) {
      for (const auto& [subject, rows] : present(day, categories, false)) {
        const Row& row = rows.front();
        const int found = status_when_due(subject, &row, day);
        const bool untrained = question_.population == Population::untrained;
        if (!untrained) add_elsewhere(answer, rows);
        if (untrained && found <= 1) continue;
        add(answer, row.texts, 1, false, found, untrained && found == 5);
      }
      return answer;
    }
    std::map<long long, Row> people;
    for (const Row& known : known_rows(Kind::membership)) {
      const Row row = as_of(known, day);
      if (!on(row, day) || asked(row.texts) == Asked::no) continue;
      if (!categories.empty() && !categories.contains(row.texts[dimension::category])) continue;
      auto place = people.find(row.subject);
      const auto order = [this](const Row& one) {
        return std::tuple(asked(one.texts) == Asked::perhaps, one.day_from, one.record);
      };
      const bool better = place == people.end() || order(row) < order(place->second);
      if (better) people[row.subject] = row;
    }
    for (const auto& [subject, row] : people) {
      add(answer, row.texts, 1, false, status_when_due(subject, nullptr, day));
      if (asked(row.texts) != Asked::perhaps && is_dormant(subject, day)) ++answer[group_of(row.texts)].dormant;
    }
    return answer;
  }

  OracleAnswer reported_on(int day) const {
    OracleAnswer answer;
    bool found = false;
    for (const HeadcountRow& row : report(question_.source, 0, "", rules::format_date(day).substr(0, 7), found)) {
      add_row(answer, row, day);
    }
    return answer;
  }

  // Of each post what the last transaction known said, and who was there.
  OracleAnswer seats_on(int day) const {
    std::map<long long, long long> last;
    for (const PostRow& row : world_.posts) {
      if (row.sequence <= static_cast<long long>(question_.known))
        last[row.post] = std::max(last[row.post], row.sequence);
    }
    OracleAnswer answer;
    const auto tours = known_rows(Kind::deployment);
    for (const PostRow& row : world_.posts) {
      if (!last.contains(row.post) || row.sequence != last.at(row.post)) continue;
      if (day < row.day_from || (row.day_to && day >= *row.day_to)) continue;
      const Texts texts = texts_on(row.texts, day);
      if (asked(texts) == Asked::no) continue;
      add(answer, texts, row.seats, false);
      const long long there = std::count_if(tours.begin(), tours.end(),
                                            [&](const Row& tour) { return tour.post == row.post && on(tour, day); });
      if (asked(texts) == Asked::yes) answer[group_of(texts)].vacant += std::max(0LL, row.seats - there);
    }
    return answer;
  }

  const World& world_;
  const Question& question_;
};

// The engine's answer in the oracle's form, without the groups that count nobody.
inline OracleAnswer answer_of(const Counts& counts, std::size_t span) {
  OracleAnswer answer;
  for (std::size_t g = 0; g < counts.groups.size(); ++g) {
    const Tally& tally = counts.spans[span][g];
    OracleCell cell;
    std::copy(tally.by_gender.begin(), tally.by_gender.end(), cell.genders);
    std::copy(tally.unstated.begin(), tally.unstated.end(), cell.unstated);
    cell.elsewhere = tally.elsewhere;
    std::copy(tally.statuses.begin(), tally.statuses.end(), cell.statuses);
    cell.from_headcounts = tally.from_headcounts;
    cell.dormant = tally.dormant;
    cell.vacant = tally.vacant;
    if (!(cell == OracleCell{})) answer[counts.groups[g]] = cell;
  }
  return answer;
}

}  // namespace muster::statistics::testing
