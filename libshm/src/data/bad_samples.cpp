// SPDX-License-Identifier: MIT
// Counts samples that cannot be used.

#include "data/bad_samples.hpp"

#include <algorithm>
#include <utility>

#include "shm/error.hpp"

namespace shm {
namespace {

constexpr std::size_t most_lines = 20;  // told at once
constexpr std::size_t most_reasons = 5;

}  // namespace

void BadSamples::add(const std::string& file, const std::string& reason) {
  const std::lock_guard lock(mutex_);
  if (files_.insert(file).second) reasons_.push_back(reason);
}

void BadSamples::tell(const std::string& reason) {
  const std::lock_guard lock(mutex_);
  reasons_.push_back(reason);
}

void BadSamples::check() const {
  const std::lock_guard lock(mutex_);
  if (files_.size() <= limit_) return;
  std::string some;
  for (std::size_t i = reasons_.size() - std::min(reasons_.size(), most_reasons);
       i < reasons_.size(); ++i)
    some.append(some.empty() ? "" : "; ").append(reasons_[i]);
  throw BadInput(std::to_string(files_.size()) + " samples cannot be used, among them: " + some +
                 " (shm-prep check lists them all)");
}

std::size_t BadSamples::count() const {
  const std::lock_guard lock(mutex_);
  return files_.size();
}

std::vector<std::string> BadSamples::take_news() {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> news;
  const std::size_t first = std::exchange(told_, reasons_.size());
  for (std::size_t i = first; i < std::min(reasons_.size(), first + most_lines); ++i)
    news.push_back("skipped: " + reasons_[i]);
  if (reasons_.size() > first + most_lines)
    news.push_back("skipped: " + std::to_string(reasons_.size() - first - most_lines) +
                   " more (shm-prep check lists them all)");
  return news;
}

}  // namespace shm
