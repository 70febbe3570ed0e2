// SPDX-License-Identifier: EUPL-1.2
// The audit's head under a signature (Ed25519, RFC 8032), to be kept where the database's administrators
// cannot write: whoever rewrites the whole chain cannot rewrite that.
#pragma once

#include <string>
#include <string_view>

#include "platform/db/session.h"

namespace muster::rpc {

// The head as it stands: SEQUENCE TAB HASH TAB TIME (microseconds since 1970) TAB SIGNATURE (base64), where
// the signature is of all before the last TAB. `key_file`: a private key in PEM, as `openssl genpkey
// -algorithm ed25519` writes it. Errors: INVALID_ARGUMENT for a file that is none, FAILED_PRECONDITION without an entry.
std::string sign_audit_head(db::Session& session, const std::string& key_file);

// Checks that the audit leads through a head that was signed before. `public_key_file`: the key's public
// half in PEM. Errors: INVALID_ARGUMENT for a line or file that is none, or a signature by another key;
// DATA_LOSS when the entry is gone or is another one.
void check_audit_head(db::Session& session, std::string_view line, const std::string& public_key_file);

}  // namespace muster::rpc
