// SPDX-License-Identifier: EUPL-1.2
#include "statistics/sentences.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "rules/rounding.h"

namespace muster::statistics {
namespace {

constexpr std::array<const char*, 12> months = {"January", "February", "March",     "April",   "May",      "June",
                                                "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<const char*, 12> months_nb = {"januar", "februar", "mars",      "april",   "mai",      "juni",
                                                   "juli",   "august",  "september", "oktober", "november", "desember"};

std::string fixed(double value, int digits, Language language) {
  std::string result = rules::rounded(value, digits);
  if (language == Language::norwegian_bokmal) {
    if (auto point = result.find('.'); point != std::string::npos) result[point] = ',';
  }
  return result;
}

// Of rounded counts a whole number.
std::string percent(const Asked& asked, double share, Language language) {
  return fixed(share * 100, asked.rounded() ? 0 : 1, language) + " %";
}

std::string date_in_words(Day day, Language language) {
  const std::string date = rules::format_date(day);
  const auto month = static_cast<std::size_t>(std::stoi(date.substr(5, 2)) - 1);
  const std::string number = std::to_string(std::stoi(date.substr(8, 2)));
  if (language == Language::english) return number + " " + months[month] + " " + date.substr(0, 4);
  return number + ". " + months_nb[month] + " " + date.substr(0, 4);
}

std::string month_in_words(const std::string& month, Language language) {
  const auto& names = language == Language::english ? months : months_nb;
  return names[static_cast<std::size_t>(std::stoi(month.substr(5, 2)) - 1)] + (" " + month.substr(0, 4));
}

// "A or B", "A eller B".
std::string either(const std::vector<std::string>& items, Language language) {
  return list_of(items, language == Language::english ? "or" : "eller");
}

std::string all(const std::vector<std::string>& items, Language language) {
  return list_of(items, language == Language::english ? "and" : "og");
}

template <class Names>
std::vector<std::string> items_of(const Names& names) {
  return {names.begin(), names.end()};
}

// "As of 31 July 2025, the last day that UN reported": in place of the day asked.
std::string when_last_reported(const v1::Cell& total, Language language) {
  const std::string day = date_in_words(*rules::parse_date(total.last_reported()), language);
  const std::string sources = either(items_of(total.last_reported_by()), language);
  return language == Language::english ? "As of " + day + ", the last day that " + sources + " reported"
                                       : "Per " + day + ", den siste dagen " + sources + " har rapportert";
}

// "On 1 March 2026" or "From 1 January 2026 to 31 January 2026"; of a series, which one of it.
std::string when(const Asked& asked, const v1::Cell& total, Language language) {
  const Span& span = asked.question.spans.back();
  const bool english = language == Language::english;
  const std::string first = date_in_words(span.from, language);
  std::string text;
  if (!total.last_reported().empty()) {
    text = when_last_reported(total, language);
  } else if (!asked.indicator->period()) {
    text = (english ? "On " : "Den ") + first;
  } else {
    text = english ? "From " + first + " to " + date_in_words(span.to - 1, language)
                   : "Fra " + first + " til " + date_in_words(span.to - 1, language);
  }
  const std::size_t months_asked = asked.question.spans.size();
  if (months_asked > 1) {
    text += (english ? ", the last of " : ", den siste av ") + std::to_string(months_asked) +
            (english ? " months" : " måneder");
  }
  return text;
}

// "in the units ARMY and NAVY, among those in UNMISS": whom the answer is limited to, by the caller's grants and by
// the filter. Each part with a comma before it.
std::string of_whom(const Asked& asked, Language language) {
  const bool english = language == Language::english;
  std::string text;
  if (!asked.scope.empty()) {
    const bool one = asked.scope.size() == 1;
    text += (english ? (one ? ", in the unit " : ", in the units ") : (one ? ", i enheten " : ", i enhetene ")) +
            all(asked.scope, language);
  }
  std::vector<std::string> phrases;
  for (const AskedFilter& filter : asked.filters) phrases.push_back(phrase_of(filter, language));
  if (!phrases.empty()) text += english ? ", among those " : ", blant dem ";
  for (std::size_t i = 0; i < phrases.size(); ++i) text += (i > 0 ? ", " : "") + phrases[i];
  return text;
}

std::string known_then(const Asked& asked, Language language) {
  if (asked.question.known == 0 && !asked.known_day) {
    return language == Language::english ? ", as known before anything was recorded"
                                         : ", slik det var kjent før noe var registrert";
  }
  if (!asked.known_day) return "";
  return (language == Language::english ? ", as known on " : ", slik det var kjent ") +
         date_in_words(*asked.known_day, language);
}

std::string noun_of(const Asked& asked, Language language) {
  return std::string(language == Language::english ? asked.indicator->noun : asked.indicator->noun_nb);
}

std::string qualifier_of(const Asked& asked, Language language) {
  const auto qualifier = asked.indicator->qualifier;
  return qualifier == nullptr ? "" : qualifier(asked.arguments, language);
}

// Those whose training nobody can know, if there are any.
std::string untold(const v1::Cell& total, Language language) {
  const int count = total.statuses().at("UNKNOWN");
  if (count == 0) return "";
  return "; " + std::to_string(count) +
         (language == Language::english ? " without a name whose training is unknown"
                                        : " uten navn med ukjent opplæring");
}

// What of those who may be asked for is not stated: what is filtered by, and the tier of leading positions.
std::vector<std::string> nouns_unstated(const Asked& asked, Language language) {
  std::vector<std::string> nouns;
  const auto add = [&](int dimension) {
    const std::string noun = noun_of(dimension, language);
    if (std::find(nouns.begin(), nouns.end(), noun) == nouns.end()) nouns.push_back(noun);
  };
  constexpr std::array may_be_unstated = {v1::DIMENSION_MISSION,        v1::DIMENSION_MISSION_KIND,
                                          v1::DIMENSION_PERSONNEL_TYPE, v1::DIMENSION_RANK_BAND,
                                          v1::DIMENSION_TIER,           v1::DIMENSION_GENDER};
  for (const AskedFilter& filter : asked.filters) {
    for (const v1::Dimension dimension : may_be_unstated) {
      if (filter.dimension == static_cast<int>(dimension) - 1 && !asks_for_not_stated(filter)) add(filter.dimension);
    }
  }
  if (asked.indicator->takes(Parameter::tier)) add(dimension::tier);
  return nouns;
}

// Those of whom nobody knows whether they belong here, if there are any.
std::string unstated(const Asked& asked, const v1::Cell& total, Language language) {
  // People without a name, of whom it is open whether they are trained, are told for themselves.
  const bool untrained = asked.question.population == Population::untrained;
  const int others = total.unstated() - (untrained ? total.statuses().at("UNKNOWN") : 0);
  if (others == 0) return "";
  const std::string nouns = either(nouns_unstated(asked, language), language);
  const std::string count = "; " + std::to_string(others);
  if (language == Language::english) {
    return count + " more" + (nouns.empty() ? "" : " whose " + nouns + " is not stated") + " may belong here";
  }
  return count + " til kan høre med her" + (nouns.empty() ? "" : ", men " + nouns + " er ikke oppgitt");
}

// "61 of 214 deployed (28.5 %) were women, 3 unknown": the 214 are those whose gender is known.
std::string women_of(const Asked& asked, const v1::Cell& total, Language language) {
  const bool english = language == Language::english;
  // Rounded counts are not added up.
  const int known = asked.rounded() ? total.denominator() : total.total() - total.unknown();
  const bool persons = asked.indicator->unit_of_count == "persons";
  std::string text = std::to_string(total.women()) + (english ? " of " : " av ") + std::to_string(known) + " " +
                     noun_of(asked, language) + qualifier_of(asked, language);
  if (total.has_share()) text += " (" + percent(asked, total.share(), language) + ")";
  text += english ? (persons ? " were women" : " were of women") : (persons ? " kvinner" : " av kvinner");
  text += ", " + std::to_string(total.unknown()) +
          (english                ? " unknown"
           : total.unknown() == 1 ? " ukjent"
                                  : " ukjente");
  if (asked.indicator->takes(Parameter::requirement)) text += untold(total, language);
  return text + unstated(asked, total, language);
}

std::string coverage(const Asked& asked, const v1::Cell& total, Language language) {
  const bool english = language == Language::english;
  const auto& statuses = total.statuses();
  const std::string covered =
      std::to_string(asked.rounded() ? total.numerator() : statuses.at("VALID") + statuses.at("SOON"));
  std::string text = covered + (english ? " of " : " av ") + std::to_string(total.total()) +
                     (english ? " who must meet " : " som må oppfylle ") + asked.arguments.requirement;
  if (total.has_share()) text += " (" + percent(asked, total.share(), language) + ")";
  text += english ? " were covered, " : " dekket, ";
  return text + std::to_string(statuses.at("WAIVED")) + (english ? " waived" : " med fritak") +
         untold(total, language) + unstated(asked, total, language);
}

// "11 of 40 seats (27.5 %) were vacant".
std::string vacancy(const Asked& asked, const v1::Cell& total, Language language) {
  const bool english = language == Language::english;
  std::string text = std::to_string(total.numerator()) + (english ? " of " : " av ") +
                     std::to_string(total.denominator()) + " " + noun_of(asked, language);
  if (total.has_share()) text += " (" + percent(asked, total.share(), language) + ")";
  return text + (english ? " were vacant" : " ubesatt") + unstated(asked, total, language);
}

std::string index(const Asked& asked, const v1::Cell& total, Language language) {
  const bool english = language == Language::english;
  const std::string of = qualifier_of(asked, language);
  if (!total.has_share()) {
    return (english ? "there is no " : "det ingen ") + noun_of(asked, language) + of +
           (english ? ": too few persons of known gender" : ": for få personer med kjent kjønn");
  }
  const std::string base(english ? asked.indicator->base : asked.indicator->base_nb);
  const std::string value = fixed(total.share(), 2, language);
  return (english ? "women's share" + of + " was " + value + " times their share among " + base
                  : "kvinneandelen" + of + " " + value + " ganger andelen blant " + base) +
         unstated(asked, total, language);
}

// "UN in February 2026 and March 2026": of a period, what is left out; many months of a source as their number.
std::string absent_months(const v1::Cell& total, Language language) {
  constexpr std::size_t months_max_told = 6;
  const bool english = language == Language::english;
  std::map<std::string, std::vector<std::string>> by_source;
  for (const std::string& one : total.absent_months()) {
    const auto space = one.rfind(' ');
    by_source[one.substr(0, space)].push_back(month_in_words(one.substr(space + 1), language));
  }
  std::vector<std::string> parts;
  for (const auto& [source, of_source] : by_source) {
    const std::string told = of_source.size() <= months_max_told
                                 ? all(of_source, language)
                                 : std::to_string(of_source.size()) + (english ? " months from " : " måneder fra ") +
                                       of_source.front() + (english ? " to " : " til ") + of_source.back();
    parts.push_back(source + (english ? " in " : " i ") + told);
  }
  return list_of(parts, english ? "and" : "og");
}

std::string stocks_only(const v1::Cell& total, Language language) {
  const bool one = total.absent_sources_size() == 1;
  const std::string sources = all(items_of(total.absent_sources()), language);
  return language == Language::english
             ? sources + (one ? " reports" : " report") +
                   " stocks of people without names, so nobody knows their departures"
             : sources + " rapporterer bare hvor mange som er ute, uten navn, så ingen kjenner utreisene deres";
}

// Whose people are left out, or when.
std::string left_out(const Asked& asked, const v1::Cell& total, Language language) {
  const bool english = language == Language::english;
  if (total.absent_months_size() > 0) {
    return (english ? " Left out, without a report: people of " : " Utelatt, uten rapport: personer fra ") +
           absent_months(total, language) + ".";
  }
  if (total.absent_sources_size() == 0) return "";
  if (asked.question.population == Population::departures) {
    return (english ? " Left out: " : " Utelatt: ") + stocks_only(total, language) + ".";
  }
  return (english ? " Left out, without a report of the month: people of "
                  : " Utelatt, uten rapport for måneden: personer fra ") +
         all(items_of(total.absent_sources()), language) + ".";
}

// Which reports the number comes from, what it lacks and what is known to be wrong with it: sentences after the first.
std::string notes(const Asked& asked, const v1::Cell& total, Language language) {
  const bool english = language == Language::english;
  auto list = [language](const auto& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name_in_words(name, language);
    return text;
  };
  std::string text;
  if (total.headcount_units_size() > 0) {
    text += (english ? " Counted by their report of the month: " : " Telt etter månedens rapport: ") +
            list(total.headcount_units()) + ".";
  }
  if (total.missing_reports_size() > 0) {
    text += (english ? " Not counted, for want of a report of the month: "
                     : " Ikke telt, fordi rapport for måneden mangler: ") +
            list(total.missing_reports()) + ".";
  }
  if (!total.no_report()) text += left_out(asked, total, language);
  if (const int elsewhere = total.counted_elsewhere(); elsewhere > 0) {
    text += " " + std::to_string(elsewhere);
    text += english ? (elsewhere == 1 ? " person is on two tours and is counted in one group only."
                                      : " persons are on two tours and are counted in one group only.")
                    : (elsewhere == 1 ? " person har to oppdrag og telles i bare én gruppe."
                                      : " personer har to oppdrag og telles i bare én gruppe.");
  }
  if (const int dormant = total.dormant(); dormant > 0) {
    text += " " + std::to_string(dormant);
    text += english ? (dormant == 1 ? " of them is a dormant member of the roster."
                                    : " of them are dormant members of the roster.")
                    : (dormant == 1 ? " av dem er hvilende medlem av beredskapsgruppen."
                                    : " av dem er hvilende medlemmer av beredskapsgruppen.");
  }
  if (asked.rounded()) {
    text += english ? " Protected: counts are rounded at random to multiples of 3, so totals need not add up, and "
                      "groups of fewer than 30 are left out."
                    : " Vernet: antallene er tilfeldig avrundet til multipler av 3, så summer trenger ikke stemme, og "
                      "grupper på færre enn 30 er utelatt.";
  }
  for (const v1::Anomaly& anomaly : total.anomalies()) text += " " + (english ? anomaly.text() : anomaly.text_nb());
  return text;
}

// Why there is no number.
std::string no_report(const Asked& asked, const v1::Cell& total, Language language) {
  const bool english = language == Language::english;
  const std::string& requirement = asked.arguments.requirement;
  std::vector<std::string> nouns;
  for (int dimension : total.not_stated()) nouns.push_back(noun_of(dimension - 1, language));
  switch (total.no_number()) {
    case v1::NO_NUMBER_NOT_STATED:
      return english ? "there is no number: nobody's " + either(nouns, language) + " is stated"
                     : "det finnes ikke noe tall, for " + either(nouns, language) + " er ikke oppgitt for noen";
    case v1::NO_NUMBER_NO_TABLE:
      return english ? "no table of " + asked.question.source + " answers this"
                     : "ingen tabell fra " + asked.question.source + " svarer på dette";
    case v1::NO_NUMBER_NOT_IN_FORCE:
      return english ? "there is no number: " + requirement + " is not in force on that day"
                     : "det finnes ikke noe tall, for " + requirement + " gjelder ikke den dagen";
    case v1::NO_NUMBER_TOO_FEW:
      return english ? "there is no number: fewer than 30 are asked about"
                     : "det finnes ikke noe tall, for det spørres om færre enn 30";
    case v1::NO_NUMBER_TRAINING_UNKNOWN:
      return english ? "there is no number: all are people without a name, whose training is unknown"
                     : "det finnes ikke noe tall, for alle er personer uten navn, og opplæringen deres er ukjent";
    default: break;
  }
  if (asked.question.population == Population::departures) return stocks_only(total, language);
  const std::string sources = all(items_of(total.absent_sources()), language);
  const std::string period =
      english ? (asked.indicator->period() ? "period" : "month") : (asked.indicator->period() ? "perioden" : "måneden");
  return english ? sources + (total.absent_sources_size() > 1 ? " have" : " has") + " no report of the " + period +
                       ", so nobody knows who was deployed"
                 : sources + " har ingen rapport for " + period + ", så ingen vet hvem som var utsendt";
}

}  // namespace

std::string sentence(const Asked& asked, const v1::Cell& total, Language language) {
  const bool english = language == Language::english;
  const std::string start = when(asked, total, language) + of_whom(asked, language);
  std::string text;
  if (total.no_report()) {
    text = no_report(asked, total, language);
    return start + (english ? ", " : ": ") + text + known_then(asked, language) + "." + notes(asked, total, language);
  }
  switch (asked.indicator->share) {
    case Share::women: text = women_of(asked, total, language); break;
    case Share::coverage: text = coverage(asked, total, language); break;
    case Share::index: text = index(asked, total, language); break;
    case Share::vacancy: text = vacancy(asked, total, language); break;
  }
  // Without anything between them the Norwegian verb follows the date.
  const std::string verb = start.find(',') == std::string::npos ? " var " : ", var ";
  return start + (english ? ", " : verb) + text + known_then(asked, language) + "." + notes(asked, total, language);
}

}  // namespace muster::statistics
