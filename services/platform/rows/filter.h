// SPDX-License-Identifier: EUPL-1.2
// The filter and order_by of a list as SQL; the grammar is in list.h. Included by the .cpp
// files of rows/ only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/db/query.h"
#include "platform/db/session.h"
#include "platform/rows/row_plan.h"
#include "platform/text/name_order.h"

namespace muster::rows {

// What the condition is made from: the columns that may be named, and how.
struct FilterContext {
  db::Backend backend;
  std::string table;
  std::vector<const Column*> columns;
  text::NameRules name_rules = {};  // by which names compare
};

// "1 = 1" for an empty filter. Errors: INVALID_ARGUMENT naming "filter", with the position.
db::Query compile_filter(std::string_view filter, const FilterContext& context);

struct OrderTerm {
  const Column* column;  // that is named; of a name, the column of its place
  bool descending;
};

// The terms of `order_by` followed by the id, which makes the order total. Behind a name that is the last stands the other
// one, in its direction, unless it is named too.
// Errors: INVALID_ARGUMENT naming "order_by".
std::vector<OrderTerm> parse_order(std::string_view order_by, const FilterContext& context);

// The rows after the one whose values of `order` are `keys`.
db::Query after_keys(const std::vector<OrderTerm>& order, const std::vector<db::Value>& keys, std::string_view table);

}  // namespace muster::rows
