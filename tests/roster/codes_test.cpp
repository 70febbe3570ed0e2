// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <map>

#include "support/roster.h"

namespace muster::support {
namespace {

namespace v1 = muster::roster::v1;

class CodesTest : public RosterTest {};
INSTANTIATE_TEST_SUITE_P(Backends, CodesTest, backends(), backend_name);

TEST_P(CodesTest, EveryRankHasABandAndMoreSeniorRanksNoLowerOne) {
  v1::ListRanksRequest request;
  request.set_page_size(500);
  const auto ranks = call<v1::ListRanksResponse>(roster("ListRanks"), request).ranks();
  ASSERT_GT(ranks.size(), 60);
  std::map<std::string, int> positions;
  for (const auto& rank : ranks) {
    EXPECT_NE(rank.rank_band(), platform::v1::RANK_BAND_UNSPECIFIED) << rank.code();
    EXPECT_EQ(rank.position(), ++positions[rank.scheme()]) << rank.scheme() << " " << rank.code();
    EXPECT_FALSE(rank.display_name_nb().empty());
  }
  EXPECT_EQ(positions.size(), 4u);
}

TEST_P(CodesTest, BandsFollowTheDocumentedTable) {
  const std::map<std::string, std::string> expected = {
      {"NOR-ARMY OF-6", "RANK_BAND_STRATEGIC"}, {"NOR-NAVY OF-5", "RANK_BAND_SENIOR"},
      {"NOR-ARMY OF-4", "RANK_BAND_SENIOR"},    {"NOR-ARMY OF-3", "RANK_BAND_MIDDLE"},
      {"NOR-NAVY OF-2", "RANK_BAND_JUNIOR"},    {"NOR-ARMY OR-9", "RANK_BAND_OTHER_RANKS"},
      {"UN USG", "RANK_BAND_STRATEGIC"},        {"UN D-2", "RANK_BAND_STRATEGIC"},
      {"UN D-1", "RANK_BAND_SENIOR"},           {"UN P-5", "RANK_BAND_SENIOR"},
      {"UN P-3", "RANK_BAND_MIDDLE"},           {"UN P-2", "RANK_BAND_JUNIOR"},
      {"UN G-7", "RANK_BAND_OTHER_RANKS"},      {"NOR-POLICE POLITIMESTER", "RANK_BAND_STRATEGIC"}};
  for (const auto& [rank, band] : expected) {
    const auto space = rank.find(' ');
    EXPECT_EQ(rows("SELECT DISTINCT rank_band FROM rank WHERE scheme = '" + rank.substr(0, space) + "' AND code = '" +
                       rank.substr(space + 1) + "'",
                   1),
              std::vector<std::string>{band})
        << rank;
  }
  // One code, several ranks: the code alone does not name a rank.
  EXPECT_EQ(rows("SELECT display_name_nb FROM rank WHERE scheme = 'NOR-ARMY' AND code = 'OF-1' ORDER BY position", 1),
            (std::vector<std::string>{"Løytnant", "Fenrik"}));
}

TEST_P(CodesTest, ListsCountriesAndLanguages) {
  v1::ListCodesRequest request;
  EXPECT_TRUE(names_field(refused(roster("ListCodes"), request, system()), "list"));
  for (const auto& [list, code, name, name_nb, least] :
       {std::tuple{v1::CODE_LIST_COUNTRIES, "DEU", "Germany", "Tyskland", 240},
        std::tuple{v1::CODE_LIST_LANGUAGES, "nob", "Norwegian Bokmål", "norsk bokmål", 7000}}) {
    request.set_list(list);
    const auto codes = call<v1::ListCodesResponse>(roster("ListCodes"), request).codes();
    EXPECT_GT(codes.size(), least);
    const auto found = std::find_if(codes.begin(), codes.end(), [&](const auto& one) { return one.code() == code; });
    ASSERT_NE(found, codes.end());
    EXPECT_EQ(found->display_name(), name);
    EXPECT_EQ(found->display_name_nb(), name_nb);
    EXPECT_TRUE(std::is_sorted(codes.begin(), codes.end(),
                               [](const auto& a, const auto& b) { return a.display_name() < b.display_name(); }));
  }
}

TEST_P(CodesTest, CountriesAreCheckedWhereverTheyAreGiven) {
  for (const char* country : {"NO", "nor", "XXX", "Norway"}) {
    auto request = person_request("N1", army_);
    request.mutable_person()->set_nationality(country);
    EXPECT_TRUE(names_field(refused(roster("CreatePerson"), request, hr()), "person.nationality")) << country;
  }
}

}  // namespace
}  // namespace muster::support
