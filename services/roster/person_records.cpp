// SPDX-License-Identifier: EUPL-1.2
#include "roster/person_records.h"

#include "platform/rpc/begun_day.h"
#include "roster/dated_records.h"
#include "roster/membership_upkeep.h"

namespace muster::roster {
namespace {

// Without a passport a member of the roster is dormant.
void follow_passport(rpc::Context& context, const v1::Credential& before, const v1::Credential& after) {
  if (before.kind() != v1::CREDENTIAL_KIND_PASSPORT && after.kind() != v1::CREDENTIAL_KIND_PASSPORT) return;
  follow_upkeep(context, proto::id_of<v1::Person>(after.person()));
}

}  // namespace

v1::LanguageSkill create_language_skill(rpc::Context& context, const v1::CreateLanguageSkillRequest& request) {
  const v1::LanguageSkill& skill = request.language_skill();
  if (skill.has_assessed_date()) {
    rpc::require_begun(context, "language_skill.assessed_date", skill.assessed_date(),
                       "give the day of the test, or leave it out");
  }
  require_person_on(context, skill.person(), "language_skill.person", skill.assessed_date());
  return create_record(context, "language_skill", skill);
}

v1::LanguageSkill correct_language_skill(rpc::Context& context, const v1::CorrectLanguageSkillRequest& request) {
  const v1::LanguageSkill& given = request.language_skill();
  const long long id = proto::id_of<v1::LanguageSkill>(given.name(), "language_skill.name");
  const auto before = read_record<v1::LanguageSkill>(context, "language_skill", id);
  const auto after = corrected_by(before, given, request.update_mask());
  if (names(request.update_mask(), "assessed_date")) {
    if (after.has_assessed_date()) {
      rpc::require_begun(context, "language_skill.assessed_date", after.assessed_date(),
                         "give the day of the test, or leave it out");
    }
    require_person_on(context, after.person(), "language_skill.name", after.assessed_date());
  }
  return correct_record(context, "language_skill", before, given, request.update_mask(), request.reason());
}

proto::Encoded<v1::ListLanguageSkillsResponse> list_language_skills(rpc::Context& context,
                                                                    const v1::ListLanguageSkillsRequest& request) {
  return list_records<v1::LanguageSkill, v1::ListLanguageSkillsResponse>(context, request, "language_skill",
                                                                         "language");
}

v1::Availability create_availability(rpc::Context& context, const v1::CreateAvailabilityRequest& request) {
  const v1::Availability& availability = request.availability();
  require_person_until(context, availability.person(), "availability.person", last_day_of(availability));
  return create_record(context, "availability", availability);
}

v1::Availability correct_availability(rpc::Context& context, const v1::CorrectAvailabilityRequest& request) {
  const v1::Availability& given = request.availability();
  const long long id = proto::id_of<v1::Availability>(given.name(), "availability.name");
  const auto before = read_record<v1::Availability>(context, "availability", id);
  const auto after = corrected_by(before, given, request.update_mask());
  if (last_day_of(after) != last_day_of(before)) {
    require_person_until(context, after.person(), "availability.name", last_day_of(after));
  }
  return correct_record(context, "availability", before, given, request.update_mask(), request.reason());
}

proto::Encoded<v1::ListAvailabilitiesResponse> list_availabilities(rpc::Context& context,
                                                                   const v1::ListAvailabilitiesRequest& request) {
  return list_records<v1::Availability, v1::ListAvailabilitiesResponse>(context, request, "availability", "valid_from");
}

v1::Credential create_credential(rpc::Context& context, const v1::CreateCredentialRequest& request) {
  const v1::Credential& credential = request.credential();
  require_person_on(context, credential.person(), "credential.person", credential.valid_from());
  const auto created = create_record(context, "credential", credential);
  follow_passport(context, created, created);
  return created;
}

v1::Credential end_credential(rpc::Context& context, const v1::EndCredentialRequest& request) {
  const auto before = read_record<v1::Credential>(context, "credential", proto::id_of<v1::Credential>(request.name()));
  require_not_before(before, request.last_day());
  require_not_prolonged(before, request.last_day(), "CorrectCredential");
  const auto after = end_record(context, "credential", before, request);
  follow_passport(context, before, after);
  return after;
}

v1::Credential correct_credential(rpc::Context& context, const v1::CorrectCredentialRequest& request) {
  const v1::Credential& given = request.credential();
  const auto before =
      read_record<v1::Credential>(context, "credential", proto::id_of<v1::Credential>(given.name(), "credential.name"));
  const auto corrected = corrected_by(before, given, request.update_mask());
  if (corrected.valid_from() != before.valid_from()) {
    require_person_on(context, before.person(), "credential.name", corrected.valid_from());
  }
  const auto after = correct_record(context, "credential", before, given, request.update_mask(), request.reason());
  follow_passport(context, before, after);
  return after;
}

proto::Encoded<v1::ListCredentialsResponse> list_credentials(rpc::Context& context,
                                                             const v1::ListCredentialsRequest& request) {
  return list_records<v1::Credential, v1::ListCredentialsResponse>(context, request, "credential", "kind, valid_from");
}

}  // namespace muster::roster
