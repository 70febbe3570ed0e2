// SPDX-License-Identifier: EUPL-1.2
// Who may call what, written down a second time and apart from the protos: every method as every
// role, through the dispatcher. A method that is missing here fails, so that nobody adds one
// without saying whose it is.
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <sstream>

#include "muster/platform/v1/options.pb.h"
#include "support/oracle.h"
#include "support/service.h"

namespace muster::access {
namespace {

using status::Code;
using support::role_letters;

// Letters as in support/oracle.h; + anyone with a grant, * also without one, - also without an account.
constexpr const char* allowed = R"(
AccessService: SignIn - SignOut * ConfirmPassword * GetSession - SetHomeCountry M SetRosterSettings M
  CreateAccount M ListAccounts M DisableAccount M CreateGrant M ListGrants MD RevokeGrant M CreateToken *
  ListTokens * RevokeToken * ListAuditEntries D ListReadRecords D ListMyReaders P ListTwoHandActs *
  ListApprovals * GetApproval * ApproveRequest * RefuseRequest * WithdrawRequest * DismissNotice *
  CreatePasswordCode M SetPassword - ChangePassword * SetReviewer M
ImportService: CreateImport UCT UploadChunk UCT StartImport UCT GetImport UCT ListImportRows UCT
  UndoImport UCT DeleteImport UCT
MissionsService: CreateMission C UpdateMission C ChangeMission C CorrectMission C GetMissionHistory +
  GetMission + ListMissions + CreatePost C UpdatePost C ChangePost C CorrectPost C GetPostHistory +
  ListPosts + ListVacancies UCELA CreateDeployment C EndMission C ChangeMissionDisclosure C
  ListMissionDisclosures UCET GetDeployment PUCE
  ListDeployments PUCE StartPreparing UC ClearDeployment UC Depart UC ExtendDeployment C ChangeRole C
  EndDeployment UC CloseDeployment C CancelDeployment C VoidDeployment C ReadDeploymentDetails C
  ReopenDeployment C CorrectDeploymentDays C ListDeploymentEvents PUCE ReportHeadcounts UC
  WithdrawHeadcounts UC
NominationsService: CreateCall C UpdateCall C GetCall + ListCalls + OpenCall C CloseCall C CancelCall C
  CreateNomination PUC UpdateNomination PUC RecordInterview C GetNomination PUCE ListNominations PUCE
  ListNominationEvents PUCE SubmitNominationForReview UC ReturnNomination E EndorseNomination E
  DeclineToEndorseNomination E RecallNomination E SubmitNomination C ShortlistNomination C SelectNomination C
  ReserveNomination C DoNotSelectNomination C AcceptNomination PUC DeclineNomination PUC
  WithdrawNomination PUC WithdrawNominationByState E LapseNomination C CloseNominationOfCancelledPost C
  CloseNominationOfPerson C VoidNomination C ReopenNomination C
RosterService: CreatePerson UC GetPerson PUCET ListPersons PUCET UpdatePerson UC ReadPersonDetails PUC
  CreateUnit CM UpdateUnit CM MoveUnit CM CorrectUnit CM EndUnit CM MovePeople UC ListUnitPlaces + GetUnit +
  ListUnits + CreateAffiliation UC EndAffiliation UC ListAffiliations PUCET ChangeUnitDisclosure C
  ListUnitDisclosures UCET
  ChangePerson UC CorrectPerson UC PreviewErasure C ErasePerson C ListErasures C SetRetentionRule C
  PreviewRetention C ApplyRetention C ChangeAffiliation UC CorrectAffiliation UC CorrectLanguageSkill UC
  CorrectAvailability UC EndCredential UC CorrectCredential UC CorrectUnitEnd CM CreateLanguageSkill UC
  ListLanguageSkills PUCE CreateAvailability UC ListAvailabilities PUC CreateCredential UC ListCredentials PUC
  CreateIdentifier UC EndIdentifier UC CorrectIdentifier UC ListIdentifiers PUC CreateContact UC EndContact UC
  CorrectContact UC ListContacts PUC CreateMembership UC EndMembership UC CorrectMembership UC RenewIntent UC
  CorrectIntent UC GetMembership PUC ListMemberships PUC ListRanks + ListCodes + ListOpenEnds UC
StatisticsService: ListIndicators + QueryIndicator UCETLA ListCellRecords UCETL
TrainingService: CreateCourse TC UpdateCourse TC ListCourses + CreateCourseVersion TC UpdateCourseVersion TC
  ListCourseVersions + RecordCompletions TC RevokeCompletion TC ListCompletions PUCET CreateRequirement TC
  UpdateRequirement TC ListRequirements + CreateWaiver CE ListWaivers PUCET RevokeWaiver CE
  GetTrainingStatus PUCET
)";

// "RosterService/GetPerson" to its letters.
std::map<std::string, std::string> read_table() {
  std::map<std::string, std::string> table;
  std::istringstream words(allowed);
  std::string service, word, who;
  while (words >> word) {
    if (word.ends_with(':')) {
      service = word.substr(0, word.size() - 1);
    } else if (words >> who) {
      table[service + "/" + word] = who;
    }
  }
  return table;
}

class OracleTest : public support::ServiceTest {
 protected:
  // The code that an empty request ends with; unset: it ended well.
  std::optional<Code> ask(const rpc::Method& method, const rpc::Caller& who) {
    const std::unique_ptr<google::protobuf::Message> request(method.request_prototype->New());
    try {
      dispatcher().call_message(method.path, *request, who);
      return std::nullopt;
    } catch (const status::Error& error) {
      return error.code();
    }
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, OracleTest, support::backends(), support::backend_name);

TEST_P(OracleTest, EveryMethodAnswersItsRolesOnly) {
  auto table = read_table();
  std::map<char, rpc::Caller> callers;
  for (const auto& [letter, role] : role_letters) callers.emplace(letter, caller(role));
  rpc::Caller without_grant = caller(platform::v1::ROLE_PERSON);
  without_grant.grants.clear();
  for (const auto& [path, method] : registry().all()) {
    const std::string name = support::short_name(path);
    ASSERT_TRUE(table.contains(name)) << name << " is not in the oracle's table";
    const std::string who = table[name];
    table.erase(name);
    const auto nobody = ask(method, rpc::Caller{});
    EXPECT_EQ(nobody == Code::unauthenticated, who != "-") << name << " without an account";
    EXPECT_EQ(ask(method, without_grant) == Code::permission_denied, who != "-" && who != "*")
        << name << " without a grant";
    for (const auto& [letter, role] : role_letters) {
      const auto code = ask(method, callers.at(letter));
      const bool may = who == "-" || who == "*" || who == "+" || who.find(letter) != std::string::npos;
      EXPECT_NE(code, Code::unauthenticated) << name << " as " << platform::v1::Role_Name(role);
      EXPECT_EQ(code == Code::permission_denied, !may) << name << " as " << platform::v1::Role_Name(role);
    }
  }
  for (const auto& [name, who] : table) ADD_FAILURE() << name << " is in the table and is no method";
}

TEST_P(OracleTest, WithoutAGrantOneIsToldThatThereIsNone) {
  rpc::Caller without = caller(platform::v1::ROLE_PERSON);
  without.grants.clear();
  const rpc::Method& asked = support::method_named(registry(), "RosterService/ListUnits");
  const auto error = refused(asked.path, *asked.request_prototype, without);
  EXPECT_EQ(error.reason(), "NO_GRANT");
  EXPECT_NE(error.message().find("ask an administrator"), std::string::npos) << error.message();
}

}  // namespace
}  // namespace muster::access
