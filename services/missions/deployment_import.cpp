// SPDX-License-Identifier: EUPL-1.2
#include "missions/deployment_import.h"

#include "missions/deployment_rows.h"
#include "missions/source_missions.h"
#include "muster/facts/v1/facts.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/db/bulk.h"
#include "platform/imports/erasure.h"
#include "platform/imports/void_facts.h"
#include "platform/proto/enums.h"
#include "platform/proto/references.h"
#include "platform/proto/resources.h"
#include "platform/rpc/authenticate.h"
#include "platform/rpc/fact_rows.h"
#include "platform/rpc/registry.h"
#include "platform/rpc/scope.h"
#include "platform/text/code_key.h"

namespace muster::missions {
namespace {

using facts::v1::CoverageFact;
using facts::v1::DeploymentFact;
using imports::Effects;
using imports::Findings;
using imports::Row;

class DeploymentImport : public imports::UnpreparedWork {
 public:
  DeploymentImport(long long import, const imports::v1::Import& options)
      : import_(import),
        source_(options.source()),
        organisation_(source_.empty() ? "ORGANISATION_UNSPECIFIED" : organisation_of(source_)),
        months_(options.reported_months().begin(), options.reported_months().end()),
        plausible_reason_(options.plausible_reason()) {}

  void check(rpc::Context& context, std::span<const Row> rows, Findings& findings) override;

 private:
  void apply(rpc::Context& context, std::span<const Row> rows, Effects& effects) override;
  void check_source(rpc::Context& context) const;
  void expect_missions(std::span<const Row> rows);
  void check_subject(const Row& row, const DeploymentRow& read, Findings& findings);
  void check_person(const Row& row, const DeploymentRow& read, Findings& findings);
  void add_coverage(rpc::Context& context, Effects& effects) const;
  std::vector<long long> subjects_of(rpc::Context& context, const std::vector<DeploymentRow>& rows);
  DeploymentFact fact_of(const DeploymentRow& row) const;

  const long long import_;
  const std::string source_;
  const std::string organisation_;  // of what names no mission, and of missions that are created
  const std::set<std::string> months_;
  const std::string plausible_reason_;

