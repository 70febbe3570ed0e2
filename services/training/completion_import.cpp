// SPDX-License-Identifier: EUPL-1.2
#include "training/completion_import.h"

#include <algorithm>
#include <unordered_map>

#include "muster/facts/v1/facts.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "muster/training/v1/training.pb.h"
#include "platform/db/bulk.h"
#include "platform/imports/erasure.h"
#include "platform/imports/fields.h"
#include "platform/imports/lookup.h"
#include "platform/imports/people_named.h"
#include "platform/imports/void_facts.h"
#include "platform/proto/references.h"
#include "platform/rows/rows.h"
#include "platform/rpc/fact_rows.h"
#include "platform/rpc/scope.h"
#include "platform/text/code_key.h"
#include "training/times_of_service.h"
#include "training/validity.h"

namespace muster::training {
namespace {

using facts::v1::CompletionFact;
using imports::Effects;
using imports::Findings;
using imports::Row;

const imports::Layout& layout() {
  static const auto columns = imports::layout_of<v1::Completion>({{"number", "person"},
                                                                  {"course", "course_version"},
                                                                  {"version", "course_version"},
                                                                  {"completed_date", "completed_date"},
                                                                  {"evidence", "evidence"}});
  return columns;
}

struct Version {
  long long id, course;
  rules::ValidityRule rule;
  std::string from;
  std::optional<std::string> to;
  std::string topics;
};

struct Person {
  long long id;
  std::vector<Judged> recorded;  // not revoked
  TimeOfService service = {};
};

// A number's key -> who is visible, with what is recorded.
using People = std::unordered_map<std::string, Person>;

class CompletionImport : public imports::UnpreparedWork {
 public:
  explicit CompletionImport(std::string plausible_reason) : plausible_reason_(std::move(plausible_reason)) {}

  void check(rpc::Context& context, std::span<const Row> rows, Findings& findings) override;

 private:
  void apply(rpc::Context& context, std::span<const Row> rows, Effects& effects) override;
  void load_versions(rpc::Context& context);
  const Version* find_version(const Row& row) const;
  void check_row(const rpc::Context& context, const Row& row, const std::string& latest,
                 const imports::PeopleNamed& named, const People& people, Findings& findings);
  void check_repeated(const Row& row, const imports::PeopleNamed& named, Findings& findings);

