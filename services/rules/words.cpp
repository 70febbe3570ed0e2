// SPDX-License-Identifier: EUPL-1.2
#include "rules/words.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <initializer_list>

namespace muster::rules {
namespace {

using namespace platform::v1;

template <class E>
struct Word {
  std::string_view text;
  E value;
};

// "GENDER_" of "GENDER_NOT_STATED": every value shares it, and 0 is <prefix>UNSPECIFIED.
std::string_view prefix_of(const google::protobuf::EnumDescriptor& type) {
  std::string_view zero = type.FindValueByNumber(0)->name();
  return zero.substr(0, zero.size() - std::string_view("UNSPECIFIED").size());
}

std::string upper_with_underscores(std::string_view word) {
  std::string text(word);
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == ' ' || c == '-') c = '_';
  }
  return text;
}

// The value's name with or without its prefix, in any case, or one of `words` exactly.
template <class E>
std::optional<E> parse(std::string_view word, std::initializer_list<Word<E>> words) {
  for (const auto& known : words) {
    if (known.text == word) return known.value;
  }
  const auto& type = *google::protobuf::GetEnumDescriptor<E>();
  const std::string_view prefix = prefix_of(type);
  std::string name = upper_with_underscores(word);
  if (std::string_view(name).substr(0, prefix.size()) != prefix) name = std::string(prefix) + name;
  const auto* value = type.FindValueByName(name);
  if (!value || value->number() == 0) return std::nullopt;
  return static_cast<E>(value->number());
}

template <class E>
std::string list() {
  const auto& type = *google::protobuf::GetEnumDescriptor<E>();
  const std::size_t skip = prefix_of(type).size();
  std::string text;
  for (int i = 1; i < type.value_count(); ++i) {
    std::string name = type.value(i)->name().substr(skip);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (i > 1) text += i + 1 == type.value_count() ? " or " : ", ";
    text += name;
  }
  return text;
}

}  // namespace

std::optional<Gender> parse_gender(std::string_view word) {
  return parse<Gender>(word, {{"F", GENDER_WOMAN},
                              {"M", GENDER_MAN},
                              {"female", GENDER_WOMAN},
                              {"male", GENDER_MAN},
                              {"kvinne", GENDER_WOMAN},
                              {"mann", GENDER_MAN},
                              {"annet", GENDER_OTHER},
                              {"ikke oppgitt", GENDER_NOT_STATED}});
}

std::optional<Category> parse_category(std::string_view word) {
  return parse<Category>(word, {{"militær", CATEGORY_MILITARY},
                                {"politi", CATEGORY_POLICE},
                                {"sivil", CATEGORY_CIVILIAN},
                                {"justis", CATEGORY_JUSTICE},
                                {"kriminalomsorg", CATEGORY_CORRECTIONS}});
}

std::optional<PersonnelType> parse_personnel_type(std::string_view word) {
  return parse<PersonnelType>(word, {{"Contingent Troop(s)", PERSONNEL_TYPE_TROOPS},
                                     {"Contingent Troops", PERSONNEL_TYPE_TROOPS},
                                     {"Contingent Troop", PERSONNEL_TYPE_TROOPS},
                                     {"Staff Officers", PERSONNEL_TYPE_STAFF_OFFICER},
                                     {"Experts on Mission", PERSONNEL_TYPE_EXPERT_ON_MISSION},
                                     {"Formed Police Units", PERSONNEL_TYPE_FORMED_POLICE_UNIT},
                                     {"Individual Police", PERSONNEL_TYPE_INDIVIDUAL_POLICE}});
}

std::optional<RankBand> parse_rank_band(std::string_view word) { return parse<RankBand>(word, {}); }

Category category_of(PersonnelType type) {
  switch (type) {
    case PERSONNEL_TYPE_TROOPS:
    case PERSONNEL_TYPE_STAFF_OFFICER:
    case PERSONNEL_TYPE_EXPERT_ON_MISSION: return CATEGORY_MILITARY;
    case PERSONNEL_TYPE_FORMED_POLICE_UNIT:
    case PERSONNEL_TYPE_INDIVIDUAL_POLICE: return CATEGORY_POLICE;
    case PERSONNEL_TYPE_CIVILIAN: return CATEGORY_CIVILIAN;
    default: return CATEGORY_UNSPECIFIED;
  }
}

std::string gender_words() { return list<Gender>(); }
std::string category_words() { return list<Category>(); }
std::string personnel_type_words() { return list<PersonnelType>(); }
std::string rank_band_words() { return list<RankBand>(); }

}  // namespace muster::rules
