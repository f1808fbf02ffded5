// SPDX-License-Identifier: MIT
// Equal weights stand once in a process, however many networks have them.
#include "engine/shared_numbers.hpp"

#include <functional>
#include <mutex>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace shm {
namespace {

std::string_view bytes_of(const std::vector<float>& numbers) {
  return {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(float)};
}

class Held {
 public:
  SharedNumbers share(std::vector<float> numbers) {
    const std::size_t hash = std::hash<std::string_view>()(bytes_of(numbers));
    const std::lock_guard lock(mutex_);
    std::erase_if(held_, [](const auto& entry) { return entry.second.expired(); });
    const auto [begin, end] = held_.equal_range(hash);
    for (auto entry = begin; entry != end; ++entry)
      if (SharedNumbers held = entry->second.lock(); held && bytes_of(*held) == bytes_of(numbers))
        return held;
    auto shared = std::make_shared<const std::vector<float>>(std::move(numbers));
    held_.emplace(hash, shared);
    return shared;
  }

 private:
  std::mutex mutex_;
  std::unordered_multimap<std::size_t, std::weak_ptr<const std::vector<float>>> held_;
};

}  // namespace

SharedNumbers share(std::vector<float> numbers) {
  static Held held;
  return held.share(std::move(numbers));
}

}  // namespace shm
