// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <cctype>
#include <cstdio>
#include <iostream>
#include <memory>
#include <vector>

#include "commands.h"
#include "muster/access/v1/access.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "muster/roster/v1/roster.pb.h"
#include "platform/proto/enums.h"
#include "platform/rows/rows.h"
#include "platform/status/error.h"

namespace muster::cli {
namespace {

const std::string access_service = "muster.access.v1.AccessService/";

// "hr_unit", "HR-UNIT" and "ROLE_HR_UNIT" are the same role.
platform::v1::Role parse_role(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return c == '-' ? '_' : std::toupper(c); });
  if (!text.starts_with("ROLE_")) text = "ROLE_" + text;
  const auto role = proto::enum_named<platform::v1::Role>(text);
  if (role != platform::v1::ROLE_UNSPECIFIED) return role;
  std::string all;
  for (int i = 1; i <= platform::v1::Role_MAX; ++i) {
    all += (i == 1 ? "" : ", ") + platform::v1::Role_Name(static_cast<platform::v1::Role>(i)).substr(5);
  }
  throw WrongFlags("--role", "is none of " + all);
}

// "read", "EXPORT" and "TOKEN_PURPOSE_EXPORT" are what one may give.
platform::v1::TokenPurpose parse_purpose(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
  if (!text.starts_with("TOKEN_PURPOSE_")) text = "TOKEN_PURPOSE_" + text;
  const auto purpose = proto::enum_named<platform::v1::TokenPurpose>(text);
  if (purpose != platform::v1::TOKEN_PURPOSE_UNSPECIFIED) return purpose;
  throw WrongFlags("--purpose", "is none of READ, WRITE, EXPORT, IMPORT, STATISTICS, ADMINISTER");
}

std::string unit_of_code(Client& client, const std::string& code) {
  roster::v1::ListUnitsRequest request;
  request.set_filter("code = \"" + code + "\"");
  const auto units = client.call<roster::v1::ListUnitsResponse>("muster.roster.v1.RosterService/ListUnits", request);
  if (units.units_size() == 0)
    throw status::invalid_argument("--unit", platform::v1::REASON_REFERENCE_NOT_FOUND,
                                   "there is no unit with the code " + code, {{"name", code}});
  return units.units(0).name();
}

access::v1::Account account_of_name(Client& client, const std::string& name) {
  access::v1::ListAccountsRequest request;
  request.set_filter("account_name = \"" + name + "\"");
  const auto accounts = client.call<access::v1::ListAccountsResponse>(access_service + "ListAccounts", request);
  if (accounts.accounts_size() == 0)
    throw status::invalid_argument("NAME", platform::v1::REASON_REFERENCE_NOT_FOUND, "there is no account " + name,
                                   {{"name", name}});
  return accounts.accounts(0);
}

struct NewAccount {
  std::string name;
  std::string display_name;
  std::string role;
  std::string unit;
  std::string person;
  bool password_stdin = false;
  bool service = false;
};

void create_account(Client& client, const NewAccount& wanted) {
  if (wanted.service == wanted.password_stdin) {
    throw WrongFlags("--password-stdin or --service", "give exactly one of them: a service account has no password");
  }
  const platform::v1::Role role = parse_role(wanted.role);
  const std::string unit = wanted.unit.empty() ? "" : unit_of_code(client, wanted.unit);
  access::v1::CreateAccountRequest request;
  request.mutable_account()->set_account_name(wanted.name);
  request.mutable_account()->set_display_name(wanted.display_name);
  request.mutable_account()->set_person(wanted.person);
  request.mutable_account()->set_service(wanted.service);
  if (wanted.password_stdin) {
    std::string password;
    std::getline(std::cin, password);
    if (password.empty()) throw WrongFlags("--password-stdin", "standard input holds no password");
    request.set_password(password);
  }
  const auto account = client.call<access::v1::Account>(access_service + "CreateAccount", request);
  // It is there also when its grant has to wait for a second person, which the refusal then says.
  std::printf("%s\n", account.name().c_str());
  access::v1::CreateGrantRequest grant;
  grant.mutable_grant()->set_account(account.name());
  grant.mutable_grant()->set_role(role);
  grant.mutable_grant()->set_unit(unit);
  grant.mutable_grant()->set_valid_from(client.today());
  client.call<access::v1::Grant>(access_service + "CreateGrant", grant);
}

struct NewToken {
  std::string name;
  int days = 0;
  std::vector<std::string> purposes, roles;
  bool password_stdin = false;
};

// A token makes no tokens, so over a server it is the account itself that asks.
void create_token(Client& client, const NewToken& wanted) {
  access::v1::CreateTokenRequest request;
  request.set_display_name("command line");
  request.set_valid_days(wanted.days);
  for (const std::string& purpose : wanted.purposes) request.add_purposes(parse_purpose(purpose));
  for (const std::string& role : wanted.roles) request.add_roles(parse_role(role));
  if (client.local()) {
    client.act_as(proto::id_of<access::v1::Account>(account_of_name(client, wanted.name).name()));
  } else if (wanted.password_stdin) {
    std::string password;
    std::getline(std::cin, password);
    client.sign_in(wanted.name, password);
  } else {
    throw WrongFlags("--password-stdin", "is needed with --server: a token makes no tokens");
  }
  const auto token = client.call<access::v1::CreateTokenResponse>(access_service + "CreateToken", request);
  std::printf("%s\n", token.token().c_str());
}

}  // namespace

void add_account_commands(CLI::App& app, Run& run) {
  auto* account = app.add_subcommand("account", "Accounts of people and programs")->require_subcommand(1);
  auto wanted = std::make_shared<NewAccount>();
  auto* create =
      account->add_subcommand("create", "Create an account with one role; reads the password from standard input");
  create->add_option("NAME", wanted->name, "What one signs in with")->required();
  create
      ->add_option("--role", wanted->role,
                   "hr_unit, hr_central, endorser, training_coordinator, leadership, analyst, "
                   "auditor, administrator or person")
      ->required();
  create->add_option("--unit", wanted->unit, "Code of the unit whose subtree the role is for; all units without it");
  create->add_option("--display-name", wanted->display_name, "How the account is shown");
  create->add_option("--person", wanted->person, "The person of the roster that it is, such as persons/42");
  create->add_flag("--password-stdin", wanted->password_stdin, "Read the password from standard input");
  create->add_flag("--service", wanted->service, "Of a program: no password, tokens alone");
  create->callback([wanted, &run] {
    run = [wanted](const Place& place) {
      Client client(place);
      create_account(client, *wanted);
    };
  });

  auto* token = app.add_subcommand("token", "Tokens for programs")->require_subcommand(1);
  auto* token_create = token->add_subcommand("create", "Print a new token of an account: it is shown once");
  auto new_token = std::make_shared<NewToken>();
  token_create->add_option("NAME", new_token->name, "The account")->required();
  token_create->add_option("--days", new_token->days, "Days until it ends; 90 without it");
  token_create
      ->add_option(
          "--purpose", new_token->purposes,
          "What it is for, comma-separated: read, write, export, import, statistics, administer; all without it, "
          "with --server all but export")
      ->delimiter(',');
  token_create->add_option("--role", new_token->roles, "Of the account's roles those it has; all without it")
      ->delimiter(',');
  token_create->add_flag("--password-stdin", new_token->password_stdin,
                         "With --server: read the account's password from standard input");
  token_create->callback([new_token, &run] {
    run = [new_token](const Place& place) {
      Client client(place);
      create_token(client, *new_token);
    };
  });
}

}  // namespace muster::cli
