// SPDX-License-Identifier: EUPL-1.2
// What has happened is recorded for days that have begun somewhere on earth: Context::latest_day().
#pragma once

#include <string>

#include "platform/rpc/context.h"

namespace muster::rpc {

// Throws IN_FUTURE for `field` of the request if the day (civil date) has begun nowhere yet. `remedy` is what the sentence
// advises.
void require_begun(const Context& context, const std::string& field, const std::string& day,
                   const std::string& remedy = "give a day that has come, or record it when it has");

}  // namespace muster::rpc
