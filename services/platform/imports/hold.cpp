// SPDX-License-Identifier: EUPL-1.2
#include "platform/imports/hold.h"

#include <sodium.h>

#include <chrono>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/db/query.h"
#include "platform/proto/enums.h"
#include "platform/status/error.h"
#include "platform/text/digest.h"
#include "rules/civil_date.h"

namespace muster::imports {
namespace {

constexpr std::size_t run_bytes = 16;

}  // namespace

bool is_at_work(v1::ImportState state) {
  return state == v1::IMPORT_STATE_RUNNING || state == v1::IMPORT_STATE_TAKING_BACK ||
         state == v1::IMPORT_STATE_UNDOING;
}

std::string new_run() {
  std::string bytes(run_bytes, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return text::hexadecimal(bytes);
}

bool holds(db::Session& session, long long id, v1::ImportState state, const std::string& run) {
  return db::select_one<long long>(session, {"SELECT 1 FROM import WHERE id = ? AND state = ? AND run = ?",
                                             {id, v1::ImportState_Name(state), run}})
      .has_value();
}

void begin(db::Session& session, long long id, const Step& step, const std::string& run) {
  lock(session, id, step.from);
  db::execute(session,
              {"UPDATE import SET state = ?, end_state = ?, run = ?, refusal = '', update_time = ? WHERE id = ?",
               {v1::ImportState_Name(step.to), v1::ImportState_Name(step.end), run, rules::now_micros(), id}});
}

void lock(db::Session& session, long long id, v1::ImportState state) {
  const db::Query touch{"UPDATE import SET row_version = row_version + 1 WHERE id = ? AND state = ?",
                        {id, v1::ImportState_Name(state)}};
  if (db::execute(session, touch) > 0) return;
  throw status::failed_precondition(platform::v1::REASON_CHANGED_MEANWHILE,
                                    "imports/" + std::to_string(id) + " was changed just now; look at it again");
}

void require_hold(db::Session& session, long long id, v1::ImportState state, const std::string& run) {
  const db::Query sign{"UPDATE import SET update_time = ? WHERE id = ? AND state = ? AND run = ?",
                       {rules::now_micros(), id, v1::ImportState_Name(state), run}};
  if (db::execute(session, sign) == 0) throw Stopped{};
}

void let_go(db::Session& session, long long id, const std::string& run) {
  db::execute(session, {"UPDATE import SET run = '' WHERE id = ? AND run = ?", {id, run}});
}

std::vector<Abandoned> abandoned_imports(db::Session& session, long long before_micros) {
  std::vector<Abandoned> all;
  for (const auto& [id, name, run] : db::select<long long, std::string, std::string>(
           session, {"SELECT id, state, run FROM import WHERE state IN ('IMPORT_STATE_RUNNING',"
                     " 'IMPORT_STATE_TAKING_BACK', 'IMPORT_STATE_UNDOING') AND (run = '' OR update_time < ?)"
                     " ORDER BY id",
                     {before_micros}})) {
    all.push_back({id, proto::enum_named<v1::ImportState>(name), run});
  }
  return all;
}

bool take_over(db::Session& session, const Abandoned& abandoned, long long before_micros, const std::string& run) {
  return db::execute(session, {"UPDATE import SET run = ?, update_time = ? WHERE id = ? AND state = ? AND run = ?"
                               " AND (run = '' OR update_time < ?)",
                               {run, rules::now_micros(), abandoned.id, v1::ImportState_Name(abandoned.state),
                                abandoned.run, before_micros}}) > 0;
}

}  // namespace muster::imports
