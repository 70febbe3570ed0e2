// SPDX-License-Identifier: EUPL-1.2
#include "statistics/phrases.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "muster/statistics/v1/statistics.pb.h"
#include "platform/rpc/disclosure.h"
#include "rules/iso_codes.h"

namespace muster::statistics {
namespace {

// More values than this are told by their number.
constexpr std::size_t values_max = 8;

struct Text {
  std::string_view english;
  std::string_view norwegian;
  std::string in(Language language) const { return std::string(language == Language::english ? english : norwegian); }
};

// How a filter by a dimension reads: "in UNMISS", "with no stated mission", "in any of 12 missions".
struct Wording {
  v1::Dimension dimension;
  Text before;      // its values
  Text not_stated;  // instead of a value
  Text noun;
  Text before_many;  // their number; of dimensions that have many values
  Text many;
};

constexpr std::array wordings = {
    Wording{v1::DIMENSION_MISSION,
            {"in ", "i "},
            {"with no stated mission", "uten oppgitt operasjon"},
            {"mission", "operasjonen"},
            {"in any of ", "i en av "},
            {" missions", " operasjoner"}},
    Wording{v1::DIMENSION_COUNTRY,
            {"from ", "fra "},
            {"with no stated country", "uten oppgitt land"},
            {"country", "landet"},
            {"from any of ", "fra et av "},
            {" countries", " land"}},
    Wording{v1::DIMENSION_PERSONNEL_TYPE,
            {"of the personnel type ", "av personelltypen "},
            {"with no stated personnel type", "uten oppgitt personelltype"},
            {"personnel type", "personelltypen"},
            {},
            {}},
    Wording{v1::DIMENSION_ORGANISATION,
            {"with ", "for "},
            {"with no stated organisation", "uten oppgitt organisasjon"},
            {"organisation", "organisasjonen"},
            {},
            {}},
    Wording{v1::DIMENSION_CATEGORY,
            {"of the category ", "i kategorien "},
            {"with no stated category", "uten oppgitt kategori"},
            {"category", "kategorien"},
            {},
            {}},
    Wording{v1::DIMENSION_RANK_BAND,
            {"of the rank band ", "på gradsnivået "},
            {"with no stated rank band", "uten oppgitt gradsnivå"},
            {"rank band", "gradsnivået"},
            {},
            {}},
    Wording{v1::DIMENSION_TIER,
            {"of tier ", "på ledernivå "},
            {"with no stated tier", "uten oppgitt ledernivå"},
            {"tier", "ledernivået"},
            {},
            {}},
    Wording{v1::DIMENSION_UNIT,
            {"in the unit ", "i enheten "},
            {"with no stated unit", "uten oppgitt enhet"},
            {"unit", "enheten"},
            {"in any of ", "i en av "},
            {" units", " enheter"}},
    Wording{v1::DIMENSION_GENDER,
            {"who are ", "som er "},
            {"with no stated gender", "uten oppgitt kjønn"},
            {"gender", "kjønnet"},
            {},
            {}},
    Wording{v1::DIMENSION_MISSION_KIND,
            {"in ", "i "},
            {"with no stated mission", "uten oppgitt operasjon"},
            {"mission", "operasjonen"},
            {},
            {}},
};

struct Word {
  std::string_view value;
  Text text;
};

// Values within such a phrase, several people in the plural. Those that are no enum's stand for themselves.
constexpr std::array words = {
    Word{"PERSONNEL_TYPE_TROOPS", {"troops", "styrker"}},
    Word{"PERSONNEL_TYPE_STAFF_OFFICER", {"staff officers", "stabsoffiserer"}},
    Word{"PERSONNEL_TYPE_EXPERT_ON_MISSION", {"experts on mission", "eksperter i operasjon"}},
    Word{"PERSONNEL_TYPE_FORMED_POLICE_UNIT", {"formed police units", "oppsatte politienheter"}},
    Word{"PERSONNEL_TYPE_INDIVIDUAL_POLICE", {"individual police", "enkeltstående polititjenestepersoner"}},
    Word{"PERSONNEL_TYPE_CIVILIAN", {"civilians", "sivile"}},
    Word{"PERSONNEL_TYPE_GOVERNMENT_PROVIDED", {"government-provided personnel", "personell stilt av staten"}},
    Word{"ORGANISATION_UN", {"the United Nations", "FN"}},
    Word{"ORGANISATION_NATO", {"NATO", "NATO"}},
    Word{"ORGANISATION_OSCE", {"the OSCE", "OSSE"}},
    Word{"ORGANISATION_EU", {"the European Union", "EU"}},
    Word{"ORGANISATION_AU", {"the African Union", "Den afrikanske union"}},
    Word{"ORGANISATION_OTHER", {"another organisation", "en annen organisasjon"}},
    Word{"CATEGORY_MILITARY", {"military", "militær"}},
    Word{"CATEGORY_POLICE", {"police", "politi"}},
    Word{"CATEGORY_CIVILIAN", {"civilian", "sivil"}},
    Word{"CATEGORY_JUSTICE", {"justice", "justis"}},
    Word{"CATEGORY_CORRECTIONS", {"corrections", "kriminalomsorg"}},
    Word{"RANK_BAND_STRATEGIC", {"strategic", "strategisk"}},
    Word{"RANK_BAND_SENIOR", {"senior", "høyere"}},
    Word{"RANK_BAND_MIDDLE", {"middle", "midtre"}},
    Word{"RANK_BAND_JUNIOR", {"junior", "lavere"}},
    Word{"RANK_BAND_OTHER_RANKS", {"other ranks", "øvrige grader"}},
    Word{"GENDER_WOMAN", {"women", "kvinner"}},
    Word{"GENDER_MAN", {"men", "menn"}},
    Word{"GENDER_OTHER", {"of another gender", "av et annet kjønn"}},
    Word{"MISSION_KIND_INTERNATIONAL", {"international missions", "internasjonale operasjoner"}},
    Word{"MISSION_KIND_NATIONAL", {"national operations", "nasjonale operasjoner"}},
    Word{"MISSION_KIND_EXERCISE", {"exercises", "øvelser"}},
};

const Wording& wording_of(int dimension) {
  return *std::find_if(wordings.begin(), wordings.end(),
                       [&](const Wording& one) { return static_cast<int>(one.dimension) - 1 == dimension; });
}

std::string word_of(v1::Dimension dimension, const std::string& value, Language language) {
  if (dimension == v1::DIMENSION_COUNTRY) {
    const auto& all = rules::countries();
    const auto country = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.code == value; });
    if (country == all.end()) return value;
    return language == Language::english ? country->name : country->name_nb;
  }
  if (dimension == v1::DIMENSION_MISSION || dimension == v1::DIMENSION_UNIT) return name_in_words(value, language);
  const auto word = std::find_if(words.begin(), words.end(), [&](const Word& one) { return one.value == value; });
  return word == words.end() ? value : word->text.in(language);
}

