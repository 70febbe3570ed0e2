// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/two_hand_acts.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace muster::rpc {
namespace {

// From so many live accounts on there is always somebody to ask.
constexpr int small_office = 12;

constexpr std::array rules{
    TwoHandRule{
        platform::v1::TWO_HAND_ACT_GRANT, platform::v1::SECOND_HAND_MODE_BEFORE, 0,
        "Every role but ANALYST opens personal data. ADMINISTRATOR and AUDITOR do not read it themselves and are "
        "among them: one gives such grants, the other sees who reads whom.",
        "Alle roller unntatt ANALYST åpner personopplysninger. ADMINISTRATOR og AUDITOR leser dem ikke selv, men "
        "er med: den ene gir slike tilganger, den andre ser hvem som leser om hvem."},
    TwoHandRule{platform::v1::TWO_HAND_ACT_ACCOUNT_OF_PERSON, platform::v1::SECOND_HAND_MODE_BEFORE, small_office,
                "Whoever makes an account of somebody could act as that person.",
                "Den som oppretter en konto for noen, kan opptre som den personen."},
    TwoHandRule{platform::v1::TWO_HAND_ACT_ACCOUNT_KEY, platform::v1::SECOND_HAND_MODE_BEFORE, 0,
                "A token of a service account, and a code for the first password, open all that the account's grants "
                "open.",
                "Et token for en tjenestekonto og en kode for det første passordet åpner alt det kontoens tilganger "
                "åpner."},
    TwoHandRule{platform::v1::TWO_HAND_ACT_OWN_CASE, platform::v1::SECOND_HAND_MODE_BEFORE, 0,
                "Nobody keeps their own record alone. What is decided about somebody (a nomination, a deployment, a "
                "waiver, an erasure) is not for that person at all.",
                "Ingen fører sine egne opplysninger alene. Det som avgjøres om noen (en nominasjon, en deltakelse, en "
                "dispensasjon, en sletting), avgjør aldri personen selv."},
    TwoHandRule{
        platform::v1::TWO_HAND_ACT_RESTORE, platform::v1::SECOND_HAND_MODE_BEFORE, 0,
        "A backup takes the place of all that was recorded since. It is done on the database itself only, which "
        "is the second hand.",
        "En sikkerhetskopi trer i stedet for alt som er registrert siden. Det gjøres bare på selve databasen, som "
        "er den andre hånden."},
};

}  // namespace

std::span<const TwoHandRule> two_hand_rules() { return rules; }

const TwoHandRule& two_hand_rule(platform::v1::TwoHandAct act) {
  const auto* found =
      std::find_if(rules.begin(), rules.end(), [&](const TwoHandRule& rule) { return rule.act == act; });
  if (found == rules.end()) throw std::logic_error("no rule for " + platform::v1::TwoHandAct_Name(act));
  return *found;
}

std::string act_name(platform::v1::TwoHandAct act) {
  return platform::v1::TwoHandAct_Name(act).substr(sizeof("TWO_HAND_ACT_") - 1);
}

}  // namespace muster::rpc
