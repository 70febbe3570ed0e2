// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/fact_rows.h"

#include <algorithm>
#include <stdexcept>

#include "platform/db/bulk.h"
#include "platform/proto/references.h"
#include "platform/rows/row_plan.h"

namespace muster::rpc {

using google::protobuf::Descriptor;
using google::protobuf::Message;

namespace detail {
namespace {

// Every column but the id, which the database gives.
std::vector<const rows::Column*> columns_of(const Descriptor& type) {
  auto columns = rows::written_columns(rows::plan_of(type));
  std::erase_if(columns, [](const rows::Column* column) { return column->name == "id"; });
  return columns;
}

db::Value stamped(Context& context, const rows::Column& column, const Message& fact) {
  if (column.name == "sequence") return context.sequence();
  if (column.name == "recorded_time") return context.now_micros();
  return rows::value_of(fact, column);
}

// What `column` shall hold; null: what it held.
const db::Query* given_for(const FactColumns& given, const std::string& column) {
  const auto found = std::find_if(given.begin(), given.end(), [&](const auto& one) { return one.first == column; });
  return found == given.end() ? nullptr : &found->second;
}

// The latest fact of each record, for a FROM.
db::Query latest_of(const Descriptor& type, const db::Query& records) {
  const std::string table = proto::table_of(type);
  db::Query from(table + " fact WHERE fact.id IN (SELECT MAX(id) FROM " + table + " WHERE record IN (");
  from += records;
  from += ") GROUP BY record)";
  return from;
}

void require_known(const Descriptor& type, const FactColumns& given) {
  const auto stored = columns_of(type);
  for (const auto& [name, sql] : given) {
    const bool known =
        std::any_of(stored.begin(), stored.end(), [&](const auto* column) { return column->name == name; });
    if (!known) throw std::logic_error(type.full_name() + " has no column " + name);
  }
}

}  // namespace

std::vector<long long> append_facts(Context& context, const Descriptor& type,
                                    const std::vector<const Message*>& facts) {
  if (facts.empty()) return {};
  context.sequence();  // the time below is that of the ledger's lock
  const auto columns = columns_of(type);
  std::vector<std::string> names;
  for (const rows::Column* column : columns) names.push_back(column->name);
  std::vector<db::Row> all;
  all.reserve(facts.size());
  for (const Message* fact : facts) {
    db::Row& row = all.emplace_back();
    row.reserve(columns.size());
    for (const rows::Column* column : columns) row.push_back(stamped(context, *column, *fact));
  }
  return db::insert_rows(context.sql, proto::table_of(type), names, std::move(all));
}

void append_facts_from(Context& context, const Descriptor& type, const db::Query& from, const FactColumns& columns) {
  require_known(type, columns);
  context.sequence();
  const FactColumns stamps{{"sequence", {"CAST(? AS BIGINT)", {context.sequence()}}},
                           {"recorded_time", {"CAST(? AS BIGINT)", {context.now_micros()}}}};
  const auto stored = columns_of(type);
  db::Query query("INSERT INTO " + proto::table_of(type) + " (" + rows::column_list(stored, "") + ")");
  const char* before = " SELECT ";
  for (const rows::Column* column : stored) {
    const db::Query* given = given_for(stamps, column->name);
    if (given == nullptr) given = given_for(columns, column->name);
    query += before;
    query += given != nullptr ? *given : db::Query("fact." + column->name);
    before = ", ";
  }
  query += " FROM ";
  query += from;
  db::execute(context.sql, query);
}

void supersede(Context& context, const Descriptor& type, const db::Query& records, const FactColumns& columns) {
  db::Query from = latest_of(type, records);
  from += " ORDER BY fact.id";
  append_facts_from(context, type, from, columns);
}

void void_records(Context& context, const Descriptor& type, const db::Query& records) {
  db::Query from = latest_of(type, records);
  from += " AND (fact.day_to IS NULL OR fact.day_to > fact.day_from) ORDER BY fact.id";
  append_facts_from(context, type, from, {{"day_to", "fact.day_from"}});
}

}  // namespace detail
}  // namespace muster::rpc
