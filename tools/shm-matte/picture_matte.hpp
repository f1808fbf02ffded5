// SPDX-License-Identifier: MIT
// What a job writes for one picture.
#pragma once

#include <memory>

#include "shm-matte/options.hpp"
#include "shm-matte/own_alpha.hpp"
#include "shm/compositor.hpp"
#include "shm/deep_picture.hpp"
#include "shm/image.hpp"
#include "shm/matter.hpp"

namespace shm::tools {

/// Mattes pictures one after the other, as a job asks for.
class PictureMatte {
 public:
  explicit PictureMatte(const MatteJob& job);

  /// What the job writes for an rgb or rgba picture: gray, rgb or rgba of its size. What is clear
  /// in it stays clear. `continues`: the picture follows the last one in a video.
  Image run(const Image& picture, bool continues);

  /// The same of 16 bits: `deep` is the picture at its full precision.
  DeepPicture run_deep(const Image& picture, DeepPicture deep, bool continues);

  /// Every kind of output for one picture.
  struct Everything {
    Image trimap, alpha, cutout, composite;
  };
  Everything run_all(const Image& picture);

  const MatterInfo& info() const { return matter_->info(); }

 private:
  Image alpha_of(const Layers& frame, bool continues);
  Image trimap_of(const Layers& frame) const;
  Image composed(const Image& frame, const Image& alpha, const Look& look, PixelFormat format);

  const MatteJob& job_;
  FrameOptions options_ = job_.matte;
  std::unique_ptr<Matter> matter_;
  std::unique_ptr<Compositor> compositor_;
};

}  // namespace shm::tools
