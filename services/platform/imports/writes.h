// SPDX-License-Identifier: EUPL-1.2
// The transactions of one run: each requires that the run holds its import, and is its sign of life.
#pragma once

#include <functional>
#include <string>

#include "platform/imports/hold.h"
#include "platform/rpc/dispatch.h"
#include "platform/rpc/registry.h"

namespace muster::imports {

class Writes {
 public:
  // An import has the access, scope and audit of `method`; it must outlive this.
  // `stopping` tells whether the server stops.
  Writes(rpc::Dispatcher& dispatcher, const rpc::Method& method, rpc::Caller caller, long long id, std::string run,
         std::function<bool()> stopping);

  long long id() const { return id_; }
  bool stopping() const { return stopping_(); }

  // Runs `work` with a call of the method that can only read.
  void read(const std::function<void(rpc::Context&)>& work) const;
  // One transaction each; waits while the database is overloaded, for two minutes at most. `work`
  // may run again. Throws Stopped when the run does not hold the import in `state` any more.
  void plain(v1::ImportState state, const std::function<void(db::Session&)>& work) const;
  void audited(v1::ImportState state, const std::function<void(rpc::Context&)>& work) const;
  // See hold.h. Throws nothing: an import that cannot be let go is abandoned after a while.
  void let_go() const;

 private:
  void patiently(const std::function<void()>& transaction) const;

  rpc::Dispatcher& dispatcher_;
  const rpc::Method& method_;
  const rpc::Caller caller_;
  const long long id_;
  const std::string run_;
  const std::function<bool()> stopping_;
};

}  // namespace muster::imports
