// SPDX-License-Identifier: EUPL-1.2
// Whose people one may reach, written down by hand and apart from the protos: every method that
// names somebody, as every role, from a unit beside theirs or as somebody else (exactly as if they were
// not there) and from the unit above or as oneself. That the tables leave out no method is checked against the descriptors.
#include <google/api/resource.pb.h>

#include <map>
#include <memory>
#include <optional>
#include <set>

#include "muster/platform/v1/options.pb.h"
#include "muster/training/v1/training.pb.h"
#include "platform/connect/connect.h"
#include "platform/rpc/transaction.h"
#include "support/deployments.h"
#include "support/oracle.h"

namespace muster::access {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using status::Code;
using namespace muster::support;

// Letters as in support/oracle.h: the person itself and the roles that are held for units. Leadership
// and analysts see figures only: FiguresScopeTest.

// Method, roles, request. $person and its like stand for the one who is named.
constexpr const char* named = R"(
RosterService/GetPerson PUCET {"name":"$person"}
RosterService/UpdatePerson UC {"person":{"name":"$person","preferred_name":"X"},"update_mask":"preferredName"}
RosterService/ChangePerson UC {"person":{"name":"$person","nationality":"SWE"},"update_mask":"nationality","valid_from":"2024-01-01"}
RosterService/CorrectPerson UC {"person":{"name":"$person","nationality":"DNK"},"update_mask":"nationality","reason":"wrong"}
RosterService/ReadPersonDetails PUC {"name":"$person","purpose":"PURPOSE_NOMINATION"}
RosterService/PreviewErasure C {"name":"$person"}
RosterService/ErasePerson C {"name":"$person","reason":"asked"}
RosterService/CreateAffiliation UC {"affiliation":{"person":"$person","unit":"$unit","valid_from":"2010-01-01","valid_to":"2010-12-31"}}
RosterService/EndAffiliation UC {"name":"$affiliation","last_day":"2034-12-31"}
RosterService/ChangeAffiliation UC {"affiliation":{"name":"$affiliation","position":"Chief"},"update_mask":"position","valid_from":"2024-02-01"}
RosterService/CorrectAffiliation UC {"affiliation":{"name":"$affiliation","branch":"Fleet"},"update_mask":"branch","reason":"wrong"}
RosterService/ListAffiliations PUCET {"person":"$person"}
RosterService/CreateLanguageSkill UC {"language_skill":{"person":"$person","language":"fra","level":"LANGUAGE_LEVEL_B2"}}
RosterService/CorrectLanguageSkill UC {"language_skill":{"name":"$skill","level":"LANGUAGE_LEVEL_C1"},"update_mask":"level","reason":"wrong"}
RosterService/ListLanguageSkills PUCE {"person":"$person"}
RosterService/CreateAvailability UC {"availability":{"person":"$person","kind":"AVAILABILITY_KIND_LEAVE","valid_from":"2024-01-01"}}
RosterService/CorrectAvailability UC {"availability":{"name":"$availability","valid_to":"2024-01-03"},"update_mask":"validTo","reason":"wrong"}
RosterService/ListAvailabilities PUC {"person":"$person"}
RosterService/CreateCredential UC {"credential":{"person":"$person","kind":"CREDENTIAL_KIND_VISA","valid_from":"2024-01-01"}}
RosterService/EndCredential UC {"name":"$credential","last_day":"2024-03-01"}
RosterService/CorrectCredential UC {"credential":{"name":"$credential","issuer":"X"},"update_mask":"issuer","reason":"wrong"}
RosterService/ListCredentials PUC {"person":"$person"}
RosterService/CreateIdentifier UC {"identifier":{"person":"$person","scheme":"IDENTIFIER_SCHEME_PAYROLL","value":"L1","valid_from":"2024-01-01"}}
RosterService/EndIdentifier UC {"name":"$identifier","last_day":"2024-03-01"}
RosterService/CorrectIdentifier UC {"identifier":{"name":"$identifier","issuer":"X"},"update_mask":"issuer","reason":"wrong"}
RosterService/ListIdentifiers PUC {"person":"$person"}
RosterService/CreateContact UC {"contact":{"person":"$person","kind":"CONTACT_KIND_POSTAL","value":"A street","valid_from":"2024-01-01"}}
RosterService/EndContact UC {"name":"$contact","last_day":"2024-03-01"}
RosterService/CorrectContact UC {"contact":{"name":"$contact","note":"X"},"update_mask":"note","reason":"wrong"}
RosterService/ListContacts PUC {"person":"$person"}
RosterService/CreateMembership UC {"membership":{"person":"$person","valid_from":"2010-01-01","valid_to":"2010-12-31","exit_reason":"left"}}
RosterService/RenewIntent UC {"name":"$membership","year":2024,"signed_date":"2024-01-15","mission_kinds":["ASSIGNMENT_KIND_OTHER"],"employer_consent":"EMPLOYER_CONSENT_NOT_NEEDED"}
RosterService/CorrectMembership UC {"membership":{"name":"$membership","valid_from":"2024-01-02"},"update_mask":"validFrom","reason":"wrong"}
RosterService/CorrectIntent UC {"letter":{"name":"$letter","longest_months":12},"update_mask":"longestMonths","reason":"wrong"}
RosterService/GetMembership PUC {"name":"$membership"}
RosterService/ListMemberships PUC {"person":"$person"}
RosterService/EndMembership UC {"name":"$membership","last_day":"2024-03-01","reason":"left"}
TrainingService/RecordCompletions TC {"persons":["$person"],"course_version":"$version","completed_date":"2024-05-06"}
TrainingService/RevokeCompletion TC {"name":"$completion","reason":"wrong"}
TrainingService/ListCompletions PUCET {"person":"$person"}
TrainingService/CreateWaiver CE {"waiver":{"person":"$person","requirement":"$requirement","reason":"ill","valid_from":"2024-01-01","valid_to":"2024-02-01"}}
TrainingService/ListWaivers PUCET {"person":"$person"}
TrainingService/RevokeWaiver CE {"name":"$waiver","reason":"wrong"}
TrainingService/GetTrainingStatus PUCET {"person":"$person"}
MissionsService/CreateDeployment C {"deployment":{"person":"$person","planned_from":"2030-01-01","planned_to":"2030-12-31"},"post":"$post"}
MissionsService/CreateDeployment C {"deployment":{"nomination":"$nomination"}}
MissionsService/GetDeployment PUCE {"name":"$deployment"}
MissionsService/StartPreparing UC {"name":"$deployment"}
MissionsService/ClearDeployment UC {"name":"$deployment"}
MissionsService/Depart UC {"name":"$deployment","actual_from":"2024-01-01","reason":"now"}
MissionsService/ExtendDeployment C {"name":"$deployment","planned_to":"2031-01-01","reason":"more"}
MissionsService/ChangeRole C {"name":"$deployment","post":"$post","valid_from":"2024-02-01"}
MissionsService/EndDeployment UC {"name":"$deployment","actual_to":"2024-03-01","end_reason":"END_REASON_ROTATION"}
MissionsService/CorrectDeploymentDays C {"name":"$deployment","actual_from":"2024-01-02","reason":"wrong"}
MissionsService/CloseDeployment C {"name":"$deployment"}
MissionsService/ReopenDeployment C {"name":"$deployment","reason":"wrong"}
MissionsService/ListDeploymentEvents PUCE {"deployment":"$deployment"}
MissionsService/CancelDeployment C {"name":"$deployment","reason":"off"}
MissionsService/VoidDeployment C {"name":"$deployment","reason":"wrong"}
MissionsService/ReadDeploymentDetails C {"name":"$deployment"}
NominationsService/CreateNomination PUC {"nomination":{"call":"$call","post":"$post","person":"$person","planned_from":"2030-01-01","planned_to":"2030-12-31"}}
NominationsService/UpdateNomination PUC {"nomination":{"name":"$nomination","motivation":"more"},"update_mask":"motivation"}
NominationsService/GetNomination PUCE {"name":"$nomination"}
NominationsService/ListNominationEvents PUCE {"nomination":"$nomination"}
NominationsService/SubmitNominationForReview UC {"name":"$nomination"}
NominationsService/ReturnNomination E {"name":"$nomination","reason":"REASON_OTHER"}
NominationsService/EndorseNomination E {"name":"$nomination"}
NominationsService/DeclineToEndorseNomination E {"name":"$nomination","reason":"REASON_OTHER"}
NominationsService/RecallNomination E {"name":"$nomination","reason":"REASON_OTHER"}
NominationsService/SubmitNomination C {"name":"$nomination","reference":"26/1"}
NominationsService/ShortlistNomination C {"name":"$nomination"}
NominationsService/RecordInterview C {"name":"$nomination"}
NominationsService/SelectNomination C {"name":"$nomination"}
NominationsService/ReserveNomination C {"name":"$nomination","reserve_until":"2034-01-01"}
NominationsService/DoNotSelectNomination C {"name":"$nomination","reason":"REASON_OTHER"}
NominationsService/AcceptNomination PUC {"name":"$nomination"}
NominationsService/DeclineNomination PUC {"name":"$nomination","reason":"REASON_OTHER"}
NominationsService/WithdrawNomination PUC {"name":"$nomination","reason":"REASON_OTHER"}
NominationsService/WithdrawNominationByState E {"name":"$nomination","reason":"REASON_OTHER"}
NominationsService/LapseNomination C {"name":"$nomination","reason":"REASON_OTHER"}
NominationsService/CloseNominationOfCancelledPost C {"name":"$nomination","reason":"REASON_POST_REASSIGNED"}
NominationsService/CloseNominationOfPerson C {"name":"$nomination"}
NominationsService/VoidNomination C {"name":"$nomination","reason":"REASON_ENTERED_BY_MISTAKE"}
NominationsService/ReopenNomination C {"name":"$nomination","reason":"REASON_OTHER"}
)";

