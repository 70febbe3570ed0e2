// SPDX-License-Identifier: EUPL-1.2
#include "platform/db/interrupts.h"

#include <array>

namespace muster::db {

void Interrupts::add(PGconn* connection) {
  PGcancel* cancel = PQgetCancel(connection);
  if (cancel == nullptr) return;
  const std::lock_guard lock(mutex_);
  reads_.emplace(connection, cancel);
}

void Interrupts::remove(PGconn* connection) {
  const std::lock_guard lock(mutex_);
  const auto found = reads_.find(connection);
  if (found == reads_.end()) return;
  PQfreeCancel(found->second);
  reads_.erase(found);
}

void Interrupts::cancel_reads() {
  std::array<char, 256> error{};
  const std::lock_guard lock(mutex_);
  // One that cannot be sent means that the server is gone, and the read with it.
  for (const auto& [connection, cancel] : reads_) PQcancel(cancel, error.data(), error.size());
}

}  // namespace muster::db
