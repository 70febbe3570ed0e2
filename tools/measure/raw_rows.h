// SPDX-License-Identifier: EUPL-1.2
// What SQLite alone reaches with the rows of one CreatePerson: the limit that writes are compared with.
#pragma once

#include <string>

namespace muster::measure {

// The rows that CreatePerson writes, written by SQLite alone into a migrated database: no
// network, no checks, no reads, no hashes. `batch` people a transaction, synchronous=FULL.
// Returns people per second.
double write_raw_rows(const std::string& database, int batch, double seconds);

}  // namespace muster::measure
