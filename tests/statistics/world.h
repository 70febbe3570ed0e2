// SPDX-License-Identifier: EUPL-1.2
// Facts as plain rows, as the fact tables hold them: made at random, put into the engine, and
// counted by the oracle.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "statistics/ledger.h"
#include "statistics/question.h"

namespace muster::statistics::testing {

using Texts = std::vector<std::string>;  // by dimension, "" where not stated

enum class Kind { deployment, nomination, membership, completion, waiver, dormancy };

struct Row {
  Kind kind = Kind::deployment;
  long long id = 0;
  long long sequence = 0;
  long long record = 0;
  long long parent = 0;  // deployment or nomination
  long long subject = 0;
  int day_from = 0;
  std::optional<int> day_to;
  bool departure = false;
  bool anonymous = false;  // deployments
  Texts texts;
  std::string source;         // deployments: whose imported report; "": entered here
  std::string state;          // nominations
  long long course = 0;       // completions
  std::string topics;         // completions
  long long requirement = 0;  // waivers
  long long post = 0;         // deployments; 0: none
};

struct HeadcountRow {
  long long sequence = 0;
  std::string source;
  long long unit = 0;
  std::string month;
  std::optional<long long> import;
  Texts texts;
  int count = 0;
  bool withdrawn = false;
};

// An import says, or no longer says, that the source reported the month.
struct CoverageRow {
  long long sequence = 0;
  long long import = 0;
  std::string source;
  std::string month;
  bool withdrawn = false;
};

// What a post is on some of its days: with the others of one sequence, all that is said of it.
struct PostRow {
  long long sequence = 0;
  long long post = 0;
  int day_from = 0;
  std::optional<int> day_to;
  int seats = 0;
  Texts texts;
};

struct World {
  std::vector<Row> rows;  // in the order of their ids
  std::vector<HeadcountRow> headcounts;
  std::vector<CoverageRow> coverage;
  std::vector<PostRow> posts;
  std::map<long long, long long> parents;  // of units; 0: none
  // What the missions are; without a name here it is not known.
  std::map<std::string, std::string> kinds = {
      {"1", "MISSION_KIND_INTERNATIONAL"}, {"2", "MISSION_KIND_INTERNATIONAL"}, {"3", "MISSION_KIND_INTERNATIONAL"}};
  long long last_sequence = 0;

