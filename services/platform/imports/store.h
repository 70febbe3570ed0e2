// SPDX-License-Identifier: EUPL-1.2
// The rows of an import: its state, its file in chunks, its findings and its effects.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "muster/imports/v1/imports.pb.h"
#include "platform/imports/kind.h"
#include "platform/rpc/call.h"

namespace muster::imports {

// The import, or nothing.
std::optional<v1::Import> find_import(db::Session& session, long long id);

// Sets the state and why; also what the counts say in `import`.
void save_progress(db::Session& session, long long id, const v1::Import& import);

// The import is still at work: a server that finds a RUNNING import without this sign takes
// it back.
void save_sign_of_life(db::Session& session, long long id, int rows_read, int rows_created);

// Whether the import is RUNNING.
bool is_running(db::Session& session, long long id);

// RUNNING imports without a sign of life since `before_micros`.
std::vector<long long> abandoned_imports(db::Session& session, long long before_micros);

// Appends a chunk, or finds it there. Errors: INVALID_ARGUMENT naming `offset` or `data`.
void save_chunk(db::Session& session, long long id, const v1::Import& import, long long offset,
                const std::string& data);
// The chunk that begins at `offset`; empty: the file's end.
std::string read_chunk(db::Session& session, long long id, long long offset);
void delete_chunks(db::Session& session, long long id);

void save_findings(db::Session& session, long long id, const std::vector<Finding>& findings,
                   std::size_t first, std::size_t last);

void save_effects(db::Session& session, long long id, const Effects& effects);
Effects read_effects(db::Session& session, long long id);
void delete_effects(db::Session& session, long long id);

}  // namespace muster::imports
