// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/marking.h"

#include <gtest/gtest.h>

#include <utility>

namespace muster::rpc {
namespace {

// What the text is refused for; "" when it is taken.
std::string marking(std::string_view text) { return text::classification_marking(text).value_or(""); }

TEST(MarkingTest, SeesMarkingsOfEveryOrganisation) {
  for (const auto& [text, expected] : std::initializer_list<std::pair<const char*, const char*>>{
           {"NATO RESTRICTED: list of posts", "NATO RESTRICTED"},
           {"COSMIC TOP SECRET", "COSMIC TOP SECRET"},
           {"TOP SECRET", "TOP SECRET"},
           {"this is TOP SECRET stuff", "TOP SECRET"},
           {"RESTREINT UE/EU RESTRICTED", "EU RESTRICTED"},
           {"EU RESTRICTED/R-UE", "EU RESTRICTED"},
           {"SECRET UE", "SECRET UE"},
           {"TRÈS SECRET UE", "TRÈS SECRET"},
           {"UN/STRICTLY CONFIDENTIAL", "UN STRICTLY CONFIDENTIAL"},
           {"see UN CONFIDENTIAL annex", "UN CONFIDENTIAL"},
           {"OSCE RESTRICTED", "OSCE RESTRICTED"},
           {"(BEGRENSET)", "BEGRENSET"},
           {"Merket BEGRENSET i dag", "BEGRENSET"},
           {"FORTROLIG", "FORTROLIG"},
           {"STRENGT FORTROLIG", "STRENGT FORTROLIG"},
           {"STRENGT HEMMELIG", "STRENGT HEMMELIG"},
           {"Gradert: HEMMELIG", "HEMMELIG"},
           {"KONFIDENSIELT", "KONFIDENSIELT"}}) {
    EXPECT_EQ(marking(text), expected) << text;
  }
}

TEST(MarkingTest, SeesThemWhateverIsBetweenTheWords) {
  for (const char* text : {"NATO-RESTRICTED", "NATO_RESTRICTED_list.csv", "NATO  RESTRICTED", "NATO\tRESTRICTED",
                           "NATO\xC2\xA0RESTRICTED", "NATO \xE2\x80\xAFRESTRICTED", "NATO \xE2\x80\x93 RESTRICTED",
                           "NATO / RESTRICTED", "NATO\xE3\x80\x80RESTRICTED", "NATO REST\xE2\x80\x8DRICTED"}) {
    EXPECT_EQ(marking(text), "NATO RESTRICTED") << text;
  }
}

TEST(MarkingTest, SeesSingleWordsWhereAMarkingStands) {
  for (const char* text : {"SECRET", "  SECRET", "SECRET: plan", "SECRET//NOFORN", "SECRET meeting notes", "(SECRET)",
                           "Plan [SECRET]", "Classification: SECRET", "first line\nSECRET\nlast line", "SECRET-1",
                           "**SECRET**", "SECRET.", "Annex B \xE2\x80\x93 SECRET", "Plan, RESTRICTED",
                           "Plan of March CONFIDENTIAL.", "Annex B SECRET\nsecond line"}) {
    EXPECT_NE(marking(text), "") << text;
  }
  EXPECT_EQ(marking("CONFIDENTIAL"), "CONFIDENTIAL");
  EXPECT_EQ(marking("RESTRICTED - internal"), "RESTRICTED");
}

TEST(MarkingTest, LeavesOrdinaryTextAlone) {
  for (const char* text : {"",
                           "Secret",
                           "a secret",
                           "The talk was confidential.",
                           "Restricted duty",
                           "restricted",
                           "Hemmelighetsfull",
                           "Fortrolig samtale",
                           "begrenset kapasitet",
                           "UBEGRENSET",
                           "SECRETARY",
                           "CONFIDENTIAL SECRETARY",
                           "SECRETARIAT",
                           "RESTRICTED AREA GUARD",
                           "SERGEANT",
                           "COLONEL",
                           "NATO UNCLASSIFIED",
                           "Nato restricted the number",
                           "EU",
                           "BERG",
                           "KONFIRMASJON",
                           "It is SECRETLY good",
                           "Ødegård",
                           "SECRE",
                           "the SECRET garden",
                           "HEAD OF AREA RESTRICTED",
                           "the SECRET\tgarden\n"}) {
    EXPECT_EQ(marking(text), "") << text;
  }
}

}  // namespace
}  // namespace muster::rpc
