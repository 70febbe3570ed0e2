// SPDX-License-Identifier: EUPL-1.2
// What is told of the server's own faults.
#pragma once

#include <exception>
#include <string>

#include "platform/status/error.h"

namespace muster::rpc {

// What went wrong, for the client: a refusal as it is; of a fault where to look for more. What is not the client's to
// know is logged under the request id, which is empty in a program of its own.
status::Error to_error(std::exception_ptr failure, const std::string& request_id);

}  // namespace muster::rpc
