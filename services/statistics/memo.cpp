// SPDX-License-Identifier: EUPL-1.2
#include "statistics/memo.h"

namespace muster::statistics {

void Memo::drop_if_changed(const std::string& stamp) {
  if (stamp == stamp_) return;
  answers_.clear();
  order_.clear();
  stamp_ = stamp;
}

std::shared_ptr<const v1::QueryIndicatorResponse> Memo::find(const std::string& stamp, const std::string& question) {
  std::lock_guard lock(mutex_);
  drop_if_changed(stamp);
  auto place = answers_.find(question);
  return place == answers_.end() ? nullptr : place->second;
}

void Memo::keep(const std::string& stamp, const std::string& question, Answer answer) {
  if (static_cast<std::size_t>(answer->cells_size()) > cells_max) return;
  std::lock_guard lock(mutex_);
  drop_if_changed(stamp);
  if (!answers_.emplace(question, std::move(answer)).second) return;
  order_.push_back(question);
  if (order_.size() <= answers_max) return;
  answers_.erase(order_.front());
  order_.pop_front();
}

}  // namespace muster::statistics
