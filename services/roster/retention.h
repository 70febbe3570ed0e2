// SPDX-License-Identifier: EUPL-1.2
// What is deleted after a time of rest: a rule for each kind, that somebody set and somebody applies. All of these are
// for callers whose grant is for all units (PERMISSION_DENIED).
#pragma once

#include "muster/roster/v1/roster.pb.h"
#include "platform/rpc/context.h"

namespace muster::roster {

v1::RetentionRule set_retention_rule(rpc::Context& context, const v1::SetRetentionRuleRequest& request);

v1::PreviewRetentionResponse preview_retention(rpc::Context& context, const v1::PreviewRetentionRequest& request);

v1::ApplyRetentionResponse apply_retention(rpc::Context& context, const v1::ApplyRetentionRequest& request);

}  // namespace muster::roster
