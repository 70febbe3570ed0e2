// SPDX-License-Identifier: EUPL-1.2
#include "statistics/ledger.h"

#include <algorithm>
#include <mutex>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <string>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/db/detail/scan.h"
#include "platform/db/query.h"
#include "platform/status/error.h"

namespace muster::statistics {
namespace {

enum Table { deployment, nomination, membership, completion, waiver, headcount, coverage };

// The values of a profile, in the order of Profiles::id_of.
const std::string mission_values =
    ", mission, country, personnel_type, organisation, category, rank_band, tier, unit, gender";
const std::string membership_values = ", NULL, country, '', '', category, rank_band, NULL, unit, gender";

// A profile's key (Profiles::id_of) from its values, which begin at column `first`.
const std::string& key_of(const db::Record& row, int first, bool departure, bool anonymous = false,
                          std::string_view source = {}) {
  thread_local std::string key;
  key.clear();
  for (int d = 0; d < dimension_count; ++d) {
    if (d == dimension::mission || d == dimension::tier || d == dimension::unit) {
      if (const auto number = row.maybe_integer(first + d)) key += std::to_string(*number);
    } else {
      key += row.text(first + d);
    }
    key += '|';
  }
  key += departure ? '1' : '0';
  if (anonymous) key += '?';
  if (!source.empty()) (key += '|') += source;
  return key;
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

// Calls take(row) for each row after `last_id`, slice by slice; take must move last_id.
template <class Take>
void read_slices(db::Session& sql, const std::string& columns, const std::string& table, const long long& last_id,
                 Take take) {
  for (bool more = true; more;) {
    int rows = 0;
    db::scan(sql,
             "SELECT " + columns + " FROM " + table + " WHERE id > " + std::to_string(last_id) + " ORDER BY id LIMIT " +
                 std::to_string(slice_rows),
             [&](const db::Record& row) {
               ++rows;
               take(row);
             });
    more = rows == slice_rows;
  }
}

}  // namespace

void Moments::add(std::uint32_t sequence, std::int64_t micros) {
  if (!sequences_.empty() && sequences_.back() == sequence) return;
  sequences_.push_back(sequence);
  times_.push_back(times_.empty() ? micros : std::max(times_.back(), micros));
}

std::uint32_t Moments::sequence_at(std::int64_t micros) const {
  const auto after = std::upper_bound(times_.begin(), times_.end(), micros) - times_.begin();
  return after == 0 ? 0 : sequences_[static_cast<std::size_t>(after - 1)];
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
  auto row = db::select_one<long long, long long, long long, long long, long long, long long, long long>(
      sql,
      "SELECT (SELECT COALESCE(MAX(id), 0) FROM deployment_fact), (SELECT COALESCE(MAX(id), 0) FROM nomination_fact),"
      " (SELECT COALESCE(MAX(id), 0) FROM membership_fact), (SELECT COALESCE(MAX(id), 0) FROM completion_fact),"
      " (SELECT COALESCE(MAX(id), 0) FROM waiver_fact), (SELECT COALESCE(MAX(id), 0) FROM headcount_fact),"
      " (SELECT COALESCE(MAX(id), 0) FROM coverage_fact)");
  return std::apply([](auto... id) { return LastIds{id...}; }, *row);
}

void Ledger::note(int table, const db::Record& row) {
  const std::uint32_t known = sequence_of(row.integer(1));
  last_ids_[table] = row.integer(0);
  moments_[table].add(known, row.integer(2));
  sequence_ = std::max(sequence_, known);
}

void Ledger::follow(db::Session& sql) {
  const LastIds there = last_ids_of(sql);
  {
    std::shared_lock reading(mutex_);
    // A snapshot may be older than what another thread has taken in: then there is nothing new.
    bool behind = false;
    for (int table = 0; table < table_count; ++table) behind |= last_ids_[table] < there[table];
    if (!behind) return;
  }
  std::unique_lock writing(mutex_);
  read_deployments(sql);
  read_nominations(sql);
  read_memberships(sql);
  read_completions(sql);
  read_waivers(sql);
  read_headcounts(sql);
  read_coverage(sql);
}

// The columns with which each table's SELECT begins.
const std::string first_columns = "id, sequence, recorded_time, record, subject, day_from, day_to";

template <class Fact>
Fact Ledger::fact_of(const db::Record& row, const char* what) {
  Fact fact;
  fact.sequence = sequence_of(row.integer(1));
  fact.record = narrow(row.integer(3), what);
  fact.subject = facts_.subjects.index_of(row.integer(4));
  fact.day_from = day_of(row.integer(5));
  fact.day_to = end_of(row.maybe_integer(6));
  return fact;
}

void Ledger::read_deployments(db::Session& sql) {
  read_slices(sql, first_columns + ", deployment, departure, anonymous" + mission_values + ", source",
              "deployment_fact", last_ids_[deployment], [&](const db::Record& row) {
                auto fact = fact_of<DeploymentFact>(row, "segment");
                fact.deployment = narrow(row.integer(7), "deployment");
                constexpr int values = 10;
                fact.profile = facts_.deployment_profiles.id_of(
                    key_of(row, values, row.integer(8) == 1, row.integer(9) == 1, row.text(values + dimension_count)));
                facts_.deployments.apply(fact);
                note(deployment, row);
              });
}

void Ledger::read_nominations(db::Session& sql) {
  read_slices(sql, first_columns + ", nomination, state" + mission_values, "nomination_fact", last_ids_[nomination],
              [&](const db::Record& row) {
                auto fact = fact_of<NominationFact>(row, "event");
                fact.nomination = narrow(row.integer(7), "nomination");
                fact.state = facts_.states.code_of(row.text(8));
                fact.profile = facts_.nomination_profiles.id_of(key_of(row, 9, false));
                facts_.nominations.apply(fact);
                note(nomination, row);
              });
}

void Ledger::read_memberships(db::Session& sql) {
  read_slices(sql, first_columns + membership_values, "membership_fact", last_ids_[membership],
              [&](const db::Record& row) {
                auto fact = fact_of<MembershipFact>(row, "affiliation");
                fact.profile = facts_.membership_profiles.id_of(key_of(row, 7, false));
                facts_.memberships.apply(fact);
                note(membership, row);
              });
}

void Ledger::read_completions(db::Session& sql) {
  read_slices(sql, first_columns + ", course, topics", "completion_fact", last_ids_[completion],
              [&](const db::Record& row) {
                auto fact = fact_of<CompletionFact>(row, "completion");
                fact.course = narrow(row.integer(7), "course");
                fact.topics = facts_.topics.code_of(row.text(8));
                facts_.completions.apply(fact);
                note(completion, row);
              });
}

void Ledger::read_waivers(db::Session& sql) {
  read_slices(sql, first_columns + ", requirement", "waiver_fact", last_ids_[waiver], [&](const db::Record& row) {
    auto fact = fact_of<WaiverFact>(row, "waiver");
    fact.requirement = narrow(row.integer(7), "requirement");
    facts_.waivers.apply(fact);
    note(waiver, row);
  });
}

void Ledger::read_headcounts(db::Session& sql) {
  read_slices(sql, "id, sequence, recorded_time, import, source, month, count, withdrawn" + mission_values,
              "headcount_fact", last_ids_[headcount], [&](const db::Record& row) {
                const auto first_day = rules::parse_month(row.text(5));
                if (!first_day) throw std::logic_error("a stored month is not one");
                constexpr int values = 8;
                const std::string source(row.text(4));
                const HeadcountFact fact{
                    .source = source,
                    .body = {.unit = row.maybe_integer(values + dimension::unit).value_or(0),
                             .country = source.empty() ? std::string(row.text(values + dimension::country)) : ""},
                    .month = *first_day,
                    .import = row.maybe_integer(3),
                    .sequence = sequence_of(row.integer(1)),
                    .profile = facts_.headcount_profiles.id_of(key_of(row, values, false)),
                    .count = static_cast<std::int32_t>(narrow(row.integer(6), "number of people")),
                    .withdraws = row.integer(7) == 1};
                facts_.headcounts.apply(fact);
                note(headcount, row);
              });
}

void Ledger::read_coverage(db::Session& sql) {
  read_slices(sql, "id, sequence, recorded_time, import, source, month, withdrawn", "coverage_fact",
              last_ids_[coverage], [&](const db::Record& row) {
                const auto first_day = rules::parse_month(row.text(5));
                if (!first_day) throw std::logic_error("a stored month is not one");
                facts_.coverage.apply({.source = std::string(row.text(4)),
                                       .month = *first_day,
                                       .import = row.integer(3),
                                       .sequence = sequence_of(row.integer(1)),
                                       .withdrawn = row.integer(6) == 1});
                note(coverage, row);
              });
}

}  // namespace muster::statistics
