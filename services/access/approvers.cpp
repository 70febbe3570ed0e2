// SPDX-License-Identifier: EUPL-1.2
#include "access/approvers.h"

#include <algorithm>
#include <map>
#include <optional>

#include "access/reviews.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/enums.h"
#include "platform/proto/resources.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"

namespace muster::access {
namespace {

using platform::v1::Role;

// A grant that two gave, of a live account.
struct Holder {
  long long account;
  std::optional<long long> person;
  std::string name;
  rpc::Grant grant;
};

// Of one account, or of all.
std::vector<Holder> holders(rpc::Context& context, std::optional<long long> account) {
  const std::string today = rules::format_date(context.today());
  db::Query query{
      "SELECT account.id, account.person, CASE display_name WHEN '' THEN account_name ELSE display_name END, role, unit"
      " FROM role_grant JOIN account ON account.id = role_grant.account WHERE role_grant.approved_by <> ''"
      " AND valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?) AND account.disabled = 0 AND account.service = 0",
      {today, today}};
  if (account) query += {" AND account.id = ?", {*account}};
  query += " ORDER BY account_name";
  std::vector<Holder> all;
  for (auto& [id, person, name, role, unit] :
       db::select<long long, std::optional<long long>, std::string, std::string, std::optional<long long>>(context.sql,
                                                                                                           query)) {
    all.push_back({id, person, std::move(name), {proto::enum_named<Role>(role), unit}});
  }
  return all;
}

bool covers(rpc::Context& context, const rpc::Grant& grant, const v1::Approval& approval) {
  const auto& roles = approval.approver_roles();
  if (std::find(roles.begin(), roles.end(), grant.role) == roles.end()) return false;
  if (!grant.unit) return true;
  if (approval.unit().empty()) return false;
  const long long unit = proto::id_of(approval.unit(), "units", "unit");
  return db::select_one<long long>(
             context.sql, {"SELECT 1 FROM unit_closure WHERE ancestor = ? AND descendant = ?", {*grant.unit, unit}})
      .has_value();
}

std::optional<long long> person_of(rpc::Context& context, const std::string& account) {
  auto row = db::select_one<std::optional<long long>>(
      context.sql, {"SELECT person FROM account WHERE id = ?", {proto::id_of<v1::Account>(account)}});
  return row ? std::get<0>(*row) : std::nullopt;
}

bool is_party(const v1::Approval& approval, std::optional<long long> askers_person, long long account,
              std::optional<long long> person) {
  const std::string name = proto::name_of<v1::Account>(account);
  if (name == approval.asked_by() || name == approval.account()) return true;
  return person && (person == askers_person || "persons/" + std::to_string(*person) == approval.person());
}

db::Query of_roles(const std::vector<rpc::Grant>& grants) {
  std::map<Role, rpc::Scope> scopes;
  for (const rpc::Grant& grant : grants) {
    rpc::Scope& scope = scopes[grant.role];
    if (grant.unit) {
      scope.units.push_back(*grant.unit);
    } else {
      scope.everything = true;
    }
  }
  db::Query condition("(1 = 0");
  for (const auto& [role, scope] : scopes) {
    condition += {" OR (approver_roles LIKE ? AND ", {"%\"" + platform::v1::Role_Name(role) + "\"%"}};
    condition += rpc::visible_units(scope, "approval.unit");
    condition.text += ')';
  }
  condition.text += ')';
  return condition;
}

}  // namespace

std::string role_words(const v1::Approval& approval) {
  std::string words;
  for (const int role : approval.approver_roles()) {
    words += (words.empty() ? "" : ", ") + platform::v1::Role_Name(static_cast<Role>(role)).substr(sizeof("ROLE_") - 1);
  }
  return words;
}

bool is_party(rpc::Context& context, const v1::Approval& approval, long long account) {
  return is_party(approval, person_of(context, approval.asked_by()), account,
                  person_of(context, proto::name_of<v1::Account>(account)));
}

bool holds_role(rpc::Context& context, const v1::Approval& approval, long long account) {
  const auto held = holders(context, account);
  return std::any_of(held.begin(), held.end(),
                     [&](const Holder& holder) { return covers(context, holder.grant, approval); });
}

std::vector<std::string> approvers_of(rpc::Context& context, const v1::Approval& approval) {
  const auto askers_person = person_of(context, approval.asked_by());
  std::vector<std::string> names;
  long long last = 0;
  for (const Holder& holder : holders(context, std::nullopt)) {
    if (holder.account == last || is_party(approval, askers_person, holder.account, holder.person)) continue;
    if (!covers(context, holder.grant, approval)) continue;
    names.push_back(holder.name);
    last = holder.account;
  }
  return names;
}

void require_approver(rpc::Context& context, const v1::Approval& approval) {
  if (context.caller.system) return;
  if (is_party(approval, person_of(context, approval.asked_by()), context.caller.account, context.caller.person)) {
    throw status::failed_precondition(platform::v1::REASON_OWN_REQUEST,
                                      "nobody is the second hand of what they asked for or what is for themselves, by "
                                      "whichever account; somebody else has to look at it");
  }
  if (holds_role(context, approval, context.caller.account)) return require_reviewer(context, approval);
  const std::string roles = role_words(approval);
  throw status::permission_denied(
      platform::v1::REASON_NOT_AN_APPROVER,
      "whoever approves this holds " + roles + " for " +
          (approval.unit().empty() ? "all units" : approval.unit() + " or a unit above it") +
          ", by a grant that was itself approved",
      {{"roles", roles}});
}

db::Query of_callers_roles(rpc::Context& context) {
  if (context.caller.system) return "1 = 1";
  return of_roles(context.caller.grants);
}

db::Query waits_for_caller(rpc::Context& context) {
  if (context.caller.system) {
    return "approval.state IN ('APPROVAL_STATE_PENDING', 'APPROVAL_STATE_TO_REVIEW', 'APPROVAL_STATE_REVIEW_OVERDUE')";
  }
  db::Query condition("(approval.state = 'APPROVAL_STATE_PENDING' OR (");
  condition += to_review_by_caller(context);
  condition += "))";
  const long long account = context.caller.account;
  condition += {" AND asked_by <> ? AND (approval.account IS NULL OR approval.account <> ?)", {account, account}};
  if (const auto person = context.caller.person) {
    condition +=
        {" AND (approval.person IS NULL OR approval.person <> ?) AND NOT EXISTS (SELECT 1 FROM account asker"
         " WHERE asker.id = approval.asked_by AND asker.person = ?)",
         {*person, *person}};
  }
  std::vector<rpc::Grant> grants;
  for (const Holder& holder : holders(context, account)) grants.push_back(holder.grant);
  condition += " AND ";
  condition += of_roles(grants);
  return condition;
}

bool is_of_callers_roles(rpc::Context& context, const v1::Approval& approval) {
  return context.caller.system || std::any_of(context.caller.grants.begin(), context.caller.grants.end(),
                                              [&](const auto& grant) { return covers(context, grant, approval); });
}

}  // namespace muster::access
