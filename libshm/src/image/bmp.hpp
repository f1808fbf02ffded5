// SPDX-License-Identifier: MIT
// Whether a BMP has its end.
#pragma once

#include <string_view>

namespace shm {

/// Of one that is compressed it cannot be told before it is decoded.
bool bmp_is_whole(std::string_view content);

}  // namespace shm
