// SPDX-License-Identifier: EUPL-1.2
#include "rules/identifier_forms.h"

#include <gtest/gtest.h>

#include <string>

namespace muster::rules {
namespace {

// As the tax administration describes them, written down apart from the rule: with the control digits the weighted sums
// are multiples of 11.
bool has_control_digits(const std::string& digits) {
  const auto sum = [&](const std::string& weights) {
    int all = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) all += (weights[i] - '0') * (digits[i] - '0');
    return all;
  };
  return sum("3761894521") % 11 == 0 && sum("54327654321") % 11 == 0;
}

TEST(IdentifierFormsTest, AnIdentityNumberHasElevenDigitsOfWhichTwoControlTheOthers) {
  int valid = 0;
  for (const std::string born : {"010190", "290200", "311299", "410190", "018190"}) {
    for (int rest = 0; rest < 100000; ++rest) {
      std::string digits = std::to_string(rest);
      digits = born + std::string(5 - digits.size(), '0') + digits;
      ASSERT_EQ(is_norwegian_identity_number(digits), has_control_digits(digits)) << digits;
      if (!has_control_digits(digits)) continue;
      ++valid;
      EXPECT_TRUE(is_norwegian_identity_number(digits.substr(0, 6) + " " + digits.substr(6)));
    }
  }
  EXPECT_GT(valid, 3000);
  for (const char* other : {"", "0101900061", "010190006155", "O1019000615", "A01019000615"}) {
    EXPECT_FALSE(is_norwegian_identity_number(other)) << other;
  }
}

TEST(IdentifierFormsTest, ATextHoldsAnIdentityNumberOfADayThatExists) {
  for (const char* holds : {"01019060574", "born 010190-60574.", "fnr01019060574", "a 01.01.90 60574 b", "41019060568",
                            "12345 01019060574", "01 01 90 60574"}) {
    EXPECT_TRUE(holds_norwegian_identity_number(holds)) << holds;
  }
  for (const char* other : {"", "01019060575", "010190605740", "101019060574", "+01019060574", "0101906 0574",
                            "01019--060574", "010190 605 74", "call 22 24 90 90 or 22 24 90 91"}) {
    EXPECT_FALSE(holds_norwegian_identity_number(other)) << other;
  }
  // Right control digits of no day, as an account may have.
  int no_day = 0;
  for (int rest = 0; rest < 100000; ++rest) {
    std::string digits = std::to_string(rest);
    digits = "991390" + std::string(5 - digits.size(), '0') + digits;
    if (!has_control_digits(digits)) continue;
    ++no_day;
    ASSERT_TRUE(is_norwegian_identity_number(digits));
    ASSERT_FALSE(holds_norwegian_identity_number(digits)) << digits;
  }
  EXPECT_GT(no_day, 500);
}

TEST(IdentifierFormsTest, AnAddressHasABoxAndADomain) {
  for (const char* right :
       {"a@b.no", "kari.nordmann+x@example.org", "o'hara@mil.example", "kåre@blåbær.no", "a@b-c.d"}) {
    EXPECT_TRUE(is_email_address(right)) << right;
  }
  const std::string long_box = std::string(65, 'a') + "@b.no", long_domain = "a@" + std::string(260, 'b') + ".no";
  for (const std::string& wrong :
       {std::string(), std::string("a"), std::string("@b.no"), std::string("a@"), std::string("a@b"),
        std::string("a b@c.no"), std::string(".a@b.no"), std::string("a.@b.no"), std::string("a..b@c.no"),
        std::string("a@b..no"), std::string("a@.no"), std::string("a@b.no."), std::string("a@-b.no"),
        std::string("a@b-.no"), std::string("a@b@c.no"), std::string("a,b@c.no"), long_box, long_domain}) {
    EXPECT_FALSE(is_email_address(wrong)) << wrong;
  }
}

TEST(IdentifierFormsTest, ATelephoneNumberIsDigitsAsOneWritesThem) {
  for (const char* right : {"112", "22 24 90 90", "+47 22 24 90 90", "+1 (212) 963-1234", "0047.22.24.90.90"}) {
    EXPECT_TRUE(is_phone_number(right)) << right;
  }
  for (const char* wrong : {"", "+", "12", "call me", "22 24 90 90 ext 3", "47+22249090", "123456789012345678"}) {
    EXPECT_FALSE(is_phone_number(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace muster::rules
