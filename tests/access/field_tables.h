// SPDX-License-Identifier: EUPL-1.2
// Who sees which field by which method, written down by hand and apart from the protos. Letters as in
// support/oracle.h.
#pragma once

#include <map>
#include <string>

namespace muster::access {

// Message, who may see it, its fields. With a - before it: seen only
// where a line of the reads below says so; of the nominations here one step is refused, to who may take it: closing that
// of somebody who has left (GuardsTest).
inline constexpr const char* visible = R"(
Person PUCET name display_name -look_alikes number given_name family_name preferred_name -birth_date -plausible_reason gender gender_source nationality category status -last_day -consequences unit unit_display_name unit_display_name_nb rank_display_name rank_display_name_nb position create_time update_time etag
Person.LookAlike UC -name -number -display_name
Affiliation PUCET name person unit branch rank position valid_from valid_to create_time update_time etag plausible_reason category nationality reason -consequences
LanguageSkill PUCE name person language level assessed_date create_time etag correction_reason
Availability PUC name person kind valid_from valid_to create_time etag plausible_reason correction_reason
Credential PUC name person kind valid_from valid_to issuer create_time etag plausible_reason correction_reason
Identifier PUC name person scheme value issuer valid_from valid_to create_time update_time etag correction_reason -look_alikes plausible_reason
Identifier.LookAlike UC -name -value -person -person_display_name
Contact PUC name person kind value note valid_from valid_to create_time update_time etag correction_reason plausible_reason
RosterMembership PUC name person valid_from valid_to exit_reason mission_kinds earliest_date longest_months letter_year letter_signed_date employer_consent create_time update_time etag dormant dormant_from missing letters plausible_reason correction_reason
RosterMembership.Missing PUC what since dormant_from year remedy remedy_nb
LetterOfIntent PUC name membership year signed_date mission_kinds earliest_date longest_months employer_consent create_time etag correction_reason
Completion PUCET name person course_version completed_date valid_from valid_to source evidence revoked_date revoked_reason create_time etag plausible_reason
Waiver PUCET name person requirement reason valid_from valid_to approver create_time etag revoked_date revoked_reason plausible_reason
TrainingStatus PUCET person as_of lines
TrainingStatus.Line PUCET requirement display_name status valid_to completion judged_date
Deployment PUCE name person mission nomination unit country category state planned_from planned_to actual_from actual_to end_reason segments -actions create_time update_time etag
DeploymentSegment PUCE name deployment mission post title personnel_type rank_band leadership_tier valid_from valid_to category
DeploymentEvent PUCE name deployment verb from_state to_state actor effective_date reason overlap_reason handover_reason create_time segment from_before to_before from_after to_after plausible_reason dormant_reason
Nomination PUCE name call post person person_display_name state motivation supervisor_agreement planned_from planned_to proposer outcome_reason reference frozen_gender frozen_category frozen_rank_band frozen_leadership_tier frozen_unit -actions create_time update_time etag reserve_until
Action PUCE verb possible -reason needed_fields -optional_fields -explanation -metadata
Consequence UC -kind -name -verb -cause -explanation -metadata
NominationEvent PUCE name nomination verb from_state to_state actor effective_date reason reason_text create_time
)";

