// SPDX-License-Identifier: EUPL-1.2
#include "roster/person_import.h"

#include <algorithm>
#include <functional>
#include <future>
#include <map>
#include <unordered_map>

#include "muster/platform/v1/reasons.pb.h"
#include "muster/roster/v1/roster.pb.h"
#include "platform/imports/erasure.h"
#include "platform/imports/fields.h"
#include "platform/imports/lookup.h"
#include "platform/proto/references.h"
#include "platform/rows/names.h"
#include "platform/rows/rows.h"
#include "platform/rpc/scope.h"
#include "platform/rpc/taken_numbers.h"
#include "platform/rpc/unit_in_force.h"
#include "platform/text/code_key.h"
#include "roster/affiliations.h"
#include "roster/person_import_rows.h"
#include "roster/ranks.h"
#include "rules/identifier_forms.h"

namespace muster::roster {
namespace {

using imports::Findings;
using imports::Row;

const imports::Layout& layout() {
  static const auto columns = imports::layout_of<v1::CreatePersonRequest>(
      {{"number", "person.number"},
       {"given_name", "person.given_name", imports::Need::column},
       {"family_name", "person.family_name", imports::Need::column},
       {"preferred_name", "person.preferred_name"},
       {"birth_date", "person.birth_date"},
       {.column = "gender", .path = "person.gender", .complaint = "must say the gender; give"},
       {"nationality", "person.nationality"},
       {"category", "person.category"},
       {"unit", "affiliation.unit"},
       {"branch", "affiliation.branch"},
       {"rank", "affiliation.rank"},
       {"position", "affiliation.position"},
       {"valid_from", "affiliation.valid_from"}});
  return columns;
}

// A row that nothing was found wrong with.
struct Checked {
  const Row* row;
  const PersonDraft* draft;
};

class PersonImport : public imports::Work {
 public:
  explicit PersonImport(std::string plausible_reason) : plausible_reason_(std::move(plausible_reason)) {}

  void check(rpc::Context& context, std::span<const Row> rows, Findings& findings) override;
  void finish_check(rpc::Context&, Findings&) override {
    lines_ = {};  // of a large file, a third of the memory
    alike_ = {};
  }
  imports::Write prepare(std::span<const Row> rows) override;

 private:
  void load_codes(rpc::Context& context);
  PersonDraft read(const Row& row, Findings& findings) const;
  std::vector<PersonDraft> read_all(std::span<const Row> rows, Findings& findings) const;
  const v1::Rank* find_rank(const Row& row, std::string& problem) const;
  void check_number(const Row& row, const std::string& key, Findings& findings);
  void tell_look_alikes(rpc::Context& context, const std::map<std::string, Checked>& by_number, Findings& findings);
  void compare_with_roster(rpc::Context& context, const std::map<std::string, Checked>& by_number, Findings& findings);
  static void find_taken(rpc::Context& context, std::span<const Row> rows, Findings& findings);

  void check_plausible(const Row& row, PersonDraft& draft, Findings& findings) const;

