// SPDX-License-Identifier: MIT
// Equal shares of the work for several machines.
#pragma once

#include <string>
#include <string_view>

#include "shm/api.hpp"

namespace shm {

/// One of several equal shares of the work, for as many machines. Which share a picture belongs to
/// follows from a hash of its name without the extension, so that a share's masks, trimaps and
/// alphas are those of the same pictures.
struct Shard {
  int index = 1;  ///< 1..count
  int count = 1;  ///< 1..100000

  SHM_API bool holds(std::string_view name) const;
  SHM_API void check() const;  ///< throws InvalidOption
};

/// "2/3"; parse throws InvalidOption.
SHM_API Shard parse_shard(const std::string& text);
SHM_API std::string to_string(const Shard& shard);

}  // namespace shm
