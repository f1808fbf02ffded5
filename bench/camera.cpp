#include "camera.hpp"

#include <charconv>

#include "shm/error.hpp"

namespace shm::bench {

namespace {

GstVideoInfo video_info(GstVideoFormat format, int width, int height) {
  GstVideoInfo info;
  gst_video_info_set_format(&info, format, guint(width), guint(height));
  return info;
}

GstVideoFrame frame_over(const GstVideoInfo& info, std::uint8_t* pixels, std::ptrdiff_t stride) {
  GstVideoFrame frame = {};
  frame.info = info;
  frame.info.stride[0] = int(stride);
  frame.data[0] = pixels;
  return frame;
}

}  // namespace

std::pair<int, int> parse_size(const std::string& text) {
  constexpr int largest = 16384;
  int width = 0;
  int height = 0;
  const char* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, width);
  if (first.ptr != end && *first.ptr == 'x') {
    const auto second = std::from_chars(first.ptr + 1, end, height);
    if (second.ptr == end && width > 0 && height > 0 && width <= largest && height <= largest)
      return {width, height};
  }
  throw InvalidOption("size: \"" + text + "\" is not WIDTHxHEIGHT, such as 640x480");
}

Camera::Camera(int width, int height) {
  gst_init(nullptr, nullptr);
  yuy2_ = video_info(GST_VIDEO_FORMAT_YUY2, width, height);
  rgba_ = video_info(GST_VIDEO_FORMAT_RGBA, width, height);
  converter_.reset(gst_video_converter_new(&yuy2_, &rgba_, nullptr));
  pixels_.resize(GST_VIDEO_INFO_SIZE(&yuy2_));
}

void Camera::next() {
  const int stride = GST_VIDEO_INFO_PLANE_STRIDE(&yuy2_, 0);
  ++count_;
  for (std::size_t i = 0; i < pixels_.size(); ++i) {
    const int x = int(i) % stride;
    const int y = int(i) / stride;
    pixels_[i] = std::uint8_t(i % 2 == 0 ? x / 2 + y + count_ : 128 + (x - y) / 16);
  }
}

void Camera::convert(const MutableImageView& rgba) {
  const GstVideoFrame from =
      frame_over(yuy2_, pixels_.data(), GST_VIDEO_INFO_PLANE_STRIDE(&yuy2_, 0));
  GstVideoFrame to = frame_over(rgba_, rgba.data, rgba.stride);
  gst_video_converter_frame(converter_.get(), &from, &to);
}

}  // namespace shm::bench
