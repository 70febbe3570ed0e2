// SPDX-License-Identifier: EUPL-1.2
// Who sees which field of whatever belongs to a person, by every method that reads it, written down by hand
// and apart from the protos. A field or a method that is missing here fails, so that nobody adds one
// without saying whose it is.
#include <google/protobuf/util/json_util.h>

#include <map>
#include <memory>
#include <set>
#include <sstream>

#include "muster/platform/v1/options.pb.h"
#include "platform/db/rows.h"
#include "support/deployments.h"

namespace muster::access {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using platform::v1::Role;
using namespace nominations::v1;

// All fields of each message.
constexpr const char* fields = R"(
Person: name number given_name family_name preferred_name birth_date gender gender_source nationality category status
  unit unit_display_name unit_display_name_nb rank_display_name rank_display_name_nb position create_time update_time etag
Affiliation: name person unit branch rank position valid_from valid_to create_time update_time etag
LanguageSkill: name person language level assessed_date create_time etag
Availability: name person kind valid_from valid_to create_time etag
Credential: name person kind valid_from valid_to issuer create_time etag
Completion: name person course_version completed_date valid_from valid_to source evidence revoked_date revoked_reason
  create_time etag
Waiver: name person requirement reason valid_from valid_to approver create_time etag revoked_date revoked_reason
TrainingStatus: person as_of lines
Deployment: name person mission nomination unit country category state planned_from planned_to actual_from actual_to
  end_reason segments create_time update_time etag
DeploymentEvent: name deployment verb from_state to_state actor effective_date reason overlap_reason create_time
Call: name reference display_name organisation kind posts deadline_date deadline_time time_zone deadline max_nominees
  min_women_percent state create_time update_time etag slate
Nomination: name call post person person_display_name state motivation supervisor_agreement planned_from planned_to
  proposer outcome_reason reference frozen_gender frozen_category frozen_rank_band frozen_leadership_tier frozen_unit
  actions create_time update_time etag reserve_until
NominationEvent: name nomination verb from_state to_state actor effective_date reason reason_text create_time
)";

// Method, who may read by it, message, the fields of it that stay out ("-": none), request. P the person
// itself, U HR unit, C HR central, E endorser, T training coordinator, L leadership. Restricted reasons of an
// end are tested in DeploymentStatesTest.
constexpr const char* methods = R"(
RosterService/GetPerson PUCET Person birth_date {"name":"$person"}
RosterService/ListPersons PUCET Person birth_date {}
RosterService/ReadPersonDetails PUC Person - {"name":"$person","purpose":"PURPOSE_NOMINATION"}
RosterService/ListAffiliations PUCET Affiliation - {"person":"$person"}
RosterService/ListLanguageSkills PUCE LanguageSkill - {"person":"$person"}
RosterService/ListAvailabilities PUC Availability - {"person":"$person"}
RosterService/ListCredentials PUC Credential - {"person":"$person"}
TrainingService/ListCompletions PUCET Completion - {"person":"$person"}
TrainingService/ListWaivers PUCET Waiver - {"person":"$person"}
TrainingService/GetTrainingStatus PUCET TrainingStatus - {"person":"$person"}
MissionsService/GetDeployment PUCE Deployment - {"name":"$deployment"}
MissionsService/ListDeployments PUCE Deployment - {}
MissionsService/ReadDeploymentDetails C Deployment - {"name":"$deployment"}
MissionsService/ListDeploymentEvents PUCE DeploymentEvent - {"deployment":"$deployment"}
NominationsService/GetCall UCE Call - {"name":"$call"}
NominationsService/GetCall PTL Call slate {"name":"$call"}
NominationsService/ListCalls PUCETL Call slate {}
NominationsService/GetNomination PUCE Nomination outcome_reason {"name":"$reserve"}
NominationsService/GetNomination C Nomination reserve_until {"name":"$withdrawn"}
NominationsService/GetNomination PUE Nomination reserve_until,actions {"name":"$withdrawn"}
NominationsService/ListNominations PUCE Nomination actions {}
NominationsService/ListNominationEvents PUCE NominationEvent - {"nomination":"$withdrawn"}
)";

