// SPDX-License-Identifier: MIT
// Counts samples that cannot be used.
#pragma once

#include <cstddef>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace shm {

/// What could not be used, each file once. For use from any thread.
class BadSamples {
 public:
  /// `limit`: how many files may be unusable before a run is not worth going on.
  explicit BadSamples(std::size_t limit) : limit_(limit) {}

  /// Throws BadInput when these are too many.
  void add(const std::string& file, const std::string& reason);

  std::size_t count() const;
  /// Reasons that came since the last call, one line each.
  std::vector<std::string> take_news();

 private:
  mutable std::mutex mutex_;
  std::size_t limit_;
  std::set<std::string> files_;
  std::vector<std::string> news_;
};

}  // namespace shm
