// SPDX-License-Identifier: EUPL-1.2
#include "roster/rows_of_today.h"

#include "platform/proto/enums.h"
#include "platform/rows/rows.h"
#include "platform/rpc/disclosure_of_today.h"
#include "roster/unit_places.h"

namespace muster::roster {
namespace {

constexpr long long people_at_once = 500;

// "columns" of people and the affiliation `held` that says what holds of them (place_of_value in affiliation_history.h),
// where it says something else.
db::Query people_behind(const std::string& columns, const rpc::DayLook& look, long long limit) {
  db::Query query("SELECT " + columns + " FROM ");
  if (look.first.empty()) {
    query += "person";
  } else {
    query +=
        {"(SELECT DISTINCT person FROM affiliation WHERE valid_from BETWEEN ? AND ?) near "
         "JOIN person ON person.id = near.person",
         {look.first, look.last}};
  }
  query +=
      {" JOIN affiliation held ON held.id = COALESCE((SELECT id FROM affiliation WHERE affiliation.person = person.id "
       "AND valid_from <= ? "
       "ORDER BY valid_from DESC, id DESC LIMIT 1), (SELECT id FROM affiliation WHERE affiliation.person = person.id "
       "ORDER BY valid_from, id LIMIT 1)) WHERE held.category <> person.category "
       "OR COALESCE(held.nationality, '') <> COALESCE(person.nationality, '') LIMIT ?",
       {rules::format_date(look.today), limit}};
  return query;
}

bool people_are_behind(db::Session& session, const rpc::DayLook& look) {
  return db::select_one<long long>(session, people_behind("person.id", look, 1)).has_value();
}

long long follow_in_people(rpc::Context& context, const rpc::DayLook& look) {
  google::protobuf::FieldMask mask;
  for (const char* field : {"category", "nationality"}) mask.add_paths(field);
  long long written = 0;
  for (const auto& [id, category, nationality] : db::select<long long, std::string, std::optional<std::string>>(
           context.sql, people_behind("person.id, held.category, held.nationality", look, people_at_once))) {
    v1::Person person;
    person.set_name(proto::name_of<v1::Person>(id));
    person.set_category(proto::enum_named<platform::v1::Category>(category));
    if (nationality) person.set_nationality(*nationality);
    rows::update(context.sql, "person", person, mask);
    ++written;
  }
  return written;
}

bool units_are_behind(db::Session& session, const rpc::DayLook& look) {
  return db::select_one<long long>(
             session,
             {"SELECT unit.id FROM unit JOIN unit_place place ON place.unit = unit.id AND place.valid_from = "
              "(SELECT MAX(valid_from) FROM unit_place other WHERE other.unit = unit.id AND other.valid_from <= ?) "
              "WHERE COALESCE(place.parent, 0) <> COALESCE(unit.parent, 0) LIMIT 1",
              {rules::format_date(look.today)}})
      .has_value();
}

}  // namespace

std::vector<rpc::RowsOfToday> rows_of_today() {
  const std::string service = "muster.roster.v1.RosterService/";
  return {{service + "ChangePerson", people_are_behind, follow_in_people},
          {service + "MoveUnit", units_are_behind,
           [](rpc::Context& context, const rpc::DayLook&) { return follow_places(context, Places(context)); }},
          rpc::disclosure_of_today<v1::Unit>("unit", service + "ChangeUnitDisclosure")};
}

}  // namespace muster::roster
