// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/scope.h"

#include <algorithm>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/resources.h"
#include "platform/rpc/disclosure.h"
#include "platform/rpc/registry.h"
#include "platform/rpc/unit_in_force.h"
#include "platform/status/error.h"

namespace muster::rpc {
namespace {

bool names_role(const platform::v1::Access& access, platform::v1::Role role) {
  return std::find(access.roles().begin(), access.roles().end(), role) != access.roles().end();
}

std::string marks(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += i == 0 ? "?" : ", ?";
  return text;
}

std::vector<db::Value> values(const std::vector<long long>& ids) { return {ids.begin(), ids.end()}; }

std::string joined_roles(const google::protobuf::RepeatedField<int>& roles, std::string_view between) {
  std::string text;
  for (const int role : roles) {
    if (!text.empty()) text += between;
    text += platform::v1::Role_Name(static_cast<platform::v1::Role>(role)).substr(std::string_view("ROLE_").size());
  }
  return text;
}

// `owner`: its code; empty: the whole state. `remedy`: what else the caller may do, "give mission.owner, ..., or ".
status::Error beyond_grants(const Context& context, const std::string& owner, const std::string& remedy) {
  status::Metadata metadata{{"roles", roles_listed(context.method.access.roles())}};
  if (!owner.empty()) metadata["owner"] = owner;
  return status::permission_denied(
      platform::v1::REASON_SCOPE_TOO_NARROW,
      context.method.descriptor->name() + " needs a grant of " + roles_in_words(context.method.access.roles()) +
          " for all units" +
          (owner.empty() ? ", since this concerns the whole state" : " or for " + owner + ", whose this is") +
          "; your grants are for other units: " + remedy + "ask somebody who has one",
      std::move(metadata));
}

long long unit_of(const std::string& owner, const std::string& field) { return proto::id_of(owner, "units", field); }

// Unset: there is none, or it stands apart from the caller.
std::optional<std::string> code_of(Context& context, long long unit) {
  db::Query query{"SELECT code FROM unit WHERE id = ? AND ", {unit}};
  query += named_units(context, "unit.id");
  const auto row = db::select_one<std::string>(context.sql, query);
  return row ? std::optional(std::get<0>(*row)) : std::nullopt;
}

}  // namespace

Scope scope_of(const Context& context) { return scope_of(context.caller, context.method.access); }

Scope scope_of(const Caller& caller, const platform::v1::Access& access) {
  Scope scope;
  if (caller.system) {
    scope.everything = true;
    return scope;
  }
  for (const Grant& grant : caller.grants) {
    if (!names_role(access, grant.role)) continue;
    if (grant.role == platform::v1::ROLE_PERSON) {
      scope.own_person = caller.person;
    } else if (!grant.unit) {
      scope.everything = true;
    } else {
      scope.units.push_back(*grant.unit);
    }
  }
  std::sort(scope.units.begin(), scope.units.end());
  return scope;
}

db::Query visible_units(const Scope& scope, std::string_view column) {
  if (scope.everything) return "1 = 1";
  if (scope.units.empty()) return "1 = 0";
  // Not "IN (SELECT descendant ...)": that gathers the whole subtree before it looks at one row.
  return {"EXISTS (SELECT 1 FROM unit_closure scope_closure WHERE scope_closure.descendant = " + std::string(column) +
              " AND scope_closure.ancestor IN (" + marks(scope.units.size()) + "))",
          values(scope.units)};
}

db::Query visible_persons(const Scope& scope, std::string_view column, rules::Day today) {
  if (scope.everything) return "1 = 1";
  db::Query condition("(1 = 0");
  if (!scope.units.empty()) {
    const std::string date = rules::format_date(today);
    condition.text += " OR EXISTS (SELECT 1 FROM affiliation scope_affiliation WHERE scope_affiliation.person = ";
    condition.text += column;
    condition +=
        {" AND scope_affiliation.valid_from <= ? AND (scope_affiliation.valid_to IS NULL"
         " OR scope_affiliation.valid_to >= ?) AND ",
         {date, date}};
    condition += visible_units(scope, "scope_affiliation.unit");
    condition.text += ')';
  }
  if (scope.own_person) condition += {" OR " + std::string(column) + " = ?", {*scope.own_person}};
  condition.text += ')';
  return condition;
}

db::Query visible_person_id(const Scope& scope, long long person, rules::Day today) {
  if (scope.everything) return {"CAST(? AS BIGINT)", {person}};
  const std::string date = rules::format_date(today);
  db::Query id{"(SELECT CAST(? AS BIGINT) WHERE ", {person}};
  // 0 is no unit: who belongs to none is looked for all the same.
  id += visible_units(scope,
                      "COALESCE((SELECT present.unit FROM affiliation present WHERE present.person = ?"
                      " AND present.valid_from <= ? AND (present.valid_to IS NULL OR present.valid_to >= ?)"
                      " LIMIT 1), 0)");
  if (!scope.units.empty()) id.args.insert(id.args.begin() + 1, {person, date, date});
  if (scope.own_person) id += {" OR CAST(? AS BIGINT) = ?", {person, *scope.own_person}};
  id.text += ')';
  return id;
}

db::Query persons_outside(const Scope& scope, std::string_view column, rules::Day today) {
  const std::string of_person(column);
  const std::string date = rules::format_date(today);
  db::Query condition("(NOT ");
  condition += visible_persons(scope, column, today);
  condition += {" AND (EXISTS (SELECT 1 FROM affiliation present WHERE present.person = " + of_person +
                    " AND present.valid_from <= ? AND (present.valid_to IS NULL OR present.valid_to >= ?))"
                    " OR NOT EXISTS (SELECT 1 FROM affiliation other WHERE other.person = " +
                    of_person + " AND ",
                {date, date}};
  condition += visible_units(scope, "other.unit");
  condition.text += ")))";
  return condition;
}

db::Query visible_members(const Scope& scope, std::string_view person, std::string_view unit) {
  db::Query condition("(");
  condition += visible_units(scope, unit);
  if (scope.own_person) condition += {" OR " + std::string(person) + " = ?", {*scope.own_person}};
  condition.text += ')';
  return condition;
}

db::Query readable_details(const Context& context, std::string_view column) {
  const Method* reads = context.method.registry->find("muster.roster.v1.RosterService/ReadPersonDetails");
  const Scope scope = scope_of(context.caller, reads ? reads->access : platform::v1::Access());
  return visible_persons(scope, column, context.today());
}

void require_visible_person(Context& context, long long person) {
  db::Query query("SELECT 1 FROM person WHERE id = ");
  query += visible_person_id(scope_of(context), person, context.today());
  if (!db::select_one<long long>(context.sql, query)) {
    throw status::not_found("persons/" + std::to_string(person));
  }
}

void require_visible_unit(Context& context, long long unit) {
  db::Query query = {"SELECT 1 FROM unit WHERE id = ? AND ", {unit}};
  query += visible_units(scope_of(context), "unit.id");
  if (!db::select_one<long long>(context.sql, query)) {
    throw status::not_found("units/" + std::to_string(unit));
  }
}

void require_all_units(const Context& context) {
  if (scope_of(context).everything) return;
  throw status::permission_denied(
      platform::v1::REASON_SCOPE_TOO_NARROW,
      context.method.descriptor->name() +
          " concerns all units and your grant is for some; ask somebody whose grant is for all",
      {{"roles", roles_listed(context.method.access.roles())}});
}

bool covers_owner(Context& context, const Scope& scope, const std::string& owner) {
  if (scope.everything) return true;
  if (owner.empty()) return false;
  db::Query query{"SELECT 1 FROM unit WHERE id = ? AND ", {unit_of(owner, "owner")}};
  query += visible_units(scope, "unit.id");
  return db::select_one<long long>(context.sql, query).has_value();
}

void require_owner(Context& context, const std::string& owner) {
  if (covers_owner(context, scope_of(context), owner)) return;
  throw beyond_grants(context, owner.empty() ? "" : code_of(context, unit_of(owner, "owner")).value_or(owner), "");
}

void require_new_owner(Context& context, const std::string& owner, const std::string& field) {
  std::string code;
  if (!owner.empty()) {
    const long long unit = unit_of(owner, field);
    const auto known = code_of(context, unit);
    if (!known) {
      throw status::invalid_argument(field, platform::v1::REASON_REFERENCE_NOT_FOUND,
                                     owner + " does not exist; see ListUnits", {{"name", owner}});
    }
    code = *known;
    require_unit_in_force(context, unit, std::nullopt, field);
  }
  if (covers_owner(context, scope_of(context), owner)) return;
  throw beyond_grants(context, code, "give one of your units as " + field + ", or ");
}

void require_owners(Context& context, const std::string& present, const std::string& given,
                    const google::protobuf::FieldMask& mask, const std::string& field) {
  require_owner(context, present);
  const bool changes = std::find(mask.paths().begin(), mask.paths().end(), "owner") != mask.paths().end();
  if (changes && given != present) require_new_owner(context, given, field);
}

std::string roles_in_words(const google::protobuf::RepeatedField<int>& roles) { return joined_roles(roles, " or "); }

std::string roles_listed(const google::protobuf::RepeatedField<int>& roles) { return joined_roles(roles, ","); }

bool has_role(const Context& context, platform::v1::Role role) {
  return context.caller.system || std::any_of(context.caller.grants.begin(), context.caller.grants.end(),
                                              [&](const Grant& grant) { return grant.role == role; });
}

}  // namespace muster::rpc
