// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/code_key.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace muster::text {
namespace {

TEST(CodeKeyTest, SpellingsOfOneCodeHaveOneKey) {
  const std::vector<std::vector<std::string>> codes{
      {"A-1", "a-1", " A-1", "A-1\t", "\u00A0A-1\u3000", "\uFF21\uFF0D\uFF11", "A\u200B-1"},
      {"Å-7", "å-7", "A\u030A-7", "\u212B-7"},  // composed, decomposed, the sign of the unit
      {"STRASSE", "straße"},
      {"EUTM Mali", "eutm\u00A0MALI"},
  };
  for (const auto& spellings : codes) {
    for (const auto& spelling : spellings) EXPECT_EQ(code_key(spelling), code_key(spellings.front())) << spelling;
  }
  EXPECT_EQ(code_key(" \t"), "");
}

TEST(CodeKeyTest, WhatElseDiffersTellsCodesApart) {
  const std::vector<std::string> codes{"7", "07", "007", "O7", "A-1", "A1", "A 1", "A_1", "Å-1", "1-A", "Ø-1"};
  for (const auto& a : codes) {
    for (const auto& b : codes) EXPECT_EQ(code_key(a) == code_key(b), &a == &b) << a << " and " << b;
  }
}

TEST(CodeKeyTest, AKeyIsItsOwnKey) {
  for (const char* code : {"A-1", " \uFF21\uFF11 ", "A\u030A", "straße", "\uFB01", "İ", "\u1E9E", "ΑΣ"}) {
    EXPECT_EQ(code_key(code_key(code)), code_key(code)) << code;
  }
}

TEST(CodeKeyTest, ZerosInFrontAndLookAlikesAreALikeness) {
  const std::vector<std::vector<std::string>> alike{
      {"7", "07", "007", "O7", "oO7"}, {"P-10", "p-1O", "P-IO", "P-l0", "P-010"}, {"N7-1", "N07-01"}, {"0", "O", "00"}};
  for (const auto& codes : alike) {
    for (const auto& code : codes) EXPECT_EQ(code_likeness(code), code_likeness(codes.front())) << code;
  }
}

TEST(CodeKeyTest, ALikenessKeepsWhatTellsNumbersApart) {
  const std::vector<std::string> codes{"7", "70", "700", "P7", "7P", "P-7", "17", "71", "1007", "107", ""};
  for (const auto& a : codes) {
    for (const auto& b : codes) EXPECT_EQ(code_likeness(a) == code_likeness(b), &a == &b) << a << " and " << b;
  }
}

}  // namespace
}  // namespace muster::text
