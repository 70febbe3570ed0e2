// SPDX-License-Identifier: EUPL-1.2
// Nobody opens personal data with one hand, nor keeps their own record alone; and an office of two can do all of it.
#include <gmock/gmock.h>

#include <thread>

#include "muster/access/v1/access.pb.h"
#include "muster/training/v1/training.pb.h"
#include "platform/rpc/taken_numbers.h"
#include "support/roster.h"
#include "targets.h"

namespace muster::access {
namespace {

using namespace muster::access::v1;
using namespace muster::platform::v1;
using status::Code;

const std::string service = "muster.access.v1.AccessService/";

class ApprovalsTest : public support::RosterTest {
 protected:
  void SetUp() override {
    RosterTest::SetUp();
    if (HasFatalFailure()) return;
    kari_ = make_person("KARI", army_).name();
    ola_ = make_person("OLA", army_).name();
    first_ = holder(ROLE_ADMINISTRATOR, std::nullopt, support::number_of(kari_));
    second_ = holder(ROLE_ADMINISTRATOR, std::nullopt, support::number_of(ola_));
    other_ = name_of(caller(ROLE_ANALYST));
  }

  static std::string name_of(const rpc::Caller& who) { return "accounts/" + std::to_string(who.account); }

  static CreateGrantRequest grant(const std::string& account, Role role, const std::string& unit = "") {
    CreateGrantRequest request;
    request.mutable_grant()->set_account(account);
    request.mutable_grant()->set_role(role);
    request.mutable_grant()->set_unit(unit);
    request.mutable_grant()->set_valid_from("2020-01-01");
    return request;
  }
  status::Error ask(const CreateGrantRequest& request, const rpc::Caller& who) {
    return refused(service + "CreateGrant", request, who);
  }
  // Asks the first administrator's way, and gives the approval's name.
  std::string asked(Role role = ROLE_HR_CENTRAL) {
    const auto error = ask(grant(other_, role), first_);
    EXPECT_EQ(error.reason(), "APPROVAL_NEEDED") << error.message();
    return error.metadata().at("approval");
  }
  template <class Request>
  static Request named(const std::string& name) {
    Request request;
    request.set_name(name);
    return request;
  }
  Approval approve_as(const std::string& name, const rpc::Caller& who) {
    return call<Approval>(service + "ApproveRequest", named<ApproveRequestRequest>(name), who);
  }
  status::Error not_approved(const std::string& name, const rpc::Caller& who) {
    return refused(service + "ApproveRequest", named<ApproveRequestRequest>(name), who);
  }
  Approval approval(const std::string& name) {
    return call<Approval>(service + "GetApproval", named<GetApprovalRequest>(name));
  }
  std::vector<std::string> listed(const rpc::Caller& who, ApprovalView view) {
    ListApprovalsRequest request;
    request.set_view(view);
    std::vector<std::string> names;
    const auto answer = call<ListApprovalsResponse>(service + "ListApprovals", request, who);
    for (const auto& one : answer.approvals()) names.push_back(one.name());
    return names;
  }
  std::size_t grants_of(const std::string& account) {
    return rows("SELECT role FROM role_grant WHERE account = " + std::to_string(support::number_of(account)), 1).size();
  }
  void run(const std::string& statement) {
    sql([&](db::Session& session) { db::execute(session, statement); });
  }