// What reads of people and is none of the above, with why.
const std::map<std::string, std::string> elsewhere = {
    {"AccessService/GetSession", "one's own account"},
    {"AccessService/CreateToken", "one's own: TokensTest"},
    {"AccessService/ListAccounts", "administrators link accounts: GrantsTest"},
    {"AccessService/ListTokens", "one's own, or administrators': TokensTest"},
    {"ImportService/GetImport", "counts of a file"},
    {"ImportService/ListImportRows", "what the caller's own file said: UploadTest"},
    {"StatisticsService/ListCellRecords", "RecordsTest.NamesOnlyPeopleOfTheCallersUnits"}};

const std::map<char, Role> letters = {{'P', platform::v1::ROLE_PERSON},
                                      {'U', platform::v1::ROLE_HR_UNIT},
                                      {'C', platform::v1::ROLE_HR_CENTRAL},
                                      {'E', platform::v1::ROLE_ENDORSER},
                                      {'T', platform::v1::ROLE_TRAINING_COORDINATOR},
                                      {'L', platform::v1::ROLE_LEADERSHIP}};

struct Line {
  std::string method, roles, message, left_out, request;
};

std::vector<Line> read_methods() {
  std::vector<Line> lines;
  std::istringstream in(methods);
  for (Line line; in >> line.method >> line.roles >> line.message >> line.left_out && std::getline(in >> std::ws, line.request);) {
    lines.push_back(line);
  }
  return lines;
}

std::map<std::string, std::set<std::string>> read_fields() {
  std::map<std::string, std::set<std::string>> table;
  std::istringstream words(fields);
  std::string message, word;
  while (words >> word) {
    if (word.ends_with(':')) {
      message = word.substr(0, word.size() - 1);
    } else {
      table[message].insert(word);
    }
  }
  return table;
}

// The items of a list's answer, or the answer itself.
std::vector<const Message*> items_of(const Message& answer, const std::string& message) {
  if (answer.GetDescriptor()->name() == message) return {&answer};
  std::vector<const Message*> items;
  const FieldDescriptor& field = *answer.GetDescriptor()->field(0);
  EXPECT_EQ(field.message_type() ? field.message_type()->name() : "", message);
  for (int i = 0; i < answer.GetReflection()->FieldSize(answer, &field); ++i) {
    items.push_back(&answer.GetReflection()->GetRepeatedMessage(answer, &field, i));
  }
  return items;
}

class FieldOracleTest : public support::DeploymentTest {
 protected:
  // Somebody with every field filled, who was sent through a nomination and has returned.
  void SetUp() override {
    DeploymentTest::SetUp();
    if (HasFatalFailure()) return;
    sql([&](db::Session& session) {
      db::execute(session, {"UPDATE unit SET display_name_nb = 'Sjøforsvaret' WHERE id = ?", {db::id_of<roster::v1::Unit>(navy_)}});
    });
    auto request = person_request("N1", navy_);
    auto& made = *request.mutable_person();
    made.set_preferred_name("Kari");
    made.set_gender_source(roster::v1::GENDER_SOURCE_SELF);
    made.set_nationality("NOR");
    const auto rank = rows("SELECT 'ranks/' || CAST(MIN(id) AS TEXT) FROM rank WHERE valid_to IS NULL", 1);
    request.mutable_affiliation()->set_rank(rank.at(0));
    request.mutable_affiliation()->set_position("Navigator");
    person_ = call<roster::v1::Person>(roster("CreatePerson"), request).name();
    add_records(rank.at(0));
    add_training();
    const std::string sent = bring_to(NOMINATION_STATE_ACCEPTED, nominated("26/1")).name();
    missions::v1::CreateDeploymentRequest deploy;
    deploy.mutable_deployment()->set_nomination(sent);
    deploy.mutable_deployment()->set_planned_from(day(-20));
    deploy.mutable_deployment()->set_planned_to(day(390));
    deploy.set_overlap_reason("The leave is taken back");
    const rpc::Caller desk = caller_of(platform::v1::ROLE_HR_CENTRAL, ministry_);
    const auto deployment = call<missions::v1::Deployment>(missions_service + "CreateDeployment", deploy, desk).name();
    depart(deployment, day(-5));
    end(deployment, day(-1));
    names_ = {{"$person", person_}, {"$deployment", deployment}, {"$call", read_nomination(sent).call()},
              {"$reserve", bring_to(NOMINATION_STATE_RESERVE, nominated("26/2")).name()},
              {"$withdrawn", bring_to(NOMINATION_STATE_WITHDRAWN, nominated("26/3")).name()}};
    sql([](db::Session& session) { db::execute(session, "UPDATE call SET max_nominees = 9, min_women_percent = 25"); });
  }

