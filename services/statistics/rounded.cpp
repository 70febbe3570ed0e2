// SPDX-License-Identifier: EUPL-1.2
#include "statistics/rounded.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/status/error.h"
#include "statistics/answer.h"
#include "statistics/engine.h"
#include "statistics/groups.h"
#include "statistics/releases.h"

namespace muster::statistics {
namespace {

// Whom one group counts.
struct Group {
  std::array<Members, gender_count> by_gender;
  std::array<Members, rules::training_status_count> statuses;

  Members total() const {
    Members all;
    for (const Members& of_gender : by_gender) all += of_gender;
    return all;
  }
  Members with_known_gender() const {
    Members all;
    for (int g = 0; g + 1 < gender_count; ++g) all += by_gender[static_cast<std::size_t>(g)];
    return all;
  }
  const Members& of(rules::TrainingStatus status) const { return statuses[static_cast<std::size_t>(status)]; }
  Group& operator+=(const Group& other) {
    for (std::size_t g = 0; g < by_gender.size(); ++g) by_gender[g] += other.by_gender[g];
    for (std::size_t s = 0; s < statuses.size(); ++s) statuses[s] += other.statuses[s];
    return *this;
  }
};
using ByGroup = std::map<std::size_t, Group>;  // by the place in Groups

ByGroup groups_of(const Facts& facts, const Question& question, Groups& groups, const std::string& secret,
                  MemberKeys& keys) {
  ByGroup result;
  for (const Counted& piece : members_of(facts, question, groups)) {
    const std::uint64_t key = piece.kind == RecordKind::nomination
                                  ? keys.of(secret, MemberKeys::Of::nomination, piece.parent)
                                  : keys.of(secret, MemberKeys::Of::person, facts.subjects.subject(piece.subject));
    Group& group = result[group_of(piece.cell)];
    if (!piece.apart) group.by_gender[static_cast<std::size_t>(gender_in(piece.cell))].add(key);
    if (piece.status >= 0) group.statuses[static_cast<std::size_t>(piece.status)].add(key);
  }
  return result;
}

// Writes the cells of one date, as released.
class Writer {
 public:
  Writer(const Facts& facts, const Asked& asked, const Release& release, MemberKeys& keys)
      : facts_(facts), asked_(asked), secret_(release.secret), groups_(asked.question.group_by) {
    counted_ = groups_of(facts, asked.question, groups_, secret_, keys);
    if (asked.question.population != Population::untrained) return;
    Question base = asked.question;
    base.population = Population::must_train;
    base.requirement.of_deployed = true;
    base_ = groups_of(facts, base, groups_, secret_, keys);
  }

  void write(v1::QueryIndicatorResponse& response) const {
    const std::string date = asked_.date_of(0);
    const ByGroup& of_whom = asked_.question.population == Population::untrained ? base_ : counted_;
    Group counted, base;
    for (const auto& [place, group] : counted_) counted += group;
    for (const auto& [place, group] : base_) base += group;
    v1::Cell whole;
    whole.set_date(date);
    fill(counted, base, whole);
    if (asked_.last_report) {
      whole.set_last_reported(rules::format_date(asked_.last_report->day));
      for (const auto source : asked_.last_report->sources) {
        whole.add_last_reported_by(facts_.deployment_profiles.sources().text(source));
      }
    }
    std::vector<v1::Cell> cells;
    for (const auto& [place, group] : of_whom) {
      if (asked_.question.group_by.empty() || whole.no_report()) break;
      v1::Cell cell = cell_of(date, place);
      if (!cell.no_report()) cells.push_back(std::move(cell));
    }
    if (asked_.question.group_by.empty()) {
      cells.push_back(whole);
      if (!asked_.group_by.empty()) cells.back().add_group(date.substr(0, 7));
    }
    std::sort(cells.begin(), cells.end(), [](const v1::Cell& a, const v1::Cell& b) {
      return std::lexicographical_compare(a.group().begin(), a.group().end(), b.group().begin(), b.group().end());
    });
    for (v1::Cell& cell : cells) *response.add_cells() = std::move(cell);
    *response.add_totals() = std::move(whole);
  }

