// SPDX-License-Identifier: EUPL-1.2
// What nearly every call asks and hardly any changes, such as the roster's time zone: a session that reads works it out
// again only after the database was changed.
#pragma once

#include <any>
#include <string_view>

#include "platform/db/session.h"

namespace muster::db {

// What `load` gives for the running transaction. One `what` stands for one type and one meaning.
template <class T, class Load>
T kept(Session& session, std::string_view what, Load load) {
  std::any* place = session.kept(what);
  if (place == nullptr) return load();
  if (!place->has_value()) *place = T(load());
  return std::any_cast<const T&>(*place);
}

}  // namespace muster::db
