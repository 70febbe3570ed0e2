// SPDX-License-Identifier: EUPL-1.2
// The one scan behind every number and every list: goes through what a question counts. Counting
// and listing differ only in what they do with each piece, so a list cannot differ from its
// number.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <functional>
#include <unordered_set>
#include <vector>

#include "statistics/entries.h"
#include "statistics/groups.h"
#include "statistics/ledger.h"
#include "statistics/presence.h"
#include "statistics/question.h"
#include "statistics/reports.h"
#include "statistics/seats.h"
#include "statistics/stand_ins.h"
#include "statistics/training.h"

namespace muster::statistics {

enum class RecordKind : std::uint8_t { deployment, nomination, affiliation, headcounts, post };

// Something that counts from `from` until before `to`.
struct Counted {
  RecordKind kind = RecordKind::deployment;
  std::int8_t status = -1;  // a rules::TrainingStatus; -1: not asked
  std::int32_t cell = 0;
  std::int32_t count = 1;  // 0: a report's row that says so; of a post its vacant seats
  std::uint32_t record = 0;
  std::uint32_t parent = 0;  // the segment's deployment, the event's nomination
  std::uint32_t subject = 0;
  std::uint32_t profile = 0;
  Day start = 0;  // of the record itself
  Day end = 0;
  Day from = 0;
  Day to = 0;
  std::int32_t seats = 0;  // of a post
  // Shown beside the number, by status, and not part of it, though it may be.
  bool apart = false;
  // On a tour in this group, and counted in another.
  bool elsewhere = false;
  // Of the roster: a dormant member on the day, and counted as all others are.
  bool dormant = false;
};

inline Counted counted(const Presence& piece, RecordKind kind) {
  return {.kind = kind,
          .cell = piece.cell,
          .record = piece.record,
          .parent = piece.parent,
          .subject = piece.subject,
          .profile = piece.profile,
          .start = piece.start,
          .end = piece.end,
          .from = piece.from,
          .to = piece.to};
}

inline bool in_categories(const Requirement& requirement, const Dimensions& dimensions, const Profile& profile) {
  const auto& wanted = requirement.categories;
  const std::string& category = dimensions[dimension::category].text(profile.codes[dimension::category]);
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), category) != wanted.end();
}

inline Presence presence_of(const DeploymentFact& fact, std::int32_t cell) {
  return {.subject = fact.subject,
          .record = fact.record,
          .parent = fact.deployment,
          .profile = fact.profile,
          .cell = cell,
          .start = fact.day_from,
          .end = fact.day_to,
          .from = fact.day_from,
          .to = fact.day_to};
}

// For each row of the block that counts in a cell, calls emit(presence).
template <class Emit>
void each_presence(const DeploymentColumns::Block& block, const std::vector<std::int32_t>& cells, Emit emit) {
  for (const std::uint16_t row : block.rows) {
    const std::int32_t cell = cells[block.profile[row]];
    if (cell != no_cell) emit(presence_of(block.fact(row), cell));
  }
}

