// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>
#include <thread>

#include "support/rounds.h"

namespace {

using namespace std::chrono_literals;

// Ends the run when a test takes longer than any does, and says which: one that waits for what never comes would
// otherwise keep the whole run waiting, and nobody would know for what.
class LongestTime : public testing::EmptyTestEventListener {
 public:
  ~LongestTime() override {
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
    }
    changed_.notify_all();
    watch_.join();
  }

  void OnTestStart(const testing::TestInfo& test) override {
    const std::lock_guard lock(mutex_);
    name_ = std::string(test.test_suite_name()) + "." + test.name();
    until_ = Clock::now() + 5min * muster::support::rounds(1);
  }
  void OnTestEnd(const testing::TestInfo&) override {
    const std::lock_guard lock(mutex_);
    until_ = Clock::time_point::max();
  }

 private:
  using Clock = std::chrono::steady_clock;

  void watch() {
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, 1s, [this] { return over_; })) {
      if (Clock::now() < until_) continue;
      std::fprintf(stderr, "%s takes too long: it waits for what does not come\n", name_.c_str());
      std::abort();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::string name_;
  Clock::time_point until_ = Clock::time_point::max();
  bool over_ = false;
  std::thread watch_{[this] { watch(); }};  // last: it uses the others
};

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  testing::UnitTest::GetInstance()->listeners().Append(new LongestTime);
  return RUN_ALL_TESTS();
}
