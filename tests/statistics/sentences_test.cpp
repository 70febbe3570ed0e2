// SPDX-License-Identifier: EUPL-1.2
// What each indicator says of a number, word for word in both languages.
#include "statistics/sentences.h"

#include <gtest/gtest.h>

#include "muster/missions/v1/missions.pb.h"

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

TEST_F(SentencesTest, OfSeats) {
  v1::Cell seats;
  seats.set_total(40);
  seats.set_numerator(11);
  seats.set_denominator(40);
  seats.set_share(11.0 / 40);
  expect(asked("V1"), seats, "On 1 March 2026, 11 of 40 seats (27.5 %) were vacant.",
         "Den 1. mars 2026 var 11 av 40 plasser (27,5 %) ubesatt.");
  expect(asked("V1"), v1::Cell(), "On 1 March 2026, 0 of 0 seats were vacant.",
         "Den 1. mars 2026 var 0 av 0 plasser ubesatt.");
}

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

TEST_F(SentencesTest, NameTheFilter) {
  struct Case {
    v1::Dimension dimension;
    std::vector<std::string> values;
    std::string english, norwegian;
  };
  const std::vector<std::string> many(9, "M");
  for (const Case& one : {
           Case{v1::DIMENSION_MISSION, {"UNMISS", "MINUSCA"}, "in UNMISS or MINUSCA", "i UNMISS eller MINUSCA"},
           Case{v1::DIMENSION_MISSION, {""}, "with no stated mission", "uten oppgitt operasjon"},
           Case{v1::DIMENSION_MISSION,
                {"UNMISS", ""},
                "in UNMISS or with no stated mission",
                "i UNMISS eller uten oppgitt operasjon"},
           Case{v1::DIMENSION_MISSION, many, "in any of 9 missions", "i en av 9 operasjoner"},
           Case{v1::DIMENSION_COUNTRY, {"NOR", "SWE"}, "from Norway or Sweden", "fra Norge eller Sverige"},
           Case{v1::DIMENSION_COUNTRY, many, "from any of 9 countries", "fra et av 9 land"},
           Case{v1::DIMENSION_PERSONNEL_TYPE,
                {"PERSONNEL_TYPE_TROOPS", "PERSONNEL_TYPE_STAFF_OFFICER"},
                "of the personnel type troops or staff officers",
                "av personelltypen styrker eller stabsoffiserer"},
           Case{v1::DIMENSION_ORGANISATION,
                {"ORGANISATION_UN", "ORGANISATION_OTHER"},
                "with the United Nations or another organisation",
                "for FN eller en annen organisasjon"},
           Case{v1::DIMENSION_CATEGORY,
                {"CATEGORY_MILITARY", "CATEGORY_POLICE", "CATEGORY_CIVILIAN"},
                "of the category military, police or civilian",
                "i kategorien militær, politi eller sivil"},
           Case{v1::DIMENSION_RANK_BAND,
                {"RANK_BAND_SENIOR", ""},
                "of the rank band senior or with no stated rank band",
                "på gradsnivået høyere eller uten oppgitt gradsnivå"},
           Case{v1::DIMENSION_TIER, {"3", "4"}, "of tier 3 or 4", "på ledernivå 3 eller 4"},
           Case{v1::DIMENSION_UNIT, {"NAVY"}, "in the unit NAVY", "i enheten NAVY"},
           Case{v1::DIMENSION_UNIT, many, "in any of 9 units", "i en av 9 enheter"},
           Case{v1::DIMENSION_GENDER,
                {"GENDER_WOMAN", "GENDER_MAN"},
                "who are women or men",
                "som er kvinner eller menn"},
           Case{v1::DIMENSION_GENDER, {"GENDER_NOT_STATED"}, "with no stated gender", "uten oppgitt kjønn"},
           Case{v1::DIMENSION_MISSION_KIND,
                {"MISSION_KIND_NATIONAL", "MISSION_KIND_EXERCISE"},
                "in national operations or exercises",
                "i nasjonale operasjoner eller øvelser"},
       }) {
    Asked filtered = asked("S1");
    filtered.filters = {{static_cast<int>(one.dimension) - 1, one.values}};
    expect(filtered, cell(),
           "On 1 March 2026, among those " + one.english + ", 61 of 214 deployed (28.5 %) were women, 3 unknown.",
           "Den 1. mars 2026, blant dem " + one.norwegian + ", var 61 av 214 utsendte (28,5 %) kvinner, 3 ukjente.");
  }
}

