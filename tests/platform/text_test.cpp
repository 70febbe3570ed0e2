// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/text.h"

#include <gtest/gtest.h>

namespace muster::rpc {
namespace {

using namespace platform::v1;

std::string complaint(std::string text, Format format) {
  const auto found = text::check_format(text, format);
  return found ? found->description : "";
}

TEST(TextTest, TakesNamesInAnyScript) {
  for (const char* name : {"Åse Ødegård", "Ngũgĩ wa Thiong'o", "محمد", "王秀英", "Ольга Шевченко", "O’Brien-Łukasz",
                           "नमस्ते", "ພູທອນ", "Robert'); DROP TABLE person;--", "José María", "क्‍ष"}) {
    EXPECT_EQ(complaint(name, FORMAT_NAME), "") << name;
  }
}

TEST(TextTest, RefusesWhatANameCannotHold) {
  EXPECT_NE(complaint("Kari\x01", FORMAT_NAME), "");
  EXPECT_NE(complaint("Kari\nNordmann", FORMAT_NAME), "");
  EXPECT_NE(complaint(" Kari", FORMAT_NAME), "");
  EXPECT_NE(complaint("Kari ", FORMAT_NAME), "");
  EXPECT_NE(complaint("Kari\xE2\x80\xAEnnamdroN", FORMAT_NAME), "") << "bidirectional override";
  EXPECT_NE(complaint("Kari\xE2\x80\x8B", FORMAT_NAME), "") << "zero-width space";
  EXPECT_NE(complaint("Kari\xFF", FORMAT_NAME), "") << "no UTF-8";
  EXPECT_EQ(complaint("two\nlines", FORMAT_TEXT), "");
}

TEST(TextTest, BringsNamesToOneForm) {
  std::string decomposed = "A\xCC\x8Asmund";  // A and a combining ring
  EXPECT_FALSE(text::check_format(decomposed, FORMAT_NAME));
  EXPECT_EQ(decomposed, "\xC3\x85smund");
}

TEST(TextTest, CountsCharactersNotBytes) {
  EXPECT_EQ(text::count_characters(""), 0);
  EXPECT_EQ(text::count_characters("æøå"), 3);
  EXPECT_EQ(text::count_characters("王秀英"), 3);
}

TEST(TextTest, KnowsCodesOfTheOperatingSystem) {
  EXPECT_EQ(complaint("NOR", FORMAT_COUNTRY), "");
  EXPECT_NE(complaint("NO", FORMAT_COUNTRY), "");
  EXPECT_NE(complaint("XXX", FORMAT_COUNTRY), "");
  EXPECT_EQ(complaint("nob", FORMAT_LANGUAGE), "");
  EXPECT_NE(complaint("nb", FORMAT_LANGUAGE), "");
  EXPECT_EQ(complaint("Europe/Oslo", FORMAT_TIME_ZONE), "");
  EXPECT_NE(complaint("CET+1", FORMAT_TIME_ZONE), "");
}

}  // namespace
}  // namespace muster::rpc
