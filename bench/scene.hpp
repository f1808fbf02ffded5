// SPDX-License-Identifier: MIT
// What a camera sees from frame to frame: still, noisy or swaying.
#pragma once

#include <gst/gst.h>

#include <mutex>
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

/// Some frames of a scene, to be shown over and over: what makes a frame shall cost nothing while
/// frames are measured. Cameras of one process share them. The same frames each time.
class SceneFrames {
 public:
  SceneFrames(Scene scene, int height) : scene_(scene), height_(height) {}
  SceneFrames(const SceneFrames&) = delete;
  SceneFrames& operator=(const SceneFrames&) = delete;
  ~SceneFrames();

  /// Made at the first call, of its picture, a YUY2 frame of `height` rows; none for Scene::frozen.
  /// From any thread.
  const std::vector<GstBuffer*>& of(GstBuffer* picture);

 private:
  Scene scene_;
  int height_;
  std::once_flag made_;
  std::vector<GstBuffer*> frames_;
};

}  // namespace shm::bench