// Lists without a name in the request: empty from beside, and from above they hold the one.
const std::map<std::string, std::string> lists = {
    {"RosterService/ListPersons", "PUCET"},       {"RosterService/ListMemberships", "PUC"},
    {"TrainingService/ListCompletions", "PUCET"}, {"TrainingService/ListWaivers", "PUCET"},
    {"MissionsService/ListDeployments", "PUCE"},  {"NominationsService/ListNominations", "PUCE"}};

// What speaks of people and is none of the above, with why.
const std::map<std::string, std::string> elsewhere = {
    {"RosterService/CreatePerson", "the person is the one that is created"},
    {"RosterService/ListOpenEnds", "OpenEndsTest.AreThoseOfTheCallersUnitsAndAsManyAsAskedFor"},
    {"ImportService/ListImportRows", "CompletionsImportTest.SaysWhomItsFindingsShowAndCountsThatAsARead"},
    {"RosterService/MovePeople", "UnitMovesTest.MovesPeopleWithinTheCallersUnitsOnly"},
    {"AccessService/CreateAccount", "administrators link accounts, and see nobody"},
    {"AccessService/ListAccounts", "administrators link accounts, and see nobody"},
    {"AccessService/DisableAccount", "administrators link accounts, and see nobody"},
    {"AccessService/GetSession", "one's own person"},
    {"AccessService/ListApprovals", "ApprovalsTest.NobodyApprovesTheirOwn, NobodyKeepsTheirOwnRecordAlone"},
    {"AccessService/GetApproval", "ApprovalsTest.NobodyApprovesTheirOwn"},
    {"AccessService/ApproveRequest", "ApprovalsTest.NobodyApprovesTheirOwn"},
    {"AccessService/RefuseRequest", "ApprovalsTest.IsRefusedWithAReasonOrWithdrawn"},
    {"AccessService/WithdrawRequest", "ApprovalsTest.IsRefusedWithAReasonOrWithdrawn"},
    {"AccessService/SignIn", "one's own person"},
    {"StatisticsService/ListCellRecords", "RecordsTest.NamesOnlyPeopleOfTheCallersUnits"}};

