// SPDX-License-Identifier: EUPL-1.2
#include "platform/db/catalog.h"

#include "platform/db/query.h"

namespace muster::db {
namespace {

std::vector<Place> places(Session& session, const char* sqlite, const char* postgresql, const std::string& argument) {
  std::vector<Place> found;
  const bool embedded = session.backend() == Backend::sqlite;
  for (auto& [table, column] :
       select<std::string, std::string>(session, {embedded ? sqlite : postgresql, {argument}})) {
    found.push_back({std::move(table), std::move(column)});
  }
  return found;
}

}  // namespace

std::vector<Place> columns_named(Session& session, std::string_view column) {
  return places(session,
                "SELECT made.name, info.name FROM sqlite_schema made JOIN pragma_table_info(made.name) info "
                "WHERE made.type = 'table' AND info.type LIKE '%INT%' AND info.name = ? ORDER BY made.name",
                "SELECT CAST(info.table_name AS TEXT), CAST(info.column_name AS TEXT) "
                "FROM information_schema.columns info JOIN information_schema.tables made "
                "ON made.table_schema = info.table_schema AND made.table_name = info.table_name "
                "WHERE info.table_schema = current_schema() AND made.table_type = 'BASE TABLE' "
                "AND info.data_type IN ('bigint', 'integer') AND info.column_name = ? ORDER BY info.table_name",
                std::string(column));
}

std::vector<Place> foreign_keys_to(Session& session, const std::string& table) {
  return places(session,
                "SELECT made.name, key.\"from\" FROM sqlite_schema made JOIN pragma_foreign_key_list(made.name) key "
                "WHERE made.type = 'table' AND key.\"table\" = ? ORDER BY made.name, key.\"from\"",
                "SELECT CAST(referring.relname AS TEXT), CAST(attribute.attname AS TEXT) FROM pg_constraint bond "
                "JOIN pg_class referring ON referring.oid = bond.conrelid "
                "JOIN pg_class referred ON referred.oid = bond.confrelid "
                "JOIN pg_attribute attribute ON attribute.attrelid = bond.conrelid "
                "AND attribute.attnum = bond.conkey[1] "
                "WHERE bond.contype = 'f' AND pg_table_is_visible(referred.oid) AND referred.relname = ? "
                "ORDER BY referring.relname, attribute.attname",
                table);
}

}  // namespace muster::db