// Method, roles, what its answers hold, request. After a +: a field that the message's line keeps back,
// or the true value of one that others see veiled. With "C:" before it: told to that role alone.
inline constexpr const char* reads = R"(
RosterService/GetPerson PUCET Person {"name":"$person"}
RosterService/ListPersons PUCET Person {"filter":"number = N1"}
RosterService/ReadPersonDetails PUC Person+birth_date+plausible_reason {"name":"$person","purpose":"PURPOSE_NOMINATION"}
RosterService/ListAffiliations PUCET Affiliation {"person":"$person"}
RosterService/ListLanguageSkills PUCE LanguageSkill {"person":"$person"}
RosterService/ListAvailabilities PUC Availability {"person":"$person"}
RosterService/ListCredentials PUC Credential {"person":"$person"}
RosterService/ListIdentifiers PUC Identifier {"person":"$person"}
RosterService/ListContacts PUC Contact {"person":"$person"}
RosterService/GetMembership PUC RosterMembership,RosterMembership.Missing,LetterOfIntent {"name":"$membership"}
RosterService/ListMemberships PUC RosterMembership,RosterMembership.Missing,LetterOfIntent {"person":"$person"}
RosterService/ListMemberships PUC RosterMembership,RosterMembership.Missing,LetterOfIntent {}
TrainingService/ListCompletions PUCET Completion {"person":"$person"}
TrainingService/ListCompletions PUCET Completion {}
TrainingService/ListWaivers PUCET Waiver {"person":"$person"}
TrainingService/ListWaivers PUCET Waiver {}
TrainingService/GetTrainingStatus PUCET TrainingStatus,TrainingStatus.Line {"person":"$person"}
MissionsService/GetDeployment PUCE Deployment,DeploymentSegment,C:Deployment+actions,C:Action+optional_fields {"name":"$deployment"}
MissionsService/ListDeployments PUCE Deployment,DeploymentSegment {}
MissionsService/ReadDeploymentDetails C Deployment+end_reason,DeploymentSegment {"name":"$deployment"}
MissionsService/ListDeploymentEvents PUCE DeploymentEvent {"deployment":"$deployment"}
NominationsService/GetNomination PUCE Nomination+actions,Action+optional_fields,C:Action+reason+explanation+metadata {"name":"$nomination"}
NominationsService/ListNominations PUCE Nomination {}
NominationsService/ListNominationEvents PUCE NominationEvent {"nomination":"$nomination"}
)";

// Writes: method, roles, what they answer. Whoever writes one may read it.
inline constexpr const char* writes = R"(
RosterService/CreatePerson UC Person
RosterService/UpdatePerson UC Person
RosterService/ChangePerson UC Person
RosterService/CorrectPerson UC Person
RosterService/CreateAffiliation UC Affiliation
RosterService/ChangeAffiliation UC Affiliation
RosterService/CorrectAffiliation UC Affiliation
RosterService/EndAffiliation UC Affiliation
RosterService/CreateLanguageSkill UC LanguageSkill
RosterService/CorrectLanguageSkill UC LanguageSkill
RosterService/CreateAvailability UC Availability
RosterService/CorrectAvailability UC Availability
RosterService/CreateCredential UC Credential
RosterService/EndCredential UC Credential
RosterService/CorrectCredential UC Credential
RosterService/CreateIdentifier UC Identifier
RosterService/EndIdentifier UC Identifier
RosterService/CorrectIdentifier UC Identifier
RosterService/CreateContact UC Contact
RosterService/EndContact UC Contact
RosterService/CorrectContact UC Contact
RosterService/CreateMembership UC RosterMembership
RosterService/EndMembership UC RosterMembership
RosterService/CorrectMembership UC RosterMembership
RosterService/RenewIntent UC RosterMembership
RosterService/CorrectIntent UC RosterMembership
TrainingService/RecordCompletions TC Completion
TrainingService/RevokeCompletion TC Completion
TrainingService/CreateWaiver CE Waiver
TrainingService/RevokeWaiver CE Waiver
MissionsService/CreateDeployment C Deployment
MissionsService/StartPreparing UC Deployment
MissionsService/ClearDeployment UC Deployment
MissionsService/Depart UC Deployment
MissionsService/ExtendDeployment C Deployment
MissionsService/ChangeRole C Deployment
MissionsService/EndDeployment UC Deployment
MissionsService/CloseDeployment C Deployment
MissionsService/CancelDeployment C Deployment
MissionsService/ReopenDeployment C Deployment
MissionsService/CorrectDeploymentDays C Deployment
MissionsService/VoidDeployment C Deployment
NominationsService/CreateNomination PUC Nomination
NominationsService/UpdateNomination PUC Nomination
NominationsService/SubmitNominationForReview UC Nomination
NominationsService/ReturnNomination E Nomination
NominationsService/EndorseNomination E Nomination
NominationsService/DeclineToEndorseNomination E Nomination
NominationsService/RecallNomination E Nomination
NominationsService/SubmitNomination C Nomination
NominationsService/ShortlistNomination C Nomination
NominationsService/RecordInterview C Nomination
NominationsService/SelectNomination C Nomination
NominationsService/ReserveNomination C Nomination
NominationsService/DoNotSelectNomination C Nomination
NominationsService/AcceptNomination PUC Nomination
NominationsService/DeclineNomination PUC Nomination
NominationsService/WithdrawNomination PUC Nomination
NominationsService/WithdrawNominationByState E Nomination
NominationsService/LapseNomination C Nomination
NominationsService/CloseNominationOfCancelledPost C Nomination
NominationsService/CloseNominationOfPerson C Nomination
NominationsService/VoidNomination C Nomination
NominationsService/ReopenNomination C Nomination
)";