  std::string kari_, ola_;
  rpc::Caller first_, second_;
  std::string other_;  // an account
};
INSTANTIATE_TEST_SUITE_P(Backends, ApprovalsTest, support::backends(), support::backend_name);

using Names = std::vector<std::string>;

TEST_P(ApprovalsTest, AGrantOfPersonalDataWaitsForAnother) {
  const auto error = ask(grant(other_, ROLE_HR_CENTRAL), first_);
  EXPECT_EQ(error.code(), Code::failed_precondition);
  EXPECT_EQ(error.reason(), "APPROVAL_NEEDED");
  EXPECT_EQ(error.metadata().at("act"), "GRANT");
  EXPECT_EQ(error.metadata().at("approvers"),
            rows("SELECT account_name FROM account WHERE id = " + std::to_string(second_.account), 1).at(0));
  EXPECT_EQ(grants_of(other_), 0u) << "nothing was done";
  const std::string name = error.metadata().at("approval");
  EXPECT_EQ(listed(second_, APPROVAL_VIEW_MINE_TO_GIVE), Names{name});
  EXPECT_EQ(listed(first_, APPROVAL_VIEW_MINE_TO_GIVE), Names{});
  EXPECT_EQ(listed(first_, APPROVAL_VIEW_ASKED_BY_ME), Names{name});
  const auto done = approve_as(name, second_);
  EXPECT_EQ(done.state(), APPROVAL_STATE_APPROVED);
  EXPECT_EQ(done.decided_by(), name_of(second_));
  EXPECT_THAT(done.sentence(), ::testing::HasSubstr("Give HR_CENTRAL for all units to the account"));
  EXPECT_THAT(done.result(), ::testing::StartsWith("grants/"));
  EXPECT_EQ(rows("SELECT role, given_by, approved_by FROM role_grant WHERE account = " +
                     std::to_string(support::number_of(other_)),
                 3),
            Names{"ROLE_HR_CENTRAL|" + name_of(first_) + "|" + name_of(second_)});
  const auto lines = rows("SELECT lines FROM audit_entry WHERE method LIKE '%ApproveRequest'", 1);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_THAT(lines[0], ::testing::HasSubstr("CreateGrant for account/" + std::to_string(first_.account)));
}

TEST_P(ApprovalsTest, FiguresAloneNeedNobody) {
  const auto given = call<Grant>(service + "CreateGrant", grant(other_, ROLE_ANALYST), first_);
  EXPECT_EQ(given.given_by(), name_of(first_));
  EXPECT_EQ(given.approved_by(), "");
  for (int role = 1; role <= Role_MAX; ++role) {
    if (role == ROLE_ANALYST || role == ROLE_PERSON) continue;
    EXPECT_EQ(ask(grant(other_, static_cast<Role>(role)), first_).reason(), "APPROVAL_NEEDED")
        << Role_Name(static_cast<Role>(role));
  }
}

TEST_P(ApprovalsTest, WhatWouldBeRefusedIsNotFiled) {
  EXPECT_EQ(ask(grant("accounts/999999", ROLE_HR_CENTRAL), first_).reason(), "REFERENCE_NOT_FOUND");
  EXPECT_EQ(ask(grant(name_of(first_), ROLE_HR_CENTRAL), first_).reason(), "NOT_OWN_CASE");
  EXPECT_EQ(ask(grant(other_, ROLE_HR_UNIT, "units/999999"), first_).code(), Code::not_found);
  EXPECT_EQ(rows("SELECT CAST(id AS TEXT) FROM approval", 1), Names{});
}

TEST_P(ApprovalsTest, TheSameRequestHasOneApproval) {
  auto request = grant(other_, ROLE_HR_CENTRAL);
  const std::string name = ask(request, first_).metadata().at("approval");
  EXPECT_EQ(ask(request, first_).metadata().at("approval"), name);
  request.set_request_id("again");
  EXPECT_EQ(ask(request, first_).metadata().at("approval"), name) << "equal, whatever its request_id";
  auto another = grant(other_, ROLE_ENDORSER);
  another.set_request_id("second");
  const std::string other = ask(another, first_).metadata().at("approval");
  EXPECT_NE(other, name);
  auto reused = grant(other_, ROLE_LEADERSHIP);
  reused.set_request_id("second");
  EXPECT_EQ(ask(reused, first_).reason(), "REQUEST_ID_REUSED");
  approve_as(other, second_);
  EXPECT_EQ(call<Grant>(service + "CreateGrant", another, first_).role(), ROLE_ENDORSER)
      << "the retry hears what came of it";
  EXPECT_EQ(grants_of(other_), 1u);
}

TEST_P(ApprovalsTest, NobodyApprovesTheirOwn) {
  const std::string name = asked();
  EXPECT_EQ(not_approved(name, first_).reason(), "OWN_REQUEST");
  auto same_person = holder(ROLE_ADMINISTRATOR, std::nullopt, first_.person);
  EXPECT_EQ(not_approved(name, same_person).reason(), "OWN_REQUEST") << "by a second account";
  EXPECT_EQ(listed(same_person, APPROVAL_VIEW_MINE_TO_GIVE), Names{});
  const auto auditor = holder(ROLE_AUDITOR);
  EXPECT_EQ(listed(auditor, APPROVAL_VIEW_UNSPECIFIED), Names{name});
  EXPECT_EQ(call<Approval>(service + "GetApproval", named<GetApprovalRequest>(name), auditor).request(), "");
  EXPECT_EQ(not_approved(name, auditor).reason(), "NOT_AN_APPROVER");
  EXPECT_EQ(not_approved(name, holder(ROLE_HR_CENTRAL)).code(), Code::not_found);
  EXPECT_EQ(approval(name).state(), APPROVAL_STATE_PENDING);
}

TEST_P(ApprovalsTest, AGrantToOneselfByASecondAccountNeedsSomebodyElse) {
  // A helper that the first administrator has made, without a person that would give it away.
  CreateAccountRequest create;
  create.mutable_account()->set_account_name("helper");
  create.set_password("a long enough phrase");
  const auto helper = call<Account>(service + "CreateAccount", create, first_);
  rpc::Caller as_helper;
  as_helper.account = support::number_of(helper.name());
  as_helper.grants = {{ROLE_ADMINISTRATOR, std::nullopt}};
  const auto error = ask(grant(helper.name(), ROLE_ADMINISTRATOR), first_);
  const std::string name = error.metadata().at("approval");
  EXPECT_EQ(not_approved(name, as_helper).reason(), "OWN_REQUEST") << "it is for that account";
  // As if it administered already, by one hand alone.
  run("INSERT INTO role_grant (account, role, valid_from, create_time, update_time, row_version) VALUES (" +
      std::to_string(as_helper.account) + ", 'ROLE_ADMINISTRATOR', '2020-01-01', 0, 0, 1)");
  EXPECT_EQ(not_approved(asked(), as_helper).reason(), "NOT_AN_APPROVER") << "its own grant was given by one alone";
}

TEST_P(ApprovalsTest, AnAdministratorOfTheUnitApprovesForIt) {
  const auto of_army = holder(ROLE_ADMINISTRATOR, support::number_of(army_));
  const auto of_navy = holder(ROLE_ADMINISTRATOR, support::number_of(navy_));
  const std::string name = ask(grant(other_, ROLE_HR_UNIT, battalion_), first_).metadata().at("approval");
  EXPECT_EQ(not_approved(name, of_navy).code(), Code::not_found);
  EXPECT_EQ(approve_as(name, of_army).state(), APPROVAL_STATE_APPROVED);
  EXPECT_EQ(not_approved(asked(), of_army).code(), Code::not_found) << "that is for all units";
}

TEST_P(ApprovalsTest, RightsThatWereLostAreLost) {
  const std::string name = asked();
  run("UPDATE role_grant SET valid_to = '2020-12-31' WHERE account = " + std::to_string(first_.account));
  const auto error = not_approved(name, second_);
  EXPECT_EQ(error.reason(), "APPROVAL_FAILED");
  EXPECT_EQ(error.metadata().at("cause"), "ROLE_MISSING");
  EXPECT_EQ(approval(name).state(), APPROVAL_STATE_FAILED) << "kept, although the answer is an error";
  EXPECT_THAT(approval(name).reason(), ::testing::HasSubstr("none of your roles"));
  EXPECT_EQ(grants_of(other_), 0u);
  EXPECT_EQ(not_approved(name, second_).reason(), "APPROVAL_DECIDED");
}

TEST_P(ApprovalsTest, AnAskerWhoIsDisabledGetsNothing) {
  const std::string name = asked();
  run("UPDATE account SET disabled = 1 WHERE id = " + std::to_string(first_.account));
  EXPECT_EQ(not_approved(name, second_).reason(), "APPROVAL_FAILED");
  EXPECT_EQ(grants_of(other_), 0u);
}

TEST_P(ApprovalsTest, WhatFailsHalfwayLeavesNothing) {
  CreateAccountRequest create;
  create.mutable_account()->set_account_name("taken");
  create.mutable_account()->set_person(make_person("N9", army_).name());
  create.set_password("a long enough phrase");
  run("INSERT INTO account (account_name, account_name_key, display_name, disabled, create_time, update_time, "
      "row_version)"
      " SELECT 'filler' || id, 'filler' || id, '', 0, 0, 0, 1 FROM unit UNION ALL SELECT 'more' || id, 'more' || id, "
      "'',"
      " 0, 0, 0, 1 FROM unit");
  run("INSERT INTO account (account_name, account_name_key, display_name, disabled, create_time, update_time, "
      "row_version)"
      " SELECT 'yet' || id, 'yet' || id, '', 0, 0, 0, 1 FROM unit");
  const auto error = refused(service + "CreateAccount", create, first_);
  ASSERT_EQ(error.reason(), "APPROVAL_NEEDED") << error.message();
  const std::string name = error.metadata().at("approval");
  EXPECT_THAT(rows("SELECT request || prepared FROM approval", 1).at(0),
              ::testing::Not(::testing::HasSubstr("phrase")));
  EXPECT_THAT(rows("SELECT prepared FROM approval", 1).at(0), ::testing::HasSubstr("argon2id"));
  create.mutable_account()->clear_person();
  call<Account>(service + "CreateAccount", create);
  EXPECT_EQ(not_approved(name, second_).metadata().at("cause"), "ALREADY_EXISTS");
  EXPECT_EQ(rows("SELECT kind FROM notice", 1), Names{});
  EXPECT_EQ(rows("SELECT prepared FROM approval", 1), Names{""});
}

TEST_P(ApprovalsTest, OfTwoAtOnceOneDecides) {
  const auto third = holder(ROLE_ADMINISTRATOR);
  const std::string name = asked();
  std::vector<std::string> heard(2);
  const std::vector<rpc::Caller> both{second_, third};
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < both.size(); ++i) {
      threads.emplace_back([&, i] {
        try {
          approve_as(name, both[i]);
          heard[i] = "APPROVED";
        } catch (const status::Error& error) {
          heard[i] = error.reason();
        }
      });
    }
  }
  EXPECT_THAT(heard, ::testing::UnorderedElementsAre("APPROVED", "APPROVAL_DECIDED"));
  EXPECT_EQ(grants_of(other_), 1u);
}

