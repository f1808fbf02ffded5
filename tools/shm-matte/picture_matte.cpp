// SPDX-License-Identifier: MIT
// What a job writes for one picture.
#include "shm-matte/picture_matte.hpp"

#include <utility>

#include "shm-matte/deep_matte.hpp"

namespace shm::tools {

PictureMatte::PictureMatte(const MatteJob& job)
    : job_(job), matter_(Matter::open(job.matter)), compositor_(Compositor::make()) {
  options_.single = !job.sequence;
}

Image PictureMatte::run(const Image& picture, bool continues) {
  const Layers frame = layers_of(picture);
  Image alpha = alpha_of(frame, continues);
  switch (job_.output) {
    case Output::alpha: return alpha;
    case Output::trimap: return trimap_of(frame);
    default: break;
  }
  const PixelFormat format = is_opaque(job_) ? PixelFormat::rgb : PixelFormat::rgba;
  return composed(frame.colors, alpha, effective_look(job_), format);
}

DeepPicture PictureMatte::run_deep(const Image& picture, DeepPicture deep, bool continues) {
  const Layers frame = layers_of(picture);
  if (!continues) matter_->reset();
  Plane alpha(picture.width(), picture.height());
  matter_->matte(frame.colors, options_, alpha.view());
  return deep_result(std::move(deep), frame.colors, alpha, job_);
}

PictureMatte::Everything PictureMatte::run_all(const Image& picture) {
  const Layers frame = layers_of(picture);
  Image alpha = alpha_of(frame, false);
  Image trimap = trimap_of(frame);
  Image cutout = composed(frame.colors, alpha, Look{}, PixelFormat::rgba);
  Image composite = composed(frame.colors, alpha, job_.look, PixelFormat::rgb);
  return {std::move(trimap), std::move(alpha), std::move(cutout), std::move(composite)};
}

Image PictureMatte::alpha_of(const Layers& frame, bool continues) {
  if (!continues) matter_->reset();
  Image alpha(frame.colors.width(), frame.colors.height(), PixelFormat::gray);
  matter_->matte(frame.colors, options_, alpha.view());
  multiply(alpha, frame.alpha);
  return alpha;
}

Image PictureMatte::trimap_of(const Layers& frame) const {
  Image trimap(frame.colors.width(), frame.colors.height(), PixelFormat::gray);
  matter_->trimap(trimap);
  limit_trimap(trimap, frame.alpha);
  return trimap;
}

Image PictureMatte::composed(const Image& frame, const Image& alpha, const Look& look,
                             PixelFormat format) {
  Image result(frame.width(), frame.height(), format);
  compositor_->compose(frame, alpha, look, result);
  return result;
}

}  // namespace shm::tools
