// SPDX-License-Identifier: EUPL-1.2
// The words that files and command lines may use for the terms of Muster. Every accepted word is
// listed in words.cpp; anything else is no value, and nothing is ever assumed in its place.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "muster/platform/v1/terms.pb.h"

namespace muster::rules {

// "woman", "kvinne", "F", "GENDER_WOMAN", ...; nothing for any other text, the empty one too.
std::optional<platform::v1::Gender> parse_gender(std::string_view word);
std::optional<platform::v1::Category> parse_category(std::string_view word);
// Also the United Nations' table words: "Contingent Troop(s)" is TROOPS.
std::optional<platform::v1::PersonnelType> parse_personnel_type(std::string_view word);
std::optional<platform::v1::RankBand> parse_rank_band(std::string_view word);

// The category that a personnel type belongs to; UNSPECIFIED for UNSPECIFIED. Government-provided
// personnel are justice or corrections, which the type does not tell: UNSPECIFIED.
platform::v1::Category category_of(platform::v1::PersonnelType type);

// A remedy for a wrong word: "woman, man, other or not_stated".
std::string gender_words();
std::string category_words();
std::string personnel_type_words();
std::string rank_band_words();

}  // namespace muster::rules
