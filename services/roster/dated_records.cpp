// SPDX-License-Identifier: EUPL-1.2
#include "roster/dated_records.h"

#include <algorithm>

#include "platform/rpc/active_person.h"

namespace muster::roster {

bool names(const google::protobuf::FieldMask& mask, std::string_view field) {
  return std::find(mask.paths().begin(), mask.paths().end(), field) != mask.paths().end();
}

void require_person_on(rpc::Context& context, const std::string& person, const std::string& field,
                       const std::string& day) {
  rpc::require_visible_person(context, proto::id_of<v1::Person>(person, field));
  rpc::require(rpc::person_not_active_on(context, person, day));
}

void require_person_until(rpc::Context& context, const std::string& person, const std::string& field,
                          const std::optional<std::string>& last) {
  rpc::require_visible_person(context, proto::id_of<v1::Person>(person, field));
  rpc::require(rpc::person_not_active_until(context, person, last));
}

}  // namespace muster::roster
