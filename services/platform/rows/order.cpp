// SPDX-License-Identifier: EUPL-1.2
// The order of a list, and where its next page begins.
#include <algorithm>

#include <google/protobuf/descriptor.h>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/filter.h"
#include "platform/status/error.h"

namespace muster::rows {
namespace {

using status::Error;

Error wrong(const std::string& what) {
  return status::invalid_argument("order_by", platform::v1::REASON_MALFORMED_ORDER, what);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

bool can_order(const Column& column) {
  return !column.nullable && column.kind != Kind::list && column.kind != Kind::version;
}

const Column& ordered_column(std::string_view field, const FilterContext& context) {
  std::string possible;
  for (const Column* column : context.columns) {
    const bool named = column->field->name() == field || (column->kind == Kind::id && field == "id");
    if (named && can_order(*column)) return *column;
    if (named && column->nullable) {
      throw wrong("\"" + std::string(field) + "\" may be unset, so it cannot be ordered by");
    }
    if (can_order(*column)) possible += (possible.empty() ? "" : ", ") + column->field->name();
  }
  throw wrong("\"" + std::string(field) + "\" is not a field to order by; those are " + possible);
}

// A name goes by its place.
const Column& place_of(const Column& column) {
  const Column* place = plan_of(*column.field->containing_type()).order_of(*column.field);
  return place == nullptr ? column : *place;
}

// The place of the other of the two names; null for what is none.
const Column* other_name(const Column& column) {
  if (column.kind != Kind::order) return nullptr;
  const Plan& plan = plan_of(*column.field->containing_type());
  return plan.order_of(column.field == plan.family_name ? *plan.given_name : *plan.family_name);
}

OrderTerm parse_term(std::string_view text, const FilterContext& context) {
  const auto space = text.find(' ');
  const std::string_view field = text.substr(0, space);
  const std::string_view direction = space == std::string_view::npos ? std::string_view{} : trimmed(text.substr(space));
  if (field.empty()) throw wrong("must be fields separated by commas, each with \" desc\" or without");
  if (!direction.empty() && direction != "desc" && direction != "asc") {
    throw wrong("after \"" + std::string(field) + "\" only \"desc\" may follow");
  }
  return {&place_of(ordered_column(field, context)), direction == "desc"};
}

const Column& id_column(const FilterContext& context) {
  for (const Column* column : context.columns) {
    if (column->kind == Kind::id) return *column;
  }
  throw Error(status::Code::internal, context.table + " is listed without a name");
}

}  // namespace

namespace {

bool is_among(const std::vector<OrderTerm>& terms, const Column* column) {
  return std::any_of(terms.begin(), terms.end(), [&](const OrderTerm& term) { return term.column == column; });
}

// Puts the other name behind a name that is last.
void add_other_name(std::vector<OrderTerm>& terms) {
  const Column* other = terms.empty() ? nullptr : other_name(*terms.back().column);
  if (other != nullptr && !is_among(terms, other)) terms.push_back({other, terms.back().descending});
}

}  // namespace

std::vector<OrderTerm> parse_order(std::string_view order_by, const FilterContext& context) {
  if (order_by.size() > 500)
    throw status::invalid_argument("order_by", platform::v1::REASON_TOO_LONG, "must have at most 500 bytes",
                                   {{"limit", "500"}});
  std::vector<OrderTerm> terms;
  for (std::string_view rest = trimmed(order_by); !rest.empty();) {
    const auto comma = rest.find(',');
    const OrderTerm term = parse_term(trimmed(rest.substr(0, comma)), context);
    if (is_among(terms, term.column)) {
      throw wrong("\"" + term.column->field->name() + "\" is named twice");
    }
    terms.push_back(term);
    // Nothing can follow the id: it is unique.
    if (term.column->kind == Kind::id) return terms;
    if (comma == std::string_view::npos) break;
    rest = rest.substr(comma + 1);
    if (trimmed(rest).empty()) throw wrong("must not end with a comma");
  }
  add_other_name(terms);
  // In the direction of the last term, so that one index serves both ways.
  terms.push_back({&id_column(context), !terms.empty() && terms.back().descending});
  return terms;
}

db::Query after_keys(const std::vector<OrderTerm>& order, const std::vector<db::Value>& keys, std::string_view table) {
  const bool one_direction = std::all_of(order.begin(), order.end(),
                                         [&](const OrderTerm& t) { return t.descending == order.front().descending; });
  const auto column = [&](std::size_t i) { return std::string(table) + "." + order[i].column->name; };
  if (one_direction) {
    // A row comparison can walk an index.
    std::string columns, places;
    for (std::size_t i = 0; i < order.size(); ++i) {
      columns += (i == 0 ? "" : ", ") + column(i);
      places += i == 0 ? "?" : ", ?";
    }
    return {"(" + columns + ")" + (order.front().descending ? " < " : " > ") + "(" + places + ")", keys};
  }
  // a > ? OR (a = ? AND (b < ? OR (b = ? AND id < ?)))
  db::Query condition;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::string sign = order[i].descending ? " < ?" : " > ?";
    if (i + 1 == order.size()) {
      condition += {column(i) + sign, {keys[i]}};
    } else {
      condition += {"(" + column(i) + sign + " OR (" + column(i) + " = ? AND ", {keys[i], keys[i]}};
    }
  }
  for (std::size_t i = 1; i < order.size(); ++i) condition.text += "))";
  return condition;
}

}  // namespace muster::rows