 private:
  static Group of(const ByGroup& groups, std::size_t place) {
    const auto found = groups.find(place);
    return found == groups.end() ? Group() : found->second;
  }

  v1::Cell cell_of(const std::string& date, std::size_t place) const {
    v1::Cell cell;
    const auto texts = groups_.texts(place, facts_.dimensions);
    std::size_t next = 0;
    for (const int dimension : asked_.group_by) {
      cell.add_group(dimension == dimension::month ? date.substr(0, 7) : asked_.shown(dimension, texts[next++]));
    }
    cell.set_date(date);
    fill(of(counted_, place), of(base_, place), cell);
    return cell;
  }

  std::int32_t round(const Members& members) const { return static_cast<std::int32_t>(rounded(secret_, members)); }

  static void put_share(v1::Cell& cell) {
    if (cell.denominator() <= 0) return;
    const double share = std::round(100.0 * cell.numerator() / cell.denominator()) / 100;
    // "Nobody" and "everybody" would tell of each.
    if (share > 0 && share < 1) cell.set_share(share);
  }

  void fill(const Group& group, const Group& base, v1::Cell& cell) const {
    const bool untrained = asked_.question.population == Population::untrained;
    const auto& in_force = asked_.question.requirement.in_force;
    const Day day = asked_.question.spans.front().from;
    const bool of_training = asked_.indicator->takes(Parameter::requirement);
    if (of_training && (day < in_force.from || day >= in_force.to))
      return take_number(v1::NO_NUMBER_NOT_IN_FORCE, cell);
    if (round((untrained ? base : group).total()) < base_min) return take_number(v1::NO_NUMBER_TOO_FEW, cell);
    cell.set_women(round(group.by_gender[0]));
    cell.set_men(round(group.by_gender[1]));
    cell.set_other(round(group.by_gender[2]));
    cell.set_unknown(round(group.by_gender[3]));
    cell.set_total(round(group.total()));
    if (asked_.indicator->share == Share::coverage) {
      // Rounded both on their own, who is trained and who is not would narrow each other down.
      Members untrained = group.total();
      untrained -= group.of(rules::TrainingStatus::valid);
      untrained -= group.of(rules::TrainingStatus::soon);
      cell.set_numerator(std::max(0, cell.total() - round(untrained)));
      cell.set_denominator(cell.total());
    } else {
      cell.set_numerator(cell.women());
      cell.set_denominator(round(group.with_known_gender()));
    }
    put_share(cell);
    if (untrained) {
      v1::Base& whole = *cell.mutable_base();
      whole.set_women(round(base.by_gender[0]));
      whole.set_men(round(base.by_gender[1]));
      whole.set_other(round(base.by_gender[2]));
      whole.set_unknown(round(base.by_gender[3]));
      whole.set_total(round(base.total()));
    }
    if (!of_training) return;
    for (int s = 0; s < rules::training_status_count; ++s) {
      const auto status = static_cast<rules::TrainingStatus>(s);
      (*cell.mutable_statuses())[std::string(status_name(status))] = round(group.of(status));
    }
    if (asked_.indicator->share == Share::coverage) {
      auto& statuses = *cell.mutable_statuses();
      statuses["VALID"] = std::max(0, cell.numerator() - statuses["SOON"]);
    }
    // Without a name nobody knows whether they are trained.
    if (untrained) cell.set_unstated(cell.statuses().at("UNKNOWN"));
  }

  static void take_number(v1::NoNumber why, v1::Cell& cell) {
    cell.set_no_report(true);
    cell.set_no_number(why);
  }

