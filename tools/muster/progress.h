// SPDX-License-Identifier: EUPL-1.2
// How far a long command is, on standard error.
#pragma once

#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <string>

namespace muster::cli {

// A line that is written over, on a terminal only.
class Progress {
 public:
  ~Progress() { clear(); }
  void show(const std::string& what, std::int64_t done, std::int64_t of) {
    if (!isatty(STDERR_FILENO)) return;
    const int percent = of > 0 ? static_cast<int>(done * 100 / of) : 0;
    const std::string bar(static_cast<std::size_t>(percent) / 4, '#');
    std::fprintf(stderr, "\r%-10s [%-25s] %3d %%", what.c_str(), bar.c_str(), percent);
    std::fflush(stderr);
    shown_ = true;
  }
  void show(const std::string& what) {
    if (!isatty(STDERR_FILENO)) return;
    std::fprintf(stderr, "\r\033[K%s", what.c_str());
    std::fflush(stderr);
    shown_ = true;
  }
  void clear() {
    if (shown_) std::fprintf(stderr, "\r\033[K");
    shown_ = false;
  }

 private:
  bool shown_ = false;
};

}  // namespace muster::cli
