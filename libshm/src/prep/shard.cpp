// SPDX-License-Identifier: MIT
// Shares of the work for several machines.

#include "shm/shard.hpp"

#include <algorithm>
#include <filesystem>

#include "base/read_number.hpp"
#include "shm/error.hpp"
#include "shm/split.hpp"

namespace shm {
namespace {

int number(std::string_view text, const std::string& whole) {
  int value = 0;
  if (!read_number(text, value))
    throw InvalidOption("shard: \"" + whole + "\" is not of the form I/N, 2/3 say");
  return value;
}

}  // namespace

bool Shard::holds(std::string_view name) const {
  const std::string stem = std::filesystem::path(name).stem().string();
  return name_hash(stem) % std::uint64_t(count) == std::uint64_t(index - 1);
}

void Shard::check() const {
  if (count < 1 || count > 100000)
    throw InvalidOption("shard: " + std::to_string(count) + " shares are not in 1..100000");
  if (index < 1 || index > count)
    throw InvalidOption("shard: share " + std::to_string(index) + " is not in 1.." +
                        std::to_string(count));
}

Shard parse_shard(const std::string& text) {
  const std::string_view view = text;
  const std::size_t slash = std::min(view.find('/'), view.size());
  const std::string_view count = view.substr(std::min(slash + 1, view.size()));
  const Shard shard{number(view.substr(0, slash), text), number(count, text)};
  shard.check();
  return shard;
}

std::string to_string(const Shard& shard) {
  return std::to_string(shard.index) + "/" + std::to_string(shard.count);
}

}  // namespace shm