// Everybody deployed within `window`, at any moment once. Segments that share no day with another
// one, of bodies that nothing stands in for, are nearly all: they go to emit_block(block, cells),
// with days that may reach beyond the window. The rest goes to emit(presence), piece by piece, and those who are counted
// in another group to emit_elsewhere(presence).
template <class EmitBlock, class Emit, class EmitElsewhere>
void visit_present(const Facts& facts, const Cells& cells, const StandIns& stand_ins, Span window, std::uint32_t known,
                   EmitBlock emit_block, Emit emit, EmitElsewhere emit_elsewhere) {
  std::vector<Presence> shared;
  auto take_shared = [&](const DeploymentFact& fact) {
    const Day first = std::max(fact.day_from, window.from), end = std::min(fact.day_to, window.to);
    cells.each(fact.profile, first, end, [&](Day cell_from, Day cell_to, std::int32_t cell) {
      Presence presence = presence_of(fact, cell);
      presence.tier = facts.deployment_profiles[fact.profile].tier;
      stand_ins.uncovered(fact.profile, cell_from, cell_to, [&](Day from, Day to) {
        presence.from = from;
        presence.to = to;
        shared.push_back(presence);
      });
    });
  };
  std::vector<std::int32_t> direct_cells = cells.always();
  // Those that count on some of their days only, or in one cell after another.
  std::vector<std::int32_t> by_days(cells.size(), no_cell);
  bool any_by_days = false;
  for (std::uint32_t id = 0; id < cells.size(); ++id) {
    if (direct_cells[id] == cell_of_the_day) direct_cells[id] = cells.within(id, window.from, window.to);
    if (direct_cells[id] == no_cell || (direct_cells[id] != cell_of_the_day && !stand_ins.any(id))) continue;
    std::swap(direct_cells[id], by_days[id]);
    any_by_days = true;
  }
  facts.deployments.visit(
      known, [window](Day from, Day to) { return (from < window.to) & (to > window.from); },
      [&](const DeploymentColumns::Block& block) {
        emit_block(block, direct_cells);
        if (!any_by_days) return;
        for (const std::uint16_t row : block.rows) {
          if (by_days[block.profile[row]] != no_cell) take_shared(block.fact(row));
        }
      },
      take_shared);
  const Pieces pieces = primary_pieces(std::move(shared));
  for (const Presence& piece : pieces.primary) emit(piece);
  for (const Presence& piece : pieces.elsewhere) emit_elsewhere(piece);
}

template <class Emit>
void visit_reports(const Facts& facts, const Question& question, Groups& groups,
                   const std::vector<StandIns::Use>& reports, Emit& emit) {
  if (reports.empty()) return;
  // A row of nobody without a gender names its mission and country, and no group of gender.
  const bool by_gender =
      std::find(question.group_by.begin(), question.group_by.end(), dimension::gender) != question.group_by.end();
  const auto cells =
      cells_of(facts.headcount_profiles, facts.dimensions, question, groups, [](const Profile&) { return true; });
  for (const auto& [report, month, body] : reports) {
    // The numbers are those of the month's last day.
    const Day day = rules::month_end(month.from);
    for (const Report::Row& row : report->rows) {
      const bool nobody =
          row.count == 0 && by_gender && facts.headcount_profiles[row.profile].gender == Gender::unknown;
      const std::int32_t cell = cells.on(row.profile, day);
      if (row.sequence > question.known || cell == no_cell || nobody) continue;
      emit(Counted{.kind = RecordKind::headcounts,
                   .cell = cell,
                   .count = row.count,
                   .profile = row.profile,
                   .start = month.from,
                   .end = month.to,
                   .from = month.from,
                   .to = month.to});
    }
  }
}

// Something that may count segments, each one person, a block at a time: take_block(block, cells)
// does, or gives false if it wants them one by one.
template <class Emit>
concept TakesBlocks =
    requires(Emit emit, const DeploymentColumns::Block& block, const std::vector<std::int32_t>& cells) {
      { emit.take_block(block, cells) } -> std::same_as<bool>;
    };

// Whether a deployment counts, but for what the selection says: not those of sources without a report.
inline bool is_reported(const Question& question, const Profile& profile) {
  const auto& absent = question.absent_sources;
  return std::find(absent.begin(), absent.end(), profile.source) == absent.end();
}

inline Counted counted_elsewhere(const Presence& piece) {
  Counted other = counted(piece, RecordKind::deployment);
  other.elsewhere = true;
  return other;
}

template <class Emit>
void visit_deployed(const Facts& facts, const Question& question, Groups& groups, Emit& emit) {
  const Span window = window_of(question);
  const StandIns stand_ins = question.individuals_only ? StandIns() : StandIns(facts, question, window);
  const auto cells = cells_of(facts.deployment_profiles, facts.dimensions, question, groups,
                              [&](const Profile& profile) { return is_reported(question, profile); });
  auto emit_piece = [&](const Presence& piece) { emit(counted(piece, RecordKind::deployment)); };
  auto emit_block = [&](const DeploymentColumns::Block& block, const std::vector<std::int32_t>& direct_cells) {
    if constexpr (TakesBlocks<Emit>) {
      if (emit.take_block(block, direct_cells)) return;
    }
    each_presence(block, direct_cells, emit_piece);
  };
  visit_present(facts, cells, stand_ins, window, question.known, emit_block, emit_piece,
                [&](const Presence& piece) { emit(counted_elsewhere(piece)); });
  visit_reports(facts, question, groups, stand_ins.uses(), emit);
}

