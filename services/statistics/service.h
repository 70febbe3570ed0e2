// SPDX-License-Identifier: EUPL-1.2
// Figures and the records behind them.
#pragma once

#include "muster/statistics/v1/statistics.pb.h"
#include "platform/rpc/registry.h"
#include "statistics/grouping.h"
#include "statistics/ledger.h"
#include "statistics/memo.h"
#include "statistics/names.h"
#include "statistics/rounding.h"

namespace muster::statistics {

// What the methods share: the facts in memory, names and answers already given. Thread-safe.
struct Statistics {
  Ledger ledger;
  KeptNames names;
  Grouping grouping;
  MemberKeys keys;
  Memo memo;
};

v1::ListIndicatorsResponse list_indicators(rpc::Context& context, const v1::ListIndicatorsRequest& request);

// Errors: INVALID_ARGUMENT naming the field, OUT_OF_RANGE for an answer that is too large, PERMISSION_DENIED for one that
// is too fine for the caller; rpc::WriteFirst where a month has no release yet.
v1::QueryIndicatorResponse query_indicator(Statistics& statistics, rpc::Context& context,
                                           const v1::QueryIndicatorRequest& request);

// The facts belong to the registry: one registry serves one database.
void register_methods(rpc::Registry& registry);

}  // namespace muster::statistics
