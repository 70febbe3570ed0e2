// SPDX-License-Identifier: EUPL-1.2
#include "platform/imports/erasure.h"

#include "muster/imports/v1/imports.pb.h"
#include "platform/imports/lookup.h"
#include "platform/proto/resources.h"
#include "platform/rpc/erased_numbers.h"
#include "platform/text/code_key.h"

namespace muster::imports {
namespace {

constexpr long long rows_at_once = 5000;

// What they hold of whom is known when they have ended. A table of headcounts is of nobody.
void find_obstacles(rpc::Context& context, long long, std::vector<platform::v1::Consequence>& obstacles) {
  for (const auto& [id, state] : db::select<long long, std::string>(
           context.sql,
           "SELECT id, state FROM import WHERE kind <> 'IMPORT_KIND_HEADCOUNTS' AND state IN "
           "('IMPORT_STATE_UPLOADING', 'IMPORT_STATE_RUNNING', 'IMPORT_STATE_TAKING_BACK', "
           "'IMPORT_STATE_UNDOING') ORDER BY id")) {
    const bool uploading = state == "IMPORT_STATE_UPLOADING";
    const std::string name = proto::name_of<v1::Import>(id);
    obstacles.push_back(rpc::obstacle(name, uploading ? "DeleteImport" : "GetImport",
                                      name + (uploading ? " has a file that nobody started; start or delete it first"
                                                        : " is at work; wait until it has ended")));
  }
}

// Findings: their rows as they stood in the file, and what was said of them.
void clear_rows(rpc::Context& context, const rpc::Erased& erased) {
  for (long long last = 0;;) {
    const auto rows = db::select<long long, std::string, std::string>(
        context.sql,
        {"SELECT id, description, text FROM import_row WHERE id > ? ORDER BY id LIMIT ?", {last, rows_at_once}});
    for (const auto& [id, description, text] : rows) {
      last = id;
      const bool told = erased.is_in(description);
      if (!told && !erased.is_in(text)) continue;
      db::execute(context.sql, {"UPDATE import_row SET text = '', description = ? WHERE id = ?",
                                {told ? std::string() : description, id}});
      context.sql.record({db::Change::Kind::updated, "import_row", id, {"text"}});
    }
    if (rows.size() < static_cast<std::size_t>(rows_at_once)) return;
  }
}

// What was said of the file as a whole.
void clear_files(rpc::Context& context, const rpc::Erased& erased) {
  for (const auto& [id, file, refusal, reason] : db::select<long long, std::string, std::string, std::string>(
           context.sql, "SELECT id, file_name, refusal, plausible_reason FROM import ORDER BY id")) {
    if (!erased.may_be_in(file) && !erased.may_be_in(refusal) && !erased.may_be_in(reason)) continue;
    db::execute(context.sql,
                {"UPDATE import SET file_name = 'erased', refusal = '', plausible_reason = '' WHERE id = ?", {id}});
    context.sql.record({db::Change::Kind::updated, "import", id, {"file_name", "refusal", "plausible_reason"}});
  }
}

void strip(rpc::Context& context, const rpc::Erased& erased) {
  clear_rows(context, erased);
  clear_files(context, erased);
}

}  // namespace

std::vector<const Row*> rows_of_erased(rpc::Context& context, std::span<const Row> rows, std::string_view column) {
  std::vector<const Row*> found;
  if (!rpc::anybody_was_erased(context.sql)) return found;
  std::set<std::string> keys, hashes, erased;
  for (const Row& row : rows) {
    if (!row.at(column).empty()) keys.insert(text::code_key(row.at(column)));
  }
  const auto numbers = rpc::hashes_of_numbers(context.sql, keys);
  for (const auto& [hash, number] : numbers) hashes.insert(hash);
  select_in<std::string>(context.sql, "SELECT number_hash FROM erasure WHERE number_hash", hashes, "",
                         [&](const std::string& hash) { erased.insert(numbers.at(hash)); });
  for (const Row& row : rows) {
    if (erased.contains(text::code_key(row.at(column)))) found.push_back(&row);
  }
  return found;
}

void keep_no_erased(rpc::Context& context, std::span<const Row> rows, std::string_view column, Findings& findings) {
  for (const Row* row : rows_of_erased(context, rows, column)) findings.keep_no_text(*row);
}

rpc::ErasureRule erasure_rule() { return {&find_obstacles, &strip}; }

}  // namespace muster::imports
