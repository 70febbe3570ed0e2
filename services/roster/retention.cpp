// SPDX-License-Identifier: EUPL-1.2
#include "roster/retention.h"

#include <google/api/resource.pb.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "platform/db/query.h"
#include "platform/proto/references.h"
#include "platform/rpc/erasure.h"
#include "platform/rpc/scope.h"
#include "roster/erasure.h"

namespace muster::roster {
namespace {

using google::protobuf::Descriptor;

// In one call: people take a look at every table and file.
constexpr std::size_t people_at_once = 50;
constexpr std::size_t rows_at_once = 500;

// Rows of a resource with the day since which each has been at rest: a SELECT of id and day, the oldest first.
struct Kind {
  v1::RetentionKind kind;
  const char* resource;
  const char* at_rest;
};

// Of people: since the last day that they belonged somewhere or were deployed; nothing while either goes on.
constexpr std::array kinds{
    Kind{v1::RETENTION_KIND_PERSONS, "muster/Person",
         "SELECT person.id, MAX(known.last_day) AS day FROM person JOIN ("
         "SELECT person, COALESCE(valid_to, '9999-12-31') AS last_day FROM affiliation UNION ALL "
         "SELECT person, COALESCE(actual_to, planned_to, '9999-12-31') AS last_day FROM deployment "
         "WHERE person IS NOT NULL AND state NOT IN ('DEPLOYMENT_STATE_CANCELLED', 'DEPLOYMENT_STATE_VOID')"
         ") AS known ON known.person = person.id GROUP BY person.id"},
    Kind{v1::RETENTION_KIND_AVAILABILITIES, "muster/Availability",
         "SELECT id, valid_to AS day FROM availability WHERE valid_to IS NOT NULL"},
    Kind{v1::RETENTION_KIND_CREDENTIALS, "muster/Credential",
         "SELECT id, valid_to AS day FROM credential WHERE valid_to IS NOT NULL"},
    Kind{v1::RETENTION_KIND_CONTACTS, "muster/Contact",
         "SELECT id, valid_to AS day FROM contact WHERE valid_to IS NOT NULL"},
    // One that a deployment refers to is part of that.
    Kind{v1::RETENTION_KIND_NOMINATIONS, "muster/Nomination",
         "SELECT nomination.id, MAX(event.effective_date) AS day FROM nomination "
         "JOIN nomination_event event ON event.nomination = nomination.id "
         "WHERE nomination.state IN ('NOMINATION_STATE_NOT_ENDORSED', 'NOMINATION_STATE_NOT_SELECTED', "
         "'NOMINATION_STATE_DECLINED', 'NOMINATION_STATE_WITHDRAWN', 'NOMINATION_STATE_WITHDRAWN_BY_STATE', "
         "'NOMINATION_STATE_LAPSED', 'NOMINATION_STATE_CLOSED_POST_CANCELLED', 'NOMINATION_STATE_VOID') "
         "AND NOT EXISTS (SELECT 1 FROM deployment WHERE deployment.nomination = nomination.id) "
         "GROUP BY nomination.id"},
};

// The kind's resource; null while there is none of this name.
const Descriptor* type_of(const Kind& kind) {
  for (const Descriptor* type : proto::resource_types()) {
    if (type->options().GetExtension(google::api::resource).type() == kind.resource) return type;
  }
  return nullptr;
}

// 0: no rule.
int months_of(rpc::Context& context, const Kind& kind) {
  const auto row = db::select_one<long long>(
      context.sql, {"SELECT months FROM retention_rule WHERE kind = ?", {v1::RetentionKind_Name(kind.kind)}});
  return row ? static_cast<int>(std::get<0>(*row)) : 0;
}

// The ids of what is due by a rule of so many months, the oldest first. Of people only those against whom nothing stands.
std::vector<long long> due(rpc::Context& context, const Kind& kind, int months) {
  std::vector<long long> ids;
  if (months == 0 || type_of(kind) == nullptr) return ids;
  const std::string before = rules::format_date(rules::add_months(context.today(), -months));
  for (const auto& [id] : db::select<long long>(
           context.sql,
           {"SELECT id FROM (" + std::string(kind.at_rest) + ") AS rest WHERE day < ? ORDER BY day, id", {before}})) {
    if (kind.kind == v1::RETENTION_KIND_PERSONS &&
        (context.caller.person == id || !rpc::obstacles(context, id).empty())) {
      continue;
    }
    ids.push_back(id);
  }
  return ids;
}

std::string oldest(rpc::Context& context, const Kind& kind) {
  if (type_of(kind) == nullptr) return "";
  const auto [day] = *db::select_one<std::optional<std::string>>(
      context.sql, "SELECT MIN(day) FROM (" + std::string(kind.at_rest) + ") AS rest WHERE day < '9999-12-31'");
  return day.value_or("");
}

// Deletes the first of them, and gives how many.
std::size_t delete_first(rpc::Context& context, const Kind& kind, int months, std::vector<long long> ids) {
  const bool people = kind.kind == v1::RETENTION_KIND_PERSONS;
  ids.resize(std::min(ids.size(), people ? people_at_once : rows_at_once));
  if (ids.empty()) return 0;
  if (people) {
    const std::string reason = "At rest for " + std::to_string(months) + " months";
    for (const long long id : ids) erase(context, id, reason);
  } else {
    rpc::delete_rows(context, *type_of(kind), ids);
    context.sql.leave_no_trace();
  }
  return ids.size();
}

}  // namespace

v1::RetentionRule set_retention_rule(rpc::Context& context, const v1::SetRetentionRuleRequest& request) {
  rpc::require_all_units(context);
  const std::string kind = v1::RetentionKind_Name(request.rule().kind());
  db::execute(context.sql, {"DELETE FROM retention_rule WHERE kind = ?", {kind}});
  if (request.rule().months() > 0) {
    db::execute(context.sql, {"INSERT INTO retention_rule (kind, months) VALUES (?, ?)",
                              {kind, static_cast<long long>(request.rule().months())}});
  }
  // The table has one row a kind and no numbers; 0 stands for the whole.
  context.sql.record({db::Change::Kind::updated, "retention_rule", 0, {kind}});
  return request.rule();
}

v1::PreviewRetentionResponse preview_retention(rpc::Context& context, const v1::PreviewRetentionRequest&) {
  rpc::require_all_units(context);
  v1::PreviewRetentionResponse response;
  for (const Kind& kind : kinds) {
    v1::PreviewRetentionResponse::Line& line = *response.add_lines();
    line.set_kind(kind.kind);
    line.set_months(months_of(context, kind));
    line.set_due(static_cast<int>(due(context, kind, line.months()).size()));
    line.set_oldest(oldest(context, kind));
  }
  return response;
}

v1::ApplyRetentionResponse apply_retention(rpc::Context& context, const v1::ApplyRetentionRequest&) {
  rpc::require_all_units(context);
  context.sequence();  // what is due now is so until the commit
  v1::ApplyRetentionResponse response;
  for (const Kind& kind : kinds) {
    const int months = months_of(context, kind);
    if (months == 0) continue;
    const auto ids = due(context, kind, months);
    const std::size_t deleted = delete_first(context, kind, months, ids);
    v1::ApplyRetentionResponse::Line& line = *response.add_lines();
    line.set_kind(kind.kind);
    line.set_deleted(static_cast<int>(deleted));
    line.set_left(static_cast<int>(ids.size() - deleted));
  }
  return response;
}

}  // namespace muster::roster
