// SPDX-License-Identifier: EUPL-1.2
// One line of JSON per answered request. No query, body, header or address: these hold personal
// data; who did what to whom is in the audit, found by the request id.
#pragma once

#include <string>
#include <string_view>

#include "platform/http/server.h"

namespace muster::http {

// {"time":"2026-01-31T12:00:00.123Z","request_id":"...","method":"POST","path":"/...","code":200,
//  "micros":153,"bytes_in":20,"bytes_out":180}, without the line's end. `path` is what
// Metrics::label() made of the path, since an unknown path may hold anything.
std::string request_line(const Finished& finished, std::string_view path, rpc::TimePoint time);

}  // namespace muster::http
