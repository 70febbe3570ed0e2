// SPDX-License-Identifier: EUPL-1.2
// The engine against the oracle, on random worlds.
#include "statistics/engine.h"

#include <gtest/gtest.h>

#include <numeric>
#include <ostream>

#include "oracle.h"
#include "support/rounds.h"

namespace muster::statistics::testing {

void PrintTo(const OracleCell& cell, std::ostream* out) {
  for (long long count : cell.genders) *out << count << " ";
  *out << "open ";
  for (long long count : cell.unstated) *out << count << " ";
  *out << "elsewhere " << cell.elsewhere << " hc " << cell.from_headcounts << " st ";
  for (long long count : cell.statuses) *out << count << " ";
  *out << "dormant " << cell.dormant << " vacant " << cell.vacant;
}

namespace {

// A world in which missions become something else on a day.
World make_changing(WorldMaker& maker) {
  World world = maker.make();
  for (const char* mission : {"1", "2"}) {
    if (maker.number(0, 2) == 0) continue;
    world.changes[mission] = {maker.number(WorldMaker::first_day, WorldMaker::last_day),
                              maker.one_of({"MISSION_KIND_INTERNATIONAL", "MISSION_KIND_EXERCISE"}),
                              maker.one_of({"", "ORGANISATION_NATO"})};
  }
  return world;
}

// A question of any kind, with any filter and grouping.
Question any_question(WorldMaker& maker, const World& world, Facts& facts) {
  Question question;
  question.units = world.units();
  question.missions = world.missions(facts);
  question.population = static_cast<Population>(maker.number(0, 6));
  question.individuals_only = maker.number(0, 1) == 0;
  if (question.population == Population::deployed && maker.number(0, 2) == 0) {
    question.measure = Measure::days;
  }
  if (question.population == Population::departures || question.population == Population::nominations) {
    question.measure = Measure::starts;
  }
  if (question.population == Population::deployed && maker.number(0, 2) == 0) question.tier_min = maker.number(1, 4);
  question.state = maker.one_of({"NOMINATION_STATE_IN_REVIEW", "NOMINATION_STATE_ENDORSED"});
  question.source = "UN";
  question.requirement.id = maker.number(1, 2);
  question.requirement.of_deployed = maker.number(0, 1) == 0;
  question.requirement.time = static_cast<rules::RequirementTime>(maker.number(0, 3));
  question.requirement.topics = {"TOPIC_WPS"};
  question.requirement.courses = {maker.number(1, 4)};
  question.requirement.soon_days = maker.one_of({"0", "30"}) == "0" ? 0 : 30;
  question.requirement.in_force = {WorldMaker::first_day + 20, open_end};
  if (maker.number(0, 1) == 0) question.requirement.categories = {"CATEGORY_MILITARY", "CATEGORY_CIVILIAN"};

  const int start = maker.number(WorldMaker::first_day - 20, WorldMaker::last_day - 20);
  const int spans = maker.number(1, 8);
  int day = start;
  for (int i = 0; i < spans; ++i) {
    const int length = question.measure == Measure::stock ? 1 : maker.number(1, 40);
    question.spans.push_back({day, day + length});
    day += length + (maker.number(0, 1) == 0 ? 0 : maker.number(0, 40));
  }
  std::vector<int> dimensions(dimension_count);
  std::iota(dimensions.begin(), dimensions.end(), 0);
  for (int i = maker.number(0, 3); i > 0; --i) {
    const auto at = static_cast<std::size_t>(maker.number(0, static_cast<int>(dimensions.size()) - 1));
    question.group_by.push_back(dimensions[at]);
    dimensions.erase(dimensions.begin() + static_cast<std::ptrdiff_t>(at));
  }
  for (int i = maker.number(0, 2); i > 0; --i) {
    const int dimension = maker.number(0, dimension_count - 1);
    std::set<std::string> texts;
    for (int t = maker.number(1, 3); t > 0; --t) texts.insert(maker.texts()[static_cast<std::size_t>(dimension)]);
    if (dimension == dimension::unit) {
      for (const std::string& text : std::set<std::string>(texts)) {
        if (text.empty()) continue;
        for (long long unit : question.units[std::stoll(text)]) texts.insert(std::to_string(unit));
      }
    }
    question.selection.restrict(dimension, texts);
  }
  if (maker.number(0, 1) == 0)
    question.known = static_cast<std::uint32_t>(maker.number(0, static_cast<int>(world.last_sequence)));
  return question;
}

std::string describe(const Question& question) {
  std::string text = "population " + std::to_string(static_cast<int>(question.population)) + " measure " +
                     std::to_string(static_cast<int>(question.measure)) + " known " + std::to_string(question.known) +
                     " tier " + std::to_string(question.tier_min) + " requirement's time " +
                     std::to_string(static_cast<int>(question.requirement.time)) +
                     (question.individuals_only ? " individuals only" : "") + " group by";
  for (int d : question.group_by) text += " " + std::to_string(d);
  return text;
}

TEST(EngineTest, AgreesWithTheOracleOnRandomWorlds) {
  long long counted = 0, unstated = 0, elsewhere = 0, dormant = 0, vacant = 0;
  std::size_t left_out = 0;
  int without_report = 0;
  for (unsigned seed = 1; seed <= support::rounds(25); ++seed) {
    WorldMaker maker(seed);
    const World world = make_changing(maker);
    Facts facts;
    world.fill(facts);
    for (int i = 0; i < 24; ++i) {
      const Question question = any_question(maker, world, facts);
      SCOPED_TRACE("seed " + std::to_string(seed) + ", question " + std::to_string(i) + ": " + describe(question));
      const Counts counts = count(facts, question);
      const Oracle oracle(world, question);
      for (std::size_t s = 0; s < question.spans.size(); ++s) {
        const auto absent = oracle.absent(question.spans[s]);
        EXPECT_EQ(counts.absent_sources[s], std::vector<std::string>(absent.begin(), absent.end()));
        if (counts.no_number[s] == v1::NO_NUMBER_NO_TABLE) continue;
        EXPECT_EQ(counts.no_report(s), oracle.no_report(question.spans[s]));
        left_out += absent.size();
        without_report += counts.no_report(s);
        const OracleAnswer expected = oracle.answer(question.spans[s]);
        ASSERT_EQ(answer_of(counts, s), expected) << "on " << rules::format_date(question.spans[s].from);
        for (const auto& [group, cell] : expected) {
          counted += cell.genders[0] + cell.genders[1];
          unstated += cell.unstated[0] + cell.unstated[1];
          elsewhere += cell.elsewhere;
          dormant += cell.dormant;
          vacant += cell.vacant;
        }
      }
    }
  }
  EXPECT_GT(counted, 10'000) << "the questions counted hardly anything";
  EXPECT_GT(unstated, 300);
  EXPECT_GT(elsewhere, 30);
  EXPECT_GT(dormant, 30);
  EXPECT_GT(vacant, 100);
  EXPECT_GT(left_out, 30u);
  EXPECT_GT(without_report, 5);
}

TEST(EngineTest, ListsAreAsLongAsTheirNumbers) {
  long long lists = 0;
  for (unsigned seed = 100; seed < 100 + support::rounds(16); ++seed) {
    WorldMaker maker(seed);
    const World world = make_changing(maker);
    Facts facts;
    world.fill(facts);
    for (int i = 0; i < 12; ++i) {
      Question question = any_question(maker, world, facts);
      question.spans.resize(1);
      const Counts counts = count(facts, question);
      for (std::size_t g = 0; g < counts.groups.size(); ++g) {
        const Tally& tally = counts.spans[0][g];
        // Of seats the vacant ones are listed.
        const bool seats = question.population == Population::seats;
        for (int gender = 0; gender < gender_count && !seats; ++gender) {
          long long sum = 0;
          for (const Counted& record : collect(facts, question, counts.groups[g], static_cast<Gender>(gender))) {
            EXPECT_EQ(profile_of(facts, record).gender, static_cast<Gender>(gender));
            sum += record.count;
          }
          ASSERT_EQ(sum, tally.by_gender[static_cast<std::size_t>(gender)]) << describe(question);
        }
        long long all = 0;
        for (const Counted& record : collect(facts, question, counts.groups[g], std::nullopt)) all += record.count;
        ASSERT_EQ(all, seats ? tally.vacant : tally.total());
        ++lists;
      }
    }
  }
  EXPECT_GT(lists, 300);
}

// Splitting by any dimension must leave the total as it is.
TEST(EngineTest, PartsAddUpToTheTotal) {
  for (unsigned seed = 200; seed <= 210; ++seed) {
    WorldMaker maker(seed);
    const World world = make_changing(maker);
    Facts facts;
    world.fill(facts);
    for (int i = 0; i < 12; ++i) {
      Question question = any_question(maker, world, facts);
      const auto sum = [&](const std::vector<int>& group_by) {
        question.group_by = group_by;
        const Counts counts = count(facts, question);
        std::vector<Tally> totals;
        for (const auto& groups : counts.spans) {
          totals.emplace_back();
          for (const Tally& tally : groups) totals.back() += tally;
        }
        return totals;
      };
      const auto whole = sum({});
      for (int d = 0; d < dimension_count; ++d) {
        const auto parts = sum({d, (d + 1) % dimension_count});
        for (std::size_t s = 0; s < whole.size(); ++s) {
          EXPECT_EQ(parts[s].by_gender, whole[s].by_gender) << describe(question);
          EXPECT_EQ(parts[s].unstated, whole[s].unstated) << describe(question);
          EXPECT_EQ(parts[s].from_headcounts, whole[s].from_headcounts);
          EXPECT_EQ(parts[s].vacant, whole[s].vacant);
          EXPECT_EQ(parts[s].statuses, whole[s].statuses);
        }
      }
    }
  }
}

}  // namespace
}  // namespace muster::statistics::testing
