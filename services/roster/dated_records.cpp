// SPDX-License-Identifier: EUPL-1.2
#include "roster/dated_records.h"

namespace muster::roster {

void require_active_person(rpc::Context& context, const std::string& person) {
  const long long id = proto::id_of<v1::Person>(person, "person");
  rpc::require_visible_person(context, id);
  const auto row = db::select_one<std::string>(context.sql, {"SELECT status FROM person WHERE id = ?", {id}});
  if (std::get<0>(*row) == v1::PersonStatus_Name(v1::PERSON_STATUS_ACTIVE)) return;
  throw status::failed_precondition(platform::v1::REASON_PERSON_NOT_ACTIVE,
                                    person + " is not active on the roster, so nothing new is recorded of them",
                                    {{"name", person}});
}

}  // namespace muster::roster
