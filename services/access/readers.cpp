// SPDX-License-Identifier: EUPL-1.2
#include "access/readers.h"

#include "platform/rows/list.h"
#include "platform/rpc/scope.h"

namespace muster::access {
namespace {

// The records of more people than are kept by name, of units that the person belonged to that day.
db::Query among_many(rpc::Context& context, long long person) {
  db::Query condition("SELECT id FROM read_record AS many WHERE many.scope <> '' AND (many.scope = 'all'");
  for (const auto& [unit, first, last] : db::select<long long, std::string, std::optional<std::string>>(
           context.sql, {"SELECT unit_closure.ancestor, affiliation.valid_from, affiliation.valid_to FROM affiliation"
                         " JOIN unit_closure ON unit_closure.descendant = affiliation.unit"
                         " WHERE affiliation.person = ? ORDER BY affiliation.id, unit_closure.ancestor",
                         {person}})) {
    condition += {" OR (many.scope LIKE ? AND many.read_date >= ? AND many.read_date <= ?)",
                  {"%," + std::to_string(unit) + ",%", first, last.value_or("9999-12-31")}};
  }
  condition.text += ')';
  return condition;
}

}  // namespace

proto::Encoded<v1::ListReadRecordsResponse> list_read_records(rpc::Context& context,
                                                              const v1::ListReadRecordsRequest& request) {
  rpc::require_all_units(context);
  rows::ListSpec spec;
  spec.table = "read_record";
  spec.default_order = "name desc";
  return rows::list<v1::ReadRecord, v1::ListReadRecordsResponse>(context.sql, request, spec);
}

proto::Encoded<v1::ListMyReadersResponse> list_my_readers(rpc::Context& context,
                                                          const v1::ListMyReadersRequest& request) {
  rows::ListSpec spec;
  spec.table = "read_record";
  spec.default_order = "name desc";
  const long long person = context.caller.person.value_or(0);
  spec.joined = {
      " LEFT JOIN read_person ON read_person.read_record = read_record.id AND read_person.person = ?"
      " LEFT JOIN unit ON unit.id = read_record.unit",
      {{"unit", "read_record.unit"},
       {"unit_display_name", "unit.display_name"},
       {"unit_display_name_nb", "unit.display_name_nb"},
       {"times", "COALESCE(read_person.times, read_record.times)"},
       {"among_many", "CASE WHEN read_person.times IS NULL THEN 1 ELSE 0 END"}}};
  spec.joined_args = {person};
  if (person == 0) {
    spec.where = "1 = 0";
  } else {
    spec.where = {
        "COALESCE(read_record.account, 0) <> ? AND read_record.id IN"
        " (SELECT read_record FROM read_person WHERE person = ? UNION ALL ",
        {context.caller.account, person}};
    spec.where += among_many(context, person);
    spec.where.text += ')';
  }
  return rows::list<v1::MyReader, v1::ListMyReadersResponse>(context.sql, request, spec);
}

}  // namespace muster::access
