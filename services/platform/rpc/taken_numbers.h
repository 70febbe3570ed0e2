// SPDX-License-Identifier: EUPL-1.2
// Numbers and identifiers of people that are not available. Whoever gives one is told the same whosever it is, of
// somebody whom they see or not, of somebody who was erased, and no more than 20 times in an hour: nobody is to find out
// by trying who is on the roster. What was told stays in the audit, although nothing else of the request does. The names
// of accounts that an administrator of some units is not shown count with them (NO_SUCH_ACCOUNT).
#pragma once

#include <string>

#include "platform/rpc/context.h"
#include "platform/status/error.h"

namespace muster::rpc {

// How many such answers an account gets within an hour.
inline constexpr long long taken_numbers_told = 20;

// The one answer: ALREADY_EXISTS for `field`. Thrown by a handler before it has written anything.
status::Error number_not_available(const std::string& field);
// The same to the row of a file.
extern const char* const number_not_available_in_a_file;

// Throws RESOURCE_EXHAUSTED, with the time to wait, if the caller was told too often already. To be asked before it is
// looked whether a number is taken, so that this answer tells nothing.
void require_numbers_left(Context& context);

// Whether the error is number_not_available() or NO_SUCH_ACCOUNT, which an account's request may not end with before it is
// counted.
bool is_to_be_counted(const Context& context, const status::Error& error);

// Counts `numbers` that the caller is told of as not available, with a line in the audit; at most as many as are left.
// Whether all of them were left. In a write.
bool count_taken_numbers(Context& context, long long numbers);

}  // namespace muster::rpc
