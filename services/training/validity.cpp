// SPDX-License-Identifier: EUPL-1.2
#include "training/validity.h"

#include <map>
#include <utility>

#include "muster/facts/v1/facts.pb.h"
#include "platform/rpc/fact_rows.h"

namespace muster::training {
namespace {

// Whose ends stand in the audit as corrected by the program.
constexpr const char* method = "muster.training.v1.TrainingService/RecordCompletions";
constexpr long long people_at_once = 500;

std::optional<std::string> day_text(std::optional<rules::Day> day) {
  return day ? std::optional(rules::format_date(*day)) : std::nullopt;
}

void correct_end(rpc::Context& context, const Judged& one) {
  const auto last = day_text(one.end);
  db::execute(context.sql,
              {"UPDATE completion SET valid_to = ? WHERE id = ?", {last ? db::Value(*last) : db::Value(), one.id}});
  const db::Query day_to =
      last ? db::Query{"CAST(? AS BIGINT)", {rpc::day_to(*last)}} : db::Query("CAST(NULL AS BIGINT)");
  rpc::supersede<facts::v1::CompletionFact>(context, {"SELECT CAST(? AS BIGINT)", {one.id}}, {{"day_to", day_to}});
}

std::optional<long long> next_person(rpc::Context& context, long long after) {
  return std::get<0>(*db::select_one<std::optional<long long>>(
      context.sql, {"SELECT MAX(person) FROM (SELECT DISTINCT person FROM completion WHERE person > ? "
                    "ORDER BY person LIMIT ?) taken",
                    {after, people_at_once}}));
}

}  // namespace

rules::ValidityRule rule_of(std::optional<long long> months, long long window_days) {
  return {.months = months ? std::optional(static_cast<int>(*months)) : std::nullopt,
          .renewal_window_days = static_cast<int>(window_days)};
}

std::vector<Judged> read_completions(rpc::Context& context, const db::Query& condition) {
  db::Query query(
      "SELECT completion.id, completion.person, version.course, version.id, completion.completed_date, "
      "completion.valid_to, version.validity_months, version.renewal_window_days FROM completion "
      "JOIN course_version version ON version.id = completion.course_version "
      "WHERE completion.revoked_date IS NULL AND ");
  query += condition;
  query += " ORDER BY completion.id";
  std::vector<Judged> all;
  for (const auto& [id, person, course, version, day, valid_to, months, window] :
       db::select<long long, long long, long long, long long, std::string, std::optional<std::string>,
                  std::optional<long long>, long long>(context.sql, query)) {
    all.push_back({id,
                   person,
                   course,
                   version,
                   {*rules::parse_date(day), rule_of(months, window)},
                   valid_to ? rules::parse_date(*valid_to) : std::nullopt});
  }
  return all;
}

void judge(rpc::Context& context, std::span<Judged> completions) {
  std::map<std::pair<long long, long long>, std::vector<Judged*>> by_course;
  for (Judged& one : completions) by_course[{one.person, one.course}].push_back(&one);
  for (const auto& [whose, of_one_course] : by_course) {
    std::vector<rules::Completed> completed;
    for (const Judged* one : of_one_course) completed.push_back(one->completed);
    const auto ends = rules::completion_ends(completed);
    for (std::size_t i = 0; i < ends.size(); ++i) {
      Judged& one = *of_one_course[i];
      const bool differs = std::exchange(one.end, ends[i]) != ends[i];
      if (differs && one.id != 0) correct_end(context, one);
    }
  }
}

void judge_without(rpc::Context& context, const db::Query& taken) {
  db::Query others(
      "EXISTS (SELECT 1 FROM (SELECT completion.person, own.course FROM completion "
      "JOIN course_version own ON own.id = completion.course_version WHERE ");
  others += taken;
  others += ") taken WHERE taken.person = completion.person AND taken.course = version.course) AND NOT (";
  others += taken;
  others += ")";
  auto left = read_completions(context, others);
  judge(context, left);
}

void follow_present_rule(rpc::Dispatcher& dispatcher) {
  const auto outdated = [](db::Session& sql) {
    return std::get<0>(*db::select_one<long long>(sql, "SELECT rule FROM completion_rule WHERE id = 1")) <
           rules::completion_rule;
  };
  bool left = false;
  dispatcher.database().read_now([&](db::Session& session) { left = outdated(session); });
  rpc::Caller caller;
  caller.system = true;
  for (long long done = 0; left;) {
    dispatcher.write_as(caller, method, [&](rpc::Context& context) {
      if (const auto last = next_person(context, done)) {
        auto some = read_completions(context, {"completion.person > ? AND completion.person <= ?", {done, *last}});
        judge(context, some);
        done = *last;
      } else {
        db::execute(context.sql, {"UPDATE completion_rule SET rule = ? WHERE id = 1",
                                  {static_cast<long long>(rules::completion_rule)}});
        left = false;
      }
    });
  }
}

}  // namespace muster::training
