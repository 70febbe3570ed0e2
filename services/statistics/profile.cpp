// SPDX-License-Identifier: EUPL-1.2
#include "statistics/profile.h"

#include <stdexcept>

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

Codes::Codes() { code_of(""); }

std::uint16_t Codes::code_of(std::string_view text) {
  if (auto found = codes_.find(text); found != codes_.end()) return found->second;
  if (texts_.size() > 65535) {
    throw status::Error(status::Code::out_of_range, platform::v1::REASON_RESULT_TOO_LARGE,
                        "statistics hold at most 65,535 values of a dimension");
  }
  const auto code = static_cast<std::uint16_t>(texts_.size());
  codes_.emplace(texts_.emplace_back(text), code);
  return code;
}

std::optional<std::uint16_t> Codes::find(std::string_view text) const {
  auto found = codes_.find(text);
  if (found == codes_.end()) return std::nullopt;
  return found->second;
}

std::string_view stated(std::string_view text) { return text.ends_with("_UNSPECIFIED") ? std::string_view() : text; }

Profile Profiles::read(std::string_view key) {
  Profile profile;
  std::string_view rest = key;
  for (int d = 0; d < dimension_count; ++d) {
    const auto end = rest.find('|');
    if (end == std::string_view::npos) throw std::logic_error("a profile's key has too few parts");
    std::string_view text = stated(rest.substr(0, end));
    if (d == dimension::gender && text.empty()) text = "GENDER_NOT_STATED";
    profile.codes[d] = dimensions_[d].code_of(text);
    if (d == dimension::gender) profile.gender = gender_of(text);
    if (d == dimension::tier) profile.tier = tier_of(text);
    rest.remove_prefix(end + 1);
  }
  const auto end = rest.find('|');
  const std::string_view flags = rest.substr(0, end);
  profile.departure = flags.starts_with('1');
  profile.anonymous = flags.ends_with('?');
  if (end != std::string_view::npos) profile.source = sources_.code_of(rest.substr(end + 1));
  return profile;
}

std::uint32_t Profiles::place_of(const Profile& profile) {
  const auto [place, is_new] = places_.try_emplace(profile, static_cast<std::uint32_t>(profiles_.size()));
  if (is_new) profiles_.push_back(profile);
  return place->second;
}

std::uint32_t Profiles::id_of(std::string_view key) {
  // Facts of one body come one after the other, mostly with the same values.
  if (!profiles_.empty() && key == last_key_) return last_id_;
  if (auto found = ids_.find(key); found != ids_.end()) {
    last_id_ = found->second;
  } else {
    last_id_ = ids_.emplace(key, place_of(read(key))).first->second;
  }
  last_key_ = key;
  return last_id_;
}

std::uint32_t Profiles::with_gender(std::uint32_t id, std::uint16_t gender) {
  Profile profile = profiles_[id];
  profile.codes[dimension::gender] = gender;
  profile.gender = gender_of(dimensions_[dimension::gender].text(gender));
  return place_of(profile);
}

}  // namespace muster::statistics
