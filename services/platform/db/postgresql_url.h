// SPDX-License-Identifier: EUPL-1.2
// The parameters of a connection to PostgreSQL. Included by the .cpp files of db/ and its tests only.
#pragma once

#include <string>

namespace muster::db {

// `url` with our name and with limits for a server that cannot be reached or has gone silent, each
// unless the operator gives another in the URL's query.
std::string with_default_parameters(std::string url);

}  // namespace muster::db
