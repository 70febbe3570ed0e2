// SPDX-License-Identifier: EUPL-1.2
#include "statistics/ledger.h"

#include <algorithm>
#include <mutex>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <string>

#include "muster/facts/v1/facts.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/db/detail/scan.h"
#include "platform/db/query.h"
#include "platform/proto/resources.h"
#include "platform/rpc/fact_rows.h"
#include "platform/status/error.h"
#include "statistics/fact_table.h"
#include "statistics/names.h"
#include "statistics/requirements.h"

namespace muster::statistics {
namespace {

enum Table {
  deployment,
  nomination,
  membership,
  completion,
  waiver,
  dormancy,
  headcount,
  coverage,
  mission,
  unit,
  requirement,
  post,
  profile,
  profile_change
};

// Where a profile has what is no dimension; -1: nowhere.
struct Marks {
  int departure = -1;
  int anonymous = -1;
  int source = -1;
};

// What the row says; `gender` is that of the pseudonym where the facts have none. Good until the next row.
Stated stated_of(const FactTable& table, const db::Record& row, std::string_view gender, Marks marks = {}) {
  Stated result;
  for (int d = 0; d < dimension_count; ++d) {
    if (table.dimensions[d] >= 0) result.texts[d] = row.text(table.dimensions[d]);
  }
  if (table.dimensions[dimension::gender] < 0) result.texts[dimension::gender] = gender;
  result.departure = marks.departure >= 0 && row.integer(marks.departure) == 1;
  result.anonymous = marks.anonymous >= 0 && row.integer(marks.anonymous) == 1;
  if (marks.source >= 0) result.source = row.text(marks.source);
  return result;
}

std::uint32_t narrow(long long value, const char* what) {
  if (value < 0 || value >= known_now) {
    throw status::Error(status::Code::out_of_range, platform::v1::REASON_RESULT_TOO_LARGE,
                        std::string("statistics hold no ") + what + " above 4,294,967,294");
  }
  return static_cast<std::uint32_t>(value);
}

std::uint32_t sequence_of(long long value) {
  if (value == 0) throw std::logic_error("a fact has no sequence");
  return narrow(value, "sequence");
}

Day day_of(long long days) {
  constexpr long long limit = 1'000'000;  // past the year 4700
  return static_cast<Day>(std::clamp(days, -limit, limit));
}

Day end_of(const std::optional<long long>& days) { return days ? day_of(*days) : open_end; }

constexpr int slice_rows = 5000;

// Calls take(row) for each row of `select` with an id after `last_id`, slice by slice; take must move last_id.
template <class Take>
void read_slices(db::Session& sql, const std::string& select, const std::string& id, const long long& last_id,
                 Take take) {
  for (bool more = true; more;) {
    int rows = 0;
    db::scan(sql,
             select + " WHERE " + id + " > " + std::to_string(last_id) + " ORDER BY " + id + " LIMIT " +
                 std::to_string(slice_rows),
             [&](const db::Record& row) {
               ++rows;
               take(row);
             });
    more = rows == slice_rows;
  }
}

Day month_of(std::string_view text) {
  const auto first_day = rules::parse_month(text);
  if (!first_day) throw std::logic_error("a stored month is not one");
  return *first_day;
}

}  // namespace

std::int64_t Ledger::micros_of(std::uint32_t sequence) const {
  std::int64_t micros = 0;
  for (const Moments& moments : moments_) micros = std::max(micros, moments.micros_of(sequence));
  return micros;
}

std::uint32_t Ledger::sequence_at(std::int64_t micros) const {
  std::uint32_t sequence = 0;
  for (const Moments& moments : moments_) sequence = std::max(sequence, moments.sequence_at(micros));
  return sequence;
}

long long Ledger::head(db::Session& sql) {
  return std::get<0>(*db::select_one<long long>(sql, "SELECT sequence FROM ledger_head WHERE id = 1"));
}

long long Ledger::version() const { return std::accumulate(last_ids_.begin(), last_ids_.end(), 0LL); }

Ledger::LastIds Ledger::last_ids_of(db::Session& sql) const {
  static const std::string select = [] {
    std::string text;
    // In the order of Table.
    for (const char* table : {"deployment_fact", "nomination_fact", "membership_fact", "completion_fact", "waiver_fact",
                              "dormancy_fact", "headcount_fact", "coverage_fact", "mission_fact", "unit_fact",
                              "requirement_fact", "post_fact", "subject_profile", "subject_profile_log"}) {
      text += (text.empty() ? "SELECT (" : ", (") + std::string("SELECT COALESCE(MAX(id), 0) FROM ") + table + ")";
    }
    return text;
  }();
  const auto last =
      *db::select_one<long long, long long, long long, long long, long long, long long, long long, long long, long long,
                      long long, long long, long long, long long, long long>(sql, select);
  return std::apply([](auto... id) { return LastIds{id...}; }, last);
}

void Ledger::follow(db::Session& sql) {
  const LastIds there = last_ids_of(sql);
  {
    std::shared_lock reading(mutex_);
    // A snapshot may be older than what another thread has taken in: then there is nothing new.
    bool behind = false;
    for (std::size_t table = 0; table < there.size(); ++table) behind |= last_ids_[table] < there[table];
    if (!behind) return;
  }
  std::unique_lock writing(mutex_);
  read_genders(sql);
  read_deployments(sql);
  read_nominations(sql);
  read_memberships(sql);
  read_completions(sql);
  read_waivers(sql);
  read_dormancies(sql);
  read_headcounts(sql);
  read_coverage(sql);
  read_missions(sql);
  read_units(sql);
  read_requirements(sql);
  read_posts(sql);
}

// Before the facts: these are taken in by the gender that their subject has.
void Ledger::read_genders(db::Session& sql) {
  std::unordered_set<std::uint32_t> changed;
  const auto take = [&](const db::Record& row, int table) {
    const std::size_t known = facts_.subjects.size();
    const std::uint32_t subject = facts_.subjects.index_of(row.integer(1));
    if (facts_.genders.set(subject, row.text(2)) && subject < known) changed.insert(subject);
    last_ids_[table] = row.integer(0);
  };
  read_slices(sql, "SELECT id, subject, gender FROM subject_profile", "id", last_ids_[profile],
              [&](const db::Record& row) { take(row, profile); });
  // Whatever the log says was changed is read as it is now: it holds no values.
  read_slices(sql,
              "SELECT log.id, log.subject, profile.gender FROM subject_profile_log log"
              " LEFT JOIN subject_profile profile ON profile.subject = log.subject",
              "log.id", last_ids_[profile_change], [&](const db::Record& row) { take(row, profile_change); });
  facts_.apply_genders(changed);
}

template <class Take>
void Ledger::read_facts(db::Session& sql, int table, const FactTable& layout, Take take) {
  read_slices(sql, layout.select, "id", last_ids_[table], [&](const db::Record& row) {
    take(row);
    const std::uint32_t known = narrow(row.integer(layout.sequence), "sequence");
    last_ids_[table] = row.integer(layout.id);
    if (known != 0) moments_[table].add(known, row.integer(layout.recorded_time));
    sequence_ = std::max(sequence_, known);
  });
}

template <class Fact>
Fact Ledger::fact_of(const FactTable& table, const db::Record& row, const char* what) {
  Fact fact;
  fact.sequence = sequence_of(row.integer(table.sequence));
  fact.record = narrow(row.integer(table.record), what);
  fact.subject = facts_.subjects.index_of(row.integer(table.subject));
  fact.day_from = day_of(row.integer(table.day_from));
  fact.day_to = end_of(row.maybe_integer(table.day_to));
  return fact;
}

void Ledger::read_deployments(db::Session& sql) {
  using F = facts::v1::DeploymentFact;
  const FactTable& table = table_of<F>();
  const int parent = table[F::kDeploymentFieldNumber], post = table[F::kPostFieldNumber];
  const Marks marks{.departure = table[F::kDepartureFieldNumber],
                    .anonymous = table[F::kAnonymousFieldNumber],
                    .source = table[F::kSourceFieldNumber]};
  read_facts(sql, deployment, table, [&](const db::Record& row) {
    auto fact = fact_of<DeploymentFact>(table, row, "segment");
    fact.deployment = narrow(row.integer(parent), "deployment");
    fact.profile = facts_.deployment_profiles.id_of(stated_of(table, row, facts_.genders.text_of(fact.subject), marks));
    facts_.deployments.apply(fact);
    const auto held = row.maybe_integer(post);
    // Most hold none of ours.
    if (!held && !facts_.holders.has(fact.record)) return;
    facts_.holders.apply({.record = fact.record,
                          .sequence = fact.sequence,
                          .post = held ? narrow(*held, "post") : 0,
                          .day_from = fact.day_from,
                          .day_to = fact.day_to});
  });
}

void Ledger::read_nominations(db::Session& sql) {
  using F = facts::v1::NominationFact;
  const FactTable& table = table_of<F>();
  const int parent = table[F::kNominationFieldNumber], state = table[F::kStateFieldNumber];
  read_facts(sql, nomination, table, [&](const db::Record& row) {
    auto fact = fact_of<NominationFact>(table, row, "event");
    fact.nomination = narrow(row.integer(parent), "nomination");
    fact.state = facts_.states.code_of(row.text(state));
    fact.profile = facts_.nomination_profiles.id_of(stated_of(table, row, facts_.genders.text_of(fact.subject)));
    facts_.nominations.apply(fact);
  });
}

void Ledger::read_memberships(db::Session& sql) {
  const FactTable& table = table_of<facts::v1::MembershipFact>();
  read_facts(sql, membership, table, [&](const db::Record& row) {
    auto fact = fact_of<MembershipFact>(table, row, "affiliation");
    fact.profile = facts_.membership_profiles.id_of(stated_of(table, row, facts_.genders.text_of(fact.subject)));
    facts_.memberships.apply(fact);
  });
}

void Ledger::read_completions(db::Session& sql) {
  using F = facts::v1::CompletionFact;
  const FactTable& table = table_of<F>();
  const int course = table[F::kCourseFieldNumber], topics = table[F::kTopicsFieldNumber];
  read_facts(sql, completion, table, [&](const db::Record& row) {
    auto fact = fact_of<CompletionFact>(table, row, "completion");
    fact.course = narrow(row.integer(course), "course");
    fact.topics = facts_.topics.code_of(row.text(topics));
    facts_.completions.apply(fact);
  });
}

void Ledger::read_waivers(db::Session& sql) {
  using F = facts::v1::WaiverFact;
  const FactTable& table = table_of<F>();
  const int requirement = table[F::kRequirementFieldNumber];
  read_facts(sql, waiver, table, [&](const db::Record& row) {
    auto fact = fact_of<WaiverFact>(table, row, "waiver");
    fact.requirement = narrow(row.integer(requirement), "requirement");
    facts_.waivers.apply(fact);
  });
}

void Ledger::read_dormancies(db::Session& sql) {
  const FactTable& table = table_of<facts::v1::DormancyFact>();
  read_facts(sql, dormancy, table, [&](const db::Record& row) {
    facts_.dormancies.apply(fact_of<DormancyFact>(table, row, "stretch of dormancy"));
  });
}

void Ledger::read_headcounts(db::Session& sql) {
  using F = facts::v1::HeadcountFact;
  const FactTable& table = table_of<F>();
  const int of_source = table[F::kSourceFieldNumber], unit = table[F::kUnitFieldNumber];
  const int country = table[F::kCountryFieldNumber], month = table[F::kMonthFieldNumber];
  const int import = table[F::kImportFieldNumber], count = table[F::kCountFieldNumber];
  const int withdrawn = table[F::kWithdrawnFieldNumber];
  read_facts(sql, headcount, table, [&](const db::Record& row) {
    const std::string source(row.text(of_source));
    const HeadcountFact fact{.source = source,
                             .body = {.unit = row.maybe_integer(unit).value_or(0),
                                      .country = source.empty() ? std::string(row.text(country)) : ""},
                             .month = month_of(row.text(month)),
                             .import = row.maybe_integer(import),
                             .sequence = sequence_of(row.integer(table.sequence)),
                             .profile = facts_.headcount_profiles.id_of(stated_of(table, row, "")),
                             .count = static_cast<std::int32_t>(narrow(row.integer(count), "number of people")),
                             .withdraws = row.integer(withdrawn) == 1};
    facts_.headcounts.apply(fact);
  });
}

void Ledger::read_coverage(db::Session& sql) {
  using F = facts::v1::CoverageFact;
  const FactTable& table = table_of<F>();
  read_facts(sql, coverage, table, [&](const db::Record& row) {
    facts_.coverage.apply({.source = std::string(row.text(table[F::kSourceFieldNumber])),
                           .month = month_of(row.text(table[F::kMonthFieldNumber])),
                           .import = row.integer(table[F::kImportFieldNumber]),
                           .sequence = sequence_of(row.integer(table.sequence)),
                           .withdrawn = row.integer(table[F::kWithdrawnFieldNumber]) == 1});
  });
}

void Ledger::read_missions(db::Session& sql) {
  using F = facts::v1::MissionFact;
  const FactTable& table = table_of<F>();
  read_facts(sql, mission, table, [&](const db::Record& row) {
    const auto code = [&](int dimension, int field) {
      return facts_.dimensions[dimension].code_of(stated(row.text(table[field])));
    };
    const auto first = row.maybe_integer(table.day_from);
    facts_.directory.missions.push_back(
        {.sequence = narrow(row.integer(table.sequence), "sequence"),
         .mission = row.integer(table.record),
         .acronym = std::string(row.text(table[F::kAcronymFieldNumber])),
         .days = {.from = first ? day_of(*first) : ever,
                  .to = end_of(row.maybe_integer(table.day_to)),
                  .kind = code(dimension::mission_kind, F::kKindFieldNumber),
                  .organisation = code(dimension::organisation, F::kOrganisationFieldNumber)}});
  });
}

void Ledger::read_units(db::Session& sql) {
  using F = facts::v1::UnitFact;
  const FactTable& table = table_of<F>();
  read_facts(sql, unit, table, [&](const db::Record& row) {
    const auto from = row.maybe_integer(table[F::kDayFromFieldNumber]);
    const auto to = row.maybe_integer(table[F::kDayToFieldNumber]);
    facts_.directory.units.push_back({.sequence = narrow(row.integer(table.sequence), "sequence"),
                                      .unit = row.integer(table.record),
                                      .code = std::string(row.text(table[F::kCodeFieldNumber])),
                                      .parent = row.maybe_integer(table[F::kParentFieldNumber]),
                                      .day_from = from ? day_of(*from) : first_day,
                                      .day_to = to ? day_of(*to) : open_end});
  });
}

void Ledger::read_requirements(db::Session& sql) {
  using F = facts::v1::RequirementFact;
  const FactTable& table = table_of<F>();
  read_facts(sql, requirement, table, [&](const db::Record& row) {
    const auto text = [&](int field) { return row.text(table[field]); };
    RequirementFact& fact = facts_.directory.requirements.emplace_back();
    fact.sequence = narrow(row.integer(table.sequence), "sequence");
    fact.code = text(F::kCodeFieldNumber);
    Requirement& asks = fact.requirement;
    asks.id = row.integer(table.record);
    asks.of_deployed = text(F::kPopulationFieldNumber) == "POPULATION_DEPLOYED";
    asks.categories = elements(text(F::kCategoriesFieldNumber));
    asks.topics = elements(text(F::kTopicsFieldNumber));
    for (const std::string& course : elements(text(F::kCoursesFieldNumber))) {
      asks.courses.push_back(proto::id_of(course, "courses", "courses"));
    }
    asks.time = rules::requirement_time(text(F::kTimeFieldNumber));
    asks.soon_days = static_cast<int>(row.integer(table[F::kSoonDaysFieldNumber]));
    asks.in_force.from = rules::parse_date(text(F::kValidFromFieldNumber)).value();
    const int last_day = table[F::kValidToFieldNumber];
    asks.in_force.to = row.is_null(last_day) ? open_end : rules::parse_date(row.text(last_day)).value() + 1;
  });
}

void Ledger::read_posts(db::Session& sql) {
  using F = facts::v1::PostFact;
  const FactTable& table = table_of<F>();
  const int seats = table[F::kSeatsFieldNumber];
  read_facts(sql, post, table, [&](const db::Record& row) {
    facts_.posts.apply({.post = narrow(row.integer(table.record), "post"),
                        .sequence = narrow(row.integer(table.sequence), "sequence"),
                        .profile = facts_.post_profiles.id_of(stated_of(table, row, "")),
                        .seats = static_cast<std::int32_t>(narrow(row.integer(seats), "number of seats")),
                        .day_from = day_of(row.integer(table.day_from)),
                        .day_to = end_of(row.maybe_integer(table.day_to))});
  });
}

}  // namespace muster::statistics
