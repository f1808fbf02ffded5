// SPDX-License-Identifier: MIT
// Whether a JPEG has its end.
#pragma once

#include <string_view>

namespace shm {

/// Whether a JPEG goes on to its end-of-image marker. Decoders paint what is missing grey and call
/// that a success, so this is the only way to know. Bytes after the end are no fault.
bool jpeg_is_whole(std::string_view bytes);

}  // namespace shm
