// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "platform/text/name_order.h"
#include "platform/text/search_words.h"
#include "support/name_spellings.h"

namespace muster::text {
namespace {

using Words = std::vector<std::string>;

TEST(SearchWordsTest, OneWordInEverySpelling) {
  for (const char* spelling : {"Ødegård", "ØDEGÅRD", "odegard", "Oedegaard", "Ödegård",
                               "O\xCC\x88"
                               "degA\xCC\x8Ard",
                               "Ｏｄｅｇａｒｄ", "Øde\xC2\xADgård"}) {
    EXPECT_EQ(kept_words(spelling), Words{"odegard"}) << spelling;
    EXPECT_EQ(typed_words(spelling), Words{"odegard"}) << spelling;
  }
  EXPECT_EQ(kept_words("Straße Þór Guðrún Łukasz Đorđe Áŋŋel"),
            (Words{"strasse", "thor", "gudrun", "lukasz", "dorde", "annel"}));
  EXPECT_EQ(kept_words("Ærøe"), typed_words("AEROEE"));
}

TEST(SearchWordsTest, PartsOfAWordAreWordsTooWhereItIsKept) {
  for (const char* spelling : {"O’Testen", "O'Testen", "OʼTesten", "O`Testen", "O´Testen"}) {
    EXPECT_EQ(kept_words(spelling), (Words{"otesten", "testen"})) << spelling;
    EXPECT_EQ(typed_words(spelling), Words{"otesten"}) << spelling;
  }
  EXPECT_EQ(kept_words("Anne-Eva Moe"), (Words{"anneeva", "eva", "mo"}));
  EXPECT_EQ(kept_words("Anne‑Eva"), kept_words("Anne-Eva")) << "a hyphen that does not break";
}

TEST(SearchWordsTest, WhatIsTypedEndsWithSpaceOrAComma) {
  EXPECT_EQ(typed_words("Ødegård, Bjørn"), (Words{"odegard", "bjorn"}));
  EXPECT_EQ(typed_words("Ødegård,Bjørn  ødegård"), (Words{"odegard", "bjorn"}));
  EXPECT_EQ(typed_words("山田　太郎"), (Words{"山田", "太郎"}));
  EXPECT_EQ(typed_words(" — , ' "), Words{});
  EXPECT_EQ(typed_words(""), Words{});
}

TEST(SearchWordsTest, PartsStandApart) {
  EXPECT_EQ(word_parts("Anne-Eva.Moe@x, ÅSTA/Berg"), (Words{"anne", "eva", "mo", "x", "asta", "berg"}));
  EXPECT_EQ(word_parts("-Eva--"), Words{"eva"});
  EXPECT_EQ(word_parts(""), Words{});
}

TEST(SearchWordsTest, ABeginningOfAnySpellingBeginsAWord) {
  std::mt19937 random(20);
  for (int turn = 0; turn < 20'000; ++turn) {
    const std::string name = support::random_name(random);
    const Words kept = kept_words(name);
    for (const std::string& typed : typed_words(support::beginning(random, support::spelling(random, name)))) {
      EXPECT_TRUE(std::any_of(kept.begin(), kept.end(), [&](const auto& word) { return word.starts_with(typed); }))
          << name << ": " << typed;
    }
  }
}

TEST(SearchWordsTest, WordsAreOfALengthThatAnIndexTakes) {
  const Words words = kept_words(std::string(200, 'x'));
  EXPECT_EQ(words, Words{std::string(60, 'x')});
  EXPECT_EQ(typed_words(std::string(61, 'x')), words);
}

Words in_order(Words names, const NameRules& rules) {
  std::stable_sort(names.begin(), names.end(), [&](const std::string& one, const std::string& other) {
    return name_order(one, rules) < name_order(other, rules);
  });
  return names;
}

TEST(NameOrderTest, EachLanguageHasItsAlphabet) {
  const Words names{"Åsen", "Zimmer", "Aasen", "Ødegård", "Azen", "Ærøe", "Öberg", "Berg", "Adland"};
  EXPECT_EQ(in_order(names, {"nb", true}),
            (Words{"Adland", "Azen", "Berg", "Zimmer", "Ærøe", "Öberg", "Ødegård", "Åsen", "Aasen"}));
  EXPECT_EQ(in_order(names, {"en", true}),
            (Words{"Aasen", "Adland", "Ærøe", "Åsen", "Azen", "Berg", "Öberg", "Ødegård", "Zimmer"}));
  EXPECT_EQ(in_order({"Öberg", "Ärlig", "Åsen", "Zimmer"}, {"sv", true}), (Words{"Zimmer", "Åsen", "Ärlig", "Öberg"}));
}

TEST(NameOrderTest, ParticlesCountOrDoNot) {
  const Words names{"Wang", "von Adler", "Berg", "de Vries", "al-Bakri", "d’Arc", "van der Berg", "Adams"};
  EXPECT_EQ(in_order(names, {"nb", true}),
            (Words{"Adams", "al-Bakri", "Berg", "d’Arc", "de Vries", "van der Berg", "von Adler", "Wang"}));
  EXPECT_EQ(in_order(names, {"nb", false}),
            (Words{"Adams", "von Adler", "d’Arc", "al-Bakri", "Berg", "van der Berg", "de Vries", "Wang"}));
  EXPECT_EQ(in_order({"de", "da", "db"}, {"nb", false}), (Words{"da", "db", "de"})) << "what is all of a name counts";
  EXPECT_EQ(in_order({"Van Zand", "Vann"}, {"nb", false}), (Words{"Van Zand", "Vann"})) << "capitals are no particles";
}

TEST(NameOrderTest, IsTheSameHoweverTheNameIsWritten) {
  const NameRules rules;
  EXPECT_EQ(name_order("O’Testen", rules), name_order("o'testen", rules));
  EXPECT_EQ(name_order("Ådland", rules), name_order("A\xCC\x8A"
                                                    "dland",
                                                    rules));
  EXPECT_EQ(name_order("Anne-Eva", rules), name_order("anne eva", rules));
  EXPECT_LT(name_order("Muller", rules), name_order("Müller", rules)) << "accents count where nothing else differs";
  EXPECT_EQ(name_order("", rules), "");
  EXPECT_LE(name_order(std::string(200, 'x'), rules).size(), 120u);
}

// The text of a key is in the order of its bytes, of whatever length.
TEST(NameOrderTest, BeginningsAreBeforeWhatTheyBegin) {
  std::mt19937 random(3);
  for (int turn = 0; turn < 5'000; ++turn) {
    const std::string name = support::random_name(random);
    EXPECT_LT(name_order(name, {}), name_order(name + "x", {})) << name;
  }
}

TEST(NameOrderTest, KnowsLanguagesAndTheirCountries) {
  for (const char* tag : {"nb", "nn", "no", "da", "sv", "en", "de-AT", "zh-Hant"}) EXPECT_TRUE(is_locale(tag)) << tag;
  for (const char* tag : {"", "xx", "nb_NO", "klingon", "'", "norsk bokmål"}) EXPECT_FALSE(is_locale(tag)) << tag;
  EXPECT_EQ(locale_of_country("NOR"), "nb");
  EXPECT_EQ(locale_of_country("DNK"), "da");
  EXPECT_EQ(locale_of_country("DEU"), "de");
  EXPECT_EQ(locale_of_country("XXA"), "");
  EXPECT_EQ(locale_of_country(""), "");
}

}  // namespace
}  // namespace muster::text
