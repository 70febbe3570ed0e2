// SPDX-License-Identifier: EUPL-1.2
#include "statistics/sentences.h"

#include <array>

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

std::string percent(double share, Language language) { return fixed(share * 100, 1, language) + " %"; }

std::string date_in_words(Day day, Language language) {
  const std::string date = rules::format_date(day);
  const auto month = static_cast<std::size_t>(std::stoi(date.substr(5, 2)) - 1);
  const std::string number = std::to_string(std::stoi(date.substr(8, 2)));
  if (language == Language::english) return number + " " + months[month] + " " + date.substr(0, 4);
  return number + ". " + months_nb[month] + " " + date.substr(0, 4);
}

// "On 1 March 2026" or "From 1 January 2026 to 31 January 2026".
std::string when(const Asked& asked, Language language) {
  const Span& span = asked.question.spans.back();
  const bool english = language == Language::english;
  const std::string first = date_in_words(span.from, language);
  if (!asked.indicator->period()) return (english ? "On " : "Den ") + first;
  return english ? "From " + first + " to " + date_in_words(span.to - 1, language)
                 : "Fra " + first + " til " + date_in_words(span.to - 1, language);
}

std::string known_then(const Asked& asked, Language language) {
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

// "61 of 214 deployed (28.5 %) were women, 3 unknown": the 214 are those whose gender is known.
std::string women_of(const Asked& asked, const v1::Cell& total, Language language) {
  const bool english = language == Language::english;
  const int known = total.total() - total.unknown();
  const bool persons = asked.indicator->unit_of_count == "persons";
  std::string text = std::to_string(total.women()) + (english ? " of " : " av ") + std::to_string(known) + " " +
                     noun_of(asked, language) + qualifier_of(asked, language);
  if (total.has_share()) text += " (" + percent(total.share(), language) + ")";
  text += english ? (persons ? " were women" : " were of women") : (persons ? " kvinner" : " av kvinner");
  text += ", " + std::to_string(total.unknown()) +
          (english                ? " unknown"
           : total.unknown() == 1 ? " ukjent"
                                  : " ukjente");
  if (asked.indicator->takes(Parameter::requirement)) text += untold(total, language);
  return text;
}

std::string coverage(const Asked& asked, const v1::Cell& total, Language language) {
  const bool english = language == Language::english;
  const auto& statuses = total.statuses();
  const std::string covered = std::to_string(statuses.at("VALID") + statuses.at("SOON"));
  std::string text = covered + (english ? " of " : " av ") + std::to_string(total.total()) +
                     (english ? " who must meet " : " som må oppfylle ") + asked.arguments.requirement;
  if (total.has_share()) text += " (" + percent(total.share(), language) + ")";
  text += english ? " were covered, " : " dekket, ";
  return text + std::to_string(statuses.at("WAIVED")) + (english ? " waived" : " med fritak") + untold(total, language);
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
  return english ? "women's share" + of + " was " + value + " times their share among " + base
                 : "kvinneandelen" + of + " " + value + " ganger andelen blant " + base;
}

// Which reports the number comes from, and which it lacks: sentences after the first one.
std::string reports(const v1::Cell& total, Language language) {
  const bool english = language == Language::english;
  auto list = [](const auto& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
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
  if (total.absent_sources_size() > 0 && !total.no_report()) {
    text += (english ? " Left out, without a report of the month: people of "
                     : " Utelatt, uten rapport for måneden: personer fra ") +
            list(total.absent_sources()) + ".";
  }
  return text;
}

std::string no_report(const Asked& asked, const v1::Cell& total, Language language) {
  const bool english = language == Language::english;
  if (asked.indicator->takes(Parameter::source)) {
    return english ? "no table of " + asked.question.source + " answers this"
                   : "ingen tabell fra " + asked.question.source + " svarer på dette";
  }
  const std::string& source = total.absent_sources(0);
  return english ? source + " has no report of the month, so nobody knows who was deployed"
                 : source + " har ingen rapport for måneden, så ingen vet hvem som var utsendt";
}

}  // namespace

std::string sentence(const Asked& asked, const v1::Cell& total, Language language) {
  const bool english = language == Language::english;
  std::string text;
  if (total.no_report()) {
    text = no_report(asked, total, language);
    return when(asked, language) + (english ? ", " : ": ") + text + known_then(asked, language) + "." +
           reports(total, language);
  }
  switch (asked.indicator->share) {
    case Share::women: text = women_of(asked, total, language); break;
    case Share::coverage: text = coverage(asked, total, language); break;
    case Share::index: text = index(asked, total, language); break;
  }
  return when(asked, language) + (english ? ", " : " var ") + text + known_then(asked, language) + "." +
         reports(total, language);
}

}  // namespace muster::statistics
