#include "footage.hpp"

#include <gst/video/video.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>

namespace shm::bench {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr int frames_of_a_loop = 32;
constexpr double noise = 1.75;      // standard deviation of a byte, as of a decent webcam by day
constexpr double amplitude = 16.0;  // pixels

Bytes with_noise(const Bytes& picture, unsigned seed) {
  std::minstd_rand random(seed);
  std::normal_distribution<float> change(0, float(noise));
  Bytes noisy(picture.size());
  std::ranges::transform(picture, noisy.begin(), [&](std::uint8_t byte) {
    return std::uint8_t(std::clamp(std::lround(float(byte) + change(random)), 0L, 255L));
  });
  return noisy;
}

/// To the right; two pixels of YUY2 share their chroma.
Bytes shifted(const Bytes& picture, std::size_t row, int pixels) {
  const auto bytes = std::ptrdiff_t(row);
  const std::ptrdiff_t by = (std::ptrdiff_t(pixels / 2) * 4 % bytes + bytes) % bytes;
  Bytes moved(picture.size());
  for (auto y = std::ptrdiff_t(0); y < std::ptrdiff_t(picture.size()); y += bytes)
    std::rotate_copy(picture.begin() + y, picture.begin() + y + bytes - by,
                     picture.begin() + y + bytes, moved.begin() + y);
  return moved;
}

Bytes bytes_of(GstBuffer* buffer) {
  Bytes bytes(gst_buffer_get_size(buffer));
  gst_buffer_extract(buffer, 0, bytes.data(), bytes.size());
  return bytes;
}

std::size_t row_bytes(GstElement* source) {
  const GstOwned<GstPad> pad(gst_element_get_static_pad(source, "src"));
  GstCaps* const caps = gst_pad_get_current_caps(pad.get());
  GstVideoInfo info;
  gst_video_info_from_caps(&info, caps);
  gst_caps_unref(caps);
  return std::size_t(GST_VIDEO_INFO_PLANE_STRIDE(&info, 0));
}

}  // namespace

void Footage::film(GstElement* source) {
  if (motion_ == Motion::frozen) return;
  const GstOwned<GstPad> pad(gst_element_get_static_pad(source, "src"));
  gst_pad_add_probe(
      pad.get(), GST_PAD_PROBE_TYPE_BUFFER,
      [](GstPad* from, GstPadProbeInfo* info, gpointer self) {
        const GstOwned<GstElement> element(gst_pad_get_parent_element(from));
        auto* const footage = static_cast<Footage*>(self);
        if (footage->frames_.empty())
          footage->develop(GST_PAD_PROBE_INFO_BUFFER(info), row_bytes(element.get()));
        GST_PAD_PROBE_INFO_DATA(info) = footage->next(GST_PAD_PROBE_INFO_BUFFER(info));
        return GST_PAD_PROBE_OK;
      },
      this, nullptr);
}

GstBuffer* Footage::next(GstBuffer* frame) {
  frame = gst_buffer_make_writable(frame);
  gst_buffer_replace_all_memory(frame, gst_memory_ref(frames_[count_++ % frames_.size()].get()));
  return frame;
}

void Footage::develop(GstBuffer* picture, std::size_t row) {
  const Bytes bytes = bytes_of(picture);
  for (int i = 0; i < frames_of_a_loop; ++i) {
    const double turn = 2 * std::numbers::pi * i / frames_of_a_loop;
    auto* const made =
        new Bytes(motion_ == Motion::noisy ? with_noise(bytes, unsigned(i) + 1)
                                           : shifted(bytes, row, int(amplitude * std::sin(turn))));
    frames_.emplace_back(gst_memory_new_wrapped(
        GST_MEMORY_FLAG_READONLY, made->data(), made->size(), 0, made->size(), made,
        [](gpointer kept) { delete static_cast<Bytes*>(kept); }));
  }
}

}  // namespace shm::bench
