// SPDX-License-Identifier: EUPL-1.2
// Figures and the records behind them.
#pragma once

#include "muster/statistics/v1/statistics.pb.h"
#include "platform/rpc/registry.h"
#include "statistics/ledger.h"
#include "statistics/memo.h"
#include "statistics/names.h"

namespace muster::statistics {

// What the methods share: the facts in memory, names and answers already given. Thread-safe.
struct Statistics {
  Ledger ledger;
  KeptNames names;
  Memo memo;
};

v1::ListIndicatorsResponse list_indicators(rpc::Context& context, const v1::ListIndicatorsRequest& request);

// Errors: INVALID_ARGUMENT naming the field, OUT_OF_RANGE for an answer that is too large.
v1::QueryIndicatorResponse query_indicator(Statistics& statistics, rpc::Context& context,
                                           const v1::QueryIndicatorRequest& request);

// The facts belong to the registry: one registry serves one database.
void register_methods(rpc::Registry& registry);

}  // namespace muster::statistics
