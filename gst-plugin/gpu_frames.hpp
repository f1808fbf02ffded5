// SPDX-License-Identifier: MIT
// Frames in a GPU's memory on the element's pads, which builds with gst-cuda know.
#pragma once

#include <gst/gst.h>
#include <gst/video/video.h>

#include <memory>
#include <span>

namespace shm {

/// What of GStreamer's calls is otherwise for frames in a GPU's memory. This one knows none of
/// them.
class GpuFrames {
 public:
  virtual ~GpuFrames() = default;

  /// Frames of these caps come. Throws DeviceError where they lie on a GPU that cannot be used.
  virtual void expect(GstCaps* /*caps*/) {}
  /// There are no more.
  virtual void forget() {}
  /// Whether such frames come.
  virtual bool expected() const { return false; }

  /// The GPU's context that an application or a neighbour shares.
  virtual void take_context(GstContext* /*context*/) {}
  /// Whether the query was one for that context, which is in it now.
  virtual bool answer(GstQuery* /*query*/) { return false; }

  /// Where the query's frames lie on the GPU: memory for those that come, and for those that go.
  virtual bool propose_pool(GstQuery* /*query*/) { return true; }
  virtual bool decide_pool(GstQuery* /*query*/) { return true; }

  /// Brings a frame that was written in system memory to where its caps say it is. Throws
  /// DeviceError.
  virtual void hand_over(GstBuffer* /*frame*/) {}
};

/// Has a buffer mapped where it lies, on the GPU: GST_MAP_CUDA of a header that not every build
/// has.
inline constexpr auto map_on_gpu = GstMapFlags(int(GST_MAP_FLAG_LAST) << 1);

std::unique_ptr<GpuFrames> make_gpu_frames(GstElement* element);

/// The formats of such frames, preferred first: none where the build does not know them.
std::span<const GstVideoFormat> gpu_input_formats();
std::span<const GstVideoFormat> gpu_output_formats();

/// Says of caps with one structure that their frames lie on a GPU.
void put_on_gpu(GstCaps* caps);
bool is_on_gpu(const GstCapsFeatures* features);

}  // namespace shm
