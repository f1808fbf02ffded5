// SPDX-License-Identifier: MIT
// Which raw video goes in and comes out, and how one follows from the other.
#pragma once

#include <gst/gst.h>
#include <gst/video/video.h>

#include <span>

namespace shm {

/// Of frames, pixels.
inline constexpr int least_side = 16;
inline constexpr int most_side = 8192;

/// The caps of the pad templates. The caller owns the reference.
GstCaps* sink_template_caps();
GstCaps* src_template_caps();

/// What the other pad can carry when the pad of `direction` carries `caps`, and the source pad is
/// bound to `formats`. The caller owns the reference.
GstCaps* transform_caps(GstPadDirection direction, GstCaps* caps, GstCaps* filter,
                        std::span<const GstVideoFormat> formats);

/// Picks one format of `othercaps` (taken over) for input `caps`: the input's own byte order where
/// that is possible, else the first of `formats`. The colours stay those of the input.
GstCaps* fixate_src_caps(GstCaps* caps, GstCaps* othercaps,
                         std::span<const GstVideoFormat> formats);

/// Whether all that comes behind a source pad makes use of alpha, up to mixers and encoders: in
/// each branch. A converter before a display takes alpha and drops it.
bool downstream_uses_alpha(GstPad* src);

}  // namespace shm
