// SPDX-License-Identifier: MIT
// Damage within a JPEG, from which decoders go on with grey or shifted blocks.
#pragma once

#include <string_view>

namespace shm {

/// Whether coded data were lost or make no sense: a wrong code, a marker where blocks should be.
/// Bytes that nothing needs are no damage: many cameras pad.
bool jpeg_is_damaged(std::string_view content);

}  // namespace shm
