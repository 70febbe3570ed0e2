// SPDX-License-Identifier: EUPL-1.2
#include "support/full_record.h"

#include "support/oracle.h"

namespace muster::support {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using namespace muster::nominations::v1;

// What the answer's name becomes, method, request.
constexpr const char* records = R"(
$person RosterService/CreatePerson {"person":{"number":"N1","given_name":"Kari","family_name":"Nordmann","preferred_name":"Kaia","birth_date":"1988-04-30","gender":"GENDER_WOMAN","gender_source":"GENDER_SOURCE_SELF","nationality":"NOR","category":"CATEGORY_MILITARY"},"affiliation":{"unit":"$navy","rank":"$rank","branch":"Fleet","position":"Navigator","valid_from":"2020-01-01","valid_to":"2099-12-31"}}
$person RosterService/CorrectPerson {"person":{"name":"$person","nationality":"DNK"},"update_mask":"nationality","reason":"Told wrongly"}
$skill RosterService/CreateLanguageSkill {"language_skill":{"person":"$person","language":"fra","level":"LANGUAGE_LEVEL_B2","assessed_date":"2024-01-01"}}
$skill RosterService/CorrectLanguageSkill {"language_skill":{"name":"$skill","level":"LANGUAGE_LEVEL_C1"},"update_mask":"level","reason":"Misread"}
$availability RosterService/CreateAvailability {"availability":{"person":"$person","kind":"AVAILABILITY_KIND_LEAVE","valid_from":"2021-01-01","valid_to":"2021-02-01"}}
$availability RosterService/CorrectAvailability {"availability":{"name":"$availability","valid_to":"2021-02-02"},"update_mask":"validTo","reason":"Misread"}
$credential RosterService/CreateCredential {"credential":{"person":"$person","kind":"CREDENTIAL_KIND_PASSPORT","valid_from":"2024-01-01","valid_to":"2034-01-01","issuer":"Police"}}
$credential RosterService/CorrectCredential {"credential":{"name":"$credential","issuer":"Embassy"},"update_mask":"issuer","reason":"Misread"}
$identifier RosterService/CreateIdentifier {"identifier":{"person":"$person","scheme":"IDENTIFIER_SCHEME_PAYROLL","value":"L100","valid_from":"2024-01-01","valid_to":"2034-01-01"}}
$identifier RosterService/CorrectIdentifier {"identifier":{"name":"$identifier","issuer":"Pay"},"update_mask":"issuer","reason":"Misread"}
$contact RosterService/CreateContact {"contact":{"person":"$person","kind":"CONTACT_KIND_MOBILE","value":"+47 22 24 90 90","valid_from":"2024-01-01","valid_to":"2034-01-01"}}
$contact RosterService/CorrectContact {"contact":{"name":"$contact","note":"At home"},"update_mask":"note","reason":"Misread"}
$membership RosterService/CreateMembership {"membership":{"person":"$person","valid_from":"2021-01-01","valid_to":"2099-12-31"}}
$membership RosterService/RenewIntent {"name":"$membership","year":2024,"signed_date":"2024-01-15","mission_kinds":["ASSIGNMENT_KIND_OTHER"],"earliest_date":"2024-06-01","longest_months":12,"employer_consent":"EMPLOYER_CONSENT_YES"}
$membership RosterService/CorrectMembership {"membership":{"name":"$membership","valid_from":"2021-01-02"},"update_mask":"validFrom","reason":"Misread"}
$membership RosterService/CorrectIntent {"letter":{"name":"lettersOfIntent/1","longest_months":13},"update_mask":"longestMonths","reason":"Misread"}
$course TrainingService/CreateCourse {"course":{"code":"C","display_name":"Course","topics":["TOPIC_WPS"]}}
$version TrainingService/CreateCourseVersion {"course_version":{"course":"$course","version":"1","validity_months":600,"valid_from":"2020-01-01"}}
$completion TrainingService/RecordCompletions {"persons":["$person"],"course_version":"$version","completed_date":"2024-01-02","evidence":"A 1","plausible_reason":"Seen"}
$revoked TrainingService/RecordCompletions {"persons":["$person"],"course_version":"$version","completed_date":"2024-01-03","evidence":"A 2"}
$revoked TrainingService/RevokeCompletion {"name":"$revoked","reason":"Wrong person"}
$requirement TrainingService/CreateRequirement {"requirement":{"code":"R","display_name":"Rule","population":"POPULATION_ROSTER","topics":["TOPIC_WPS"],"time":"REQUIREMENT_TIME_CONTINUOUS","valid_from":"2020-01-01"}}
$waiver TrainingService/CreateWaiver {"waiver":{"person":"$person","requirement":"$requirement","reason":"Ill","valid_from":"2024-01-01","valid_to":"2024-02-01"}}
$waiver TrainingService/RevokeWaiver {"name":"$waiver","reason":"Wrong person"}
)";

