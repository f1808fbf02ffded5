// SPDX-License-Identifier: MIT
#pragma once

#include <gst/gst.h>

#include <string>
#include <vector>

namespace shm::bench {

/// What a camera that looks at a picture sees from frame to frame.
enum class Scene {
  frozen,  ///< the very same frame, which no camera delivers
  still,   ///< the picture, each frame with noise of its own
  moving,  ///< the same, swaying by 2 pixels a frame
};

std::string name_of(Scene scene);

/// Some frames of `picture`, a YUY2 frame of `height` rows, to be shown over and over: what makes
/// a frame shall cost nothing while frames are measured. Each comes with one reference, owned by
/// the caller. The same frames each time. None for Scene::frozen.
std::vector<GstBuffer*> frames_of(Scene scene, GstBuffer* picture, int height);

}  // namespace shm::bench
