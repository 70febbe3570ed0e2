// SPDX-License-Identifier: EUPL-1.2
// What a person is to know of accounts that are theirs: in every session until it is dismissed.
#pragma once

#include "muster/access/v1/access.pb.h"
#include "platform/rpc/context.h"

namespace muster::access {

// Tells the person of what the caller has just done with the account.
void tell_person(rpc::Context& context, long long person, v1::NoticeKind kind, long long account);

// Tells the account of what `actor` ("accounts/4", or "console") did that is to be looked at, or said of it.
void tell_account(rpc::Context& context, long long account, v1::NoticeKind kind, const v1::Approval& approval,
                  const std::string& actor);

// Those of the session's account and person that were not dismissed, the newest first.
void add_notices(rpc::Context& context, v1::Session& session);

// Errors: NOT_FOUND, also for somebody else's.
v1::DismissNoticeResponse dismiss_notice(rpc::Context& context, const v1::DismissNoticeRequest& request);

}  // namespace muster::access
