// SPDX-License-Identifier: EUPL-1.2
// A few people, two of whom lead.
#pragma once

#include "statistics_database.h"

namespace muster::statistics::testing {

// A woman and somebody unknown lead; a woman and four men of mission 1 and a man of mission 2 do not.
inline World world_with_leaders() {
  World world;
  world.parents = {{1, 0}};
  auto add = [&](const std::string& mission, const std::string& tier, const std::string& gender) {
    Row row;
    row.sequence = ++world.last_sequence;
    row.record = row.parent = row.subject = row.sequence;
    row.texts = {mission, "NOR", "PERSONNEL_TYPE_TROOPS", "ORGANISATION_UN", "CATEGORY_MILITARY", "", tier,
                 "1",     gender};
    row.day_from = *rules::parse_date("2026-01-15");
    world.rows.push_back(row);
  };
  add("1", "2", "GENDER_WOMAN");
  add("1", "3", "GENDER_NOT_STATED");
  add("1", "0", "GENDER_WOMAN");
  for (int i = 0; i < 4; ++i) add("1", "0", "GENDER_MAN");
  add("2", "0", "GENDER_MAN");
  return world;
}

}  // namespace muster::statistics::testing
