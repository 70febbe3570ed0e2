// SPDX-License-Identifier: EUPL-1.2
// The audit: one entry per write and per read of sensitive fields, in the same transaction, each
// with a hash over the entry before it. It names rows and fields and never holds a value.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/rpc/context.h"

namespace muster::rpc {

// Writes the entry of this call from the session's changes and the call's audit lines, and
// moves the ledger's head. Called once, after the handler.
void write_audit(Context& context);

// The line that an entry's hash covers after the previous hash and a line feed:
//   id TAB create_time TAB account TAB method TAB request_id TAB purpose TAB lines (JSON) TAB address
// so that `sha256sum` over the exported columns can check it. Entries of before addresses were kept have none, and no
// TAB before it.
std::string audit_line(long long id, long long create_time, long long account, std::string_view method,
                       std::string_view request_id, std::string_view purpose, std::string_view lines,
                       const std::optional<std::string>& address);

struct AuditVerdict {
  long long entries = 0;
  long long first_broken = 0;  // the id of the first entry that does not fit; 0: none
  std::string problem;         // in words; empty: the chain is whole
};

// Recomputes the chain from the first entry to the head, and the hashes over the reads that it seals (read_records.h).
AuditVerdict verify_audit(db::Session& session);

}  // namespace muster::rpc