  UnitTree units() const;
  void fill(Facts& facts) const;
  // Missions that are something else from a day on: the day, and the kind and organisation of then.
  struct Change {
    int day;
    std::string kind, organisation;
  };
  std::map<std::string, Change> changes;
  // As Question::missions has them, once the facts are filled.
  std::vector<std::vector<MissionDays>> missions(Facts& facts) const;
};

inline std::vector<std::vector<MissionDays>> World::missions(Facts& facts) const {
  const Codes& names = facts.dimensions[dimension::mission];
  std::vector<std::vector<MissionDays>> all(names.size());
  for (std::size_t code = 0; code < all.size(); ++code) {
    const std::string name = names.text(static_cast<std::uint16_t>(code));
    const auto kind = kinds.find(name);
    if (kind == kinds.end()) continue;
    MissionDays& first = all[code].emplace_back();
    first.kind = facts.dimensions[dimension::mission_kind].code_of(kind->second);
    const auto change = changes.find(name);
    if (change == changes.end()) continue;
    first.to = change->second.day;
    all[code].push_back(
        {.from = change->second.day,
         .kind = facts.dimensions[dimension::mission_kind].code_of(change->second.kind),
         .organisation = facts.dimensions[dimension::organisation].code_of(change->second.organisation)});
  }
  return all;
}

inline UnitTree World::units() const {
  UnitTree tree;
  for (const auto& [unit, parent] : parents) {
    for (long long upper = unit; upper != 0; upper = parents.at(upper)) tree[upper].push_back(unit);
  }
  return tree;
}

inline Stated stated_of(const Texts& texts) {
  Stated stated;
  std::copy(texts.begin(), texts.end(), stated.texts.begin());
  stated.texts[dimension::mission_kind] = {};
  return stated;
}

inline Stated stated_of(const Row& row) {
  Stated stated = stated_of(row.texts);
  stated.departure = row.departure;
  stated.anonymous = row.anonymous;
  stated.source = row.source;
  return stated;
}

inline void World::fill(Facts& facts) const {
  for (const Row& row : rows) {
    const auto record = static_cast<std::uint32_t>(row.record);
    const auto sequence = static_cast<std::uint32_t>(row.sequence);
    const auto parent = static_cast<std::uint32_t>(row.parent);
    const std::uint32_t subject = facts.subjects.index_of(row.subject);
    const Day to = row.day_to.value_or(open_end);
    switch (row.kind) {
      case Kind::deployment:
        facts.deployments.apply(
            {record, parent, subject, facts.deployment_profiles.id_of(stated_of(row)), sequence, row.day_from, to});
        if (row.post != 0 || facts.holders.has(record)) {
          facts.holders.apply({record, sequence, static_cast<std::uint32_t>(row.post), row.day_from, to});
        }
        break;
      case Kind::nomination:
        facts.nominations.apply({record, sequence, parent, subject,
                                 facts.nomination_profiles.id_of(stated_of(row.texts)), facts.states.code_of(row.state),
                                 row.day_from, to});
        break;
      case Kind::membership:
        facts.memberships.apply(
            {record, sequence, subject, facts.membership_profiles.id_of(stated_of(row.texts)), row.day_from, to});
        break;
      case Kind::completion:
        facts.completions.apply({record, sequence, subject, static_cast<std::uint32_t>(row.course),
                                 facts.topics.code_of(row.topics), row.day_from, to});
        break;
      case Kind::waiver:
        facts.waivers.apply({record, sequence, subject, static_cast<std::uint32_t>(row.requirement), row.day_from, to});
        break;
      case Kind::dormancy: facts.dormancies.apply({record, sequence, subject, row.day_from, to}); break;
    }
  }
  for (const HeadcountRow& row : headcounts) {
    facts.headcounts.apply({.source = row.source,
                            .body = {row.unit, row.unit == 0 ? "" : row.texts[dimension::country]},
                            .month = *rules::parse_month(row.month),
                            .import = row.import,
                            .sequence = static_cast<std::uint32_t>(row.sequence),
                            .profile = facts.headcount_profiles.id_of(stated_of(row.texts)),
                            .count = row.count,
                            .withdraws = row.withdrawn});
  }
  for (const CoverageRow& row : coverage) {
    facts.coverage.apply({row.source, *rules::parse_month(row.month), row.import,
                          static_cast<std::uint32_t>(row.sequence), row.withdrawn});
  }
  for (const PostRow& row : posts) {
    facts.posts.apply({static_cast<std::uint32_t>(row.post), static_cast<std::uint32_t>(row.sequence),
                       facts.post_profiles.id_of(stated_of(row.texts)), row.seats, row.day_from,
                       row.day_to.value_or(open_end)});
  }
}

// Makes worlds in which everything that can go together does: several segments of a person on one
// day, corrections that move, void or reopen a segment or give it to somebody else, open ends.
class WorldMaker {
 public:
  explicit WorldMaker(unsigned seed) : random_(seed) {}

  World make() {
    World world;
    for (long long unit = 1; unit <= 7; ++unit) world.parents[unit] = unit / 2;  // a tree: 1 over 2, 3; ...
    world.kinds["3"] = "MISSION_KIND_EXERCISE";
    for (int i = 0; i < 160; ++i) add_row(world, Kind::deployment, 60);
    for (int i = 0; i < 60; ++i) add_row(world, Kind::nomination, 40);
    for (int i = 0; i < 60; ++i) add_row(world, Kind::membership, 35);
    for (int i = 0; i < 80; ++i) add_row(world, Kind::completion, 60);
    for (int i = 0; i < 20; ++i) add_row(world, Kind::waiver, 15);
    for (int i = 0; i < 16; ++i) add_report(world);
    for (int i = 0; i < 24; ++i) add_coverage(world);
    for (int i = 0; i < 30; ++i) add_dormancy(world, i);
    for (int i = 0; i < 24; ++i) add_post(world, i);
    fill_posts(world);
    return world;
  }

