// SPDX-License-Identifier: EUPL-1.2
// The words that files and command lines may use for the terms of Muster. Every accepted word is
// listed in words.cpp; anything else is no value, and nothing is ever assumed in its place.
#pragma once

#include <google/protobuf/descriptor.h>

#include <optional>
#include <string>
#include <string_view>

#include "muster/platform/v1/terms.pb.h"

namespace muster::rules {

// The number of the value that `word` stands for, in an enum whose values are named after it ("GENDER_WOMAN"): the
// value's name with or without that prefix, in any case, or one of the words below. Nothing for any other text, the
// empty one too.
std::optional<int> parse_word(const google::protobuf::EnumDescriptor& type, std::string_view word);
// A remedy for a wrong word: "woman, man, other or not_stated".
std::string words_of(const google::protobuf::EnumDescriptor& type);

// "woman", "kvinne", "F", "GENDER_WOMAN", ...; nothing for any other text, the empty one too.
std::optional<platform::v1::Gender> parse_gender(std::string_view word);
std::optional<platform::v1::Category> parse_category(std::string_view word);
// Also the United Nations' table words: "Contingent Troop(s)" is TROOPS.
std::optional<platform::v1::PersonnelType> parse_personnel_type(std::string_view word);
std::optional<platform::v1::RankBand> parse_rank_band(std::string_view word);

// The category that a personnel type belongs to; UNSPECIFIED for UNSPECIFIED. Government-provided
// personnel are justice or corrections, which the type does not tell: UNSPECIFIED.
platform::v1::Category category_of(platform::v1::PersonnelType type);

// words_of() these.
std::string gender_words();
std::string category_words();
std::string personnel_type_words();
std::string rank_band_words();

}  // namespace muster::rules