bool states_nothing(const std::string& value) { return value.empty() || value == "GENDER_NOT_STATED"; }

}  // namespace

std::string name_in_words(const std::string& name, Language language) {
  if (name != rpc::other_code) return name;
  return language == Language::english ? "\"other\"" : "«andre»";
}

bool asks_for_not_stated(const AskedFilter& filter) {
  return std::any_of(filter.values.begin(), filter.values.end(), states_nothing);
}

std::string list_of(const std::vector<std::string>& items, const std::string& last) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += i + 1 == items.size() ? " " + last + " " : ", ";
    text += items[i];
  }
  return text;
}

std::string noun_of(int dimension, Language language) { return wording_of(dimension).noun.in(language); }

std::string phrase_of(const AskedFilter& filter, Language language) {
  const Wording& wording = wording_of(filter.dimension);
  const std::string either = language == Language::english ? "or" : "eller";
  std::vector<std::string> stated;
  for (const std::string& value : filter.values) {
    if (!states_nothing(value)) stated.push_back(word_of(wording.dimension, value, language));
  }
  std::vector<std::string> parts;
  if (stated.size() > values_max && !wording.many.english.empty()) {
    parts.push_back(wording.before_many.in(language) + std::to_string(stated.size()) + wording.many.in(language));
  } else if (!stated.empty()) {
    parts.push_back(wording.before.in(language) + list_of(stated, either));
  }
  if (asks_for_not_stated(filter)) parts.push_back(wording.not_stated.in(language));
  return list_of(parts, either);
}

}  // namespace muster::statistics
