// SPDX-License-Identifier: EUPL-1.2
// Which run is at an import. A run writes only while it holds the import, so a run that was given up for
// dead and lives on after all writes nothing any more.
#pragma once

#include <string>
#include <vector>

#include "muster/imports/v1/imports.pb.h"
#include "platform/db/session.h"

namespace muster::imports {

// Thrown within a run whose server stops, or which holds the import no longer.
struct Stopped {};

// At work are imports that are RUNNING, TAKING_BACK or UNDOING.
bool is_at_work(v1::ImportState state);

// A name that no other run has.
std::string new_run();

// Whether `run` holds the import and it is in `state`.
bool holds(db::Session& session, long long id, v1::ImportState state, const std::string& run);

// What becomes of an import.
struct Step {
  v1::ImportState from;
  v1::ImportState to;   // at work
  v1::ImportState end;  // when all goes well
};
constexpr Step start_step{v1::IMPORT_STATE_UPLOADING, v1::IMPORT_STATE_RUNNING, v1::IMPORT_STATE_APPLIED};
constexpr Step undo_step{v1::IMPORT_STATE_APPLIED, v1::IMPORT_STATE_UNDOING, v1::IMPORT_STATE_UNDONE};
// Of an undoing that nobody is at.
constexpr Step undo_again_step{v1::IMPORT_STATE_UNDOING, v1::IMPORT_STATE_UNDOING, v1::IMPORT_STATE_UNDONE};

// The import is held by `run` from now on. Errors: FAILED_PRECONDITION when somebody else took it out of
// `step.from` in the meantime.
void begin(db::Session& session, long long id, const Step& step, const std::string& run);

// Keeps others from changing the import until the transaction ends; the same error as begin().
void lock(db::Session& session, long long id, v1::ImportState state);

// The same as holds(), and a sign of life. Throws Stopped if not.
void require_hold(db::Session& session, long long id, v1::ImportState state, const std::string& run);

// Nobody holds the import any more: a server may take it over at once.
void let_go(db::Session& session, long long id, const std::string& run);

struct Abandoned {
  long long id;
  v1::ImportState state;
  std::string run;  // that held it; empty: nobody
};

// Imports at work that nobody holds, or whose run gave no sign of life since `before_micros`.
std::vector<Abandoned> abandoned_imports(db::Session& session, long long before_micros);

// Gives an abandoned import to `run`; false when somebody was faster or its run gave a sign.
bool take_over(db::Session& session, const Abandoned& abandoned, long long before_micros, const std::string& run);

}  // namespace muster::imports
