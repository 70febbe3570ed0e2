// SPDX-License-Identifier: EUPL-1.2
// Who sees which field of a person, a deployment and a nomination, written down by hand and apart
// from the protos. A field that is missing here fails, so that nobody adds one without saying whose
// it is.
#include <map>
#include <set>
#include <sstream>

#include "support/deployments.h"

namespace muster::access {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using platform::v1::Role;
using namespace nominations::v1;

// P the person itself, U HR unit, C HR central, E endorser, T training coordinator; - nobody by this
// method. Restricted reasons of an end are tested in DeploymentStatesTest.
constexpr const char* visible = R"(
Person: name PUCET number PUCET given_name PUCET family_name PUCET preferred_name PUCET birth_date - gender PUCET
  gender_source PUCET nationality PUCET category PUCET status PUCET unit PUCET unit_display_name PUCET
  rank_display_name PUCET position PUCET create_time PUCET update_time PUCET etag PUCET
Deployment: name PUCE person PUCE mission PUCE nomination PUCE unit PUCE country PUCE category PUCE state PUCE
  planned_from PUCE planned_to PUCE actual_from PUCE actual_to PUCE end_reason PUCE segments PUCE create_time PUCE
  update_time PUCE etag PUCE
Nomination: name PUCE call PUCE post PUCE person PUCE person_display_name PUCE state PUCE motivation PUCE
  supervisor_agreement PUCE planned_from PUCE planned_to PUCE proposer PUCE outcome_reason PUCE reference PUCE
  frozen_gender PUCE frozen_category PUCE frozen_rank_band PUCE frozen_leadership_tier PUCE frozen_unit PUCE
  actions PUCE create_time PUCE update_time PUCE etag PUCE reserve_until PUCE
)";

const std::map<char, Role> letters = {{'P', platform::v1::ROLE_PERSON},
                                      {'U', platform::v1::ROLE_HR_UNIT},
                                      {'C', platform::v1::ROLE_HR_CENTRAL},
                                      {'E', platform::v1::ROLE_ENDORSER},
                                      {'T', platform::v1::ROLE_TRAINING_COORDINATOR}};

// Message to field to letters.
std::map<std::string, std::map<std::string, std::string>> read_table() {
  std::map<std::string, std::map<std::string, std::string>> table;
  std::istringstream words(visible);
  std::string message, word, who;
  while (words >> word) {
    if (word.ends_with(':')) {
      message = word.substr(0, word.size() - 1);
    } else if (words >> who) {
      table[message][word] = who == "-" ? "" : who;
    }
  }
  return table;
}

class FieldOracleTest : public support::DeploymentTest {
 protected:
  // Somebody with every field filled, who was sent through a nomination and has returned.
  void SetUp() override {
    DeploymentTest::SetUp();
    if (HasFatalFailure()) return;
    auto request = person_request("N1", navy_);
    auto& made = *request.mutable_person();
    made.set_preferred_name("Kari");
    made.set_gender_source(roster::v1::GENDER_SOURCE_SELF);
    made.set_nationality("NOR");
    const auto rank = rows("SELECT 'ranks/' || CAST(MIN(id) AS TEXT) FROM rank WHERE valid_to IS NULL", 1);
    request.mutable_affiliation()->set_rank(rank.at(0));
    request.mutable_affiliation()->set_position("Navigator");
    person_ = call<roster::v1::Person>(roster("CreatePerson"), request).name();
    sent_ = bring_to(NOMINATION_STATE_ACCEPTED, nominated("26/1")).name();
    const auto deployment = deploy(get_nomination(sent_)).name();
    depart(deployment, day(-5));
    end(deployment, day(-1));
    asked_ = {{"muster.roster.v1.RosterService/GetPerson", {person_}},
              {missions_service + "GetDeployment", {deployment}},
              {nominations_service + "GetNomination", {sent_, bring_to(NOMINATION_STATE_RESERVE, nominated("26/2")).name(),
                                                       bring_to(NOMINATION_STATE_WITHDRAWN, nominated("26/3")).name()}}};
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

  Nomination get_nomination(const std::string& name) {
    GetNominationRequest request;
    request.set_name(name);
    return call<Nomination>(nominations_service + "GetNomination", request);
  }

  rpc::Caller reader(char letter) {
    return letter == 'P' ? account_of(person_, platform::v1::ROLE_PERSON) : caller_of(letters.at(letter), ministry_);
  }

  // The fields that are set in any of the answers.
  std::set<std::string> seen(const rpc::Method& method, const std::vector<std::string>& names, const rpc::Caller& who) {
    std::set<std::string> found;
    for (const std::string& name : names) {
      const std::unique_ptr<Message> request(method.request_prototype->New());
      request->GetReflection()->SetString(request.get(), request->GetDescriptor()->FindFieldByName("name"), name);
      const auto answer = dispatcher().call_message(method.path, *request, who);
      std::vector<const FieldDescriptor*> fields;
      answer->GetReflection()->ListFields(*answer, &fields);
      for (const auto* field : fields) found.insert(field->name());
    }
    return found;
  }

  std::string person_, sent_;
  std::map<std::string, std::vector<std::string>> asked_;  // method to the names that fill its answers
};
INSTANTIATE_TEST_SUITE_P(Backends, FieldOracleTest, support::backends(), support::backend_name);

TEST_P(FieldOracleTest, EachRoleSeesItsFieldsAndNoOther) {
  const auto table = read_table();
  for (const auto& [path, names] : asked_) {
    const rpc::Method& method = *registry().find(path);
    const auto& answer = *method.answer_prototype->GetDescriptor();
    const auto& fields = table.at(answer.name());
    for (int i = 0; i < answer.field_count(); ++i) {
      EXPECT_TRUE(fields.contains(answer.field(i)->name())) << answer.field(i)->full_name() << " is not in the table";
    }
    EXPECT_EQ(static_cast<int>(fields.size()), answer.field_count()) << answer.name();
    for (const auto& [letter, role] : letters) {
      bool any = false;
      std::set<std::string> expected;
      for (const auto& [field, who] : fields) {
        any |= who.find(letter) != std::string::npos;
        if (who.find(letter) != std::string::npos) expected.insert(field);
      }
      if (!any) continue;
      EXPECT_EQ(seen(method, names, reader(letter)), expected) << answer.name() << " as " << platform::v1::Role_Name(role);
    }
  }
}

}  // namespace
}  // namespace muster::access
