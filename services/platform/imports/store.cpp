// SPDX-License-Identifier: EUPL-1.2
#include "platform/imports/store.h"

#include <chrono>

#include "platform/db/bulk.h"
#include "platform/db/rows.h"
#include "platform/rpc/base64.h"

namespace muster::imports {
namespace {

long long now_micros() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace

std::optional<v1::Import> find_import(db::Session& session, long long id) {
  return db::query_one<v1::Import>(
      session, {"SELECT " + db::columns<v1::Import>() + " FROM import WHERE id = ?", {id}});
}

void save_progress(db::Session& session, long long id, const v1::Import& import) {
  db::execute(session, {"UPDATE import SET state = ?, refusal = ?, rows_read = ?, rows_created = ?,"
                        " rows_unchanged = ?, rows_wrong = ?, rows_subtotal = ?, rows_duplicate = ?,"
                        " rows_quarantined = ?, update_time = ?, row_version = row_version + 1 WHERE id = ?",
                        {v1::ImportState_Name(import.state()), import.refusal(),
                         static_cast<long long>(import.rows_read()), static_cast<long long>(import.rows_created()),
                         static_cast<long long>(import.rows_unchanged()), static_cast<long long>(import.rows_wrong()),
                         static_cast<long long>(import.rows_subtotal()),
                         static_cast<long long>(import.rows_duplicate()),
                         static_cast<long long>(import.rows_quarantined()), now_micros(), id}});
}

void save_sign_of_life(db::Session& session, long long id, int rows_read, int rows_created) {
  db::execute(session, {"UPDATE import SET rows_read = ?, rows_created = ?, update_time = ? WHERE id = ?",
                        {static_cast<long long>(rows_read), static_cast<long long>(rows_created), now_micros(), id}});
}

bool is_running(db::Session& session, long long id) {
  const auto row = db::select_one<std::string>(session, {"SELECT state FROM import WHERE id = ?", {id}});
  return row && std::get<0>(*row) == "IMPORT_STATE_RUNNING";
}

std::vector<long long> abandoned_imports(db::Session& session, long long before_micros) {
  std::vector<long long> ids;
  for (const auto& [id] : db::select<long long>(
           session, {"SELECT id FROM import WHERE state = 'IMPORT_STATE_RUNNING' AND update_time < ? ORDER BY id",
                     {before_micros}})) {
    ids.push_back(id);
  }
  return ids;
}

void save_chunk(db::Session& session, long long id, const v1::Import& import, long long offset,
                const std::string& data) {
  const auto size = static_cast<long long>(data.size());
  const std::string next = "the next byte expected is " + std::to_string(import.uploaded_bytes());
  if (offset < import.uploaded_bytes() && offset >= 0) {
    const auto there = db::select_one<std::string>(
        session, {"SELECT content FROM import_chunk WHERE import = ? AND start_offset = ?", {id, offset}});
    if (there && std::get<0>(*there) == rpc::encode_base64(data, rpc::Padding::with)) return;
    throw status::invalid_argument("offset", "differs from the chunk that is already there; " + next);
  }
  if (offset != import.uploaded_bytes()) throw status::invalid_argument("offset", next);
  if (offset + size > import.size_bytes()) {
    throw status::invalid_argument("data", "goes beyond the size_bytes of the import, " +
                                               std::to_string(import.size_bytes()));
  }
  db::execute(session, {"INSERT INTO import_chunk (import, start_offset, size_bytes, content) VALUES (?, ?, ?, ?)",
                        {id, offset, size, rpc::encode_base64(data, rpc::Padding::with)}});
  db::execute(session, {"UPDATE import SET uploaded_bytes = ?, update_time = ?, row_version = row_version + 1"
                        " WHERE id = ?",
                        {offset + size, now_micros(), id}});
}

std::string read_chunk(db::Session& session, long long id, long long offset) {
  const auto row = db::select_one<std::string>(
      session, {"SELECT content FROM import_chunk WHERE import = ? AND start_offset = ?", {id, offset}});
  if (!row) return "";
  return rpc::decode_base64(std::get<0>(*row)).value_or("");
}

void delete_chunks(db::Session& session, long long id) {
  db::execute(session, {"DELETE FROM import_chunk WHERE import = ?", {id}});
}

void save_findings(db::Session& session, long long id, const std::vector<Finding>& findings,
                   std::size_t first, std::size_t last) {
  std::vector<db::Row> rows;
  for (std::size_t i = first; i < last; ++i) {
    const Finding& finding = findings[i];
    rows.push_back({id, static_cast<long long>(finding.line), v1::RowOutcome_Name(finding.outcome), finding.field,
                    finding.description, finding.text});
  }
  db::insert_rows(session, "import_row", {"import", "line", "outcome", "field", "description", "text"}, std::move(rows));
}

void save_effects(db::Session& session, long long id, const Effects& effects) {
  std::vector<db::Row> rows;
  for (const auto& [table, ranges] : effects.all()) {
    for (const auto& [first, last] : ranges) rows.push_back({id, table, first, last});
  }
  db::insert_rows(session, "import_effect", {"import", "table_name", "first_id", "last_id"}, std::move(rows));
}

Effects read_effects(db::Session& session, long long id) {
  Effects effects;
  for (const auto& [table, first, last] : db::select<std::string, long long, long long>(
           session, {"SELECT table_name, first_id, last_id FROM import_effect WHERE import = ? ORDER BY id", {id}})) {
    effects.created(table, first, last);
  }
  return effects;
}

void delete_effects(db::Session& session, long long id) {
  db::execute(session, {"DELETE FROM import_effect WHERE import = ?", {id}});
}

}  // namespace muster::imports
