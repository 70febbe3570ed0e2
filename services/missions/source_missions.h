// SPDX-License-Identifier: EUPL-1.2
// The missions of a source whose reports are imported: those that are not known are created.
#pragma once

#include <set>
#include <string>
#include <unordered_map>

#include "platform/imports/kind.h"
#include "platform/rpc/context.h"

namespace muster::missions {

struct KnownMission {
  long long id;
  std::string organisation;
};
// By the key of the acronym (platform/text/code_key.h).
using MissionsByAcronym = std::unordered_map<std::string, KnownMission>;

// The organisation whose reports "UN" or "NATO" gives; a source of another name is OTHER.
std::string organisation_of(const std::string& source);

// All, by every acronym that they have or had: a source may go on with an earlier one, which is never given again.
MissionsByAcronym read_missions(rpc::Context& context);

// Why a mission of this acronym cannot be created; "" if it can.
std::string fault_of_acronym(const std::string& acronym);

// All missions, after those of `acronyms` that are not there were created as the organisation's. The
// ledger's lock is held (Call::sequence), so that nobody else creates the same. What is created stays
// when the import is undone: its facts name it for good.
MissionsByAcronym missions_with(rpc::Context& context, const std::set<std::string>& acronyms,
                                const std::string& organisation, imports::Effects& effects);

}  // namespace muster::missions
