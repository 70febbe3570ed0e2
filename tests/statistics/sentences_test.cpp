// SPDX-License-Identifier: EUPL-1.2
// What each indicator says of a number, word for word in both languages.
#include "statistics/sentences.h"

#include <gtest/gtest.h>

namespace muster::statistics::testing {
namespace {

class SentencesTest : public ::testing::Test {
 protected:
  static Asked asked(const std::string& code, Arguments arguments = {}) {
    Asked asked;
    asked.indicator = find_indicator(code);
    asked.arguments = std::move(arguments);
    const Day first = *rules::parse_date("2026-03-01");
    asked.question.spans = {{first, first + (asked.indicator->period() ? 31 : 1)}};
    return asked;
  }
  // 61 women of 214 whose gender is known, and 3 others.
  static v1::Cell cell() {
    v1::Cell cell;
    cell.set_women(61);
    cell.set_men(153);
    cell.set_unknown(3);
    cell.set_total(217);
    cell.set_share(61.0 / 214);
    return cell;
  }
  static v1::Cell cell_of_training(int unknown) {
    v1::Cell trained = cell();
    auto& statuses = *trained.mutable_statuses();
    statuses["VALID"] = 100;
    statuses["SOON"] = 20;
    statuses["WAIVED"] = 7;
    statuses["UNKNOWN"] = unknown;
    return trained;
  }
  static void expect(const Asked& asked, const v1::Cell& total, const std::string& english,
                     const std::string& norwegian) {
    EXPECT_EQ(sentence(asked, total, Language::english), english);
    EXPECT_EQ(sentence(asked, total, Language::norwegian_bokmal), norwegian);
  }
};

TEST_F(SentencesTest, OfStocksAndFlows) {
  expect(asked("S1"), cell(), "On 1 March 2026, 61 of 214 deployed (28.5 %) were women, 3 unknown.",
         "Den 1. mars 2026 var 61 av 214 utsendte (28,5 %) kvinner, 3 ukjente.");
  expect(asked("S2"), cell(),
         "From 1 March 2026 to 31 March 2026, 61 of 214 person-days deployed (28.5 %) were of women, 3 unknown.",
         "Fra 1. mars 2026 til 31. mars 2026 var 61 av 214 dagsverk ute (28,5 %) av kvinner, 3 ukjente.");
  expect(asked("S3"), cell(),
         "From 1 March 2026 to 31 March 2026, 61 of 214 departures (28.5 %) were of women, 3 unknown.",
         "Fra 1. mars 2026 til 31. mars 2026 var 61 av 214 utreiser (28,5 %) av kvinner, 3 ukjente.");
  expect(asked("H1"), cell(), "On 1 March 2026, 61 of 214 reported persons (28.5 %) were women, 3 unknown.",
         "Den 1. mars 2026 var 61 av 214 rapporterte personer (28,5 %) kvinner, 3 ukjente.");
}

TEST_F(SentencesTest, OfLeadersByTheTierThatWasAsked) {
  expect(asked("L1", {.tier = 3}), cell(),
         "On 1 March 2026, 61 of 214 persons in positions of tier 3 or above (28.5 %) were women, 3 unknown.",
         "Den 1. mars 2026 var 61 av 214 personer i stillinger på ledernivå 3 eller over (28,5 %) kvinner, 3 ukjente.");
  v1::Cell index = cell();
  index.set_share(0.5);
  expect(asked("L2", {.tier = 2}), index,
         "On 1 March 2026, women's share in positions of tier 2 or above was 0.50 times their share among deployed.",
         "Den 1. mars 2026 var kvinneandelen i stillinger på ledernivå 2 eller over 0,50 ganger andelen blant "
         "utsendte.");
  index.clear_share();
  expect(
      asked("L2", {.tier = 2}), index,
      "On 1 March 2026, there is no leadership parity index in positions of tier 2 or above: too few persons of "
      "known gender.",
      "Den 1. mars 2026 var det ingen paritetsindeks i stillinger på ledernivå 2 eller over: for få personer med kjent "
      "kjønn.");
}

TEST_F(SentencesTest, OfNominationsByTheStageThatWasAsked) {
  struct Case {
    std::string stage, english, norwegian;
  };
  for (const Case& one : {Case{"NOMINATED", "put forward", "fremmet"}, Case{"ENDORSED", "endorsed", "anbefalt"},
                          Case{"SUBMITTED", "submitted", "sendt inn"}, Case{"SELECTED", "selected", "valgt ut"}}) {
    expect(asked("N1", {.stage = one.stage}), cell(),
           "From 1 March 2026 to 31 March 2026, 61 of 214 nominations " + one.english +
               " (28.5 %) were of women, 3 unknown.",
           "Fra 1. mars 2026 til 31. mars 2026 var 61 av 214 nominasjoner " + one.norwegian +
               " (28,5 %) av kvinner, 3 ukjente.");
  }
}

TEST_F(SentencesTest, OfTrainingByTheRequirementThatWasAsked) {
  expect(asked("T1", {.requirement = "WPS"}), cell_of_training(0),
         "On 1 March 2026, 120 of 217 who must meet WPS (28.5 %) were covered, 7 waived.",
         "Den 1. mars 2026 var 120 av 217 som må oppfylle WPS (28,5 %) dekket, 7 med fritak.");
  expect(asked("T2", {.requirement = "WPS"}), cell_of_training(0),
         "On 1 March 2026, 61 of 214 persons deployed without valid WPS (28.5 %) were women, 3 unknown.",
         "Den 1. mars 2026 var 61 av 214 personer utsendt uten gyldig WPS (28,5 %) kvinner, 3 ukjente.");
  expect(asked("T2", {.requirement = "WPS"}), cell_of_training(4),
         "On 1 March 2026, 61 of 214 persons deployed without valid WPS (28.5 %) were women, 3 unknown; 4 without a "
         "name whose training is unknown.",
         "Den 1. mars 2026 var 61 av 214 personer utsendt uten gyldig WPS (28,5 %) kvinner, 3 ukjente; 4 uten navn "
         "med ukjent opplæring.");
}

}  // namespace
}  // namespace muster::statistics::testing
