// SPDX-License-Identifier: EUPL-1.2
#include "statistics/genders.h"

#include "statistics/ledger.h"

namespace muster::statistics {

void Facts::apply_genders(const std::unordered_set<std::uint32_t>& changed) {
  if (changed.empty()) return;
  const auto in = [this](Profiles& profiles) {
    return [this, &profiles](std::uint32_t subject, std::uint32_t profile) {
      return profiles.with_gender(profile, genders.code_of(subject));
    };
  };
  deployments.change_profiles(changed, in(deployment_profiles));
  nominations.change_profiles(changed, in(nomination_profiles));
  memberships.change_profiles(changed, in(membership_profiles));
}

}  // namespace muster::statistics
