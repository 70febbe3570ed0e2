// SPDX-License-Identifier: EUPL-1.2
// Open ends: whatever is in a state that what it hangs on makes impossible. Steps settle what they end, or tell it as
// open; this finds what is left, whoever left it. It reads the tables of all services and writes none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "muster/roster/v1/roster.pb.h"
#include "platform/db/session.h"
#include "platform/rpc/context.h"
#include "platform/rpc/scope.h"

namespace muster::roster {

// What the rules know of a moment.
struct OpenEndView {
  rpc::Scope scope;  // whose people are told; what concerns nobody is told to all
  rules::Day today;  // the roster's
};

// The rules that find something, each with how many and the first `limit` of them; `only` one of them, if it is not empty.
std::vector<v1::OpenEndRule> find_open_ends(db::Session& session, const OpenEndView& view, int limit,
                                            std::string_view only = "");

// The names of all rules, in their order.
std::vector<std::string> open_end_rules();

// Errors: INVALID_ARGUMENT (no such rule).
v1::ListOpenEndsResponse list_open_ends(rpc::Context& context, const v1::ListOpenEndsRequest& request);

}  // namespace muster::roster
