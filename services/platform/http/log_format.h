// SPDX-License-Identifier: EUPL-1.2
// How lines of the log look: every line that the server writes to standard output is a JSON object.
#pragma once

#include <string>
#include <string_view>

#include "platform/connect/message.h"

namespace muster::http {

// "2026-01-31T12:00:00.123Z".
std::string log_time(std::chrono::system_clock::time_point time);

// {"time":"...","level":"error","message":"..."}. A `text` that is a JSON object already, such as
// {"event":"fault","code":"internal"}, gives its fields in place of the message.
std::string log_line(std::string_view text, std::string_view level, std::chrono::system_clock::time_point time);

// Writes whole lines, which never mix with those that other threads write here. Whoever read the log
// may have gone away; that is no error.
void write_log(int file, std::string_view lines);

// Has spdlog write such lines to standard output. Call before other threads log.
void log_as_json();

}  // namespace muster::http