  const std::string plausible_reason_;
  bool loaded_ = false;
  rules::Day today_ = 0;
  std::string latest_day_;
  text::NameRules name_rules_;
  std::unordered_map<std::string, long long> units_;
  std::map<long long, rpc::UnitEnd> ended_;
  std::vector<v1::Rank> ranks_;
  std::unordered_map<std::string, std::vector<const v1::Rank*>> ranks_by_word_;  // name, name in nb, scheme:code: keys
  std::unordered_map<std::string, int> lines_;                                   // number's key -> its first line
  std::unordered_map<std::string, int> alike_;  // number's likeness, where it is not the key -> its first line
};

void PersonImport::load_codes(rpc::Context& context) {
  if (loaded_) return;
  loaded_ = true;
  today_ = context.today();
  latest_day_ = rules::format_date(context.latest_day());
  name_rules_ = rows::name_rules(context.sql);
  db::Query visible("SELECT code_key, id FROM unit WHERE ");
  visible += rpc::visible_units(rpc::scope_of(context), "unit.id");
  for (auto& [code, id] : db::select<std::string, long long>(context.sql, visible)) units_[code] = id;
  ended_ = rpc::ended_units(context);
  ranks_ = rows::query<v1::Rank>(context.sql,
                                 "SELECT " + rows::columns<v1::Rank>() + " FROM rank ORDER BY scheme, position, id");
  for (const v1::Rank& one : ranks_) {
    std::set<std::string> words;
    for (const std::string& word : {one.scheme() + ":" + one.code(), one.display_name(), one.display_name_nb()}) {
      words.insert(text::code_key(word));
    }
    for (const std::string& word : words) ranks_by_word_[word].push_back(&one);
  }
}

// The rank that the row names and that was in use on its first day.
const v1::Rank* PersonImport::find_rank(const Row& row, std::string& problem) const {
  const std::string_view day = row.at("valid_from");
  const v1::Rank* found = nullptr;
  const auto named = ranks_by_word_.find(text::code_key(row.at("rank")));
  for (const v1::Rank* one : named == ranks_by_word_.end() ? std::vector<const v1::Rank*>{} : named->second) {
    if (day < one->valid_from() || (one->has_valid_to() && day > one->valid_to())) continue;
    if (!found) {
      found = one;
    } else if (found->scheme() != one->scheme()) {
      problem = "is a rank in more than one scheme; give scheme:code, such as " + found->scheme() + ":" + found->code();
      return nullptr;
    }
  }
  if (!found)
    problem = "is not a rank on " + std::string(day) + "; give its name, or scheme:code such as NOR-ARMY:OF-3";
  return found;
}

PersonDraft PersonImport::read(const Row& row, Findings& findings) const {
  PersonDraft draft;
  imports::read_fields(row, draft.request, findings);
  v1::Person& person = *draft.request.mutable_person();
  person.set_gender_source(v1::GENDER_SOURCE_IMPORT);
  person.set_status(v1::PERSON_STATUS_ACTIVE);
  v1::Affiliation& affiliation = *draft.request.mutable_affiliation();
  const auto found = units_.find(text::code_key(row.at("unit")));
  if (found != units_.end()) {
    draft.unit = found->second;
    affiliation.set_unit(proto::name_of<v1::Unit>(draft.unit));
    const auto end = ended_.find(draft.unit);
    if (end != ended_.end() && !(affiliation.has_valid_to() && affiliation.valid_to() <= end->second.last_day)) {
      findings.wrong(row, "unit", rpc::ended_on(end->second));
    }
  } else {
    findings.wrong(row, "unit", "is not the code of a unit that you may write to");
  }
  if (!row.at("rank").empty()) {
    std::string problem;
    draft.rank = find_rank(row, problem);
    if (draft.rank) {
      affiliation.set_rank(draft.rank->name());
    } else {
      findings.wrong(row, "rank", problem);
    }
  }
  imports::check_fields(row, draft.request, findings);
  if (rules::parse_date(person.birth_date()) && person.birth_date() > latest_day_) {
    findings.wrong(row, "birth_date", "is in the future; give the day of birth");
  }
  if (!findings.left_out(row.line)) check_plausible(row, draft, findings);
  return draft;
}

// Two threads share the rows, unless something was found of one already, which who reads it must know.
std::vector<PersonDraft> PersonImport::read_all(std::span<const Row> rows, Findings& findings) const {
  std::vector<PersonDraft> drafts(rows.size());
  const auto read_some = [&](std::size_t from, std::size_t to, Findings& found) {
    for (std::size_t at = from; at < to; ++at) drafts[at] = read(rows[at], found);
  };
  const bool all_new =
      std::none_of(rows.begin(), rows.end(), [&](const Row& row) { return findings.left_out(row.line); });
  const std::size_t half = all_new ? rows.size() / 2 : rows.size();
  Findings following;
  auto second_half = std::async(std::launch::async, read_some, half, rows.size(), std::ref(following));
  read_some(0, half, findings);
  second_half.get();
  findings.append(std::move(following));
  return drafts;
}

// The import's word stays with what is doubted.
void PersonImport::check_plausible(const Row& row, PersonDraft& draft, Findings& findings) const {
  v1::Person& person = *draft.request.mutable_person();
  v1::Affiliation& affiliation = *draft.request.mutable_affiliation();
  const auto birth = rules::parse_date(person.birth_date());
  const rules::Day joined = *rules::parse_date(affiliation.valid_from());
  if (const auto doubt = birth ? rules::doubt_of_birth(*birth, today_) : std::nullopt) {
    findings.doubt(row, "birth_date", doubt, plausible_reason_);
    person.set_plausible_reason(plausible_reason_);
  }
  for (const auto& doubt : {rules::doubt_of_joining(joined, birth), rules::doubt_of_far_day(joined, today_)}) {
    if (!doubt) continue;
    findings.doubt(row, "valid_from", doubt, plausible_reason_);
    affiliation.set_plausible_reason(plausible_reason_);
  }
}

void PersonImport::check_number(const Row& row, const std::string& key, Findings& findings) {
  if (rules::is_norwegian_identity_number(key)) {
    findings.wrong(row, "number",
                   "looks like a Norwegian national identity number, which Muster does not hold; give the number that "
                   "the unit calls the person by");
    return;
  }
  const auto [place, first] = lines_.emplace(key, row.line);
  if (!first && !key.empty()) {
    findings.wrong(row, "number",
                   "is the number of line " + std::to_string(place->second) +
                       " too; each person is on one row and has a number of their own");
  }
}

// Numbers of people whom the caller does not see, or who were erased: before anything else is found, so that all such
// rows look alike.
void PersonImport::find_taken(rpc::Context& context, std::span<const Row> rows, Findings& findings) {
  std::set<std::string> numbers, taken;
  for (const Row& row : rows) numbers.insert(text::code_key(row.at("number")));
  numbers.erase("");
  db::Query hidden(" AND NOT ");
  hidden += rpc::visible_persons(rpc::scope_of(context), "person.id", context.today());
  imports::select_in<std::string>(context.sql, "SELECT number_key FROM person WHERE number_key", numbers, hidden,
                                  [&](const std::string& number) { taken.insert(number); });
  for (const Row* row : imports::rows_of_erased(context, rows, "number"))
    taken.insert(text::code_key(row->at("number")));
  for (const Row& row : rows) {
    if (taken.contains(text::code_key(row.at("number")))) findings.taken(row, "number");
  }
}

// Of people whom the caller sees.
void PersonImport::compare_with_roster(rpc::Context& context, const std::map<std::string, Checked>& by_number,
                                       Findings& findings) {
  std::set<std::string> numbers;
  for (const auto& [key, checked] : by_number) numbers.insert(numbers.end(), key);
  std::set<std::string> there;
  imports::select_in<std::string>(context.sql, "SELECT number_key FROM person WHERE number_key", numbers, "",
                                  [&](const std::string& number) { there.insert(number); });
  for (const std::string& key : there) {
    const auto& [row, draft] = by_number.at(key);
    const auto person = rows::query_one<v1::Person>(
        context.sql, {"SELECT " + rows::columns<v1::Person>() + " FROM person WHERE number_key = ?", {key}});
    if (imports::differences(layout(), draft->request.person(), *person).empty()) {
      findings.unchanged(*row);
    } else {
      findings.wrong(*row, "number", rpc::number_not_available_in_a_file);
    }
  }
}

// Two numbers that are easily taken for each other may be two people, or one who was entered twice: nobody can tell but
// who knows them. Of the roster those within the caller's units.
void PersonImport::tell_look_alikes(rpc::Context& context, const std::map<std::string, Checked>& by_number,
                                    Findings& findings) {
  std::map<std::string, std::string> likenesses;  // of keys that are not left out
  std::set<std::string> all, others;              // others: that no number has for its key here
  for (const auto& [key, checked] : by_number) {
    if (findings.left_out(checked.row->line)) continue;
    const std::string& likeness = likenesses[key] = text::code_likeness(key);
    all.insert(likeness);
    if (likeness != key) others.insert(likeness);
  }
  std::map<std::string, std::string> seen;  // likeness -> "persons/7"
  const auto found = [&](const std::string& likeness, long long id) {
    seen.emplace(likeness, proto::name_of<v1::Person>(id));
  };
  db::Query visible(" AND ");
  visible += rpc::visible_persons(rpc::scope_of(context), "person.id", context.today());
  imports::select_in<std::string, long long>(
      context.sql, "SELECT number_likeness, id FROM person WHERE number_likeness", all, visible, found);
  imports::select_in<std::string, long long>(context.sql, "SELECT number_key, id FROM person WHERE number_key", others,
                                             visible, found);
  std::map<int, std::pair<std::string, std::string>> in_order;
  for (const auto& [key, likeness] : likenesses) in_order[by_number.at(key).row->line] = {key, likeness};
  for (const auto& [line, number] : in_order) {
    const auto& [key, likeness] = number;
    std::string other;
    if (const auto place = seen.find(likeness); place != seen.end()) other = place->second;
    const auto earlier = [&](const std::unordered_map<std::string, int>& lines) {
      const auto place = lines.find(likeness);
      if (other.empty() && place != lines.end() && place->second < line)
        other = "line " + std::to_string(place->second);
    };
    earlier(alike_);
    if (likeness != key) {
      earlier(lines_);
      alike_.emplace(likeness, line);
    }
    if (other.empty()) continue;
    findings.doubtful(*by_number.at(key).row, "number",
                      "differs from that of " + other +
                          " only by zeros in front or by what looks alike (O and 0; I, l and 1); see whether they are "
                          "the same person");
  }
}

void PersonImport::check(rpc::Context& context, std::span<const Row> rows, Findings& findings) {
  load_codes(context);
  find_taken(context, rows, findings);
  const std::vector<PersonDraft> drafts = read_all(rows, findings);
  std::map<std::string, Checked> by_number;
  for (std::size_t at = 0; at < rows.size(); ++at) {
    std::string key = text::code_key(rows[at].at("number"));
    check_number(rows[at], key, findings);
    if (!findings.left_out(rows[at].line)) by_number.emplace(std::move(key), Checked{&rows[at], &drafts[at]});
  }
  compare_with_roster(context, by_number, findings);
  tell_look_alikes(context, by_number, findings);
}

imports::Write PersonImport::prepare(std::span<const Row> rows) {
  Findings none;
  std::vector<PersonDraft> drafts;
  drafts.reserve(rows.size());
  for (const Row& row : rows) {
    v1::CreatePersonRequest& request = drafts.emplace_back(read(row, none)).request;
    take_values(*request.mutable_affiliation(), request.person());
  }
  if (!none.all().empty())
    throw status::failed_precondition(platform::v1::REASON_CHANGED_MEANWHILE,
                                      "units or ranks changed while the import ran; start again");
  return write_people(std::move(drafts), name_rules_);
}

}  // namespace

imports::Kind person_import() {
  return {imports::v1::IMPORT_KIND_PERSONS,
          "muster.roster.v1.RosterService/CreatePerson",
          false,
          {layout()},
          [](long long, const imports::v1::Import& import) -> std::unique_ptr<imports::Work> {
            return std::make_unique<PersonImport>(import.plausible_reason());
          },
          {v1::Affiliation::descriptor(), v1::Person::descriptor()},
          &undo_people};
}

}  // namespace muster::roster
