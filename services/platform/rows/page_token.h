// SPDX-License-Identifier: EUPL-1.2
// Where the next page of a list begins, as opaque text. Included by the .cpp files of rows/ only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/db/query.h"

namespace muster::rows {

// `digest`: eight bytes that tell the query from others.
std::string encode_token(std::string_view digest, const std::vector<db::Value>& keys);

// Errors: INVALID_ARGUMENT naming "page_token" if it is not one of ours, is of another query
// (another digest), or does not hold values of `types`.
std::vector<db::Value> decode_token(std::string_view token, std::string_view digest,
                                    const std::vector<db::Type>& types);

}  // namespace muster::rows
