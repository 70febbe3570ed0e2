// SPDX-License-Identifier: EUPL-1.2
#include "access/grants.h"

#include <algorithm>

#include "access/accounts.h"
#include "access/notices.h"
#include "access/second_hands.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/list.h"
#include "platform/rows/rows.h"
#include "platform/rpc/registry.h"
#include "platform/rpc/scope.h"
#include "platform/rpc/second_hand.h"
#include "platform/rpc/taken_numbers.h"
#include "platform/rpc/unit_in_force.h"
#include "platform/status/error.h"
#include "platform/text/code_key.h"

namespace muster::access {
namespace {

v1::Grant read_grant(rpc::Context& context, long long id) {
  auto grant = rows::query_one<v1::Grant>(
      context.sql, {"SELECT " + rows::columns<v1::Grant>() + " FROM role_grant WHERE id = ?", {id}});
  if (!grant) throw status::not_found(proto::name_of<v1::Grant>(id));
  return *grant;
}

// The grant, if it is within the caller's scope: those without a unit only when that is everything.
v1::Grant read_visible_grant(rpc::Context& context, const std::string& name) {
  const long long id = proto::id_of<v1::Grant>(name);
  db::Query query{"SELECT 1 FROM role_grant WHERE id = ? AND ", {id}};
  query += rpc::visible_units(rpc::scope_of(context), "role_grant.unit");
  if (!db::select_one<long long>(context.sql, query)) throw status::not_found(name);
  return read_grant(context, id);
}

// What the caller may give: no more than they administer, and nothing to themselves. Not rpc::own_case: a grant is an
// account's, and administrators may have no person.
void check_may_give(rpc::Context& context, const v1::Grant& grant, long long account) {
  if (account == context.caller.account) {
    throw status::failed_precondition(platform::v1::REASON_NOT_OWN_CASE,
                                      "nobody gives a grant to themselves; ask another administrator");
  }
  if (!grant.unit().empty()) {
    const long long unit = proto::id_of(grant.unit(), "units", "grant.unit");
    rpc::require_visible_unit(context, unit);
    rpc::require_unit_in_force(context, unit, grant.has_valid_to() ? std::optional(grant.valid_to()) : std::nullopt,
                               "grant.unit");
  } else if (!rpc::scope_of(context).everything) {
    throw status::permission_denied(
        platform::v1::REASON_SCOPE_TOO_NARROW,
        "a grant without a unit is for all units, and you administer some; name one of those in grant.unit",
        {{"roles", rpc::roles_listed(context.method.access.roles())}});
  }
}

}  // namespace

long long granted_account(rpc::Context& context, const v1::CreateGrantRequest& request) {
  const std::string& name = request.grant().account();
  if (name.empty() == request.account_name().empty()) {
    throw name.empty()
        ? status::invalid_argument("grant.account", platform::v1::REASON_REQUIRED, "is required, or account_name")
        : status::invalid_argument("account_name", platform::v1::REASON_EXCLUSIVE,
                                   "or grant.account; give one of them");
  }
  // Whoever is not shown all accounts is not to find out by trying which there are.
  const bool guesses = name.empty() && !rpc::scope_of(context).everything;
  if (guesses) rpc::require_numbers_left(context);
  db::Query query("SELECT account.id FROM account WHERE ");
  if (name.empty()) {
    query += {"account.account_name_key = ?", {text::code_key(request.account_name())}};
  } else {
    query += {"account.id = ? AND (account.id = ? OR ",
              {proto::id_of<v1::Account>(name, "grant.account"), context.caller.account}};
    query += shown_accounts(rpc::scope_of(context));
    query += ")";
  }
  if (const auto found = db::select_one<long long>(context.sql, query)) return std::get<0>(*found);
  if (guesses) {
    throw status::invalid_argument("account_name", platform::v1::REASON_NO_SUCH_ACCOUNT,
                                   "is the name of no account; it is to be exact");
  }
  throw status::invalid_argument(name.empty() ? "account_name" : "grant.account",
                                 platform::v1::REASON_REFERENCE_NOT_FOUND,
                                 name.empty() ? "is the name of no account; it is to be exact"
                                              : "is no account that you are shown by ListAccounts; give account_name, "
                                                "or have the account created first",
                                 {{"name", name.empty() ? request.account_name() : name}});
}

v1::Grant create_grant(rpc::Context& context, const v1::CreateGrantRequest& request) {
  v1::Grant grant = request.grant();
  const long long account = granted_account(context, request);
  grant.set_account(proto::name_of<v1::Account>(account));
  check_may_give(context, grant, account);
  const std::string person = read_account(context, account).person();
  if (grant.role() == platform::v1::ROLE_PERSON && person.empty()) {
    throw status::failed_precondition(platform::v1::REASON_PERSON_REQUIRED,
                                      "ROLE_PERSON is for accounts with a person; this one has none");
  }
  v1::Grant given = grant;
  given.set_given_by(rpc::first_hand_of(context));
  given.set_approved_by(rpc::second_hand_of(context));
  const long long id = rows::insert(context.sql, "role_grant", given);
  if (!person.empty()) {
    tell_person(context, proto::id_of(person, "persons", "person"), v1::NOTICE_KIND_GRANT_GIVEN, account);
  }
  return read_grant(context, id);
}

proto::Encoded<v1::ListGrantsResponse> list_grants(rpc::Context& context, const v1::ListGrantsRequest& request) {
  rows::ListSpec spec;
  spec.table = "role_grant";
  spec.where = rpc::visible_units(rpc::scope_of(context), "role_grant.unit");
  return rows::list<v1::Grant, v1::ListGrantsResponse>(context.sql, request, spec);
}

v1::Grant revoke_grant(rpc::Context& context, const v1::RevokeGrantRequest& request) {
  v1::Grant grant = read_visible_grant(context, request.name());
  // Yesterday everywhere on earth: neither the hour nor another time zone of the roster brings it back.
  const std::string yesterday = rules::format_date(rules::earliest_day(context.now) - 1);
  if (grant.has_valid_to() && grant.valid_to() <= yesterday) {
    throw status::failed_precondition(platform::v1::REASON_ALREADY_ENDED,
                                      "the grant ended already on " + grant.valid_to(),
                                      {{"name", grant.name()}, {"date", grant.valid_to()}});
  }
  require_another_administrator(context, proto::id_of<v1::Account>(grant.account()),
                                proto::id_of<v1::Grant>(grant.name()));
  // A grant of today never held a whole day: its first day moves too, so that the days stay in order.
  grant.set_valid_from(std::min(grant.valid_from(), yesterday));
  grant.set_valid_to(yesterday);
  google::protobuf::FieldMask mask;
  mask.add_paths("valid_from");
  mask.add_paths("valid_to");
  rows::update(context.sql, "role_grant", grant, mask);
  return read_grant(context, proto::id_of<v1::Grant>(request.name()));
}

}  // namespace muster::access
