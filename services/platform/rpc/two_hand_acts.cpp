// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/two_hand_acts.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace muster::rpc {
namespace {

// From so many live accounts on there is always somebody to ask.
constexpr int small_office = 12;

// Those who grant waivers: they know what would be right.
constexpr std::array waiver_reviewers{platform::v1::ROLE_HR_CENTRAL, platform::v1::ROLE_ENDORSER};

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
    TwoHandRule{
        platform::v1::TWO_HAND_ACT_WAIVER, platform::v1::SECOND_HAND_MODE_AFTERWARDS, 0,
        "A waiver is needed when somebody leaves tomorrow and the course is in spring: nobody waits for a second "
        "person then. It says why, and can be revoked on any later day, so that a look afterwards is in time. Without "
        "that look a requirement could be waived away for everybody, unseen.",
        "En dispensasjon trengs når noen reiser i morgen og kurset går til våren. Da venter ingen på en annen person. "
        "Den er begrunnet og kan trekkes tilbake senere, så det holder at noen ser på den etterpå. Uten det kunne et "
        "krav bli fraveket for alle uten at noen så det.",
        waiver_reviewers},
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
