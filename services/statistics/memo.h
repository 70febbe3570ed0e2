// SPDX-License-Identifier: EUPL-1.2
// Answers kept for the same question as long as nothing was recorded since. Thread-safe.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "muster/statistics/v1/statistics.pb.h"

namespace muster::statistics {

class Memo {
 public:
  // `stamp` says what the answers rest on: when it changes, the kept ones are dropped.
  std::shared_ptr<const v1::QueryIndicatorResponse> find(const std::string& stamp, const std::string& question);
  void keep(const std::string& stamp, const std::string& question,
            std::shared_ptr<const v1::QueryIndicatorResponse> answer);

 private:
  static constexpr std::size_t answers_max = 256;
  static constexpr std::size_t cells_max = 2000;  // of one answer; larger ones are not kept

  using Answer = std::shared_ptr<const v1::QueryIndicatorResponse>;
  void drop_if_changed(const std::string& stamp);

  std::mutex mutex_;
  std::string stamp_;
  std::unordered_map<std::string, Answer> answers_;
  std::list<std::string> order_;  // the oldest first
};

}  // namespace muster::statistics
