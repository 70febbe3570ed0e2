// SPDX-License-Identifier: EUPL-1.2
#include "statistics/ledger.h"

#include <algorithm>
#include <mutex>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <string>

#include "platform/db/query.h"
#include "platform/status/error.h"

namespace muster::statistics {
namespace {

enum Table { deployment, nomination, membership, completion, waiver, headcount };

// A profile's key (Profiles::id_of) made by the database: one text is far cheaper to carry over
// than nine.
const std::string mission_key =
    "COALESCE(CAST(mission AS TEXT), '') || '|' || country || '|' || personnel_type || '|' || organisation || '|' || "
    "category || '|' || rank_band || '|' || CAST(tier AS TEXT) || '|' || COALESCE(CAST(unit AS TEXT), '') || '|' || "
    "gender || '|' || ";
const std::string membership_key =
    "'|' || country || '|||' || category || '|' || rank_band || '||' || CAST(unit AS TEXT) || '|' || gender || '|0'";

std::uint32_t narrow(long long value, const char* what) {
  if (value < 0 || value >= known_now) {
    throw status::Error(status::Code::out_of_range,
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

// Calls take(columns...) for each row after `last_id`, slice by slice; take must move last_id.
template <class... T, class Take>
void read_slices(db::Session& sql, const std::string& columns, const std::string& table, const long long& last_id,
                 Take take) {
  const std::string text = "SELECT " + columns + " FROM " + table + " WHERE id > ? ORDER BY id LIMIT ?";
  for (bool more = true; more;) {
    auto rows = db::select<T...>(sql, {text, {last_id, static_cast<long long>(slice_rows)}});
    for (const auto& row : rows) std::apply(take, row);
    more = rows.size() == slice_rows;
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

long long Ledger::version() const { return std::accumulate(last_ids_.begin(), last_ids_.end(), 0LL); }

Ledger::LastIds Ledger::last_ids_of(db::Session& sql) const {
  auto row = db::select_one<long long, long long, long long, long long, long long, long long>(
      sql,
      "SELECT (SELECT COALESCE(MAX(id), 0) FROM deployment_fact), (SELECT COALESCE(MAX(id), 0) FROM nomination_fact),"
      " (SELECT COALESCE(MAX(id), 0) FROM membership_fact), (SELECT COALESCE(MAX(id), 0) FROM completion_fact),"
      " (SELECT COALESCE(MAX(id), 0) FROM waiver_fact), (SELECT COALESCE(MAX(id), 0) FROM headcount_fact)");
  return std::apply([](auto... id) { return LastIds{id...}; }, *row);
}

void Ledger::note(int table, long long id, long long sequence, long long recorded_time) {
  const std::uint32_t known = sequence_of(sequence);
  last_ids_[table] = id;
  moments_[table].add(known, recorded_time);
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
}

using Number = long long;
using MaybeNumber = std::optional<long long>;
using Text = std::string;

void Ledger::read_deployments(db::Session& sql) {
  read_slices<Number, Number, Number, Number, Number, Number, Number, MaybeNumber, Text>(
      sql,
      "id, sequence, recorded_time, record, deployment, subject, day_from, day_to, " + mission_key +
          "CAST(departure AS TEXT)",
      "deployment_fact", last_ids_[deployment],
      [&](Number id, Number sequence, Number time, Number record, Number deployment_id, Number subject, Number from,
          const MaybeNumber& to, const Text& key) {
        const DeploymentFact fact{.record = narrow(record, "segment"),
                                  .deployment = narrow(deployment_id, "deployment"),
                                  .subject = facts_.subjects.index_of(subject),
                                  .profile = facts_.deployment_profiles.id_of(key),
                                  .sequence = sequence_of(sequence),
                                  .day_from = day_of(from),
                                  .day_to = end_of(to)};
        facts_.deployments.apply(fact);
        note(deployment, id, sequence, time);
      });
}

void Ledger::read_nominations(db::Session& sql) {
  read_slices<Number, Number, Number, Number, Number, Number, Text, Number, MaybeNumber, Text>(
      sql, "id, sequence, recorded_time, record, nomination, subject, state, day_from, day_to, " + mission_key + "'0'",
      "nomination_fact", last_ids_[nomination],
      [&](Number id, Number sequence, Number time, Number record, Number nomination_id, Number subject,
          const Text& state, Number from, const MaybeNumber& to, const Text& key) {
        const NominationFact fact{.record = narrow(record, "event"),
                                  .sequence = sequence_of(sequence),
                                  .nomination = narrow(nomination_id, "nomination"),
                                  .subject = facts_.subjects.index_of(subject),
                                  .profile = facts_.nomination_profiles.id_of(key),
                                  .state = facts_.states.code_of(state),
                                  .day_from = day_of(from),
                                  .day_to = end_of(to)};
        facts_.nominations.apply(fact);
        note(nomination, id, sequence, time);
      });
}

void Ledger::read_memberships(db::Session& sql) {
  read_slices<Number, Number, Number, Number, Number, Number, MaybeNumber, Text>(
      sql, "id, sequence, recorded_time, record, subject, day_from, day_to, " + membership_key, "membership_fact",
      last_ids_[membership],
      [&](Number id, Number sequence, Number time, Number record, Number subject, Number from, const MaybeNumber& to,
          const Text& key) {
        const MembershipFact fact{.record = narrow(record, "affiliation"),
                                  .sequence = sequence_of(sequence),
                                  .subject = facts_.subjects.index_of(subject),
                                  .profile = facts_.membership_profiles.id_of(key),
                                  .day_from = day_of(from),
                                  .day_to = end_of(to)};
        facts_.memberships.apply(fact);
        note(membership, id, sequence, time);
      });
}

void Ledger::read_completions(db::Session& sql) {
  read_slices<Number, Number, Number, Number, Number, Number, MaybeNumber, Number, Text>(
      sql, "id, sequence, recorded_time, record, subject, day_from, day_to, course, topics", "completion_fact",
      last_ids_[completion],
      [&](Number id, Number sequence, Number time, Number record, Number subject, Number from, const MaybeNumber& to,
          Number course, const Text& topics) {
        const CompletionFact fact{.record = narrow(record, "completion"),
                                  .sequence = sequence_of(sequence),
                                  .subject = facts_.subjects.index_of(subject),
                                  .course = narrow(course, "course"),
                                  .topics = facts_.topics.code_of(topics),
                                  .day_from = day_of(from),
                                  .day_to = end_of(to)};
        facts_.completions.apply(fact);
        note(completion, id, sequence, time);
      });
}

void Ledger::read_waivers(db::Session& sql) {
  read_slices<Number, Number, Number, Number, Number, Number, Number, MaybeNumber>(
      sql, "id, sequence, recorded_time, record, subject, requirement, day_from, day_to", "waiver_fact",
      last_ids_[waiver],
      [&](Number id, Number sequence, Number time, Number record, Number subject, Number requirement, Number from,
          const MaybeNumber& to) {
        const WaiverFact fact{.record = narrow(record, "waiver"),
                              .sequence = sequence_of(sequence),
                              .subject = facts_.subjects.index_of(subject),
                              .requirement = narrow(requirement, "requirement"),
                              .day_from = day_of(from),
                              .day_to = end_of(to)};
        facts_.waivers.apply(fact);
        note(waiver, id, sequence, time);
      });
}

void Ledger::read_headcounts(db::Session& sql) {
  read_slices<Number, Number, Number, MaybeNumber, Text, MaybeNumber, Text, Text, Text, Number>(
      sql, "id, sequence, recorded_time, import, source, unit, month, country, " + mission_key + "'0', count",
      "headcount_fact", last_ids_[headcount],
      [&](Number id, Number sequence, Number time, const MaybeNumber& import, const Text& source,
          const MaybeNumber& unit, const Text& month, const Text& country, const Text& key, Number count) {
        auto first_day = rules::parse_month(month);
        if (!first_day) throw std::logic_error("a stored month is not one");
        const HeadcountFact fact{.source = source,
                                 .unit = unit.value_or(0),
                                 .month = *first_day,
                                 .import = import,
                                 .sequence = sequence_of(sequence),
                                 .profile = facts_.headcount_profiles.id_of(key),
                                 .count = static_cast<std::int32_t>(narrow(count, "number of people")),
                                 .withdraws = country.empty() && count == 0};
        facts_.headcounts.apply(fact);
        note(headcount, id, sequence, time);
      });
}

}  // namespace muster::statistics