const std::set<std::string> bound = {
    "muster/Person",     "muster/Affiliation",       "muster/LanguageSkill",    "muster/Availability",
    "muster/Credential", "muster/Completion",        "muster/Waiver",           "muster/Nomination",
    "muster/Deployment", "muster/DeploymentSegment", "muster/NominationEvent",  "muster/DeploymentEvent",
    "muster/Identifier", "muster/Contact",           "muster/RosterMembership", "muster/LetterOfIntent"};

// Whether the message is, holds or refers to something that belongs to a person.
bool speaks_of_people(const Descriptor& type, std::set<std::string> seen = {}) {
  if (!seen.insert(type.full_name()).second) return false;
  if (bound.contains(type.options().GetExtension(google::api::resource).type())) return true;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (bound.contains(field.options().GetExtension(google::api::resource_reference).type())) return true;
    if (field.message_type() && speaks_of_people(*field.message_type(), seen)) return true;
  }
  return false;
}

class ScopeOracleTest : public support::DeploymentTest {
 protected:
  // Somebody of the navy, with one of everything, and what their requests need besides.
  void SetUp() override {
    DeploymentTest::SetUp();
    if (HasFatalFailure()) return;
    names_["$person"] = add_person("N1", platform::v1::GENDER_WOMAN, navy_);
    names_["$affiliation"] = "affiliations/" + rows("SELECT CAST(id AS TEXT) FROM affiliation", 1).at(0);
    const auto subject = add_call("26/1", {post.name()});
    names_["$nomination"] = nominate(names_["$person"], subject).name();
    deployed_ = add_person("N2", platform::v1::GENDER_WOMAN, navy_);
    names_["$deployment"] = planned(deployed_).name();
    bystander_ = add_person("B1", platform::v1::GENDER_WOMAN, make_unit("AIR", ministry_));
    fixed_ = {{"$call", subject.name()}, {"$post", post.name()}, {"$unit", army_}};
    add_training();
    add_records();
  }

