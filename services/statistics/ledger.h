// SPDX-License-Identifier: EUPL-1.2
// All facts in memory, following the fact tables of the database.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <shared_mutex>

#include "platform/db/detail/scan.h"
#include "platform/db/session.h"
#include "statistics/columns.h"
#include "statistics/coverage.h"
#include "statistics/directory.h"
#include "statistics/facts.h"
#include "statistics/genders.h"
#include "statistics/headcounts.h"
#include "statistics/moments.h"
#include "statistics/posts.h"
#include "statistics/profile.h"

namespace muster::statistics {

// What every question is asked of. Filled by the ledger, or by whoever has facts from elsewhere.
struct Facts {
  Dimensions dimensions;
  Subjects subjects;
  Genders genders{dimensions[dimension::gender]};
  Codes states;  // of nominations
  Codes topics;  // of completions, as JSON arrays
  Profiles deployment_profiles{dimensions};
  Profiles nomination_profiles{dimensions};
  Profiles membership_profiles{dimensions};
  Profiles headcount_profiles{dimensions};
  Profiles post_profiles{dimensions};
  DeploymentColumns deployments;
  Versions<NominationFact> nominations;
  Versions<MembershipFact> memberships;
  Versions<CompletionFact> completions;
  Versions<WaiverFact> waivers;
  Versions<DormancyFact> dormancies;
  Versions<HolderFact> holders;
  Posts posts;
  Headcounts headcounts;
  Coverage coverage;
  Directory directory;

  // What stands for the organisation of missions whose own would tell them is always among the texts.
  Facts() { dimensions[dimension::organisation].code_of("ORGANISATION_OTHER"); }
  Facts(const Facts&) = delete;
  Facts& operator=(const Facts&) = delete;

  // Counts every fact of these subjects, whenever it was known, by the gender that `genders` now has.
  void apply_genders(const std::unordered_set<std::uint32_t>& changed);
};

struct FactTable;

// One for each database, for all threads.
class Ledger {
 public:
  // Takes in the rows appended since the last call, in slices, so that memory stays bounded.
  // `sql` is in a read transaction. Rows of a table are read in the order of their ids, which
  // is that of their sequences: both are given out under the lock on ledger_head.
  // Errors: OUT_OF_RANGE for a record, deployment or sequence above 4,294,967,294.
  void follow(db::Session& sql);

  // The number of the last write of any process, as `sql` sees it: what no write has touched since is the same.
  static long long head(db::Session& sql);

  // Hold it while reading facts().
  std::shared_lock<std::shared_mutex> lock() const { return std::shared_lock(mutex_); }
  const Facts& facts() const { return facts_; }
  // The last sequence taken in.
  std::uint32_t sequence() const { return sequence_; }
  // Changes with every row taken in, and with every change of a profile.
  long long version() const;
  // The last sequence of a fact recorded at or before a time in microseconds since 1970.
  std::uint32_t sequence_at(std::int64_t micros) const;
  // When the last fact up to this sequence was recorded, in microseconds since 1970; 0: there is none.
  std::int64_t micros_of(std::uint32_t sequence) const;

 private:
  // The fact tables, and those of the pseudonyms' profiles.
  static constexpr int table_count = 12;
  static constexpr int followed_count = table_count + 2;
  using LastIds = std::array<long long, followed_count>;

  LastIds last_ids_of(db::Session& sql) const;
  // What every fact of a subject has; `what` names its record.
  template <class Fact>
  Fact fact_of(const FactTable& table, const db::Record& row, const char* what);
  template <class Take>
  void read_facts(db::Session& sql, int table, const FactTable& layout, Take take);
  void read_genders(db::Session& sql);
  void read_deployments(db::Session& sql);
  void read_nominations(db::Session& sql);
  void read_memberships(db::Session& sql);
  void read_completions(db::Session& sql);
  void read_waivers(db::Session& sql);
  void read_dormancies(db::Session& sql);
  void read_headcounts(db::Session& sql);
  void read_coverage(db::Session& sql);
  void read_missions(db::Session& sql);
  void read_units(db::Session& sql);
  void read_requirements(db::Session& sql);
  void read_posts(db::Session& sql);

  mutable std::shared_mutex mutex_;
  Facts facts_;
  LastIds last_ids_{};
  std::array<Moments, table_count> moments_;
  std::uint32_t sequence_ = 0;
};

}  // namespace muster::statistics
