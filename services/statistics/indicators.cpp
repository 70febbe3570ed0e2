// SPDX-License-Identifier: EUPL-1.2
#include "statistics/indicators.h"

#include <array>

#include "statistics/entries.h"

namespace muster::statistics {
namespace {

using namespace dimension;

const std::vector<int> all_dimensions = {mission,   country, personnel_type, organisation, category,
                                         rank_band, tier,    unit,           gender,       mission_kind};

constexpr std::string_view on_day =
    "Actual first and last day, both counting; no last day: still there. Planned dates never count.";
constexpr std::string_view on_day_nb =
    "Faktisk første og siste dag, begge teller med; uten siste dag er personen der fortsatt. Planlagte datoer teller "
    "aldri.";
constexpr std::string_view unknown_gender =
    "Gender not stated is counted and shown, left out of the share, and never taken for anything else.";
constexpr std::string_view unknown_gender_nb =
    "Kjønn ikke oppgitt telles og vises, holdes utenfor andelen og regnes aldri som noe annet.";

std::string of_tier(const Arguments& arguments, Language language) {
  const std::string tier = std::to_string(arguments.tier);
  return language == Language::english ? " in positions of tier " + tier + " or above"
                                       : " i stillinger på ledernivå " + tier + " eller over";
}

std::string of_stage(const Arguments& arguments, Language language) {
  const Stage& stage = *find_stage(arguments.stage);
  return " " + std::string(language == Language::english ? stage.participle : stage.participle_nb);
}

std::string without_training(const Arguments& arguments, Language language) {
  return (language == Language::english ? " deployed without valid " : " utsendt uten gyldig ") + arguments.requirement;
}

const Indicator deployed_women{
    .code = "S1",
    .display_name = "Women among deployed",
    .display_name_nb = "Kvinner blant utsendte",
    .unit_of_count = "persons",
    .numerator = "women",
    .numerator_nb = "kvinner",
    .denominator = "women, men and other: persons whose gender is known",
    .denominator_nb = "kvinner, menn og annet: personer med kjent kjønn",
    .date_rule = on_day,
    .date_rule_nb = on_day_nb,
    .unknown_rule = unknown_gender,
    .unknown_rule_nb = unknown_gender_nb,
    .definition =
        "Persons deployed on the day, each once. The filter comes first; of a person's segments that remain, the one "
        "of the highest tier counts, then the earliest start, then the lowest id. A body that reported headcounts for "
        "the month counts by them instead of by its individuals, if all of the body is asked for. Imported deployments "
        "of a source without a report of the month, after its first, are left out; if nobody is left, there is no "
        "number. Where everybody asked for comes from sources that have reported nothing since, the answer of a day is "
        "that of the last day reported, and says so. Exercises and national operations count only where the filter "
        "names them or their kind, or the grouping the kind. Who does not state what is asked for (mission, gender, "
        "tier, rank band, personnel type) is told apart as not stated: the bounds take them in and leave them out, and "
        "if that is everybody, there is no number.",
    .definition_nb =
        "Personer som er utsendt på dagen, hver talt én gang. Filteret gjelder først; av personens gjenværende "
        "perioder teller den med høyest ledernivå, så tidligst start, så lavest id. En enhet som har rapportert "
        "antall for måneden, telles etter rapporten i stedet for enkeltpersoner når hele enheten er med i spørsmålet. "
        "Importerte utsendinger fra en kilde uten rapport for måneden, etter kildens første, utelates; er ingen igjen, "
        "finnes det ikke noe tall. Kommer alle det spørres om fra kilder som ikke har rapportert siden, er svaret for "
        "en dag det fra siste rapporterte dag, og det sier fra om det. Øvelser og nasjonale operasjoner teller bare "
        "når filteret nevner dem eller typen, eller grupperingen er etter type. De som mangler det det spørres etter "
        "(operasjon, kjønn, ledernivå, gradsgruppe, personelltype), vises for seg som ikke oppgitt: grensene regner "
        "dem både med og ikke med, og gjelder det alle, finnes det ikke noe tall.",
    .noun = "deployed",
    .noun_nb = "utsendte",
    .population = Population::deployed,
    .measure = Measure::stock,
    .share = Share::women,
    .participation = true,
    .dimensions = all_dimensions,
    .parameters = {Parameter::individuals_only}};

const Indicator person_days{
    .code = "S2",
    .display_name = "Women among person-days deployed",
    .display_name_nb = "Kvinner blant dagsverk ute",
    .unit_of_count = "person-days",
    .numerator = "days of women",
    .numerator_nb = "dagsverk av kvinner",
    .denominator = "days of persons whose gender is known",
    .denominator_nb = "dagsverk av personer med kjent kjønn",
    .date_rule = "Every day of the period on which S1 counts the person; the first and the last day count.",
    .date_rule_nb = "Hver dag i perioden som S1 teller personen; første og siste dag teller med.",
    .unknown_rule = unknown_gender,
    .unknown_rule_nb = unknown_gender_nb,
    .definition =
        "What S1 counts on each day of the period, added up. A body that reported headcounts for a month counts by "
        "them on each day of the month; months that a source did not report are left out for its people, and named.",
    .definition_nb =
        "Det S1 teller hver dag i perioden, lagt sammen. En enhet som har rapportert antall for en måned, telles etter "
        "rapporten hver dag i måneden; måneder en kilde ikke har rapportert, utelates for kildens personer og nevnes.",
    .noun = "person-days deployed",
    .noun_nb = "dagsverk ute",
    .population = Population::deployed,
    .measure = Measure::days,
    .share = Share::women,
    .participation = true,
    .dimensions = all_dimensions,
    .parameters = {Parameter::individuals_only}};

const Indicator departures{
    .code = "S3",
    .display_name = "Women among departures",
    .display_name_nb = "Kvinner blant utreiser",
    .unit_of_count = "deployments",
    .numerator = "deployments of women",
    .numerator_nb = "utreiser av kvinner",
    .denominator = "deployments of persons whose gender is known",
    .denominator_nb = "utreiser av personer med kjent kjønn",
    .date_rule = "The actual first day of the deployment lies in the period.",
    .date_rule_nb = "Den faktiske første dagen av oppdraget ligger i perioden.",
    .unknown_rule = unknown_gender,
    .unknown_rule_nb = unknown_gender_nb,
    .definition =
        "Deployments that began within the period, as they began: a later segment is no departure. A flow, "
        "never to be mixed with S1. From individuals only: headcounts know no departures, and neither do sources that "
        "report month by month people without a name, who are left out; if nobody is left, there is no number. "
        "Exercises and national operations as in S1.",
    .definition_nb =
        "Utsendinger som begynte i perioden, slik de begynte: en senere periode er ingen utreise. Dette "
        "er en strøm og blandes aldri med S1. Bare fra enkeltpersoner: rapporterte antall har ingen utreiser, og "
        "heller ikke kilder som måned for måned rapporterer personer uten navn; de utelates, og er ingen igjen, "
        "finnes det ikke noe tall. Øvelser og nasjonale operasjoner som i S1.",
    .noun = "departures",
    .noun_nb = "utreiser",
    .population = Population::departures,
    .measure = Measure::starts,
    .share = Share::women,
    .participation = true,
    .dimensions = all_dimensions};

const Indicator leading_women{
    .code = "L1",
    .display_name = "Women in leading positions",
    .display_name_nb = "Kvinner i lederstillinger",
    .unit_of_count = "persons",
    .numerator = "women",
    .numerator_nb = "kvinner",
    .denominator = "women, men and other in a position of the tier or above",
    .denominator_nb = "kvinner, menn og annet i en stilling på ledernivået eller over",
    .date_rule = on_day,
    .date_rule_nb = on_day_nb,
    .unknown_rule = unknown_gender,
    .unknown_rule_nb = unknown_gender_nb,
    .definition =
        "Persons deployed on the day in a position of the asked tier (1 to 4, 4 the highest) or above; "
        "otherwise as S1, headcounts included. Of whom no tier is stated they are told apart as not stated.",
    .definition_nb =
        "Personer utsendt på dagen i en stilling på det valgte ledernivået (1 til 4, 4 er høyest) eller "
        "over; ellers som S1, også rapporterte antall. De uten oppgitt ledernivå vises for seg.",
    .qualifier = &of_tier,
    .population = Population::deployed,
    .measure = Measure::stock,
    .share = Share::women,
    .participation = true,
    .dimensions = all_dimensions,
    .parameters = {Parameter::tier, Parameter::individuals_only}};

const Indicator parity{
    .code = "L2",
    .display_name = "Leadership parity index",
    .display_name_nb = "Paritetsindeks for ledelse",
    .unit_of_count = "persons",
    .numerator = "L1, the share of women in leading positions",
    .numerator_nb = "L1, andelen kvinner i lederstillinger",
    .denominator = "S1, the share of women among deployed",
    .denominator_nb = "S1, andelen kvinner blant utsendte",
    .date_rule = on_day,
    .date_rule_nb = on_day_nb,
    .unknown_rule = unknown_gender,
    .unknown_rule_nb = unknown_gender_nb,
    .definition =
        "L1 divided by S1, with the same filter and group, but for the tier, which is of L1 only: 1.0 means "
        "women are as present among leaders as among deployed. The counts are those of L1, those of S1 are the "
        "base. Unset where either share is, or where S1 is 0. The bounds are the lowest L1 over the highest S1 "
        "and the highest over the lowest.",
    .definition_nb =
        "L1 delt på S1 med samme filter og gruppe, bortsett fra ledernivået, som bare gjelder L1: 1,0 betyr "
        "at kvinner er like sterkt til stede blant ledere som blant utsendte. Antallene er de i L1, "
        "grunnlaget de i S1. Tom der en av andelene mangler eller S1 er 0. Grensene er laveste L1 over "
        "høyeste S1 og høyeste over laveste.",
    .noun = "leadership parity index",
    .noun_nb = "paritetsindeks",
    .base = "deployed",
    .base_nb = "utsendte",
    .qualifier = &of_tier,
    .population = Population::deployed,
    .measure = Measure::stock,
    .share = Share::index,
    .participation = true,
    .dimensions = all_dimensions,
    .parameters = {Parameter::tier, Parameter::individuals_only}};

const Indicator nominated{
    .code = "N1",
    .display_name = "Women among nominations entering a stage",
    .display_name_nb = "Kvinner blant nominasjoner som når et trinn",
    .unit_of_count = "nominations",
    .numerator = "nominations of women",
    .numerator_nb = "nominasjoner av kvinner",
    .denominator = "nominations of persons whose gender is known",
    .denominator_nb = "nominasjoner av personer med kjent kjønn",
    .date_rule = "The day on which the nomination first entered the stage lies in the period.",
    .date_rule_nb = "Dagen nominasjonen først nådde trinnet, ligger i perioden.",
    .unknown_rule = unknown_gender,
    .unknown_rule_nb = unknown_gender_nb,
    .definition =
        "Nominations that entered the stage within the period, each once, at its first entry and as it was "
        "then. NOMINATED is the first entry into review. Voided entries do not count. Stages of one period "
        "are different nominations: their ratio is no success rate. The rate of selection, given with "
        "SELECTED, follows those first submitted in the period: of them the part selected so far, with its "
        "95 % Wilson interval, and those still open.",
    .definition_nb =
        "Nominasjoner som nådde trinnet i perioden, hver talt én gang, ved første gang og slik den var "
        "da. NOMINATED er første gang til vurdering. Annullerte teller ikke. Trinnene i en periode er "
        "ulike nominasjoner; forholdet mellom dem er ingen suksessrate. Utvelgelsesraten, som gis med "
        "SELECTED, følger dem som først ble sendt inn i perioden: hvor stor del som er valgt ut så langt, "
        "med 95 % Wilson-intervall, og hvor mange som fortsatt er åpne.",
    .noun = "nominations",
    .noun_nb = "nominasjoner",
    .qualifier = &of_stage,
    .population = Population::nominations,
    .measure = Measure::starts,
    .share = Share::women,
    .dimensions = all_dimensions,
    .parameters = {Parameter::stage}};

const Indicator trained{
    .code = "T1",
    .display_name = "Coverage of a training requirement",
    .display_name_nb = "Oppfyllelse av et opplæringskrav",
    .unit_of_count = "persons",
    .numerator = "persons whose training is valid on the day (valid or soon to expire)",
    .numerator_nb = "personer med gyldig opplæring på dagen (gyldig eller utløper snart)",
    .denominator = "persons who must meet the requirement on the day; waived ones among them",
    .denominator_nb = "personer som må oppfylle kravet på dagen, også de med fritak",
    .date_rule =
        "Statuses are computed from the dates of completions and waivers on the day; first and last day count. A "
        "requirement on departure is judged as of the deployment's first actual day, one on nomination as of "
        "the day the person was last nominated, if ever.",
    .date_rule_nb =
        "Status regnes ut på dagen fra datoene for gjennomføringer og fritak; første og siste dag teller med. Et krav "
        "ved avreise vurderes per utsendingens første faktiske dag, et krav ved nominasjon per dagen personen sist ble "
        "nominert.",
    .unknown_rule =
        "People reported without a name are unknown: neither trained nor untrained. They are among those who "
        "must; completeness leaves them out, and the upper bound takes them for trained. Gender not stated "
        "is shown and covered alike.",
    .unknown_rule_nb =
        "Personer meldt uten navn er ukjente: verken med eller uten gyldig opplæring. De er blant dem som må oppfylle "
        "kravet; dekningsgraden av kjente utelater dem, og øvre grense regner dem som opplært. Kjønn ikke oppgitt "
        "vises "
        "og regnes likt med de andre.",
    .definition =
        "Of the persons whom the requirement concerns on the day (the roster, or the deployed, of its categories), the "
        "share with valid training; waived is not valid. Women, men, other and unknown are those who must; grouped by "
        "gender it gives the coverage of each. The deployed are those of S1, but individuals only: where S1 counts a "
        "body by its headcounts, the two differ. The requirement is as it was known. For a requirement of the roster "
        "mission, organisation, personnel type and tier are not stated, and how many are dormant members of the roster "
        "stands beside the number.",
    .definition_nb =
        "Andelen med gyldig opplæring av personene kravet gjelder på dagen (de i oversikten eller de utsendte, i "
        "kravets kategorier); fritak er ikke gyldig. Kvinner, menn, annet og ukjent er de som må oppfylle kravet; "
        "gruppert på "
        "kjønn gir det oppfyllelsen for hvert. De utsendte er de samme som i S1, men bare enkeltpersoner: der S1 "
        "teller en enhet etter rapporterte antall, er de to ulike. Kravet er slik det var kjent. For et krav til dem i "
        "oversikten er operasjon, organisasjon, personelltype og ledernivå ikke oppgitt, og antallet som er hvilende "
        "medlemmer av beredskapsgruppen, står ved siden av tallet.",
    .population = Population::must_train,
    .measure = Measure::stock,
    .share = Share::coverage,
    .dimensions = all_dimensions,
    .parameters = {Parameter::requirement}};

const Indicator untrained{
    .code = "T2",
    .display_name = "Deployed without valid training",
    .display_name_nb = "Utsendte uten gyldig opplæring",
    .unit_of_count = "persons",
    .numerator = "women",
    .numerator_nb = "kvinner",
    .denominator = "women, men and other without valid training",
    .denominator_nb = "kvinner, menn og annet uten gyldig opplæring",
    .date_rule = "As T1.",
    .date_rule_nb = "Som T1.",
    .unknown_rule =
        "People reported without a name may be trained or not: they are not counted, and shown apart as "
        "UNKNOWN. Gender not stated is counted and shown, and left out of the share.",
    .unknown_rule_nb =
        "Personer meldt uten navn kan være opplært eller ikke: de telles ikke, og vises for seg som "
        "UNKNOWN. Kjønn ikke oppgitt telles og vises, og holdes utenfor andelen.",
    .definition =
        "Persons of the requirement's categories who are deployed on the day without valid training, waived "
        "ones among them; whether the requirement concerns the roster or the deployed. The target is 0. "
        "Individuals only.",
    .definition_nb =
        "Personer i kravets kategorier som er utsendt på dagen uten gyldig opplæring, også de med fritak; "
        "enten kravet gjelder de i oversikten eller de utsendte. Målet er 0. Bare enkeltpersoner.",
    .qualifier = &without_training,
    .population = Population::untrained,
    .measure = Measure::stock,
    .share = Share::women,
    .dimensions = all_dimensions,
    .parameters = {Parameter::requirement}};

const Indicator reported{
    .code = "H1",
    .display_name = "Women in a published table",
    .display_name_nb = "Kvinner i en publisert tabell",
    .unit_of_count = "persons",
    .numerator = "women",
    .numerator_nb = "kvinner",
    .denominator = "women, men and other as printed",
    .denominator_nb = "kvinner, menn og annet slik de er trykt",
    .date_rule = "The end of the month that the day lies in.",
    .date_rule_nb = "Slutten av måneden som dagen ligger i.",
    .unknown_rule =
        "Where the table prints no gender, all are unknown. A month without a table, or one whose table "
        "does not split what is filtered by, has no number, which is not 0.",
    .unknown_rule_nb =
        "Der tabellen ikke viser kjønn, er alle ukjente. En måned uten tabell, eller med en tabell som "
        "ikke deler det det filtreres på, har intet tall, og det er ikke 0.",
    .definition =
        "People as an organisation printed them in its monthly table, for comparison; the latest version of "
        "the table holds, entirely. Published figures: not limited to the caller's units.",
    .definition_nb =
        "Personer slik en organisasjon trykte dem i sin månedstabell, til sammenligning; den siste "
        "versjonen av tabellen gjelder, i sin helhet. Publiserte tall: ikke begrenset til egne enheter.",
    .noun = "reported persons",
    .noun_nb = "rapporterte personer",
    .population = Population::reported,
    .measure = Measure::stock,
    .share = Share::women,
    .participation = true,
    .dimensions = {mission, country, personnel_type, organisation, category, gender, mission_kind},
    .parameters = {Parameter::source}};

const Indicator vacant_seats{
    .code = "V1",
    .display_name = "Vacant seats",
    .display_name_nb = "Ubesatte plasser",
    .unit_of_count = "seats",
    .numerator = "vacant seats: those on which nobody is",
    .numerator_nb = "ubesatte plasser: de ingen er på",
    .denominator = "seats of the posts that exist on the day",
    .denominator_nb = "plasser i stillingene som finnes på dagen",
    .date_rule =
        "The post's first and last day, both counting. Somebody holds a seat by actual first and last day, both "
        "counting; no last day: still there. Planned dates of people never count.",
    .date_rule_nb =
        "Stillingens første og siste dag, begge teller med. En plass er besatt etter faktisk første og siste dag, "
        "begge teller med; uten siste dag er personen der fortsatt. Planlagte datoer for personer teller aldri.",
    .unknown_rule = "Nothing is unknown of a seat: each is held or vacant. Nobody is named, and no gender counted.",
    .unknown_rule_nb =
        "Ingenting er ukjent for en plass: den er besatt eller ubesatt. Ingen navngis, og kjønn telles ikke.",
    .definition =
        "Seats of the posts that exist on the day, and how many of them nobody is on: per post its seats less those "
        "who "
        "are there, never below none, so that a handover, with more holders than seats, fills no other post's seat. "
        "Seats that are promised, to somebody planned or accepted, are vacant until somebody departs for them "
        "(ListVacancies tells how many). What a post is may change from a day on; how many seats it has holds for all "
        "its days. Exercises and national operations as in S1. Posts belong to no unit: not limited to the caller's "
        "units.",
    .definition_nb =
        "Plassene i stillingene som finnes på dagen, og hvor mange av dem ingen er på: per stilling antall plasser "
        "minus "
        "dem som er der, aldri under null, så en overlapping med flere enn plassene fyller ingen annen stillings "
        "plass. "
        "Plasser som er lovet bort til noen som er planlagt eller har takket ja, er ubesatt til noen reiser ut til dem "
        "(ListVacancies viser hvor mange). Hva en stilling er, kan endres fra en dag; antall plasser gjelder alle dens "
        "dager. Øvelser og nasjonale operasjoner som i S1. Stillinger hører ikke til noen enhet: ikke begrenset til "
        "egne enheter.",
    .noun = "seats",
    .noun_nb = "plasser",
    .population = Population::seats,
    .measure = Measure::stock,
    .share = Share::vacancy,
    .participation = true,
    .dimensions = {mission, personnel_type, organisation, category, rank_band, tier, mission_kind}};

}  // namespace

std::span<const Indicator> indicators() {
  static const std::array all = {deployed_women, person_days, departures, leading_women, parity,
                                 nominated,      trained,     untrained,  reported,      vacant_seats};
  return all;
}

}  // namespace muster::statistics
