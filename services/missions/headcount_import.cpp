// SPDX-License-Identifier: EUPL-1.2
#include "missions/headcount_import.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "missions/headcount_rows.h"
#include "missions/month_table.h"
#include "missions/source_missions.h"
#include "muster/facts/v1/facts.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/enums.h"
#include "platform/proto/references.h"
#include "platform/rpc/fact_rows.h"
#include "platform/text/code_key.h"
#include "rules/words.h"

namespace muster::missions {
namespace {

using namespace platform::v1;
using facts::v1::HeadcountFact;
using imports::Effects;
using imports::Findings;
using imports::Row;

// What a line of a table says, without its month.
std::string line_of(const std::string& country, const std::string& mission, const HeadcountEntry& entry) {
  return country + '\n' + mission + '\n' + text_of(entry);
}

// Of every mission that a file may name the acronym that it has now, by the key of that which the file gives.
std::unordered_map<std::string, std::string> present_acronyms(rpc::Context& context) {
  std::unordered_map<long long, std::string> present;
  for (auto& [id, acronym] : db::select<long long, std::string>(context.sql, "SELECT id, acronym FROM mission")) {
    present[id] = std::move(acronym);
  }
  std::unordered_map<std::string, std::string> acronyms;
  for (const auto& [key, mission] : read_missions(context)) acronyms[key] = present.at(mission.id);
  return acronyms;
}

// What the source says of a month as it stands.
struct Reported {
  MonthTable table;
  long long last_fact = 0;  // also of tables that were replaced; 0: none
};

Reported reported_by(rpc::Context& context, const std::string& source, const std::string& month) {
  Reported reported;
  // The facts of an import, or without one of a transaction, are one table; that which began last holds.
  const db::Query of_month{" WHERE fact.source = ? AND fact.month = ? AND fact.unit IS NULL", {source, month}};
  db::Query tables(
      "SELECT COALESCE(fact.import, -fact.sequence), MAX(fact.id), MAX(fact.withdrawn) "
      "FROM headcount_fact fact");
  tables += of_month;
  tables += " GROUP BY COALESCE(fact.import, -fact.sequence) ORDER BY MIN(fact.id)";
  long long holds = 0, withdrawn = 1;
  for (const auto& [table, last, was_withdrawn] : db::select<long long, long long, long long>(context.sql, tables)) {
    reported.last_fact = std::max(reported.last_fact, last);
    holds = table;
    withdrawn = was_withdrawn;
  }
  if (withdrawn == 1) return reported;
  db::Query lines(
      "SELECT COALESCE(mission.acronym, ''), fact.country, fact.personnel_type, "
      "CAST(SUM(CASE WHEN fact.gender = 'GENDER_MAN' THEN fact.count ELSE 0 END) AS BIGINT), "
      "CAST(SUM(CASE WHEN fact.gender = 'GENDER_WOMAN' THEN fact.count ELSE 0 END) AS BIGINT), "
      "CAST(SUM(CASE WHEN fact.gender = 'GENDER_NOT_STATED' THEN fact.count ELSE 0 END) AS BIGINT) "
      "FROM headcount_fact fact LEFT JOIN mission ON mission.id = fact.mission");
  lines += of_month;
  lines +=
      {" AND COALESCE(fact.import, -fact.sequence) = ? GROUP BY COALESCE(mission.acronym, ''), fact.country, "
       "fact.personnel_type",
       {holds}};
  for (const auto& [mission, country, type, men, women, not_stated] :
       db::select<std::string, std::string, std::string, long long, long long, long long>(context.sql, lines)) {
    const HeadcountEntry entry{proto::enum_named<PersonnelType>(type), men, women, not_stated};
    reported.table.add(country, mission, digest_of(line_of(country, mission, entry)), 1, men + women + not_stated);
  }
  return reported;
}

class HeadcountImport : public imports::UnpreparedWork {
 public:
  HeadcountImport(long long import, const std::string& source)
      : import_(import), source_(source), organisation_(organisation_of(source)) {}