// What holds personal data and is none of the above, with the test of it.
inline const std::map<std::string, std::string> elsewhere = {
    {"AccessService/SignIn", "one's own session: contract/access.test.ts"},
    {"AccessService/GetSession", "one's own session: contract/access.test.ts"},
    {"AccessService/ConfirmPassword", "one's own session: AttemptsTest"},
    {"AccessService/ListMyReaders", "one's own readers, without their names: ReadsTest"},
    {"AccessService/CreateAccount", "administrators only: GrantsTest"},
    {"AccessService/ListAccounts", "administrators only: GrantsTest"},
    {"AccessService/DisableAccount", "administrators only: GrantsTest"},
    {"AccessService/ListApprovals", "who asked and who may approve: ApprovalsTest"},
    {"AccessService/GetApproval", "who asked and who may approve: ApprovalsTest"},
    {"AccessService/ApproveRequest", "who may approve: ApprovalsTest"},
    {"AccessService/RefuseRequest", "who may approve: ApprovalsTest"},
    {"AccessService/WithdrawRequest", "who asked: ApprovalsTest"},
    {"AccessService/CreatePasswordCode", "shown once: ApprovalsTest"},
    {"AccessService/SetPassword", "nothing: ApprovalsTest"},
    {"AccessService/ChangePassword", "nothing: ApprovalsTest"},
    {"AccessService/CreateToken", "shown once, to its own account: AnswersOfWritesTest"},
    {"AccessService/ListTokens", "one's own: TokensTest, AnswersOfWritesTest"},
    {"AccessService/RevokeToken", "one's own: TokensTest, AnswersOfWritesTest"},
    {"RosterService/PreviewErasure", "names of records and counts: ErasureTest"},
    {"RosterService/ErasePerson", "nothing of the person: ErasureTest"},
    {"ImportService/CreateImport", "one's own upload: UploadTest"},
    {"ImportService/UploadChunk", "one's own upload: UploadTest"},
    {"ImportService/StartImport", "one's own upload: UploadTest"},
    {"ImportService/GetImport", "one's own upload: UploadTest"},
    {"ImportService/ListImportRows", "one's own upload: UploadTest, and PersonsImportTest for sensitive columns"},
    {"ImportService/UndoImport", "one's own upload: UploadTest"},
    {"ImportService/DeleteImport", "one's own upload: UploadTest"},
    {"RosterService/ListErasures", "nothing of the person: ErasureTest"},
    {"RosterService/MovePeople", "repeats what it was asked: UnitMovesTest"},
    {"RosterService/ListOpenEnds", "names of records, of people within the caller's units: OpenEndsTest"},
    {"StatisticsService/ListCellRecords", "RecordsTest.NamesOnlyPeopleOfTheCallersUnits"}};

// What the people below have that only one method tells.
inline const std::map<std::string, std::string> secrets = {{"Person.birth_date", "1988-04-30"},
                                                           {"Deployment.end_reason", "END_REASON_MEDICAL"}};

}  // namespace muster::access
