// SPDX-License-Identifier: EUPL-1.2
#include "statistics/records.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <span>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/db/query.h"
#include "platform/rpc/person_name.h"
#include "platform/rpc/scope.h"
#include "platform/rpc/transaction.h"
#include "platform/status/error.h"
#include "rules/words.h"
#include "statistics/answer.h"
#include "statistics/engine.h"
#include "statistics/names.h"
#include "statistics/request.h"
#include "statistics/stretches.h"

namespace muster::statistics {
namespace {

constexpr int page_size_default = 50;
constexpr int page_size_max = 500;

// Where a page starts, and what the first one knew: "offset-sequence-digest".
struct PageStart {
  std::size_t offset = 0;
  std::optional<std::uint32_t> known;  // nothing on the first page
};

std::uint64_t digest_of(const v1::ListCellRecordsRequest& request) {
  v1::ListCellRecordsRequest cell = request;
  cell.clear_page_size();
  cell.clear_page_token();
  std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a: tells another cell's token from this one's
  for (unsigned char byte : cell.SerializeAsString()) hash = (hash ^ byte) * 1099511628211ULL;
  return hash;
}

std::string token_of(const PageStart& start, std::uint64_t digest) {
  return std::to_string(start.offset) + "-" + std::to_string(*start.known) + "-" + std::to_string(digest);
}

PageStart page_start(const v1::ListCellRecordsRequest& request, long long latest) {
  if (request.page_token().empty()) return {};
  const char* at = request.page_token().data();
  const char* end = at + request.page_token().size();
  PageStart start;
  std::uint64_t digest = 0;
  auto number = [&](auto& value, bool last) {
    auto [next, error] = std::from_chars(at, end, value);
    const bool good = error == std::errc() && (last ? next == end : next != end && *next == '-');
    at = last ? next : next + 1;
    return good;
  };
  const bool read = number(start.offset, false) && number(start.known.emplace(), false) && number(digest, true);
  // What the first page knew is committed, so each page is of the same facts; a later number is none of ours.
  if (!read || digest != digest_of(request) || *start.known > latest) {
    throw status::invalid_argument("page_token", platform::v1::REASON_WRONG_PAGE_TOKEN,
                                   "is not of this list; leave it out to start over");
  }
  return start;
}

int page_size_of(const v1::ListCellRecordsRequest& request) {
  if (request.page_size() < 0 || request.page_size() > page_size_max) {
    throw status::invalid_argument("page_size", platform::v1::REASON_OUT_OF_RANGE,
                                   "must be from 1 to 500; leave it out for 50",
                                   {{"minimum", "1"}, {"maximum", std::to_string(page_size_max)}});
  }
  return request.page_size() == 0 ? page_size_default : request.page_size();
}

std::optional<Gender> gender_of(const v1::ListCellRecordsRequest& request, const Question& question) {
  if (request.gender().empty()) return std::nullopt;
  if (question.population == Population::seats) {
    throw status::invalid_argument("gender", platform::v1::REASON_NOT_APPLICABLE,
                                   "belongs to figures of people, and these are seats; leave it out");
  }
  const auto gender = rules::parse_gender(request.gender());
  if (gender == platform::v1::GENDER_WOMAN) return Gender::woman;
  if (gender == platform::v1::GENDER_MAN) return Gender::man;
  if (gender == platform::v1::GENDER_OTHER) return Gender::other;
  if (gender == platform::v1::GENDER_NOT_STATED) return Gender::unknown;
  throw status::invalid_argument("gender", platform::v1::REASON_UNKNOWN_VALUE,
                                 "is unknown; give WOMAN, MAN, OTHER or NOT_STATED, or leave it out",
                                 {{"allowed", "WOMAN, MAN, OTHER, NOT_STATED"}});
}

// Leaves the one span that the cell is of.
void choose_span(Asked& asked, const v1::ListCellRecordsRequest& request) {
  auto& spans = asked.question.spans;
  if (request.date().empty() && spans.size() > 1) {
    throw status::invalid_argument("date", platform::v1::REASON_REQUIRED,
                                   "is needed: a series has many; give the cell's date");
  }
  if (!request.date().empty()) {
    std::size_t span = 0;
    while (span < spans.size() && asked.date_of(span) != request.date()) ++span;
    if (span == spans.size()) {
      throw status::invalid_argument("date", platform::v1::REASON_NOT_IN_ANSWER,
                                     "is no date of the answer; give the date of one of its cells");
    }
    spans = {Span(spans[span])};
  }
}

// The group as facts hold it, without a month.
std::vector<std::string> stored_group(const Asked& asked, const v1::ListCellRecordsRequest& request,
                                      const Facts& facts) {
  if (request.group().empty() && request.query().group_by().empty()) return {};
  if (static_cast<std::size_t>(request.group_size()) != asked.group_by.size()) {
    throw status::invalid_argument("group", platform::v1::REASON_NOT_IN_ANSWER,
                                   "must have one value for each of query.group_by, as the cell has");
  }
  std::vector<std::string> group;
  for (int i = 0; i < request.group_size(); ++i) {
    const int dimension = asked.group_by[static_cast<std::size_t>(i)];
    const std::string field = "group[" + std::to_string(i) + "]";
    if (dimension == dimension::month) {
      if (request.group(i) == rules::format_date(asked.question.spans.front().from).substr(0, 7)) continue;
      throw status::invalid_argument(field, platform::v1::REASON_NOT_IN_ANSWER,
                                     "is not the month of date; give both as the cell has them");
    }
    auto text = asked.stored_group(facts, dimension, request.group(i));
    if (!text)
      throw status::invalid_argument(field, platform::v1::REASON_UNKNOWN_VALUE,
                                     "is no value of the dimension; " + Names::allowed(dimension));
    group.push_back(std::move(*text));
  }
  return group;
}

struct Person {
  long long id;
  std::string display_name;
  bool visible;  // exists and lies within the caller's units
};

// Whom the pseudonyms stand for, of people who were not erased.
std::map<long long, Person> people_of(rpc::Context& context, const rpc::Scope& scope,
                                      const std::vector<long long>& subjects) {
  std::map<long long, Person> people;
  if (subjects.empty()) return people;
  std::string marks = "?";
  for (std::size_t i = 1; i < subjects.size(); ++i) marks += ", ?";
  db::Query query("SELECT person_subject.subject, person.id, " + std::string(rpc::person_display_name) +
                  ", CASE WHEN ");
  query += rpc::visible_persons(scope, "person.id", context.today());
  query +=
      {" THEN 1 ELSE 0 END FROM person_subject JOIN person ON person.id = person_subject.person"
       " WHERE person_subject.subject IN (" +
           marks + ")",
       {subjects.begin(), subjects.end()}};
  for (const auto& [subject, id, name, visible] :
       db::select<long long, long long, std::string, long long>(context.sql, query)) {
    people[subject] = {id, name, visible == 1};
  }
  return people;
}

std::string record_name(const Counted& record) {
  switch (record.kind) {
    case RecordKind::deployment: return "deployments/" + std::to_string(record.parent);
    case RecordKind::nomination: return "nominations/" + std::to_string(record.parent);
    case RecordKind::affiliation: return "affiliations/" + std::to_string(record.record);
    case RecordKind::post: return "posts/" + std::to_string(record.record);
    case RecordKind::headcounts: break;
  }
  return "headcounts";
}

v1::CellRecord shown(const Facts& facts, const Counted& record, const Asked& asked) {
  const Profile& profile = profile_of(facts, record);
  auto text = [&](int dimension) {
    return asked.shown(dimension, facts.dimensions[static_cast<std::size_t>(dimension)].text(profile.codes[dimension]));
  };
  v1::CellRecord cell;
  cell.set_record(record_name(record));
  cell.set_mission(text(dimension::mission));
  cell.set_unit(text(dimension::unit));
  cell.set_rank_band(text(dimension::rank_band));
  cell.set_tier(profile.tier);
  if (record.kind != RecordKind::post) cell.set_gender(text(dimension::gender));
  cell.set_valid_from(rules::format_date(record.start));
  if (record.end != open_end) cell.set_valid_to(rules::format_date(record.end - 1));
  cell.set_count(record.count);
  if (record.status >= 0) cell.set_status(std::string(status_name(static_cast<rules::TrainingStatus>(record.status))));
  return cell;
}

bool is_of_person(const Counted& record) {
  return record.kind != RecordKind::headcounts && record.kind != RecordKind::post;
}

void add_people(rpc::Context& context, const rpc::Scope& scope, const Facts& facts, std::span<const Counted> page,
                v1::ListCellRecordsResponse& response) {
  std::vector<long long> subjects;
  for (const Counted& record : page) {
    if (is_of_person(record)) subjects.push_back(facts.subjects.subject(record.subject));
  }
  const auto people = people_of(context, scope, subjects);
  for (std::size_t i = 0; i < page.size(); ++i) {
    if (!is_of_person(page[i])) continue;
    auto person = people.find(facts.subjects.subject(page[i].subject));
    if (person == people.end() || !person->second.visible) continue;
    v1::CellRecord& record = *response.mutable_records(static_cast<int>(i));
    record.set_person("persons/" + std::to_string(person->second.id));
    record.set_person_display_name(person->second.display_name);
  }
}

std::int64_t count_of(std::span<const Counted> records) {
  return std::accumulate(records.begin(), records.end(), std::int64_t{0},
                         [](std::int64_t sum, const Counted& record) { return sum + record.count; });
}

// Of the records behind the number those that the caller may list: of the units of the grants that this method takes.
// Published tables and posts are of no unit.
void list_visible(const rpc::Scope& scope, Question& question) {
  if (scope.everything || !is_of_units(question)) return;
  question.listed.emplace();
  for (long long top : scope.units) question.listed->insert(std::to_string(top));
  follow_tree_of(question, window_of(question).to - 1);
}

// Whose names the caller reads by this call: within the units whose people they may read; or, where leadership decides
// by the names and says why, within all of their units.
rpc::Scope named_scope(rpc::Context& context, const Asked& asked, const v1::ListCellRecordsRequest& request) {
  const Sight sight = sight_of(context);
  const bool leads = asked.readership == Readership::leadership && is_decided_by_leadership(asked.asking());
  if (leads && !request.reason().empty()) return rpc::scope_of(context);
  if (asked.readership == Readership::persons || !sight.persons.empty()) return sight.persons;
  if (leads) {
    throw status::invalid_argument("reason", platform::v1::REASON_REQUIRED,
                                   "is needed: leadership says why it reads names, which the audit keeps");
  }
  throw status::permission_denied(
      platform::v1::REASON_NAMES_NOT_SHOWN,
      std::string("your roles get this number and not the names behind it; ask ") + who_reads_persons,
      {{"roles", who_reads_persons}});
}

// The read is in the audit before it is answered.
void audit_names(rpc::Context& context, const Asked& asked, const std::string& reason) {
  if (asked.readership != Readership::leadership || reason.empty() || context.written_first) return;
  throw rpc::WriteFirst{[reason, code = std::string(asked.indicator->code)](rpc::Context& writing) {
    writing.purpose = reason;
    writing.audit_lines.push_back("read names of " + code);
  }};
}

}  // namespace

v1::ListCellRecordsResponse list_cell_records(Ledger& ledger, KeptNames& kept, Grouping& grouping,
                                              rpc::Context& context, const v1::ListCellRecordsRequest& request) {
  ledger.follow(context.sql);
  const auto lock = ledger.lock();
  v1::QueryIndicatorRequest query = request.query();
  const PageStart start = page_start(request, std::max<long long>(ledger.sequence(), Ledger::head(context.sql)));
  // Every page is of what the first one knew: people, names and rules.
  if (start.known) {
    query.clear_known_at();
    query.set_known_sequence(*start.known);
  }
  Asked asked = read_request(context, query, kept, grouping, ledger, "query.");
  const rpc::Scope scope = named_scope(context, asked, request);
  choose_span(asked, request);
  const auto group = stored_group(asked, request, ledger.facts());
  const std::uint32_t known = asked.question.known == known_now ? ledger.sequence() : asked.question.known;
  const auto page_size = static_cast<std::size_t>(page_size_of(request));
  asked.question.known = known;
  audit_names(context, asked, request.reason());

  // What the number counts, by whichever of the caller's grants; then what of it these may list.
  list_visible(scope, asked.question);
  std::int64_t not_listed = 0;
  const auto records = collect(ledger.facts(), asked.question, group, gender_of(request, asked.question), &not_listed);
  v1::ListCellRecordsResponse response;
  response.set_total_size(static_cast<std::int32_t>(records.size()));
  response.set_total_count(count_of(records));
  // Of sensitive figures the number beyond would be an exact one.
  const bool told = asked.readership == Readership::persons || is_participation(*asked.indicator, asked.arguments);
  if (told) response.set_not_listed_count(not_listed);
  const std::size_t first = std::min(start.offset, records.size());
  const auto page = std::span(records).subspan(first, std::min(page_size, records.size() - first));
  for (const Counted& record : page) *response.add_records() = shown(ledger.facts(), record, asked);
  add_people(context, scope, ledger.facts(), page, response);
  if (first + page.size() < records.size()) {
    response.set_next_page_token(token_of({first + page.size(), known}, digest_of(request)));
  }
  return response;
}

}  // namespace muster::statistics
