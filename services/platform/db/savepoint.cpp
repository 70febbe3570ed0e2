// SPDX-License-Identifier: EUPL-1.2
#include "platform/db/savepoint.h"

#include "platform/db/session_impl.h"

namespace muster::db {

Savepoint::Savepoint(Session& session) : session_(session), changes_(session.changes().size()) {
  session.impl().savepoint();
}

Savepoint::~Savepoint() {
  if (open_) undo();
}

void Savepoint::keep() {
  open_ = false;
  session_.impl().release();
}

bool Savepoint::undo() noexcept {
  open_ = false;
  try {
    session_.forget_changes_from(changes_);
    session_.impl().rollback_to_savepoint();
    return !session_.impl().failed() && !session_.impl().must_retry();
  } catch (...) {
    return false;
  }
}

}  // namespace muster::db
