// SPDX-License-Identifier: EUPL-1.2
#include "training/completion_import.h"

#include <algorithm>
#include <unordered_map>

#include "muster/facts/v1/facts.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "muster/training/v1/training.pb.h"
#include "platform/db/bulk.h"
#include "platform/imports/fields.h"
#include "platform/imports/lookup.h"
#include "platform/imports/void_facts.h"
#include "platform/proto/references.h"
#include "platform/rows/rows.h"
#include "platform/rpc/fact_rows.h"
#include "platform/rpc/scope.h"
#include "rules/completion_validity.h"

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

// Of completions that were not revoked.
struct Recorded {
  long long course, version;
  rules::EarlierCompletion completion;
};

struct Person {
  long long id;
  std::vector<Recorded> recorded;
};

// Person number -> who is visible, with what is recorded.
using People = std::unordered_map<std::string, Person>;

class CompletionImport : public imports::UnpreparedWork {
 public:
  void check(rpc::Context& context, std::span<const Row> rows, Findings& findings) override;

 private:
  void apply(rpc::Context& context, std::span<const Row> rows, Effects& effects) override;
  void load_versions(rpc::Context& context);
  const Version* find_version(const Row& row) const;
  void check_row(const Row& row, const std::string& today, const People& people, Findings& findings);
  void check_repeated(const Row& row, Findings& findings);

  bool loaded_ = false;
  std::map<std::pair<std::string, std::string>, Version> versions_;  // by course code and version
  std::unordered_map<std::string, int> courses_;                     // code -> number of versions
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
           "SELECT course_version.id, course.id, course.code, course_version.version,"
           " course_version.validity_months, course_version.renewal_window_days, course_version.valid_from,"
           " course_version.valid_to, course.topics"
           " FROM course_version JOIN course ON course.id = course_version.course")) {
    rules::ValidityRule rule;
    if (months) rule.months = static_cast<int>(*months);
    rule.renewal_window_days = static_cast<int>(window);
    versions_[{code, name}] = {id, course_id, rule, from, to, topics};
    ++courses_[code];
  }
}

const Version* CompletionImport::find_version(const Row& row) const {
  const auto found = versions_.find({std::string(row.at("course")), std::string(row.at("version"))});
  return found == versions_.end() ? nullptr : &found->second;
}

People find_people(rpc::Context& context, std::span<const Row> rows) {
  std::set<std::string> numbers;
  for (const Row& row : rows) numbers.insert(std::string(row.at("number")));
  People people;
  db::Query visible(" AND ");
  visible += rpc::visible_persons(rpc::scope_of(context), "person.id", context.today());
  imports::select_in<std::string, long long>(
      context.sql, "SELECT person.number, person.id FROM person WHERE person.number", numbers, visible,
      [&](const std::string& number, long long id) { people[number].id = id; });
  imports::select_in<std::string, long long, long long, std::string, std::optional<std::string>>(
      context.sql,
      "SELECT person.number, course_version.course, course_version.id, completion.completed_date,"
      " completion.valid_to FROM completion JOIN person ON person.id = completion.person"
      " JOIN course_version ON course_version.id = completion.course_version"
      " WHERE completion.revoked_date IS NULL AND person.number",
      numbers, " ORDER BY completion.id",
      [&](const std::string& number, long long course, long long version, const std::string& day,
          const std::optional<std::string>& valid_to) {
        const auto person = people.find(number);
        if (person == people.end()) return;
        person->second.recorded.push_back(
            {course, version, {*rules::parse_date(day), valid_to ? rules::parse_date(*valid_to) : std::nullopt}});
      });
  return people;
}

void CompletionImport::check_row(const Row& row, const std::string& today, const People& people, Findings& findings) {
  v1::Completion completion;
  const auto person = people.find(std::string(row.at("number")));
  if (person == people.end()) {
    findings.wrong(row, "number", "is not the number of somebody on the roster within your units");
  } else {
    completion.set_person("persons/" + std::to_string(person->second.id));
  }
  const Version* found = find_version(row);
  if (found) {
    completion.set_course_version(proto::name_of<v1::CourseVersion>(found->id));
  } else if (!courses_.contains(std::string(row.at("course")))) {
    findings.wrong(row, "course", "is not the code of a course that has a version; create it first");
  } else {
    findings.wrong(row, "version", "is not a version of the course; create it first");
  }
  imports::read_fields(row, completion, findings);
  imports::check_fields(row, completion, findings);
  const std::string& day = completion.completed_date();
  if (!findings.left_out(row.line) && day > today) {
    findings.wrong(row, "completed_date", "is in the future; give the day on which it was completed");
  }
  if (!findings.left_out(row.line) && (day < found->from || (found->to && day > *found->to))) {
    findings.wrong(row, "completed_date",
                   "is outside the days on which the version was given, " + found->from + " to " +
                       found->to.value_or("now") + "; give a date of those, or the version that was given then");
  }
  check_repeated(row, findings);
  if (findings.left_out(row.line)) return;
  for (const Recorded& recorded : person->second.recorded) {
    if (recorded.version == found->id && recorded.completion.completed == rules::parse_date(day)) {
      return findings.unchanged(row);
    }
  }
}

