// SPDX-License-Identifier: EUPL-1.2
// The numbers of people who were erased: kept as keyed hashes, so that none is given again, in whatever spelling.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "platform/db/session.h"

namespace muster::rpc {

// HMAC-SHA-256 of each number's key (text/code_key.h) with the database's own, in hexadecimal, and which key it is of.
std::map<std::string, std::string> hashes_of_numbers(db::Session& session, const std::set<std::string>& number_keys);

// Whether anybody was erased at all: most rosters need not look further.
bool anybody_was_erased(db::Session& session);

// Whether the number, in whatever spelling, is of somebody who was erased.
bool number_was_erased(db::Session& session, std::string_view number);

}  // namespace muster::rpc
