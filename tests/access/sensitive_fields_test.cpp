// SPDX-License-Identifier: EUPL-1.2
// Which fields are sensitive, written down by hand and apart from the protos, and that no write answers
// one: a birth date and a restricted end reason are in the audited reads alone, a token in the answer
// that made it, whatever the role and unit. What reads answer: FieldOracleTest.
#include <set>

#include "muster/access/v1/access.pb.h"
#include "muster/platform/v1/options.pb.h"
#include "support/full_record.h"
#include "support/oracle.h"

namespace muster::access {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using namespace muster::roster::v1;

const std::set<std::string> sensitive = {"muster.roster.v1.Person.birth_date",
                                         "muster.roster.v1.Person.plausible_reason",
                                         "muster.access.v1.SignInRequest.password",
                                         "muster.access.v1.CreateAccountRequest.password",
                                         "muster.access.v1.ConfirmPasswordRequest.password",
                                         "muster.access.v1.CreateTokenResponse.token"};

// Who may ask for a person, and of those who may read the details.
struct Reader {
  platform::v1::Role role;
  bool details;
};
constexpr Reader readers[] = {{platform::v1::ROLE_PERSON, true},
                              {platform::v1::ROLE_HR_UNIT, true},
                              {platform::v1::ROLE_HR_CENTRAL, true},
                              {platform::v1::ROLE_ENDORSER, false},
                              {platform::v1::ROLE_TRAINING_COORDINATOR, false}};

// Adds the sensitive fields of the type and of all it holds.
void collect(const Descriptor& type, std::set<std::string>& seen, std::set<std::string>& found) {
  if (!seen.insert(type.full_name()).second) return;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.options().GetExtension(platform::v1::field).privacy() == platform::v1::PRIVACY_SENSITIVE) {
      found.insert(field.full_name());
    }
    if (field.message_type()) collect(*field.message_type(), seen, found);
  }
}

class SensitiveFieldsTest : public support::DeploymentTest {
 protected:
  void SetUp() override {
    DeploymentTest::SetUp();
    if (HasFatalFailure()) return;
    person_ = make_person("N1", navy_).name();  // born 1988-04-30
  }

  rpc::Caller reader(platform::v1::Role role) {
    if (role != platform::v1::ROLE_PERSON) return caller_of(role, ministry_);
    rpc::Caller who = caller(role);
    who.person = support::number_of(person_);
    return who;
  }

  std::vector<std::string> audited_reads() {
    return rows(
        "SELECT CAST(account AS TEXT), purpose, lines FROM audit_entry"
        " WHERE method LIKE '%ReadPersonDetails' ORDER BY id",
        3);
  }

  std::string person_;
};
INSTANTIATE_TEST_SUITE_P(Backends, SensitiveFieldsTest, support::backends(), support::backend_name);

TEST_P(SensitiveFieldsTest, TheTableHoldsEveryOne) {
  std::set<std::string> seen, found;
  for (const auto& [path, method] : registry().all()) {
    collect(*method.request_prototype->GetDescriptor(), seen, found);
    collect(*method.answer_prototype->GetDescriptor(), seen, found);
  }
  EXPECT_EQ(found, sensitive);
}

TEST_P(SensitiveFieldsTest, NoAnswerButTheDetailsHoldsTheBirthDate) {
  GetPersonRequest get;
  get.set_name(person_);
  for (const auto& [role, details] : readers) {
    const auto who = reader(role);
    const auto one = call<Person>(roster("GetPerson"), get, who);
    EXPECT_EQ(one.number(), "N1") << role;
    EXPECT_FALSE(one.has_birth_date()) << role;
    const auto list = call<ListPersonsResponse>(roster("ListPersons"), ListPersonsRequest(), who);
    ASSERT_EQ(list.persons_size(), 1) << role;
    EXPECT_FALSE(list.persons(0).has_birth_date()) << role;
  }
}

