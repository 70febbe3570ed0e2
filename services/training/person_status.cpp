// SPDX-License-Identifier: EUPL-1.2
#include "training/person_status.h"

#include <algorithm>
#include <map>

#include "platform/rows/rows.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"
#include "rules/completion_validity.h"
#include "training/standing.h"

namespace muster::training {
namespace {

// A completion that was not revoked, with what it can count for.
struct Held {
  v1::Completion completion;
  v1::Course course;
  rules::Validity validity;
};

rules::Validity validity_of(const std::string& first, const std::optional<std::string>& last) {
  return {*rules::parse_date(first), last ? *rules::parse_date(*last) + 1 : rules::open_validity};
}

std::vector<Held> held_by(rpc::Context& context, long long person) {
  std::map<std::string, v1::Course> course_of;  // by the version's name
  const std::string versions = "SELECT DISTINCT course_version FROM completion WHERE person = ?";
  for (const auto& version : rows::query<v1::CourseVersion>(
           context.sql,
           {"SELECT " + rows::columns<v1::CourseVersion>() + " FROM course_version WHERE id IN (" + versions + ")",
            {person}})) {
    course_of[version.name()] = *rows::query_one<v1::Course>(
        context.sql, {"SELECT " + rows::columns<v1::Course>() + " FROM course WHERE id = ?",
                      {proto::id_of<v1::Course>(version.course())}});
  }
  std::vector<Held> held;
  for (auto& completion : rows::query<v1::Completion>(
           context.sql,
           {"SELECT " + rows::columns<v1::Completion>() + " FROM completion WHERE person = ? AND revoked_date IS NULL",
            {person}})) {
    std::optional<std::string> last;
    if (completion.has_valid_to()) last = completion.valid_to();
    held.push_back({completion, course_of.at(completion.course_version()), validity_of(completion.valid_from(), last)});
  }
  return held;
}

bool meets(const v1::Course& course, const v1::Requirement& requirement) {
  for (const auto& wanted : requirement.courses()) {
    if (wanted == course.name()) return true;
  }
  return std::any_of(course.topics().begin(), course.topics().end(), [&](int topic) {
    return std::find(requirement.topics().begin(), requirement.topics().end(), topic) != requirement.topics().end();
  });
}

std::vector<v1::Requirement> in_force(rpc::Context& context, const std::string& day) {
  return rows::query<v1::Requirement>(context.sql, {"SELECT " + rows::columns<v1::Requirement>() +
                                                        " FROM requirement WHERE valid_from <= ? AND (valid_to IS NULL "
                                                        "OR valid_to >= ?) ORDER BY code",
                                                    {day, day}});
}

// The first of the person's places that day whom the requirement concerns; null: it concerns none.
const Place* place_in(const v1::Requirement& requirement, const Standing& standing) {
  const bool of_deployed = requirement.population() == v1::POPULATION_DEPLOYED;
  for (const Place& place : of_deployed ? standing.deployed : standing.on_roster) {
    const auto& wanted = requirement.categories();
    const bool concerned = wanted.empty() || std::any_of(wanted.begin(), wanted.end(), [&](int category) {
                             return platform::v1::Category_Name(category) == place.category;
                           });
    if (concerned) return &place;
  }
  return nullptr;
}

std::vector<rules::Validity> waivers_of(rpc::Context& context, long long person, const v1::Requirement& requirement) {
  std::vector<rules::Validity> waivers;
  for (auto& [first, last] : db::select<std::string, std::string>(
           context.sql, {"SELECT valid_from, valid_to FROM waiver WHERE person = ? AND requirement = ? "
                         "AND revoked_date IS NULL",
                         {person, proto::id_of<v1::Requirement>(requirement.name())}})) {
    waivers.push_back(validity_of(first, last));
  }
  return waivers;
}

v1::Status status_of(rules::TrainingStatus status) {
  switch (status) {
    case rules::TrainingStatus::valid: return v1::STATUS_VALID;
    case rules::TrainingStatus::soon: return v1::STATUS_SOON;
    case rules::TrainingStatus::expired: return v1::STATUS_EXPIRED;
    case rules::TrainingStatus::never: return v1::STATUS_NEVER;
    case rules::TrainingStatus::waived: return v1::STATUS_WAIVED;
    case rules::TrainingStatus::unknown: return v1::STATUS_UNKNOWN;
  }
  return v1::STATUS_UNKNOWN;
}

v1::TrainingStatus::Line line_of(const v1::Requirement& requirement, const std::vector<Held>& held,
                                 const std::vector<rules::Validity>& waivers, rules::Day day) {
  std::vector<const Held*> counting;
  std::vector<rules::Validity> completions;
  for (const Held& one : held) {
    if (!meets(one.course, requirement)) continue;
    counting.push_back(&one);
    completions.push_back(one.validity);
  }
  v1::TrainingStatus::Line line;
  line.set_requirement(requirement.name());
  line.set_display_name(requirement.display_name());
  line.set_judged_date(rules::format_date(day));
  line.set_status(status_of(rules::training_status(completions, waivers, day, requirement.soon_days())));
  if (auto best = rules::best_completion(completions, day)) {
    line.set_completion(counting[*best]->completion.name());
    line.set_valid_to(counting[*best]->completion.valid_to());
  }
  return line;
}

}  // namespace

v1::TrainingStatus get_training_status(rpc::Context& context, const v1::GetTrainingStatusRequest& request) {
  const long long person = proto::id_of(request.person(), "persons", "person");
  rpc::require_visible_person(context, person);
  const rules::Day day = request.has_as_of() ? *rules::parse_date(request.as_of()) : context.today();
  v1::TrainingStatus status;
  status.set_person(request.person());
  status.set_as_of(rules::format_date(day));
  const auto held = held_by(context, person);
  const Standing standing = standing_of(context, person, day);
  for (const v1::Requirement& requirement : in_force(context, status.as_of())) {
    const Place* place = place_in(requirement, standing);
    if (place == nullptr) continue;
    const rules::Day judged =
        rules::judged_day(rules::requirement_time(v1::RequirementTime_Name(requirement.time())), day,
                          {.departure = place->departure, .nomination = standing.nomination});
    *status.add_lines() = line_of(requirement, held, waivers_of(context, person, requirement), judged);
  }
  return status;
}

}  // namespace muster::training
