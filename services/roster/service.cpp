// SPDX-License-Identifier: EUPL-1.2
#include "roster/service.h"

#include "roster/affiliations.h"
#include "roster/codes.h"
#include "roster/erasure.h"
#include "roster/person_records.h"
#include "roster/persons.h"
#include "roster/ranks.h"
#include "roster/retention.h"
#include "roster/units.h"

namespace muster::roster {

void register_methods(rpc::Registry& registry) {
  const std::string service = "muster.roster.v1.RosterService/";
  registry.add(service + "CreatePerson", &create_person);
  registry.add(service + "GetPerson", &get_person, rpc::Run::io_thread);
  registry.add(service + "ListPersons", &list_persons);
  registry.add(service + "UpdatePerson", &update_person);
  registry.add(service + "ReadPersonDetails", &read_person_details);
  registry.add(service + "PreviewErasure", &preview_erasure);
  registry.add(service + "ErasePerson", &erase_person);
  registry.add(service + "ListErasures", &list_erasures);
  registry.add(service + "SetRetentionRule", &set_retention_rule);
  registry.add(service + "PreviewRetention", &preview_retention);
  registry.add(service + "ApplyRetention", &apply_retention);
  registry.add(service + "CreateUnit", &create_unit);
  registry.add(service + "UpdateUnit", &update_unit);
  registry.add(service + "GetUnit", &get_unit, rpc::Run::io_thread);
  registry.add(service + "ListUnits", &list_units);
  registry.add(service + "CreateAffiliation", &create_affiliation);
  registry.add(service + "EndAffiliation", &end_affiliation);
  registry.add(service + "ListAffiliations", &list_affiliations);
  registry.add(service + "CreateLanguageSkill", &create_language_skill);
  registry.add(service + "ListLanguageSkills", &list_language_skills);
  registry.add(service + "CreateAvailability", &create_availability);
  registry.add(service + "ListAvailabilities", &list_availabilities);
  registry.add(service + "CreateCredential", &create_credential);
  registry.add(service + "ListCredentials", &list_credentials);
  registry.add(service + "ListRanks", &list_ranks);
  registry.add(service + "ListCodes", &list_codes);
}

void register_corrections(rpc::Registry& registry) { registry.on_erasure(erasure_rule()); }

}  // namespace muster::roster
