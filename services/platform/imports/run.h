// SPDX-License-Identifier: EUPL-1.2
// One run of one import.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "platform/imports/kind.h"
#include "platform/imports/writes.h"
#include "platform/rows/new_words.h"

namespace muster::imports {

class Run {
 public:
  // `writes` are of the kind's method.
  Run(const Kind& kind, Writes writes);
  ~Run();

  // Goes on from the import's state: RUNNING, checks and applies; TAKING_BACK or UNDOING, takes
  // back. The import's row tells how it ended. Throws nothing.
  void run();

  // Takes back what an abandoned RUNNING import wrote, slice by slice. Throws nothing.
  void abandon();

 private:
  // Rows that are written in one transaction.
  struct Slice {
    std::vector<Row> rows;
    Write write;
    bool last = false;  // nothing was left to read
  };

  // Runs `work`; lets the import go when it cannot be ended now.
  void guarded(const std::function<void()>& work);
  void go_on();
  void check_and_apply();
  bool load();
  void take_back(v1::ImportState state, const std::string& refusal);
  void unwind(v1::ImportState state);
  template <class Ready, class Work>
  void each_slice(Ready ready, Work work);
  void check();
  void check_slice(std::vector<Row>& rows);
  void fill_texts();
  void count();
  void save_findings();
  void apply();
  void apply_slice(const Slice& slice);
  void gather(rows::NewWords& words);
  void gather_words();
  void audit_comparison();
  void count_taken_numbers();
  void finish(v1::ImportState state, const std::string& refusal);
  void give_sign_of_life();
  std::unique_ptr<Table> open_table();
  void write(const std::function<void(db::Session&)>& work) { writes_.plain(v1::IMPORT_STATE_RUNNING, work); }

  const Kind& kind_;
  const Writes writes_;
  const long long id_;
  v1::Import import_;
  std::unique_ptr<Work> work_;
  Findings findings_;
  long long offset_ = 0;  // of the next chunk
  long long slices_ = 0;  // written
  std::map<const google::protobuf::Descriptor*, rows::NewWords> words_;
  std::shared_ptr<const Header> header_;
  std::chrono::steady_clock::time_point last_sign_{};
};

}  // namespace muster::imports
