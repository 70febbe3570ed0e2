// SPDX-License-Identifier: EUPL-1.2
#include "access/follow_end.h"

#include "access/accounts.h"
#include "platform/proto/resources.h"

namespace muster::access {
namespace {

std::vector<std::tuple<long long>> accounts_of(rpc::Context& context, long long person, bool disabled) {
  return db::select<long long>(context.sql, {"SELECT id FROM account WHERE person = ? AND disabled = ? ORDER BY id",
                                             {person, disabled ? 1LL : 0LL}});
}

void disable_accounts(rpc::Context& context, const rpc::End& end) {
  for (const auto& [id] : accounts_of(context, end.id, false)) {
    disable(context, id);
    rpc::add_settled(context, end, proto::name_of<v1::Account>(id), "DisableAccount",
                     "disabled and signed out, since " + rpc::in_words(end));
  }
}

void tell_accounts(rpc::Context& context, const rpc::End& end) {
  for (const auto& [id] : accounts_of(context, end.id, false)) {
    rpc::add_open(context, end, proto::name_of<v1::Account>(id), "DisableAccount",
                  "can still sign in, and " + rpc::in_words(end));
  }
}

void tell_disabled(rpc::Context& context, const rpc::End& end) {
  for (const auto& [id] : accounts_of(context, end.id, true)) {
    rpc::add_open(context, end, proto::name_of<v1::Account>(id), "CreateAccount",
                  "stays disabled, and " + rpc::in_words(end) + ": a new account is needed to sign in");
  }
}

void tell_grants(rpc::Context& context, const rpc::End& end) {
  for (const auto& [id] : db::select<long long>(
           context.sql, {"SELECT id FROM role_grant WHERE unit = ? AND (valid_to IS NULL OR valid_to > ?) ORDER BY id",
                         {end.id, end.last_day}})) {
    rpc::add_open(context, end, proto::name_of<v1::Grant>(id), "RevokeGrant",
                  "lasts longer, and " + rpc::in_words(end));
  }
}

}  // namespace

void follow_end(rpc::Context& context, const rpc::End& end) {
  switch (end.cause) {
    case rpc::Consequence::CAUSE_PERSON_DECEASED:
    case rpc::Consequence::CAUSE_PERSON_ERASED: return disable_accounts(context, end);
    case rpc::Consequence::CAUSE_PERSON_LEFT: return tell_accounts(context, end);
    case rpc::Consequence::CAUSE_PERSON_RETURNED: return tell_disabled(context, end);
    case rpc::Consequence::CAUSE_UNIT_ENDED: return tell_grants(context, end);
    default: return;
  }
}

}  // namespace muster::access