  const Facts& facts_;
  const Asked& asked_;
  const std::string& secret_;
  Groups groups_;
  ByGroup counted_;
  ByGroup base_;
};

[[noreturn]] void refuse_day(const std::string& field, const std::string& what, Day latest) {
  const std::string day = rules::format_date(latest);
  throw status::invalid_argument(field, platform::v1::REASON_RELEASED_BY_MONTH, what + "; the latest is " + day,
                                 {{"latest", day}});
}

// Days of a release: a month that has passed, its twelve months, or the year so far.
void require_released(const rpc::Context& context, const v1::QueryIndicatorRequest& request, const Asked& asked) {
  const Day latest = rules::month_start(context.today()) - 1;
  for (const char* field : {"known_at", "known_sequence"}) {
    const bool given = std::string_view(field) == "known_at" ? request.has_known_at() : request.has_known_sequence();
    if (!given) continue;
    throw status::invalid_argument(field, platform::v1::REASON_RELEASED_BY_MONTH,
                                   "is not for your roles: this figure is told as it was released; leave it out",
                                   {{"latest", rules::format_date(latest)}});
  }
  const bool period = asked.indicator->period();
  for (const Span& asked_span : asked.question.spans) {
    const Span span = asked.last_report ? Span{asked.asked_day, asked.asked_day + 1} : asked_span;
    const Day last = span.to - 1;
    if (last != rules::month_end(last) || last > latest) {
      refuse_day(period ? "to" : "as_of", "is no end of a month that has passed, by which this figure is released",
                 latest);
    }
    const Day month = rules::month_start(last);
    const bool known_length = span.from == month || span.from == rules::add_months(month, -11) ||
                              rules::format_date(span.from) == rules::format_date(last).substr(0, 5) + "01-01";
    if (period && !known_length) {
      refuse_day("from", "must begin the month, the year or the twelve months that end with \"to\"", latest);
    }
  }
}

// The same question of one date, as released.
v1::QueryIndicatorRequest of_span(const v1::QueryIndicatorRequest& request, const Span& span, bool period,
                                  const Release& release) {
  v1::QueryIndicatorRequest one = request;
  if (period) {
    one.set_from(rules::format_date(span.from));
    one.set_to(rules::format_date(span.to - 1));
  } else {
    one.clear_every_month();
    one.clear_from();
    one.clear_to();
    one.set_as_of(rules::format_date(span.from));
    auto& groups = *one.mutable_group_by();
    groups.erase(std::remove(groups.begin(), groups.end(), v1::DIMENSION_MONTH), groups.end());
  }
  one.set_known_sequence(release.sequence);
  return one;
}

}  // namespace

v1::QueryIndicatorResponse rounded_answer(rpc::Context& context, const Facts& facts, MemberKeys& keys,
                                          const v1::QueryIndicatorRequest& request, Asked& asked,
                                          const std::function<Asked(const v1::QueryIndicatorRequest&)>& read) {
  require_released(context, request, asked);
  std::vector<Span> spans = asked.question.spans;
  if (asked.last_report) spans = {{asked.asked_day, asked.asked_day + 1}};
  std::vector<Day> months;
  for (const Span& span : spans) months.push_back(rules::month_start(span.to - 1));
  const auto releases = releases_of(context, months);
  v1::QueryIndicatorResponse response;
  response.set_indicator(std::string(asked.indicator->code));
  response.set_protection(v1::PROTECTION_ROUNDED);
  for (const int dimension : asked.group_by) response.add_group_by(dimension_value(dimension));
  for (const std::string& unit : asked.scope) response.add_scope(unit);
  const std::vector<int> group_by = asked.group_by;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const Release& release = releases.at(months[i]);
    asked = read(of_span(request, spans[i], asked.indicator->period(), release));
    asked.group_by = group_by;
    Writer(facts, asked, release, keys).write(response);
    response.set_sequence(release.sequence);
  }
  return response;
}

}  // namespace muster::statistics