  // Of each subject in the file, mostly with one row; the pseudonym is made when it is written.
  struct Subject {
    platform::v1::Gender gender;
    int line;
    std::size_t stretch;  // hash of the first row's mission and days
    long long pseudonym = 0;
  };
  std::unordered_map<std::string, Subject> subjects_;
  std::unordered_map<std::string, int> more_stretches_;  // subject, mission and days of further rows -> line
  std::unordered_map<long long, std::vector<KnownDeployment>> of_person_;  // rows so far
  DeploymentCodes codes_;
  bool loaded_ = false;
};

std::optional<long long> mission_id(const DeploymentRow& row) {
  return row.mission ? std::optional(row.mission->id) : std::nullopt;
}

// Missions are the ministry's desk's, and which months a source reported concerns everybody's figures.
void DeploymentImport::check_source(rpc::Context& context) const {
  if (source_.empty()) return;
  const rpc::Method& of_missions = *context.method.registry->find("muster.missions.v1.MissionsService/CreateMission");
  rpc::check_access(of_missions, context.caller);
  if (codes_.every_unit) return;
  throw status::permission_denied(
      platform::v1::REASON_SCOPE_TOO_NARROW,
      "an import of a source is for accounts whose grants are for all units; leave the source out",
      {{"roles", rpc::roles_listed(of_missions.access.roles())}});
}

// Missions that a source's rows name and that are not there will be created: until then they have
// numbers of their own, so that rows can be compared.
void DeploymentImport::expect_missions(std::span<const Row> rows) {
  if (source_.empty()) return;
  for (const auto& acronym : acronyms_of(rows)) {
    const std::string key = text::code_key(acronym);
    if (codes_.missions.contains(key) || !fault_of_acronym(acronym).empty()) continue;
    const auto number = -static_cast<long long>(codes_.missions.size()) - 1;
    codes_.missions[key] = {number, organisation_};
  }
}

// Unset: not returned yet.
std::optional<std::string> last_day(const DeploymentRow& row) {
  return row.deployment.has_actual_to() ? std::optional(row.deployment.actual_to()) : std::nullopt;
}

void DeploymentImport::check_subject(const Row& row, const DeploymentRow& read, Findings& findings) {
  const std::string stretch = (read.mission ? std::to_string(read.mission->id) : "") + '\n' +
                              read.deployment.actual_from() + '\n' + read.deployment.actual_to();
  const std::size_t hash = std::hash<std::string>()(stretch);
  const auto [subject, first] = subjects_.emplace(read.subject, Subject{read.gender, row.line, hash});
  if (first) return;
  if (subject->second.gender != read.gender) {
    findings.add(row, imports::v1::ROW_OUTCOME_WRONG, "gender",
                 "is another than on line " + std::to_string(subject->second.line) + ", which is the same subject");
    return;
  }
  int line = subject->second.line;
  if (subject->second.stretch != hash) {
    const auto [place, is_new] = more_stretches_.emplace(read.subject + '\n' + stretch, row.line);
    if (is_new) return;
    line = place->second;
  }
  findings.add(row, imports::v1::ROW_OUTCOME_DUPLICATE, "",
               "says the same of the subject as line " + std::to_string(line));
}

// The same days may be there already; other days may not be, because nobody is in two places.
void DeploymentImport::check_person(const Row& row, const DeploymentRow& read, Findings& findings) {
  auto& rows = of_person_[read.person->id];
  const std::string& from = read.deployment.actual_from();
  const auto to = last_day(read);
  auto compare = [&](const KnownDeployment& other, bool on_roster) {
    if (other.mission == mission_id(read) && other.from == from && other.to == to) {
      if (on_roster) {
        findings.unchanged(row);
      } else {
        findings.add(row, imports::v1::ROW_OUTCOME_DUPLICATE, "", "says the same as " + other.name);
      }
      return;
    }
    const bool apart = (to && *to < other.from) || (other.to && *other.to < from);
    if (!apart && !findings.left_out(row.line)) {
      findings.add(row, imports::v1::ROW_OUTCOME_WRONG, "actual_from",
                   "overlaps " + other.name + ", from " + other.from + " to " + other.to.value_or("now") +
                       "; mend the days of one of them");
    }
  };
  for (const auto& other : read.person->deployments) compare(other, true);
  for (const auto& other : rows) compare(other, false);
  if (!findings.left_out(row.line)) {
    rows.push_back({"line " + std::to_string(row.line), mission_id(read), from, to});
  }
}

void DeploymentImport::check(rpc::Context& context, std::span<const Row> rows, Findings& findings) {
  if (!loaded_) {
    codes_ = read_codes(context);
    check_source(context);
    loaded_ = true;
  }
  expect_missions(rows);
  imports::keep_no_erased(context, rows, "number", findings);
  const std::string latest = rules::format_date(context.latest_day());
  const auto people = read_people(context, rows);
  for (const Row& row : rows) {
    if (findings.left_out(row.line)) continue;
    const auto read = read_deployment(row, codes_, people, latest, findings);
    if (!read) continue;
    if (read->person) {
      check_person(row, *read, findings);
      if (!findings.left_out(row.line)) imports::complain_of_own(context, row, read->person->id, findings);
      if (!findings.left_out(row.line)) findings.doubt(row, "actual_from", doubt_of(*read), plausible_reason_);
    } else {
      check_subject(row, *read, findings);
    }
  }
}

template <class T>
db::Value value_or_null(const std::optional<T>& value) {
  return value ? db::Value(*value) : db::Value();
}

v1::Deployment deployment_of(const DeploymentRow& row) {
  v1::Deployment deployment = row.deployment;
  if (row.person) deployment.set_person("persons/" + std::to_string(row.person->id));
  if (row.mission) deployment.set_mission(proto::name_of<v1::Mission>(row.mission->id));
  if (row.unit) deployment.set_unit("units/" + std::to_string(*row.unit));
  deployment.set_state(deployment.has_actual_to() ? v1::DEPLOYMENT_STATE_RETURNED : v1::DEPLOYMENT_STATE_DEPLOYED);
  return deployment;
}

v1::DeploymentSegment segment_of(const v1::Deployment& deployment, const std::string& name) {
  v1::DeploymentSegment segment = deployment.segments(0);
  segment.set_deployment(name);
  segment.set_mission(deployment.mission());
  segment.set_category(deployment.category());
  segment.set_valid_from(deployment.actual_from());
  if (deployment.has_actual_to()) segment.set_valid_to(deployment.actual_to());
  return segment;
}

// Who entered it: voiding takes somebody else.
v1::DeploymentEvent event_of(const v1::Deployment& deployment, const std::string& name, const rpc::Context& context) {
  v1::DeploymentEvent event;
  event.set_deployment(name);
  event.set_verb("ImportDeployment");
  event.set_to_state(deployment.state());
  if (context.caller.account) event.set_actor("accounts/" + std::to_string(context.caller.account));
  event.set_effective_date(rules::format_date(context.today()));
  return event;
}

// The months that the source reported, once for the import.
void DeploymentImport::add_coverage(rpc::Context& context, Effects& effects) const {
  if (months_.empty()) return;
  const auto there =
      db::select_one<long long>(context.sql, {"SELECT COUNT(*) FROM coverage_fact WHERE import = ?", {import_}});
  if (std::get<0>(*there) > 0) return;
  std::vector<CoverageFact> facts;
  for (const auto& month : months_) {
    CoverageFact& fact = facts.emplace_back();
    fact.set_import(import_);
    fact.set_source(source_);
    fact.set_month(month);
  }
  effects.created(proto::table_of<CoverageFact>(), rpc::append_all<CoverageFact>(context, facts));
}

// Of each row the pseudonym, with a profile.
std::vector<long long> DeploymentImport::subjects_of(rpc::Context& context, const std::vector<DeploymentRow>& rows) {
  std::vector<long long> subjects;
  std::map<long long, platform::v1::Gender> nameless;
  for (const DeploymentRow& row : rows) {
    if (row.person) {
      subjects.push_back(rpc::subject_of(context, row.person->id));
      continue;
    }
    Subject& known = subjects_.at(row.subject);
    if (known.pseudonym == 0) known.pseudonym = rpc::new_subject();
    subjects.push_back(known.pseudonym);
    nameless[known.pseudonym] = known.gender;
  }
  rpc::add_profiles(context, nameless);
  return subjects;
}

// What the row says, without the records that it makes.
DeploymentFact DeploymentImport::fact_of(const DeploymentRow& row) const {
  const v1::Deployment& deployment = row.deployment;
  const v1::DeploymentSegment& segment = deployment.segments(0);
  DeploymentFact fact;
  rpc::set_days(fact, deployment.actual_from(), last_day(row));
  fact.set_departure(true);
  fact.set_category(deployment.category());
  fact.set_personnel_type(segment.personnel_type());
  fact.set_rank_band(segment.rank_band());
  if (segment.has_leadership_tier()) fact.set_tier(segment.leadership_tier());
  if (row.mission) fact.set_mission(row.mission->id);
  fact.set_organisation(
      proto::enum_named<platform::v1::Organisation>(row.mission ? row.mission->organisation : organisation_));
  fact.set_country(deployment.country());
  if (row.unit) fact.set_unit(*row.unit);
  fact.set_source(source_);
  fact.set_anonymous(!row.person);
  return fact;
}

void DeploymentImport::apply(rpc::Context& context, std::span<const Row> rows, Effects& effects) {
  context.sequence();  // what follows carries the time at which the ledger was locked
  const std::string latest = rules::format_date(context.latest_day());
  const auto people = read_people(context, rows);
  DeploymentCodes codes = codes_;
  if (!source_.empty()) codes.missions = missions_with(context, acronyms_of(rows), organisation_, effects);
  add_coverage(context, effects);
  Findings none;
  std::vector<DeploymentRow> read;
  std::vector<v1::Deployment> deployments;
  std::vector<v1::DeploymentSegment> segments;
  std::vector<v1::DeploymentEvent> events;
  for (const Row& row : rows) {
    auto one = read_deployment(row, codes, people, latest, none);
    if (!one)
      throw status::failed_precondition(platform::v1::REASON_CHANGED_MEANWHILE,
                                        "the roster changed while the import ran; start again");
    deployments.push_back(deployment_of(read.emplace_back(std::move(*one))));
  }
  const auto ids = imports::create_all<v1::Deployment>(context, effects, deployments);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const std::string name = proto::name_of<v1::Deployment>(ids[i]);
    segments.push_back(segment_of(deployments[i], name));
    events.push_back(event_of(deployments[i], name, context));
    // The import's word stays with what is doubted.
    if (doubt_of(read[i])) events.back().set_plausible_reason(plausible_reason_);
  }
  const auto segment_ids = imports::create_all<v1::DeploymentSegment>(context, effects, segments);
  imports::create_all<v1::DeploymentEvent>(context, effects, events);
  const auto subjects = subjects_of(context, read);
  std::vector<DeploymentFact> facts;
  facts.reserve(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    DeploymentFact& fact = facts.emplace_back(fact_of(read[i]));
    fact.set_record(segment_ids[i]);
    fact.set_deployment(ids[i]);
    fact.set_subject(subjects[i]);
  }
  effects.created(proto::table_of<DeploymentFact>(), rpc::append_all<DeploymentFact>(context, facts));
}

void undo(rpc::Context& context, const Effects& effects) {
  imports::void_facts<DeploymentFact>(context, effects);
  imports::for_each_range(effects, proto::table_of<CoverageFact>(), [&](long long first, long long last) {
    rpc::append_from<CoverageFact>(context, {"coverage_fact fact WHERE id BETWEEN ? AND ? ORDER BY id", {first, last}},
                                   {{"withdrawn", "1"}});
  });
}

}  // namespace

imports::Kind deployment_import() {
  return {imports::v1::IMPORT_KIND_DEPLOYMENTS,
          "muster.missions.v1.MissionsService/CreateDeployment",
          false,
          {deployment_layout()},
          [](long long id, const imports::v1::Import& import) -> std::unique_ptr<imports::Work> {
            return std::make_unique<DeploymentImport>(id, import);
          },
          {v1::DeploymentEvent::descriptor(), v1::DeploymentSegment::descriptor(), v1::Deployment::descriptor()},
          &undo};
}

}  // namespace muster::missions
