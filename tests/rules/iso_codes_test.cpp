// SPDX-License-Identifier: EUPL-1.2
#include "rules/iso_codes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace muster::rules {
namespace {

TEST(IsoCodesTest, KnowsExactlyTheCodesAsIsoWritesThem) {
  EXPECT_TRUE(is_country("NOR"));
  EXPECT_TRUE(is_country("SSD"));
  for (const char* code : {"nor", "NO", "NORW", "XXX", "", "578"}) EXPECT_FALSE(is_country(code)) << code;
  EXPECT_TRUE(is_language("nob"));
  EXPECT_TRUE(is_language("swa"));
  for (const char* code : {"NOB", "no", "und", "mul", "zxx", "", "xyzw"}) EXPECT_FALSE(is_language(code)) << code;
}

// Kosovo has no code of ISO's, and a stateless person no country.
TEST(IsoCodesTest, KnowsTheCodesThatTheTradeUsesBesides) {
  for (const char* code : {"XKX", "XOM", "XXA", "XXB", "XXC"}) EXPECT_TRUE(is_country(code)) << code;
  const auto kosovo =
      std::find_if(countries().begin(), countries().end(), [](const IsoCode& one) { return one.code == "XKX"; });
  ASSERT_NE(kosovo, countries().end());
  EXPECT_EQ(kosovo->name, "Kosovo");
  EXPECT_TRUE(std::is_sorted(countries().begin(), countries().end(),
                             [](const IsoCode& a, const IsoCode& b) { return a.name < b.name; }));
}

TEST(IsoCodesTest, EveryCodeOfAListIsKnownAndNamed) {
  for (const IsoCode& country : countries()) {
    EXPECT_TRUE(is_country(country.code)) << country.code;
    EXPECT_EQ(country.code.size(), 3u);
    EXPECT_FALSE(country.name.empty());
    EXPECT_FALSE(country.name_nb.empty());
  }
  for (const IsoCode& language : languages()) EXPECT_TRUE(is_language(language.code)) << language.code;
}

TEST(IsoCodesTest, ManyThreadsMayAskFirst) {
  std::atomic<int> known = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&known] { known += is_country("NOR") && is_language("nob"); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(known, 4);
}

}  // namespace
}  // namespace muster::rules
