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

  /// `file` as it is named wherever it is found unusable.
  void add(const std::string& file, const std::string& reason);
  /// Says what is no fault of a sample.
  void tell(const std::string& reason);
  /// Throws BadInput, with some of the reasons, where these are too many.
  void check() const;

  std::size_t count() const;
  /// Reasons that came since the last call, one line each; of very many the first ones.
  std::vector<std::string> take_news();

 private:
  mutable std::mutex mutex_;
  std::size_t limit_;
  std::set<std::string> files_;
  std::vector<std::string> reasons_;
  std::size_t told_ = 0;
};

}  // namespace shm
