// SPDX-License-Identifier: EUPL-1.2
#include "rules/words.h"

#include <gtest/gtest.h>
#include <muster/roster/v1/roster.pb.h>

namespace muster::rules {
namespace {

using namespace platform::v1;

TEST(WordsTest, EveryEnumHasTheWordsOfItsNames) {
  const auto& status = *roster::v1::PersonStatus_descriptor();
  EXPECT_EQ(parse_word(status, "active"), roster::v1::PERSON_STATUS_ACTIVE);
  EXPECT_EQ(parse_word(status, "PERSON_STATUS_ACTIVE"), roster::v1::PERSON_STATUS_ACTIVE);
  for (const char* word : {"", "unspecified", "PERSON_STATUS_UNSPECIFIED", "status_active", "1", "F"}) {
    EXPECT_EQ(parse_word(status, word), std::nullopt) << word;
  }
}

TEST(WordsTest, FilesSayMoreThanTheNames) {
  EXPECT_EQ(parse_word(*Gender_descriptor(), "kvinne"), GENDER_WOMAN);
  EXPECT_EQ(parse_gender("ikke oppgitt"), GENDER_NOT_STATED);
  EXPECT_EQ(parse_gender("Not stated"), GENDER_NOT_STATED);
  EXPECT_EQ(parse_gender("f"), std::nullopt) << "a letter is a word as it stands";
  EXPECT_EQ(parse_personnel_type("Contingent Troop(s)"), PERSONNEL_TYPE_TROOPS);
  EXPECT_EQ(parse_category("kriminalomsorg"), CATEGORY_CORRECTIONS);
  EXPECT_EQ(parse_rank_band("senior"), RANK_BAND_SENIOR);
}

TEST(WordsTest, TheRemedyNamesThemAll) {
  EXPECT_EQ(words_of(*Gender_descriptor()), "woman, man, other or not_stated");
  EXPECT_EQ(gender_words(), words_of(*Gender_descriptor()));
}

}  // namespace
}  // namespace muster::rules