  void add_records() {
    const std::string service = "muster.roster.v1.RosterService/";
    roster::v1::CreateIdentifierRequest identifier;
    identifier.mutable_identifier()->set_person(names_["$person"]);
    identifier.mutable_identifier()->set_scheme(roster::v1::IDENTIFIER_SCHEME_PAYROLL);
    identifier.mutable_identifier()->set_value("L100");
    identifier.mutable_identifier()->set_valid_from("2024-01-01");
    names_["$identifier"] = call<roster::v1::Identifier>(service + "CreateIdentifier", identifier).name();
    roster::v1::CreateContactRequest contact;
    contact.mutable_contact()->set_person(names_["$person"]);
    contact.mutable_contact()->set_kind(roster::v1::CONTACT_KIND_POSTAL);
    contact.mutable_contact()->set_value("A street");
    contact.mutable_contact()->set_valid_from("2024-01-01");
    names_["$contact"] = call<roster::v1::Contact>(service + "CreateContact", contact).name();
    roster::v1::CreateMembershipRequest membership;
    membership.mutable_membership()->set_person(names_["$person"]);
    membership.mutable_membership()->set_valid_from("2024-01-01");
    names_["$membership"] = call<roster::v1::RosterMembership>(service + "CreateMembership", membership).name();
    const auto make = [&](const std::string& method, const std::string& json) {
      dispatcher().call_message(service + method,
                                *request_of(method_named(registry(), "RosterService/" + method), filled(json, names_)),
                                system());
    };
    make("CreateLanguageSkill",
         R"({"language_skill":{"person":"$person","language":"fra","level":"LANGUAGE_LEVEL_B2"}})");
    make(
        "CreateAvailability",
        R"({"availability":{"person":"$person","kind":"AVAILABILITY_KIND_LEAVE","valid_from":"2024-01-01","valid_to":"2024-01-02"}})");
    make("CreateCredential",
         R"({"credential":{"person":"$person","kind":"CREDENTIAL_KIND_VISA","valid_from":"2024-01-01"}})");
    make(
        "RenewIntent",
        R"({"name":"$membership","year":2024,"signed_date":"2024-01-16","mission_kinds":["ASSIGNMENT_KIND_OTHER"],"employer_consent":"EMPLOYER_CONSENT_NO"})");
    const auto only = [&](const std::string& table) { return rows("SELECT CAST(id AS TEXT) FROM " + table, 1).at(0); };
    names_["$skill"] = "languageSkills/" + only("language_skill");
    names_["$availability"] = "availabilities/" + only("availability");
    names_["$credential"] = "credentials/" + only("credential");
    names_["$letter"] = "lettersOfIntent/" + only("letter_of_intent");
  }

