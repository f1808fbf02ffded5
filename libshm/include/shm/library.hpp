// SPDX-License-Identifier: MIT
// The one function that a program finds in a library that it opens late.
#pragma once

#include <memory>

#include "shm/clear_pixels.hpp"
#include "shm/compositor.hpp"
#include "shm/gpu_matter.hpp"
#include "shm/matter.hpp"
#include "shm/raw_video.hpp"
#include "shm/turn.hpp"

namespace shm {

/// What a host that loads libshmmatting.so only when it needs it asks for: `dlopen`, then `dlsym`
/// of library_symbol, gives a function of type LibraryFunction.
struct Library {
  std::unique_ptr<Matter> (*open_matter)(const ModelOptions&);
  std::unique_ptr<GpuMatter> (*open_gpu_matter)(const ModelOptions&);
  std::unique_ptr<Compositor> (*make_compositor)();
  void (*blank)(const MutableImageView&);
  void (*unpack_video)(const RawVideo&, const MutableImageView&);
  void (*multiply_by_alpha)(const RawVideo&, const MutableImageView&);
  void (*hide_clear)(const ImageView&, const MutableImageView&);
  void (*pack_video)(const ImageView&, const MutableRawVideo&);
  void (*turn)(const ImageView&, Turn, const MutableImageView&);
  /// Processor time that the calling thread has used so far, and others for it, milliseconds.
  double (*processor_ms)();
};

/// Goes up whenever a class or struct of shm/*.hpp that Library hands out changes shape.
inline constexpr const char* library_symbol = "shm_library_15";
using LibraryFunction = const Library* (*)();

}  // namespace shm
