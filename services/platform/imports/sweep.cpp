// SPDX-License-Identifier: EUPL-1.2
#include "platform/imports/sweep.h"

#include <chrono>

#include "platform/imports/store.h"
#include "rules/civil_date.h"

namespace muster::imports {
namespace {

using namespace std::chrono_literals;

constexpr auto upload_kept = 24h;
constexpr auto texts_kept = 24h * 30;
constexpr long long texts_at_once = 3000;  // emptied in one transaction
const std::string method = "muster.imports.v1.ImportService/DeleteImport";

long long micros_ago(std::chrono::seconds time) { return rules::to_micros(std::chrono::system_clock::now() - time); }

std::vector<long long> imports_where(rpc::Dispatcher& dispatcher, const db::Query& condition) {
  std::vector<long long> ids;
  db::Query query = "SELECT id FROM import WHERE ";
  query += condition;
  dispatcher.database().read_now([&](db::Session& session) {
    ids.clear();
    for (const auto& [id] : db::select<long long>(session, query)) ids.push_back(id);
  });
  return ids;
}

}  // namespace

void sweep(rpc::Dispatcher& dispatcher, const std::function<bool()>& stopping) {
  rpc::Caller system;
  system.system = true;
  const long long silent_since = micros_ago(upload_kept);
  for (long long id :
       imports_where(dispatcher, {"state = 'IMPORT_STATE_UPLOADING' AND update_time < ?", {silent_since}})) {
    if (stopping()) return;
    dispatcher.write_as(system, method, [&](rpc::Context& context) { delete_upload(context, id, silent_since); });
  }
  // What is in quarantine waits for somebody to decide.
  const std::string decided = "outcome <> 'ROW_OUTCOME_QUARANTINED'";
  const std::string has_texts =
      " AND EXISTS (SELECT 1 FROM import_row WHERE import_row.import = import.id AND text <> '' AND " + decided + ")";
  for (long long id : imports_where(dispatcher, {"create_time < ?" + has_texts, {micros_ago(texts_kept)}})) {
    for (bool more = true; more && !stopping();) {
      dispatcher.write_as(system, method, [&](rpc::Context& context) {
        more = clear_texts(context.sql, id, texts_at_once, decided);
        context.audit_lines.push_back("emptied texts of imports/" + std::to_string(id));
      });
    }
  }
}

}  // namespace muster::imports
