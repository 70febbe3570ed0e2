// SPDX-License-Identifier: EUPL-1.2
// What tokens are for: which purposes let one call a method follows from what the method declares.
#pragma once

#include <vector>

#include "platform/rpc/context.h"

namespace muster::rpc {

// Of which one is enough for the method; empty: every token may call it, as everybody may.
//   access.anyone                                     none is needed
//   a file on its way in (muster.imports)             IMPORT
//   reads (read_only, audited_read), personal data    READ, EXPORT
//   reads without personal data                       READ, EXPORT, STATISTICS
//   changes_access                                    ADMINISTER
//   whatever else writes                              WRITE
std::vector<platform::v1::TokenPurpose> purposes_of(const Method& method);

// All there are, as a new token of the command line has them.
std::vector<platform::v1::TokenPurpose> all_purposes();

// As Caller::purposes keeps it.
unsigned purpose_bit(platform::v1::TokenPurpose purpose);

// Throws PERMISSION_DENIED (TOKEN_PURPOSE) naming what is needed, for a token that is for something else.
void check_purpose(const Method& method, const Caller& caller);

}  // namespace muster::rpc
