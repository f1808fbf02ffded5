// SPDX-License-Identifier: MIT
// The formats of the source pad, preferred first, for each way of showing a person.
#pragma once

#include <gst/video/video.h>

#include <span>

#include "settings.hpp"
#include "shm/image.hpp"

namespace shm {

/// What the source pad may ever carry, and what it may carry under these settings: preferred first.
std::span<const GstVideoFormat> output_formats();
std::span<const GstVideoFormat> allowed_formats(const Settings& settings);

/// The pixel layout of a format of the source pad; gray for what is no RGB.
PixelFormat pixel_format(GstVideoFormat format);

/// Whether frames are pixels of four bytes as libshm works on them.
bool is_four_byte_rgb(const GstVideoInfo& info);

}  // namespace shm
