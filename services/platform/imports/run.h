// SPDX-License-Identifier: EUPL-1.2
// One run of one import.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include "platform/imports/kind.h"
#include "platform/rpc/dispatch.h"

namespace muster::imports {

class Run {
 public:
  // `stopping` tells whether to give up between two slices.
  // `method` is the kind's; all must outlive the run.
  Run(rpc::Dispatcher& dispatcher, const Kind& kind, const rpc::Method& method, rpc::Caller caller,
      long long id, std::function<bool()> stopping);
  ~Run();

  // Checks and applies; the import's row tells how it ended. Throws nothing.
  void run();

  // Takes back what was written, as one transaction, and sets the state with the reason.
  void take_back(v1::ImportState state, const std::string& refusal);

 private:
  struct Stopped {};
  // Rows that are written in one transaction.
  struct Slice {
    std::vector<Row> rows;
    Write write;
    bool last = false;  // nothing was left to read
  };

  bool load();
  template <class Ready, class Work>
  void each_slice(Ready ready, Work work);
  void check();
  void check_slice(std::vector<Row>& rows);
  void fill_texts();
  void count();
  void save_findings();
  void apply();
  void apply_slice(const Slice& slice);
  void finish(v1::ImportState state, const std::string& refusal);
  void give_sign_of_life();
  std::unique_ptr<Table> open_table();
  // Runs `work` with a call of the kind's method that can only read.
  void read(const std::function<void(rpc::Call&)>& work);
  // One transaction; waits while the database is overloaded, for two minutes at most.
  void write(const std::function<void(db::Session&)>& work);
  void write_audited(const std::function<void(rpc::Call&)>& work);
  void patiently(const std::function<void()>& transaction);

  rpc::Dispatcher& dispatcher_;
  const Kind& kind_;
  const rpc::Method& method_;
  const rpc::Caller caller_;
  const long long id_;
  const std::function<bool()> stopping_;
  v1::Import import_;
  std::unique_ptr<Work> work_;
  Findings findings_;
  long long offset_ = 0;  // of the next chunk
  std::chrono::steady_clock::time_point last_sign_{};
};

}  // namespace muster::imports