// Fills every text of the request's resource that a client may set and that the request leaves out, so that a field
// which is added later is filled as well.
void fill_texts(Message& request) {
  const auto& reflection = *request.GetReflection();
  std::vector<const FieldDescriptor*> given;
  reflection.ListFields(request, &given);
  for (const FieldDescriptor* holder : given) {
    if (holder->is_repeated() || !holder->message_type()) continue;
    Message& resource = *reflection.MutableMessage(&request, holder);
    for (int i = 0; i < resource.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor& field = *resource.GetDescriptor()->field(i);
      const auto& rule = field.options().GetExtension(platform::v1::field);
      const bool plain = rule.format() == platform::v1::FORMAT_NAME || rule.format() == platform::v1::FORMAT_TEXT ||
                         rule.format() == platform::v1::FORMAT_CODE;
      if (!plain || rule.output_only() || field.is_repeated() || resource.GetReflection()->HasField(resource, &field)) {
        continue;
      }
      resource.GetReflection()->SetString(&resource, &field, "X");
    }
  }
}

// Of the answer, or of the first in its list.
std::string name_in(const Message& answer) {
  const auto& type = *answer.GetDescriptor();
  const auto& reflection = *answer.GetReflection();
  if (const auto* name = type.FindFieldByName("name")) return reflection.GetString(answer, name);
  return name_in(reflection.GetRepeatedMessage(answer, type.field(0), 0));
}

}  // namespace

void FullRecordTest::SetUp() {
  DeploymentTest::SetUp();
  if (HasFatalFailure()) return;
  sql([&](db::Session& session) {
    db::execute(session, {"UPDATE unit SET display_name_nb = 'Sjøforsvaret' WHERE id = ?", {number_of(navy_)}});
  });
  names_ = {{"$navy", navy_},
            {"$rank", rows("SELECT 'ranks/' || CAST(MIN(id) AS TEXT) FROM rank WHERE valid_to IS NULL", 1).at(0)}};
  name_reviewer();
  // Done by an account: the system is none, and so neither approves nor acts.
  const auto desk = caller(platform::v1::ROLE_HR_CENTRAL);
  for (const auto& line : lines_of(records, 2)) names_[line[0]] = name_in(*ask(line[1], line[2], desk));
  add_nominations();
  send();
}

std::unique_ptr<Message> FullRecordTest::ask(const std::string& method, const std::string& json,
                                             const rpc::Caller& who) {
  const rpc::Method& asked = method_named(registry(), method);
  const auto request = request_of(asked, filled(json, names_));
  if (method.find("/Create") != std::string::npos) fill_texts(*request);
  return dispatcher().call_message(asked.path, *request, who);
}

void FullRecordTest::add_nominations() {
  const auto proposer = caller_of(platform::v1::ROLE_HR_UNIT, navy_);
  for (const auto state : {NOMINATION_STATE_ACCEPTED, NOMINATION_STATE_RESERVE, NOMINATION_STATE_WITHDRAWN}) {
    const auto subject = add_call("26/" + std::to_string(state), {leader_post.name()});
    names_["$call"] = subject.name();
    names_["$post"] = subject.posts(0);
    const auto made = ask(
        "NominationsService/CreateNomination",
        R"({"dormant_reason":"Will renew","nomination":{"call":"$call","post":"$post","person":"$person","motivation":"Has asked for it",)"
        R"("supervisor_agreement":"SUPERVISOR_AGREEMENT_YES","planned_from":")" +
            day(30) + R"(","planned_to":")" + day(390) + R"("}})",
        proposer);
    nominations_.push_back(bring_to(state, name_in(*made)).name());
  }
}

void FullRecordTest::send() {
  const auto desk = caller(platform::v1::ROLE_HR_CENTRAL);
  names_["$accepted"] = nominations_.front();
  names_["$deployment"] =
      name_in(*ask("MissionsService/CreateDeployment",
                   R"({"deployment":{"nomination":"$accepted"},"dormant_reason":"Will renew"})", desk));
  ask("MissionsService/Depart",
      R"({"name":"$deployment","reason":"needed at once","overlap_reason":"agreed","handover_reason":"agreed","actual_from":")" +
          day(-5) + R"("})",
      desk);
  ask("MissionsService/EndDeployment",
      R"({"name":"$deployment","end_reason":"END_REASON_MEDICAL","actual_to":")" + day(-1) + R"("})", desk);
  ask("MissionsService/CorrectDeploymentDays",
      R"({"name":"$deployment","segment":")" + get(names_["$deployment"]).segments(0).name() +
          R"(","reason":"a slip","plausible_reason":"it was moved","actual_from":")" + day(-6) + R"("})",
      desk);
}

}  // namespace muster::support
