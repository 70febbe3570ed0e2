// SPDX-License-Identifier: EUPL-1.2
#include "rules/words.h"

#include <algorithm>
#include <span>

namespace muster::rules {
namespace {

using namespace platform::v1;

struct Word {
  std::string_view text;
  int value;
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

// What files and people say besides the names of the values.
std::span<const Word> more_words_of(const google::protobuf::EnumDescriptor& type) {
  static constexpr Word genders[] = {
      {"F", GENDER_WOMAN},      {"M", GENDER_MAN},    {"female", GENDER_WOMAN}, {"male", GENDER_MAN},
      {"kvinne", GENDER_WOMAN}, {"mann", GENDER_MAN}, {"annet", GENDER_OTHER},  {"ikke oppgitt", GENDER_NOT_STATED}};
  static constexpr Word categories[] = {{"militær", CATEGORY_MILITARY},
                                        {"politi", CATEGORY_POLICE},
                                        {"sivil", CATEGORY_CIVILIAN},
                                        {"justis", CATEGORY_JUSTICE},
                                        {"kriminalomsorg", CATEGORY_CORRECTIONS}};
  static constexpr Word personnel_types[] = {{"Contingent Troop(s)", PERSONNEL_TYPE_TROOPS},
                                             {"Contingent Troops", PERSONNEL_TYPE_TROOPS},
                                             {"Contingent Troop", PERSONNEL_TYPE_TROOPS},
                                             {"Staff Officers", PERSONNEL_TYPE_STAFF_OFFICER},
                                             {"Experts on Mission", PERSONNEL_TYPE_EXPERT_ON_MISSION},
                                             {"Formed Police Units", PERSONNEL_TYPE_FORMED_POLICE_UNIT},
                                             {"Individual Police", PERSONNEL_TYPE_INDIVIDUAL_POLICE}};
  if (&type == Gender_descriptor()) return genders;
  if (&type == Category_descriptor()) return categories;
  if (&type == PersonnelType_descriptor()) return personnel_types;
  return {};
}

template <class E>
std::optional<E> parse(std::string_view word) {
  const auto value = parse_word(*google::protobuf::GetEnumDescriptor<E>(), word);
  return value ? std::optional(static_cast<E>(*value)) : std::nullopt;
}

}  // namespace

std::optional<int> parse_word(const google::protobuf::EnumDescriptor& type, std::string_view word) {
  for (const Word& known : more_words_of(type)) {
    if (known.text == word) return known.value;
  }
  const std::string_view prefix = prefix_of(type);
  std::string name = upper_with_underscores(word);
  if (!name.starts_with(prefix)) name = std::string(prefix) + name;
  const auto* value = type.FindValueByName(name);
  if (!value || value->number() == 0) return std::nullopt;
  return value->number();
}

std::string words_of(const google::protobuf::EnumDescriptor& type) {
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

std::optional<Gender> parse_gender(std::string_view word) { return parse<Gender>(word); }
std::optional<Category> parse_category(std::string_view word) { return parse<Category>(word); }
std::optional<PersonnelType> parse_personnel_type(std::string_view word) { return parse<PersonnelType>(word); }
std::optional<RankBand> parse_rank_band(std::string_view word) { return parse<RankBand>(word); }

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

std::string gender_words() { return words_of(*Gender_descriptor()); }
std::string category_words() { return words_of(*Category_descriptor()); }
std::string personnel_type_words() { return words_of(*PersonnelType_descriptor()); }
std::string rank_band_words() { return words_of(*RankBand_descriptor()); }

}  // namespace muster::rules