  const std::string plausible_reason_;
  bool loaded_ = false;
  std::map<std::pair<std::string, std::string>, Version> versions_;  // by the keys of course code and version
  std::unordered_map<std::string, int> courses_;                     // its code's key -> number of versions
  struct Seen {
    int line;
    std::string evidence;
  };
  std::map<std::string, Seen> seen_;
};

void CompletionImport::load_versions(rpc::Context& context) {
  if (loaded_) return;
  loaded_ = true;
  for (auto& [id, course_id, code, name, months, window, from, to, topics] :
       db::select<long long, long long, std::string, std::string, std::optional<long long>, long long, std::string,
                  std::optional<std::string>, std::string>(
           context.sql,
           "SELECT course_version.id, course.id, course.code_key, course_version.version_key,"
           " course_version.validity_months, course_version.renewal_window_days, course_version.valid_from,"
           " course_version.valid_to, course.topics"
           " FROM course_version JOIN course ON course.id = course_version.course")) {
    versions_[{code, name}] = {id, course_id, rule_of(months, window), from, to, topics};
    ++courses_[code];
  }
}

const Version* CompletionImport::find_version(const Row& row) const {
  const auto found = versions_.find({text::code_key(row.at("course")), text::code_key(row.at("version"))});
  return found == versions_.end() ? nullptr : &found->second;
}

imports::PeopleNamed named_in(rpc::Context& context, std::span<const Row> rows) {
  return {context, rows, "completed_date"};
}

People find_people(rpc::Context& context, const std::set<std::string>& numbers) {
  People people;
  db::Query visible(" AND ");
  visible += rpc::visible_persons(rpc::scope_of(context), "person.id", context.today());
  imports::select_in<std::string, long long>(
      context.sql, "SELECT person.number_key, person.id FROM person WHERE person.number_key", numbers, visible,
      [&](const std::string& number, long long id) { people[number].id = id; });
  std::vector<long long> ids;
  std::unordered_map<long long, Person*> by_id;
  for (auto& [number, person] : people) {
    ids.push_back(person.id);
    by_id[person.id] = &person;
  }
  for (const Judged& one : read_completions(context, db::one_of("completion.person", ids))) {
    by_id.at(one.person)->recorded.push_back(one);
  }
  for (const auto& [id, service] : times_of_service(context, ids)) by_id.at(id)->service = service;
  return people;
}

void CompletionImport::check_row(const rpc::Context& context, const Row& row, const std::string& latest,
                                 const imports::PeopleNamed& named, const People& people, Findings& findings) {
  v1::Completion completion;
  const auto person = people.find(named.number_key(row));
  if (named.complain(row, findings)) {
    // Which of them is for whoever has the file to say.
  } else if (person == people.end()) {
    findings.wrong(
        row, "number",
        "is not the number of somebody on the roster within your units, nor an identifier of theirs on that day");
  } else {
    completion.set_person("persons/" + std::to_string(person->second.id));
  }
  const Version* found = find_version(row);
  if (found) {
    completion.set_course_version(proto::name_of<v1::CourseVersion>(found->id));
  } else if (!courses_.contains(text::code_key(row.at("course")))) {
    findings.wrong(row, "course", "is not the code of a course that has a version; create it first");
  } else {
    findings.wrong(row, "version", "is not a version of the course; create it first");
  }
  imports::read_fields(row, completion, findings);
  imports::check_fields(row, completion, findings);
  const std::string& day = completion.completed_date();
  if (!findings.left_out(row.line) && day > latest) {
    findings.wrong(row, "completed_date", "is in the future; give the day on which it was completed");
  }
  if (!findings.left_out(row.line) && (day < found->from || (found->to && day > *found->to))) {
    findings.wrong(row, "completed_date",
                   "is outside the days on which the version was given, " + found->from + " to " +
                       found->to.value_or("now") + "; give a date of those, or the version that was given then");
  }
  check_repeated(row, named, findings);
  if (findings.left_out(row.line)) return;
  const auto& [birth, last] = person->second.service;
  findings.doubt(row, "completed_date", rules::doubt_of_completion(*rules::parse_date(day), birth, last),
                 plausible_reason_);
  if (findings.left_out(row.line)) return;
  for (const Judged& recorded : person->second.recorded) {
    if (recorded.version == found->id && recorded.completed.day == rules::parse_date(day)) {
      return findings.unchanged(row);
    }
  }
  imports::complain_of_own(context, row, person->second.id, findings);
}

void CompletionImport::check_repeated(const Row& row, const imports::PeopleNamed& named, Findings& findings) {
  if (findings.left_out(row.line)) return;
  std::string key = named.number_key(row) + '\n';
  for (const char* column : {"course", "version", "completed_date"}) {
    key += text::code_key(row.at(column)) + '\n';
  }
  const auto [seen, first] = seen_.emplace(key, Seen{row.line, std::string(row.at("evidence"))});
  if (first) return;
  const std::string where = "line " + std::to_string(seen->second.line);
  if (seen->second.evidence == row.at("evidence")) {
    findings.add(row, imports::v1::ROW_OUTCOME_DUPLICATE, "", "says the same as " + where);
  } else {
    findings.wrong(row, "evidence", "differs from " + where + ", which is the same completion; keep one of them");
  }
}

void CompletionImport::check(rpc::Context& context, std::span<const Row> rows, Findings& findings) {
  load_versions(context);
  imports::keep_no_erased(context, rows, "number", findings);
  const std::string latest = rules::format_date(context.latest_day());
  const auto named = named_in(context, rows);
  const People people = find_people(context, named.number_keys(rows));
  for (const Row& row : rows) {
    if (!findings.left_out(row.line)) check_row(context, row, latest, named, people, findings);
  }
}

void CompletionImport::apply(rpc::Context& context, std::span<const Row> rows, Effects& effects) {
  context.sequence();  // what follows carries the time at which the ledger was locked
  const auto named = named_in(context, rows);
  People people = find_people(context, named.number_keys(rows));
  std::vector<v1::Completion> completions;
  std::vector<const Version*> versions;
  std::vector<std::pair<Person*, std::size_t>> places;  // of each among its person's
  for (const Row& row : rows) {
    const auto person = people.find(named.number_key(row));
    if (person == people.end())
      throw status::failed_precondition(platform::v1::REASON_CHANGED_MEANWHILE,
                                        "the roster changed while the import ran; start again");
    const Version& done = *versions.emplace_back(find_version(row));
    v1::Completion& completion = completions.emplace_back();
    completion.set_person("persons/" + std::to_string(person->second.id));
    completion.set_course_version(proto::name_of<v1::CourseVersion>(done.id));
    Findings none;
    imports::read_fields(row, completion, none);
    imports::check_fields(row, completion, none);
    completion.set_valid_from(completion.completed_date());
    completion.set_source(v1::COMPLETION_SOURCE_IMPORTED);
    const auto& [birth, last] = person->second.service;
    if (rules::doubt_of_completion(*rules::parse_date(completion.completed_date()), birth, last)) {
      completion.set_plausible_reason(plausible_reason_);
    }
    auto& recorded = person->second.recorded;
    places.emplace_back(&person->second, recorded.size());
    recorded.push_back({.person = person->second.id,
                        .course = done.course,
                        .version = done.id,
                        .completed = {*rules::parse_date(completion.completed_date()), done.rule}});
  }
  for (auto& [number, person] : people) judge(context, person.recorded);
  std::vector<CompletionFact> facts;
  for (std::size_t i = 0; i < completions.size(); ++i) {
    const Judged& judged = places[i].first->recorded[places[i].second];
    const auto last = judged.end ? std::optional(rules::format_date(*judged.end)) : std::nullopt;
    if (last) completions[i].set_valid_to(*last);
    CompletionFact& fact = facts.emplace_back();
    fact.set_subject(rpc::subject_of(context, judged.person));
    rpc::set_days(fact, completions[i].completed_date(), last);
    fact.set_course(judged.course);
    fact.set_topics(versions[i]->topics);
  }
  const auto ids = imports::create_all<v1::Completion>(context, effects, completions);
  for (std::size_t i = 0; i < ids.size(); ++i) facts[i].set_record(ids[i]);
  effects.created(proto::table_of<CompletionFact>(), rpc::append_all<CompletionFact>(context, facts));
}

void undo(rpc::Context& context, const Effects& effects) {
  imports::void_facts<CompletionFact>(context, effects);
  db::Query taken("(1 = 0");
  imports::for_each_range(effects, "completion", [&](long long first, long long last) {
    taken += {" OR completion.id BETWEEN ? AND ?", {first, last}};
  });
  taken += ")";
  judge_without(context, taken);
}

}  // namespace

imports::Kind completion_import() {
  return {imports::v1::IMPORT_KIND_COMPLETIONS,
          "muster.training.v1.TrainingService/RecordCompletions",
          false,
          {layout()},
          [](long long, const imports::v1::Import& import) -> std::unique_ptr<imports::Work> {
            return std::make_unique<CompletionImport>(import.plausible_reason());
          },
          {v1::Completion::descriptor()},
          &undo};
}

}  // namespace muster::training
