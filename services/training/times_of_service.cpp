// SPDX-License-Identifier: EUPL-1.2
#include "training/times_of_service.h"

#include <string>

#include "platform/db/query.h"
#include "platform/rpc/scope.h"

namespace muster::training {

std::unordered_map<long long, TimeOfService> times_of_service(rpc::Context& context,
                                                              const std::vector<long long>& people) {
  db::Query query("SELECT person.id, CASE WHEN ");
  query += rpc::readable_details(context, "person.id");
  query +=
      " THEN person.birth_date END, affiliation.valid_to FROM person "
      "JOIN affiliation ON affiliation.person = person.id WHERE ";
  query += db::one_of("person.id", people);
  // An open end comes last.
  query += " ORDER BY person.id, CASE WHEN affiliation.valid_to IS NULL THEN 1 ELSE 0 END, affiliation.valid_to";
  std::unordered_map<long long, TimeOfService> times;
  for (const auto& [person, birth, last] :
       db::select<long long, std::optional<std::string>, std::optional<std::string>>(context.sql, query)) {
    times[person] = {rules::parse_date(birth.value_or("")), rules::parse_date(last.value_or(""))};
  }
  return times;
}

}  // namespace muster::training
