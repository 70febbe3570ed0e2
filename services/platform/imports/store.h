// SPDX-License-Identifier: EUPL-1.2
// The rows of an import: its state, its file in chunks, its findings and its effects.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "muster/imports/v1/imports.pb.h"
#include "platform/imports/kind.h"
#include "platform/rpc/context.h"

namespace muster::imports {

// The import, or nothing.
std::optional<v1::Import> find_import(db::Session& session, long long id);

// Sets the state and why; also what the counts say in `import`.
void save_progress(db::Session& session, long long id, const v1::Import& import);

// How the import will end, that is being taken back.
void save_end_state(db::Session& session, long long id, v1::ImportState end);
// The import is in the state that it was to end in; what was undone has no refusal.
void finish_unwinding(db::Session& session, long long id);
void save_refusal(db::Session& session, long long id, const std::string& refusal);

// How far the run is, for who asks.
void save_rows(db::Session& session, long long id, int rows_read, int rows_created);

// Deletes the import with its chunks and findings. What it wrote must be gone.
void delete_import(rpc::Context& context, long long id);
// The same if it is UPLOADING still, and got no bytes since `silent_since` (microseconds).
void delete_upload(rpc::Context& context, long long id, long long silent_since);
// The account's imports that are UPLOADING: "imports/7", in order.
std::vector<std::string> open_uploads(db::Session& session, long long account);

// Appends a chunk, or finds it there. Errors: INVALID_ARGUMENT naming `offset` or `data`.
void save_chunk(db::Session& session, long long id, const v1::Import& import, long long offset,
                const std::string& data);
// The chunk that begins at `offset`; empty: there is none.
std::string read_chunk(db::Session& session, long long id, long long offset);
// Deletes one chunk; false when there is none left. One at a time, because a file is up to 256 MiB.
bool delete_chunk(db::Session& session, long long id);

void save_findings(db::Session& session, long long id, const std::vector<Finding>& findings, std::size_t first,
                   std::size_t last);

// The tables that the import replaces, by month.
void save_replaced(db::Session& session, long long id, const std::vector<platform::v1::ReplacedTable>& tables);
std::vector<platform::v1::ReplacedTable> read_replaced(db::Session& session, long long id);

// Empties the texts of at most `limit` rows of which `condition` holds; false when none had one.
bool clear_texts(db::Session& session, long long id, long long limit, const std::string& condition);

// `slice` numbers what was written in one transaction.
void save_effects(db::Session& session, long long id, long long slice, const Effects& effects);
// Of all slices.
Effects read_effects(db::Session& session, long long id);
Effects read_effects(db::Session& session, long long id, long long slice);
// The last slice that is left; nothing if none is.
std::optional<long long> last_slice(db::Session& session, long long id);
void delete_effects(db::Session& session, long long id, long long slice);

}  // namespace muster::imports