  int number(int low, int high) { return std::uniform_int_distribution(low, high)(random_); }
  std::string one_of(const std::vector<std::string>& texts) {
    return texts[static_cast<std::size_t>(number(0, static_cast<int>(texts.size()) - 1))];
  }

  Texts texts() {
    Texts texts{one_of({"", "1", "2", "3"}),
                one_of({"NOR", "NOR", "SWE"}),
                one_of({"PERSONNEL_TYPE_TROOPS", "PERSONNEL_TYPE_STAFF_OFFICER"}),
                one_of({"ORGANISATION_UN", "ORGANISATION_NATO"}),
                one_of({"CATEGORY_MILITARY", "CATEGORY_POLICE", "CATEGORY_CIVILIAN"}),
                one_of({"", "RANK_BAND_SENIOR", "RANK_BAND_JUNIOR"}),
                one_of({"", "0", "0", "1", "2", "4"}),
                one_of({"", "1", "2", "3", "4", "5", "6", "7"}),
                one_of({"GENDER_WOMAN", "GENDER_MAN", "GENDER_MAN", "GENDER_OTHER", "GENDER_NOT_STATED"})};
    texts.resize(dimension_count);  // what facts do not state
    // For filters: facts leave the kind to the mission.
    texts[dimension::mission_kind] = one_of({"", "MISSION_KIND_INTERNATIONAL", "MISSION_KIND_EXERCISE"});
    return texts;
  }

  // 2020-01-01 and some 14 months on.
  static constexpr int first_day = 18262;
  static constexpr int last_day = first_day + 430;

 private:
  void add_row(World& world, Kind kind, int records) {
    Row row;
    row.kind = kind;
    row.id = static_cast<long long>(world.rows.size()) + 1;
    if (number(0, 2) > 0 || world.last_sequence == 0) ++world.last_sequence;  // some share a transaction
    row.sequence = world.last_sequence;
    row.record = number(1, records) + (number(0, 9) == 0 ? 8000 : 0);
    row.parent = row.record / 2 + 1;
    row.subject = number(1, 25) * 1'000'003LL;
    row.day_from = number(first_day, last_day);
    if (number(0, 3) > 0) row.day_to = row.day_from + number(0, 200);  // 0: void
    if (number(0, 12) == 0) row.day_to = row.day_from;
    row.departure = number(0, 1) == 1;
    row.anonymous = row.subject > 20 * 1'000'003LL;  // five of the 25
    row.texts = texts();
    // Of a person the gender is one; the rest may change.
    row.texts[dimension::gender] = genders_.emplace(row.subject, row.texts[dimension::gender]).first->second;
    if (kind == Kind::deployment) row.source = one_of({"", "", "UN", "EU"});
    row.state = one_of({"NOMINATION_STATE_IN_REVIEW", "NOMINATION_STATE_ENDORSED", "NOMINATION_STATE_SUBMITTED"});
    row.course = number(1, 4);
    row.topics = one_of({"[]", "[\"TOPIC_WPS\"]", "[\"TOPIC_SEAH\",\"TOPIC_WPS\"]", "[\"TOPIC_CRSV\"]"});
    row.requirement = number(1, 2);
    world.rows.push_back(row);
  }

