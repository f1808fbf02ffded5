// SPDX-License-Identifier: MIT
// Of EXIF, which is a TIFF without pixels, what may go from a picture into its result.
#pragma once

#include <string>
#include <string_view>

namespace shm {

/// Camera, exposure, dates, description and author; empty where there are none. Place, thumbnail,
/// maker's notes, serial numbers and the orientation, which the result no longer has, are left out.
std::string kept_exif(std::string_view exif);

}  // namespace shm