  void check(rpc::Context& context, std::span<const Row> rows, Findings& findings) override;
  void finish_check(rpc::Context& context, Findings& findings) override;

 private:
  void apply(rpc::Context& context, std::span<const Row> rows, Effects& effects) override;
  void check_mission(const Row& row, const std::string& acronym, Findings& findings);
  void check_repeated(const Row& row, const HeadcountRow& read, Findings& findings);
  std::string present_acronym(const std::string& acronym) const;
  std::map<std::string, MonthTable> tables() const;
  void require_unreplaced(rpc::Context& context, const std::vector<HeadcountRow>& rows) const;
  void add_facts(const HeadcountRow& row, const MissionsByAcronym& missions, std::vector<HeadcountFact>& facts) const;

  const long long import_;
  const std::string source_;
  const std::string organisation_;
  std::unordered_set<std::string> good_acronyms_;
  struct Seen {
    int line;
    std::size_t content;  // digests of its entries
    int entries;
    long long people;
    std::vector<int> against;  // the lines that contradict it
  };
  std::unordered_map<std::string, Seen> seen_;
  std::unordered_map<std::string, std::string> present_acronyms_;
  // Of each month of the file the source's last fact when the file was checked; 0: none.
  std::map<std::string, long long> last_facts_;
};

// A mission that is not there yet will be created: its acronym must do.
void HeadcountImport::check_mission(const Row& row, const std::string& acronym, Findings& findings) {
  if (acronym.empty() || good_acronyms_.contains(acronym)) return;
  const std::string fault = fault_of_acronym(acronym);
  if (fault.empty()) {
    good_acronyms_.insert(acronym);
  } else {
    findings.add(row, imports::v1::ROW_OUTCOME_WRONG, "mission", fault);
  }
}

void HeadcountImport::check_repeated(const Row& row, const HeadcountRow& read, Findings& findings) {
  Seen says{row.line, 0, static_cast<int>(read.entries.size()), 0, {}};
  for (const HeadcountEntry& entry : read.entries) {
    says.content += digest_of(line_of(read.country, present_acronym(read.mission), entry));
    says.people += entry.men + entry.women + entry.not_stated;
  }
  const auto [seen, first] = seen_.emplace(read.key, says);
  if (first) return;
  if (seen->second.content == says.content) {
    findings.add(row, imports::v1::ROW_OUTCOME_DUPLICATE, "",
                 "says the same as line " + std::to_string(seen->second.line));
  } else {
    seen->second.against.push_back(row.line);
  }
}

void HeadcountImport::check(rpc::Context& context, std::span<const Row> rows, Findings& findings) {
  if (present_acronyms_.empty()) present_acronyms_ = present_acronyms(context);
  const std::string latest = rules::format_date(context.latest_day());
  for (const Row& row : rows) {
    const auto read = read_headcounts(row, latest, findings);
    if (!read) continue;
    check_mission(row, read->mission, findings);
    if (!findings.left_out(row.line)) check_repeated(row, *read, findings);
  }
}

// A mission that is not there yet has its key in all rows, however they spell it.
std::string HeadcountImport::present_acronym(const std::string& acronym) const {
  const std::string key = text::code_key(acronym);
  const auto present = present_acronyms_.find(key);
  return present == present_acronyms_.end() ? key : present->second;
}

// What the file says of each month, without the rows that contradict each other.
std::map<std::string, MonthTable> HeadcountImport::tables() const {
  std::map<std::string, MonthTable> tables;
  for (const auto& [key, seen] : seen_) {
    const RowPlace place = place_of(key);
    MonthTable& table = tables[place.month];
    if (!seen.against.empty()) continue;
    table.add(place.country, present_acronym(place.mission), seen.content, seen.entries, seen.people);
  }
  return tables;
}

// Of rows that contradict each other nobody knows which is right: all are kept aside.
void HeadcountImport::finish_check(rpc::Context& context, Findings& findings) {
  // First what is read, which may be read again.
  std::vector<platform::v1::ReplacedTable> replaced;
  for (const auto& [month, table] : tables()) {
    const Reported reported = reported_by(context, source_, month);
    last_facts_[month] = reported.last_fact;
    auto replaces = table.lines > 0 ? replaced_table(month, reported.table, table) : std::nullopt;
    if (replaces) replaced.push_back(std::move(*replaces));
  }
  for (auto& table : replaced) findings.replaces(std::move(table));
  for (const auto& [key, seen] : seen_) {
    if (seen.against.empty()) continue;
    for (int line : seen.against) {
      findings.add_later(line, imports::v1::ROW_OUTCOME_QUARANTINED, "",
                         "contradicts line " + std::to_string(seen.line) + "; remove the one that is wrong");
    }
    findings.add_later(seen.line, imports::v1::ROW_OUTCOME_QUARANTINED, "",
                       "contradicts line " + std::to_string(seen.against.front()) + "; remove the one that is wrong");
  }
}

// What the check told is what is replaced.
void HeadcountImport::require_unreplaced(rpc::Context& context, const std::vector<HeadcountRow>& rows) const {
  std::set<std::string> months;
  for (const HeadcountRow& row : rows) months.insert(row.month);
  for (const std::string& month : months) {
    const auto [last] = *db::select_one<long long>(
        context.sql, {"SELECT COALESCE(MAX(id), 0) FROM headcount_fact WHERE source = ? AND month = ? AND unit IS NULL "
                      "AND (import IS NULL OR import <> ?)",
                      {source_, month, import_}});
    if (last == last_facts_.at(month)) continue;
    throw status::failed_precondition(platform::v1::REASON_CHANGED_MEANWHILE,
                                      "the table of " + source_ + " for " + month +
                                          " changed while the import ran; look at what it replaces, and start again");
  }
}

void HeadcountImport::add_facts(const HeadcountRow& row, const MissionsByAcronym& missions,
                                std::vector<HeadcountFact>& facts) const {
  const auto found = missions.find(text::code_key(row.mission));
  const bool stated = found != missions.end();
  for (const HeadcountEntry& entry : row.entries) {
    auto add = [&](Gender gender, long long count) {
      HeadcountFact& fact = facts.emplace_back();
      fact.set_import(import_);
      fact.set_source(source_);
      fact.set_month(row.month);
      if (stated) fact.set_mission(found->second.id);
      fact.set_organisation(proto::enum_named<Organisation>(stated ? found->second.organisation : organisation_));
      fact.set_country(row.country);
      fact.set_category(rules::category_of(entry.type));
      fact.set_personnel_type(entry.type);
      fact.set_gender(gender);
      fact.set_count(static_cast<int>(count));
    };
    // A printed 0 of everybody is kept, for women and men where they are printed: it says that nobody was there.
    const bool nobody = entry.women == 0 && entry.men == 0 && entry.not_stated == 0;
    if (entry.women > 0 || (nobody && entry.by_gender)) add(GENDER_WOMAN, entry.women);
    if (entry.men > 0 || (nobody && entry.by_gender)) add(GENDER_MAN, entry.men);
    if (entry.not_stated > 0 || (nobody && !entry.by_gender)) add(GENDER_NOT_STATED, entry.not_stated);
  }
}

void HeadcountImport::apply(rpc::Context& context, std::span<const Row> rows, Effects& effects) {
  context.sequence();  // the ledger's lock: nobody else creates the same mission
  const std::string latest = rules::format_date(context.latest_day());
  Findings none;
  std::vector<HeadcountRow> read;
  std::set<std::string> acronyms;
  for (const Row& row : rows) {
    auto one = read_headcounts(row, latest, none);
    if (!one) continue;
    if (!one->mission.empty()) acronyms.insert(one->mission);
    read.push_back(std::move(*one));
  }
  require_unreplaced(context, read);
  const auto missions = missions_with(context, acronyms, organisation_, effects);
  std::vector<HeadcountFact> facts;
  for (const auto& row : read) add_facts(row, missions, facts);
  effects.created(proto::table_of<HeadcountFact>(), rpc::append_all<HeadcountFact>(context, facts));
}

// What one import says of a month.
struct Report {
  long long import;
  long long first_id;
};

// Says of `months` again what the import said, as a new report that holds from now on; without an
// import (0), that there are no numbers.
void restate(rpc::Context& context, const std::string& source, long long import,
             const std::vector<std::string>& months) {
  for (const auto& month : months) {
    if (import != 0) {
      // Of no import: what the other wrote itself stays what its undo finds.
      rpc::append_from<HeadcountFact>(
          context, {"headcount_fact fact WHERE fact.import = ? AND fact.month = ? ORDER BY fact.id", {import, month}},
          {{"import", "NULL"}});
      continue;
    }
    HeadcountFact fact;
    fact.set_source(source);
    fact.set_month(month);
    fact.set_organisation(proto::enum_named<Organisation>(organisation_of(source)));
    fact.set_gender(GENDER_NOT_STATED);
    fact.set_withdrawn(true);
    rpc::append<HeadcountFact>(context, fact);
  }
}

// Where this import is the source's last word on a month, the import before it has the last word
// again. An import that was itself undone has none. Of the import's months those go whose first row is
// in `facts`: a month goes as a whole, with the last of its rows.
void restate_earlier(rpc::Context& context, long long import, const std::string& source, const imports::Ranges& facts) {
  std::map<std::string, Report> own, others;
  for (const auto& [month, of, first_id] : db::select<std::string, long long, long long>(
           context.sql,
           {"SELECT headcount_fact.month, headcount_fact.import, MIN(headcount_fact.id) FROM headcount_fact"
            " JOIN import ON import.id = headcount_fact.import WHERE headcount_fact.source = ?"
            " AND (import.id = ? OR import.state IN ('IMPORT_STATE_APPLIED', 'IMPORT_STATE_RUNNING'))"
            " GROUP BY headcount_fact.month, headcount_fact.import ORDER BY 3",
            {source, import}})) {
    (of == import ? own : others).insert_or_assign(month, Report{of, first_id});
  }
  std::map<long long, std::vector<std::string>> months_by_import;
  for (const auto& [month, report] : own) {
    const bool goes = std::any_of(facts.begin(), facts.end(), [first = report.first_id](const auto& range) {
      return range.first <= first && first <= range.second;
    });
    if (!goes) continue;
    const auto other = others.find(month);
    if (other == others.end()) {
      months_by_import[0].push_back(month);
    } else if (other->second.first_id < report.first_id) {
      months_by_import[other->second.import].push_back(month);
    }
  }
  for (const auto& [other, months] : months_by_import) restate(context, source, other, months);
}

void undo(rpc::Context& context, const Effects& effects) {
  const auto& facts = effects.of("headcount_fact");
  if (facts.empty()) return;
  const auto [import, source] = *db::select_one<long long, std::string>(
      context.sql, {"SELECT import, source FROM headcount_fact WHERE id = ?", {facts.front().first}});
  restate_earlier(context, import, source, facts);
}

}  // namespace

imports::Kind headcount_import() {
  return {imports::v1::IMPORT_KIND_HEADCOUNTS,
          // It may create missions, and speaks of every country: for the ministry's desk.
          "muster.missions.v1.MissionsService/CreateMission",
          true,
          headcount_layouts(),
          [](long long id, const imports::v1::Import& import) -> std::unique_ptr<imports::Work> {
            return std::make_unique<HeadcountImport>(id, import.source());
          },
          {},
          &undo};
}

}  // namespace muster::missions
