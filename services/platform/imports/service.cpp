// SPDX-License-Identifier: EUPL-1.2
#include "platform/imports/service.h"

#include "muster/platform/v1/reasons.pb.h"
#include "platform/imports/erasure.h"
#include "platform/imports/hold.h"
#include "platform/imports/people_shown.h"
#include "platform/imports/store.h"
#include "platform/imports/unwind.h"
#include "platform/rows/list.h"
#include "platform/rows/rows.h"
#include "platform/rpc/authenticate.h"
#include "platform/rpc/consequences.h"
#include "platform/rpc/scope.h"
#include "platform/text/code_key.h"

namespace muster::imports {
namespace {

constexpr std::size_t chunk_limit_bytes = 8 << 20;
constexpr std::size_t open_uploads_max = 20;

// An import is its account's own; the ministry's desk sees all.
bool may_see(const rpc::Context& context, std::optional<long long> account) {
  if (context.caller.system || (account && *account == context.caller.account)) return true;
  for (const auto& grant : context.caller.grants) {
    if (grant.role == platform::v1::ROLE_HR_CENTRAL && !grant.unit) return true;
  }
  return false;
}

// Errors: NOT_FOUND, also for an import that is not the caller's.
long long require_import(rpc::Context& context, const std::string& name, const std::string& field) {
  const long long id = proto::id_of<v1::Import>(name, field);
  const auto row =
      db::select_one<std::optional<long long>>(context.sql, {"SELECT account FROM import WHERE id = ?", {id}});
  if (!row || !may_see(context, std::get<0>(*row))) throw status::not_found(name);
  return id;
}

// Throws unless the caller may import this kind; what a source reports is of every unit.
void check_kind(const rpc::Context& context, const Kind& kind, const v1::Import& import) {
  const rpc::Method& method = *context.method.registry->find(kind.method);
  rpc::check_access(method, context.caller);
  if (import.source().empty() || rpc::scope_of(context.caller, method.access).everything) return;
  throw status::permission_denied(
      platform::v1::REASON_SCOPE_TOO_NARROW,
      std::string("an import of a source is for accounts whose grants are for all units; ") +
          (kind.needs_source ? "ask somebody whose grant is for all" : "leave the source out"),
      {{"roles", rpc::roles_listed(method.access.roles())}});
}

// Throws if somebody whom the import wrote of is of another unit by now.
void check_people(rpc::Context& context, const Kind& kind, const Effects& effects) {
  const rpc::Scope scope = rpc::scope_of(context.caller, context.method.registry->find(kind.method)->access);
  if (const std::size_t people = people_outside(kind, context, effects, scope)) {
    throw rpc::effects_beyond_scope(context, people, 0);
  }
}

// Throws if it wrote of the caller: nobody takes back what is recorded of them alone.
void check_own(rpc::Context& context, const Kind& kind, const Effects& effects, const std::string& name) {
  if (context.caller.system || !context.caller.person) return;
  if (!wrote_of(kind, context, effects, *context.caller.person)) return;
  throw status::failed_precondition(
      platform::v1::REASON_OWN_RECORD,
      name + " has rows about yourself, and nobody keeps their own record alone: have somebody else undo it");
}

void check_options(const v1::Import& import, rules::Day latest_day, status::Violations& violations) {
  if (!Decoder::known(import.encoding())) {
    violations.add("import.encoding", platform::v1::REASON_UNKNOWN_VALUE,
                   "is unknown; leave it empty for UTF-8 and UTF-16, or give windows-1252",
                   {{"allowed", "windows-1252"}});
  }
  for (const auto& entry : import.header_mapping()) {
    const auto equals = entry.find('=');
    if (equals == std::string::npos || equals + 1 == entry.size()) {
      violations.add("import.header_mapping", platform::v1::REASON_NOT_A_MAPPING,
                     "must be \"our column=their header\"");
      break;
    }
  }
  if (import.replace() && import.kind() != v1::IMPORT_KIND_HEADCOUNTS) {
    violations.add("import.replace", platform::v1::REASON_NOT_APPLICABLE, "belongs to headcounts; leave it out");
  }
  if (!import.plausible_reason().empty() && import.kind() == v1::IMPORT_KIND_HEADCOUNTS) {
    violations.add("import.plausible_reason", platform::v1::REASON_NOT_APPLICABLE,
                   "belongs to files with people; leave it out");
  }
  if (import.reported_months_size() == 0) return;
  if (import.kind() != v1::IMPORT_KIND_DEPLOYMENTS) {
    violations.add("import.reported_months", platform::v1::REASON_NOT_APPLICABLE,
                   "belongs to deployments; leave it out");
  } else if (import.source().empty()) {
    violations.add("import.source", platform::v1::REASON_REQUIRED,
                   "is required: whose reports import.reported_months are, such as UN");
  }
  for (int i = 0; i < import.reported_months_size(); ++i) {
    const auto month = rules::parse_month(import.reported_months(i));
    if (!month || rules::month_end(*month) <= latest_day) continue;
    const std::string latest = rules::format_date(rules::month_start(latest_day + 1) - 1).substr(0, 7);
    violations.add("import.reported_months[" + std::to_string(i) + "]", platform::v1::REASON_IN_FUTURE,
                   "has not come to its last day, of which a report is; give months up to " + latest,
                   {{"latest", latest}});
  }
}

status::Metadata wrong_state(v1::ImportState state) {
  return {{"state", v1::ImportState_Name(state).substr(std::string_view("IMPORT_STATE_").size())}};
}

// Uploads that are never started would fill the database.
void check_open_uploads(rpc::Context& context) {
  if (context.caller.account == 0) return;
  const auto open = open_uploads(context.sql, context.caller.account);
  if (open.size() < open_uploads_max) return;
  std::string names;
  for (const auto& name : open) names += (names.empty() ? "" : ", ") + name;
  throw status::resource_exhausted(platform::v1::REASON_TOO_MANY_IMPORTS,
                                   std::to_string(open.size()) +
                                       " of your imports are not started and no more may be; start or delete some of " +
                                       names,
                                   {{"limit", std::to_string(open_uploads_max)}});
}

// A source is one in whatever spelling: in that in which it was first imported.
std::string source_as_known(rpc::Context& context, const std::string& source) {
  const std::string key = text::code_key(source);
  for (const auto& [known] : db::select<std::string>(
           context.sql, "SELECT source FROM import WHERE source <> '' GROUP BY source ORDER BY MIN(id)")) {
    if (text::code_key(known) == key) return known;
  }
  return source;
}

v1::Import create_import(Runner& runner, rpc::Context& context, const v1::CreateImportRequest& request) {
  v1::Import import = request.import();
  const Kind* kind = runner.find(import.kind());
  if (!kind) throw status::invalid_argument("import.kind", platform::v1::REASON_NOT_SERVED, "is not served here");
  check_kind(context, *kind, import);
  status::Violations violations;
  check_options(import, context.latest_day(), violations);
  if (kind->needs_source && import.source().empty()) {
    violations.add("import.source", platform::v1::REASON_REQUIRED,
                   "is required: what the rows are a report of, such as UN");
  }
  violations.throw_if_any();
  check_open_uploads(context);
  if (!import.source().empty()) import.set_source(source_as_known(context, import.source()));
  import.set_state(v1::IMPORT_STATE_UPLOADING);
  const long long id = rows::insert(context.sql, "import", import);
  if (context.caller.account != 0) {
    db::execute(context.sql, {"UPDATE import SET account = ? WHERE id = ?", {context.caller.account, id}});
  }
  return *find_import(context.sql, id);
}

v1::Import upload_chunk(rpc::Context& context, const v1::UploadChunkRequest& request) {
  const long long id = require_import(context, request.name(), "name");
  const v1::Import import = *find_import(context.sql, id);
  if (import.state() != v1::IMPORT_STATE_UPLOADING) {
    throw status::failed_precondition(platform::v1::REASON_WRONG_STATE,
                                      request.name() + " takes no more bytes; create another import",
                                      wrong_state(import.state()));
  }
  if (request.data().size() > chunk_limit_bytes) {
    throw status::invalid_argument("data", platform::v1::REASON_TOO_LONG, "is longer than 8 MiB; send smaller chunks",
                                   {{"limit", std::to_string(chunk_limit_bytes)}});
  }
  save_chunk(context.sql, id, import, request.offset(), request.data());
  return *find_import(context.sql, id);
}

v1::Import start_import(Runner& runner, rpc::Context& context, const v1::StartImportRequest& request) {
  const long long id = require_import(context, request.name(), "name");
  v1::Import import = *find_import(context.sql, id);
  if (import.state() != v1::IMPORT_STATE_UPLOADING) {
    throw status::failed_precondition(platform::v1::REASON_WRONG_STATE,
                                      request.name() + " was started already; create another import",
                                      wrong_state(import.state()));
  }
  if (import.uploaded_bytes() != import.size_bytes()) {
    throw status::failed_precondition(
        platform::v1::REASON_IMPORT_INCOMPLETE,
        request.name() + " has " + std::to_string(import.uploaded_bytes()) + " of " +
            std::to_string(import.size_bytes()) + " bytes; upload the rest first",
        {{"uploaded", std::to_string(import.uploaded_bytes())}, {"size", std::to_string(import.size_bytes())}});
  }
  const Kind* kind = runner.find(import.kind());
  if (!kind)
    throw status::failed_precondition(platform::v1::REASON_NOT_SERVED, "imports of this kind are not served here");
  check_kind(context, *kind, import);
  const std::string run = runner.enqueue(id, v1::IMPORT_STATE_RUNNING, context.caller);
  begin(context.sql, id, start_step, run);
  context.sql.record({db::Change::Kind::updated, "import", id, {"state"}});
  return *find_import(context.sql, id);
}

v1::Import get_import(rpc::Context& context, const v1::GetImportRequest& request) {
  const long long id = require_import(context, request.name(), "name");
  v1::Import import = *find_import(context.sql, id);
  for (auto& table : read_replaced(context.sql, id)) *import.add_replaced() = std::move(table);
  return import;
}

v1::ListImportRowsResponse list_import_rows(rpc::Context& context, const v1::ListImportRowsRequest& request) {
  const long long id = require_import(context, request.import(), "import");
  rows::ListSpec spec;
  spec.table = "import_row";
  spec.where = {"import = ?", {id}};
  spec.default_order = "line";
  auto page = rows::list<v1::ImportRow, v1::ListImportRowsResponse>(context.sql, request, spec).message();
  if (find_import(context.sql, id)->kind() != v1::IMPORT_KIND_HEADCOUNTS) add_people_shown(context, page);
  return page;
}

// Before the transaction, because it looks at all that the import wrote; each slice looks again.
std::any check_undo(Runner& runner, rpc::Context& context, const v1::UndoImportRequest& request) {
  const long long id = require_import(context, request.name(), "name");
  const v1::Import import = *find_import(context.sql, id);
  const Kind* kind = runner.find(import.kind());
  // Of another state, undo_import() has more to say; also when this is a retry.
  if (!kind || import.state() != v1::IMPORT_STATE_APPLIED) return {};
  const Effects effects = read_effects(context.sql, id);
  check_people(context, *kind, effects);
  check_own(context, *kind, effects, request.name());
  const auto reasons = built_on(*kind, context, effects);
  if (!reasons.empty()) {
    throw status::failed_precondition(
        platform::v1::REASON_BUILT_UPON,
        request.name() + " cannot be undone, because something was built on it: " + in_words(reasons));
  }
  return {};
}

v1::Import undo_import(Runner& runner, rpc::Context& context, const v1::UndoImportRequest& request) {
  const long long id = require_import(context, request.name(), "name");
  const v1::Import import = *find_import(context.sql, id);
  const bool waits = import.state() == v1::IMPORT_STATE_UNDOING && holds(context.sql, id, import.state(), "");
  if (import.state() != v1::IMPORT_STATE_APPLIED && !waits) {
    throw status::failed_precondition(platform::v1::REASON_WRONG_STATE,
                                      request.name() + " has nothing to undo: it is not APPLIED",
                                      wrong_state(import.state()));
  }
  const Kind* kind = runner.find(import.kind());
  if (!kind)
    throw status::failed_precondition(platform::v1::REASON_NOT_SERVED, "imports of this kind are not served here");
  check_kind(context, *kind, import);
  const std::string run = runner.enqueue(id, v1::IMPORT_STATE_UNDOING, context.caller);
  begin(context.sql, id, waits ? undo_again_step : undo_step, run);
  context.sql.record({db::Change::Kind::updated, "import", id, {"state"}});
  return *find_import(context.sql, id);
}

v1::DeleteImportResponse delete_unused_import(rpc::Context& context, const v1::DeleteImportRequest& request) {
  const long long id = require_import(context, request.name(), "name");
  const v1::ImportState state = find_import(context.sql, id)->state();
  if (is_at_work(state))
    throw status::failed_precondition(platform::v1::REASON_WRONG_STATE,
                                      request.name() + " is at work; wait until it has ended", wrong_state(state));
  if (state == v1::IMPORT_STATE_APPLIED || state == v1::IMPORT_STATE_UNDONE) {
    throw status::failed_precondition(platform::v1::REASON_WRONG_STATE,
                                      request.name() + " was applied and stays, so that one sees where rows came from",
                                      wrong_state(state));
  }
  lock(context.sql, id, state);
  delete_import(context, id);
  return {};
}

}  // namespace

void register_methods(rpc::Registry& registry, Runner& runner) {
  const std::string service = "muster.imports.v1.ImportService/";
  // A handler that needs the runner besides.
  auto with_runner = [&runner]<class Res, class Req>(Res (*handler)(Runner&, rpc::Context&, const Req&)) {
    return std::function<Res(rpc::Context&, const Req&)>(
        [&runner, handler](rpc::Context& context, const Req& request) { return handler(runner, context, request); });
  };
  registry.add(service + "CreateImport", with_runner(&create_import));
  registry.add(service + "UploadChunk", &upload_chunk);
  registry.add(service + "StartImport", with_runner(&start_import));
  registry.add(service + "GetImport", &get_import);
  registry.add(service + "ListImportRows", &list_import_rows);
  registry.add(service + "UndoImport", with_runner(&check_undo), with_runner(&undo_import));
  registry.add(service + "DeleteImport", &delete_unused_import);
}

void register_corrections(rpc::Registry& registry) { registry.on_erasure(erasure_rule()); }

}  // namespace muster::imports
