// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/disclosure.h"

#include <string>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/db/kept.h"
#include "platform/status/error.h"
#include "platform/text/code_key.h"

namespace muster::rpc {
namespace {

platform::v1::Access access_of(std::initializer_list<platform::v1::Role> roles) {
  platform::v1::Access access;
  for (const auto role : roles) access.add_roles(role);
  return access;
}

bool any_grouped(Context& context, const std::string& table) {
  return db::kept<bool>(context.sql, "grouped " + table, [&] {
    return db::select_one<long long>(context.sql,
                                     "SELECT id FROM " + table + " WHERE disclosure = 'DISCLOSURE_GROUPED' LIMIT 1")
        .has_value();
  });
}

// The readers of units in lists: administrators keep the tree, and grant roles for its units.
Scope listing_scope(const Caller& caller) {
  static const auto access =
      access_of({platform::v1::ROLE_HR_UNIT, platform::v1::ROLE_HR_CENTRAL, platform::v1::ROLE_ENDORSER,
                 platform::v1::ROLE_TRAINING_COORDINATOR, platform::v1::ROLE_ADMINISTRATOR});
  return scope_of(caller, access);
}

}  // namespace

Scope reading_scope(const Caller& caller) {
  static const auto access = access_of({platform::v1::ROLE_HR_UNIT, platform::v1::ROLE_HR_CENTRAL,
                                        platform::v1::ROLE_ENDORSER, platform::v1::ROLE_TRAINING_COORDINATOR});
  return scope_of(caller, access);
}

bool reads_all(const Caller& caller) { return reading_scope(caller).everything; }

bool is_any_grouped(Context& context) {
  return db::kept<bool>(context.sql, "grouped", [&] {
    return db::select_one<long long>(
               context.sql,
               "SELECT 1 WHERE EXISTS (SELECT 1 FROM unit WHERE disclosure = 'DISCLOSURE_GROUPED')"
               " OR EXISTS (SELECT 1 FROM mission WHERE disclosure = 'DISCLOSURE_GROUPED')")
        .has_value();
  });
}

db::Query named_units(Context& context, std::string_view column) {
  const Scope scope = listing_scope(context.caller);
  if (scope.everything || !any_grouped(context, "unit")) return "1 = 1";
  const std::string unit(column);
  db::Query condition(
      "(NOT EXISTS (SELECT 1 FROM unit_closure grouped_closure JOIN unit grouped"
      " ON grouped.id = grouped_closure.ancestor WHERE grouped_closure.descendant = " +
      unit + " AND grouped.disclosure = 'DISCLOSURE_GROUPED')");
  if (!scope.units.empty()) {
    condition.text += " OR ";
    condition += visible_units(scope, column);
  }
  // A grant names its unit, whatever it is for.
  for (const Grant& grant : context.caller.grants) {
    if (grant.unit) condition += {" OR " + unit + " = ?", {*grant.unit}};
  }
  if (context.caller.person) {
    condition +=
        {" OR EXISTS (SELECT 1 FROM unit_closure own_closure JOIN affiliation own ON own.unit = own_closure.descendant"
         " WHERE own_closure.ancestor = " +
             unit + " AND own.person = ?)",
         {*context.caller.person}};
  }
  condition.text += ')';
  return condition;
}

db::Query named_missions(Context& context, std::string_view column) {
  const Scope scope = reading_scope(context.caller);
  if (scope.everything || !any_grouped(context, "mission")) return "1 = 1";
  const std::string mission(column);
  db::Query condition("(NOT EXISTS (SELECT 1 FROM mission grouped WHERE grouped.id = " + mission +
                      " AND grouped.disclosure = 'DISCLOSURE_GROUPED')");
  if (!scope.units.empty()) {
    condition.text += " OR EXISTS (SELECT 1 FROM mission owned WHERE owned.id = " + mission + " AND ";
    condition += visible_units(scope, "owned.owner");
    condition.text += ')';
  }
  if (context.caller.person) {
    condition +=
        {" OR EXISTS (SELECT 1 FROM deployment own JOIN deployment_segment served ON served.deployment = own.id"
         " WHERE served.mission = " +
             mission + " AND own.person = ?) OR EXISTS (SELECT 1 FROM nomination own JOIN post asked_for" +
             " ON asked_for.id = own.post WHERE asked_for.mission = " + mission + " AND own.person = ?)",
         {*context.caller.person, *context.caller.person}};
  }
  condition.text += ')';
  return condition;
}

db::Query named_calls(Context& context, std::string_view column) {
  db::Query missions = named_missions(context, "asked.mission");
  if (missions.text == "1 = 1") return missions;
  const std::string call(column);
  db::Query condition("(NOT EXISTS (SELECT 1 FROM call_post WHERE call_post.call = " + call +
                      ") OR EXISTS (SELECT 1 FROM call_post JOIN post asked ON asked.id = call_post.post"
                      " WHERE call_post.call = " +
                      call + " AND ");
  condition += missions;
  condition.text += "))";
  return condition;
}

db::Query shown_unit_code(Context& context) {
  db::Query code("CASE WHEN ");
  code += named_units(context, "unit.id");
  code += {" THEN unit.code ELSE ? END", {std::string(other_code)}};
  return code;
}

platform::v1::Disclosure disclosure_today(Context& context, const std::string& table, long long id) {
  const auto last = db::select_one<std::string>(
      context.sql, {"SELECT disclosure FROM " + table + "_disclosure WHERE " + table +
                        " = ? AND valid_from <= ? ORDER BY valid_from DESC, id DESC LIMIT 1",
                    {id, rules::format_date(context.today())}});
  return last && std::get<0>(*last) == "DISCLOSURE_GROUPED" ? platform::v1::DISCLOSURE_GROUPED
                                                            : platform::v1::DISCLOSURE_NAMED;
}

bool is_reserved_code(const std::string& code) {
  const std::string key = text::code_key(code);
  return key == other_code || key == "andre";
}

void require_no_reserved_code(const std::string& field, const std::string& code) {
  if (!is_reserved_code(code)) return;
  throw status::invalid_argument(field, platform::v1::REASON_VALUE_REFUSED,
                                 "stands for all that are not named in figures; give another code");
}

void require_named_unit(Context& context, long long unit) {
  db::Query query = {"SELECT 1 FROM unit WHERE id = ? AND ", {unit}};
  query += named_units(context, "unit.id");
  if (!db::select_one<long long>(context.sql, query)) throw status::not_found("units/" + std::to_string(unit));
}

void require_named_mission(Context& context, long long mission) {
  db::Query query = {"SELECT 1 FROM mission WHERE id = ? AND ", {mission}};
  query += named_missions(context, "mission.id");
  if (!db::select_one<long long>(context.sql, query)) throw status::not_found("missions/" + std::to_string(mission));
}

void require_named_post(Context& context, long long post) {
  db::Query query = {"SELECT 1 FROM post WHERE id = ? AND ", {post}};
  query += named_missions(context, "post.mission");
  if (!db::select_one<long long>(context.sql, query)) throw status::not_found("posts/" + std::to_string(post));
}

}  // namespace muster::rpc
