// SPDX-License-Identifier: EUPL-1.2
// What facts can be split and filtered by. Facts with the same values in every dimension share
// one profile, so a question is asked once per profile and never once per fact.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "muster/statistics/v1/statistics.pb.h"

namespace muster::statistics {

// Every value of muster.statistics.v1.Dimension is one, by its number less one; these are named because code speaks of
// them.
namespace dimension {
inline constexpr int mission = v1::DIMENSION_MISSION - 1;
inline constexpr int country = v1::DIMENSION_COUNTRY - 1;
inline constexpr int personnel_type = v1::DIMENSION_PERSONNEL_TYPE - 1;
inline constexpr int organisation = v1::DIMENSION_ORGANISATION - 1;
inline constexpr int category = v1::DIMENSION_CATEGORY - 1;
inline constexpr int rank_band = v1::DIMENSION_RANK_BAND - 1;
inline constexpr int tier = v1::DIMENSION_TIER - 1;
inline constexpr int unit = v1::DIMENSION_UNIT - 1;
inline constexpr int gender = v1::DIMENSION_GENDER - 1;
// Of the answer: facts have it not.
inline constexpr int month = v1::DIMENSION_MONTH - 1;
// It follows from the mission, as its kind was known: facts have it not.
inline constexpr int mission_kind = v1::DIMENSION_MISSION_KIND - 1;
}  // namespace dimension
inline constexpr int dimension_count = v1::Dimension_ARRAYSIZE - 1;

// Positions within a cell's counts.
enum class Gender : std::uint8_t { woman, man, other, unknown };
inline constexpr int gender_count = 4;

// The texts of one dimension and their codes; code 0 is "", not stated. Texts are those of the
// fact tables: ids of missions and units in decimal, enum values by name.
class Codes {
 public:
  Codes();
  // Gives a new text the next code; quickest for the text that was asked for last. Errors: OUT_OF_RANGE beyond 65,535
  // texts.
  std::uint16_t code_of(std::string_view text);
  // Nothing if no fact has the text.
  std::optional<std::uint16_t> find(std::string_view text) const;
  const std::string& text(std::uint16_t code) const { return texts_[code]; }
  std::size_t size() const { return texts_.size(); }

 private:
  std::deque<std::string> texts_;
  std::unordered_map<std::string_view, std::uint16_t> codes_;
  std::uint16_t last_ = 0;
};

using Dimensions = std::array<Codes, dimension_count>;

// What a row of a fact table says, its texts where the row has them.
struct Stated {
  std::array<std::string_view, dimension_count> texts{};  // by dimension; "": not stated
  // The fact begins a deployment.
  bool departure = false;
  // Of somebody reported without a name: of whom nothing else can be known.
  bool anonymous = false;
  // In whose name it was imported; "": entered here.
  std::string_view source = {};
};

// The same in codes.
struct Profile {
  std::array<std::uint16_t, dimension_count> codes{};
  std::uint16_t source = 0;  // by Profiles::sources()
  bool departure = false;
  bool anonymous = false;
  // These follow from the codes.
  Gender gender = Gender::unknown;
  std::uint8_t tier = 0;

  bool operator==(const Profile&) const = default;
};

// The profiles of one kind of fact. `dimensions` is shared by all kinds and outlives them.
class Profiles {
 public:
  explicit Profiles(Dimensions& dimensions) : dimensions_(dimensions) {}

  // The same for rows that say the same. Errors: those of Codes.
  std::uint32_t id_of(const Stated& stated);
  // The profile that differs from `id` in its gender alone, by the code of the dimension.
  std::uint32_t with_gender(std::uint32_t id, std::uint16_t gender);
  const Profile& operator[](std::uint32_t id) const { return profiles_[id]; }
  std::size_t size() const { return profiles_.size(); }
  const Codes& sources() const { return sources_; }

 private:
  struct Hash {
    std::size_t operator()(const Profile& profile) const;
  };
  std::uint32_t place_of(const Profile& profile);

  Dimensions& dimensions_;
  Codes sources_;
  std::vector<Profile> profiles_;
  std::unordered_map<Profile, std::uint32_t, Hash> places_;
};

// "CATEGORY_UNSPECIFIED" is the same as not stated.
std::string_view stated(std::string_view text);

}  // namespace muster::statistics
