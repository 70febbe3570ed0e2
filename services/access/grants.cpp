// SPDX-License-Identifier: EUPL-1.2
#include "access/grants.h"

#include <algorithm>

#include "access/accounts.h"
#include "platform/db/list.h"
#include "platform/db/rows.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"

namespace muster::access {
namespace {

v1::Grant read_grant(rpc::Call& call, long long id) {
  auto grant = db::query_one<v1::Grant>(call.sql,
                                        {"SELECT " + db::columns<v1::Grant>() + " FROM role_grant WHERE id = ?", {id}});
  if (!grant) throw status::not_found(db::name_of<v1::Grant>(id));
  return *grant;
}

// The grant, if it is within the caller's scope: those without a unit only when that is everything.
v1::Grant read_visible_grant(rpc::Call& call, const std::string& name) {
  const long long id = db::id_of<v1::Grant>(name);
  db::Query query{"SELECT 1 FROM role_grant WHERE id = ? AND ", {id}};
  query += rpc::visible_units(rpc::scope_of(call), "role_grant.unit");
  if (!db::select_one<long long>(call.sql, query)) throw status::not_found(name);
  return read_grant(call, id);
}

// What the caller may give: no more than they administer, and nothing to themselves.
void check_may_give(rpc::Call& call, const v1::Grant& grant, long long account) {
  if (account == call.caller.account) {
    throw status::failed_precondition("nobody gives a grant to themselves; ask another administrator");
  }
  if (!grant.unit().empty()) {
    rpc::require_visible_unit(call, db::id_of(grant.unit(), "units", "grant.unit"));
  } else if (!rpc::scope_of(call).everything) {
    throw status::permission_denied(
        "a grant without a unit is for all units, and you administer some; name one of those in grant.unit");
  }
}

}  // namespace

v1::Grant create_grant(rpc::Call& call, const v1::CreateGrantRequest& request) {
  const v1::Grant& grant = request.grant();
  const long long account = db::id_of<v1::Account>(grant.account(), "grant.account");
  check_may_give(call, grant, account);
  if (!db::select_one<long long>(call.sql, {"SELECT 1 FROM account WHERE id = ?", {account}})) {
    throw status::invalid_argument("grant.account", "does not exist; create the account first");
  }
  if (grant.role() == platform::v1::ROLE_PERSON && read_account(call, account).person().empty()) {
    throw status::failed_precondition("ROLE_PERSON is for accounts with a person; this one has none");
  }
  return read_grant(call, db::insert(call.sql, "role_grant", grant));
}

db::Encoded<v1::ListGrantsResponse> list_grants(rpc::Call& call, const v1::ListGrantsRequest& request) {
  db::ListSpec spec;
  spec.table = "role_grant";
  spec.where = rpc::visible_units(rpc::scope_of(call), "role_grant.unit");
  return db::list<v1::Grant, v1::ListGrantsResponse>(call.sql, request, spec);
}

v1::Grant revoke_grant(rpc::Call& call, const v1::RevokeGrantRequest& request) {
  v1::Grant grant = read_visible_grant(call, request.name());
  const std::string yesterday = rules::format_date(call.today() - 1);
  if (grant.has_valid_to() && grant.valid_to() <= yesterday) {
    throw status::failed_precondition("the grant ended already on " + grant.valid_to());
  }
  // A grant of today never held a whole day: its first day moves too, so that the days stay in order.
  grant.set_valid_from(std::min(grant.valid_from(), yesterday));
  grant.set_valid_to(yesterday);
  google::protobuf::FieldMask mask;
  mask.add_paths("valid_from");
  mask.add_paths("valid_to");
  db::update(call.sql, "role_grant", grant, mask);
  return read_grant(call, db::id_of<v1::Grant>(request.name()));
}

}  // namespace muster::access
