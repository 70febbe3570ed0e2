// SPDX-License-Identifier: EUPL-1.2
// Taking back the facts of an import.
#pragma once

#include <string>

#include "platform/imports/kind.h"
#include "platform/proto/references.h"
#include "platform/rpc/fact_rows.h"

namespace muster::imports {

// Takes the facts F that the import wrote out of every figure known from now on.
template <class F>
void void_facts(rpc::Context& context, const Effects& effects) {
  const std::string table = proto::table_of<F>();
  for_each_range(effects, table, [&](long long first, long long last) {
    rpc::void_records<F>(context, {"SELECT record FROM " + table + " WHERE id BETWEEN ? AND ?", {first, last}});
  });
}

}  // namespace muster::imports
