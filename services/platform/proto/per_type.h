// SPDX-License-Identifier: EUPL-1.2
// What is worked out once for each message type and kept as long as the program runs: reading
// descriptors and their options anew takes longer than what it is wanted for.
#pragma once

#include <google/protobuf/descriptor.h>

#include <memory>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>
#include <utility>

namespace muster::proto {

// Thread-safe. References stay good; have it in a static that is never destroyed.
template <class T>
class PerType {
 public:
  using Make = T (*)(const google::protobuf::Descriptor&);
  explicit PerType(Make make) : make_(make) {}

  const T& of(const google::protobuf::Descriptor& type) {
    {
      const std::shared_lock lock(mutex_);
      if (const auto found = known_.find(&type); found != known_.end()) return *found->second;
    }
    auto made = std::make_unique<T>(make_(type));  // not under the lock: it may ask for other types
    const std::unique_lock lock(mutex_);
    return *known_.try_emplace(&type, std::move(made)).first->second;
  }

 private:
  const Make make_;
  std::shared_mutex mutex_;
  std::unordered_map<const google::protobuf::Descriptor*, std::unique_ptr<T>> known_;
};

}  // namespace muster::proto