TEST_P(SensitiveFieldsTest, NoWriteOfAPersonAnswersTheBirthDate) {
  int number = 1;
  for (const auto role : {platform::v1::ROLE_HR_UNIT, platform::v1::ROLE_HR_CENTRAL}) {
    for (const std::string& unit : {navy_, ministry_}) {
      const auto who = caller_of(role, unit);
      const std::string id = "N" + std::to_string(++number);
      const auto made = call<Person>(roster("CreatePerson"), person_request(id, navy_), who);
      EXPECT_EQ(made.number(), id);
      EXPECT_FALSE(made.has_birth_date()) << role << unit;
      UpdatePersonRequest update;
      update.mutable_person()->set_name(made.name());
      update.mutable_person()->set_birth_date("1990-01-01");
      update.mutable_update_mask()->add_paths("birth_date");
      EXPECT_FALSE(call<Person>(roster("UpdatePerson"), update, who).has_birth_date()) << role << unit;
      EXPECT_EQ(rows("SELECT birth_date FROM person WHERE number = '" + id + "'", 1).at(0), "1990-01-01");
      EXPECT_EQ(refused(roster("UpdatePerson"), update, caller_of(role, army_)).code(), status::Code::not_found)
          << role;
    }
  }
  EXPECT_TRUE(rows("SELECT lines FROM audit_entry WHERE lines LIKE '%1990%' OR lines LIKE '%1988%'", 1).empty());
}

TEST_P(SensitiveFieldsTest, TheDetailsAreForSomeRolesAndEachReadIsInTheAudit) {
  ReadPersonDetailsRequest read;
  read.set_name(person_);
  read.set_purpose(PURPOSE_TRAINING);
  std::size_t reads = 0;
  for (const auto& [role, details] : readers) {
    const auto who = reader(role);
    if (!details) {
      EXPECT_EQ(refused(roster("ReadPersonDetails"), read, who).code(), status::Code::permission_denied) << role;
      EXPECT_EQ(audited_reads().size(), reads) << role;
      continue;
    }
    EXPECT_EQ(call<Person>(roster("ReadPersonDetails"), read, who).birth_date(), "1988-04-30") << role;
    const auto entries = audited_reads();
    ASSERT_EQ(entries.size(), ++reads) << role;
    EXPECT_EQ(entries.back().find(std::to_string(who.account) + "|PURPOSE_TRAINING|"), 0u) << entries.back();
    EXPECT_NE(entries.back().find("read person/" + std::to_string(support::number_of(person_))), std::string::npos);
    EXPECT_EQ(entries.back().find("1988"), std::string::npos) << entries.back();
  }
  EXPECT_EQ(reads, 3u);
  const auto beside = refused(roster("ReadPersonDetails"), read, hr());
  EXPECT_EQ(beside.code(), status::Code::not_found);
  EXPECT_EQ(audited_reads().size(), reads) << "nothing was read";
}

// A write that answers a deployment which ended for a restricted reason.
struct Step {
  const char* method;
  std::string_view roles;  // letters of support/oracle.h
  const char* before;      // brings it to where the step begins; empty: it is there
};
constexpr Step steps[] = {
    {"CloseDeployment", "C", ""}, {"ReopenDeployment", "C", "CloseDeployment"}, {"VoidDeployment", "C", ""}};

class AnswersOfWritesTest : public support::FullRecordTest {
 protected:
  // The deployment in the words of what the method answers.
  std::string take(const std::string& method, const std::string& deployment, const rpc::Caller& who) {
    const std::string reason = method == "CloseDeployment" ? "" : R"(,"reason":"wrong")";
    return ask("MissionsService/" + method, R"({"name":")" + deployment + R"(")" + reason + "}", who)
        ->ShortDebugString();
  }

  // By the caller, of somebody else each time.
  std::string ended(const rpc::Caller& who, std::string& deployment) {
    deployment = planned(add_person("E" + std::to_string(++people_), platform::v1::GENDER_WOMAN, navy_)).name();
    depart(deployment, day(-5));
    return ask("MissionsService/EndDeployment",
               R"({"name":")" + deployment + R"(","end_reason":"END_REASON_CONDUCT","actual_to":")" + day(-1) + R"("})",
               who)
        ->ShortDebugString();
  }

