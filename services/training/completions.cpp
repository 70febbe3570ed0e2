// SPDX-License-Identifier: EUPL-1.2
#include "training/completions.h"

#include <algorithm>
#include <set>

#include "muster/facts/v1/facts.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/list.h"
#include "platform/rows/rows.h"
#include "platform/rpc/fact_rows.h"
#include "platform/rpc/plausible.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"
#include "training/times_of_service.h"
#include "training/validity.h"

namespace muster::training {
namespace {

std::string select_completions() { return "SELECT " + rows::columns<v1::Completion>() + " FROM completion WHERE "; }

v1::Completion read_completion(rpc::Context& context, long long id) {
  db::Query query{select_completions() + "id = ? AND ", {id}};
  query += rpc::visible_persons(rpc::scope_of(context), "completion.person", context.today());
  auto completion = rows::query_one<v1::Completion>(context.sql, query);
  if (!completion) throw status::not_found(proto::name_of<v1::Completion>(id));
  return *completion;
}

// What one request records, for each of its people alike.
struct Recording {
  v1::CourseVersion version;
  long long version_id, course;
  std::string topics;         // as in course.topics
  v1::Completion completion;  // without person and end
  rules::Completed completed;
};

v1::CourseVersion require_version(rpc::Context& context, const std::string& name) {
  auto version = rows::query_one<v1::CourseVersion>(
      context.sql, {"SELECT " + rows::columns<v1::CourseVersion>() + " FROM course_version WHERE id = ?",
                    {proto::id_of<v1::CourseVersion>(name, "course_version")}});
  if (!version) {
    throw status::invalid_argument("course_version", platform::v1::REASON_REFERENCE_NOT_FOUND,
                                   name + " does not exist; see ListCourseVersions", {{"name", name}});
  }
  return *version;
}

void check_date(rpc::Context& context, const v1::CourseVersion& version, const std::string& date,
                status::Violations& violations) {
  if (const std::string latest = rules::format_date(context.latest_day()); date > latest) {
    violations.add("completed_date", platform::v1::REASON_IN_FUTURE,
                   "is in the future; record the completion when it has happened", {{"latest", latest}});
  }
  if (date < version.valid_from() || (version.has_valid_to() && date > version.valid_to())) {
    const std::string end = version.has_valid_to() ? " to " + version.valid_to() : " on";
    status::Metadata metadata{{"name", version.version()}, {"valid_from", version.valid_from()}};
    if (version.has_valid_to()) metadata["valid_to"] = version.valid_to();
    violations.add("completed_date", platform::v1::REASON_NOT_VALID_THEN,
                   "version " + version.version() + " was given from " + version.valid_from() + end +
                       "; give a date of those, or the version that was given then",
                   std::move(metadata));
  }
}

Recording start_recording(rpc::Context& context, const v1::RecordCompletionsRequest& request) {
  Recording recording;
  recording.version = require_version(context, request.course_version());
  status::Violations violations;
  check_date(context, recording.version, request.completed_date(), violations);
  std::set<std::string> seen;
  for (int i = 0; i < request.persons_size(); ++i) {
    if (!seen.insert(request.persons(i)).second) {
      violations.add("persons[" + std::to_string(i) + "]", platform::v1::REASON_NAMED_TWICE,
                     "is named twice; name everybody once");
    }
  }
  violations.throw_if_any();
  recording.version_id = proto::id_of<v1::CourseVersion>(recording.version.name());
  recording.course = proto::id_of<v1::Course>(recording.version.course());
  recording.topics = std::get<0>(
      *db::select_one<std::string>(context.sql, {"SELECT topics FROM course WHERE id = ?", {recording.course}}));
  recording.completed.day = *rules::parse_date(request.completed_date());
  const v1::CourseVersion& version = recording.version;
  recording.completed.rule =
      rule_of(version.has_validity_months() ? std::optional<long long>(version.validity_months()) : std::nullopt,
              version.renewal_window_days());
  v1::Completion& completion = recording.completion;
  completion.set_course_version(request.course_version());
  completion.set_completed_date(request.completed_date());
  completion.set_valid_from(request.completed_date());
  completion.set_source(request.recognised() ? v1::COMPLETION_SOURCE_RECOGNISED : v1::COMPLETION_SOURCE_RECORDED);
  completion.set_evidence(request.evidence());
  completion.set_plausible_reason(request.plausible_reason());
  return recording;
}

// Tells of everybody who cannot be found at once: a pasted list is mended in one go.
std::vector<long long> require_people(rpc::Context& context, const v1::RecordCompletionsRequest& request) {
  std::vector<long long> people;
  std::vector<status::FieldViolation> missing;
  for (int i = 0; i < request.persons_size(); ++i) {
    const std::string field = "persons[" + std::to_string(i) + "]";
    people.push_back(proto::id_of(request.persons(i), "persons", field));
    try {
      rpc::require_visible_person(context, people.back());
    } catch (const status::Error& error) {
      if (error.code() != status::Code::not_found) throw;
      missing.push_back({field, platform::v1::REASON_NOT_FOUND,
                         error.message() + "; give somebody who exists and whom your roles cover", error.metadata()});
    }
  }
  if (!missing.empty()) {
    throw status::Error(status::Code::not_found, platform::v1::REASON_NOT_FOUND, missing.front().description,
                        missing.front().metadata)
        .with_violations(std::move(missing));
  }
  return people;
}

// Throws unless everybody can have completed something on that day, or the request says why it is right.
void require_plausible(rpc::Context& context, const v1::RecordCompletionsRequest& request, const Recording& recording,
                       const std::vector<long long>& people) {
  const auto times = times_of_service(context, people);
  status::Violations violations;
  for (std::size_t i = 0; i < people.size(); ++i) {
    const auto time = times.find(people[i]);
    if (time == times.end()) continue;
    rules::Doubt doubt = rules::doubt_of_completion(recording.completed.day, time->second.birth, time->second.last);
    if (doubt) doubt = "completed_date " + *doubt;
    rpc::add_doubt(violations, "persons[" + std::to_string(i) + "]", doubt, "plausible_reason",
                   request.plausible_reason());
  }
  violations.throw_if_any();
}

void append_fact(rpc::Context& context, const Recording& recording, long long person, long long id,
                 const v1::Completion& completion) {
  facts::v1::CompletionFact fact;
  fact.set_record(id);
  fact.set_subject(rpc::subject_of(context, person));
  rpc::set_days(fact, completion.valid_from(),
                completion.has_valid_to() ? std::optional(completion.valid_to()) : std::nullopt);
  fact.set_course(recording.course);
  fact.set_topics(recording.topics);
  rpc::append<facts::v1::CompletionFact>(context, fact);
}

// The completion that the person has of this version and date already, or a new one.
v1::Completion record_one(rpc::Context& context, const Recording& recording, long long person, bool& created) {
  auto of_the_course =
      read_completions(context, {"completion.person = ? AND version.course = ?", {person, recording.course}});
  const auto there = std::find_if(of_the_course.begin(), of_the_course.end(), [&](const Judged& one) {
    return one.version == recording.version_id && one.completed.day == recording.completed.day;
  });
  created = there == of_the_course.end();
  long long id = 0;
  if (created) {
    of_the_course.push_back({.person = person, .course = recording.course, .completed = recording.completed});
    judge(context, of_the_course);
    v1::Completion completion = recording.completion;
    completion.set_person("persons/" + std::to_string(person));
    if (const auto end = of_the_course.back().end) completion.set_valid_to(rules::format_date(*end));
    id = rows::insert(context.sql, "completion", completion);
    append_fact(context, recording, person, id, completion);
  } else {
    id = there->id;
  }
  return *rows::query_one<v1::Completion>(context.sql, {select_completions() + "id = ?", {id}});
}

}  // namespace

v1::RecordCompletionsResponse record_completions(rpc::Context& context, const v1::RecordCompletionsRequest& request) {
  // The ledger's lock first: of two requests with the same people the second finds the first's rows.
  context.sequence();
  const Recording recording = start_recording(context, request);
  v1::RecordCompletionsResponse response;
  const std::vector<long long> people = require_people(context, request);
  require_plausible(context, request, recording, people);
  for (long long person : people) {
    bool created = false;
    *response.add_completions() = record_one(context, recording, person, created);
    if (created) {
      response.set_created_count(response.created_count() + 1);
    } else {
      response.set_unchanged_count(response.unchanged_count() + 1);
    }
  }
  return response;
}

v1::Completion revoke_completion(rpc::Context& context, const v1::RevokeCompletionRequest& request) {
  context.sequence();  // as above
  const long long id = proto::id_of<v1::Completion>(request.name());
  v1::Completion completion = read_completion(context, id);
  if (completion.has_revoked_date()) {
    throw status::failed_precondition(platform::v1::REASON_ALREADY_ENDED,
                                      completion.name() + " was revoked on " + completion.revoked_date() +
                                          "; record the completion anew if it holds after all",
                                      {{"name", completion.name()}, {"date", completion.revoked_date()}});
  }
  completion.set_revoked_date(rules::format_date(context.today()));
  completion.set_revoked_reason(request.reason());
  google::protobuf::FieldMask mask;
  mask.add_paths("revoked_date");
  mask.add_paths("revoked_reason");
  judge_without(context, {"completion.id = ?", {id}});
  rows::update(context.sql, "completion", completion, mask);
  rpc::void_records<facts::v1::CompletionFact>(context, {"SELECT CAST(? AS BIGINT)", {id}});
  return read_completion(context, id);
}

proto::Encoded<v1::ListCompletionsResponse> list_completions(rpc::Context& context,
                                                             const v1::ListCompletionsRequest& request) {
  rows::ListSpec spec;
  spec.table = "completion";
  spec.default_order = "completed_date desc";
  spec.where = rpc::visible_persons(rpc::scope_of(context), "completion.person", context.today());
  if (!request.person().empty()) {
    const long long person = proto::id_of(request.person(), "persons", "person");
    rpc::require_visible_person(context, person);
    spec.where += {" AND completion.person = ?", {person}};
  }
  return rows::list<v1::Completion, v1::ListCompletionsResponse>(context.sql, request, spec);
}

}  // namespace muster::training