TEST_P(ApprovalsTest, IsDecidedOnce) {
  const std::string name = asked();
  approve_as(name, second_);
  const auto again = not_approved(name, second_);
  EXPECT_EQ(again.reason(), "APPROVAL_DECIDED");
  EXPECT_EQ(again.metadata().at("by"), name_of(second_));
  auto refuse = named<RefuseRequestRequest>(name);
  refuse.set_reason("Changed my mind");
  EXPECT_EQ(refused(service + "RefuseRequest", refuse, second_).reason(), "APPROVAL_DECIDED");
  EXPECT_EQ(not_approved("approvals/999999", second_).code(), Code::not_found);
}

TEST_P(ApprovalsTest, IsRefusedWithAReasonOrWithdrawn) {
  auto request = grant(other_, ROLE_HR_CENTRAL);
  request.set_request_id("one");
  const std::string name = ask(request, first_).metadata().at("approval");
  auto refuse = named<RefuseRequestRequest>(name);
  EXPECT_EQ(refused(service + "RefuseRequest", refuse, second_).code(), Code::invalid_argument) << "without a reason";
  refuse.set_reason("Not needed for this work");
  refuse.set_etag("7");
  EXPECT_EQ(refused(service + "RefuseRequest", refuse, second_).code(), Code::aborted);
  refuse.clear_etag();
  EXPECT_EQ(call<Approval>(service + "RefuseRequest", refuse, second_).reason(), "Not needed for this work");
  const auto told = ask(request, first_);
  EXPECT_EQ(told.reason(), "APPROVAL_DECIDED");
  EXPECT_THAT(told.message(), ::testing::HasSubstr("Not needed for this work"));
  const std::string second = asked();
  EXPECT_EQ(refused(service + "WithdrawRequest", named<WithdrawRequestRequest>(second), second_).code(),
            Code::not_found);
  EXPECT_EQ(call<Approval>(service + "WithdrawRequest", named<WithdrawRequestRequest>(second), first_).state(),
            APPROVAL_STATE_WITHDRAWN);
  EXPECT_EQ(not_approved(second, second_).reason(), "APPROVAL_DECIDED");
  EXPECT_EQ(grants_of(other_), 0u);
}