void CompletionImport::check_repeated(const Row& row, Findings& findings) {
  if (findings.left_out(row.line)) return;
  std::string key;
  for (const char* column : {"number", "course", "version", "completed_date"}) {
    key += std::string(row.at(column)) + '\n';
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
  const std::string today = rules::format_date(context.today());
  const People people = find_people(context, rows);
  for (const Row& row : rows) check_row(row, today, people, findings);
}

// The last day of what a completion of the course on that day renews.
std::optional<rules::Day> renewed_end(const Person& person, long long course, rules::Day completed) {
  std::vector<rules::EarlierCompletion> of_the_course;
  for (const Recorded& recorded : person.recorded) {
    if (recorded.course == course) of_the_course.push_back(recorded.completion);
  }
  return rules::renewed_end(of_the_course, completed);
}

void CompletionImport::apply(rpc::Context& context, std::span<const Row> rows, Effects& effects) {
  context.sequence();  // what follows carries the time at which the ledger was locked
  People people = find_people(context, rows);
  std::vector<const Row*> by_date;
  for (const Row& row : rows) by_date.push_back(&row);
  std::stable_sort(by_date.begin(), by_date.end(),
                   [](const Row* a, const Row* b) { return a->at("completed_date") < b->at("completed_date"); });
  std::vector<v1::Completion> completions;
  std::vector<CompletionFact> facts;
  for (const Row* row : by_date) {
    const auto person = people.find(std::string(row->at("number")));
    if (person == people.end())
      throw status::failed_precondition(platform::v1::REASON_CHANGED_MEANWHILE,
                                        "the roster changed while the import ran; start again");
    const Version& done = *find_version(*row);
    v1::Completion& completion = completions.emplace_back();
    completion.set_person("persons/" + std::to_string(person->second.id));
    completion.set_course_version(proto::name_of<v1::CourseVersion>(done.id));
    Findings none;
    imports::read_fields(*row, completion, none);
    imports::check_fields(*row, completion, none);
    const std::string& day = completion.completed_date();
    const rules::Day completed = *rules::parse_date(day);
    const auto end = rules::completion_end(completed, done.rule, renewed_end(person->second, done.course, completed));
    const auto last = end ? std::optional(rules::format_date(*end)) : std::nullopt;
    person->second.recorded.push_back({done.course, done.id, {completed, end}});
    completion.set_valid_from(day);
    if (last) completion.set_valid_to(*last);
    completion.set_source(v1::COMPLETION_SOURCE_IMPORTED);
    CompletionFact& fact = facts.emplace_back();
    fact.set_subject(rpc::subject_of(context, person->second.id));
    rpc::set_days(fact, day, last);
    fact.set_course(done.course);
    fact.set_topics(done.topics);
  }
  const auto ids = imports::create_all<v1::Completion>(context, effects, completions);
  for (std::size_t i = 0; i < ids.size(); ++i) facts[i].set_record(ids[i]);
  effects.created(proto::table_of<CompletionFact>(), rpc::append_all<CompletionFact>(context, facts));
}

// A later completion of the same course may have taken its days from an imported one.
std::vector<std::string> renewed_since(rpc::Context& context, const Effects& effects) {
  std::vector<std::string> reasons;
  imports::for_each_range(effects, "completion", [&](long long first, long long last) {
    for (const auto& [later, earlier] : db::select<long long, long long>(
             context.sql,
             {"SELECT later.id, earlier.id FROM completion earlier"
              " JOIN course_version old_version ON old_version.id = earlier.course_version"
              " JOIN completion later ON later.person = earlier.person AND later.id > ? AND later.id > earlier.id"
              " AND later.completed_date > earlier.completed_date"
              " JOIN course_version new_version ON new_version.id = later.course_version"
              " AND new_version.course = old_version.course AND new_version.validity_months IS NOT NULL"
              " WHERE earlier.id BETWEEN ? AND ? ORDER BY later.id LIMIT 3",
              {effects.of("completion").back().second, first, last}})) {
      reasons.push_back("completions/" + std::to_string(later) + " renews completions/" + std::to_string(earlier));
    }
  });
  return reasons;
}

void undo(rpc::Context& context, const Effects& effects) { imports::void_facts<CompletionFact>(context, effects); }

}  // namespace

imports::Kind completion_import() {
  return {imports::v1::IMPORT_KIND_COMPLETIONS,
          "muster.training.v1.TrainingService/RecordCompletions",
          false,
          {layout()},
          [](long long, const imports::v1::Import&) -> std::unique_ptr<imports::Work> {
            return std::make_unique<CompletionImport>();
          },
          {v1::Completion::descriptor()},
          &undo,
          &renewed_since};
}

}  // namespace muster::training
