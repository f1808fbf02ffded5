// SPDX-License-Identifier: MIT
// SHA-256, by which a model file tells whether it was damaged.
#include "model/sha256.hpp"

#include <glib.h>

#include <memory>

namespace shm {

std::string sha256_hex(std::span<const std::byte> bytes) {
  const std::unique_ptr<GChecksum, decltype(&g_checksum_free)> checksum(
      g_checksum_new(G_CHECKSUM_SHA256), &g_checksum_free);
  // In pieces, since the length that GLib takes is signed and the pointer must not be null.
  constexpr std::size_t piece = std::size_t(1) << 30;
  while (!bytes.empty()) {
    const auto now = bytes.first(std::min(piece, bytes.size()));
    g_checksum_update(checksum.get(), reinterpret_cast<const guchar*>(now.data()),
                      gssize(now.size()));
    bytes = bytes.subspan(now.size());
  }
  return g_checksum_get_string(checksum.get());
}

}  // namespace shm