  int people_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Backends, AnswersOfWritesTest, support::backends(), support::backend_name);

TEST_P(AnswersOfWritesTest, NoWriteAnswersARestrictedReason) {
  const auto veiled = [](const std::string& answer) {
    return answer.find("END_REASON_ENDED_EARLY") != std::string::npos && answer.find("CONDUCT") == std::string::npos;
  };
  std::string deployment;
  for (char letter : std::string("UC")) {
    for (const std::string& unit : {navy_, ministry_}) {
      const std::string answer = ended(caller_of(support::role_letters.at(letter), unit), deployment);
      EXPECT_TRUE(veiled(answer)) << letter << unit << answer;
    }
  }
  for (const Step& step : steps) {
    for (char letter : step.roles) {
      for (const std::string& unit : {navy_, ministry_}) {
        ended(system(), deployment);
        if (*step.before) take(step.before, deployment, system());
        const auto beside = caller_of(support::role_letters.at(letter), army_);
        EXPECT_THROW(take(step.method, deployment, beside), status::Error) << step.method;
        const std::string answer = take(step.method, deployment, caller_of(support::role_letters.at(letter), unit));
        EXPECT_TRUE(veiled(answer)) << step.method << letter << unit << answer;
        EXPECT_EQ(rows("SELECT end_reason FROM deployment ORDER BY id DESC LIMIT 1", 1).at(0), "END_REASON_CONDUCT");
      }
    }
  }
}

TEST_P(AnswersOfWritesTest, AnAuditedReadWithoutItsEntryIsNotAnswered) {
  const auto who = caller(platform::v1::ROLE_HR_CENTRAL);
  const std::vector<std::pair<std::string, std::string>> reads = {
      {"RosterService/ReadPersonDetails", R"({"name":"$person","purpose":"PURPOSE_NOMINATION"})"},
      {"MissionsService/ReadDeploymentDetails", R"({"name":"$deployment"})"},
      {"AccessService/CreateToken", R"({"display_name":"mine"})"}};
  for (const auto& [method, request] : reads) EXPECT_NO_THROW(ask(method, request, who)) << method;
  sql([&](db::Session& session) {
    db::execute(
        session,
        backend() == db::Backend::sqlite
            ? "CREATE TRIGGER no_entry BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'full'); END"
            : "CREATE TRIGGER no_entry BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_change()");
  });
  for (const auto& [method, request] : reads) EXPECT_THROW(ask(method, request, who), status::Error) << method;
  EXPECT_NO_THROW(ask("RosterService/GetPerson", R"({"name":"$person"})", who)) << "which tells nothing sensitive";
}

TEST_P(AnswersOfWritesTest, ATokenIsInTheAnswerThatMadeItAndNoOther) {
  for (const auto& [letter, role] : support::role_letters) {
    const auto who = letter == 'P' ? account_of(names_.at("$person"), role) : caller_of(role, navy_);
    const auto made = ask("AccessService/CreateToken", R"({"display_name":"mine"})", who);
    const std::string secret = dynamic_cast<const access::v1::CreateTokenResponse&>(*made).token();
    EXPECT_EQ(secret.size(), 64u) << letter;
    EXPECT_FALSE(rows("SELECT lines FROM audit_entry WHERE method LIKE '%CreateToken' AND account = " +
                          std::to_string(who.account),
                      1)
                     .empty())
        << letter;
    const auto listed = ask("AccessService/ListTokens", "{}", who);
    const auto& tokens = dynamic_cast<const access::v1::ListTokensResponse&>(*listed);
    ASSERT_EQ(tokens.tokens_size(), 1) << letter;
    EXPECT_EQ(listed->ShortDebugString().find(secret), std::string::npos) << letter;
    const auto revoked = ask("AccessService/RevokeToken", R"({"name":")" + tokens.tokens(0).name() + R"("})", who);
    EXPECT_EQ(revoked->ShortDebugString().find(secret), std::string::npos) << letter;
  }
}

}  // namespace
}  // namespace muster::access