// Every value that facts may hold has a word of its own in both languages.
TEST_F(SentencesTest, EveryValueHasAWord) {
  for (const auto* type : {platform::v1::Gender_descriptor(), platform::v1::Category_descriptor(),
                           platform::v1::PersonnelType_descriptor(), platform::v1::RankBand_descriptor(),
                           platform::v1::Organisation_descriptor(), missions::v1::MissionKind_descriptor()}) {
    for (int i = 1; i < type->value_count(); ++i) {
      const std::string& value = type->value(i)->name();
      for (const Language language : {Language::english, Language::norwegian_bokmal}) {
        const std::string phrase = phrase_of({dimension::category, {value}}, language);
        EXPECT_EQ(phrase.find('_'), std::string::npos) << phrase;
      }
    }
  }
}

TEST_F(SentencesTest, EveryDimensionHasWords) {
  for (int dimension = 0; dimension < dimension_count; ++dimension) {
    if (dimension == dimension::month) continue;
    EXPECT_NE(noun_of(dimension, Language::english), "");
    EXPECT_NE(phrase_of({dimension, {""}}, Language::norwegian_bokmal).find("uten oppgitt "), std::string::npos);
  }
}

TEST_F(SentencesTest, NameScopeFilterAndSeriesInThisOrder) {
  Asked all = asked("S1");
  all.scope = {"ARMY", "NAVY"};
  all.filters = {{dimension::mission, {"UNMISS"}}, {dimension::category, {"CATEGORY_POLICE"}}};
  all.question.spans.assign(12, all.question.spans.front());
  all.known_day = rules::parse_date("2026-04-02");
  expect(all, cell(),
         "On 1 March 2026, the last of 12 months, in the units ARMY and NAVY, among those in UNMISS, of the category "
         "police, 61 of 214 deployed (28.5 %) were women, 3 unknown, as known on 2 April 2026.",
         "Den 1. mars 2026, den siste av 12 måneder, i enhetene ARMY og NAVY, blant dem i UNMISS, i kategorien politi, "
         "var 61 av 214 utsendte (28,5 %) kvinner, 3 ukjente, slik det var kjent 2. april 2026.");
  Asked one = asked("S2");
  one.scope = {"ARMY"};
  expect(
      one, cell(),
      "From 1 March 2026 to 31 March 2026, in the unit ARMY, 61 of 214 person-days deployed (28.5 %) were of women, 3 "
      "unknown.",
      "Fra 1. mars 2026 til 31. mars 2026, i enheten ARMY, var 61 av 214 dagsverk ute (28,5 %) av kvinner, 3 ukjente.");
}

TEST_F(SentencesTest, NameTheLastReportedDayInPlaceOfTheDayAsked) {
  v1::Cell total = cell();
  total.set_last_reported("2025-07-31");
  total.add_last_reported_by("UN");
  expect(asked("S1"), total,
         "As of 31 July 2025, the last day that UN reported, 61 of 214 deployed (28.5 %) were women, 3 unknown.",
         "Per 31. juli 2025, den siste dagen UN har rapportert, var 61 av 214 utsendte (28,5 %) kvinner, 3 ukjente.");
}

TEST_F(SentencesTest, TellWhoMayBelongHere) {
  v1::Cell total = cell();
  total.set_unstated(4);
  Asked filtered = asked("S1");
  filtered.filters = {{dimension::mission, {"UNMISS"}}, {dimension::country, {"NOR"}}};
  expect(
      filtered, total,
      "On 1 March 2026, among those in UNMISS, from Norway, 61 of 214 deployed (28.5 %) were women, 3 unknown; 4 more "
      "whose mission is not stated may belong here.",
      "Den 1. mars 2026, blant dem i UNMISS, fra Norge, var 61 av 214 utsendte (28,5 %) kvinner, 3 ukjente; 4 til kan "
      "høre med her, men operasjonen er ikke oppgitt.");
  Asked leaders = asked("L1", {.tier = 3});
  leaders.filters = {{dimension::gender, {"GENDER_WOMAN"}}};
  expect(leaders, total,
         "On 1 March 2026, among those who are women, 61 of 214 persons in positions of tier 3 or above (28.5 %) were "
         "women, "
         "3 unknown; 4 more whose gender or tier is not stated may belong here.",
         "Den 1. mars 2026, blant dem som er kvinner, var 61 av 214 personer i stillinger på ledernivå 3 eller over "
         "(28,5 %) "
         "kvinner, 3 ukjente; 4 til kan høre med her, men kjønnet eller ledernivået er ikke oppgitt.");
}