  void add_training() {
    const std::string training = "muster.training.v1.TrainingService/";
    training::v1::CreateCourseRequest course;
    course.mutable_course()->set_code("C");
    course.mutable_course()->set_display_name("Course");
    course.mutable_course()->add_topics(platform::v1::TOPIC_WPS);
    training::v1::CreateCourseVersionRequest version;
    version.mutable_course_version()->set_course(call<training::v1::Course>(training + "CreateCourse", course).name());
    version.mutable_course_version()->set_version("1");
    version.mutable_course_version()->set_valid_from("2020-01-01");
    fixed_["$version"] = call<training::v1::CourseVersion>(training + "CreateCourseVersion", version).name();
    training::v1::RecordCompletionsRequest record;
    record.add_persons(names_["$person"]);
    record.set_course_version(fixed_["$version"]);
    record.set_completed_date("2024-01-02");
    names_["$completion"] =
        call<training::v1::RecordCompletionsResponse>(training + "RecordCompletions", record).completions(0).name();
    training::v1::CreateRequirementRequest rule;
    rule.mutable_requirement()->set_code("R");
    rule.mutable_requirement()->set_display_name("Rule");
    rule.mutable_requirement()->set_population(training::v1::POPULATION_ROSTER);
    rule.mutable_requirement()->add_topics(platform::v1::TOPIC_WPS);
    rule.mutable_requirement()->set_time(training::v1::REQUIREMENT_TIME_CONTINUOUS);
    rule.mutable_requirement()->set_valid_from("2020-01-01");
    fixed_["$requirement"] = call<training::v1::Requirement>(training + "CreateRequirement", rule).name();
    name_reviewer();
    training::v1::CreateWaiverRequest waiver;
    waiver.mutable_waiver()->set_person(names_["$person"]);
    waiver.mutable_waiver()->set_requirement(fixed_["$requirement"]);
    waiver.mutable_waiver()->set_reason("Ill");
    waiver.mutable_waiver()->set_valid_from("2024-01-01");
    waiver.mutable_waiver()->set_valid_to("2024-02-01");
    names_["$waiver"] =
        call<training::v1::Waiver>(training + "CreateWaiver", waiver, caller(platform::v1::ROLE_HR_CENTRAL)).name();
  }

