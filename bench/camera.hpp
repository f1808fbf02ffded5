#pragma once

#include <gst/video/video.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "shm/image.hpp"

namespace shm::bench {

/// "640x480"; throws InvalidOption.
std::pair<int, int> parse_size(const std::string& text);

/// Moving YUY2 frames as a webcam gives them, and the converter that GStreamer turns them into RGBA
/// with.
class Camera {
 public:
  Camera(int width, int height);

  void next();
  void convert(const MutableImageView& rgba);

 private:
  struct FreeConverter {
    void operator()(GstVideoConverter* converter) const { gst_video_converter_free(converter); }
  };

  GstVideoInfo yuy2_;
  GstVideoInfo rgba_;
  std::unique_ptr<GstVideoConverter, FreeConverter> converter_;
  std::vector<std::uint8_t> pixels_;
  int count_ = 0;
};

}  // namespace shm::bench