  // Leave, a language, a credential and a former unit, with everything that can be said of each.
  void add_records(const std::string& rank) {
    ask(roster("CreateAffiliation"), R"({"affiliation":{"person":"$person","unit":")" + navy_ + R"(","branch":"Navy","rank":")" +
                                         rank + R"(","position":"Cadet","valid_from":"2015-01-01","valid_to":"2016-12-31"}})");
    ask(roster("CreateLanguageSkill"), R"({"language_skill":{"person":"$person","language":"fra","level":"LANGUAGE_LEVEL_B2",
        "assessed_date":"2024-01-01"}})");
    ask(roster("CreateAvailability"), R"({"availability":{"person":"$person","kind":"AVAILABILITY_KIND_LEAVE","valid_from":")" +
                                          day(-20) + R"(","valid_to":")" + day(-15) + R"("}})");
    ask(roster("CreateCredential"), R"({"credential":{"person":"$person","kind":"CREDENTIAL_KIND_VISA","issuer":"Embassy",
        "valid_from":"2024-01-01","valid_to":"2039-01-01"}})");
  }

  // A completion that holds and one that was revoked; a waiver that was revoked.
  void add_training() {
    const std::string training = "muster.training.v1.TrainingService/";
    const auto course = name_of(ask(training + "CreateCourse", R"({"course":{"code":"C","display_name":"Course","topics":["TOPIC_WPS"]}})"));
    const auto version = name_of(ask(training + "CreateCourseVersion", R"({"course_version":{"course":")" + course +
                                         R"(","version":"1","valid_from":"2020-01-01","validity_months":36}})"));
    for (const char* completed : {"2024-01-02", "2024-06-02"}) {
      ask(training + "RecordCompletions", R"({"persons":["$person"],"course_version":")" + version +
              R"(","completed_date":")" + completed + R"(","evidence":"No. 7"})");
    }
    const auto first = rows("SELECT CAST(MIN(id) AS TEXT) FROM completion", 1).at(0);
    ask(training + "RevokeCompletion", R"({"name":"completions/)" + first + R"(","reason":"wrong"})");
    const auto requirement = name_of(ask(training + "CreateRequirement", R"({"requirement":{"code":"R","display_name":"Rule",
        "population":"POPULATION_ROSTER","topics":["TOPIC_WPS"],"time":"REQUIREMENT_TIME_CONTINUOUS","valid_from":"2020-01-01"}})"));
    const rpc::Caller desk = caller_of(platform::v1::ROLE_HR_CENTRAL, ministry_);
    const auto waiver = name_of(ask(training + "CreateWaiver", R"({"waiver":{"person":"$person","requirement":")" + requirement +
                                        R"(","reason":"Ill","valid_from":"2024-01-01","valid_to":"2024-02-01"}})", desk));
    ask(training + "RevokeWaiver", R"({"name":")" + waiver + R"(","reason":"wrong"})", desk);
  }

  std::string nominated(const std::string& reference) {
    CreateNominationRequest request;
    auto& made = *request.mutable_nomination();
    const auto subject = add_call(reference, {leader_post.name()});
    made.set_call(subject.name());
    made.set_post(subject.posts(0));
    made.set_person(person_);
    made.set_motivation("Has asked for it");
    made.set_supervisor_agreement(SUPERVISOR_AGREEMENT_YES);
    made.set_planned_from(day(30));
    made.set_planned_to(day(390));
    // Proposed by an account: the system is none.
    return call<Nomination>(nominations_service + "CreateNomination", request,
                            caller_of(platform::v1::ROLE_HR_UNIT, navy_)).name();
  }

  Nomination read_nomination(const std::string& name) {
    GetNominationRequest request;
    request.set_name(name);
    return call<Nomination>(nominations_service + "GetNomination", request);
  }

  // The answer to a request whose $person and its like stand for names.
  std::unique_ptr<Message> ask(const std::string& path, std::string json, const rpc::Caller& who) {
    auto put = [&](const std::string& word, const std::string& name) {
      for (auto at = json.find('"' + word + '"'); at != std::string::npos; at = json.find('"' + word + '"')) {
        json.replace(at + 1, word.size(), name);
      }
    };
    put("$person", person_);
    for (const auto& [word, name] : names_) put(word, name);
    const rpc::Method* method = registry().find(path);
    EXPECT_NE(method, nullptr) << path;
    const std::unique_ptr<Message> request(method->request_prototype->New());
    const auto read = google::protobuf::util::JsonStringToMessage(json, request.get());
    EXPECT_TRUE(read.ok()) << json << ": " << read.ToString();
    return dispatcher().call_message(path, *request, who);
  }
  std::unique_ptr<Message> ask(const std::string& path, const std::string& json) { return ask(path, json, system()); }

  static std::string name_of(const std::unique_ptr<Message>& resource) {
    return resource->GetReflection()->GetString(*resource, resource->GetDescriptor()->FindFieldByName("name"));
  }

  rpc::Caller reader(char letter) {
    return letter == 'P' ? account_of(person_, platform::v1::ROLE_PERSON) : caller_of(letters.at(letter), ministry_);
  }

  // "muster.roster.v1.RosterService/GetPerson" of the table's "RosterService/GetPerson".
  std::string path_of(const std::string& method) {
    for (const auto& [path, known] : registry().all()) {
      if (path.ends_with("." + method)) return path;
    }
    ADD_FAILURE() << method << " is in the table and is no method";
    return "";
  }

  std::string person_;
  std::map<std::string, std::string> names_;
};
INSTANTIATE_TEST_SUITE_P(Backends, FieldOracleTest, support::backends(), support::backend_name);

