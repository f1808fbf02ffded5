// SPDX-License-Identifier: MIT
// Counts samples that cannot be used.

#include "data/bad_samples.hpp"

#include <utility>

#include "shm/error.hpp"

namespace shm {

void BadSamples::add(const std::string& file, const std::string& reason) {
  const std::lock_guard lock(mutex_);
  if (!files_.insert(file).second) return;
  news_.push_back("skipped: " + reason);
  if (files_.size() > limit_)
    throw BadInput(std::to_string(files_.size()) + " samples cannot be used, the last: " + reason +
                   " (shm-prep check lists them all)");
}

std::size_t BadSamples::count() const {
  const std::lock_guard lock(mutex_);
  return files_.size();
}

std::vector<std::string> BadSamples::take_news() {
  const std::lock_guard lock(mutex_);
  return std::exchange(news_, {});
}

}  // namespace shm
