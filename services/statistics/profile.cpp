// SPDX-License-Identifier: EUPL-1.2
#include "statistics/profile.h"

#include <type_traits>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/status/error.h"

namespace muster::statistics {
namespace {

Gender gender_of(std::string_view text) {
  if (text == "GENDER_WOMAN") return Gender::woman;
  if (text == "GENDER_MAN") return Gender::man;
  if (text == "GENDER_OTHER") return Gender::other;
  return Gender::unknown;
}

std::uint8_t tier_of(std::string_view text) {
  return text.size() == 1 && text[0] >= '0' && text[0] <= '9' ? static_cast<std::uint8_t>(text[0] - '0') : 0;
}

}  // namespace

Codes::Codes() { codes_.emplace(texts_.emplace_back(), 0); }

std::uint16_t Codes::code_of(std::string_view text) {
  if (text == texts_[last_]) return last_;
  if (auto found = codes_.find(text); found != codes_.end()) return last_ = found->second;
  if (texts_.size() > 65535) {
    throw status::Error(status::Code::out_of_range, platform::v1::REASON_RESULT_TOO_LARGE,
                        "statistics hold at most 65,535 values of a dimension");
  }
  const auto code = static_cast<std::uint16_t>(texts_.size());
  codes_.emplace(texts_.emplace_back(text), code);
  return last_ = code;
}

std::optional<std::uint16_t> Codes::find(std::string_view text) const {
  auto found = codes_.find(text);
  if (found == codes_.end()) return std::nullopt;
  return found->second;
}

std::string_view stated(std::string_view text) { return text.ends_with("_UNSPECIFIED") ? std::string_view() : text; }

std::size_t Profiles::Hash::operator()(const Profile& profile) const {
  // Without gaps, so that its bytes say all of it and nothing else.
  static_assert(std::has_unique_object_representations_v<Profile>);
  return std::hash<std::string_view>()({reinterpret_cast<const char*>(&profile), sizeof profile});
}

std::uint32_t Profiles::place_of(const Profile& profile) {
  const auto [place, is_new] = places_.try_emplace(profile, static_cast<std::uint32_t>(profiles_.size()));
  if (is_new) profiles_.push_back(profile);
  return place->second;
}

std::uint32_t Profiles::id_of(const Stated& row) {
  Profile profile;
  for (int d = 0; d < dimension_count; ++d) {
    std::string_view text = stated(row.texts[d]);
    if (d == dimension::gender) {
      if (text.empty()) text = "GENDER_NOT_STATED";
      profile.gender = gender_of(text);
    }
    if (d == dimension::tier) profile.tier = tier_of(text);
    profile.codes[d] = dimensions_[d].code_of(text);
  }
  profile.source = sources_.code_of(row.source);
  profile.departure = row.departure;
  profile.anonymous = row.anonymous;
  return place_of(profile);
}

std::uint32_t Profiles::with_gender(std::uint32_t id, std::uint16_t gender) {
  Profile profile = profiles_[id];
  profile.codes[dimension::gender] = gender;
  profile.gender = gender_of(dimensions_[dimension::gender].text(gender));
  return place_of(profile);
}

}  // namespace muster::statistics
