// SPDX-License-Identifier: EUPL-1.2
// Units and missions say which disclosure they have on the roster's today.
#pragma once

#include <string>

#include "platform/proto/enums.h"
#include "platform/rows/rows.h"
#include "platform/rpc/day_job.h"

namespace muster::rpc {

// Of `table`, "unit", those whose changes say something else of the day: id and disclosure.
inline db::Query behind_disclosure(const std::string& table, rules::Day today) {
  const std::string said = "(SELECT disclosure FROM " + table + "_disclosure said WHERE said." + table + " = " + table +
                           ".id AND said.valid_from <= ? ORDER BY said.valid_from DESC, said.id DESC LIMIT 1)";
  const std::string date = rules::format_date(today);
  return {"SELECT behind.id, behind.disclosure FROM (SELECT " + table + ".id AS id, " + table +
              ".disclosure AS shown, COALESCE(" + said + ", 'DISCLOSURE_NAMED') AS disclosure FROM (SELECT DISTINCT " +
              table + " FROM " + table + "_disclosure) changed JOIN " + table + " ON " + table + ".id = changed." +
              table + ") behind WHERE behind.shown <> behind.disclosure",
          {date}};
}

// `method`: that changes it.
template <class Resource>
RowsOfToday disclosure_of_today(const std::string& table, const std::string& method) {
  return {method,
          [table](db::Session& session, const DayLook& look) {
            return db::select_one<long long, std::string>(session, behind_disclosure(table, look.today)).has_value();
          },
          [table](Context& context, const DayLook& look) {
            google::protobuf::FieldMask mask;
            mask.add_paths("disclosure");
            long long written = 0;
            for (const auto& [id, disclosure] :
                 db::select<long long, std::string>(context.sql, behind_disclosure(table, look.today))) {
              Resource row;
              row.set_name(proto::name_of<Resource>(id));
              row.set_disclosure(proto::enum_named<platform::v1::Disclosure>(disclosure));
              rows::update(context.sql, table, row, mask);
              ++written;
            }
            return written;
          }};
}

}  // namespace muster::rpc
