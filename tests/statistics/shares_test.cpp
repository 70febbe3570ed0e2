// SPDX-License-Identifier: EUPL-1.2
// What an index divides, its bounds, and the words that a filter takes.
#include <gtest/gtest.h>

#include "leaders.h"

namespace muster::statistics::testing {
namespace {

class SharesTest : public StatisticsTest {};

void expect_base(const v1::Cell& cell, int women, int men, int unknown) {
  EXPECT_EQ(cell.base().women(), women) << cell.ShortDebugString();
  EXPECT_EQ(cell.base().men(), men);
  EXPECT_EQ(cell.base().other(), 0);
  EXPECT_EQ(cell.base().unknown(), unknown);
  EXPECT_EQ(cell.base().total(), women + men + unknown);
}

TEST_P(SharesTest, TheIndexTellsWhatItDividesAndItsBounds) {
  insert(world_with_leaders());
  const v1::Cell all = ask(on("L2", "2026-03-01")).totals(0);
  EXPECT_EQ(all.total(), 2);
  expect_base(all, 2, 5, 1);
  EXPECT_DOUBLE_EQ(all.share(), (1.0 / 1) / (2.0 / 7));
  EXPECT_DOUBLE_EQ(all.bound_low(), (1.0 / 2) / (3.0 / 8));
  EXPECT_DOUBLE_EQ(all.bound_high(), (2.0 / 2) / (2.0 / 8));

  auto by_mission = on("L2", "2026-03-01");
  by_mission.add_group_by(v1::DIMENSION_MISSION);
  const auto missions = ask(by_mission);
  ASSERT_EQ(missions.cells_size(), 1) << "nobody leads in mission 2";
  expect_base(missions.cells(0), 2, 4, 1);
  EXPECT_DOUBLE_EQ(missions.cells(0).share(), 1.0 / (2.0 / 6));
  EXPECT_DOUBLE_EQ(missions.cells(0).bound_low(), (1.0 / 2) / (3.0 / 7));
  EXPECT_DOUBLE_EQ(missions.cells(0).bound_high(), 1.0 / (2.0 / 7));
  expect_base(missions.totals(0), 2, 5, 1);

  auto series = within("L2", "2025-12-01", "2026-02-28");
  series.set_every_month(true);
  const auto months = ask(series);
  ASSERT_EQ(months.totals_size(), 3);
  expect_base(months.totals(0), 0, 0, 0);
  EXPECT_FALSE(months.totals(0).has_bound_low());
  expect_base(months.totals(1), 2, 5, 1);
  expect_base(months.cells(2), 2, 5, 1);

  auto men = on("L2", "2026-03-01");
  where(men, v1::DIMENSION_GENDER, {"man"});
  const v1::Cell without_women = ask(men).totals(0);
  EXPECT_FALSE(without_women.has_share());
  EXPECT_FALSE(without_women.has_bound_high()) << "nothing divided by nothing";
  EXPECT_FALSE(ask(on("S1", "2026-03-01")).totals(0).has_base());
}

// Leaders of one tier are compared with everybody, not with themselves.
TEST_P(SharesTest, TheIndexIsSplitByTierAboveTheLineOnly) {
  insert(world_with_leaders());
  auto by_tier = on("L2", "2026-03-01");
  by_tier.add_group_by(v1::DIMENSION_TIER);
  const auto tiers = ask(by_tier);
  ASSERT_EQ(tiers.cells_size(), 2);
  EXPECT_EQ(tiers.cells(0).group(0), "2");
  EXPECT_DOUBLE_EQ(tiers.cells(0).share(), 1.0 / (2.0 / 7));
  expect_base(tiers.cells(0), 2, 5, 1);
  expect_base(tiers.cells(1), 2, 5, 1);
  auto both = by_tier;
  both.clear_group_by();
  both.add_group_by(v1::DIMENSION_TIER);
  both.add_group_by(v1::DIMENSION_MISSION);
  expect_base(ask(both).cells(0), 2, 4, 1);
  auto filtered = on("L2", "2026-03-01");
  where(filtered, v1::DIMENSION_TIER, {"3"});
  EXPECT_EQ(ask(filtered).totals(0).total(), 1);
  expect_base(ask(filtered).totals(0), 2, 5, 1);
}

TEST_P(SharesTest, FiltersTakeTheWordsThatImportsTake) {
  insert(world_with_leaders());
  auto count = [&](v1::Dimension dimension, const std::string& word) {
    auto request = on("S1", "2026-03-01");
    where(request, dimension, {word});
    return ask(request).totals(0).total();
  };
  for (const std::string word : {"GENDER_WOMAN", "WOMAN", "woman", "kvinne", "F"}) {
    EXPECT_EQ(count(v1::DIMENSION_GENDER, word), 2) << word;
  }
  EXPECT_EQ(count(v1::DIMENSION_GENDER, ""), 1);
  EXPECT_EQ(count(v1::DIMENSION_GENDER, "not stated"), 1);
  EXPECT_EQ(count(v1::DIMENSION_PERSONNEL_TYPE, "Troops"), 8);
  EXPECT_EQ(count(v1::DIMENSION_PERSONNEL_TYPE, "Contingent Troop(s)"), 8);
  EXPECT_EQ(count(v1::DIMENSION_PERSONNEL_TYPE, "Staff Officers"), 0);
  EXPECT_EQ(count(v1::DIMENSION_CATEGORY, "military"), 8);
  EXPECT_EQ(count(v1::DIMENSION_RANK_BAND, "senior"), 0);
  EXPECT_EQ(count(v1::DIMENSION_ORGANISATION, "UN"), 8);
}

INSTANTIATE_TEST_SUITE_P(Backends, SharesTest, support::backends(), support::backend_name);

}  // namespace
}  // namespace muster::statistics::testing