  // What the client receives: the status and body; "200" when it ends well.
  struct Received {
    std::optional<Code> code;
    std::string bytes;
  };
  // Every mention of `name` in an error becomes `other` before it is encoded.
  Received ask(const rpc::Method& method, const Message& request, const rpc::Caller& who, const std::string& name = "",
               const std::string& other = "") {
    try {
      dispatcher().call_message(method.path, request, who);
      return {std::nullopt, "200"};
    } catch (const status::Error& error) {
      auto violations = error.violations();
      for (auto& violation : violations) {
        violation.field = replaced(violation.field, name, other);
        violation.description = replaced(violation.description, name, other);
      }
      for (auto& violation : violations) {
        for (auto& [key, text] : violation.metadata) text = replaced(text, name, other);
      }
      auto metadata = error.metadata();
      for (auto& [key, text] : metadata) text = replaced(text, name, other);
      const status::Error same =
          status::Error(error.code(), error.cause(), replaced(error.message(), name, other), metadata)
              .with_violations(std::move(violations));
      const connect::Response response = connect::encode_error(same, "0");
      return {error.code(), std::to_string(response.status) + " " + response.body};
    }
  }

  // How many statements the call runs.
  long long statements_of(const rpc::Method& method, const Message& request, const rpc::Caller& who) {
    long long count = 0;
    const auto run = [&](db::Session& session) {
      const long long before = session.statements();
      rpc::Context context(session, method, who, std::chrono::system_clock::now());
      try {
        rpc::run_method(context, request);
      } catch (const status::Error&) {
        // Both are refused: another test looks at that.
      }
      count = session.statements() - before;
    };
    method.read_only ? database().read_now(run) : database().write_now(run);
    return count;
  }

  // Who may not reach it, and who may: the same role for a unit, or a person's own account.
  rpc::Caller beside(char letter, const std::string& unit) {
    return letter == 'P' ? account_of(bystander_, platform::v1::ROLE_PERSON) : caller_of(role_letters.at(letter), unit);
  }
  rpc::Caller above(char letter, const std::string& unit, bool deployment) {
    if (letter != 'P') return caller_of(role_letters.at(letter), unit);
    return account_of(deployment ? deployed_ : names_.at("$person"), platform::v1::ROLE_PERSON);
  }

  std::string deployed_;                      // who the deployment is of; all else is of $person
  std::string bystander_;                     // somebody of a third unit, with nothing but an affiliation
  std::map<std::string, std::string> names_;  // of what belongs to the navy's people
  std::map<std::string, std::string> fixed_;  // of what everybody sees
};
INSTANTIATE_TEST_SUITE_P(Backends, ScopeOracleTest, support::backends(), support::backend_name);

TEST_P(ScopeOracleTest, FromBesideIsAsIfNotThereAndFromAboveIsThere) {
  for (const auto& line : lines_of(named, 2)) {
    const rpc::Method& asked = method_named(registry(), line[0]);
    const std::string request = filled(line[2], fixed_);
    const auto subject = request.substr(request.find('$'), request.find('"', request.find('$')) - request.find('$'));
    const std::string there = names_.at(subject);
    const std::string absent = there.substr(0, there.find('/')) + "/999999";
    const auto for_there = request_of(asked, replaced(request, subject, there));
    const auto for_absent = request_of(asked, replaced(request, subject, absent));
    for (char letter : line[1]) {
      const std::string what = line[0] + " as " + platform::v1::Role_Name(role_letters.at(letter));
      const auto outsider = beside(letter, army_);
      const Received hidden = ask(asked, *for_there, outsider, there, absent);
      EXPECT_EQ(hidden.code, Code::not_found) << what;
      EXPECT_EQ(hidden.bytes, ask(asked, *for_absent, outsider).bytes) << what;
      const Received seen = ask(asked, *for_there, above(letter, ministry_, subject == "$deployment"));
      if (asked.read_only || asked.access.audited_read()) {
        EXPECT_EQ(seen.bytes, "200") << what;
      } else {
        EXPECT_NE(seen.code, Code::not_found) << what << " " << seen.bytes;
        EXPECT_NE(seen.code, Code::permission_denied) << what << " " << seen.bytes;
      }
    }
  }
}

