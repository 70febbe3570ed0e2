// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/seats.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/resources.h"
#include "platform/rpc/disclosure.h"
#include "platform/rpc/scope.h"

namespace muster::rpc {
namespace {

constexpr int default_handover_days = 14;
constexpr rules::Day no_end = std::numeric_limits<rules::Day>::max();

struct Holder {
  std::string name;
  rules::Day first;
  rules::Day end;  // the day after the last; no_end: open
};

rules::Day end_of(const std::optional<rules::Day>& last) { return last ? *last + 1 : no_end; }

std::vector<Holder> other_holders(Context& context, long long post, const std::vector<std::string>& not_counted) {
  std::vector<Holder> others;
  for (const auto& [name, first, last, running] :
       db::select<std::string, std::optional<std::string>, std::optional<std::string>, long long>(
           context.sql, {"SELECT name, first_day, last_day, running FROM post_holder WHERE post = ? "
                         "ORDER BY first_day, name",
                         {post}})) {
    if (!first || std::find(not_counted.begin(), not_counted.end(), name) != not_counted.end()) continue;
    rules::Day end = last ? *rules::parse_date(*last) + 1 : no_end;
    if (running) end = std::max(end, context.latest_day() + 1);
    others.push_back({name, *rules::parse_date(*first), end});
  }
  return others;
}

// Days in a row, until before `end`.
struct Stretch {
  rules::Day first;
  rules::Day end;
};

// With more holders than seats.
std::vector<Stretch> stretches(const std::vector<Holder>& others, const std::vector<Tenure>& own, int seats) {
  std::map<rules::Day, int> changes;  // on which day how many more hold the post
  const auto hold = [&](rules::Day first, rules::Day end) {
    ++changes[first];
    --changes[end];
  };
  for (const Tenure& days : own) hold(days.first, end_of(days.last));
  for (const Holder& other : others) hold(other.first, other.end);
  std::vector<Stretch> result;
  int holders = 0;
  for (const auto& [day, change] : changes) {
    const bool crowded = holders > seats;
    holders += change;
    if (crowded) result.back().end = day;
    if (!crowded && holders > seats) result.push_back({day, no_end});
  }
  return result;
}

// Whether the caller may read whom it is of.
bool sees_holder(Context& context, const std::string& name) {
  const Scope scope = reading_scope(context.caller);
  if (scope.everything) return true;
  const bool deployed = name.starts_with("deployments/");
  db::Query query(deployed ? "SELECT 1 FROM deployment held WHERE held.id = ? AND ("
                           : "SELECT 1 FROM nomination held WHERE held.id = ? AND (");
  query.args.emplace_back(proto::id_of(name, deployed ? "deployments" : "nominations", "holder"));
  query += visible_persons(scope, "held.person", context.today());
  if (deployed) {
    query.text += " OR (held.person IS NULL AND ";
    query += visible_units(scope, "held.unit");
    query.text += ')';
  }
  query.text += ')';
  return db::select_one<long long>(context.sql, query).has_value();
}

// Of those who hold a seat on one of the days the first whom the caller sees.
std::string holder_within(Context& context, const std::vector<Holder>& others, rules::Day from, rules::Day end) {
  for (const Holder& holder : others) {
    if (holder.first < end && from < holder.end && sees_holder(context, holder.name)) return holder.name;
  }
  return "";
}

std::string days_in_words(const Tenure& days) {
  return "from " + rules::format_date(days.first) + (days.last ? " to " + rules::format_date(*days.last) : " on");
}

}  // namespace

int handover_days(Context& context) {
  const auto row = db::select_one<std::string>(context.sql, "SELECT value FROM setting WHERE key = 'handover_days'");
  int days = default_handover_days;
  if (row) std::from_chars(std::get<0>(*row).data(), std::get<0>(*row).data() + std::get<0>(*row).size(), days);
  return days;
}

std::optional<Crowd> crowd_of(Context& context, long long post, const std::vector<Tenure>& own,
                              const std::vector<Tenure>& added, const std::vector<std::string>& not_counted) {
  const auto row = db::select_one<long long>(context.sql, {"SELECT seats FROM post WHERE id = ?", {post}});
  if (!row || added.empty()) return std::nullopt;
  const int seats = static_cast<int>(std::get<0>(*row)), allowed = handover_days(context);
  const auto others = other_holders(context, post, not_counted);
  for (const Stretch& stretch : stretches(others, own, seats)) {
    if (stretch.end != no_end && stretch.end - stretch.first <= allowed) continue;
    for (const Tenure& days : added) {
      const rules::Day from = std::max(stretch.first, days.first), end = std::min(stretch.end, end_of(days.last));
      if (from >= end) continue;
      const std::optional<rules::Day> last =
          stretch.end == no_end ? std::nullopt : std::optional<rules::Day>(stretch.end - 1);
      return Crowd{post, seats, allowed, holder_within(context, others, from, end), {stretch.first, last}};
    }
  }
  return std::nullopt;
}

Refusal post_full(const Crowd& crowd, const std::string& remedy) {
  const std::string name = "posts/" + std::to_string(crowd.post), seats = std::to_string(crowd.seats);
  Refusal why{.reason = platform::v1::REASON_POST_FULL,
              .text = name + " has " + seats + (crowd.seats == 1 ? " seat" : " seats") +
                      " and would have more holders " + days_in_words(crowd.days) + ", " +
                      (crowd.holder.empty() ? "" : crowd.holder + " among them, ") + "longer than the " +
                      std::to_string(crowd.handover_days) + " days of a handover; " + remedy,
              .metadata = {{"name", name},
                           {"seats", seats},
                           {"from", rules::format_date(crowd.days.first)},
                           {"days", std::to_string(crowd.handover_days)}}};
  if (!crowd.holder.empty()) why.metadata["holder"] = crowd.holder;
  if (crowd.days.last) why.metadata["to"] = rules::format_date(*crowd.days.last);
  return why;
}

}  // namespace muster::rpc
