// SPDX-License-Identifier: EUPL-1.2
#include "training/person_status.h"

#include <algorithm>
#include <map>

#include "platform/db/rows.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"
#include "rules/completion_validity.h"

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

std::vector<Held> held_by(rpc::Call& call, long long person) {
  std::map<std::string, v1::Course> course_of;  // by the version's name
  const std::string versions = "SELECT DISTINCT course_version FROM completion WHERE person = ?";
  for (const auto& version : db::query<v1::CourseVersion>(
           call.sql, {"SELECT " + db::columns<v1::CourseVersion>() + " FROM course_version WHERE id IN (" +
                          versions + ")",
                      {person}})) {
    course_of[version.name()] = *db::query_one<v1::Course>(
        call.sql, {"SELECT " + db::columns<v1::Course>() + " FROM course WHERE id = ?",
                   {db::id_of<v1::Course>(version.course())}});
  }
  std::vector<Held> held;
  for (auto& completion : db::query<v1::Completion>(
           call.sql, {"SELECT " + db::columns<v1::Completion>() +
                          " FROM completion WHERE person = ? AND revoked_date IS NULL",
                      {person}})) {
    std::optional<std::string> last;
    if (completion.has_valid_to()) last = completion.valid_to();
    held.push_back({completion, course_of.at(completion.course_version()),
                    validity_of(completion.valid_from(), last)});
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

// The requirements of that day for somebody of the person's category who is on the roster, or
// deployed, that day.
std::vector<v1::Requirement> applying(rpc::Call& call, long long person, const std::string& day) {
  const db::Query query{
      "SELECT " + db::columns<v1::Requirement>("requirement.") +
          " FROM requirement JOIN person ON person.id = ? "
          "WHERE requirement.valid_from <= ? AND (requirement.valid_to IS NULL OR requirement.valid_to >= ?) "
          "AND (requirement.categories = '[]' OR requirement.categories LIKE '%\"' || person.category || '\"%') "
          "AND ((requirement.population = 'POPULATION_ROSTER' AND EXISTS (SELECT 1 FROM affiliation "
          "WHERE affiliation.person = person.id AND affiliation.valid_from <= ? "
          "AND (affiliation.valid_to IS NULL OR affiliation.valid_to >= ?))) "
          "OR (requirement.population = 'POPULATION_DEPLOYED' AND EXISTS (SELECT 1 FROM deployment "
          "WHERE deployment.person = person.id AND deployment.actual_from <= ? "
          "AND (deployment.actual_to IS NULL OR deployment.actual_to >= ?) "
          "AND deployment.state NOT IN ('DEPLOYMENT_STATE_VOID', 'DEPLOYMENT_STATE_CANCELLED')))) "
          "ORDER BY requirement.code",
      {person, day, day, day, day, day, day}};
  return db::query<v1::Requirement>(call.sql, query);
}

std::vector<rules::Validity> waivers_of(rpc::Call& call, long long person, const v1::Requirement& requirement) {
  std::vector<rules::Validity> waivers;
  for (auto& [first, last] : db::select<std::string, std::string>(
           call.sql, {"SELECT valid_from, valid_to FROM waiver WHERE person = ? AND requirement = ?",
                      {person, db::id_of<v1::Requirement>(requirement.name())}})) {
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
  line.set_status(status_of(rules::training_status(completions, waivers, day, requirement.soon_days())));
  if (auto best = rules::best_completion(completions, day)) {
    line.set_completion(counting[*best]->completion.name());
    line.set_valid_to(counting[*best]->completion.valid_to());
  }
  return line;
}

}  // namespace

v1::TrainingStatus get_training_status(rpc::Call& call, const v1::GetTrainingStatusRequest& request) {
  const long long person = db::id_of(request.person(), "persons", "person");
  rpc::require_visible_person(call, person);
  const rules::Day day = request.has_as_of() ? *rules::parse_date(request.as_of()) : call.today();
  v1::TrainingStatus status;
  status.set_person(request.person());
  status.set_as_of(rules::format_date(day));
  const auto held = held_by(call, person);
  for (const v1::Requirement& requirement : applying(call, person, status.as_of())) {
    *status.add_lines() = line_of(requirement, held, waivers_of(call, person, requirement), day);
  }
  return status;
}

}  // namespace muster::training