// Nor does the time that it takes tell what is there.
TEST_P(ScopeOracleTest, FromBesideAndNotThereRunTheSameStatements) {
  for (const auto& line : lines_of(named, 2)) {
    const rpc::Method& asked = method_named(registry(), line[0]);
    const std::string request = filled(line[2], fixed_);
    const auto subject = request.substr(request.find('$'), request.find('"', request.find('$')) - request.find('$'));
    const std::string there = names_.at(subject);
    const std::string absent = there.substr(0, there.find('/')) + "/999999";
    for (char letter : line[1]) {
      const auto outsider = beside(letter, army_);
      // Once before: what hardly changes is asked once by each session (db/kept.h), whomever the call is about.
      statements_of(asked, *request_of(asked, replaced(request, subject, there)), outsider);
      const long long hidden = statements_of(asked, *request_of(asked, replaced(request, subject, there)), outsider);
      const long long none = statements_of(asked, *request_of(asked, replaced(request, subject, absent)), outsider);
      EXPECT_GT(hidden, 0) << line[0];
      EXPECT_EQ(hidden, none) << line[0] << " as " << platform::v1::Role_Name(role_letters.at(letter));
    }
  }
}

TEST_P(ScopeOracleTest, ListsHoldOnlyTheCallersPeople) {
  for (const auto& [name, roles] : lists) {
    const rpc::Method& asked = method_named(registry(), name);
    const std::unique_ptr<Message> request(asked.request_prototype->New());
    for (char letter : roles) {
      const auto list = [&](const rpc::Caller& who) {
        return dispatcher().call_message(asked.path, *request, who)->ShortDebugString();
      };
      const bool deployments = name == "MissionsService/ListDeployments";
      // Of people everybody sees at least oneself.
      const std::string outside = list(beside(letter, army_));
      if (letter == 'P' && name == "RosterService/ListPersons") {
        EXPECT_NE(outside.find(bystander_), std::string::npos) << outside;
        EXPECT_EQ(outside.find(names_.at("$person") + "\""), std::string::npos) << outside;
        EXPECT_EQ(outside.find(deployed_ + "\""), std::string::npos) << outside;
      } else {
        EXPECT_EQ(outside, "") << name << " as " << letter;
        EXPECT_EQ(list(beside(letter, battalion_)), "") << name << " as " << letter;
      }
      EXPECT_NE(list(above(letter, navy_, deployments)), "") << name << " as " << letter;
      EXPECT_NE(list(above(letter, ministry_, deployments)), "") << name << " as " << letter;
    }
  }
}

TEST_P(ScopeOracleTest, EachLineHoldsEveryRoleThatMayCall) {
  std::map<std::string, std::set<char>> known;
  for (const auto& line : lines_of(named, 2)) known[line[0]].insert(line[1].begin(), line[1].end());
  for (const auto& [name, roles] : lists) known[name].insert(roles.begin(), roles.end());
  for (const auto& [name, roles] : known) {
    const rpc::Method& asked = method_named(registry(), name);
    const auto empty = request_of(asked, "{}");
    for (const auto& [letter, role] : role_letters) {
      EXPECT_EQ(ask(asked, *empty, caller(role)).code == Code::permission_denied, !roles.contains(letter))
          << name << " as " << platform::v1::Role_Name(role);
    }
  }
}

TEST_P(ScopeOracleTest, TheTablesHoldEveryMethodThatSpeaksOfPeople) {
  std::map<std::string, std::string> known = elsewhere;
  known.insert(lists.begin(), lists.end());
  for (const auto& line : lines_of(named, 2)) known[line[0]];
  for (const auto& [path, method] : registry().all()) {
    const std::string name = short_name(path);
    const bool speaks = speaks_of_people(*method.request_prototype->GetDescriptor()) ||
                        speaks_of_people(*method.answer_prototype->GetDescriptor());
    EXPECT_EQ(speaks, known.erase(name) == 1) << name;
  }
  for (const auto& [name, why] : known) ADD_FAILURE() << name << " is in a table and is no method";
}

}  // namespace
}  // namespace muster::access
