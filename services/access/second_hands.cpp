// SPDX-License-Identifier: EUPL-1.2
#include "access/second_hands.h"

#include <algorithm>

#include "access/grants.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/resources.h"
#include "platform/rpc/two_hand_acts.h"
#include "platform/status/error.h"

namespace muster::access {
namespace {

using platform::v1::Role;

struct Known {
  std::string name;
  std::optional<long long> person;
  bool service = false;
};

// The account "accounts/9"; none if there is no such account, which the handler will say.
std::optional<Known> find_account(rpc::Context& context, long long id) {
  auto row = db::select_one<std::string, std::optional<long long>, long long>(
      context.sql, {"SELECT account_name, person, service FROM account WHERE id = ?", {id}});
  if (!row) return std::nullopt;
  return Known{std::get<0>(*row), std::get<1>(*row), std::get<2>(*row) != 0};
}

std::string role_word(Role role) { return platform::v1::Role_Name(role).substr(sizeof("ROLE_") - 1); }

std::string for_units(rpc::Context& context, const std::optional<long long>& unit) {
  if (!unit) return "for all units";
  auto row = db::select_one<std::string>(context.sql, {"SELECT code FROM unit WHERE id = ?", {*unit}});
  return "for the unit " + (row ? std::get<0>(*row) : std::string("?")) + " (units/" + std::to_string(*unit) + ")";
}

// Whether it holds, or will hold, more than figures.
bool opens_personal_data(rpc::Context& context, long long account) {
  return db::select_one<long long>(
             context.sql,
             {"SELECT 1 FROM role_grant WHERE account = ? AND role <> ? AND (valid_to IS NULL OR"
              " valid_to >= ?)",
              {account, platform::v1::Role_Name(platform::v1::ROLE_ANALYST), rules::format_date(context.today())}})
      .has_value();
}

rpc::Act key_act(long long id, const Known& account, const std::string& sentence) {
  return {.act = platform::v1::TWO_HAND_ACT_ACCOUNT_KEY,
          .mode = rpc::two_hand_rule(platform::v1::TWO_HAND_ACT_ACCOUNT_KEY).mode,
          .sentence = sentence + " " + account.name + " (" + proto::name_of<v1::Account>(id) + ")",
          .account = id,
          .person = account.person,
          .label = account.name};
}

}  // namespace

std::optional<rpc::Act> grant_act(rpc::Context& context, const v1::CreateGrantRequest& request) {
  const v1::Grant& grant = request.grant();
  if (grant.role() == platform::v1::ROLE_ANALYST) return std::nullopt;
  const long long id = granted_account(context, request);
  const Known account = find_account(context, id).value_or(Known{});
  std::optional<long long> unit;
  if (!grant.unit().empty()) unit = proto::id_of(grant.unit(), "units", "grant.unit");
  return rpc::Act{.act = platform::v1::TWO_HAND_ACT_GRANT,
                  .mode = rpc::two_hand_rule(platform::v1::TWO_HAND_ACT_GRANT).mode,
                  .sentence = "Give " + role_word(grant.role()) + " " + for_units(context, unit) + " to the account " +
                              account.name + " (" + proto::name_of<v1::Account>(id) + ") from " + grant.valid_from() +
                              (grant.has_valid_to() ? " to " + grant.valid_to() : ""),
                  .account = id,
                  .role = grant.role(),
                  .unit = unit,
                  .person = account.person,
                  .label = account.name};
}

std::optional<rpc::Act> account_act(rpc::Context& context, const v1::CreateAccountRequest& request) {
  if (request.account().person().empty()) return std::nullopt;
  const auto& rule = rpc::two_hand_rule(platform::v1::TWO_HAND_ACT_ACCOUNT_OF_PERSON);
  const auto live = db::select_one<long long>(context.sql, "SELECT COUNT(*) FROM account WHERE disabled = 0");
  const bool alone = std::get<0>(*live) < rule.alone_below_accounts;
  return rpc::Act{
      .act = rule.act,
      .mode = alone ? platform::v1::SECOND_HAND_MODE_FRESH_FACTOR : rule.mode,
      .sentence = "Create the account " + request.account().account_name() + ", which is " + request.account().person(),
      .person = proto::id_of(request.account().person(), "persons", "account.person"),
      .label = request.account().account_name()};
}

std::optional<rpc::Act> token_act(rpc::Context& context, const v1::CreateTokenRequest& request) {
  if (request.account().empty()) return std::nullopt;
  const long long id = proto::id_of<v1::Account>(request.account(), "account");
  const auto account = find_account(context, id);
  if (!account || !opens_personal_data(context, id)) return std::nullopt;
  return key_act(id, *account, "Make a token of the service account");
}

std::optional<rpc::Act> password_code_act(rpc::Context& context, const v1::CreatePasswordCodeRequest& request) {
  const long long id = proto::id_of<v1::Account>(request.name());
  const auto account = find_account(context, id);
  if (!account || !opens_personal_data(context, id)) return std::nullopt;
  return key_act(id, *account, "Make a code for the first password of the account");
}

void require_another_administrator(rpc::Context& context, long long account, long long grant) {
  if (context.caller.system) return;
  context.sequence();  // two that leave at once: the second one waits here
  const std::string today = rules::format_date(context.today());
  bool leaves = false, leaves_lasting = false, stays = false, stays_lasting = false;
  for (const auto& [id, holder, valid_to] : db::select<long long, long long, std::optional<std::string>>(
           context.sql, {"SELECT role_grant.id, role_grant.account, valid_to FROM role_grant JOIN account ON "
                         "account.id = role_grant.account"
                         " WHERE role = ? AND unit IS NULL AND valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?)"
                         " AND account.disabled = 0 AND account.service = 0",
                         {platform::v1::Role_Name(platform::v1::ROLE_ADMINISTRATOR), today, today}})) {
    const bool taken = holder == account && (grant == 0 || id == grant);
    (taken ? leaves : stays) = true;
    if (!valid_to) (taken ? leaves_lasting : stays_lasting) = true;
  }
  if (!leaves || (stays && (stays_lasting || !leaves_lasting))) return;
  throw status::failed_precondition(
      platform::v1::REASON_SOLE_ADMINISTRATOR,
      std::string(stays ? "nobody else administers all units for longer than to a last day"
                        : "nobody else administers all units") +
          "; give somebody else a grant of ADMINISTRATOR without a unit and a last day first");
}

}  // namespace muster::access
