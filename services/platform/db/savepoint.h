// SPDX-License-Identifier: EUPL-1.2
// A part of the running write that can be undone by itself.
#pragma once

#include "platform/db/session.h"

namespace muster::db {

// From its making on. What is neither kept nor undone when it goes is undone.
class Savepoint {
 public:
  explicit Savepoint(Session& session);
  ~Savepoint();
  Savepoint(const Savepoint&) = delete;
  Savepoint& operator=(const Savepoint&) = delete;

  void keep();
  // What was written since is gone, and so are its changes for the audit. False: the whole transaction is, or has to
  // run again, so that nothing more can be asked in it.
  bool undo() noexcept;

 private:
  Session& session_;
  std::size_t changes_;
  bool open_ = true;
};

}  // namespace muster::db
