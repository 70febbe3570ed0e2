// SPDX-License-Identifier: EUPL-1.2
#include "roster/service.h"

#include "platform/rpc/own_case.h"
#include "roster/affiliations.h"
#include "roster/codes.h"
#include "roster/contacts.h"
#include "roster/erasure.h"
#include "roster/follow_end.h"
#include "roster/identifiers.h"
#include "roster/membership_upkeep.h"
#include "roster/memberships.h"
#include "roster/open_ends.h"
#include "roster/people_moves.h"
#include "roster/person_changes.h"
#include "roster/person_records.h"
#include "roster/persons.h"
#include "roster/ranks.h"
#include "roster/retention.h"
#include "roster/unit_end.h"
#include "roster/unit_moves.h"
#include "roster/units.h"

namespace muster::roster {

void register_methods(rpc::Registry& registry) {
  const std::string service = "muster.roster.v1.RosterService/";
  registry.add(service + "CreatePerson", &create_person);
  registry.add(service + "GetPerson", &get_person, rpc::Run::io_thread);
  registry.add(service + "ListPersons", &list_persons);
  registry.add(service + "UpdatePerson", &update_person);
  registry.add(service + "ChangePerson", &change_person);
  registry.add(service + "CorrectPerson", &correct_person);
  registry.add(service + "ReadPersonDetails", &read_person_details);
  registry.add(service + "PreviewErasure", &preview_erasure);
  registry.add(service + "ErasePerson", &erase_person);
  registry.add(service + "ListErasures", &list_erasures);
  registry.add(service + "SetRetentionRule", &set_retention_rule);
  registry.add(service + "PreviewRetention", &preview_retention);
  registry.add(service + "ApplyRetention", &apply_retention);
  registry.add(service + "CreateUnit", &create_unit);
  registry.add(service + "UpdateUnit", &update_unit);
  registry.add(service + "MoveUnit", &move_unit);
  registry.add(service + "ChangeUnitDisclosure", &change_unit_disclosure);
  registry.add(service + "ListUnitDisclosures", &list_unit_disclosures);
  registry.add(service + "CorrectUnit", &correct_unit);
  registry.add(service + "EndUnit", &end_unit);
  registry.add(service + "CorrectUnitEnd", &correct_unit_end);
  registry.add(service + "MovePeople", &move_people);
  registry.add(service + "ListUnitPlaces", &list_unit_places);
  registry.add(service + "GetUnit", &get_unit, rpc::Run::io_thread);
  registry.add(service + "ListUnits", &list_units);
  registry.add(service + "CreateAffiliation", &create_affiliation);
  registry.add(service + "ChangeAffiliation", &change_affiliation);
  registry.add(service + "CorrectAffiliation", &correct_affiliation);
  registry.add(service + "EndAffiliation", &end_affiliation);
  registry.add(service + "ListAffiliations", &list_affiliations);
  registry.add(service + "CreateLanguageSkill", &create_language_skill);
  registry.add(service + "CorrectLanguageSkill", &correct_language_skill);
  registry.add(service + "ListLanguageSkills", &list_language_skills);
  registry.add(service + "CreateAvailability", &create_availability);
  registry.add(service + "CorrectAvailability", &correct_availability);
  registry.add(service + "ListAvailabilities", &list_availabilities);
  registry.add(service + "CreateCredential", &create_credential);
  registry.add(service + "EndCredential", &end_credential);
  registry.add(service + "CorrectCredential", &correct_credential);
  registry.add(service + "ListCredentials", &list_credentials);
  registry.add(service + "CreateIdentifier", &create_identifier);
  registry.add(service + "EndIdentifier", &end_identifier);
  registry.add(service + "CorrectIdentifier", &correct_identifier);
  registry.add(service + "ListIdentifiers", &list_identifiers);
  registry.add(service + "CreateContact", &create_contact);
  registry.add(service + "EndContact", &end_contact);
  registry.add(service + "CorrectContact", &correct_contact);
  registry.add(service + "ListContacts", &list_contacts);
  registry.add(service + "CreateMembership", &create_membership);
  registry.add(service + "EndMembership", &end_membership);
  registry.add(service + "CorrectMembership", &correct_membership);
  registry.add(service + "RenewIntent", &renew_intent);
  registry.add(service + "CorrectIntent", &correct_intent);
  registry.add(service + "GetMembership", &get_membership);
  registry.add(service + "ListMemberships", &list_memberships);
  registry.add(service + "ListOpenEnds", &list_open_ends, rpc::Run::statistics);
  registry.add(service + "ListRanks", &list_ranks);
  registry.add(service + "ListCodes", &list_codes);
  rpc::own_case_takes_two(
      registry, service,
      {"UpdatePerson",      "ChangePerson",       "CorrectPerson",    "MovePeople",          "CreateAffiliation",
       "ChangeAffiliation", "CorrectAffiliation", "EndAffiliation",   "CreateLanguageSkill", "CreateAvailability",
       "CreateCredential",  "CreateIdentifier",   "EndIdentifier",    "CorrectIdentifier",   "CreateContact",
       "EndContact",        "CorrectContact",     "CreateMembership", "EndMembership",       "RenewIntent"});
}

void register_corrections(rpc::Registry& registry) {
  registry.on_settings([](rpc::Context& context) { follow_upkeep(context); });
  registry.on_end(&follow_end);
  registry.on_erasure(erasure_rule());
}

}  // namespace muster::roster