// People whom a source reports month by month without a name are a stock: when they came is not known.
template <class Emit>
void visit_departures(const Facts& facts, const Question& question, Groups& groups, Emit& emit) {
  const Span window = window_of(question);
  const auto cells =
      cells_of(facts.deployment_profiles, facts.dimensions, question, groups, [&](const Profile& profile) {
        return profile.departure && (!profile.anonymous || is_reported(question, profile));
      });
  auto take = [&](const Presence& presence) { emit(counted(presence, RecordKind::deployment)); };
  facts.deployments.visit(
      question.known, [window](Day from, Day) { return (from >= window.from) & (from < window.to); },
      [&](const DeploymentColumns::Block& block) {
        for (const std::uint16_t row : block.rows) {
          const std::int32_t cell = cells.on(block.profile[row], block.day_from[row]);
          if (cell != no_cell) take(presence_of(block.fact(row), cell));
        }
      },
      [&](const DeploymentFact& fact) {
        const std::int32_t cell = cells.on(fact.profile, fact.day_from);
        if (cell != no_cell) take(presence_of(fact, cell));
      });
}

// A nomination counts when it enters the state for the first time, as it was then: what the
// filter leaves out does not make a later entry the first.
template <class Emit>
void visit_nominations(const Facts& facts, const Question& question, Groups& groups, Emit& emit) {
  const auto cells =
      cells_of(facts.nomination_profiles, facts.dimensions, question, groups, [](const Profile&) { return true; });
  const auto state = facts.states.find(question.state);
  if (!state) return;
  for (const auto& [nomination, fact] : first_entries(facts, *state, question.known)) {
    const std::int32_t cell = cells.on(fact.profile, fact.day_from);
    if (cell == no_cell) continue;
    emit(Counted{.kind = RecordKind::nomination,
                 .cell = cell,
                 .record = fact.record,
                 .parent = nomination,
                 .subject = fact.subject,
                 .profile = fact.profile,
                 .start = fact.day_from,
                 .end = fact.day_to,
                 .from = fact.day_from,
                 .to = fact.day_to});
  }
}

// Who is a dormant member of the roster on the day.
inline std::unordered_set<std::uint32_t> dormant_on(const Facts& facts, Day day, std::uint32_t known) {
  std::unordered_set<std::uint32_t> subjects;
  facts.dormancies.visit(known, [&](const DormancyFact& fact) {
    if (fact.day_from <= day && day < fact.day_to) subjects.insert(fact.subject);
  });
  return subjects;
}

