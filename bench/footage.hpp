#pragma once

#include <gst/gst.h>

#include <cstddef>
#include <memory>
#include <vector>

#include "gst_owned.hpp"

namespace shm::bench {

/// What a camera sees of a picture: it exactly, with the camera's noise, or moving to and fro, by
/// up to 3 pixels a frame.
enum class Motion { frozen, noisy, moving };

/// Stands behind an element that gives one YUY2 picture again and again, and puts others into its
/// place, which are made with the first. They are shared, not copied: they cost a frame nothing.
class Footage {
 public:
  explicit Footage(Motion motion) : motion_(motion) {}

  void film(GstElement* source);

 private:
  struct FreeMemory {
    void operator()(GstMemory* memory) const { gst_memory_unref(memory); }
  };
  using Memory = std::unique_ptr<GstMemory, FreeMemory>;

  GstBuffer* next(GstBuffer* frame);
  void develop(GstBuffer* picture, std::size_t row);

  Motion motion_;
  std::vector<Memory> frames_;
  std::size_t count_ = 0;
};

}  // namespace shm::bench