  // What comes after it is drawn as if it were not there. Some of 20 records are told anew.
  void add_dormancy(World& world, int number) {
    const auto draw = [&](int low, int high) { return std::uniform_int_distribution(low, high)(random_of_dormancy_); };
    Row row;
    row.kind = Kind::dormancy;
    row.id = static_cast<long long>(world.rows.size()) + 1;
    row.sequence = std::max(1LL, world.last_sequence * (number + 1) / 30);
    row.record = draw(1, 20);
    row.subject = draw(1, 25) * 1'000'003LL;
    row.day_from = draw(first_day, last_day);
    if (draw(0, 3) > 0) row.day_to = row.day_from + draw(0, 200);  // 0: void
    row.texts.resize(dimension_count);
    row.texts[dimension::gender] = genders_.emplace(row.subject, "GENDER_NOT_STATED").first->second;
    world.rows.push_back(row);
  }

  // The same of six posts, each said anew now and then: one to three periods, some of them up to a last day.
  void add_post(World& world, int number) {
    const auto draw = [&](int low, int high) { return std::uniform_int_distribution(low, high)(random_of_posts_); };
    PostRow row;
    row.sequence = std::max(1LL, world.last_sequence * (number + 1) / 24);
    row.post = draw(1, 6);
    row.seats = draw(1, 3);
    row.day_from = draw(first_day - 30, first_day + 200);
    const auto any = [&](const std::vector<std::string>& texts) {
      return texts[static_cast<std::size_t>(draw(0, static_cast<int>(texts.size()) - 1))];
    };
    for (int more = draw(0, 2); more >= 0; --more) {
      row.texts.assign(dimension_count, "");
      row.texts[dimension::mission] = any({"1", "2", "3"});
      row.texts[dimension::personnel_type] = "PERSONNEL_TYPE_STAFF_OFFICER";
      row.texts[dimension::category] = any({"CATEGORY_MILITARY", "CATEGORY_POLICE"});
      row.texts[dimension::rank_band] = any({"RANK_BAND_SENIOR", "RANK_BAND_JUNIOR"});
      row.texts[dimension::tier] = any({"0", "1", "4"});
      row.day_to.reset();
      if (more > 0 || draw(0, 2) == 0) row.day_to = row.day_from + draw(1, 200);
      world.posts.push_back(row);
      row.day_from = row.day_to.value_or(0);
    }
  }

  void fill_posts(World& world) {
    for (Row& row : world.rows) {
      if (row.kind != Kind::deployment) continue;
      row.post = std::max(0, std::uniform_int_distribution(-2, 6)(random_of_posts_));
    }
  }

  void add_report(World& world) {
    HeadcountRow row;
    row.sequence = ++world.last_sequence;
    const bool published = number(0, 2) == 0;
    row.source = published ? "UN" : "";
    row.unit = published ? 0 : number(2, 7);
    row.month = one_of({"2020-03", "2020-04", "2020-05", "2020-11"});
    row.withdrawn = number(0, 5) == 0;
    if (!row.withdrawn && number(0, 1) == 0) row.import = number(1, 3);
    const std::string country = one_of({"NOR", "SWE"});
    for (int i = row.withdrawn ? 1 : number(1, 4); i > 0; --i) {
      row.texts = texts();
      row.texts[dimension::unit] = published ? "" : std::to_string(row.unit);
      if (!published) row.texts[dimension::country] = country;
      row.count = row.withdrawn ? 0 : number(0, 9);
      world.headcounts.push_back(row);
    }
  }

  void add_coverage(World& world) {
    CoverageRow row;
    row.sequence = ++world.last_sequence;
    row.import = number(1, 3);
    row.source = one_of({"UN", "UN", "EU", "NATO"});
    row.month = one_of({"2020-01", "2020-02", "2020-04", "2020-07", "2020-08", "2020-11", "2021-01", "2021-03"});
    row.withdrawn = number(0, 3) == 0;
    world.coverage.push_back(row);
  }

  std::mt19937 random_;
  std::mt19937 random_of_dormancy_{7};
  std::mt19937 random_of_posts_{11};
  std::map<long long, std::string> genders_;  // by subject
};

}  // namespace muster::statistics::testing