// Everybody who must meet the requirement on each day, or, of the deployed, those who do not. Of
// whom it is unknown they are among those who must, and apart from those who do not.
template <class Emit>
void visit_trained(const Facts& facts, const Question& question, Groups& groups, Emit& emit) {
  const Requirement& requirement = question.requirement;
  const bool untrained = question.population == Population::untrained;
  const bool deployed = untrained || requirement.of_deployed;
  auto must = [&](const Profile& profile) {
    return in_categories(requirement, facts.dimensions, profile) && (!deployed || is_reported(question, profile));
  };
  const auto cells = cells_of(deployed ? facts.deployment_profiles : facts.membership_profiles, facts.dimensions,
                              question, groups, must);
  const Training training(facts, question);
  for (const Span& day : question.spans) {
    if (day.from < requirement.in_force.from || day.from >= requirement.in_force.to) continue;
    const auto dormant = deployed ? std::unordered_set<std::uint32_t>() : dormant_on(facts, day.from, question.known);
    auto emit_person = [&](const Presence& piece) {
      const auto status =
          deployed ? training.of_deployed(piece, day.from) : training.of_member(piece.subject, day.from);
      const bool met = status == rules::TrainingStatus::valid || status == rules::TrainingStatus::soon;
      if (untrained && met) return;
      Counted person = counted(piece, deployed ? RecordKind::deployment : RecordKind::affiliation);
      person.status = static_cast<std::int8_t>(status);
      person.from = std::max(piece.from, day.from);
      person.to = std::min(piece.to, day.to);
      person.apart = untrained && status == rules::TrainingStatus::unknown;
      person.dormant = dormant.contains(piece.subject);
      emit(person);
    };
    if (deployed) {
      auto emit_block = [&](const DeploymentColumns::Block& block, const std::vector<std::int32_t>& direct_cells) {
        each_presence(block, direct_cells, emit_person);
      };
      visit_present(facts, cells, StandIns(), day, question.known, emit_block, emit_person, [&](const Presence& piece) {
        if (!untrained) emit(counted_elsewhere(piece));
      });
      continue;
    }
    std::vector<Presence> members;
    facts.memberships.visit(question.known, [&](const MembershipFact& fact) {
      const std::int32_t cell = cells.on(fact.profile, day.from);
      if (cell == no_cell || fact.day_from >= day.to || fact.day_to <= day.from) return;
      members.push_back({.subject = fact.subject,
                         .record = fact.record,
                         .parent = fact.record,
                         .profile = fact.profile,
                         .cell = cell,
                         .start = fact.day_from,
                         .end = fact.day_to,
                         .from = day.from,
                         .to = day.to});
    });
    for (const Presence& piece : primary_pieces(std::move(members)).primary) emit_person(piece);
  }
}

// The people of a published table, at each day of the question.
template <class Emit>
void visit_reported(const Facts& facts, const Question& question, Groups& groups, Emit& emit) {
  std::vector<StandIns::Use> reports;
  for (const Span& day : question.spans) {
    if (const Report* report = report_for(facts, question, day.from)) reports.push_back({report, day, {}});
  }
  visit_reports(facts, question, groups, reports, emit);
}

// The posts on the days of which the question asks, with as many of their seats vacant as nobody holds.
template <class Emit>
void visit_seats(const Facts& facts, const Question& question, Groups& groups, Emit& emit) {
  const auto cells =
      cells_of(facts.post_profiles, facts.dimensions, question, groups, [](const Profile&) { return true; });
  const Span window = window_of(question);
  const auto holders = holders_within(facts, window, question.known);
  const HolderChanges nobody;
  facts.posts.visit(question.known, [&](std::span<const PostFact> post) {
    const auto held = holders.find(post.front().post);
    const HolderChanges& changes = held == holders.end() ? nobody : held->second;
    for (const PostFact& fact : post) {
      const Day first = std::max(fact.day_from, window.from), end = std::min(fact.day_to, window.to);
      if (first >= end) continue;
      cells.each(fact.profile, first, end, [&](Day cell_from, Day cell_to, std::int32_t cell) {
        each_holding(changes, cell_from, cell_to, [&](Day from, Day to, int holding) {
          emit(Counted{.kind = RecordKind::post,
                       .cell = cell,
                       .count = std::max(0, fact.seats - holding),
                       .record = fact.post,
                       .profile = fact.profile,
                       .start = post.front().day_from,
                       .end = post.back().day_to,
                       .from = from,
                       .to = to,
                       .seats = fact.seats});
        });
      });
    }
  });
}

// Calls emit(const Counted&) for everything that the question counts, and maybe for more that
// lies outside its spans.
template <class Emit>
void visit(const Facts& facts, const Question& question, Groups& groups, Emit& emit) {
  switch (question.population) {
    case Population::deployed: return visit_deployed(facts, question, groups, emit);
    case Population::departures: return visit_departures(facts, question, groups, emit);
    case Population::nominations: return visit_nominations(facts, question, groups, emit);
    case Population::must_train:
    case Population::untrained: return visit_trained(facts, question, groups, emit);
    case Population::reported: return visit_reported(facts, question, groups, emit);
    case Population::seats: return visit_seats(facts, question, groups, emit);
  }
}

}  // namespace muster::statistics
