// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/text.h"

#include <gmock/gmock.h>

namespace muster::rpc {
namespace {

using namespace platform::v1;
using ::testing::HasSubstr;

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

TEST(TextTest, BringsCodesToHalfWidthWithoutSpace) {
  for (const char* typed : {"A-1", " A-1 ", "\uFF21\uFF0D\uFF11", "\u3000A-1\u00A0"}) {
    std::string code = typed;
    EXPECT_FALSE(text::check_format(code, FORMAT_CODE)) << typed;
    EXPECT_EQ(code, "A-1");
  }
  std::string zeros = "007";
  EXPECT_FALSE(text::check_format(zeros, FORMAT_CODE));
  EXPECT_EQ(zeros, "007");
  for (const char* wrong : {" ", "\u3000", "A 1", "Å", "A\u00B2", "\u2460", "A\xFF"}) {
    EXPECT_NE(complaint(wrong, FORMAT_CODE), "") << wrong;
  }
}

TEST(TextTest, CountsCharactersNotBytes) {
  EXPECT_EQ(text::count_characters(""), 0);
  EXPECT_EQ(text::count_characters("æøå"), 3);
  EXPECT_EQ(text::count_characters("王秀英"), 3);
}

TEST(TextTest, TakesSeparatorsThatNoCellNeeds) {
  for (const char* separator : {",", ";", "|", "\t", ":", "~"}) {
    std::string text = separator;
    EXPECT_FALSE(text::check_format(text, FORMAT_SEPARATOR)) << separator;
    EXPECT_EQ(text, separator);
  }
  for (const char* tab : {"tab", "\\t"}) {
    std::string text = tab;
    EXPECT_FALSE(text::check_format(text, FORMAT_SEPARATOR));
    EXPECT_EQ(text, "\t") << tab;
  }
  for (const char* text : {"a", "Z", "0", "\"", "'", " ", "\n", "\r", "\x01", "\x7F", ";;", ",\t", "\\n", "Tab",
                           "semicolon", "ø", "\xFF"}) {
    EXPECT_THAT(complaint(text, FORMAT_SEPARATOR), HasSubstr("such as , or ; or |, or the word tab")) << text;
  }
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