TEST_P(FieldOracleTest, EachRoleSeesItsFieldsAndNoOther) {
  const auto table = read_fields();
  for (const Line& line : read_methods()) {
    std::set<std::string> expected = table.at(line.message);
    std::istringstream left_out(line.left_out);
    for (std::string field; std::getline(left_out, field, ',');) expected.erase(field);
    for (const char letter : line.roles) {
      std::set<std::string> seen;
      const auto answer = ask(path_of(line.method), line.request, reader(letter));
      for (const Message* item : items_of(*answer, line.message)) {
        std::vector<const FieldDescriptor*> set;
        item->GetReflection()->ListFields(*item, &set);
        for (const auto* field : set) seen.insert(field->name());
      }
      EXPECT_EQ(seen, expected) << line.method << " " << line.request << " as " << platform::v1::Role_Name(letters.at(letter));
    }
  }
}

TEST_P(FieldOracleTest, TheTablesHoldEveryFieldAndEveryMethod) {
  const auto table = read_fields();
  std::set<std::string> asked, messages;
  for (const Line& line : read_methods()) asked.insert(line.method);
  for (const auto& [path, method] : registry().all()) {
    const std::string name = path.substr(path.rfind('.') + 1);
    const bool reads = method.read_only || method.access.audited_read();
    if (!reads || !method.access.personal_data() || elsewhere.contains(name)) continue;
    EXPECT_TRUE(asked.contains(name)) << name << " is in no table";
    const auto* type = method.answer_prototype->GetDescriptor();
    if (!table.contains(type->name())) type = type->field(0)->message_type();
    ASSERT_NE(type, nullptr) << name;
    ASSERT_TRUE(table.contains(type->name())) << type->full_name() << " is in no table";
    messages.insert(type->name());
    std::set<std::string> fields_of_type;
    for (int i = 0; i < type->field_count(); ++i) fields_of_type.insert(type->field(i)->name());
    EXPECT_EQ(fields_of_type, table.at(type->name())) << type->full_name();
  }
  messages.insert("Call");  // of no person, but its slate is for those who work on nominations
  EXPECT_EQ(messages.size(), table.size()) << "a message of the table is read by no method";
}

}  // namespace
}  // namespace muster::access
