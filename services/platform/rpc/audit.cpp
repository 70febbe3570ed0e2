// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/audit.h"

#include "platform/rpc/read_records.h"
#include "platform/rpc/registry.h"
#include "platform/text/digest.h"

namespace muster::rpc {
namespace {

std::string_view kind_word(db::Change::Kind kind) {
  switch (kind) {
    case db::Change::Kind::created: return "created";
    case db::Change::Kind::updated: return "updated";
    case db::Change::Kind::deleted: return "deleted";
  }
  return "";
}

// "updated person/42 given_name,status". Whose gender was corrected is not told: with the present one it would tell the
// former.
std::string change_line(const db::Change& change) {
  std::string line(kind_word(change.kind));
  line += " " + change.table + "/" + std::to_string(change.id);
  const char* before = " ";
  for (const std::string& field : change.fields) {
    if (field == "gender" || field == "gender_source") continue;
    line += before + field;
    before = ",";
  }
  return line;
}

// Our own lines hold letters, digits and "/_,. -" only, so nothing needs escaping.
void append_json(std::string& json, const std::string& line) {
  if (json.size() > 1) json += ',';
  json += '"' + line + '"';
}

std::string lines_json(const Context& context) {
  std::string json = "[";
  for (const auto& change : context.sql.changes()) append_json(json, change_line(change));
  for (const auto& line : context.audit_lines) append_json(json, line);
  return json + "]";
}

std::string hash_of(const std::string& text) { return text::hexadecimal(text::sha256(text)); }

}  // namespace

std::string audit_line(long long id, long long create_time, long long account, std::string_view method,
                       std::string_view request_id, std::string_view purpose, std::string_view lines,
                       const std::optional<std::string>& address) {
  std::string line = std::to_string(id) + '\t' + std::to_string(create_time) + '\t' + std::to_string(account) + '\t';
  for (std::string_view part : {method, request_id, purpose}) {
    line += part;
    line += '\t';
  }
  line += lines;
  if (address) line += '\t' + *address;
  return line;
}

void write_audit(Context& context) {
  const long long id = context.sequence();
  const std::string lines = lines_json(context);
  // Of a sign-in, whoever signed in.
  const long long account = context.account_tried ? context.account_tried : context.caller.account;
  const std::string hash = hash_of(context.previous_hash() + '\n' +
                                   audit_line(id, context.now_micros(), account, context.method.path,
                                              context.request_id, context.purpose, lines, context.peer));
  db::execute(context.sql,
              {"INSERT INTO audit_entry (id, create_time, account, method, request_id, purpose, lines, hash, address)"
               " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
               {id, context.now_micros(), account ? db::Value(account) : db::Value(), context.method.path,
                context.request_id, context.purpose, lines, hash, context.peer}});
  db::execute(context.sql, {"UPDATE ledger_head SET sequence = ?, hash = ?, recorded_time = ? WHERE id = 1",
                            {id, hash, context.now_micros()}});
}

AuditVerdict verify_audit(db::Session& session) {
  AuditVerdict verdict;
  std::string previous;
  long long last = 0;
  constexpr long long slice = 5000;
  while (true) {
    auto rows = db::select<long long, long long, std::optional<long long>, std::string, std::string, std::string,
                           std::string, std::string, std::optional<std::string>>(
        session, {"SELECT id, create_time, account, method, request_id, purpose, lines, hash, address"
                  " FROM audit_entry WHERE id > ? ORDER BY id LIMIT ?",
                  {last, slice}});
    for (const auto& [id, time, account, method, request, purpose, lines, hash, address] : rows) {
      const std::string line = audit_line(id, time, account.value_or(0), method, request, purpose, lines, address);
      if (hash != hash_of(previous + '\n' + line)) {
        verdict.first_broken = id;
        verdict.problem = "entry " + std::to_string(id) + " does not fit the one before it";
        return verdict;
      }
      previous = hash;
      last = id;
      ++verdict.entries;
    }
    if (static_cast<long long>(rows.size()) < slice) break;
  }
  auto head = db::select_one<long long, std::string>(session, "SELECT sequence, hash FROM ledger_head WHERE id = 1");
  if (!head || std::get<1>(*head) != previous) {
    verdict.first_broken = last + 1;
    verdict.problem = "the head names a later entry than the last one there is: entries were cut off";
    return verdict;
  }
  if (const long long seal = first_broken_seal(session); seal != 0) {
    verdict.first_broken = seal;
    verdict.problem = "the reads that entry " + std::to_string(seal) + " seals are not those that were sealed";
  }
  return verdict;
}

}  // namespace muster::rpc
