// SPDX-License-Identifier: EUPL-1.2
#include "roster/person_records.h"

#include "muster/platform/v1/reasons.pb.h"
#include "platform/rpc/begun_day.h"
#include "platform/status/error.h"
#include "roster/membership_upkeep.h"

namespace muster::roster {

v1::LanguageSkill create_language_skill(rpc::Context& context, const v1::CreateLanguageSkillRequest& request) {
  const v1::LanguageSkill& skill = request.language_skill();
  if (skill.has_assessed_date()) {
    rpc::require_begun(context, "language_skill.assessed_date", skill.assessed_date(),
                       "give the day of the test, or leave it out");
  }
  return create_record(context, "language_skill", skill, skill.assessed_date());
}

proto::Encoded<v1::ListLanguageSkillsResponse> list_language_skills(rpc::Context& context,
                                                                    const v1::ListLanguageSkillsRequest& request) {
  return list_records<v1::LanguageSkill, v1::ListLanguageSkillsResponse>(context, request, "language_skill",
                                                                         "language");
}

v1::Availability create_availability(rpc::Context& context, const v1::CreateAvailabilityRequest& request) {
  return create_record(context, "availability", request.availability(), request.availability().valid_from());
}

proto::Encoded<v1::ListAvailabilitiesResponse> list_availabilities(rpc::Context& context,
                                                                   const v1::ListAvailabilitiesRequest& request) {
  return list_records<v1::Availability, v1::ListAvailabilitiesResponse>(context, request, "availability", "valid_from");
}

v1::Credential create_credential(rpc::Context& context, const v1::CreateCredentialRequest& request) {
  const v1::Credential created =
      create_record(context, "credential", request.credential(), request.credential().valid_from());
  if (created.kind() == v1::CREDENTIAL_KIND_PASSPORT) {
    follow_upkeep(context, proto::id_of<v1::Person>(created.person()));
  }
  return created;
}

proto::Encoded<v1::ListCredentialsResponse> list_credentials(rpc::Context& context,
                                                             const v1::ListCredentialsRequest& request) {
  return list_records<v1::Credential, v1::ListCredentialsResponse>(context, request, "credential", "kind, valid_from");
}

}  // namespace muster::roster
