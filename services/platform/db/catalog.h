// SPDX-License-Identifier: EUPL-1.2
// What the database itself knows of its tables, for what must forget none of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/db/session.h"

namespace muster::db {

struct Place {
  std::string table;
  std::string column;
  bool operator==(const Place&) const = default;
  auto operator<=>(const Place&) const = default;
};

// The columns of numbers that have this name, of all tables.
std::vector<Place> columns_named(Session& session, std::string_view column);

// The columns that refer to rows of the table by a foreign key.
std::vector<Place> foreign_keys_to(Session& session, const std::string& table);

}  // namespace muster::db