TEST_P(ApprovalsTest, ExpiresAfterSevenDays) {
  const std::string name = asked();
  run("UPDATE approval SET expire_time = 1000000");
  EXPECT_EQ(approval(name).state(), APPROVAL_STATE_EXPIRED);
  EXPECT_EQ(listed(second_, APPROVAL_VIEW_MINE_TO_GIVE), Names{});
  EXPECT_EQ(not_approved(name, second_).reason(), "APPROVAL_EXPIRED");
  EXPECT_EQ(grants_of(other_), 0u);
  EXPECT_NE(asked(), name) << "asked for anew";
}

// What the moment makes of a state is what a filter and an order go by, also on a later page.
TEST_P(ApprovalsTest, AStateThatTheMomentMakesIsFilteredAsItIsShown) {
  const std::string over = asked(), waiting = asked(ROLE_ENDORSER), refused_one = asked(ROLE_LEADERSHIP);
  run("UPDATE approval SET expire_time = 1000000 WHERE id IN (" + std::to_string(support::number_of(over)) + ", " +
      std::to_string(support::number_of(refused_one)) + ")");
  run("UPDATE approval SET state = 'APPROVAL_STATE_REFUSED' WHERE id = " +
      std::to_string(support::number_of(refused_one)));
  const auto filtered = [&](const std::string& filter) {
    ListApprovalsRequest request;
    request.set_filter(filter);
    request.set_order_by("state");
    request.set_page_size(1);
    Names names;
    do {
      const auto page = call<ListApprovalsResponse>(service + "ListApprovals", request, first_);
      for (const auto& one : page.approvals()) names.push_back(one.name());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return names;
  };
  EXPECT_EQ(filtered("state = APPROVAL_STATE_EXPIRED"), Names{over});
  EXPECT_EQ(filtered("state = APPROVAL_STATE_PENDING"), Names{waiting});
  EXPECT_EQ(filtered("state = APPROVAL_STATE_REFUSED"), Names{refused_one}) << "what was decided in time stays";
  EXPECT_EQ(filtered("state != APPROVAL_STATE_REFUSED"), (Names{over, waiting})) << "EXPIRED comes before PENDING";
}

TEST_P(ApprovalsTest, WhatWaitsIsReadPageByPage) {
  const Names all{asked(), asked(ROLE_ENDORSER), asked(ROLE_LEADERSHIP)};
  ListApprovalsRequest request;
  request.set_view(APPROVAL_VIEW_MINE_TO_GIVE);
  request.set_order_by("create_time");
  request.set_page_size(1);
  Names names;
  do {
    const auto page = call<ListApprovalsResponse>(service + "ListApprovals", request, second_);
    for (const auto& one : page.approvals()) names.push_back(one.name());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(names, all) << "each page is of a later moment";
}

// A server that keeps approvals and does not serve what was asked for.
TEST_P(ApprovalsTest, WhatAnotherServerHasToDoGoesOnWaiting) {
  auto kari = holder(ROLE_HR_CENTRAL, std::nullopt, support::number_of(kari_));
  const auto ola = holder(ROLE_HR_CENTRAL, std::nullopt, support::number_of(ola_));
  roster::v1::CreateLanguageSkillRequest skill;
  skill.mutable_language_skill()->set_language("fra");
  skill.mutable_language_skill()->set_level(roster::v1::LANGUAGE_LEVEL_B2);
  skill.mutable_language_skill()->set_person(kari_);
  const std::string name = refused(roster("CreateLanguageSkill"), skill, kari).metadata().at("approval");
  rpc::Registry access_only;
  register_targets(access_only, {"access"}, nullptr);
  rpc::Dispatcher there(access_only, database());
  const std::string before = approval(name).etag();
  try {
    there.call_message(service + "ApproveRequest", named<ApproveRequestRequest>(name), ola);
    FAIL() << "nobody can do it there";
  } catch (const status::Error& error) {
    EXPECT_EQ(error.code(), Code::failed_precondition);
    EXPECT_EQ(error.reason(), "ACT_NOT_SERVED");
    EXPECT_EQ(error.metadata().at("method"), roster("CreateLanguageSkill"));
    EXPECT_THAT(error.message(), ::testing::HasSubstr("--target roster,access"));
  }
  EXPECT_EQ(approval(name).state(), APPROVAL_STATE_PENDING);
  EXPECT_EQ(approval(name).etag(), before) << "untouched";
  EXPECT_EQ(approve_as(name, ola).state(), APPROVAL_STATE_APPROVED);
}

TEST_P(ApprovalsTest, TheConsoleIsTheSecondHandOfWhoeverIsAlone) {
  run("UPDATE account SET disabled = 1 WHERE id = " + std::to_string(second_.account));
  const auto error = ask(grant(other_, ROLE_HR_CENTRAL), first_);
  EXPECT_FALSE(error.metadata().contains("approvers"));
  EXPECT_THAT(error.message(), ::testing::HasSubstr("muster approve "));
  EXPECT_EQ(approve_as(error.metadata().at("approval"), system()).decided_by(), "console");
  call<Grant>(service + "CreateGrant", grant(other_, ROLE_AUDITOR));
  EXPECT_EQ(rows("SELECT given_by, approved_by FROM role_grant WHERE account = " +
                     std::to_string(support::number_of(other_)) + " ORDER BY id",
                 2),
            (Names{name_of(first_) + "|console", "console|console"}));
  EXPECT_THAT(rows("SELECT lines FROM audit_entry ORDER BY id DESC LIMIT 1", 1).at(0),
              ::testing::HasSubstr("second hand console"));
}

TEST_P(ApprovalsTest, NobodyKeepsTheirOwnRecordAlone) {
  auto kari = holder(ROLE_HR_CENTRAL, std::nullopt, support::number_of(kari_));
  const auto ola = holder(ROLE_HR_CENTRAL, std::nullopt, support::number_of(ola_));
  roster::v1::CreateLanguageSkillRequest skill;
  skill.mutable_language_skill()->set_language("fra");
  skill.mutable_language_skill()->set_level(roster::v1::LANGUAGE_LEVEL_B2);
  skill.mutable_language_skill()->set_person(ola_);
  call<roster::v1::LanguageSkill>(roster("CreateLanguageSkill"), skill, kari);
  skill.mutable_language_skill()->set_person(kari_);
  const auto error = refused(roster("CreateLanguageSkill"), skill, kari);
  EXPECT_EQ(error.metadata().at("act"), "OWN_CASE") << error.message();
  EXPECT_EQ(not_approved(error.metadata().at("approval"), second_).code(), Code::not_found)
      << "an administrator sees no personal data";
  approve(error, ola);
  roster::v1::UpdatePersonRequest update;
  update.mutable_person()->set_name(kari_);
  update.mutable_person()->set_birth_date("1990-05-06");
  update.mutable_update_mask()->add_paths("birth_date");
  const auto date = refused(roster("UpdatePerson"), update, kari);
  EXPECT_THAT(rows("SELECT request FROM approval WHERE method LIKE '%UpdatePerson'", 1).at(0),
              ::testing::Not(::testing::HasSubstr("1990")))
      << "a birth date stands nowhere in clear";
  approve(date, ola);
  EXPECT_EQ(rows("SELECT birth_date FROM person WHERE birth_date = '1990-05-06'", 1), Names{}) << "it is Kari's to do";
  call<roster::v1::Person>(roster("UpdatePerson"), update, kari);
  EXPECT_EQ(rows("SELECT birth_date FROM person WHERE birth_date = '1990-05-06'", 1), Names{"1990-05-06"});
  EXPECT_EQ(refused(roster("UpdatePerson"), update, kari).reason(), "APPROVAL_NEEDED") << "once";
  // A record that is named by its own name.
  roster::v1::EndAffiliationRequest end;
  end.set_name(
      "affiliations/" +
      rows("SELECT CAST(id AS TEXT) FROM affiliation WHERE person = " + std::to_string(support::number_of(kari_)), 1)
          .at(0));
  end.set_last_day(day(0));
  EXPECT_EQ(refused(roster("EndAffiliation"), end, kari).reason(), "APPROVAL_NEEDED");
}

TEST_P(ApprovalsTest, APersonHasOneLiveAccount) {
  CreateAccountRequest create;
  create.mutable_account()->set_account_name("second");
  create.mutable_account()->set_person(kari_);
  create.set_password("a long enough phrase");
  const auto error = refused(service + "CreateAccount", create, first_);
  EXPECT_EQ(error.reason(), "PERSON_HAS_ACCOUNT");
  EXPECT_EQ(error.violations().at(0).metadata.at("name"), name_of(first_));
  EXPECT_TRUE(support::names_field(error, "account.person"));
  const auto third = make_person("N3", army_).name();
  create.mutable_account()->set_person(third);
  const auto made = call<Account>(service + "CreateAccount", create, first_);
  EXPECT_EQ(made.created_by(), name_of(first_)) << "of a small office alone";
  rpc::Caller owner;
  owner.account = support::number_of(made.name());
  owner.person = support::number_of(third);
  const auto session = call<Session>(service + "GetSession", GetSessionRequest(), owner);
  ASSERT_EQ(session.notices_size(), 1);
  EXPECT_EQ(session.notices(0).kind(), NOTICE_KIND_ACCOUNT_CREATED);
  EXPECT_EQ(session.notices(0).actor(), name_of(first_));
  SignInRequest sign_in;
  sign_in.set_account_name("second");
  sign_in.set_password("a long enough phrase");
  EXPECT_EQ(call<SignInResponse>(service + "SignIn", sign_in, rpc::Caller{}).session().notices_size(), 1);
  const auto dismiss = named<DismissNoticeRequest>(session.notices(0).name());
  EXPECT_EQ(refused(service + "DismissNotice", dismiss, second_).code(), Code::not_found);
  call<DismissNoticeResponse>(service + "DismissNotice", dismiss, owner);
  EXPECT_EQ(call<Session>(service + "GetSession", GetSessionRequest(), owner).notices_size(), 0);
}

TEST_P(ApprovalsTest, ASoleAdministratorStays) {
  const auto disable = [&](const rpc::Caller& who) { return named<DisableAccountRequest>(name_of(who)); };
  const auto revoke = [&](const rpc::Caller& who) {
    return named<RevokeGrantRequest>(
        "grants/" +
        rows("SELECT CAST(id AS TEXT) FROM role_grant WHERE account = " + std::to_string(who.account), 1).at(0));
  };
  run("UPDATE role_grant SET valid_to = '2999-12-31' WHERE account = " + std::to_string(second_.account));
  EXPECT_EQ(refused(service + "RevokeGrant", revoke(first_), first_).reason(), "SOLE_ADMINISTRATOR")
      << "the other one's ends";
  call<Account>(service + "DisableAccount", disable(second_), first_);
  EXPECT_EQ(refused(service + "DisableAccount", disable(first_), first_).reason(), "SOLE_ADMINISTRATOR");
  EXPECT_EQ(refused(service + "RevokeGrant", revoke(first_), first_).reason(), "SOLE_ADMINISTRATOR");
  const auto third = holder(ROLE_ADMINISTRATOR);
  EXPECT_TRUE(call<Account>(service + "DisableAccount", disable(first_), third).disabled());
  EXPECT_TRUE(call<Account>(service + "DisableAccount", disable(third)).disabled()) << "the console may";
}

TEST_P(ApprovalsTest, WhereTheOnlyOtherApproverLeavesTheConsoleIsTheSecondHand) {
  const std::string name = asked();
  roster::v1::UpdatePersonRequest died;
  died.mutable_person()->set_name(ola_);
  died.mutable_person()->set_status(roster::v1::PERSON_STATUS_DECEASED);
  died.mutable_update_mask()->add_paths("status");
  died.set_last_day(day(-1));
  call<roster::v1::Person>(roster("UpdatePerson"), died);
  ASSERT_EQ(rows("SELECT CAST(disabled AS TEXT) FROM account WHERE id = " + std::to_string(second_.account), 1),
            Names{"1"});
  EXPECT_EQ(approval(name).state(), APPROVAL_STATE_PENDING);
  EXPECT_EQ(not_approved(name, first_).reason(), "OWN_REQUEST");
  const auto again = ask(grant(other_, ROLE_ENDORSER), first_);
  EXPECT_EQ(again.reason(), "APPROVAL_NEEDED");
  EXPECT_THAT(again.message(), ::testing::HasSubstr("muster approve")) << "what is left to do is said";
  EXPECT_EQ(call<Approval>(service + "ApproveRequest", named<ApproveRequestRequest>(name)).decided_by(), "console");
  EXPECT_EQ(grants_of(other_), 1u);
  // Nor does the last one's own death wait for a successor.
  died.mutable_person()->set_name(kari_);
  call<roster::v1::Person>(roster("UpdatePerson"), died);
  EXPECT_EQ(rows("SELECT CAST(disabled AS TEXT) FROM account WHERE id = " + std::to_string(first_.account), 1),
            Names{"1"});
}

TEST_P(ApprovalsTest, AServiceAccountActsByTokensAlone) {
  CreateAccountRequest create;
  create.mutable_account()->set_account_name("program");
  create.mutable_account()->set_service(true);
  create.set_password("a long enough phrase");
  EXPECT_EQ(refused(service + "CreateAccount", create, first_).reason(), "SERVICE_ACCOUNT");
  create.clear_password();
  const auto program = call<Account>(service + "CreateAccount", create, first_);
  EXPECT_TRUE(program.service());
  SignInRequest sign_in;
  sign_in.set_account_name("program");
  sign_in.set_password("a long enough phrase");
  EXPECT_EQ(refused(service + "SignIn", sign_in, {}).code(), Code::unauthenticated);
  CreateTokenRequest token;
  token.set_display_name("nightly");
  token.set_account(program.name());
  EXPECT_EQ(refused(service + "CreateToken", token, caller_of(ROLE_ADMINISTRATOR, army_)).reason(), "SERVICE_ACCOUNT");
  EXPECT_EQ(call<CreateTokenResponse>(service + "CreateToken", token, first_).token().size(), 64u);
  call<Grant>(service + "CreateGrant", grant(program.name(), ROLE_HR_CENTRAL));
  const auto error = refused(service + "CreateToken", token, first_);
  EXPECT_EQ(error.metadata().at("act"), "ACCOUNT_KEY") << error.message();
  approve(error, second_);
  EXPECT_EQ(call<CreateTokenResponse>(service + "CreateToken", token, first_).token().size(), 64u)
      << "who asked gets the secret, nobody else";
  EXPECT_EQ(refused(service + "CreateToken", token, first_).reason(), "APPROVAL_NEEDED");
  token.set_account(other_);
  EXPECT_EQ(refused(service + "CreateToken", token, first_).reason(), "SERVICE_ACCOUNT");
}

TEST_P(ApprovalsTest, TheFirstPasswordIsItsOwners) {
  CreateAccountRequest create;
  // Attempts are counted by the name in this process.
  const std::string newcomer = "newcomer-" + support::backend_name({GetParam(), 0});
  create.mutable_account()->set_account_name(newcomer);
  const auto account = call<Account>(service + "CreateAccount", create, first_);
  const auto wanted = named<CreatePasswordCodeRequest>(account.name());
  const auto code = call<CreatePasswordCodeResponse>(service + "CreatePasswordCode", wanted, first_).code();
  SetPasswordRequest set;
  set.set_account_name("N" + newcomer.substr(1));
  set.set_code("not the code");
  set.set_password("mountains of the north");
  EXPECT_EQ(refused(service + "SetPassword", set, {}).code(), Code::unauthenticated);
  set.set_code(code);
  call<SetPasswordResponse>(service + "SetPassword", set, rpc::Caller{});
  call<SetPasswordResponse>(service + "SetPassword", set, rpc::Caller{});
  set.set_password("another one altogether");
  EXPECT_EQ(refused(service + "SetPassword", set, {}).code(), Code::unauthenticated) << "the code is good once";
  EXPECT_EQ(refused(service + "CreatePasswordCode", wanted, first_).reason(), "PASSWORD_SET");
  rpc::Caller owner;
  owner.account = support::number_of(account.name());
  ChangePasswordRequest change;
  change.set_password("wrong");
  change.set_new_password("another one altogether");
  EXPECT_EQ(refused(service + "ChangePassword", change, owner).code(), Code::unauthenticated);
  change.set_password("mountains of the north");
  call<ChangePasswordResponse>(service + "ChangePassword", change, owner);
  SignInRequest sign_in;
  sign_in.set_account_name(newcomer);
  sign_in.set_password("another one altogether");
  call<SignInResponse>(service + "SignIn", sign_in, rpc::Caller{});
}

// Ten a minute on one account from one address, whatever is tried.
TEST_P(ApprovalsTest, APasswordAndACodeHaveOneLimit) {
  SignInRequest sign_in;
  sign_in.set_account_name("guessed-" + support::backend_name({GetParam(), 0}));
  sign_in.set_password("whatever it is");
  SetPasswordRequest set;
  set.set_account_name(sign_in.account_name());
  set.set_code("not the code");
  set.set_password("mountains of the north");
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(refused(service + "SignIn", sign_in, {}).code(), Code::unauthenticated) << i;
    EXPECT_EQ(refused(service + "SetPassword", set, {}).code(), Code::unauthenticated) << i;
  }
  EXPECT_EQ(refused(service + "SignIn", sign_in, {}).code(), Code::resource_exhausted);
  EXPECT_EQ(refused(service + "SetPassword", set, {}).code(), Code::resource_exhausted);
}

// Of their own record too, where the attempt is tried out before it is filed.
TEST_P(ApprovalsTest, ATakenNumberOfOnesOwnRecordCounts) {
  const auto kari = holder(ROLE_HR_CENTRAL, std::nullopt, support::number_of(kari_));
  roster::v1::UpdatePersonRequest update;
  update.mutable_person()->set_name(kari_);
  update.mutable_person()->set_number("OLA");
  update.mutable_update_mask()->add_paths("number");
  for (int i = 0; i < rpc::taken_numbers_told; ++i) {
    EXPECT_EQ(refused(roster("UpdatePerson"), update, kari).reason(), "NUMBER_NOT_AVAILABLE") << i;
  }
  EXPECT_EQ(refused(roster("UpdatePerson"), update, kari).reason(), "TOO_MANY_TAKEN_NUMBERS");
}

TEST_P(ApprovalsTest, AnOfficeOfTwoDoesAllOfIt) {
  // Two people, each with both roles.
  for (rpc::Caller* one : {&first_, &second_}) {
    call<Grant>(service + "CreateGrant", grant(name_of(*one), ROLE_HR_CENTRAL));
    one->grants.push_back({ROLE_HR_CENTRAL, std::nullopt});
  }
  CreateAccountRequest create;
  create.mutable_account()->set_account_name("soldier");
  create.mutable_account()->set_person(make_person("N4", army_).name());
  create.set_password("a long enough phrase");
  const auto account = call<Account>(service + "CreateAccount", create, first_);
  approve(ask(grant(account.name(), ROLE_PERSON), first_), second_);
  approve(ask(grant(account.name(), ROLE_HR_UNIT, army_), second_), first_);
  roster::v1::CreateAvailabilityRequest leave;
  leave.mutable_availability()->set_person(kari_);
  leave.mutable_availability()->set_kind(roster::v1::AVAILABILITY_KIND_LEAVE);
  leave.mutable_availability()->set_valid_from(day(1));
  leave.mutable_availability()->set_valid_to(day(8));
  approve(refused(roster("CreateAvailability"), leave, first_), second_);
  EXPECT_EQ(grants_of(account.name()), 2u);
  EXPECT_TRUE(
      call<Account>(service + "DisableAccount", named<DisableAccountRequest>(account.name()), second_).disabled());
}

TEST_P(ApprovalsTest, OfWhoIsErasedARequestTellsNothing) {
  const std::string gone = make_person("GONE", army_).name();
  const auto error =
      ask(grant(name_of(holder(ROLE_ANALYST, std::nullopt, support::number_of(gone))), ROLE_HR_CENTRAL), first_);
  ASSERT_EQ(error.reason(), "APPROVAL_NEEDED") << error.message();
  roster::v1::UpdatePersonRequest leave;
  leave.mutable_person()->set_name(gone);
  leave.mutable_person()->set_status(roster::v1::PERSON_STATUS_INACTIVE);
  leave.mutable_update_mask()->add_paths("status");
  leave.set_last_day(day(-1));
  call<roster::v1::Person>(roster("UpdatePerson"), leave);
  roster::v1::ErasePersonRequest erase;
  erase.set_name(gone);
  erase.set_reason("Asked for it");
  call<roster::v1::Erasure>(roster("ErasePerson"), erase);
  EXPECT_EQ(rows("SELECT sentence, request, label, state FROM approval", 4), Names{"{}||APPROVAL_STATE_FAILED"});
  EXPECT_EQ(rows("SELECT person FROM notice WHERE person = " + std::to_string(support::number_of(gone)), 1), Names{});
  EXPECT_EQ(not_approved(error.metadata().at("approval"), second_).reason(), "APPROVAL_DECIDED");
}

TEST_P(ApprovalsTest, TheTableOfActsIsToBeRead) {
  const auto table = call<ListTwoHandActsResponse>(service + "ListTwoHandActs", ListTwoHandActsRequest(), first_);
  EXPECT_EQ(table.acts_size(), TwoHandAct_descriptor()->value_count() - 1) << "each act has its rule";
  for (const auto& act : table.acts()) {
    EXPECT_NE(act.mode(), SECOND_HAND_MODE_UNSPECIFIED);
    EXPECT_NE(act.why(), "");
    EXPECT_NE(act.why_nb(), "");
  }
}

}  // namespace
}  // namespace muster::access
