// SPDX-License-Identifier: EUPL-1.2
#include "platform/imports/store.h"

#include <chrono>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/db/bulk.h"
#include "platform/rows/rows.h"
#include "platform/text/base64.h"
#include "rules/civil_date.h"

namespace muster::imports {
namespace {

Effects effects_where(db::Session& session, const db::Query& condition) {
  db::Query query = "SELECT table_name, first_id, last_id FROM import_effect WHERE ";
  query += condition;
  query += " ORDER BY id";
  Effects effects;
  for (const auto& [table, first, last] : db::select<std::string, long long, long long>(session, query)) {
    effects.created(table, first, last);
  }
  return effects;
}

}  // namespace

std::optional<v1::Import> find_import(db::Session& session, long long id) {
  return rows::query_one<v1::Import>(session,
                                     {"SELECT " + rows::columns<v1::Import>() + " FROM import WHERE id = ?", {id}});
}

void save_progress(db::Session& session, long long id, const v1::Import& import) {
  db::execute(session,
              {"UPDATE import SET state = ?, refusal = ?, rows_read = ?, rows_created = ?,"
               " rows_unchanged = ?, rows_wrong = ?, rows_subtotal = ?, rows_duplicate = ?,"
               " rows_quarantined = ?, rows_doubtful = ?, update_time = ?, row_version = row_version + 1 WHERE id = ?",
               {v1::ImportState_Name(import.state()), import.refusal(), static_cast<long long>(import.rows_read()),
                static_cast<long long>(import.rows_created()), static_cast<long long>(import.rows_unchanged()),
                static_cast<long long>(import.rows_wrong()), static_cast<long long>(import.rows_subtotal()),
                static_cast<long long>(import.rows_duplicate()), static_cast<long long>(import.rows_quarantined()),
                static_cast<long long>(import.rows_doubtful()), rules::now_micros(), id}});
}

void save_end_state(db::Session& session, long long id, v1::ImportState end) {
  db::execute(session, {"UPDATE import SET end_state = ? WHERE id = ?", {v1::ImportState_Name(end), id}});
}

void finish_unwinding(db::Session& session, long long id) {
  db::execute(session, {"UPDATE import SET state = end_state, end_state = '', run = '', update_time = ?,"
                        " refusal = CASE WHEN end_state = 'IMPORT_STATE_UNDONE' THEN '' ELSE refusal END,"
                        " row_version = row_version + 1 WHERE id = ?",
                        {rules::now_micros(), id}});
}

void save_refusal(db::Session& session, long long id, const std::string& refusal) {
  db::execute(session, {"UPDATE import SET refusal = ? WHERE id = ?", {refusal, id}});
}

void save_rows(db::Session& session, long long id, int rows_read, int rows_created) {
  db::execute(session, {"UPDATE import SET rows_read = ?, rows_created = ? WHERE id = ?",
                        {static_cast<long long>(rows_read), static_cast<long long>(rows_created), id}});
}

void delete_import(rpc::Context& context, long long id) {
  for (const char* table : {"import_chunk", "import_row", "import_effect", "import_replaced"}) {
    db::execute(context.sql, {"DELETE FROM " + std::string(table) + " WHERE import = ?", {id}});
  }
  db::execute(context.sql, {"DELETE FROM import WHERE id = ?", {id}});
  context.sql.record({db::Change::Kind::deleted, "import", id, {}});
}

void delete_upload(rpc::Context& context, long long id, long long silent_since) {
  // Changes nothing, and keeps others from starting it until it is gone.
  const db::Query still{
      "UPDATE import SET run = '' WHERE id = ? AND state = 'IMPORT_STATE_UPLOADING' AND update_time < ?",
      {id, silent_since}};
  if (db::execute(context.sql, still) > 0) delete_import(context, id);
}

std::vector<std::string> open_uploads(db::Session& session, long long account) {
  std::vector<std::string> names;
  for (const auto& [id] : db::select<long long>(
           session,
           {"SELECT id FROM import WHERE account = ? AND state = 'IMPORT_STATE_UPLOADING' ORDER BY id", {account}})) {
    names.push_back(proto::name_of<v1::Import>(id));
  }
  return names;
}

void save_chunk(db::Session& session, long long id, const v1::Import& import, long long offset,
                const std::string& data) {
  const auto size = static_cast<long long>(data.size());
  const std::string next = "the next byte expected is " + std::to_string(import.uploaded_bytes());
  const status::Metadata metadata{{"next", std::to_string(import.uploaded_bytes())}};
  if (offset < import.uploaded_bytes() && offset >= 0) {
    const auto there = db::select_one<std::string>(
        session, {"SELECT content FROM import_chunk WHERE import = ? AND start_offset = ?", {id, offset}});
    if (there && std::get<0>(*there) == text::encode_base64(data, text::Base64::padded)) return;
    throw status::invalid_argument("offset", platform::v1::REASON_WRONG_OFFSET,
                                   "differs from the chunk that is already there; " + next, metadata);
  }
  if (offset != import.uploaded_bytes())
    throw status::invalid_argument("offset", platform::v1::REASON_WRONG_OFFSET, next, metadata);
  if (offset + size > import.size_bytes()) {
    throw status::invalid_argument("data", platform::v1::REASON_BEYOND_SIZE,
                                   "goes beyond the size_bytes of the import, " + std::to_string(import.size_bytes()),
                                   {{"limit", std::to_string(import.size_bytes())}});
  }
  db::execute(session, {"INSERT INTO import_chunk (import, start_offset, size_bytes, content) VALUES (?, ?, ?, ?)",
                        {id, offset, size, text::encode_base64(data, text::Base64::padded)}});
  db::execute(session, {"UPDATE import SET uploaded_bytes = ?, update_time = ?, row_version = row_version + 1"
                        " WHERE id = ?",
                        {offset + size, rules::now_micros(), id}});
}

std::string read_chunk(db::Session& session, long long id, long long offset) {
  const auto row = db::select_one<std::string>(
      session, {"SELECT content FROM import_chunk WHERE import = ? AND start_offset = ?", {id, offset}});
  if (!row) return "";
  return text::decode_base64(std::get<0>(*row)).value_or("");
}

bool delete_chunk(db::Session& session, long long id) {
  return db::execute(session, {"DELETE FROM import_chunk WHERE import = ? AND start_offset ="
                               " (SELECT MIN(start_offset) FROM import_chunk WHERE import = ?)",
                               {id, id}}) > 0;
}

void save_findings(db::Session& session, long long id, const std::vector<Finding>& findings, std::size_t first,
                   std::size_t last) {
  std::vector<db::Row> rows;
  for (std::size_t i = first; i < last; ++i) {
    const Finding& finding = findings[i];
    rows.push_back({id, static_cast<long long>(finding.line), v1::RowOutcome_Name(finding.outcome), finding.field,
                    finding.description, finding.text});
  }
  db::insert_rows(session, "import_row", {"import", "line", "outcome", "field", "description", "text"},
                  std::move(rows));
}

void save_replaced(db::Session& session, long long id, const std::vector<platform::v1::ReplacedTable>& tables) {
  std::vector<db::Row> rows;
  for (const auto& table : tables) {
    rows.push_back({id, table.month(), static_cast<long long>(table.lines()), static_cast<long long>(table.people()),
                    static_cast<long long>(table.new_lines()), static_cast<long long>(table.new_people()),
                    table.gone()});
  }
  db::insert_rows_without_id(session, "import_replaced",
                             {"import", "month", "lines", "people", "new_lines", "new_people", "gone"},
                             std::move(rows));
}

std::vector<platform::v1::ReplacedTable> read_replaced(db::Session& session, long long id) {
  std::vector<platform::v1::ReplacedTable> tables;
  for (auto& [month, lines, people, new_lines, new_people, gone] :
       db::select<std::string, long long, long long, long long, long long, std::string>(
           session, {"SELECT month, lines, people, new_lines, new_people, gone FROM import_replaced WHERE import = ?"
                     " ORDER BY month",
                     {id}})) {
    platform::v1::ReplacedTable& table = tables.emplace_back();
    table.set_month(month);
    table.set_lines(static_cast<int>(lines));
    table.set_people(people);
    table.set_new_lines(static_cast<int>(new_lines));
    table.set_new_people(new_people);
    table.set_gone(gone);
  }
  return tables;
}

bool clear_texts(db::Session& session, long long id, long long limit, const std::string& condition) {
  return db::execute(session, {"UPDATE import_row SET text = '' WHERE id IN"
                               " (SELECT id FROM import_row WHERE import = ? AND text <> '' AND " +
                                   condition + " LIMIT ?)",
                               {id, limit}}) > 0;
}

void save_effects(db::Session& session, long long id, long long slice, const Effects& effects) {
  std::vector<db::Row> rows;
  for (const auto& [table, ranges] : effects.all()) {
    for (const auto& [first, last] : ranges) rows.push_back({id, slice, table, first, last});
  }
  db::insert_rows(session, "import_effect", {"import", "slice", "table_name", "first_id", "last_id"}, std::move(rows));
}

Effects read_effects(db::Session& session, long long id) { return effects_where(session, {"import = ?", {id}}); }

Effects read_effects(db::Session& session, long long id, long long slice) {
  return effects_where(session, {"import = ? AND slice = ?", {id, slice}});
}

std::optional<long long> last_slice(db::Session& session, long long id) {
  return std::get<0>(*db::select_one<std::optional<long long>>(
      session, {"SELECT MAX(slice) FROM import_effect WHERE import = ?", {id}}));
}

void delete_effects(db::Session& session, long long id, long long slice) {
  db::execute(session, {"DELETE FROM import_effect WHERE import = ? AND slice = ?", {id, slice}});
}

}  // namespace muster::imports
