// SPDX-License-Identifier: EUPL-1.2
#include "statistics/fact_table.h"

#include "platform/proto/references.h"
#include "platform/rows/rows.h"
#include "statistics/names.h"

namespace muster::statistics {

FactTable::FactTable(const google::protobuf::Descriptor& message)
    : type(&message),
      select("SELECT " + rows::columns(message) + " FROM " + proto::table_of(message)),
      id(find("id")),
      sequence(find("sequence")),
      recorded_time(find("recorded_time")),
      record(find("record")),
      subject(find("subject")),
      day_from(find("day_from")),
      day_to(find("day_to")) {
  for (int d = 0; d < dimension_count; ++d) {
    const bool of_facts = d != dimension::month && d != dimension::mission_kind;
    dimensions[d] = of_facts ? find(dimension_field(d)) : -1;
  }
}

}  // namespace muster::statistics