TEST_F(SentencesTest, SayWhyThereIsNoNumber) {
  v1::Cell total;
  total.set_no_report(true);
  total.set_no_number(v1::NO_NUMBER_NOT_STATED);
  total.add_not_stated(v1::DIMENSION_MISSION);
  Asked filtered = asked("S1");
  filtered.filters = {{dimension::mission, {"UNMISS"}}};
  expect(filtered, total, "On 1 March 2026, among those in UNMISS, there is no number: nobody's mission is stated.",
         "Den 1. mars 2026, blant dem i UNMISS: det finnes ikke noe tall, for operasjonen er ikke oppgitt for noen.");
  total.clear_not_stated();
  total.set_no_number(v1::NO_NUMBER_NO_REPORT);
  total.add_absent_sources("UN");
  expect(asked("S1"), total, "On 1 March 2026, UN has no report of the month, so nobody knows who was deployed.",
         "Den 1. mars 2026: UN har ingen rapport for måneden, så ingen vet hvem som var utsendt.");
  expect(asked("S2"), total,
         "From 1 March 2026 to 31 March 2026, UN has no report of the period, so nobody knows who was deployed.",
         "Fra 1. mars 2026 til 31. mars 2026: UN har ingen rapport for perioden, så ingen vet hvem som var utsendt.");
  Asked departures = asked("S3");
  departures.question.population = Population::departures;
  expect(departures, total,
         "From 1 March 2026 to 31 March 2026, UN reports stocks of people without names, so nobody knows their "
         "departures.",
         "Fra 1. mars 2026 til 31. mars 2026: UN rapporterer bare hvor mange som er ute, uten navn, så ingen kjenner "
         "utreisene deres.");
  Asked table = asked("H1");
  table.question.source = "UN";
  total.set_no_number(v1::NO_NUMBER_NO_TABLE);
  expect(table, total, "On 1 March 2026, no table of UN answers this.",
         "Den 1. mars 2026: ingen tabell fra UN svarer på dette.");
  Asked training = asked("T1");
  training.arguments.requirement = "WPS";
  total.set_no_number(v1::NO_NUMBER_NOT_IN_FORCE);
  expect(training, total, "On 1 March 2026, there is no number: WPS is not in force on that day.",
         "Den 1. mars 2026: det finnes ikke noe tall, for WPS gjelder ikke den dagen.");
  total.set_no_number(v1::NO_NUMBER_TRAINING_UNKNOWN);
  expect(training, total,
         "On 1 March 2026, there is no number: all are people without a name, whose training is unknown.",
         "Den 1. mars 2026: det finnes ikke noe tall, for alle er personer uten navn, og opplæringen deres er ukjent.");
}

TEST_F(SentencesTest, SayWhatIsLeftOutAndWhatIsWrong) {
  const std::string number = "On 1 March 2026, 61 of 214 deployed (28.5 %) were women, 3 unknown.";
  const std::string number_nb = "Den 1. mars 2026 var 61 av 214 utsendte (28,5 %) kvinner, 3 ukjente.";
  v1::Cell total = cell();
  total.add_absent_sources("AU");
  total.add_absent_sources("UN");
  expect(asked("S1"), total, number + " Left out, without a report of the month: people of AU and UN.",
         number_nb + " Utelatt, uten rapport for måneden: personer fra AU og UN.");
  Asked departures = asked("S3");
  departures.question.population = Population::departures;
  EXPECT_TRUE(
      sentence(departures, total, Language::english)
          .ends_with(" Left out: AU and UN report stocks of people without names, so nobody knows their departures."));
  for (const char* month : {"AU 2025-12", "AU 2026-02", "UN 2026-02"}) total.add_absent_months(month);
  EXPECT_TRUE(
      sentence(asked("S2"), total, Language::english)
          .ends_with(
              " Left out, without a report: people of AU in December 2025 and February 2026 and UN in February 2026."));
  EXPECT_TRUE(
      sentence(asked("S2"), total, Language::norwegian_bokmal)
          .ends_with(" Utelatt, uten rapport: personer fra AU i desember 2025 og februar 2026 og UN i februar 2026."));
  total.clear_absent_months();
  for (int month = 1; month <= 9; ++month) total.add_absent_months("UN 2026-0" + std::to_string(month));
  EXPECT_TRUE(sentence(asked("S2"), total, Language::english)
                  .ends_with(" people of UN in 9 months from January 2026 to September 2026."));

  v1::Cell twice = cell();
  twice.set_counted_elsewhere(2);
  v1::Anomaly& anomaly = *twice.add_anomalies();
  anomaly.set_text("This is wrong.");
  anomaly.set_text_nb("Dette er feil.");
  expect(asked("S1"), twice, number + " 2 persons are on two tours and are counted in one group only. This is wrong.",
         number_nb + " 2 personer har to oppdrag og telles i bare én gruppe. Dette er feil.");
  twice.set_counted_elsewhere(1);
  twice.clear_anomalies();
  expect(asked("S1"), twice, number + " 1 person is on two tours and is counted in one group only.",
         number_nb + " 1 person har to oppdrag og telles i bare én gruppe.");
}

}  // namespace
}  // namespace muster::statistics::testing
