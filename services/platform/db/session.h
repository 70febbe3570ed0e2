// SPDX-License-Identifier: EUPL-1.2
// One connection with its prepared statements and what the running request changed.
#pragma once

#include <algorithm>
#include <any>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/query.h"

namespace muster::db {

enum class Backend { sqlite, postgresql };

// One row that a request wrote: the audit entry lists it. Field names only, never values.
struct Change {
  enum class Kind { created, updated, deleted };
  Kind kind;
  std::string table;
  long long id;
  std::vector<std::string> fields;
};

// Belongs to one thread at a time. Made by Database only.
class Session {
 public:
  class Impl;
  explicit Session(std::unique_ptr<Impl> impl);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  Backend backend() const;
  // A statement of the running write has failed, and nothing more can be asked in it.
  bool failed() const;
  // What the running write deletes is to be in no file any more when it is answered. On SQLite pages are overwritten and
  // the log is folded in after the commit; on PostgreSQL that is the work of VACUUM.
  void leave_no_trace();
  Impl& impl() { return *impl_; }

  // How many statements it has run so far: the same for what is not there and what the caller may not see.
  long long statements() const;

  // The place of what kept.h keeps under this name; null where nothing may be kept: in a write, and on PostgreSQL. Empty
  // after the database was changed, by whomever.
  std::any* kept(std::string_view what);

  // What insert() and update() wrote since clear_changes(); the dispatcher empties it before
  // a request and writes it to the audit after the handler.
  const std::vector<Change>& changes() const { return changes_; }
  void record(Change change) { changes_.push_back(std::move(change)); }
  void clear_changes() { changes_.clear(); }
  // Keeps the first `count` of them: the others were undone.
  void forget_changes_from(std::size_t count) { changes_.resize(std::min(count, changes_.size()), Change{}); }

 private:
  std::unique_ptr<Impl> impl_;
  std::vector<Change> changes_;
  std::map<std::string, std::any, std::less<>> kept_;
  long long kept_of_ = 0;  // the database's version
};

}  // namespace muster::db
